/** What a channel is told of a room type, as ranges of nights: compressed, compared, laid over each other. Pure. */
import { addDays, nightsBetween } from '../reservation/dates';
import type { DateRange } from './ranges';

/** One night of a room type, or of one of its rate plans. What is `null` was never set, and is not sent. */
export interface NightValues {
	/** Rooms to sell. */
	available: number | null;
	/** Not sold at all. */
	closed: boolean | null;
	closedToArrival: boolean | null;
	closedToDeparture: boolean | null;
	/** Nights. */
	minimumStay: number | null;
	maximumStay: number | null;
	/** Of the room, in the smallest unit of the hotel's currency. */
	price: number | null;
	/** The same, if one guest has the room alone. */
	singleUsePrice: number | null;
	/**
	 * Rooms of the type that the channel itself has sold, by what was known when `available` was worked out. It counts its own
	 * sales off, and its cancellations on, without being told: where this has changed, it no longer holds what it was told.
	 */
	sold: number | null;
}

/** The same values for every night from `start` to `end` (exclusive). */
export interface CalendarRange extends DateRange, NightValues {}

/** Databases hold the values in this order: a new field comes last. */
export const NIGHT_FIELDS = [
	'available',
	'closed',
	'closedToArrival',
	'closedToDeparture',
	'minimumStay',
	'maximumStay',
	'price',
	'singleUsePrice',
	'sold',
] as const satisfies ReadonlyArray<keyof NightValues>;

export function nothingSet(): NightValues {
	return {
		available: null,
		closed: null,
		closedToArrival: null,
		closedToDeparture: null,
		minimumStay: null,
		maximumStay: null,
		price: null,
		singleUsePrice: null,
		sold: null,
	};
}

export function areEqual(one: NightValues, other: NightValues): boolean {
	return NIGHT_FIELDS.every((field) => one[field] === other[field]);
}

/** The fewest ranges that do not overlap, for the nights from `start` on, one after the other. O(nights). */
export function compressNights(start: string, nights: readonly NightValues[]): CalendarRange[] {
	const ranges: CalendarRange[] = [];
	let from = 0;
	for (let night = 1; night <= nights.length; night++) {
		const [first, next] = [nights[from], nights[night]];
		if (!first || (next && areEqual(first, next))) continue;
		ranges.push({ start: addDays(start, from), end: addDays(start, night), ...valuesOf(first) });
		from = night;
	}
	return ranges;
}

/**
 * The nights of `now` that differ from `told`, with their values of now, as the fewest ranges. What `told` has beyond `now`
 * is no difference, nor is what the channel has sold itself where nobody noted that. Both sorted and without overlaps. O(ranges of both).
 * @param counts which differences are wanted; `before` is `null` where nothing was told. Default: all
 */
export function differences(
	told: readonly CalendarRange[],
	now: readonly CalendarRange[],
	counts: (before: NightValues | null, after: NightValues) => boolean = () => true,
): CalendarRange[] {
	const found: CalendarRange[] = [];
	let place = 0;
	for (const range of now) {
		let from = range.start;
		while (from < range.end) {
			while (place < told.length && (told[place] as CalendarRange).end <= from) place++;
			const known = told[place];
			const isKnown = known !== undefined && known.start <= from;
			const until = earlier(range.end, known === undefined ? range.end : isKnown ? known.end : known.start);
			const before = isKnown ? known : null;
			if (
				(before === null || !areEqual(before.sold === null ? { ...before, sold: range.sold } : before, range)) &&
				counts(before, range)
			)
				append(found, { ...range, start: from, end: until });
			from = until;
		}
	}
	return found;
}

/** The base with `over` laid on it: where both speak of a night, `over` counts. Each sorted and without overlaps. */
export function overlay(base: readonly CalendarRange[], over: readonly CalendarRange[]): CalendarRange[] {
	const rest = without(base, over);
	const laid: CalendarRange[] = [];
	for (const range of [...rest, ...over].sort((a, b) => (a.start < b.start ? -1 : 1))) append(laid, range);
	return laid;
}

/** The base without the nights of `gone`. Each sorted and without overlaps. */
export function without<T extends DateRange>(base: readonly T[], gone: readonly DateRange[]): T[] {
	const left: T[] = [];
	let place = 0;
	for (const range of base) {
		let from = range.start;
		while (place < gone.length && (gone[place] as DateRange).end <= from) place++;
		for (let next = place; next < gone.length; next++) {
			const { start, end } = gone[next] as DateRange;
			if (start >= range.end) break;
			if (start > from) left.push({ ...range, start: from, end: start });
			if (end > from) from = end;
		}
		if (from < range.end) left.push({ ...range, start: from });
	}
	return left;
}

/** The nights of the base that lie in `inside`. Each sorted and without overlaps. */
export function within<T extends DateRange>(base: readonly T[], inside: readonly DateRange[]): T[] {
	return without(base, without(base, inside));
}

/** Of two calendars, either of which may be true: the one with fewer rooms, night by night; where one is silent, the other. */
export function fewerRooms(one: readonly CalendarRange[], other: readonly CalendarRange[]): CalendarRange[] {
	return overlay(
		one,
		differences(one, other, (before, after) => before === null || (after.available ?? 0) < (before.available ?? 0)),
	);
}

/** Whether more rooms are to be sold than before, less what the channel has sold itself since, or than nobody knows how many. */
export function isOpening(before: NightValues | null, after: NightValues): boolean {
	const soldSince = before?.sold == null || after.sold === null ? 0 : Math.max(0, after.sold - before.sold);
	return (after.available ?? 0) > Math.max(0, (before?.available ?? 0) - soldSince);
}

/** How many nights the ranges have together. */
export function nightsIn(ranges: readonly DateRange[]): number {
	return ranges.reduce((sum, { start, end }) => sum + nightsBetween(start, end), 0);
}

function append(ranges: CalendarRange[], range: CalendarRange): void {
	const last = ranges.at(-1);
	if (last?.end === range.start && areEqual(last, range)) last.end = range.end;
	else ranges.push({ ...range });
}

function valuesOf(night: NightValues): NightValues {
	return Object.fromEntries(NIGHT_FIELDS.map((field) => [field, night[field]])) as unknown as NightValues;
}

function earlier(one: string, other: string): string {
	return one < other ? one : other;
}
