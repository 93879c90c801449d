/**
 * Since when Booking.com offers each reservation that nobody has acknowledged. It does not say, so the check remembers
 * when it saw each first, in a row of the alerts' table. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';

export const WATCH = 'watch:unacknowledged';

/** More than this, and the number says enough. */
const MAX_WATCHED = 200;

/** @param before what the row remembers; anything unreadable counts as nothing */
export function watch(keys: readonly string[], before: string, now: number): Map<string, number> {
	const seen = readWatched(before);
	return new Map(keys.slice(0, MAX_WATCHED).map((key) => [key, Math.min(seen.get(key) ?? now, now)]));
}

export function watchRow(watched: ReadonlyMap<string, number>, now: number): AlertRow {
	const at = new Date(now).toISOString();
	return {
		...{ fault: WATCH, status: 'watching', title: 'What Booking.com offers, and since when' },
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
