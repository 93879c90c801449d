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
	// No plain object: a type may be called "constructor".
	const map = new Map<string, string[]>();
	for (const [index, line] of text.split(/\r?\n|;/).entries()) {
		const entry = line.trim();
		if (entry === '' || entry.startsWith('#')) continue;
		const equals = entry.indexOf('=');
		const key = entry.slice(0, Math.max(0, equals)).trim();
		const rooms = equals < 0 ? [] : names(entry.slice(equals + 1).split(','));
		if (key === '' || rooms.length === 0) {
			throw new RangeError(`Line ${index + 1} of the room map is not of the form "room type ID = room, room, …"`);
		}
		map.set(key, [...new Set([...(map.get(key) ?? []), ...rooms])]);
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
