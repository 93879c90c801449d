/** Which room types the channels' guests have booked, so that a person connects what there is instead of typing it. Pure. */
import type { ActiveStay } from '../ports/occupancy';
import type { Room } from '../ports/records';
import { candidatesFor, entryFor, type RoomMap } from './room-map';

export interface BookedRoomType {
	/** The entry of the room map that serves it, or else the one that would: `channel/roomTypeId`. */
	roomType: string;
	/** What the channel calls it; `null` where it gives no name. */
	name: string | null;
	/** Those that stand, from today on. */
	stays: number;
	/** Whether the hotel has an active room for it, by the room map or by its name. */
	isServed: boolean;
	/** The names of those rooms. */
	rooms: string[];
}

/** More than this nobody maps in a form. */
const MAX_TYPES = 500;

export function bookedRoomTypes(stays: readonly ActiveStay[], map: RoomMap, rooms: readonly Room[]): BookedRoomType[] {
	const types = new Map<string, BookedRoomType>();
	for (const { reference } of stays) {
		if (reference === null || reference.roomTypeId === null) continue;
		const { channel, roomTypeId, roomName } = reference;
		const key = { ...reference, roomTypeId };
		const roomType = entryFor(key, map) ?? `${channel}/${roomTypeId}`;
		const known = types.get(roomType);
		if (known) types.set(roomType, { ...known, name: known.name ?? roomName, stays: known.stays + 1 });
		else if (types.size < MAX_TYPES) {
			const serving = candidatesFor(key, map, rooms).rooms.map((room) => room.name);
			types.set(roomType, { roomType, name: roomName, stays: 1, isServed: serving.length > 0, rooms: serving });
		}
	}
	return [...types.values()].sort((one, other) => one.roomType.localeCompare(other.roomType, 'en', { numeric: true }));
}
