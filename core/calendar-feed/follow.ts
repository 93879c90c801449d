/**
 * Follows a channel's calendar: what each reading makes of the stays known so far. A calendar is a list of what stands,
 * so a stay is new when it appears, modified when its dates move, and cancelled when it has been missing for long
 * enough from a calendar that otherwise stands. Pure: the clock and the reading are passed in.
 */
import type { Calendar, CalendarFault, CalendarReading } from '../ical/read-calendar';
import { addDays, dateIn } from '../reservation/dates';
import type { Reservation } from '../reservation/model';
import { closuresAfter } from './ambiguous';
import { ABSENCE, sumOf, uncountedSince, type AbsenceRules, type Reading } from './absence';
import { alertsToTell, type FeedAlert } from './alerts';
import { expectedEntries, judgeAbsence, readingOf, type Absence, type Judged } from './judge-absence';
import { mattersIn, nameOf } from './matters';
import { movesOfWindow, withWindow } from './moving-windows';
import { readStays, type Seen } from './read-stays';
import { reservationOf, type FeedSource } from './reservation-of';
import {
	MAX_ENDS,
	MAX_STAYS,
	MAX_USED_IDS,
	type FeedState,
	type FollowedStay,
	type UsedId,
	type Validators,
} from './state';

export interface FeedRules extends FeedSource {
	/** IANA, of the hotel. */
	timeZone: string;
	/** In nights: what is longer, and could be a booking or a closure, is a closure. */
	longestStay?: number;
	absence?: AbsenceRules;
	/** What a person has entered: see `acceptanceCode`. */
	accepted?: readonly string[];
	/** The address of a page that accepts a `code`. */
	acceptAt?: string | undefined;
	/** Whether another calendar of the property has a stay without a code under this id. */
	isTaken?: (id: string) => boolean;
}

/** What came of asking for the calendar. */
export type FeedFetch =
	| (CalendarReading & { validators?: Validators })
	/** It has not changed since the last reading: HTTP's 304. */
	| 'unchanged'
	/** In words for people, such as `it answered 503`. */
	| { failure: string };

export interface FeedStep {
	/** To be kept only once the reservations have been dealt with. */
	state: FeedState;
	reservations: Reservation[];
	alerts: FeedAlert[];
}

/** In nights: a longer entry that does not say what it is counts as a closure. */
export const DEFAULT_LONGEST_STAY = 30;
const USED_DAYS = 30;

/** In words for people, about the calendar. */
export const FAULTS: Readonly<Record<CalendarFault, string>> = {
	blank: 'the answer is empty',
	html: 'the answer is a web page: the address may have changed',
	notACalendar: 'the answer is not a calendar',
	truncated: 'it breaks off in the middle',
	tooLarge: 'it has more events than one room can have',
};

/** A calendar as it was asked for. What follows from what it lacks, the others of the same poll tell too. */
export interface Look {
	rules: FeedRules;
	before: FeedState;
	/** Why it cannot be read, in words for people; `null` if it can. */
	failure: string | null;
	/** `null` with a failure, and so is `reading`. */
	judged: Judged | null;
	reading: Reading | null;
	usedIds: UsedId[];
	validators: Validators | undefined;
}

/** Never throws: one calendar's fault is no other's. */
export function lookAt(before: FeedState, fetch: FeedFetch, now: Date, rules: FeedRules): Look {
	const unreadable = (failure: string): Look => {
		return { rules, before, failure, judged: null, reading: null, usedIds: [], validators: undefined };
	};
	const failure = failureOf(fetch);
	if (failure !== null) return unreadable(failure);
	try {
		return readable(before, fetch, now, rules);
	} catch (error) {
		return unreadable(unforeseen(error));
	}
}

