/** One property of an iCalendar file: a content line of RFC 5545, section 3.1. */
import ICAL from 'ical.js';

export interface Property {
	/** In small letters. */
	name: string;
	/** Texts without escapes, dates as `YYYYMMDD` or `YYYY-MM-DD`; `''` where it is neither, such as a recurrence. */
	value: string;
}

/** Of one property; more is cut. */
const MAX_VALUE = 4_000;
const TEXTS = new Set(['uid', 'summary', 'description', 'prodid', 'status', 'transp']);
const WANTED = new Set([
	...TEXTS,
	...['dtstart', 'dtend', 'duration', 'url', 'organizer', 'rrule', 'rdate', 'recurrence-id'],
]);
/** Of the rest of RFC 5545 and RFC 7986: any other name is what is left of one, or none. */
const OTHERS = new Set(
	(
		'attach attendee calscale categories class color comment completed conference contact created description due exdate ' +
		'freebusy geo image last-modified location method name percent-complete priority refresh-interval related-to ' +
		'request-status resources sequence source dtstamp version'
	).split(' '),
);
const WHOLE_DAY = /^(?:DTSTART|DTEND)(?:;VALUE=DATE)?:(\d{8})$/i;

/**
 * Most lines are a text or a whole day without parameters, and are read here; `ical.js` reads all others as jCal.
 * @returns `null` for a property that nobody asks for
 */
export function readProperty(written: string): Property | 'unreadable' | null {
	const line = written.trimStart();
	const end = line.search(/[^A-Za-z-]/);
	const sign = line[end];
	if (end > 0 && (sign === ':' || sign === ';')) {
		const name = line.slice(0, end).toLowerCase();
		if (!WANTED.has(name)) return OTHERS.has(name) || name.startsWith('x-') ? null : 'unreadable';
		if (sign === ':' && TEXTS.has(name)) return { name, value: unescaped(line.slice(end + 1)).slice(0, MAX_VALUE) };
		const day = WHOLE_DAY.exec(line)?.[1];
		if (day !== undefined) return { name, value: day };
	}
	return readAsJcal(line);
}

function readAsJcal(line: string): Property | 'unreadable' | null {
	try {
		const [written, , , value] = ICAL.parse.property(line);
		const name = written.trim();
		// `DTEND VALUE=DATE:20270713`: the library takes anything for a name.
		if (!WANTED.has(name)) return isForeign(line) ? null : 'unreadable';
		// A recurrence is an object; that there is one is enough.
		return { name, value: (typeof value === 'string' ? value : '').slice(0, MAX_VALUE) };
	} catch {
		// Its name alone may still say which line it is: `DTSTART;TZID=(UTC+01:00) Bern:20270710T150000`.
		const name = /^(DTSTART|DTEND)[;:]/i.exec(line)?.[1];
		return name === undefined ? 'unreadable' : { name: name.toLowerCase(), value: '' };
	}
}

/** Some systems' own names, against the RFC: `ROOM_ID:12`, `item1.X-FOO:1`. Nothing that is asked for may be part of one. */
function isForeign(line: string): boolean {
	return /^[\w.-]+[:;]/.test(line) && !/DTSTART|DTEND|DURATION|SUMMARY|UID/i.test(line);
}

/** RFC 5545, section 3.3.11. */
function unescaped(text: string): string {
	return text.includes('\\')
		? text.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign))
		: text;
}
