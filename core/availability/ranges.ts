/** Ranges of hotel nights: `start` is the first night, `end` is exclusive (the day of departure). */
import { addDays, isIsoDate, nightsBetween } from '../reservation/dates';

export interface DateRange {
	start: string;
	/** Exclusive: the day of departure. */
	end: string;
}

/** A room that is taken for these nights. */
export interface Occupancy extends DateRange {
	roomId: string;
}

/** How many nights on either side of a stay are searched for a gap; beyond that the room counts as open. */
export const GAP_HORIZON_NIGHTS = 60;

/** A longer stay is a typing error; calculations by night stop here. */
export const MAX_STAY_NIGHTS = 1_000;

/** What a hotel can have to do with: beyond it, dates are typing errors, and some cannot be counted on from. */
const EARLIEST = '1970-01-01';
const LATEST = '2999-12-31';

/** Whether what came from outside is such a range of nights as can be gone through one by one. */
export function isBoundedRange(start: unknown, end: unknown): boolean {
	if (!isIsoDate(start) || !isIsoDate(end) || start < EARLIEST || end > LATEST) return false;
	return nightsBetween(start, end) <= MAX_STAY_NIGHTS;
}

/** The range, cut to the longest plausible stay. */
export function withinReach({ start, end }: DateRange): DateRange {
	return { start, end: nightsBetween(start, end) > MAX_STAY_NIGHTS ? addDays(start, MAX_STAY_NIGHTS) : end };
}

/** Whether the two share a night. Stays that touch (one leaves on the day the other arrives) do not. */
export function overlaps(a: DateRange, b: DateRange): boolean {
	// ISO dates sort as text, so no calendar arithmetic is needed.
	return a.start < b.end && b.start < a.end;
}

/** Whether every night of `inner` is a night of `outer`. */
export function covers(outer: DateRange, inner: DateRange): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether none of the ranges shares a night with `wanted`. */
export function isFree(taken: readonly DateRange[], wanted: DateRange): boolean {
	return !taken.some((range) => overlaps(range, wanted));
}

/**
 * Nights left empty directly before and after `wanted`, up to the room's next stay on each side or the horizon. The
 * smallest gap is the best fit: long gaps remain sellable.
 */
export function gapAround(taken: readonly DateRange[], wanted: DateRange, horizon = GAP_HORIZON_NIGHTS): number {
	let before = horizon;
	let after = horizon;
	for (const range of taken) {
		if (range.end <= wanted.start) before = Math.min(before, nightsBetween(range.end, wanted.start));
		if (range.start >= wanted.end) after = Math.min(after, nightsBetween(wanted.end, range.start));
	}
	return before + after;
}

/** The smallest range that contains all of them; `null` if there are none. */
export function envelope(ranges: readonly DateRange[]): DateRange | null {
	const [first, ...others] = ranges;
	if (!first) return null;
	return others.reduce<DateRange>(
		(whole, { start, end }) => ({
			start: start < whole.start ? start : whole.start,
			end: end > whole.end ? end : whole.end,
		}),
		{ start: first.start, end: first.end },
	);
}

/**
 * Of ranges that lie in several clusters, the one with most of them: from each to the next there are `within` nights at most.
 * O(n log n).
 */
export function largestCluster(ranges: readonly DateRange[], within: number): DateRange[] {
	const clusters: DateRange[][] = [];
	let reached = '';
	for (const range of [...ranges].sort((a, b) => (a.start < b.start ? -1 : 1))) {
		const last = clusters.at(-1);
		if (last && range.start <= addDays(reached, within)) last.push(range);
		else clusters.push([range]);
		if (range.end > reached) reached = range.end;
	}
	return clusters.reduce<DateRange[]>((most, cluster) => (cluster.length > most.length ? cluster : most), []);
}
