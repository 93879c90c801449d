/** What is wrong with a hotel's settings as a person typed them, and the rows that they are saved as. Pure. */
import { DateTime } from 'luxon';
import { readRoomMap, roomMapLines, type RoomMapLine } from '../reservations/room-map';

export interface TypedSettings {
	hotelSlug: string;
	/** Separated by commas, semicolons or white space. */
	propertyIds: string;
	/** A line for each room type, `1296364403 = 101, 102`, or JSON. */
	roomMap: string;
	/** An IANA name, such as `Europe/Zurich`. */
	timeZone: string;
	alertAddress: string;
}

/** What is saved for one property. */
export interface SettingsRow {
	channel: string;
	propertyId: string;
	hotelSlug: string;
	roomMap: string;
	timeZone: string;
	alertAddress: string;
}

/** A room of SelfKey's that is in use. */
export interface KnownRoom {
	id: string;
	name: string;
}

/** Whatever can be said without asking SelfKey, each with its line. */
export function mistakesIn(typed: TypedSettings): string[] {
	return [
		...propertyMistakes(typed.propertyIds),
		...roomMapMistakes(typed.roomMap),
		...timeZoneMistakes(typed.timeZone),
	];
}

/** Rooms that are named and that SelfKey does not have. */
export function unknownRoomsIn({ roomMap }: TypedSettings, known: readonly KnownRoom[]): string[] {
	const isKnown = (room: string) =>
		known.some(({ id, name }) => id === room || name.trim().toLowerCase() === room.toLowerCase());
	return linesOf(roomMap).flatMap(({ line, rooms }) =>
		rooms
			.filter((room) => !isKnown(room))
			.map((room) => `${line > 0 ? `Line ${line}: ` : ''}SelfKey has no active room called ${room}`),
	);
}

/** One row for each property, once. */
export function settingsRows({
	propertyIds,
	hotelSlug,
	roomMap,
	timeZone,
	alertAddress,
}: TypedSettings): SettingsRow[] {
	return [...new Set(idsIn(propertyIds))].map((propertyId) => ({
		channel: 'booking.com',
		propertyId,
		hotelSlug: hotelSlug.trim(),
		roomMap: roomMap.trim(),
		timeZone: timeZone.trim(),
		alertAddress: alertAddress.trim(),
	}));
}

function propertyMistakes(propertyIds: string): string[] {
	const ids = idsIn(propertyIds);
	if (ids.length === 0) return ['Enter at least one property ID of Booking.com'];
	return ids.filter((id) => !/^\d{1,12}$/.test(id)).map((id) => `Booking.com's property IDs have digits only: ${id}`);
}

function roomMapMistakes(roomMap: string): string[] {
	if (isJson(roomMap)) {
		const problem = problemOf(() => readRoomMap(roomMap));
		return problem === null ? [] : [problem];
	}
	const lines = roomMapLines(roomMap);
	if (lines.length === 0)
		return ['No room at all is named; write a line for each room type, such as 1296364403 = 101, 102'];
	return lines
		.filter(({ rooms }) => rooms.length === 0)
		.map(({ line, text }) => `Line ${line} is not of the form "room type = room, room": ${text}`);
}

function timeZoneMistakes(timeZone: string): string[] {
	return DateTime.utc().setZone(timeZone.trim()).isValid
		? []
		: [`This is no time zone (write it like Europe/Zurich): ${timeZone.trim() || 'nothing'}`];
}

/** The lines that can be read; those of JSON have no number. */
function linesOf(roomMap: string): RoomMapLine[] {
	if (!isJson(roomMap)) return roomMapLines(roomMap);
	if (problemOf(() => readRoomMap(roomMap)) !== null) return [];
	return Object.entries(readRoomMap(roomMap)).map(([roomType, rooms]) => ({
		line: 0,
		text: roomType,
		roomType,
		rooms,
	}));
}

function isJson(roomMap: string): boolean {
	return roomMap.trim().startsWith('{');
}

function idsIn(propertyIds: string): string[] {
	return propertyIds.split(/[\s,;]+/).filter((id) => id !== '');
}

function problemOf(read: () => unknown): string | null {
	try {
		read();
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : 'The room map cannot be read';
	}
}
