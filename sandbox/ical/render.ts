/** Calendars as each channel writes them. */
import { createHash } from 'node:crypto';
import { daysBetween } from '../hotel/calendar';
import type { CalendarItem, Dialect } from './listing';

/** What is odd about the file, although it is a calendar. */
export interface Oddities {
	/** It begins with a byte order mark. */
	bom?: boolean;
	/** Lines end with LF. */
	lf?: boolean;
	/** Dates have no `VALUE=DATE`. */
	bareDates?: boolean;
	/** Times of the property's zone instead of dates, under a name of Windows. */
	windowsZone?: boolean;
	/** One line in the middle of an event is no property at all. */
	badLine?: boolean;
}

interface Words {
	header: string[];
	lines: (item: CalendarItem, stamp: string, oddities: Oddities) => string[];
}

const BARE_STAMP = (now: Date) => now.toISOString().replace(/[-:]|\.\d+/g, '');
const hash = (text: string, length: number) => createHash('sha1').update(text).digest('hex').slice(0, length);
const bare = (date: string) => date.replaceAll('-', '');

function dateLine(name: string, date: string, time: string, { bareDates, windowsZone }: Oddities): string {
	if (windowsZone) return `${name};TZID="W. Europe Standard Time":${bare(date)}T${time}`;
	return bareDates ? `${name}:${bare(date)}` : `${name};VALUE=DATE:${bare(date)}`;
}

const dates = ({ start, end }: CalendarItem, oddities: Oddities) => [
	dateLine('DTSTART', start, '150000', oddities),
	dateLine('DTEND', end, '110000', oddities),
];

const WORDS: Record<Dialect, Words> = {
	airbnb: {
		header: ['PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN', 'CALSCALE:GREGORIAN', 'VERSION:2.0'],
		lines: (item, stamp, oddities) => [
			`DTSTAMP:${stamp}`,
			...dates(item, oddities),
			`SUMMARY:${item.kind === 'booking' ? 'Reserved' : 'Airbnb (Not available)'}`,
			`UID:${hash(item.uid, 12)}-${hash(`${item.uid}/2`, 32)}@airbnb.com`,
			...(item.booking
				? [
						`DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/details/${item.booking.code}\\nPhone Number (Last 4 Digits): ${item.booking.phoneEnd}${item.booking.wish ? `\\n${escaped(item.booking.wish)}` : ''}`,
					]
				: []),
		],
	},
	'booking.com': {
		header: [
			'PRODID:-//admin.booking.com\\\\\\, b.v.//NONSGML v1.0//EN',
			'VERSION:2.0',
			'CALSCALE:GREGORIAN',
			'METHOD:PUBLISH',
		],
		lines: (item, stamp, oddities) => [
			...dates(item, oddities),
			`UID:${hash(item.uid, 32)}@booking.com`,
			`DTSTAMP:${stamp}`,
			'SUMMARY:CLOSED - Not available',
			'ORGANIZER:mailto:noreply@booking.com',
		],
	},
	vrbo: {
		header: [
			'PRODID:-//HomeAway.com, Inc.//EN',
			'VERSION:2.0',
			'BEGIN:VTIMEZONE',
			'TZID:Europe/Zurich',
			'BEGIN:DAYLIGHT',
			'DTSTART:19810329T020000',
			'TZOFFSETFROM:+0100',
			'TZOFFSETTO:+0200',
			'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
			'END:DAYLIGHT',
			'END:VTIMEZONE',
		],
		lines: (item, stamp, oddities) => [
			`UID:${vrboUid(item.uid)}`,
			`DTSTAMP:${stamp}`,
			dateLine('DTSTART', item.start, '000000', oddities),
			`DURATION:P${daysBetween(item.start, item.end)}D`,
			`SUMMARY:${item.booking ? `Réservée - ${escaped(item.booking.guest)}` : 'Blocked'}`,
		],
	},
};

/** Of digits only, it is somebody else's, which Vrbo passes on. */
function vrboUid(uid: string): string {
	return /^\d+$/.test(uid) ? uid : `${hash(uid, 36)}-homeaway-reservation-manager-${hash(`${uid}/2`, 24)}`;
}

/** The whole file. @param now when it is asked for: the stamp of every event */
export function calendarText(
	dialect: Dialect,
	items: readonly CalendarItem[],
	now: Date,
	oddities: Oddities = {},
): string {
	const { header, lines } = WORDS[dialect];
	const events = items.map((item, index) => {
		const [first = '', ...rest] = lines(item, BARE_STAMP(now), oddities);
		const broken = oddities.badLine && index === 0 ? ['this line has lost its beginning'] : [];
		return ['BEGIN:VEVENT', first, ...broken, ...rest, 'END:VEVENT'];
	});
	const eol = oddities.lf ? '\n' : '\r\n';
	const text = ['BEGIN:VCALENDAR', ...header, ...events.flat(), 'END:VCALENDAR']
		.flatMap((line) => folded(line))
		.map((line) => line + eol)
		.join('');
	return oddities.bom ? `\uFEFF${text}` : text;
}

function escaped(text: string): string {
	return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n');
}

/** At 75 octets, in the middle of words and addresses, as the channels do it; never within a character. */
function folded(line: string): string[] {
	if (Buffer.byteLength(line) <= 75) return [line];
	const pieces: string[] = [];
	let piece = '';
	for (const character of line) {
		if (Buffer.byteLength(piece + character) > 75) {
			pieces.push(piece);
			piece = ' ';
		}
		piece += character;
	}
	return [...pieces, piece];
}
