/** How many rooms of each type are free, night by night and as ranges. */
import { addDays, eachNight } from '../reservation/dates';
import { isFree, type DateRange, type Occupancy } from './ranges';

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

/** The number of free rooms of the type for each night of the range. */
export function freeRoomsPerNight(type: RoomTypeRooms, occupied: readonly Occupancy[], range: DateRange): NightCount[] {
	const rooms = [...new Set(type.roomIds)].map((roomId) => occupied.filter((occupancy) => occupancy.roomId === roomId));
	return eachNight(range.start, range.end).map((date) => {
		const night = { start: date, end: addDays(date, 1) };
		return { roomTypeId: type.roomTypeId, date, available: rooms.filter((taken) => isFree(taken, night)).length };
	});
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
