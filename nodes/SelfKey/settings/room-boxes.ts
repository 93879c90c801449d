/** SelfKey's rooms as boxes to tick: what stands beside each on n8n's page, and how the room map names it. Pure. */
import { normalisedRoomName } from '../../../core/text/room-name';
import { shorten } from '../../../core/text/cut-text';
import type { KnownRoom } from './settings';

export interface RoomBox {
	room: KnownRoom;
	/** One of its own for each room. */
	label: string;
	/** For the room map: its name, or its ID where the name does not mean this room alone. */
	named: string;
}

/** On a line of the page. */
const MAX_LABEL = 80;
/** SelfKey takes no longer name in a room map. */
const MAX_NAME = 200;

/**
 * n8n's page gives back ticks as it was shown them, but divides what is ticked at commas, and takes `<` and `>` for the
 * beginning of HTML in one place and not in another. These look the same, and mean nothing there.
 */
const SAFE: Readonly<Record<string, string>> = { ',': '‚', '<': '‹', '>': '›' };

/** The text as it can stand beside a box, on one line. */
export function safeLabel(text: string): string {
	const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
	return shorten(
		line.replace(/[,<>]/g, (sign) => SAFE[sign] ?? ''),
		MAX_LABEL,
	).trim();
}

export function roomBoxes(rooms: readonly KnownRoom[]): RoomBox[] {
	const names = countBy(rooms, ({ name }) => normalisedRoomName(name));
	const labels = countBy(rooms, ({ name }) => normalisedRoomName(safeLabel(name)));
	const ids = new Set(rooms.map(({ id }) => id));
	const taken = new Set<string>();
	return rooms.map((room) => {
		const { id, name } = room;
		const label = safeLabel(name);
		const isPlain = label !== '' && labels.get(normalisedRoomName(label)) === 1;
		// The ID, not a number: whoever adds a room meanwhile must not change which of two is ticked.
		const own = isPlain ? label : safeLabel(`${shorten(label, MAX_LABEL / 2)} (${id})`);
		const isAlone = names.get(normalisedRoomName(name)) === 1 && (name === id || !ids.has(name));
		return { room, label: notYet(own, taken), named: isAlone && isStorable(name) ? name : id };
	});
}

/** A room may bear the name that another one's box has been given. */
function notYet(label: string, taken: Set<string>): string {
	let own = label;
	for (let copy = 2; taken.has(own); copy++) own = `${label} ${copy}`;
	taken.add(own);
	return own;
}

/** Finds the boxes that a text of the room map means, as SelfKey reads it: the room with this ID, else all of this name. */
export function boxFinder(boxes: readonly RoomBox[]): (text: string) => readonly RoomBox[] {
	const byId = new Map(boxes.map((box) => [box.room.id, [box]]));
	const byName = new Map<string, RoomBox[]>();
	for (const box of boxes) {
		const name = normalisedRoomName(box.room.name);
		byName.set(name, [...(byName.get(name) ?? []), box]);
	}
	return (text) => byId.get(text) ?? byName.get(normalisedRoomName(text)) ?? [];
}

/** What SelfKey takes as a name in the room map. */
function isStorable(name: string): boolean {
	return name.trim() !== '' && name.length <= MAX_NAME && !/[\0\p{Cs}]/u.test(name);
}

function countBy(rooms: readonly KnownRoom[], keyOf: (room: KnownRoom) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const room of rooms) counts.set(keyOf(room), (counts.get(keyOf(room)) ?? 0) + 1);
	return counts;
}
