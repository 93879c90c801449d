/** Whether the hotel's rooms and the channels' room types are connected, seen from both sides. Pure. */
import { sameRoomName } from '../../../core/text/room-name';
import type { KnownRoom, SettingsInSelfKey } from '../settings/settings';
import { listed, type SetupCheck } from './setup-check';

export function roomChecks({ settings: { roomMap }, rooms, roomTypes }: SettingsInSelfKey): SetupCheck[] {
	const named = Object.values(roomMap).flat();
	const unserved = roomTypes
		.filter(({ isServed }) => !isServed)
		.map(
			({ roomType, name, stays }) =>
				`${roomType}${name ? ` "${name}"` : ''} (${stays} ${stays === 1 ? 'stay' : 'stays'})`,
		);
	const unknown = named.filter((name) => !rooms.some((room) => isRoom(room, name)));
	const idle = roomsWithoutType(rooms, named);
	return [
		unserved.length > 0
			? {
					check: 'roomTypes',
					state: 'bad',
					says: `Guests have booked room types that no room serves: ${listed(unserved)}. Name their rooms in the form of "00 Hotel settings".`,
				}
			: { check: 'roomTypes', state: 'good', says: 'Every room type that guests have booked has rooms.' },
		unknown.length > 0
			? {
					check: 'rooms',
					state: 'bad',
					says: `The settings name rooms that SelfKey does not have, or not active: ${listed([...new Set(unknown)])}.`,
				}
			: idle.length > 0
				? {
						check: 'rooms',
						state: 'warning',
						says: `No room type is served by: ${listed(idle)}. If they are to be sold on a channel, add them to a room type in the form of "00 Hotel settings".`,
					}
				: { check: 'rooms', state: 'good', says: `All ${rooms.length} rooms serve a room type.` },
	];
}

/** @param named rooms of the map, by name or ID */
export function roomsWithoutType(rooms: readonly KnownRoom[], named: readonly string[]): string[] {
	return rooms.filter((room) => !named.some((name) => isRoom(room, name))).map(({ name }) => name);
}

function isRoom({ id, name }: KnownRoom, text: string): boolean {
	return id === text || sameRoomName(name, text);
}
