/** Whether the hotel's rooms and the channels' room types are connected, seen from both sides. Pure. */
import { sameRoomName } from '../../../core/text/room-name';
import type { KnownRoom, SettingsInSelfKey } from '../settings/settings';
import type { Words } from '../words/words';
import { listed, type SetupCheck } from './setup-check';

export function roomChecks({ settings: { roomMap }, rooms, roomTypes }: SettingsInSelfKey, words: Words): SetupCheck[] {
	const say = words.setup;
	const named = Object.values(roomMap).flat();
	const unserved = roomTypes
		.filter(({ isServed }) => !isServed)
		.map(({ roomType, name, stays }) => say.roomTypes.booked(roomType, name, stays));
	const unknown = named.filter((name) => !rooms.some((room) => isRoom(room, name)));
	const idle = roomsWithoutType(rooms, named);
	return [
		unserved.length > 0
			? {
					check: 'roomTypes',
					state: 'bad',
					says: say.roomTypes.unserved(listed(unserved, words)),
				}
			: { check: 'roomTypes', state: 'good', says: say.roomTypes.good },
		unknown.length > 0
			? {
					check: 'rooms',
					state: 'bad',
					says: say.rooms.unknown(listed([...new Set(unknown)], words)),
				}
			: idle.length > 0
				? {
						check: 'rooms',
						state: 'warning',
						says: say.rooms.idle(listed(idle, words)),
					}
				: { check: 'rooms', state: 'good', says: say.rooms.good(rooms.length) },
	];
}

/** @param named rooms of the map, by name or ID */
export function roomsWithoutType(rooms: readonly KnownRoom[], named: readonly string[]): string[] {
	return rooms.filter((room) => !named.some((name) => isRoom(room, name))).map(({ name }) => name);
}

function isRoom({ id, name }: KnownRoom, text: string): boolean {
	return id === text || sameRoomName(name, text);
}
