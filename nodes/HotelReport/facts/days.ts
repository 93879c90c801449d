/** Moments as days and times of the hotel's own clock. */

/** Clocks are whole quarters of an hour apart, so no day begins within one. */
const QUARTER_MS = 15 * 60_000;

/**
 * `YYYY-MM-DD` in the hotel's time zone; one function for many moments, since to make it costs more than to use it, and to
 * use it more than to remember it.
 */
export function dayIn(timeZone: string): (at: number) => string {
	const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
	const known = new Map<number, string>();
	return (at) => {
		const quarter = Math.floor(at / QUARTER_MS);
		const day = known.get(quarter) ?? format.format(at);
		known.set(quarter, day);
		return day;
	};
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
