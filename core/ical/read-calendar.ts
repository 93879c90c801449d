/**
 * Reads an iCalendar file (RFC 5545) line by line, so that a line that cannot be read costs no more than itself.
 * Times, zones and recurrences of `ical.js` are not used.
 */
import { isTimeZone } from '../reservation/dates';
import { contentLines } from './content-lines';
import { eventDates, type DateLine, type EventDates } from './event-dates';
import { readProperty } from './property';

export interface CalendarEvent extends EventDates {
	/** `''` if it has none. */
	uid: string;
	summary: string;
	description: string;
	url: string;
	organizer: string;
	/** In capitals, such as `CANCELLED`; `''` if it has none. */
	status: string;
	/** It occupies nothing: `TRANSP:TRANSPARENT`. */
	isTransparent: boolean;
	/** It is one of a series, or makes one. */
	isRecurring: boolean;
	/** One of its lines cannot be read, or the lines that enclose it and its parts do not belong together. */
	hasBadLine: boolean;
}

/** An event without dates: it is there, and that is all. */
export type UndatedEvent = Omit<CalendarEvent, keyof EventDates>;

export type CalendarFault =
	/** Nothing at all. */
	| 'blank'
	/** A page for people, such as a login or an error. */
	| 'html'
	| 'notACalendar'
	/** It ends before its end. */
	| 'truncated'
	| 'tooLarge';

export interface Calendar {
	productId: string;
	events: CalendarEvent[];
	undated: UndatedEvent[];
}

export type CalendarReading = { calendar: Calendar } | { fault: CalendarFault };

const MAX_CHARACTERS = 10_000_000;
const MAX_EVENTS = 2_000;
/** Of one event; a list of properties without an end is no event. */
const MAX_PROPERTIES = 200;

/** @param timeZone IANA, of the property: times in UTC become its dates */
export function readCalendar(text: string, timeZone: string): CalendarReading {
	if (!isTimeZone(timeZone)) throw new RangeError('Expected a time zone such as Europe/Zurich');
	if (text.length > MAX_CHARACTERS) return { fault: 'tooLarge' };
	const lines = contentLines(text);
	const [first] = lines;
	if (first === undefined) return { fault: 'blank' };
	if (/^\s*(?:<!doctype html|<html|<head|<body)/i.test(first)) return { fault: 'html' };
	if (!isBoundary(first, 'BEGIN', 'VCALENDAR')) return { fault: 'notACalendar' };
	const { blocks, header, isWhole } = eventBlocks(lines);
	if (!isWhole) return { fault: 'truncated' };
	if (blocks.length > MAX_EVENTS) return { fault: 'tooLarge' };
	const calendar: Calendar = { productId: textIn(propertiesOf(header).properties, 'prodid'), events: [], undated: [] };
	for (const block of blocks) {
		const { event, dates } = readEvent(block, timeZone);
		if (dates) calendar.events.push(Object.assign(event, dates));
		else calendar.undated.push(event);
	}
	return { calendar };
}

interface Block {
	/** Of an event, without those of components in it, such as alarms. */
	lines: string[];
	/** Some of its lines may be elsewhere: something in it has no end, or no beginning. */
	isBroken: boolean;
}

interface Blocks {
	blocks: Block[];
	header: string[];
	isWhole: boolean;
}

function eventBlocks(lines: readonly string[]): Blocks {
	const blocks: Block[] = [];
	const header: string[] = [];
	// The lines since the last component: an event's, should its own first line be the one that cannot be read.
	let loose: string[] = [];
	let event: Block | null = null;
	let inner: string | null = null;
	let isWhole = false;
	const close = (isItsEnd: boolean) => {
		// What was in a component that never ended may have been the event's own.
		if (event !== null) blocks.push(...eachOf({ ...event, isBroken: event.isBroken || !isItsEnd || inner !== null }));
		event = null;
		inner = null;
	};
	for (const line of lines.flatMap(apart)) {
		const boundary = /^[\sBE]/i.test(line) ? /^\s*(BEGIN|END)\s*:\s*([\w-]+)\s*$/i.exec(line) : null;
		const [verb, name] = [boundary?.[1]?.toUpperCase(), boundary?.[2]?.toUpperCase()];
		if (verb === undefined || name === undefined) {
			if (inner !== null) continue;
			const target = event?.lines ?? (blocks.length === 0 && loose.length < MAX_PROPERTIES ? header : null);
			if (target !== null && target.length < MAX_PROPERTIES) target.push(line);
			else if (event !== null) event.isBroken = true;
			if (event === null && loose.length < MAX_PROPERTIES) loose.push(line);
		} else if (name === 'VCALENDAR') {
			close(false);
			isWhole = verb === 'END';
		} else if (name === 'VEVENT') {
			// An event within an event: the end of the first one is the line that cannot be read.
			if (verb === 'END' && event === null) event = { lines: loose, isBroken: true };
			close(verb === 'END');
			loose = [];
			if (verb === 'BEGIN') event = { lines: [], isBroken: false };
		} else if (verb === 'BEGIN') inner ??= name;
		else if (inner === name) {
			inner = null;
			if (event === null) loose = [];
		} else if (inner === null && event !== null) event.isBroken = true;
	}
	return { blocks, header, isWhole };
}

