/**
 * Hotel-local calendar dates as `YYYY-MM-DD` strings. All arithmetic uses UTC midnight, so neither the server's time
 * zone nor daylight saving can shift a date.
 */

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;
/** By time zone: making one takes far longer than using it. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATS = 600;

/** Whether `value` is a date that exists in the calendar, written `YYYY-MM-DD`. It has no year 0000. */
export function isIsoDate(value: unknown): value is string {
	return typeof value === 'string' && utcMidnight(value) !== null;
}

/**
 * The calendar date at the start of a provider's text (`2026-03-11` or `2026-03-11T15:00…`), taken as written: an
 * offset or zone after it never shifts it. `null` if there is none.
 */
export function calendarDate(text: string | null | undefined): string | null {
	if (isIsoDate(text)) return text;
	const head = (text ?? '').trim().slice(0, 10);
	const rest = (text ?? '').trim().slice(10);
	return isIsoDate(head) && (rest === '' || /^[T ]/.test(rest)) ? head : null;
}

/**
 * `days` later (or earlier, if negative).
 * @throws RangeError if `date` is not a calendar date or the result is outside the years 0001 to 9999
 */
export function addDays(date: string, days: number): string {
	if (days !== 1) return movedBy(date, days);
	let next = NEXT_DAYS.get(date);
	if (next !== undefined) return next;
	next = movedBy(date, 1);
	if (NEXT_DAYS.size >= MAX_DATES) NEXT_DAYS.clear();
	NEXT_DAYS.set(date, next);
	return next;
}

function movedBy(date: string, days: number): string {
	const result = new Date(midnightOf(date) + days * DAY_MS);
	const year = result.getUTCFullYear();
	if (!Number.isInteger(days) || !(year >= 1 && year <= 9999)) {
		throw new RangeError('A date can be moved by whole days within the years 0001 to 9999 only');
	}
	return result.toISOString().slice(0, 10);
}

/** As `addDays`; `null` where there is no such day. For dates from outside. */
export function addDaysOrNull(date: string, days: number): string | null {
	try {
		return addDays(date, days);
	} catch {
		return null;
	}
}

/**
 * `months` later, on the same day of the month, or on its last where it is shorter.
 * @throws RangeError as `addDays`
 */
export function addMonths(date: string, months: number): string {
	const first = `${date.slice(0, 8)}01`;
	const month = new Date(midnightOf(date));
	month.setUTCDate(1);
	month.setUTCMonth(month.getUTCMonth() + months);
	const lastDay = new Date(month);
	lastDay.setUTCMonth(lastDay.getUTCMonth() + 1, 0);
	const day = Math.min(Number(date.slice(8)), lastDay.getUTCDate());
	return addDays(first, Math.round((month.getTime() - midnightOf(first)) / DAY_MS) + day - 1);
}

/** Whether the moment is one, in the years 0001 to 9999 in UTC: others are written in ways that databases refuse. */
export function isStorableInstant(moment: Date): boolean {
	const year = moment.getUTCFullYear();
	return year >= 1 && year <= 9999;
}

/**
 * Nights from `checkIn` to `checkOut` (exclusive); negative if they are in the wrong order.
 * @throws RangeError if either is not a calendar date
 */
export function nightsBetween(checkIn: string, checkOut: string): number {
	return Math.round((midnightOf(checkOut) - midnightOf(checkIn)) / DAY_MS);
}

/** The start dates of all nights from `start` to `end` (exclusive); empty if `end` is not after `start`. */
export function eachNight(start: string, end: string): string[] {
	const nights = nightsBetween(start, end);
	return Array.from({ length: Math.max(0, nights) }, (_, index) => addDays(start, index));
}

/** The calendar date in a time zone at an instant. @param timeZone IANA, such as `Europe/Zurich` */
export function dateIn(timeZone: string, instant: Date): string {
	return formatIn(timeZone).format(instant);
}

/** @throws RangeError if it is no time zone */
function formatIn(timeZone: string): Intl.DateTimeFormat {
	const known = FORMATS.get(timeZone);
	if (known) return known;
	// Swedish writes dates as ISO 8601 does.
	const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
	if (FORMATS.size >= MAX_FORMATS) FORMATS.clear();
	FORMATS.set(timeZone, format);
	return format;
}

/** Whether this machine knows it as a time zone. */
export function isTimeZone(value: unknown): value is string {
	if (typeof value !== 'string' || value.trim() === '') return false;
	try {
		formatIn(value);
		return true;
	} catch {
		return false;
	}
}

/** As the time zone database writes it: `Europe/Zurich` for `europe/zurich`. Another name of a zone stays as it is. */
export function timeZoneSpelling(timeZone: string): string {
	if (!isTimeZone(timeZone)) return timeZone;
	const written = formatIn(timeZone).resolvedOptions().timeZone;
	// Intl knows some zones by their old names alone, such as Asia/Calcutta: nobody has typed that.
	return written.toLowerCase() === timeZone.toLowerCase() ? written : timeZone;
}

/** Also where one has its old name, such as Asia/Calcutta. What this machine does not know is the same only as itself. */
export function isSameTimeZone(one: string, other: string): boolean {
	return resolved(one) === resolved(other);
}

function resolved(timeZone: string): string {
	return isTimeZone(timeZone) ? formatIn(timeZone).resolvedOptions().timeZone : timeZone;
}

function midnightOf(date: string): number {
	const midnight = utcMidnight(date);
	if (midnight === null) throw new RangeError('Expected a calendar date written YYYY-MM-DD');
	return midnight;
}

/** Of dates that were met before: a hotel's messages are about the same few hundred. */
const MIDNIGHTS = new Map<string, number>();
const NEXT_DAYS = new Map<string, string>();
const MAX_DATES = 10_000;

function utcMidnight(date: string): number | null {
	if (date.length !== 10) return null;
	const known = MIDNIGHTS.get(date);
	if (known !== undefined) return known;
	const midnight = readMidnight(date);
	if (midnight === null) return null;
	if (MIDNIGHTS.size >= MAX_DATES) MIDNIGHTS.clear();
	MIDNIGHTS.set(date, midnight);
	return midnight;
}

function readMidnight(date: string): number | null {
	const match = ISO_DATE.exec(date);
	if (!match) return null;
	const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
	// Not Date.UTC: it reads the years 0 to 99 as 1900 to 1999.
	const instant = new Date(0);
	instant.setUTCFullYear(year, month - 1, day);
	// Before the year 1 was another: databases have no year 0.
	const real = year > 0 && instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
	return real ? instant.getTime() : null;
}
