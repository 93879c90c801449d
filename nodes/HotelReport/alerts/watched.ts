/**
 * Since when Booking.com offers each reservation that nobody has acknowledged, and since when each source cannot be read.
 * Nobody says so, so the check remembers when it saw each first, in a row of the alerts' table. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';

export const WATCH = 'watch:unacknowledged';
export const WATCH_SOURCES = 'watch:sources';

const TITLES = {
	[WATCH]: 'What Booking.com offers, and since when',
	[WATCH_SOURCES]: 'What cannot be read, and since when',
};

/** After so long without a check nobody knows what was between. Longer than an hour, for who checks once an hour only. */
export const OUTDATED_AFTER_MS = 70 * 60_000;

/** More than this, and the number says enough. */
const MAX_WATCHED = 200;

/** A moment that nobody can read is none that is long ago. */
export function isOutdated(row: Pick<AlertRow, 'lastAt'> | undefined, now: number): boolean {
	return row !== undefined && now - Date.parse(row.lastAt) > OUTDATED_AFTER_MS;
}

/** @param before what the row remembers; anything unreadable counts as nothing */
export function watch(keys: readonly string[], before: string, now: number): Map<string, number> {
	const seen = readWatched(before);
	return new Map(keys.slice(0, MAX_WATCHED).map((key) => [key, Math.min(seen.get(key) ?? now, now)]));
}

export function watchRow(watched: ReadonlyMap<string, number>, now: number, fault: keyof typeof TITLES): AlertRow {
	const at = new Date(now).toISOString();
	return {
		...{ fault, status: 'watching', title: TITLES[fault] },
		...{ watched: JSON.stringify([...watched]), since: at, lastAt: at, alertedAt: '', clearedAt: '' },
	};
}

function readWatched(text: string): Map<string, number> {
	try {
		const list = JSON.parse(text) as unknown;
		const entries = (Array.isArray(list) ? list : []).filter(
			(entry): entry is [string, number] =>
				Array.isArray(entry) && typeof entry[0] === 'string' && Number.isFinite(entry[1]),
		);
		return new Map(entries);
	} catch {
		return new Map();
	}
}
