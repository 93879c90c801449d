/** Calendar dates as `YYYY-MM-DD` strings; arithmetic in UTC days, so no time zone can shift them. */

const DAY_MS = 86_400_000;

/** `date` plus `days` (may be negative). */
export function addDays(date: string, days: number): string {
	return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `start` to `end`. */
export function daysBetween(start: string, end: string): number {
	return Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / DAY_MS);
}

/** The nights of a stay: `checkIn` up to, not including, `checkOut`. */
export function nights(checkIn: string, checkOut: string): string[] {
	return Array.from({ length: Math.max(0, daysBetween(checkIn, checkOut)) }, (_, n) => addDays(checkIn, n));
}

/** True for a date that exists, written as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const time = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Friday and Saturday nights cost more. */
export function isWeekendNight(date: string): boolean {
	const day = new Date(`${date}T00:00:00Z`).getUTCDay();
	return day === 5 || day === 6;
}
