/**
 * The hotel's room map as people write it: one line per room type, `1296364403 = 101, 102, 103`, or JSON. Pure.
 * Keys are `roomTypeId`, `channel/roomTypeId` or `channel/propertyId/roomTypeId`; values are SelfKey's room names or ids.
 */

import type { ListsByName } from '../../../core/payload/lists-by-name';
import { repeatedNames } from '../../../core/payload/repeated-names';
import { wordsIn, type Words } from '../words/words';

type Mistakes = Pick<Words['mistakes'], 'notAList' | 'notJson' | 'namedTwice'>;

/**
 * Reads a map; an empty text is an empty map. Lines that are empty or begin with `#` are ignored.
 * @throws RangeError that names the line that cannot be read
 */
export function readTypedRoomMap(value: unknown, say: Mistakes = wordsIn('en').mistakes): ListsByName {
	if (value === null || value === undefined) return {};
	if (typeof value === 'object' && !Array.isArray(value)) return fromObject(value as Record<string, unknown>, say);
	const text = String(value).trim();
	if (text === '') return {};
	return text.startsWith('{') ? fromObject(parse(text, say), say) : fromLines(text);
}

/**
 * A map as a person would type it, in the order of the room types, since a database does not keep that of the lines;
 * as JSON if a name could not be read back from a line.
 */
export function roomMapText(map: Readonly<Record<string, readonly string[]>>): string {
	const lines = entriesOf(map).map(([roomType, rooms]) => `${roomType} = ${rooms.join(', ')}`);
	const text = lines.join('\n');
	return isReadAs(text, map) ? text : JSON.stringify(map);
}

function entriesOf<T>(map: Readonly<Record<string, T>>): Array<[string, T]> {
	return Object.entries(map).sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
}

function isReadAs(text: string, map: Readonly<Record<string, readonly string[]>>): boolean {
	const lines = text.trim().startsWith('{') ? [] : roomMapLines(text);
	const entries = entriesOf(map);
	return (
		lines.length === entries.length &&
		entries.every(([roomType, rooms], index) => {
			const line = lines[index];
			return line?.roomType === roomType && line.rooms.join('\n') === rooms.join('\n') && rooms.length > 0;
		})
	);
}

/** One line of a map as it was typed; `rooms` is empty if the line cannot be read. */
export interface RoomMapLine {
	/** Counted from 1. */
	line: number;
	text: string;
	roomType: string;
	rooms: readonly string[];
}

/** The lines of a map that are neither empty nor comments, including those that cannot be read. */
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

function fromLines(text: string): ListsByName {
	// Not a plain object: a type may be called "constructor".
	const map = new Map<string, string[]>();
	for (const { line, roomType, rooms } of roomMapLines(text)) {
		if (rooms.length === 0) {
			throw new RangeError(`Line ${line} of the room map is not of the form "room type ID = room, room, …"`);
		}
		if (map.has(roomType)) throw new RangeError(`Line ${line} of the room map names ${roomType} once more`);
		map.set(roomType, [...new Set(rooms)]);
	}
	return Object.fromEntries(map);
}

function fromObject(object: Record<string, unknown>, say: Mistakes): ListsByName {
	// Not a plain object: a type may be called "constructor".
	const map = new Map<string, string[]>();
	for (const [key, value] of Object.entries(object)) {
		const values = [value].flat();
		const rooms = names(values);
		if (
			key.trim() === '' ||
			rooms.length === 0 ||
			values.some((name) => typeof name !== 'string' && typeof name !== 'number')
		) {
			throw new RangeError(say.notAList(key.slice(0, 60)));
		}
		const roomType = key.trim();
		if (map.has(roomType)) throw new RangeError(say.namedTwice(roomType.slice(0, 60)));
		map.set(roomType, [...new Set(rooms)]);
	}
	return Object.fromEntries(map);
}

function names(values: unknown[]): string[] {
	return values.map((value) => String(value).trim()).filter((name) => name !== '');
}

function parse(text: string, say: Mistakes): Record<string, unknown> {
	const map = jsonOf(text);
	if (map === undefined) throw new RangeError(say.notJson);
	// Of two lists for a type, JSON keeps the last and says nothing.
	const [repeated] = repeatedNames(text);
	if (repeated !== undefined) throw new RangeError(say.namedTwice(repeated.slice(0, 60)));
	return map as Record<string, unknown>;
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
