/** What is remembered of a calendar between two readings: plain JSON of bounded size. */
import type { Entry } from './entry';
import { shortHash } from './short-hash';

export interface FollowedStay {
	/** In the reservation's key: the code, or the UID that it was first seen with. */
	id: string;
	uid: string;
	code: string | null;
	checkIn: string;
	/** Exclusive. */
	checkOut: string;
	/** See `Entry`. */
	isAmbiguous: boolean;
	/** Hashes: nobody's name or number is kept here. `null` if the calendar has none. */
	guest: string | null;
	phoneEnd: string | null;
	/** Given out as cancelled; kept so that it is known when it comes back. */
	isCancelled: boolean;
	/** When its absence, or the calendar's own word, made it so, ISO 8601; absent where a person has said so. */
	goneAt?: string;
	/** Since when it has not been in the calendar, ISO 8601, and in how many readings that count. */
	missing: Missing | null;
	/** Its entry in the last reading; absent if that reading had none. */
	shown?: Shown;
	/** How often its entry's dates have moved on by as many days as have passed. */
	slides: number;
	/** It was given out, and nobody has said yet that it was dealt with: it is given out again. */
	isOffered?: true | 'again';
}

/** An entry's own dates: from the second day of a stay some calendars let it begin today. */
export interface Shown {
	checkIn: string;
	checkOut: string;
	/** The hotel's date since which it has these dates. */
	since: string;
}

export interface Missing {
	since: string;
	readings: number;
	/** In ms, how much of the time since then does not count: see `uncountedSince`. Absent for none. */
	uncounted?: number;
	/** It was first missed on the day of arrival, which is over, or later: whoever has come is not cancelled. */
	isInHouse: boolean;
}

export type AlertKind =
	/** It could not be read at all. */
	| 'failed'
	/** More is missing than guests cancel: a person has to say whether it is cancelled. */
	| 'missing'
	/** It is empty or much shorter than it was, although no upcoming booking is missing. */
	| 'doubtful'
	/** Some of its events could not be read. */
	| 'unreadable'
	/** Nights that are taken for the rest of a closure, and could be a booking. */
	| 'unclear'
	/** A code at several dates: which of them are right, the calendar does not say. */
	| 'sharing'
	/** A guest in the house has left the calendar. */
	| 'inHouse';

export interface FeedState {
	version: 1;
	stays: FollowedStay[];
	/** Ids of ambiguous stays that are over: a closure uses its UID again. */
	usedIds: UsedId[];
	/** When it was last read or said to be unchanged, ISO 8601. */
	readAt: string | null;
	/** The last days of its entries, and how many could not be told from each other, when nothing was missing. */
	ends: string[];
	unreadable: number;
	/** Closures that could be taken for a stay once they are nearly over. */
	closures: KnownClosure[];
	/** Far ahead: what has the same dates on a later day is a stay. */
	far: Shown[];
	/** Closed nights that move on every day. */
	windows: MovingWindow[];
	/** Whether the last reading could be relied on for what is missing. */
	isReliable: boolean;
	/** The last reading that could be, ISO 8601, where one after it could not, or failed; `null` where none did. */
	brokenSince: string | null;
	/** What a person is asked about: since when, ISO 8601, and the ids of what is missing. */
	held: Held | null;
	/** When each alert was last told, ISO 8601, and what it said. */
	told: Partial<Record<AlertKind, { at: string; what: string }>>;
	/** For the next conditional request: HTTP's `ETag` and `Last-Modified`. */
	validators: Validators;
}

export interface UsedId {
	id: string;
	/** Its last day. */
	end: string;
}

export interface KnownClosure {
	checkIn: string;
	/** Exclusive. */
	checkOut: string;
	missing: Absent | null;
}

export type Absent = Omit<Missing, 'isInHouse'>;

/** In days after today, and in nights. */
export interface MovingWindow {
	startsIn: number;
	nights: number;
}

export interface Held {
	since: string;
	ids: string[];
}

export interface Validators {
	etag?: string;
	lastModified?: string;
}

export const MAX_STAYS = 4_000;
export const MAX_CLOSURES = 200;
export const MAX_ENDS = 400;
export const MAX_USED_IDS = 50;

export function newFeedState(): FeedState {
	return {
		version: 1,
		stays: [],
		usedIds: [],
		readAt: null,
		ends: [],
		unreadable: 0,
		closures: [],
		far: [],
		windows: [],
		isReliable: false,
		brokenSince: null,
		held: null,
		told: {},
		validators: {},
	};
}

/**
 * What to keep while the reservations of a step are being dealt with: everything as it is after the step, but for the
 * stays that were given out. Those are given out again, also after a restart, until that has succeeded.
 * @param givenOut the ids of their reservations
 */
export function whileOffered(before: FeedState, after: FeedState, givenOut: readonly string[]): FeedState {
	const ids = new Set(givenOut);
	const known = new Map(before.stays.map((stay) => [stay.id, stay]));
	const stays = after.stays.map((stay) => (ids.has(stay.id) ? offered(known.get(stay.id), stay) : stay));
	// What a person has accepted stays accepted: with another date, it would have another code.
	const held = before.held?.ids.some((id) => ids.has(id)) ? before.held : after.held;
	// It has to be read again even if it stays the same.
	return { ...after, stays, held, validators: {} };
}

/** As it was before, so that it is given out in the same way; `again` from the second time on. */
function offered(before: FollowedStay | undefined, after: FollowedStay): FollowedStay {
	if (before === undefined) return { ...after, isOffered: true };
	return before.isOffered === undefined ? before : { ...before, isOffered: 'again' };
}

/** Of older versions: the number of entries, the last days of closures, and when a stay was last read. */
interface StoredState extends Partial<FeedState> {
	closureEnds?: string[];
}

/**
 * Something that was stored; anything else than a state begins anew, as if the calendar were read for the first time, and so
 * does a stay that is none.
 */
export function feedStateFrom(stored: unknown): FeedState {
	const state = stored as StoredState | null | undefined;
	if (state?.version !== 1 || !Array.isArray(state.stays)) return newFeedState();
	const { closureEnds = [], ...kept } = { ...state, stays: state.stays.filter(isStay) };
	const standing = kept.stays.filter(({ isCancelled }) => !isCancelled);
	return {
		...newFeedState(),
		ends: [...standing.map(({ checkOut }) => checkOut), ...closureEnds].slice(0, MAX_ENDS),
		closures: closureEnds.map((checkOut) => ({ checkIn: checkOut, checkOut, missing: null })),
		// As an older version left it in the middle of an outage.
		brokenSince: kept.held?.since ?? null,
		...defined(kept),
	};
}

function isStay(value: unknown): value is FollowedStay {
	const { id, checkIn, checkOut } = (value ?? {}) as Partial<FollowedStay>;
	return [id, checkIn, checkOut].every((each) => typeof each === 'string');
}

function defined<T extends object>(values: T): T {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** What an entry says about its guest, as it is remembered. */
export function guestOf({
	guest,
	phoneEnd,
}: Pick<Entry, 'guest' | 'phoneEnd'>): Pick<FollowedStay, 'guest' | 'phoneEnd'> {
	return { guest: guest === null ? null : shortHash(guest), phoneEnd: phoneEnd === null ? null : shortHash(phoneEnd) };
}
