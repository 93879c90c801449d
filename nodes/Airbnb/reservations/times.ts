/** Airbnb's dates and times. Pure. */
import { addDaysOrNull, calendarDate, dateIn, isTimeZone } from '../../../core/reservation/dates';
import { textOf, wholeNumber } from '../../../core/text/read-text';
import type { Fields, Reader } from '../../../core/payload/field-reader';

/** Without what RFC 9557 puts in brackets behind a time: `2026-09-06T15:00+01:00[Europe/London]`. */
export function timeOf(value: unknown): string | null {
	return textOf(textOf(value)?.replace(/(?:\[!?[\w./+=:-]{1,80}\])+$/, ''));
}

/** A name, or a distance from UTC. */
const ZONE = /\[!?([\w./+-]{1,80}|[+-]\d\d:\d\d)\]/;
const DISTANCE = /^([+-])(\d\d):(\d\d)$/;
const IN_UTC = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]00:?00)$/i;

/**
 * The date at the start of a date or time, as it is written: it is the listing's own. One that is written in UTC beside its
 * zone is brought into that (RFC 9557): 15:00 in Honolulu is the next day in UTC.
 * @param timeZone the listing's, where the time names none
 */
function dateOf(value: unknown, timeZone: unknown = null): string | null {
	const time = timeOf(value);
	const zone = ZONE.exec(textOf(value) ?? '')?.[1] ?? timeZone;
	const instant = new Date(time !== null && IN_UTC.test(time) ? time.replace(' ', 'T') : Number.NaN);
	return (Number.isNaN(instant.getTime()) ? null : dateAt(zone, instant)) ?? calendarDate(time);
}

/** `null` where nobody knows the zone. Not every version of Node.js takes a distance for one. */
function dateAt(zone: unknown, instant: Date): string | null {
	const [, sign, hours, minutes] = DISTANCE.exec(typeof zone === 'string' ? zone : '') ?? [];
	if (sign === undefined) return isTimeZone(zone) ? dateIn(zone, instant) : null;
	const distance = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
	return dateIn('UTC', new Date(instant.getTime() + distance));
}

export interface StayDates {
	checkIn: string | null;
	checkOut: string | null;
}

/** The nights; `end_date` may be missing, and then follows from the number of nights. Wrong ones are told to the reader. */
export function datesOf(fields: Fields, reader: Reader): StayDates {
	const zone = fields['time_zone'];
	const checkIn = dateOf(fields['start_date']) ?? dateOf(fields['check_in_datetime'], zone);
	const nights = wholeNumber(fields['nights'], 10_000);
	const given = dateOf(fields['end_date']) ?? dateOf(fields['check_out_datetime'], zone);
	const checkOut = given ?? (checkIn !== null && nights !== null && nights > 0 ? addDaysOrNull(checkIn, nights) : null);
	if (checkIn !== null && checkOut !== null && checkOut <= checkIn) {
		reader.fail('reservation.end_date', 'must be after start_date');
		return { checkIn: null, checkOut: null };
	}
	return { checkIn, checkOut };
}
