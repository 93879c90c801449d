/**
 * What the trigger remembers: which reservations it has still to give out, and how it has given out the others. Pure.
 */
import { recordOf } from '../../../core/payload/field-reader';
import { textOf } from '../../../core/text/read-text';
import type { ReservationName } from './business-events';

export interface Waiting extends ReservationName {
	/** Runs with it that did not end in success. */
	failed: number;
	/** Epoch milliseconds; not before. */
	dueAt: number;
}

/** How one of OPERA's reservations was given out last. */
export interface Seen {
	/** A hash of what a list shows of it, so that the comparison reads only what has changed. */
	listed: string;
	/** A hash of what was given out; `''` where nothing had to be. */
	given: string;
	/** Its day of departure. */
	until: string;
}

export interface TriggerState {
	/** By hotel and reservation. */
	waiting: Record<string, Waiting>;
	/** By hotel and reservation. */
	seen: Record<string, Seen>;
	/** The day on which everything was last compared. */
	comparedOn: string | null;
	/** Ours, as OPERA names them; the latest last. */
	users: string[];
	/** Whether the queue has brought any event since the daily comparison before. */
	isHeard: boolean;
}

/** What is above this is left to the comparison. */
const MAX_WAITING = 5_000;
export const MAX_SEEN = 20_000;
const FIRST_WAIT_MS = 60_000;
const MAX_WAIT_MS = 3_600_000;
/** One that fails is offered with fewer others each time, until it stands alone and holds up nobody. */
const GROUPS = [50, 10, 1];

export const nameOf = ({ hotelId, reservationId }: ReservationName): string => `${hotelId}/${reservationId}`;

/** A comparison of each takes a few requests. */
const MAX_HOTELS = 50;

/** The hotels of which something is remembered, but for the credential's own. */
export function otherHotels({ waiting, seen }: TriggerState, own: string): string[] {
	const names = [...Object.keys(seen), ...Object.keys(waiting)];
	const hotels = new Set(names.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
	return [...hotels]
		.filter((hotelId) => hotelId !== '' && hotelId !== own)
		.sort()
		.slice(0, MAX_HOTELS);
}

/** Anything else that was stored counts as nothing: at worst everything is compared and given out once more. */
export function readState(value: unknown): TriggerState {
	const { waiting, seen, comparedOn, users, isHeard } = recordOf(value);
	return {
		waiting: entriesOf<Waiting>(
			waiting,
			({ hotelId, reservationId, failed, dueAt }) =>
				[typeof hotelId, typeof reservationId, typeof failed, typeof dueAt].join() === 'string,string,number,number',
		),
		seen: entriesOf<Seen>(seen, ({ listed, given, until }) =>
			[listed, given, until].every((text) => typeof text === 'string'),
		),
		comparedOn: textOf(comparedOn),
		users: Array.isArray(users) ? users.filter((user) => typeof user === 'string') : [],
		// Nothing is known of what an earlier version has heard.
		isHeard: isHeard !== false,
	};
}

/** The credential may get another user one day. */
const MAX_USERS = 5;

export function withUser(state: TriggerState, user: string): TriggerState {
	return state.users.includes(user) ? state : { ...state, users: [...state.users, user].slice(-MAX_USERS) };
}

function entriesOf<T>(value: unknown, isEntry: (entry: Record<string, unknown>) => boolean): Record<string, T> {
	return Object.fromEntries(Object.entries(recordOf(value)).filter(([, entry]) => isEntry(recordOf(entry)))) as Record<
		string,
		T
	>;
}

/** With these too; one that waits already is due at once. */
export function withWaiting(state: TriggerState, names: readonly ReservationName[], now: number): TriggerState {
	const waiting = { ...state.waiting };
	for (const name of names) {
		const key = nameOf(name);
		if (waiting[key] === undefined && Object.keys(waiting).length >= MAX_WAITING) break;
		waiting[key] = { ...name, failed: waiting[key]?.failed ?? 0, dueAt: now };
	}
	return { ...state, waiting };
}

/** The next to be given out together: those that have failed equally often. */
export function nextGroup({ waiting }: TriggerState, offered: ReadonlySet<string>, now: number): Waiting[] {
	const due = Object.values(waiting)
		.filter((entry) => entry.dueAt <= now && !offered.has(nameOf(entry)))
		.sort((a, b) => a.failed - b.failed || a.dueAt - b.dueAt);
	const failed = due[0]?.failed ?? 0;
	const most = GROUPS[Math.min(failed, GROUPS.length - 1)] ?? 1;
	return due.filter((entry) => entry.failed === failed).slice(0, most);
}

/** Until a run with them has ended in success: offered again with the next polls, then less and less often. */
export function asOffered(state: TriggerState, names: readonly ReservationName[], now: number): TriggerState {
	const waiting = { ...state.waiting };
	for (const name of names) {
		const failed = (waiting[nameOf(name)]?.failed ?? 0) + 1;
		const wait = failed < 3 ? 0 : Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed - 3));
		waiting[nameOf(name)] = { ...name, failed, dueAt: now + wait };
	}
	return { ...state, waiting };
}

/** Without those that are dealt with. */
export function settled(
	state: TriggerState,
	names: readonly ReservationName[],
	seen: Readonly<Record<string, Seen>>,
): TriggerState {
	const done = new Set(names.map(nameOf));
	const waiting = Object.fromEntries(Object.entries(state.waiting).filter(([name]) => !done.has(name)));
	return { ...state, waiting, seen: { ...state.seen, ...seen } };
}

/** As if they had left on this day: each is read once for being on no list, and what is read then counts. */
export function leftOn(state: TriggerState, names: readonly ReservationName[], day: string): TriggerState {
	const left = names.flatMap((name): Array<[string, Seen]> => {
		const seen = state.seen[nameOf(name)];
		return seen === undefined ? [] : [[nameOf(name), { ...seen, until: day }]];
	});
	return { ...state, seen: { ...state.seen, ...Object.fromEntries(left) } };
}

/** Without those that have left before this day; of too many those that leave first. */
export function seenFrom(state: TriggerState, day: string): TriggerState {
	const kept = Object.entries(state.seen).filter(([, { until }]) => until >= day);
	if (kept.length > MAX_SEEN) {
		kept.sort(([, a], [, b]) => (a.until < b.until ? 1 : -1));
		kept.length = MAX_SEEN;
	}
	return { ...state, seen: Object.fromEntries(kept) };
}
