/** The hotel's room rack, as rooms are put in order on it: who may go where, by the room map and on today's date. */
import type { WaitingStay } from '../../core/availability/counts';
import type { Occupancy } from '../../core/availability/ranges';
import type { PlacedStay } from '../../core/availability/shared-rooms';
import type { ActiveStay, OccupancySnapshot } from '../ports/occupancy';
import type { Room } from '../ports/records';
import { candidatesFor, findRooms, type RoomMap, type RoomTypeKey } from '../settings/room-map';

export interface RackStay extends ActiveStay {
	/** Active rooms of its type; empty for a direct guest, and where nobody has said which they are. */
	candidates: readonly string[];
	/** Whether it may be given another room without asking anybody. */
	mayMove: boolean;
	/** It has no room because there was none, or that was deleted, not because somebody has taken it away. */
	isWaiting: boolean;
}

export interface RoomRack extends Pick<OccupancySnapshot, 'conflicts'> {
	stays: readonly RackStay[];
	dayUse: readonly Occupancy[];
	/** Rooms out of order. */
	closures: readonly Occupancy[];
}

/** @param today the hotel's calendar date: a guest who has arrived is not moved */
export function rackOf(
	{ stays, dayUse, closures, rooms, conflicts }: OccupancySnapshot,
	map: RoomMap,
	today: string,
): RoomRack {
	const roomsOf = candidateRooms(map, rooms);
	const roomIds = new Set(rooms.map(({ id }) => id));
	return {
		dayUse,
		closures,
		conflicts,
		stays: stays.map((stay) => ({
			...stay,
			candidates: stay.reference ? roomsOf(stay.reference) : [],
			mayMove: mayMove(stay, today),
			isWaiting: isWaiting(stay, roomIds, today),
		})),
	};
}

/** The stays that stand without a room, as they wait for one of their type. */
export function waitingStays(stays: readonly ActiveStay[], roomsOf: ReturnType<typeof candidateRooms>): WaitingStay[] {
	return stays.flatMap(({ roomId, reference, start, end }) =>
		roomId === null && reference !== null ? [{ start, end, roomIds: roomsOf(reference) }] : [],
	);
}

/** The stays that have a room, with the rooms that each could be given instead: a direct guest any that is alike. */
export function placedStays(stays: readonly ActiveStay[], map: RoomMap, rooms: readonly Room[]): PlacedStay[] {
	const roomsOf = candidateRooms(map, rooms);
	return stays.flatMap(({ roomId, reference, start, end }) => {
		if (roomId === null) return [];
		const instead = () => (reference ? roomsOf(reference) : roomsAlike(roomId, map, rooms));
		return [{ roomId, start, end, isDirect: reference === null, instead }];
	});
}

/** The active rooms of every type that this one serves too. Reads the whole map. */
export function roomsAlike(roomId: string, map: RoomMap, rooms: readonly Room[]): string[] {
	const types = [...map.values()].map((names) =>
		names.flatMap((name) => findRooms(name, rooms).flatMap(({ id, isActive }) => (isActive ? [id] : []))),
	);
	return [...new Set(types.filter((ids) => ids.includes(roomId)).flat())];
}

/** The same answer for the many stays of a type, worked out once. */
export function candidateRooms(map: RoomMap, rooms: readonly Room[]): (type: RoomTypeKey) => readonly string[] {
	const known = new Map<string, readonly string[]>();
	return ({ channel, propertyId, roomTypeId, roomName }) => {
		const key = JSON.stringify([channel, propertyId, roomTypeId, roomName]);
		const found =
			known.get(key) ??
			candidatesFor({ channel, propertyId, roomTypeId, roomName }, map, rooms).rooms.map(({ id }) => id);
		known.set(key, found);
		return found;
	};
}

/** Who knew a room that was deleted may still be in it: people have to say where the guest is. */
function isWaiting({ reference, roomId, start }: ActiveStay, rooms: ReadonlySet<string>, today: string): boolean {
	if (roomId !== null || reference === null) return false;
	const { baselineRoomId, isCodeSent } = reference;
	return baselineRoomId === null || (!rooms.has(baselineRoomId) && !isCodeSent && start > today);
}

/** Never a direct guest's room, one that the desk chose, one whose door code the guest has, or a guest in the house. */
function mayMove({ reference, roomId, start }: ActiveStay, today: string): boolean {
	return (
		reference !== null &&
		roomId !== null &&
		roomId === reference.baselineRoomId &&
		!reference.isCodeSent &&
		start > today
	);
}