function readable(before: FeedState, fetch: FeedFetch, now: Date, rules: FeedRules): Look {
	const today = dateIn(rules.timeZone, now);
	const stays = before.stays.filter(({ checkOut }) => checkOut >= today);
	const usedIds = usedIdsAfter(before, today);
	const calendar = calendarIn(fetch);
	const { longestStay = DEFAULT_LONGEST_STAY } = rules;
	const seen = calendar
		? readStays(
				{ ...before, stays, usedIds, movesOfWindow: movesOfWindow(before.readAt, now), isTaken: rules.isTaken },
				calendar,
				rules,
				{ today, longestStay },
			)
		: seenAsBefore(stays, before, today);
	const judged = { before, seen, isRead: calendar !== null, today, rules };
	const reading = readingOf(judged, now);
	return { rules, before, failure: null, judged, reading, usedIds, validators: validatorsIn(fetch) };
}

/**
 * What follows from all calendars of a channel that one poll has read: many that lack something at once are one outage.
 * @returns in their order
 */
export function judgeTogether(asked: readonly Look[], now: Date): FeedStep[] {
	const looks = withoutMoved(asked, now);
	const together = sumOf(
		looks.flatMap(({ rules, before, reading }) =>
			reading === null ? [] : [{ ...reading, isRecent: !waitsForLong(before, rules, now) }],
		),
	);
	return looks.map((look) => {
		const { judged, reading } = look;
		if (!judged || !reading) return unread(look.before, look.failure ?? '', now, look.rules);
		try {
			return stepOf(look, judged, judgeAbsence(judged, reading, together, now), now);
		} catch (error) {
			return unread(look.before, unforeseen(error), now, look.rules);
		}
	});
}

/**
 * What one calendar lacks and another one has is not gone: the guest moves to another listing. It is the other's from
 * then on; cancelled here, the reservation would lose the room that it has there.
 */
function withoutMoved(looks: readonly Look[], now: Date): Look[] {
	const standing = new Set(looks.flatMap(standingIds));
	return looks.map((look) => {
		const { judged } = look;
		if (!judged?.seen.missing.some(({ id }) => standing.has(id))) return look;
		const isHere = (stay: FollowedStay) => !standing.has(stay.id) || !judged.seen.missing.includes(stay);
		const { stays, missing } = judged.seen;
		const seen = { ...judged.seen, stays: stays.filter(isHere), missing: missing.filter(isHere) };
		const here = { ...judged, seen };
		return { ...look, judged: here, reading: readingOf(here, now) };
	});
}

/** Of a calendar that cannot be read, as far as is known. */
function standingIds({ judged, before }: Look): string[] {
	const stays = judged
		? judged.seen.stays.filter((stay) => !judged.seen.missing.includes(stay))
		: before.stays.filter(({ missing }) => missing === null);
	return stays.filter(({ isCancelled }) => !isCancelled).map(({ id }) => id);
}

/** What is told of a fault of our own; not its message, which may hold the calendar's address or a guest. */
export function unforeseen(error: unknown): string {
	const name = error instanceof Error ? error.name : typeof error;
	return `the node met a fault of its own (${name}). Report it with the node's version`;
}

/** A calendar that is read by itself. */
export function followFeed(before: FeedState, fetch: FeedFetch, now: Date, rules: FeedRules): FeedStep {
	const [step] = judgeTogether([lookAt(before, fetch, now, rules)], now);
	if (step === undefined) throw new Error('No step of one calendar');
	return step;
}

/** What a person has been asked about for longer than a cancellation takes is no sign of an outage now. */
function waitsForLong({ held }: FeedState, { absence = ABSENCE }: FeedRules, now: Date): boolean {
	return held !== null && now.getTime() - Date.parse(held.since) >= absence.hours * 3_600_000;
}

