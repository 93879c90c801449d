/** One switch for each way in which the channel, or the network in front of it, can fail. */
import type { HttpAnswer, HttpReply } from '../http/server';
import { errorDocument, xmlAnswer, type OtaProblem } from './ota/documents';
import type { Route } from './request-log';

export type FaultKind =
	/** 200 with `<Errors>`. */
	| 'errors'
	/** 200 with `<Warnings>`; otherwise as usual. */
	| 'warnings'
	/** Nights may not be closed, since the hotel has contracted a minimum number of rooms; otherwise as usual. */
	| 'contractedRooms'
	/** 400; for an acknowledgement the "wrong type" message. */
	| 'badRequest'
	/** 401, and every token is revoked. */
	| 'unauthorized'
	| 'forbidden'
	| 'notFound'
	/** 429 with `Retry-After` (`retryAfterSeconds`, default 1). */
	| 'rateLimited'
	/** 500, or `status`. */
	| 'serverError'
	/** The same for acknowledgements only; with `applied` the acknowledgement takes effect although the answer is an error. */
	| 'ackServerError'
	/** The answer comes after `delayMs` (default 1000). */
	| 'slow'
	/** No answer at all. */
	| 'noAnswer'
	/** A well-formed HTTP answer with half of the XML. */
	| 'truncated'
	/** The connection breaks off in the middle of the body. */
	| 'cutOff'
	/** 200 with a web page. */
	| 'html'
	/** 200 with nothing. */
	| 'emptyBody'
	/** An XML body that grows without end when its entities are expanded. */
	| 'entityBomb'
	/** An XML body with an external entity that refers to a file. */
	| 'externalEntity'
	/** The connection is reset before any answer. */
	| 'reset';

export type FaultScope = Route | 'get' | 'ack' | 'ari' | 'reservations' | 'any';

export interface FaultOptions {
	/** How many requests it affects; default 1. */
	times?: number;
	/** Which requests; default: all except the token exchange. */
	on?: FaultScope;
	/** The request takes effect although its answer fails; default false. */
	applied?: boolean;
	/** Of `contractedRooms`: what is refused is not named by its `LocatorID`; default false. */
	unnamed?: boolean;
	status?: number;
	retryAfterSeconds?: number;
	delayMs?: number;
}

export interface ActiveFault extends FaultOptions {
	kind: FaultKind;
	left: number;
}

const groups: Record<'get' | 'ack' | 'ari' | 'reservations', Route[]> = {
	get: ['getNew', 'getModify'],
	ack: ['ackNew', 'ackModify'],
	ari: ['availability', 'rates'],
	reservations: ['getNew', 'getModify', 'ackNew', 'ackModify', 'bxml', 'summary'],
};

function covers(scope: FaultScope | undefined, route: Route): boolean {
	if (scope === undefined) return route !== 'token';
	if (scope === 'any') return true;
	return scope in groups ? groups[scope as keyof typeof groups].includes(route) : scope === route;
}

export class Faults {
	private active: ActiveFault[] = [];

	/** Switches a fault on for the next requests it covers; several queue up. */
	next(kind: FaultKind, options: FaultOptions = {}): void {
		const scope = kind === 'ackServerError' ? { on: 'ack' as const } : {};
		this.active.push({ kind, ...scope, ...options, left: options.times ?? 1 });
	}

	/** Switches everything off. */
	clear(): void {
		this.active = [];
	}

	/** The number of requests that will still be affected. */
	get pending(): number {
		return this.active.reduce((sum, fault) => sum + fault.left, 0);
	}

	/** The fault for a request of this route, if one is switched on; it is used up. */
	take(route: Route): ActiveFault | null {
		const fault = this.active.find((each) => covers(each.on, route));
		if (fault === undefined) return null;
		fault.left -= 1;
		this.active = this.active.filter((each) => each.left > 0);
		return fault;
	}
}

const page =
	'<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad gateway</h1><br></body></html>';

function bomb(rootName: string): string {
	const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('');
	return `<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY e0 "boom">${entities}]><${rootName}>&e9;</${rootName}>`;
}

function external(rootName: string): string {
	return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]><${rootName}>&file;</${rootName}>`;
}

const wrongType: OtaProblem = {
	type: 3,
	code: 450,
	text: 'Hotel reservation has transaction message of the wrong type',
};

const statusProblems: Partial<Record<FaultKind, [status: number, problem: OtaProblem]>> = {
	errors: [200, { type: 1, code: 448, text: 'System error' }],
	badRequest: [400, { type: 3, code: 320, text: 'Invalid value' }],
	unauthorized: [401, { type: 4, code: 497, text: 'Authorization error' }],
	forbidden: [403, { type: 4, code: 497, text: 'Access denied for hotel' }],
	notFound: [404, { type: 3, code: 450, text: 'Hotel reservation was not found' }],
	rateLimited: [429, { type: 1, code: 450, text: 'Too many requests' }],
	serverError: [500, { type: 1, code: 448, text: 'System error' }],
	ackServerError: [500, { type: 1, code: 448, text: 'System error' }],
};

/** What the client gets instead of `good`; `rootName` is the document's root without `RQ` or `RS`. */
export function faultyReply(
	fault: ActiveFault,
	good: HttpAnswer,
	rootName: string,
	isAck: boolean,
	now: Date,
): HttpReply {
	const xml = (body: string): HttpAnswer => ({
		status: 200,
		headers: { 'Content-Type': 'application/xml; charset=utf-8' },
		body,
	});
	const text = Buffer.from(good.body ?? '').toString('utf8');
	switch (fault.kind) {
		case 'noAnswer':
			return { never: true };
		case 'reset':
			return { reset: true };
		case 'cutOff':
			return { cutOff: good };
		case 'truncated':
			return { ...good, body: text.slice(0, Math.floor(text.length * 0.6)) };
		case 'html':
			return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: page };
		case 'emptyBody':
			return xml('');
		case 'entityBomb':
			return xml(bomb(`${rootName}RQ`));
		case 'externalEntity':
			return xml(external(`${rootName}RQ`));
		case 'slow':
		case 'warnings':
		case 'contractedRooms':
			return good;
		default: {
			const [status, problem] = statusProblems[fault.kind] ?? [500, wrongType];
			const headers: Record<string, string> =
				fault.kind === 'rateLimited' ? { 'Retry-After': String(fault.retryAfterSeconds ?? 1) } : {};
			const shown = fault.kind === 'badRequest' && isAck ? wrongType : problem;
			return xmlAnswer(fault.status ?? status, errorDocument(`${rootName}RS`, now, [shown]), headers);
		}
	}
}
