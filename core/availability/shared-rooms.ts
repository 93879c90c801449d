/** Rooms that two guests have: one of the two will need another, so that is not for sale. Pure. */
import type { WaitingStay } from './counts';
import type { Occupancy } from './ranges';

/** A stay in its room. */
export interface PlacedStay extends Occupancy {
	/** Rooms that it could be given instead; none where nobody can say. Asked of stays that share a room only. */
	instead: () => readonly string[];
	/** SelfKey's own sale: its guest stays, if the other can move. */
	isDirect: boolean;
}

/**
 * For the nights that two stays share a room, one stay that waits for a room of its own. Three in one room are two that
 * wait. O(n log n) in the stays.
 */
export function sharedRooms(stays: readonly PlacedStay[]): WaitingStay[] {
	const sorted = [...stays].sort((a, b) => compare(a.roomId, b.roomId) || compare(a.start, b.start));
	const waiting: WaitingStay[] = [];
	let last: PlacedStay | null = null;
	for (const stay of sorted) {
		const isShared = last?.roomId === stay.roomId && stay.start < last.end;
		if (last && isShared) {
			const end = stay.end < last.end ? stay.end : last.end;
			waiting.push({ start: stay.start, end, roomIds: roomsInstead(last, stay) });
		}
		// Of those that share it, the one that has the room for longest meets the next.
		if (!last || !isShared || stay.end > last.end) last = stay;
	}
	return waiting;
}

/** A direct guest stays; where nobody can say where the one could go, the other moves. */
function roomsInstead(a: PlacedStay, b: PlacedStay): readonly string[] {
	const [first, second] = a.isDirect && !b.isDirect ? [b, a] : [a, b];
	const rooms = first.instead();
	return rooms.length > 0 ? rooms : second.instead();
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
