/**
 * Writes an iCalendar file (RFC 5545) of whole days, as Airbnb's and Booking.com's importers expect it. It holds no
 * more than what is given: dates, and texts that no guest wrote.
 */
import { isIsoDate } from '../reservation/dates';
import { escapedText, folded } from './content-lines';

export interface WrittenEvent {
	/** The same for as long as it is the same event. */
	uid: string;
	/** `YYYY-MM-DD` */
	start: string;
	/** Exclusive: the day of departure. */
	end: string;
	summary: string;
	description?: string;
}

export interface WrittenCalendar {
	productId: string;
	events: readonly WrittenEvent[];
	/** When it was made. */
	stamp: Date;
}

/**
 * CRLF, folded lines, events in the order of their dates.
 * @throws RangeError for an event without a UID or without a night
 */
export function writeCalendar({ productId, events, stamp }: WrittenCalendar): string {
	const stamped = stamp.toISOString().replace(/[-:]|\.\d+/g, '');
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		`PRODID:${escapedText(productId)}`,
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		...[...events].sort(byDate).flatMap((event) => eventLines(event, stamped)),
		// A calendar without any component is not valid, and some importers refuse it.
		...(events.length === 0 ? UTC : []),
		'END:VCALENDAR',
	];
	return lines.map(folded).join('');
}

const UTC = [
	'BEGIN:VTIMEZONE',
	'TZID:Etc/UTC',
	'BEGIN:STANDARD',
	'DTSTART:19700101T000000',
	'TZOFFSETFROM:+0000',
	'TZOFFSETTO:+0000',
	'TZNAME:UTC',
	'END:STANDARD',
	'END:VTIMEZONE',
];

function eventLines({ uid, start, end, summary, description }: WrittenEvent, stamped: string): string[] {
	if (uid.trim() === '') throw new RangeError('An event of a calendar needs a UID');
	if (!isIsoDate(start) || !isIsoDate(end) || end <= start)
		throw new RangeError('An event of a calendar needs two dates YYYY-MM-DD with at least one night between them');
	return [
		'BEGIN:VEVENT',
		`UID:${escapedText(uid)}`,
		`DTSTAMP:${stamped}`,
		`DTSTART;VALUE=DATE:${start.replaceAll('-', '')}`,
		`DTEND;VALUE=DATE:${end.replaceAll('-', '')}`,
		`SUMMARY:${escapedText(summary)}`,
		...(description === undefined ? [] : [`DESCRIPTION:${escapedText(description)}`]),
		'TRANSP:OPAQUE',
		'END:VEVENT',
	];
}

function byDate(a: WrittenEvent, b: WrittenEvent): number {
	return compare(a.start, b.start) || compare(a.end, b.end) || compare(a.uid, b.uid);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
