/** How many rooms are left for the room types and nights that a write has touched. */
import {
	compressCounts,
	freeRoomsPerNight,
	type AvailabilityRange,
	type WaitingStay,
} from '../../core/availability/counts';
import { overlaps, withinReach, type DateRange, type Occupancy } from '../../core/availability/ranges';
import { sharedRooms, type PlacedStay } from '../../core/availability/shared-rooms';
import type { TakenRoom } from '../ports/booking-store';
import { candidateRooms, roomsAlike } from '../room-conflicts/room-rack';
import type { RoomMap } from '../settings/room-map';
import { isActiveBooking, type Room, type RoomlessStay } from '../ports/records';
import type { PlannedStay } from './plan-stays';

export interface AvailabilityInput {
	channel: string;
	propertyId: string;
	stays: readonly PlannedStay[];
	/** What everybody else has in the nights in question. */
	occupied: readonly TakenRoom[];
	/** Who else stands in them without a room. */
	roomless: readonly RoomlessStay[];
	/** Rooms that are out of order in them. */
	closed: readonly Occupancy[];
	rooms: readonly Room[];
	roomMap: RoomMap;
}

/** A stay's room and nights, before or after the write. */
interface Touched extends DateRange {
	roomId: string | null;
	roomTypeId: string | null;
	/** Which it waits for, without one. */
	candidates: readonly string[];
}

/**
 * Free rooms after the write, for the nights that the stays had before it and have now: of the stays' own
 * room types, and of every type of the same channel and property that shares one of their rooms. A type of
 * which nobody has said which rooms serve it is left out.
 */
export function availabilityAfter({
	channel,
	propertyId,
	stays,
	occupied: around,
	roomless,
	closed,
	rooms,
	roomMap,
}: AvailabilityInput): AvailabilityRange[] {
	const roomsOf = candidateRooms(roomMap, rooms);
	const touched = stays.flatMap(touchedBy);
	// Others are known for weeks around, where rooms are looked for; here only these nights are counted.
	const counted = touched.map(withinReach);
	const occupied = around.filter((room) => counted.some((nights) => overlaps(room, nights)));
	const waiting: WaitingStay[] = [
		...roomless.map((stay) => ({ start: stay.start, end: stay.end, roomIds: roomsOf(stay) })),
		...stays
			.filter(({ next }) => isActiveBooking(next) && next.roomId === null)
			.map(({ nights, candidates }) => ({ ...nights, roomIds: candidates })),
		...sharedRooms(placed(stays, occupied, { roomMap, rooms })),
	];
	const taken = [...occupied, ...closed, ...stays.flatMap(occupancyOf)];
	const names = new Map(stays.map((stay) => [stay.baseline.roomTypeId, stay.roomName]));
	const counts = typesIn(roomMap, channel, propertyId, [...names.keys()]).flatMap((roomTypeId) => {
		const type = { channel, propertyId, roomTypeId, roomName: names.get(roomTypeId) ?? null };
		const roomIds = roomsOf(type);
		if (roomIds.length === 0) return [];
		return touched
			.filter(
				(nights) =>
					nights.roomTypeId === roomTypeId ||
					(nights.roomId === null
						? nights.candidates.some((roomId) => roomIds.includes(roomId))
						: roomIds.includes(nights.roomId)),
			)
			.flatMap((nights) => freeRoomsPerNight({ roomTypeId, roomIds }, taken, withinReach(nights), waiting));
	});
	return compressCounts(counts);
}

/** The room and nights of a stay; none where it does not stand or has no room. */
function occupancyOf({ next, nights }: PlannedStay): Occupancy[] {
	return isActiveBooking(next) && next.roomId !== null ? [{ roomId: next.roomId, ...nights }] : [];
}

/** Everybody with a room, and where else one who shares it could go: for a stay of others, to a room like it. */
function placed(
	stays: readonly PlannedStay[],
	occupied: readonly TakenRoom[],
	{ roomMap, rooms }: Pick<AvailabilityInput, 'roomMap' | 'rooms'>,
): PlacedStay[] {
	const own = stays.flatMap((stay) =>
		occupancyOf(stay).map((room) => ({ ...room, isDirect: false, instead: () => stay.candidates })),
	);
	const others = occupied.flatMap(({ isDayUse, ...room }) =>
		isDayUse ? [] : [{ ...room, isDirect: true, instead: () => roomsAlike(room.roomId, roomMap, rooms) }],
	);
	return [...own, ...others];
}

function touchedBy({ current, next, nightsBefore, nights, baseline, reference, candidates }: PlannedStay): Touched[] {
	const roomTypeId = reference?.baseline.roomTypeId ?? null;
	const before = nightsBefore ? [{ ...nightsBefore, roomId: current?.roomId ?? null, roomTypeId, candidates }] : [];
	return [...before, { ...nights, roomId: next.roomId, roomTypeId: baseline.roomTypeId, candidates }];
}

/** The stays' own types and, out of the room map, the other types of this channel and property. */
function typesIn(roomMap: RoomMap, channel: string, propertyId: string, own: ReadonlyArray<string | null>): string[] {
	const mapped = [...roomMap.keys()].flatMap((key) => {
		const [first, second, ...rest] = key.split('/');
		if (second === undefined) return [key];
		if (first !== channel) return [];
		return rest.length === 0 ? [second] : second === propertyId ? [rest.join('/')] : [];
	});
	return [...new Set([...own.filter((type) => type !== null), ...mapped])];
}