/** The end of one event and the beginning of the next, where a line break is lost: they would become one event. */
function apart(line: string): string[] {
	const next = /^[\sE]/i.test(line) ? /^\s*END\s*:\s*VEVENT\s*(?=BEGIN\s*:)/i.exec(line) : null;
	return next === null ? [line] : [next[0], line.slice(next[0].length)];
}

/** Two UIDs and two beginnings are two events, whose boundaries are lost; the second one begins with what the first one has already. */
function eachOf(block: Block): Block[] {
	const named = block.lines.map((line) => ({ line, name: /^\s*(UID|DTSTART)\s*[;:]/i.exec(line)?.[1]?.toUpperCase() }));
	const all = (wanted: string) => named.filter(({ name }) => name === wanted).map(({ line }) => line.trim());
	if (new Set(all('UID')).size < 2 || all('DTSTART').length < 2) return [block];
	const first = new Map<string, string>();
	const parts: Block[] = [];
	for (const { line, name } of named) {
		const isAgain = name !== undefined && first.has(name) && first.get(name) !== line.trim();
		if (isAgain) first.clear();
		if (isAgain || parts.length === 0) parts.push({ lines: [], isBroken: true });
		if (name !== undefined) first.set(name, line.trim());
		parts.at(-1)?.lines.push(line);
	}
	return parts;
}

function isBoundary(line: string, verb: string, name: string): boolean {
	return line.trim().toUpperCase().replace(/\s/g, '') === `${verb}:${name}`;
}

/** Also where a stray blank, or a lost line break, has made it part of another line. In texts the words may stand without a value. */
const END = /DTEND\s*[;:].*\d{4}-?\d\d-?\d\d|(?<!TRAVEL-)DURATION\s*[;:]\s*[+-]?P\d|^\s*DURATION\s*[;:]/i;

function readEvent({ lines, isBroken }: Block, timeZone: string): { event: UndatedEvent; dates: EventDates | null } {
	const { properties, hasBadLine: hasUnreadable } = propertiesOf(lines);
	const hasBadLine = hasUnreadable || isBroken;
	const [start, end, duration] = [properties.get('dtstart'), properties.get('dtend'), properties.get('duration')];
	// What cannot be read may have been its end: a stay of one night would free the others.
	const hasNoEnd = end === undefined && !duration?.value.trim();
	const isEndLost = hasNoEnd && (hasBadLine || lines.some((line) => END.test(line)));
	const dates = isEndLost ? null : eventDates(start, end, duration?.value, timeZone);
	const event: UndatedEvent = {
		uid: textIn(properties, 'uid').trim(),
		summary: textIn(properties, 'summary').trim(),
		description: textIn(properties, 'description'),
		url: textIn(properties, 'url').trim(),
		organizer: textIn(properties, 'organizer').trim(),
		status: textIn(properties, 'status').trim().toUpperCase(),
		isTransparent: textIn(properties, 'transp').trim().toUpperCase() === 'TRANSPARENT',
		isRecurring: ['rrule', 'rdate', 'recurrence-id'].some((name) => properties.has(name)),
		hasBadLine,
	};
	return { event, dates };
}

/** The first of each name; a line that cannot be read is left out. */
function propertiesOf(lines: readonly string[]): { properties: Map<string, DateLine>; hasBadLine: boolean } {
	const properties = new Map<string, DateLine>();
	let hasBadLine = false;
	for (const line of lines) {
		const property = readProperty(line);
		if (property === 'unreadable') hasBadLine = true;
		else if (property && !properties.has(property.name)) properties.set(property.name, { value: property.value, line });
	}
	return { properties, hasBadLine };
}

function textIn(properties: ReadonlyMap<string, DateLine>, name: string): string {
	return properties.get(name)?.value ?? '';
}
