/** Whether the hotel's rooms and the channels' room types are connected, seen from both sides. Pure. */
import { channelById } from '../../../core/channel/channels';
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
	const heard = sendersIn(roomTypes.map(({ roomType }) => roomType));
	const strangers = sendersIn(Object.keys(roomMap)).filter(
		(sender) => channelById(sender) === null && !heard.includes(sender),
	);
	return [typesCheck(unserved, strangers, words), roomsCheck(rooms, unknown, idle, words)];
}

function typesCheck(unserved: readonly string[], strangers: readonly string[], words: Words): SetupCheck {
	const check = 'roomTypes';
	const say = words.setup.roomTypes;
	if (unserved.length > 0) return { check, state: 'bad', says: say.unserved(listed(unserved, words)) };
	if (strangers.length > 0) return { check, state: 'unknown', says: say.strangers(listed(strangers, words)) };
	return { check, state: 'good', says: say.good };
}

function roomsCheck(
	rooms: readonly KnownRoom[],
	unknown: readonly string[],
	idle: readonly string[],
	words: Words,
): SetupCheck {
	const check = 'rooms';
	const say = words.setup.rooms;
	if (rooms.length === 0) return { check, state: 'bad', says: say.none };
	if (unknown.length > 0) return { check, state: 'bad', says: say.unknown(listed([...new Set(unknown)], words)) };
	if (idle.length > 0) return { check, state: 'warning', says: say.idle(listed(idle, words)) };
	return { check, state: 'good', says: say.good(rooms.length) };
}

/** Who sells the types that are named with their channel. */
function sendersIn(roomTypes: readonly string[]): string[] {
	const senders = roomTypes
		.filter((roomType) => roomType.includes('/'))
		.map((roomType) => roomType.split('/')[0] ?? '');
	return [...new Set(senders)];
}

/** @param named rooms of the map, by name or ID */
export function roomsWithoutType(rooms: readonly KnownRoom[], named: readonly string[]): string[] {
	return rooms.filter((room) => !named.some((name) => isRoom(room, name))).map(({ name }) => name);
}

function isRoom({ id, name }: KnownRoom, text: string): boolean {
	return id === text || sameRoomName(name, text);
}
