/** What people have to know about a calendar. Each is told when it begins, and most once a day for as long as it lasts. */
import type { AlertKind, FeedState } from './state';

export interface FeedAlert {
	kind: AlertKind;
	/** In one sentence or two: what is the matter, and what to do. Never the calendar's address or a guest. */
	message: string;
}

/** Something that is the matter now; `what` tells it from the one before of its kind. */
export interface Matter extends FeedAlert {
	what: string;
}

const AGAIN_AFTER_MS = 24 * 3_600_000;
const TOLD_ONCE: readonly AlertKind[] = ['inHouse', 'unclear', 'sharing'];

/** Whether it is told again for as long as it lasts. What is told once is for people to look at, and lasts as long as its stay. */
export function isToldDaily(kind: string): boolean {
	return !TOLD_ONCE.some((once) => once === kind);
}

/** @param matters each kind at most once */
export function alertsToTell(
	before: FeedState['told'],
	matters: readonly Matter[],
	now: Date,
): { told: FeedState['told']; alerts: FeedAlert[] } {
	const told: FeedState['told'] = {};
	const alerts: FeedAlert[] = [];
	for (const { kind, message, what } of matters) {
		const last = before[kind];
		const isDue = isToldDaily(kind) && now.getTime() - Date.parse(last?.at ?? '') >= AGAIN_AFTER_MS;
		const isKnown = last?.what === what && !isDue;
		told[kind] = isKnown ? last : { at: now.toISOString(), what };
		if (!isKnown) alerts.push({ kind, message });
	}
	return { told, alerts };
}
