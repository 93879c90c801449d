/**
 * What a source's own order can be compared as. Text in general has no order: as text, `v10` comes before `v9`, and
 * `01.04.2027` before `31.03.2027`.
 */
import { isIsoDate } from './dates';

export interface Revision {
	/**
	 * `clock` is a time without an offset, as the source's own wall clock shows it; `reading` is when a list was read
	 * that says only what stands. Kinds cannot be compared with each other.
	 */
	kind: 'reading' | 'number' | 'clock' | 'instant';
	/** The number itself; of a time the nanoseconds since 1970, of a `clock` as if it were UTC. */
	value: bigint;
}

/** How far clocks and time zones may put a time ahead of ours. */
const AHEAD_MS = 24 * 3_600_000;
/** How far apart two clocks are that are both right. */
const TOLERANCE_MS = 5 * 60_000;
/** A clock without an offset may be that of the easternmost time zone. */
const EASTERNMOST_MS = 14 * 3_600_000;
/** A source whose times are further ahead than this has no clock to rely on. */
const FAR_MS = 731 * 24 * 3_600_000;

const TIME = /^[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;
const NANOS_PER_MS = 1_000_000n;
const READING = 'read ';

/** The revision of what a calendar showed at that time: the order of its readings, and never that of the channel's changes. */
export function revisionOfReading(at: Date): string {
	return `${READING}${at.toISOString()}`;
}

export function isReading(revision: string | null): boolean {
	return revision !== null && readRevision(revision)?.kind === 'reading';
}

/**
 * A whole number (`7`, also `v7`), or a time that begins with its date: `2026-03-11T15:02:40.123Z`, `2026-03-11 15:02`,
 * `11.03.2026 15:02`; or when a calendar was read (`revisionOfReading`). `null` for everything that could mean two things, such as `03/04/2026` or `1.10`.
 */
export function readRevision(text: string): Revision | null {
	if (text.startsWith(READING)) return readReading(text.slice(READING.length));
	if (/^v?\d+$/i.test(text)) return { kind: 'number', value: BigInt(text.replace(/^v/i, '')) };
	const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})/.exec(text) ?? [];
	const date = day === undefined ? text.slice(0, 10) : `${year}-${month}-${day}`;
	return isIsoDate(date) ? readMoment(date, text.slice(10)) : null;
}

function readReading(text: string): Revision | null {
	const moment = isIsoDate(text.slice(0, 10)) ? readMoment(text.slice(0, 10), text.slice(10)) : null;
	return moment?.kind === 'instant' ? { ...moment, kind: 'reading' } : null;
}

function readMoment(date: string, time: string): Revision | null {
	if (time === '') return { kind: 'clock', value: BigInt(Date.parse(`${date}T00:00:00Z`)) * NANOS_PER_MS };
	const [matched, hours = '', minutes = '', seconds = '00', fraction = '', offset] = TIME.exec(time) ?? [];
	if (matched === undefined) return null;
	const zone = offset?.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2') ?? 'Z';
	const instant = Date.parse(`${date}T${hours}:${minutes}:${seconds}${zone}`);
	if (Number.isNaN(instant)) return null;
	const nanos = BigInt(instant) * NANOS_PER_MS + BigInt(fraction.padEnd(9, '0'));
	return { kind: offset === undefined ? 'clock' : 'instant', value: nanos };
}

/**
 * Later than it can be by now, whatever the clocks and time zones. A number is read as the time that its length
 * suggests (seconds since 1970, `20260311150240`, ticks and the like). Should it be a counter, all numbers near it are ahead
 * alike, and their own order counts.
 */
export function isAhead(revision: string, now: Date): boolean {
	const read = readRevision(revision);
	return read !== null && isBeyond(read.kind === 'number' ? timeOf(read.value) : read, now, AHEAD_MS);
}

/**
 * Later than a right clock can say: it goes ahead, or shows the time of the wrong zone. Unlike what `isAhead` finds, it may do
 * so for all messages of its sender alike, whose own order then counts.
 */
export function isDoubtful(revision: string, now: Date): boolean {
	const read = readRevision(revision);
	return read !== null && isBeyond(read.kind === 'number' ? timeOf(read.value) : read, now, TOLERANCE_MS);
}

/** A number that cannot be a time: what is stored with as many digits is a counter too, though it looks like a date. */
export function isCounter(revision: string): boolean {
	const read = readRevision(revision);
	return read?.kind === 'number' && timeOf(read.value) === null;
}

/** By a clock that is right, it has just happened. A clock without an offset cannot say so. */
export function isOfNow(revision: string, now: Date): boolean {
	const read = readRevision(revision);
	const time = read?.kind === 'number' ? timeOf(read.value) : read;
	if (time === null || time.kind === 'clock') return false;
	const nanos = BigInt(now.getTime()) * NANOS_PER_MS;
	const tolerance = BigInt(TOLERANCE_MS) * NANOS_PER_MS;
	return time.value >= nanos - tolerance && time.value <= nanos + tolerance;
}

/** Years ahead: nothing that comes later would ever be later. A number never is, since it may be a counter. */
export function isFarAhead(revision: string, now: Date): boolean {
	const read = readRevision(revision);
	return read !== null && read.kind !== 'number' && isBeyond(read, now, FAR_MS);
}

function isBeyond(time: Revision | null, now: Date, limit: number): boolean {
	if (time === null) return false;
	const latest = now.getTime() + limit + (time.kind === 'clock' ? EASTERNMOST_MS : 0);
	return time.value > BigInt(latest) * NANOS_PER_MS;
}

/** Nanoseconds in the unit that a number of so many digits counts in, if it is a time of these centuries. */
const UNITS = new Map([10, 13, 16, 19].map((digits) => [digits, 10n ** BigInt(19 - digits)]));

/** `20260311150240123` and the like. Five decimals would make as many digits as nanoseconds have. */
const WITHOUT_SEPARATORS = /^(\d{8})(?:(\d{2})(\d{2})(?:(\d{2})(\d{3}|\d{4}|\d{6,9})?)?)?$/;

/** Steps of 100 ns: .NET's ticks are counted from year 1, file times of Windows, in UTC, from 1601. */
const TICK_NANOS = 100n;
const TICKS_OF_1970 = 621_355_968_000_000_000n;
const FILE_TIME_OF_1970 = 116_444_736_000_000_000n;

function timeOf(value: bigint): Revision | null {
	const digits = String(value);
	const unit = UNITS.get(digits.length);
	if (unit !== undefined) return { kind: 'instant', value: value * unit };
	// With four decimals a date has as many digits, but begins with its year, as no ticks of these centuries do.
	if (digits.length === 18 && !/^(19|2)/.test(digits)) return timeOfTicks(value);
	const [matched, date = '', hours = '00', minutes = '00', seconds = '00', decimals = '0'] =
		WITHOUT_SEPARATORS.exec(digits) ?? [];
	const day = date.replace(/^(\d{4})(\d{2})/, '$1-$2-');
	return matched !== undefined && isIsoDate(day)
		? readMoment(day, `T${hours}:${minutes}:${seconds}.${decimals}`)
		: null;
}

function timeOfTicks(value: bigint): Revision {
	return value < TICKS_OF_1970
		? { kind: 'instant', value: (value - FILE_TIME_OF_1970) * TICK_NANOS }
		: { kind: 'clock', value: (value - TICKS_OF_1970) * TICK_NANOS };
}
