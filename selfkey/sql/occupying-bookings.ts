/** What of an active row counts as a stay and as taking a room, in the words of SelfKey's own sale: all of it, whatever its type. */
import { DAY_TYPES } from '../ports/occupancy';

/** Sold by the hour: no stay, whether or not somebody has given it a room. The type is free text and may be an enum one day. */
export function isDayUse(table: string): string {
	return `${table}."bookingType"::text IN (${DAY_TYPES.map((type) => `'${type}'`).join(', ')})`;
}

/** The calendar date as text; a mistyped year such as 20266 is cut to what our dates can hold, with room to count on either side. */
export function dateText(column: string): string {
	return `to_char(${cut(column)}, 'YYYY-MM-DD')`;
}

/** The first free day after a row, as text: a row with times in it takes every night that SelfKey's own comparison finds taken. */
export function takenUntil(table: string): string {
	return `to_char(${lastTaken(table)}, 'YYYY-MM-DD')`;
}

/** The first free day by the departure alone, as text: the day after it where it has a time. */
export function freeFrom(table: string): string {
	return `to_char(${departure(table)}, 'YYYY-MM-DD')`;
}

/** The same as a timestamp, and the first taken day. */
export function lastTaken(table: string): string {
	return `GREATEST(${departure(table)}, ${firstTaken(table)} + interval '1 day')`;
}

function departure(table: string): string {
	return `date_trunc('day', ${cut(`${table}."checkOutDate"`)} + interval '1 day' - interval '1 millisecond')`;
}

export function firstTaken(table: string): string {
	return `date_trunc('day', ${cut(`${table}."checkInDate"`)})`;
}

function cut(column: string): string {
	return `LEAST(GREATEST(${column}, '1000-01-01'), '9000-01-01')`;
}
