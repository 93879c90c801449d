/** Ways in which the real one fails. Each request meets at most one of them. */
import type { HttpAnswer, HttpReply } from '../http/server';
import { problem, Refusal } from './answers';

export type FaultKind =
	/** 500 before anything is done. */
	| 'serverError'
	/** The work is done, and the answer never arrives: the connection breaks. */
	| 'lostAnswer'
	/** The work is done, and a gateway answers 504 in its place. */
	| 'gatewayTimeout'
	/** The work is done, and the answer does not name what was made. */
	| 'unnamed'
	/** The work is done, and only the links in the answer's body name what was made. */
	| 'linked'
	/** The work is done, and something in between puts a page of its own in place of the answer. */
	| 'garbled'
	/** A search finds nothing, as before what was made has reached its index. */
	| 'nothingFound'
	/** 429 with `Retry-After`. */
	| 'tooMany'
	/** The token is no longer valid. */
	| 'unauthorized'
	/** The application is not subscribed to this API. */
	| 'forbidden';

export interface FaultOptions {
	times?: number;
	/** Only requests of this method. */
	method?: string;
	/** Only requests whose path matches. */
	path?: RegExp;
}

interface Planned extends FaultOptions {
	kind: FaultKind;
	times: number;
}

/** Odds of a fault for each request, and a source of numbers from 0 to 1. */
export interface RandomFaults {
	odds: Partial<Record<FaultKind, number>>;
	random: () => number;
}

export class Faults {
	private planned: Planned[] = [];
	private byChance: RandomFaults | null = null;
	/** External references that are refused for good, with what OPERA says. */
	private readonly refusals = new Map<string, string>();
	/** External references, and IDs of reservations, over which OPERA fails each time. */
	private readonly breaking = new Set<string>();
	/** Each page of a folio is its first one, and says that there are more. */
	sameFolioPage = false;
	/** Seconds that a 429 asks to wait. */
	retryAfter = 1;
	/** How often each has struck. */
	readonly struck = new Map<FaultKind, number>();

	/** The next matching requests meet this fault. */
	next(kind: FaultKind, options: FaultOptions = {}): void {
		this.planned.push({ kind, times: 1, ...options });
	}

	/** The planned ones are called off. */
	clear(): void {
		this.planned = [];
	}

	/** From now on faults come by chance; `null` ends that. */
	atRandom(faults: RandomFaults | null): void {
		this.byChance = faults;
	}

	/** Writes of a reservation with this external reference are refused from now on. */
	refuse(externalReference: string, detail = 'Rate is closed for the stay dates.'): void {
		this.refusals.set(externalReference, detail);
	}

	/** They are accepted again. */
	accept(externalReference: string): void {
		this.refusals.delete(externalReference);
	}

	/** Whatever reads or writes one with this external reference or ID is answered 500 from now on. */
	breakOver(...names: string[]): void {
		for (const name of names) this.breaking.add(name);
	}

	/** They are answered again. */
	mend(...names: string[]): void {
		for (const name of names) this.breaking.delete(name);
	}

	/** @throws Refusal where OPERA fails over one of them */
	check(names: readonly string[]): void {
		if (names.some((name) => this.breaking.has(name))) throw new Refusal(serverError());
	}

	refusalOf(externalReference: string): string | null {
		return this.refusals.get(externalReference) ?? null;
	}

	take(method: string, path: string): FaultKind | null {
		const kind = this.takePlanned(method, path) ?? this.takeRandom();
		if (kind !== null) this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
		return kind;
	}

	private takePlanned(method: string, path: string): FaultKind | null {
		const found = this.planned.find(
			(fault) => fault.times > 0 && (fault.method ?? method) === method && (fault.path?.test(path) ?? true),
		);
		if (!found) return null;
		found.times -= 1;
		return found.kind;
	}

	private takeRandom(): FaultKind | null {
		if (this.byChance === null) return null;
		let left = this.byChance.random();
		for (const [kind, odds] of Object.entries(this.byChance.odds) as Array<[FaultKind, number]>) {
			left -= odds;
			if (left < 0) return kind;
		}
		return null;
	}
}

/** Whether the work is done all the same. */
export const isDone = (kind: FaultKind): boolean =>
	['lostAnswer', 'gatewayTimeout', 'unnamed', 'linked', 'garbled'].includes(kind);

/** @param done what would be answered without the fault, where the work is done */
export function faultyReply(kind: FaultKind, retryAfter: number, done: HttpAnswer | null = null): HttpReply {
	switch (kind) {
		case 'linked':
			return { status: 201, headers: { 'Content-Type': 'application/json' }, body: done?.body ?? '' };
		case 'garbled':
			return { status: 201, headers: { 'Content-Type': 'text/html' }, body: '<html>Done</html>' };
		case 'nothingFound':
			return { status: 204 };
		case 'lostAnswer':
			return { reset: true };
		case 'gatewayTimeout':
			return problem(504, { title: 'Gateway Timeout', detail: 'The service did not answer in time.', code: 'GEN0504' });
		case 'unnamed':
			return { status: 201, body: '' };
		case 'serverError':
			return serverError();
		case 'tooMany':
			return tooMany(retryAfter);
		case 'unauthorized':
			return problem(401, { title: 'Unauthorized', detail: 'Invalid token.', code: 'OAUTH' });
		case 'forbidden':
			return problem(403, { title: 'Forbidden', detail: 'The application is not subscribed.', code: 'GEN0403' });
	}
}

const serverError = (): HttpAnswer =>
	problem(500, { title: 'Internal Server Error', detail: 'ORA-04068: state discarded.', code: 'GEN0500' });

export function tooMany(retryAfter = 1): HttpAnswer {
	const reply = problem(429, { title: 'Too Many Requests', detail: 'Rate limit exceeded.', code: 'GEN0429' });
	return { ...reply, headers: { ...reply.headers, 'Retry-After': String(retryAfter) } };
}
