/**
 * The hotel's room map as people write it: a line a room type, `1296364403 = 101, 102, 103`, or JSON. Pure.
 * Keys are `roomTypeId` or `channel/propertyId/roomTypeId`; values are SelfKey's room names or ids.
 */

export type RoomMapEntries = Record<string, string[]>;

/**
 * Reads a map; an empty text is an empty map. Lines that are empty or begin with `#` are passed over.
 * @throws RangeError naming the line that cannot be read
 */
export function readRoomMap(value: unknown): RoomMapEntries {
	if (value === null || value === undefined) return {};
	if (typeof value === 'object' && !Array.isArray(value)) return fromObject(value as Record<string, unknown>);
	const text = String(value).trim();
	if (text === '') return {};
	return text.startsWith('{') ? fromObject(parse(text)) : fromLines(text);
}

/** One line of a map as it was typed; `rooms` is empty where the line cannot be read. */
export interface RoomMapLine {
	/** From 1. */
	line: number;
	text: string;
	roomType: string;
	rooms: string[];
}

/** The lines of a map that say something, those among them that cannot be read too. */
export function roomMapLines(text: string): RoomMapLine[] {
	return text.split(/\r?\n|;/).flatMap((typed, index) => {
		const entry = typed.trim();
		if (entry === '' || entry.startsWith('#')) return [];
		const equals = entry.indexOf('=');
		const roomType = entry.slice(0, Math.max(0, equals)).trim();
		const rooms = equals < 0 || roomType === '' ? [] : names(entry.slice(equals + 1).split(','));
		return [{ line: index + 1, text: entry, roomType, rooms }];
	});
}

function fromLines(text: string): RoomMapEntries {
	// No plain object: a type may be called "constructor".
	const map = new Map<string, string[]>();
	for (const { line, roomType, rooms } of roomMapLines(text)) {
		if (rooms.length === 0) {
			throw new RangeError(`Line ${line} of the room map is not of the form "room type ID = room, room, …"`);
		}
		map.set(roomType, [...new Set([...(map.get(roomType) ?? []), ...rooms])]);
	}
	return Object.fromEntries(map);
}

function fromObject(object: Record<string, unknown>): RoomMapEntries {
	return Object.fromEntries(
		Object.entries(object).map(([key, value]) => {
			const values = [value].flat();
			const rooms = names(values);
			if (
				key.trim() === '' ||
				rooms.length === 0 ||
				values.some((name) => typeof name !== 'string' && typeof name !== 'number')
			) {
				throw new RangeError(
					`The room map must give "${key.slice(0, 60)}" a list of room names, such as ["101", "102"]`,
				);
			}
			return [key.trim(), [...new Set(rooms)]];
		}),
	);
}

function names(values: unknown[]): string[] {
	return values.map((value) => String(value).trim()).filter((name) => name !== '');
}

function parse(text: string): Record<string, unknown> {
	const map = jsonOf(text);
	if (map === undefined)
		throw new RangeError(
			'The room map begins like JSON but is not valid JSON; correct it, or write one line for each room type, such as 1296364403 = 101, 102',
		);
	return map as Record<string, unknown>;
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
