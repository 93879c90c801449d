/** Which rooms a guest could still be given for a whole stay. Pure. */
import { assignRooms } from './assign';
import type { WaitingStay } from './counts';
import { isFree, overlaps, type DateRange, type Occupancy } from './ranges';

export interface FreeRoomsQuestion {
	/** Rooms that are asked about, each once. */
	roomIds: readonly string[];
	/** Rooms that stays, day use and works take. */
	taken: readonly Occupancy[];
	/** Stays without a room: each needs one of its rooms, and is given one that nobody asks about first. */
	waiting: readonly WaitingStay[];
	range: DateRange;
}

/** The rooms that nobody has on any night of the range, and that no waiting stay needs in it. In the order of `roomIds`. */
export function freeRooms({ roomIds, taken, waiting, range }: FreeRoomsQuestion): string[] {
	const asked = new Set(roomIds);
	const inRange = taken.filter((occupancy) => overlaps(occupancy, range));
	const stays = waiting
		.filter((stay) => overlaps(stay, range))
		.map(({ start, end, roomIds: candidates }, index) => ({
			// Only its nights within the range are of interest: what it lacks outside of it is no reason to pass over a room here.
			start: start > range.start ? start : range.start,
			end: end < range.end ? end : range.end,
			stayId: String(index),
			candidates,
		}));
	const elsewhere = stays.map((stay) => ({ ...stay, candidates: stay.candidates.filter((id) => !asked.has(id)) }));
	const placedElsewhere = assignRooms(elsewhere, inRange);
	const left = stays.filter(({ stayId }) => (placedElsewhere.get(stayId) ?? null) === null);
	const placedHere = assignRooms(
		left.map((stay) => ({ ...stay, candidates: stay.candidates.filter((id) => asked.has(id)) })),
		inRange,
	);
	const needed = new Set(placedHere.values());
	const busy = new Map<string, Occupancy[]>();
	for (const occupancy of inRange) busy.set(occupancy.roomId, [...(busy.get(occupancy.roomId) ?? []), occupancy]);
	return roomIds.filter((roomId) => isFree(busy.get(roomId) ?? [], range) && !needed.has(roomId));
}
