/**
 * Closed nights that move on with the date, such as "nobody can book for tonight". Booking.com's calendar shows them as
 * it shows a booking; what tells them is that they move on by one day as soon as the day is over, time after time. Pure.
 */
import { addDays, eachNight, nightsBetween } from '../reservation/dates';
import type { Entry } from './entry';
import type { MovingWindow, Shown } from './state';

type Nights = Pick<Entry, 'checkIn' | 'checkOut'>;

/** After so many moves, an entry is no guest's: nobody books at midnight, three times in a row. */
const MOVES = 3;
/** Where the calendar was not read around midnight, guests who came one by one would look the same for a few days. */
const MOVES_UNWATCHED = 7;
const WATCHED_MS = 3 * 3_600_000;
const MAX_WINDOWS = 4;

/** @param readAt when the calendar was last read, ISO 8601 */
export function movesOfWindow(readAt: string | null, now: Date): number {
	return readAt !== null && now.getTime() - Date.parse(readAt) <= WATCHED_MS ? MOVES : MOVES_UNWATCHED;
}

/** Whether both dates have moved on by as many days as have passed since it was first seen with them. */
export function hasMovedOn(shown: Shown | undefined, entry: Entry, today: string): boolean {
	if (shown === undefined || !entry.isAmbiguous) return false;
	const passed = nightsBetween(shown.since, today);
	return (
		passed > 0 &&
		nightsBetween(shown.checkIn, entry.checkIn) === passed &&
		nightsBetween(shown.checkOut, entry.checkOut) === passed
	);
}

export function windowOf({ checkIn, checkOut }: Nights, today: string): MovingWindow {
	return { startsIn: nightsBetween(today, checkIn), nights: nightsBetween(checkIn, checkOut) };
}

/** Nobody can have booked within it. Channels that renew their calendars late still show yesterday's. */
export function isWithin({ startsIn, nights }: MovingWindow, { checkIn, checkOut }: Nights, today: string): boolean {
	return checkIn >= addDays(today, startsIn - 1) && checkOut <= addDays(today, startsIn + nights);
}

/** Those whose nights are all taken: where one of them is for sale, there is no such window any more. */
export function standingWindows(
	windows: readonly MovingWindow[],
	entries: readonly Nights[],
	today: string,
): MovingWindow[] {
	const isTaken = (night: string) => entries.some(({ checkIn, checkOut }) => checkIn <= night && night < checkOut);
	const isClosed = ({ startsIn, nights }: MovingWindow, day: string) => {
		const first = addDays(day, startsIn);
		return eachNight(first, addDays(first, nights)).every(isTaken);
	};
	return windows.filter((window) => isClosed(window, today) || isClosed(window, addDays(today, -1)));
}

export function withWindow(windows: readonly MovingWindow[], added: MovingWindow): MovingWindow[] {
	const others = windows.filter(({ startsIn, nights }) => startsIn !== added.startsIn || nights !== added.nights);
	return [added, ...others].slice(0, MAX_WINDOWS);
}
