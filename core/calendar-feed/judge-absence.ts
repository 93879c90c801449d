/** What follows from what a calendar lacks: nothing, a question to a person, or cancellations. Pure. */
import { dateIn } from '../reservation/dates';
import {
	ABSENCE,
	absentOnceMore,
	acceptanceCode,
	doubtBeside,
	doubtOf,
	GRADUAL_HOURS,
	isOver,
	uncountedSince,
	type AbsenceRules,
	type Doubt,
	type Reading,
	type Together,
} from './absence';
import type { Matter } from './alerts';
import { doubtfulMatter, inHouseMatter, missingMatter } from './matters';
import type { Seen, StayMessage } from './read-stays';
import type { FeedState, FollowedStay, Held } from './state';

export interface Absence {
	stays: FollowedStay[];
	messages: StayMessage[];
	matters: Matter[];
	isReliable: boolean;
	/** It has all that it should have; what is cancelled now, it should not. */
	isComplete: boolean;
	held: Held | null;
}

/** One reading, and what is needed to judge it. */
export interface Judged {
	before: FeedState;
	seen: Seen;
	/** Not where the channel says that nothing has changed. */
	isRead: boolean;
	/** The hotel's date. */
	today: string;
	rules: {
		listingId: string;
		timeZone: string;
		absence?: AbsenceRules;
		accepted?: readonly string[];
		acceptAt?: string | undefined;
	};
}

const SETTLED_MS = 72 * 3_600_000;
const GRADUAL_MS = GRADUAL_HOURS * 3_600_000;

/** Entries of the last whole reading that are not over. */
export function expectedEntries({ ends }: FeedState, today: string): number {
	return ends.filter((end) => end > today).length;
}

/** In numbers, what it has and what it lacks. */
export function readingOf(judged: Judged, now: Date): Reading {
	const { before, seen, today } = judged;
	const isAwaited = awaitedOn(judged);
	const isExpected = expectedIn(judged, now);
	const lacking = seen.missing.filter(isExpected);
	const known = new Set(before.stays.map(({ id }) => id));
	return {
		...{ expected: seen.stays.filter(isExpected).length, missing: lacking.length },
		gone: seen.stays.filter(({ goneAt }) => goneAt !== undefined && Date.parse(goneAt) > now.getTime() - GRADUAL_MS)
			.length,
		cancellable: seen.missing.filter((stay) => isAwaited(stay) && !seen.calledCancelled.includes(stay)).length,
		standing: seen.stays.filter((stay) => known.has(stay.id) && isExpected(stay) && !seen.missing.includes(stay))
			.length,
		...{ entries: seen.entries, usual: expectedEntries(before, today) },
		...{ unreadable: seen.unreadable, usuallyUnreadable: before.unreadable },
	};
}

/** @param together what all calendars of the same poll have */
export function judgeAbsence(judged: Judged, reading: Reading, together: Together, now: Date): Absence {
	const { before, seen, isRead, today, rules } = judged;
	const absence = rules.absence ?? ABSENCE;
	const uncounted = uncountedSince(before.brokenSince, now, absence);
	const isAwaited = awaitedOn(judged);
	const missing = seen.missing.filter(isAwaited);
	const lacking = seen.missing.filter(expectedIn(judged, now));
	const own = isRead ? doubtOf(reading) : null;
	const doubt =
		settledDoubt(own ?? doubtBeside(reading, together), before, lacking, now) ??
		lastingDoubt(before, seen, isRead, today);
	// Where only a guest in the house or a closure is missing, there is nothing to accept.
	const held: Held | null =
		doubt === null ? null : { since: before.held?.since ?? now.toISOString(), ids: lacking.map(({ id }) => id).sort() };
	const code = held === null || missing.length === 0 ? null : acceptanceCode(missing, held.since);
	const isAccepted = code !== null && (rules.accepted ?? []).includes(code);
	const isDoubted = doubt !== null && !isAccepted;

	const messages: StayMessage[] = [];
	const judgedStay = (stay: FollowedStay): FollowedStay => {
		if (isDoubted || !seen.missing.includes(stay) || stay.checkOut <= today) return stay;
		const next = { ...absentOnceMore(stay.missing, now, uncounted), isInHouse: !isAwaited(stay) };
		// A fault of the channel's may say so of all of them, or of a guest in the house: then it is no more than an absence.
		const isCalledCancelled = seen.calledCancelled.includes(stay) && stay.checkIn >= today;
		const isGone = isAwaited(stay) && (isAccepted || isCalledCancelled || isOver(next, now, absence));
		const goneAt = isGone && !isAccepted ? { goneAt: now.toISOString() } : {};
		const after = { ...stay, isCancelled: isGone, missing: isGone ? null : next, ...goneAt };
		if (isGone) messages.push({ event: 'cancelled', stay: after, guest: null, phoneEnd: null });
		return after;
	};
	const stays = seen.stays.map(judgedStay);
	const left = stays.filter((stay) => stay.missing?.isInHouse === true && isOver(stay.missing, now, absence));
	return {
		...{ stays, messages },
		matters: [
			...(isDoubted && code !== null ? [missingMatter(rules, doubt, missing.length, code)] : []),
			...(isDoubted && code === null ? [doubtfulMatter(rules, doubt, lacking)] : []),
			...(left.length > 0 ? [inHouseMatter(rules, left)] : []),
		],
		isReliable: !isDoubted,
		isComplete: !isDoubted && (lacking.length === messages.length || isAccepted),
		held: isDoubted ? held : null,
	};
}

/**
 * Whoever was missing before the day of arrival is still awaited; whoever has come is never cancelled. Whoever is first
 * missed on that day may have come before the absence counts: from the next day on, that is how it is.
 */
function awaitedOn({ today, rules }: Judged): (stay: FollowedStay) => boolean {
	return ({ missing, checkIn }) => {
		if (checkIn >= today) return missing?.isInHouse !== true;
		return missing !== null && !missing.isInHouse && dateIn(rules.timeZone, new Date(missing.since)) < checkIn;
	};
}

function expectedIn(judged: Judged, now: Date): (stay: FollowedStay) => boolean {
	const { before, today, rules } = judged;
	const isAwaited = awaitedOn(judged);
	const absence = rules.absence ?? ABSENCE;
	const counted = new Date(now.getTime() - uncountedSince(before.brokenSince, now, absence));
	return (stay) =>
		!stay.isCancelled && (isAwaited(stay) || (stay.checkOut > today && !isOver(stay.missing, counted, absence)));
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
