/** Airbnb's dates and times. Pure. */
import { addDaysOrNull, calendarDate } from '../../../core/reservation/dates';
import { textOf, wholeNumber } from '../../../core/text/read-text';
import type { Fields, Reader } from '../../../core/payload/field-reader';

/** Without what RFC 9557 puts in brackets behind a time: `2026-09-06T15:00+01:00[Europe/London]`. */
export function timeOf(value: unknown): string | null {
	return textOf(textOf(value)?.replace(/(?:\[!?[\w./+=-]{1,80}\])+$/, ''));
}

/** The date at the start of a date or time, as it is written: it is the listing's own. */
function dateOf(value: unknown): string | null {
	return calendarDate(timeOf(value));
}

export interface StayDates {
	checkIn: string | null;
	checkOut: string | null;
}

/** The nights; `end_date` may be missing, and then follows from the number of nights. Wrong ones are told to the reader. */
export function datesOf(fields: Fields, reader: Reader): StayDates {
	const checkIn = dateOf(fields['start_date']) ?? dateOf(fields['check_in_datetime']);
	const nights = wholeNumber(fields['nights'], 10_000);
	const given = dateOf(fields['end_date']) ?? dateOf(fields['check_out_datetime']);
	const checkOut = given ?? (checkIn !== null && nights !== null && nights > 0 ? addDaysOrNull(checkIn, nights) : null);
	if (checkIn !== null && checkOut !== null && checkOut <= checkIn) {
		reader.fail('reservation.end_date', 'must be after start_date');
		return { checkIn: null, checkOut: null };
	}
	return { checkIn, checkOut };
}
