/** Moments as days and times of the hotel's own clock. */

/** Clocks are whole quarters of an hour apart, so no day begins within one. */
const QUARTER_MS = 15 * 60_000;
const QUARTERS_PER_DAY = 96;
/** No date is later. */
const LAST_MS = 8.64e15;

/**
 * `YYYY-MM-DD` in the hotel's time zone; one function for many moments, since to make it costs more than to use it, and to
 * use it more than to remember it. Within 24 hours a day only follows another, so a few of their quarters tell the rest:
 * no clock is put back beyond midnight.
 */
export function dayIn(timeZone: string): (at: number) => string {
	const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
	const known = new Map<number, Stretch>();
	const formatted = new Map<number, string>();
	const dayOfQuarter = (quarter: number): string => {
		const before = formatted.get(quarter);
		if (before !== undefined) return before;
		const day = format.format(Math.min(quarter * QUARTER_MS, LAST_MS));
		formatted.set(quarter, day);
		return day;
	};
	const stretchOf = (quarter: number): Stretch => {
		let first = Math.floor(quarter / QUARTERS_PER_DAY) * QUARTERS_PER_DAY;
		let last = first + QUARTERS_PER_DAY - 1;
		while (dayOfQuarter(first) !== dayOfQuarter(last)) {
			const middle = Math.floor((first + last) / 2);
			if (quarter <= middle) last = middle;
			else first = middle + 1;
		}
		return { from: first * QUARTER_MS, until: (last + 1) * QUARTER_MS, day: dayOfQuarter(first) };
	};
	// A log's lines follow one another: mostly it is the day of the one before.
	let latest: Stretch = { from: 0, until: 0, day: '' };
	return (at) => {
		if (at >= latest.from && at < latest.until) return latest.day;
		const quarter = Math.floor(at / QUARTER_MS);
		latest = known.get(quarter) ?? stretchOf(quarter);
		known.set(quarter, latest);
		return latest.day;
	};
}

/** What is of one day, without a gap. In epoch milliseconds. */
interface Stretch {
	from: number;
	until: number;
	day: string;
}

/** The last `count` days, the given one last. */
export function daysUntil(day: string, count: number): string[] {
	const last = Date.parse(`${day}T00:00:00Z`);
	return Array.from({ length: count }, (_, index) =>
		new Date(last - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
	);
}

/** The time zone if the platform knows it, else another one: a typing error must not cost the whole page. */
export function knownTimeZone(timeZone: string, otherwise = 'UTC'): string {
	try {
		new Intl.DateTimeFormat('en', { timeZone });
		return timeZone;
	} catch {
		return otherwise;
	}
}
