/** What a channel's calendar of one or several rooms shows as not available. Pure. */
import { freeRoomsPerNight, type WaitingStay } from '../availability/counts';
import { isFree, type DateRange, type Occupancy } from '../availability/ranges';
import { addDays } from '../reservation/dates';
import { OWN_MARK, OWN_SUMMARY, ownUid } from './own-events';
import type { WrittenEvent } from '../ical/write-calendar';

const OWN = { summary: OWN_SUMMARY, description: OWN_MARK };

export interface Occupied extends Occupancy {
	/** Of the booking; only its hash is shown. */
	id: string;
}

/**
 * One event for each booking of a room, with the same UID for as long as the booking lasts, wherever its dates move. For
 * several rooms that are sold as one: an event for each night in which none of them is free, since a range would be
 * another one as soon as its first night is over or one more is taken. SelfKey's ids are unique among all hotels.
 * @param window the nights that are shown
 * @param held what needs one of its rooms without being a booking that has one, such as a stay that waits for a room
 * @param kept the rooms of a type, once for each of its last ones that no channel sells. A room is one of its type's, so its own
 * calendar keeps them too; that of all rooms of several types keeps none.
 */
export function closedNights(
	roomIds: readonly string[],
	occupied: readonly Occupied[],
	window: DateRange,
	held: readonly WaitingStay[] = [],
	kept: readonly WaitingStay[] = [],
): WrittenEvent[] {
	const own = occupied.filter(
		({ roomId, start, end }) => roomIds.includes(roomId) && start < end && end > window.start && start < window.end,
	);
	const events = roomIds.length === 1 ? own : [];
	const types = [
		{ roomIds, kept: [] },
		...typesKept(kept).filter((type) => roomIds.every((id) => type.roomIds.includes(id))),
	];
	const full = new Set(types.flatMap((type) => nightsFull(type, occupied, window, held)));
	const closed = [...full].sort().filter((date) => isFree(events, { start: date, end: addDays(date, 1) }));
	const rooms = [...roomIds].sort();
	return [
		...events.map(({ id, start, end }) => ({ uid: ownUid([id]), start, end, ...OWN })),
		...closed.map((date) => ({
			...{ uid: ownUid([...rooms, date]), start: date, end: addDays(date, 1), ...OWN },
		})),
	];
}

interface TypeKept {
	roomIds: readonly string[];
	/** The nights for each of its last rooms that no channel sells. */
	kept: readonly DateRange[];
}

function typesKept(kept: readonly WaitingStay[]): TypeKept[] {
	const byRooms = new Map<string, { roomIds: readonly string[]; kept: DateRange[] }>();
	for (const { roomIds, ...nights } of kept) {
		const name = JSON.stringify([...roomIds].sort());
		const type = byRooms.get(name) ?? { roomIds, kept: [] };
		type.kept.push(nights);
		byRooms.set(name, type);
	}
	return [...byRooms.values()];
}

/** The nights with no more free rooms than are kept. Held rooms may be others of the hotel, which then serve as well. */
function nightsFull(
	{ roomIds, kept }: TypeKept,
	occupied: readonly Occupied[],
	window: DateRange,
	held: readonly WaitingStay[],
): string[] {
	return freeRoomsPerNight({ roomTypeId: '', roomIds }, occupied, window, held).flatMap(({ available, date }) => {
		const keptTonight = kept.filter(({ start, end }) => start <= date && date < end);
		return available <= keptTonight.length ? [date] : [];
	});
}
