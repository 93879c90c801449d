/**
 * Follows a channel's calendar: what each reading makes of the stays known so far. A calendar is a list of what stands,
 * so a stay is new when it appears, modified when its dates move, and cancelled when it has been missing for long
 * enough from a calendar that otherwise stands. Pure: the clock and the reading are passed in.
 */
import type { Calendar, CalendarFault, CalendarReading } from '../ical/read-calendar';
import { addDays, dateIn } from '../reservation/dates';
import type { Reservation } from '../reservation/model';
import { closuresAfter } from './ambiguous';
import { ABSENCE, absentOnceMore, acceptanceCode, doubtOf, isOver, type AbsenceRules, type Doubt } from './absence';
import { alertsToTell, type FeedAlert, type Matter } from './alerts';
import { movesOfWindow } from './moving-windows';
import { readStays, type Seen, type StayMessage } from './read-stays';
import { reservationOf, type FeedSource } from './reservation-of';
import {
	MAX_ENDS,
	MAX_STAYS,
	MAX_USED_IDS,
	type FeedState,
	type Held,
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
const SETTLED_MS = 72 * 3_600_000;

/** In words for people, about the calendar. */
export const FAULTS: Readonly<Record<CalendarFault, string>> = {
	blank: 'the answer is empty',
	html: 'the answer is a web page: the address may have changed',
	notACalendar: 'the answer is not a calendar',
	truncated: 'it breaks off in the middle',
	tooLarge: 'it has more events than one room can have',
};

export function followFeed(before: FeedState, fetch: FeedFetch, now: Date, rules: FeedRules): FeedStep {
	const failure = failureOf(fetch);
	if (failure !== null) return unread(before, failure, now, rules);
	const today = dateIn(rules.timeZone, now);
	const stays = before.stays.filter(({ checkOut }) => checkOut >= today);
	const usedIds = usedIdsAfter(before, today);
	const calendar = calendarIn(fetch);
	const { longestStay = DEFAULT_LONGEST_STAY } = rules;
	const seen = calendar
		? readStays({ ...before, stays, usedIds, movesOfWindow: movesOfWindow(before.readAt, now) }, calendar, rules, {
				today,
				longestStay,
			})
		: seenAsBefore(stays, before, today);
	const absent = judgeAbsence(before, seen, calendar !== null, today, now, rules);
	const messages = [...seen.messages, ...absent.messages];
	const { told, alerts } = alertsToTell(before.told, [...mattersIn(seen, rules), ...absent.matters], now);
	const isComplete = calendar !== null && absent.isComplete;
	const { absence = ABSENCE } = rules;
	return {
		state: {
			version: 1,
			stays: bounded(absent.stays),
			usedIds,
			readAt: now.toISOString(),
			ends: isComplete ? latest(seen.ends) : before.ends,
			unreadable: isComplete ? seen.unreadable : before.unreadable,
			// An answer that cannot be trusted proves nothing.
			closures: absent.isReliable
				? closuresAfter(before.closures, calendar && seen.closures, { today, now, absence })
				: before.closures,
			far: seen.far,
			windows: absent.isReliable ? seen.windows : before.windows,
			isReliable: absent.isReliable,
			held: absent.held,
			told: calendar ? told : { ...before.told, ...told },
			// What is in doubt has to be read again, even if it stays the same.
			validators: absent.isReliable ? (validatorsIn(fetch) ?? before.validators) : {},
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
	return { state: { ...before, told: { ...before.told, ...told }, validators: {} }, reservations: [], alerts };
}

function seenAsBefore(stays: readonly FollowedStay[], before: FeedState, today: string): Seen {
	const missing = stays.filter((stay) => stay.missing !== null && !stay.isCancelled);
	const { far, windows, ends, unreadable } = before;
	return {
		...{ stays: [...stays], missing, messages: [], closures: [], unclear: [], far, windows },
		...{ entries: expectedEntries(before, today), ends, unread: 0, unreadable },
	};
}

function usedIdsAfter({ stays, usedIds }: FeedState, today: string): UsedId[] {
	const over = stays
		.filter(({ isAmbiguous, checkOut }) => isAmbiguous && checkOut < today)
		.map(({ id, checkOut: end }) => ({ id, end }));
	return [...over, ...usedIds].filter(({ end }) => end >= addDays(today, -USED_DAYS)).slice(0, MAX_USED_IDS);
}

function expectedEntries({ ends }: FeedState, today: string): number {
	return ends.filter((end) => end > today).length;
}

function latest(ends: readonly string[]): string[] {
	return [...ends].sort().slice(-MAX_ENDS);
}

interface Absence {
	stays: FollowedStay[];
	messages: StayMessage[];
	matters: Matter[];
	isReliable: boolean;
	/** It has all that it should have. */
	isComplete: boolean;
	held: Held | null;
}

function judgeAbsence(
	before: FeedState,
	seen: Seen,
	isRead: boolean,
	today: string,
	now: Date,
	rules: FeedRules,
): Absence {
	const absence = rules.absence ?? ABSENCE;
	// Whoever was missing before the day of arrival is still awaited; whoever has come is never cancelled.
	const isAwaited = ({ missing, checkIn }: FollowedStay) => (missing ? !missing.isInHouse : checkIn >= today);
	const isExpected = (stay: FollowedStay) =>
		!stay.isCancelled && (isAwaited(stay) || (stay.checkOut > today && !isOver(stay.missing, now, absence)));
	const missing = seen.missing.filter(isAwaited);
	const lacking = seen.missing.filter(isExpected);
	const reading = {
		...{ expected: seen.stays.filter(isExpected).length, missing: lacking.length },
		...{ entries: seen.entries, usual: expectedEntries(before, today) },
		...{ unreadable: seen.unreadable, usuallyUnreadable: before.unreadable },
	};
	const doubt =
		settledDoubt(isRead ? doubtOf(reading) : null, before, lacking, now) ?? lastingDoubt(before, seen, isRead, today);
	// Where only a guest in the house or a closure is missing, there is nothing to accept.
	const held: Held | null =
		doubt === null ? null : { since: before.held?.since ?? now.toISOString(), ids: lacking.map(({ id }) => id).sort() };
	const code = held === null || missing.length === 0 ? null : acceptanceCode(missing, held.since);
	const isAccepted = code !== null && (rules.accepted ?? []).includes(code);
	const isDoubted = doubt !== null && !isAccepted;

	const messages: StayMessage[] = [];
	const judged = (stay: FollowedStay): FollowedStay => {
		if (isDoubted || !seen.missing.includes(stay) || stay.checkOut <= today) return stay;
		const next = { ...absentOnceMore(stay.missing, now), isInHouse: !isAwaited(stay) };
		const isGone = isAwaited(stay) && (isAccepted || isOver(next, now, absence));
		const after = { ...stay, isCancelled: isGone, missing: isGone ? null : next };
		if (isGone) messages.push({ event: 'cancelled', stay: after, guest: null, phoneEnd: null });
		return after;
	};
	const stays = seen.stays.map(judged);
	const left = stays.filter((stay) => stay.missing?.isInHouse === true && isOver(stay.missing, now, absence));
	return {
		...{ stays, messages },
		matters: [
			...(isDoubted && code !== null ? [missingMatter(rules, doubt, missing.length, code)] : []),
			...(isDoubted && code === null ? [doubtfulMatter(rules, doubt, lacking)] : []),
			...(left.length > 0 ? [inHouseMatter(rules, left)] : []),
		],
		isReliable: !isDoubted,
		isComplete: !isDoubted && (lacking.length === 0 || isAccepted),
		held: isDoubted ? held : null,
	};
}

/** Where no booking is missing, what the calendar has for days is what it has: a host may have opened all nights. */
function settledDoubt(
	doubt: Doubt | null,
	{ held }: FeedState,
	lacking: readonly FollowedStay[],
	now: Date,
): Doubt | null {
	const isSettled = lacking.length === 0 && held !== null && now.getTime() - Date.parse(held.since) >= SETTLED_MS;
	return isSettled ? null : doubt;
}

/** A calendar that could not be trusted is not trusted again because other bookings come: one of the missing has to. */
function lastingDoubt({ held }: FeedState, seen: Seen, isRead: boolean, today: string): Doubt | null {
	if (held === null) return null;
	const missing = seen.missing.filter(({ id, checkOut }) => held.ids.includes(id) && checkOut > today);
	const isBack =
		isRead && seen.stays.some((stay) => held.ids.includes(stay.id) && !stay.isCancelled && !missing.includes(stay));
	return isBack || missing.length === 0 ? null : { kind: 'lasting', words: 'what was missing has not come back' };
}

function missingMatter(rules: FeedRules, doubt: Doubt, count: number, code: string): Matter {
	const bookings = count === 1 ? '1 upcoming booking is' : `${count} upcoming bookings are`;
	const link = rules.acceptAt ? `open ${rules.acceptAt}?code=${code} and confirm, or ` : '';
	return {
		kind: 'missing',
		what: `${doubt.kind} ${code}`,
		message: `${nameOf(rules)} cannot be trusted: ${doubt.words}. ${bookings} missing from it, and nothing was cancelled. Look at the channel: if ${count === 1 ? 'it is' : 'they are'} really cancelled there, ${link}enter ${code} in the trigger's field "Accept Missing Bookings"; otherwise wait until the calendar is whole again`,
	};
}

function doubtfulMatter(rules: FeedRules, doubt: Doubt, inHouse: readonly FollowedStay[]): Matter {
	const ids = idsOf(inHouse);
	const stays =
		ids.length === 0
			? ''
			: ` A stay that has begun is missing: ${ids.slice(0, 5).join(', ')}. It was not cancelled. If the guest has left, free the room in SelfKey.`;
	return {
		kind: 'doubtful',
		what: [doubt.kind, ...ids].join(' '),
		message: `${nameOf(rules)} cannot be trusted: ${doubt.words}. No upcoming booking is missing from it, and there is nothing to accept.${stays} Compare with the channel: new bookings may be missing too`,
	};
}

function inHouseMatter(rules: FeedRules, stays: readonly FollowedStay[]): Matter {
	const ids = idsOf(stays);
	return {
		kind: 'inHouse',
		what: ids.join(', '),
		message: `${nameOf(rules)} no longer has a stay that has begun: ${ids.slice(0, 5).join(', ')}. It was not cancelled. If the guest has left, free the room in SelfKey`,
	};
}

function idsOf(stays: readonly FollowedStay[]): string[] {
	return stays.map(({ id, checkOut }) => `${id} (until ${checkOut})`).sort();
}

function mattersIn({ unread, unclear }: Seen, rules: FeedRules): Matter[] {
	const matters: Matter[] = [];
	if (unread > 0) {
		const events = unread === 1 ? '1 event' : `${unread} events`;
		matters.push({
			kind: 'unreadable',
			what: String(unread),
			message: `${nameOf(rules)} has ${events} without dates or a title that can be read. A known booking among them stays as it is; a new one has to be entered by hand. Compare with the channel`,
		});
	}
	if (unclear.length > 0) {
		const nights = unclear.map(({ checkIn, checkOut }) => `${checkIn} to ${checkOut}`).sort();
		matters.push({
			kind: 'unclear',
			what: unclear
				.map(({ checkOut }) => checkOut)
				.sort()
				.join(' '),
			message: `${nameOf(rules)} has nights right behind a closure of half a year: ${nights.slice(0, 5).join(', ')}. They were taken for the rest of the closure. Look at the channel: if they are a booking, enter it by hand`,
		});
	}
	return matters;
}

function nameOf({ listingId }: FeedRules): string {
	return `The calendar of ${listingId}`;
}

/** What stands comes first; of what is cancelled, the oldest is forgotten. */
function bounded(stays: FollowedStay[]): FollowedStay[] {
	if (stays.length <= MAX_STAYS) return stays;
	const active = stays.filter(({ isCancelled }) => !isCancelled);
	const cancelled = stays.filter(({ isCancelled }) => isCancelled).sort((a, b) => (a.checkOut < b.checkOut ? 1 : -1));
	return [...active, ...cancelled].slice(0, MAX_STAYS);
}
