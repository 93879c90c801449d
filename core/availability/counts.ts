/** How many rooms of each type are free, night by night and as ranges. */
import { addDays, eachNight } from '../reservation/dates';
import { matchedStays } from './matching';
import { isFree, overlaps, type DateRange, type Occupancy } from './ranges';

export interface RoomTypeRooms {
	roomTypeId: string;
	roomIds: readonly string[];
}

export interface NightCount {
	roomTypeId: string;
	/** The night that begins on this date. */
	date: string;
	available: number;
}

/** The same count for every night from `start` to `end` (exclusive). */
export interface AvailabilityRange extends DateRange {
	roomTypeId: string;
	available: number;
}

/** An active stay without a room, and the rooms that it could be given. */
export interface WaitingStay extends DateRange {
	roomIds: readonly string[];
}

/**
 * Rooms of the type that can still be sold, for each night of the range: nobody has them, and no stay without a
 * room needs them. Such stays are given rooms of other types first, if those serve as well.
 */
export function freeRoomsPerNight(
	type: RoomTypeRooms,
	occupied: readonly Occupancy[],
	range: DateRange,
	waiting: readonly WaitingStay[] = [],
): NightCount[] {
	const takenIn = new Map<string, Occupancy[]>();
	const known = new Set([...type.roomIds, ...waiting.flatMap(({ roomIds }) => roomIds)]);
	for (const roomId of known) takenIn.set(roomId, []);
	for (const occupancy of occupied) takenIn.get(occupancy.roomId)?.push(occupancy);
	const own = new Set(type.roomIds);
	return eachNight(range.start, range.end).map((date) => {
		const night = { start: date, end: addDays(date, 1) };
		const isOpen = (roomId: string) => isFree(takenIn.get(roomId) ?? [], night);
		const free = [...own].filter(isOpen);
		const tonight = waiting.filter((stay) => overlaps(stay, night));
		const needed = tonight.length > 0 ? neededOf(tonight, own, isOpen) : 0;
		return { roomTypeId: type.roomTypeId, date, available: free.length - needed };
	});
}

/**
 * How many of the type's own free rooms the waiting stays need: as many as can be placed at all, less those that fit
 * into other types.
 */
function neededOf(
	waiting: readonly WaitingStay[],
	own: ReadonlySet<string>,
	isOpen: (roomId: string) => boolean,
): number {
	const open = waiting.map(({ roomIds }) => roomIds.filter(isOpen));
	return matchedStays(open) - matchedStays(open.map((roomIds) => roomIds.filter((roomId) => !own.has(roomId))));
}

/**
 * Merges neighbouring nights of a type with the same count into one range with an exclusive end, sorted by type and
 * date. If a type and night occur twice, the last count wins.
 */
export function compressCounts(counts: readonly NightCount[]): AvailabilityRange[] {
	const byNight = new Map(counts.map((count) => [JSON.stringify([count.roomTypeId, count.date]), count]));
	const sorted = [...byNight.values()].sort((a, b) => compare(a.roomTypeId, b.roomTypeId) || compare(a.date, b.date));
	const ranges: AvailabilityRange[] = [];
	for (const { roomTypeId, date, available } of sorted) {
		const last = ranges.at(-1);
		if (last?.roomTypeId === roomTypeId && last.end === date && last.available === available)
			last.end = addDays(date, 1);
		else ranges.push({ roomTypeId, start: date, end: addDays(date, 1), available });
	}
	return ranges;
}

/** The inverse of `compressCounts`. */
export function expandRanges(ranges: readonly AvailabilityRange[]): NightCount[] {
	return ranges.flatMap(({ roomTypeId, start, end, available }) =>
		eachNight(start, end).map((date) => ({ roomTypeId, date, available })),
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
