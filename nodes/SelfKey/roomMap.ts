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

function fromLines(text: string): RoomMapEntries {
	const map: RoomMapEntries = {};
	for (const [index, line] of text.split(/\r?\n|;/).entries()) {
		const entry = line.trim();
		if (entry === '' || entry.startsWith('#')) continue;
		const equals = entry.indexOf('=');
		const key = entry.slice(0, Math.max(0, equals)).trim();
		const rooms = names(entry.slice(equals + 1).split(','));
		if (equals < 0 || key === '' || rooms.length === 0) {
			throw new RangeError(`Line ${index + 1} of the room map is not of the form "room type ID = room, room, …"`);
		}
		map[key] = [...new Set([...(map[key] ?? []), ...rooms])];
	}
	return map;
}

function fromObject(object: Record<string, unknown>): RoomMapEntries {
	return Object.fromEntries(
		Object.entries(object).map(([key, value]) => {
			const rooms = names([value].flat());
			if (rooms.length === 0) throw new RangeError(`The room map names no room for "${key.slice(0, 60)}"`);
			return [key.trim(), rooms];
		}),
	);
}

function names(values: unknown[]): string[] {
	return values.filter((value) => typeof value === 'string' || typeof value === 'number').map((value) => String(value).trim()).filter((name) => name !== '');
}

function parse(text: string): Record<string, unknown> {
	const map = jsonOf(text);
	if (map === undefined) throw new RangeError('The room map begins like JSON but is not valid JSON');
	return map as Record<string, unknown>;
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
