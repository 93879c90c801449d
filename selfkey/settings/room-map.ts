/** Which of SelfKey's rooms may serve a channel's room type. SelfKey itself knows rooms only, no types. */
import { listsByName } from '../../core/payload/lists-by-name';
import { normalisedRoomName } from '../../core/text/room-name';
import type { Room } from '../ports/records';

/** Keys are `channel/propertyId/roomTypeId`, `channel/roomTypeId` or `roomTypeId`; the values are names or ids of rooms. */
export type RoomMap = ReadonlyMap<string, readonly string[]>;

/** What a room stay asks for. */
export interface RoomTypeKey {
	channel: string;
	propertyId: string;
	roomTypeId: string | null;
	roomName: string | null;
}

export interface Candidates {
	/** Active rooms, in the order of the map. */
	rooms: Room[];
	/** What the map names and the hotel does not have, or not active. */
	unknown: string[];
}

/** Reads a map out of JSON. */
export function readRoomMap(value: unknown): RoomMap {
	return new Map(Object.entries(listsByName(value)));
}

/** The base with the entries of `over` in front of it. */
export function overlayRoomMap(base: RoomMap, over: RoomMap): RoomMap {
	return new Map([...base, ...over]);
}

/**
 * The rooms for a room type: by the map's entry for channel and property, else for the channel, else for the
 * type alone, else the room that bears the type's id or name (as SelfKey's documented webhook finds it).
 */
export function candidatesFor(type: RoomTypeKey, map: RoomMap, rooms: readonly Room[]): Candidates {
	const { roomTypeId, roomName } = type;
	const entry = entryFor(type, map);
	const names = entry === undefined ? undefined : map.get(entry);
	const wanted = names ?? [roomTypeId, roomName].filter((name) => name !== null);
	const found = new Set<Room>();
	const unknown: string[] = [];
	for (const name of wanted) {
		const matches = findRooms(name, rooms).filter(({ isActive }) => isActive);
		if (matches.length === 0) unknown.push(name);
		for (const room of matches) found.add(room);
		// Without a map the id decides and the name is only the second try.
		if (!names && matches.length > 0) break;
	}
	return { rooms: [...found], unknown: names ? unknown : [] };
}

/** The entry of the map that counts for a room type, the most exact one first. */
export function entryFor(
	{ channel, propertyId, roomTypeId }: Omit<RoomTypeKey, 'roomName'>,
	map: RoomMap,
): string | undefined {
	if (roomTypeId === null) return undefined;
	return [`${channel}/${propertyId}/${roomTypeId}`, `${channel}/${roomTypeId}`, roomTypeId].find((entry) =>
		map.has(entry),
	);
}

/** The room with this id, else every room with this name; capitals and spaces around it do not matter. */
export function findRooms(name: string, rooms: readonly Room[]): readonly Room[] {
	const { byId, byName } = directoryOf(rooms);
	return byId.get(name) ?? byName.get(normalisedRoomName(name)) ?? [];
}

interface Directory {
	byId: ReadonlyMap<string, readonly Room[]>;
	byName: ReadonlyMap<string, readonly Room[]>;
}

/** A type may have thousands of rooms, each looked up by its name for every stay. */
const directories = new WeakMap<readonly Room[], Directory & { size: number }>();

function directoryOf(rooms: readonly Room[]): Directory {
	const known = directories.get(rooms);
	// A list that has grown since is read again.
	if (known?.size === rooms.length) return known;
	const made = {
		size: rooms.length,
		byId: groupBy(rooms, ({ id }) => id),
		byName: groupBy(rooms, ({ name }) => normalisedRoomName(name)),
	};
	directories.set(rooms, made);
	return made;
}

function groupBy(rooms: readonly Room[], keyOf: (room: Room) => string): Map<string, Room[]> {
	const groups = new Map<string, Room[]>();
	for (const room of rooms) {
		const group = groups.get(keyOf(room));
		if (group) group.push(room);
		else groups.set(keyOf(room), [room]);
	}
	return groups;
}