function stepOf(look: Look, { seen, isRead, today }: Judged, absent: Absence, now: Date): FeedStep {
	const { rules, before } = look;
	const messages = [...seen.messages, ...absent.messages];
	const { told, alerts } = alertsToTell(before.told, [...mattersIn(seen, rules), ...absent.matters], now);
	const isComplete = isRead && absent.isComplete;
	const { absence = ABSENCE } = rules;
	const uncounted = uncountedSince(before.brokenSince, now, absence);
	return {
		state: {
			version: 1,
			stays: bounded(absent.stays),
			usedIds: look.usedIds,
			readAt: now.toISOString(),
			ends: isComplete ? latest(seen.ends) : before.ends,
			unreadable: isComplete ? seen.unreadable : before.unreadable,
			// An answer that cannot be trusted proves nothing of what it lacks; what it shows has moved on all the same.
			closures: absent.isReliable
				? closuresAfter(before.closures, isRead ? seen.closures : null, { today, now, absence, uncounted })
				: before.closures,
			far: seen.far,
			windows: absent.isReliable ? seen.windows : seen.windows.reduceRight(withWindow, before.windows),
			isReliable: absent.isReliable,
			brokenSince: absent.isReliable ? null : brokenSince(before),
			held: absent.held,
			told: isRead ? told : { ...before.told, ...told },
			// What is in doubt has to be read again, even if it stays the same.
			validators: absent.isReliable ? (look.validators ?? before.validators) : {},
		},
		reservations: messages.map(({ stay, ...message }, index) =>
			reservationOf(rules, {
				...message,
				...{ reservationId: stay.id, checkIn: stay.checkIn, checkOut: stay.checkOut },
				...{ at: now, place: index + 1 },
			}),
		),
		alerts,
	};
}

function failureOf(fetch: FeedFetch): string | null {
	if (fetch === 'unchanged') return null;
	if ('failure' in fetch) return fetch.failure;
	return 'fault' in fetch ? FAULTS[fetch.fault] : null;
}

function calendarIn(fetch: FeedFetch): Calendar | null {
	return fetch !== 'unchanged' && 'calendar' in fetch ? fetch.calendar : null;
}

function validatorsIn(fetch: FeedFetch): Validators | undefined {
	return fetch !== 'unchanged' && 'calendar' in fetch ? (fetch.validators ?? {}) : undefined;
}

/** Nothing is known, so nothing changes; what was the matter before still is. */
function unread(before: FeedState, failure: string, now: Date, rules: FeedRules): FeedStep {
	const message = `${nameOf(rules)} cannot be read: ${failure}. Nothing was cancelled for it; the next poll reads it again`;
	const { told, alerts } = alertsToTell(before.told, [{ kind: 'failed', message, what: '' }], now);
	const state = { ...before, told: { ...before.told, ...told }, brokenSince: brokenSince(before), validators: {} };
	return { state, reservations: [], alerts };
}

/** A reading that failed or cannot be trusted begins an outage; it goes on until the next one that can. */
function brokenSince(before: FeedState): string | null {
	return before.brokenSince ?? before.readAt;
}

function seenAsBefore(stays: readonly FollowedStay[], before: FeedState, today: string): Seen {
	const missing = stays.filter((stay) => stay.missing !== null && !stay.isCancelled);
	const { far, windows, ends, unreadable } = before;
	return {
		...{ stays: [...stays], missing, calledCancelled: [], messages: [], sharing: [] },
		...{ closures: [], unclear: [], far, windows },
		...{ entries: expectedEntries(before, today), ends, unread: 0, unreadable },
	};
}

function usedIdsAfter({ stays, usedIds }: FeedState, today: string): UsedId[] {
	const over = stays
		.filter(({ isAmbiguous, checkOut }) => isAmbiguous && checkOut < today)
		.map(({ id, checkOut: end }) => ({ id, end }));
	return [...over, ...usedIds].filter(({ end }) => end >= addDays(today, -USED_DAYS)).slice(0, MAX_USED_IDS);
}

function latest(ends: readonly string[]): string[] {
	return [...ends].sort().slice(-MAX_ENDS);
}

/** What stands comes first; of what is cancelled, the oldest is forgotten. */
function bounded(stays: FollowedStay[]): FollowedStay[] {
	if (stays.length <= MAX_STAYS) return stays;
	const active = stays.filter(({ isCancelled }) => !isCancelled);
	const cancelled = stays.filter(({ isCancelled }) => isCancelled).sort((a, b) => (a.checkOut < b.checkOut ? 1 : -1));
	return [...active, ...cancelled].slice(0, MAX_STAYS);
}
