/**
 * When a booking that is no longer in the calendar counts as cancelled. Calendars say so in no other way, and both
 * Airbnb's and Booking.com's have been empty for hours although nothing was cancelled. Pure.
 */
import { shortHash } from './short-hash';
import type { Absent, FollowedStay } from './state';

export interface AbsenceRules {
	/** How many readings in a row a booking must be missing in, while the rest of the calendar stands. */
	readings: number;
	/** And for how long at least, in hours; outages do not count. */
	hours: number;
}

const HOUR_MS = 3_600_000;

export const ABSENCE: AbsenceRules = { readings: 3, hours: 6 };

/** Of a calendar: one room's guests cancel one by one. */
const ONE_IN = 5;
/** Of several: a guest may have several rooms, and cancels them together. */
const ONE_IN_TOGETHER = 3;

/** As many may disappear within the time of `AbsenceRules` as guests cancel; more waits for a person. */
export function mayDisappear(expected: number, oneIn = ONE_IN): number {
	return Math.min(3, Math.max(1, Math.floor(expected / oneIn)));
}

/** In as many hours, one more than that: a calendar that loses its bookings little by little is no better than an empty one. */
export const GRADUAL_HOURS = 24;

/** As many in all calendars that are read together: one in a hundred in a large house. */
function mayDisappearTogether(expected: number): number {
	return Math.max(mayDisappear(expected, ONE_IN_TOGETHER), Math.floor(expected / 100));
}

export interface Reading {
	/** Bookings that it should have, and how many of them it has not. */
	expected: number;
	missing: number;
	/** Bookings that counted as cancelled within the last `GRADUAL_HOURS`, and no person had said so. */
	gone: number;
	/** Those of the missing that can be cancelled, since their guests have not come yet, and of which it says nothing. */
	cancellable: number;
	/** Bookings of earlier readings that it still has: a new one proves nothing of them. */
	standing: number;
	/** Everything in the calendar, closures included, and how much of what it had when nothing was missing is not over. */
	entries: number;
	usual: number;
	/** Events without anything to tell them by, and how many of them there were when nothing was missing. */
	unreadable: number;
	usuallyUnreadable: number;
}

/** All calendars of a channel that one poll has read. */
export interface Together {
	/** Their bookings, and how many of them are missing since lately. */
	expected: number;
	missing: number;
	/** Calendars that have bookings of earlier readings, and lack none. */
	whole: number;
}

/** @param readings `isRecent`: what is missing is not what a person has been asked about for long */
export function sumOf(readings: ReadonlyArray<Reading & { isRecent: boolean }>): Together {
	const recent = readings.filter(({ isRecent }) => isRecent);
	const sum = (of: (reading: Reading) => number) => recent.reduce((total, reading) => total + of(reading), 0);
	return {
		expected: sum(({ expected }) => expected),
		missing: sum(({ missing }) => missing),
		whole: readings.filter(({ missing, standing }) => missing === 0 && standing > 0).length,
	};
}

/** Why nothing follows from what is missing, and why the calendar is not what it should be if nothing is. */
export interface Doubt {
	kind: 'empty' | 'unreadable' | 'mass' | 'shorter' | 'outage' | 'alone' | 'lasting';
	/** In words for people, about the calendar: "it …". */
	words: string;
}

/** By itself; `null` if the rest of the calendar stands. */
export function doubtOf(reading: Reading): Doubt | null {
	const { expected, missing, gone, entries, usual, unreadable, usuallyUnreadable } = reading;
	if (entries === 0 && (missing > 0 || usual > 0)) return { kind: 'empty', words: 'it is empty' };
	if (missing > 0 && unreadable > usuallyUnreadable)
		return { kind: 'unreadable', words: 'some of its events cannot be read' };
	if (missing > mayDisappear(expected))
		return { kind: 'mass', words: `it lacks ${missing} of ${expected} bookings at once` };
	if (missing > 0 && gone > 0 && missing + gone > mayDisappear(expected + gone) + 1)
		return { kind: 'mass', words: `it lacks ${missing} of ${expected} bookings, and ${gone} within the day before` };
	// Of a few closures and nothing else, a host opens most at once.
	if ((missing > 0 || usual >= 4) && entries * 2 < usual)
		return { kind: 'shorter', words: `it has ${entries === 1 ? '1 entry' : `${entries} entries`} instead of ${usual}` };
	return null;
}

/**
 * Beside the others that were read with it. Closures alone do not show that a channel still tells bookings, and neither do
 * bookings that were never seen before; a booking that still stands does, here or in another calendar of the channel.
 */
export function doubtBeside(
	{ missing, cancellable, standing, entries, usual }: Reading,
	others: Together,
): Doubt | null {
	if (missing > 0 && others.missing > mayDisappearTogether(others.expected))
		return {
			kind: 'outage',
			words: `the calendars that are read with it lack ${others.missing} of ${others.expected} bookings at once`,
		};
	const isProven = others.whole > 0 && entries + missing >= usual;
	if (cancellable > 0 && standing === 0 && !isProven)
		return { kind: 'alone', words: 'it has none of the bookings that it had' };
	return null;
}

/**
 * In ms, what does not count of the time since the last reading that could be trusted: an outage proves no absence. But for
 * this part of the hours, or a calendar that fails at every other poll would never show a cancellation.
 * @param brokenSince see `FeedState`
 */
export function uncountedSince(brokenSince: string | null, now: Date, { hours }: AbsenceRules): number {
	if (brokenSince === null) return 0;
	return Math.max(0, now.getTime() - Date.parse(brokenSince) - (hours * HOUR_MS) / 6);
}

/**
 * One more reading without it.
 * @param uncounted see `uncountedSince`
 */
export function absentOnceMore(missing: Absent | null, now: Date, uncounted: number): Absent {
	if (missing === null) return { since: now.toISOString(), readings: 1 };
	const all = (missing.uncounted ?? 0) + uncounted;
	return { since: missing.since, readings: missing.readings + 1, ...(all > 0 ? { uncounted: all } : {}) };
}

/** Whether it has been missing for so long that it counts. */
export function isOver(missing: Absent | null, now: Date, { readings, hours }: AbsenceRules): boolean {
	if (missing === null) return false;
	const counted = now.getTime() - Date.parse(missing.since) - (missing.uncounted ?? 0);
	return missing.readings >= readings && counted >= hours * HOUR_MS;
}

/** What a person enters to accept exactly these: how many they are, and a sign that no other set has. */
export function acceptanceCode(missing: readonly FollowedStay[], heldSince: string): string {
	const ids = missing.map(({ id }) => id).sort();
	return `${missing.length}-${shortHash(JSON.stringify([heldSince, ...ids])).slice(0, 8)}`;
}
