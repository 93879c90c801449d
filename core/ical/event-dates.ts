/** The calendar dates of an event, whichever way it gives them. */
import ICAL from 'ical.js';
import { addDays, dateIn, isIsoDate } from '../reservation/dates';

/** A property's value, and the line that it was read from. */
export interface DateLine {
	value: string;
	line: string;
}

export interface EventDates {
	/** `YYYY-MM-DD` */
	start: string;
	/** Exclusive: of a stay, the day of departure. Never before the day after `start`. */
	end: string;
}

interface Moment {
	date: string;
	/** Milliseconds since midnight; `null` for a date. */
	time: number | null;
	isUtc: boolean;
}

const DAY_MS = 86_400_000;
const VALUE = /(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d):?(\d\d)?(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?$/i;
const NO_DISTANCE = /^(?:Z|[+-]00:?00)$/i;
/** Both ends in one: not allowed there, and its last date alone would be another stay. */
const PERIOD = /:(\d{4}-?\d\d-?\d\dT?[\d:]{0,8}Z?)\/(\d{4}-?\d\d-?\d\dT?[\d:]{0,8}Z?|P[\dDHMSTW]{2,20})$/i;
/** UTC by a zone's name, Windows' own among them; `GMT Standard Time` is London's. */
const UTC_ZONE =
	/^[^:]*;\s*TZID="?(?:(?:Etc\/)?(?:UTC|UCT|GMT|GMT[+-]?0|Zulu|Universal|Greenwich)|Z|tzone:\/\/Microsoft\/Utc|(?:\(UTC\) )?Coordinated Universal Time)"?(?=[;:])/i;
/** As RFC 5545 has it, section 3.3.6. The library takes `P1M`, which others mean as a month, for a minute. */
const DURATION = /^[+-]?P(?:\d+W|\d+D(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)$/;
/** Such as `99991231` for an end that nobody knows: beyond it, no day could be counted on. */
const LAST_DATE = '9900-12-31';
/** What began earlier is over or goes on all the same. Years before 1000 are written otherwise by `dateIn`. */
const FIRST_DATE = '1900-01-01';
/** The end of a day for those who count it in. */
const LAST_MINUTE = DAY_MS - 60_000;

/**
 * `null` if there is no start, the end is before it, or either is thousands of years ahead. A time with a zone, whatever
 * its name, or with a distance from UTC, is the property's own wall clock, so that its date counts as written; one in UTC,
 * whether that is written as `Z`, as a distance of nothing or as the zone's name, is brought into the property's zone, unless start and end
 * are midnight, which is how dates are written by those who have no dates. From midnight until a minute before it is
 * whole days too, in UTC or in the property's zone.
 * @param timeZone IANA, of the property
 */
export function eventDates(
	start: DateLine | undefined,
	end: DateLine | undefined,
	duration: string | undefined,
	timeZone: string,
): EventDates | null {
	const [, from = null, until = ''] = PERIOD.exec(start?.line.trim() ?? '') ?? [];
	const isUtc = isInUtc(start);
	const first = from === null ? momentOf(start) : readMoment(from, isUtc);
	if (first === null || first.date > LAST_DATE) return null;
	const length = duration?.trim() || (until === '' ? undefined : until);
	const written =
		momentOf(end) ?? readMoment(until, isUtc) ?? (end === undefined || length ? after(first, length) : null);
	if (written === null || written.date > LAST_DATE) return null;
	const isDayWritten = (first.time ?? 0) === 0 && (written.time ?? 0) >= LAST_MINUTE;
	const last = isDayWritten ? { ...written, date: addDays(written.date, 1), time: 0 } : written;
	const areDates = (first.time ?? 0) === 0 && (last.time ?? 0) === 0;
	const zone = areDates ? null : timeZone;
	const isDayCounted = zone !== null && beginsDay(first, zone) && endsDay(last, zone);
	const [arrival, lastDay] = [dateOf(first, zone), dateOf(last, zone)];
	const departure = isDayCounted ? addDays(lastDay, 1) : lastDay;
	if (departure < arrival) return null;
	return { start: arrival, end: departure === arrival ? addDays(arrival, 1) : departure };
}

/** In the property's zone, whose days may begin at any hour of UTC. */
function beginsDay(moment: Moment, timeZone: string): boolean {
	return moment.isUtc ? isOtherDay(timeZone, instantOf(moment), -1) : (moment.time ?? 0) === 0;
}

function endsDay(moment: Moment, timeZone: string): boolean {
	const time = moment.time ?? 0;
	return moment.isUtc ? isOtherDay(timeZone, instantOf(moment), DAY_MS - LAST_MINUTE) : time >= LAST_MINUTE;
}

/** So many milliseconds later. */
function isOtherDay(timeZone: string, instant: Date, later: number): boolean {
	return dateIn(timeZone, instant) !== dateIn(timeZone, new Date(instant.getTime() + later));
}

/** As written, or in the property's zone. */
function dateOf(moment: Moment, timeZone: string | null): string {
	if (moment.date <= FIRST_DATE) return FIRST_DATE;
	return moment.isUtc && timeZone !== null ? dateIn(timeZone, instantOf(moment)) : moment.date;
}

/** Without an end and a duration, a date lasts a day and a time no time at all (RFC 5545, section 3.6.1). */
function after(start: Moment, duration: string | undefined): Moment | null {
	const text = duration?.trim().toUpperCase();
	if (text === undefined || text === '') return start;
	const seconds = secondsOf(text);
	if (seconds === null || seconds < 0 || seconds * 1_000 > 3_660 * DAY_MS) return null;
	const total = (start.time ?? 0) + seconds * 1_000;
	const time = total % DAY_MS;
	return {
		date: addDays(start.date, Math.floor(total / DAY_MS)),
		time: start.time === null && time === 0 ? null : time,
		isUtc: start.isUtc,
	};
}

function secondsOf(text: string): number | null {
	try {
		return DURATION.test(text) ? ICAL.Duration.fromString(text).toSeconds() : null;
	} catch {
		return null;
	}
}

function momentOf(written: DateLine | undefined): Moment | null {
	// jCal first; where its type does not fit the value, what the line ends with.
	const isUtc = isInUtc(written);
	return written === undefined ? null : (readMoment(written.value, isUtc) ?? readMoment(written.line, isUtc));
}

function isInUtc(written: DateLine | undefined): boolean {
	const line = written?.line.trim() ?? '';
	// jCal's value may lack a distance that the line has.
	return UTC_ZONE.test(line) && !/[+-](?!00:?00)\d\d:?\d\d$/.test(line);
}

/** @param isUtc where it has no distance of its own */
function readMoment(text: string, isUtc: boolean): Moment | null {
	const [matched, year, month, day, hours, minutes, seconds, distance] = VALUE.exec(text.trim()) ?? [];
	const date = `${year}-${month}-${day}`;
	if (matched === undefined || !isIsoDate(date)) return null;
	if (hours === undefined) return { date, time: null, isUtc: false };
	const time = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)) * 1_000;
	return time <= DAY_MS ? { date, time, isUtc: distance === undefined ? isUtc : NO_DISTANCE.test(distance) } : null;
}

function instantOf({ date, time }: Moment): Date {
	return new Date(Date.parse(`${date}T00:00:00Z`) + (time ?? 0));
}
