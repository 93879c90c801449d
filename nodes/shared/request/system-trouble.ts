/**
 * Which remote system a text is about, and what is the matter with it: the other way round from `errorForStatus`, for
 * texts that came through n8n or the log. What concerns one request alone is no trouble of the system. Pure.
 */

export type TroubleKind =
	/** It cannot be reached, or answers that it has a fault. */
	| 'down'
	/** It asks to slow down. */
	| 'slow'
	/** It does not accept the credential. */
	| 'credential'
	/** It accepts the credential, but not for this hotel or this part of it. */
	| 'forbidden';

export interface SystemTrouble {
	/** As `RemoteSystem` names it. */
	system: string;
	kind: TroubleKind;
}

/** The first that fits counts. A fault with the system's own words behind its status may concern one request alone. */
const SAYS: ReadonlyArray<readonly [kind: TroubleKind, what: RegExp]> = [
	['credential', /cannot be reached: the [\w &]{1,40} in its credential/u],
	['down', /cannot be reached|has a fault at present \(HTTP \d{3}\)|did not issue a token \(HTTP (?:5\d\d|408)\)/u],
	['down', /does not accept the request at present \(HTTP (?:408|425)\)/u],
	['slow', /asks to slow down|did not issue a token \(HTTP 429\)/u],
	['credential', /did not issue a token|(?:did|does) not accept the (?:credentials?|signature|API key|login)\b/u],
	// OPERA gives a reason of its own where its user may not do this one thing, such as post to a folio.
	['forbidden', /denied access\b[^()]{0,40}\(HTTP 403\)|(?<!Opera )denied access\b[^()]{0,40}\(HTTP 403/u],
];

/** Systems are named by one word with a capital. */
const TROUBLES = SAYS.map(([kind, what]) => ({
	kind,
	pattern: new RegExp(String.raw`(?:^|[\s:;("«])(\p{Lu}[\p{L}\d.]{0,40}) (?:${what.source})`, 'u'),
}));

/** @returns `null` where the text is about something else */
export function systemTroubleIn(text: string): SystemTrouble | null {
	for (const { kind, pattern } of TROUBLES) {
		const system = pattern.exec(text)?.[1];
		if (system !== undefined) return { system, kind };
	}
	return null;
}
