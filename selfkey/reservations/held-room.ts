/** What a guest had until now: the room, and whether it may be taken away without a word. Pure. */
import type { DateRange } from '../../core/availability/ranges';
import { overlaps } from '../../core/availability/ranges';
import type { StoredStay } from '../ports/booking-store';
import { nightsTaken } from '../ports/occupancy';
import { isActiveBooking, type Room } from '../ports/records';
import type { TargetStay } from './target-stays';

/** The room of a row as it is, also of one that was cancelled and comes back. */
export interface HeldRoom {
	roomId: string | null;
	nights: DateRange;
	/** Its row stands. */
	isActive: boolean;
	/** The room that the handler wrote last. */
	writtenRoomId: string | null;
	roomTypeId: string | null;
	/** Somebody at the desk has chosen another room than the handler, or taken the room away. */
	isDesksChoice: boolean;
	/** Who is in the house or has the door code knows a room, and is given no other without a word. */
	knownRoomId: string | null;
}

/**
 * @param rooms of the hotel: SelfKey takes a room that is deleted out of its bookings, and nobody has chosen that
 * @param today the hotel's date
 * @param isInHouse its source says so, whatever the dates
 */
export function heldBy(stored: StoredStay, rooms: readonly Room[], today: string, isInHouse = false): HeldRoom | null {
	const { booking, baseline, isCodeSent } = stored;
	if (!booking) return null;
	const { roomId } = booking;
	const isActive = isActiveBooking(booking);
	const isRoomGone = roomId === null && !rooms.some(({ id }) => id === baseline.roomId);
	const isSettled = isCodeSent || isInHouse || booking.checkInDate <= today;
	return {
		roomId,
		nights: nightsTaken(booking, booking.freeFrom),
		isActive,
		writtenRoomId: baseline.roomId,
		roomTypeId: baseline.roomTypeId,
		// Also in a booking that does not stand: it holds no room, but whoever put one in or took it out is told.
		isDesksChoice: roomId !== baseline.roomId && !isRoomGone,
		knownRoomId: isSettled ? (roomId ?? (isRoomGone ? baseline.roomId : null)) : null,
	};
}

/**
 * Which stay each new one continues: a channel that numbers the rooms of a reservation anew removes one and adds
 * another, and means the same guest. One that was removed by an earlier message is continued only if its guest knows
 * the room and the nights meet.
 * @param before room stays as the channel knew them before the message
 */
export function continuedBy(
	targets: readonly TargetStay[],
	stored: readonly StoredStay[],
	before: ReadonlySet<string>,
	heldOf: (stay: StoredStay) => HeldRoom | null,
): Map<string, StoredStay> {
	const isTarget = (id: string) => targets.some(({ roomStayId }) => roomStayId === id);
	const added = targets.filter(
		({ roomStayId, values }) => isActiveBooking(values) && !stored.some((stay) => stay.roomStayId === roomStayId),
	);
	const removed = stored.filter(({ roomStayId }) => !isTarget(roomStayId));
	const pairs = added.flatMap((target) =>
		removed.flatMap((stay) => {
			const nights = heldOf(stay)?.nights;
			const meets = nights !== undefined && overlaps(nights, nightsTaken(target.values));
			const isRecent = before.has(stay.roomStayId);
			if (!isRecent && !(meets && isRoomLeft(stay, stored, heldOf))) return [];
			const isSameType = stay.baseline.roomTypeId === target.values.roomTypeId;
			return [{ target, stay, rank: (isRecent ? 0 : 4) + (isSameType ? 0 : 2) + (meets ? 0 : 1) }];
		}),
	);
	const continued = new Map<string, StoredStay>();
	for (const { target, stay } of pairs.sort((a, b) => a.rank - b.rank)) {
		if (!continued.has(target.roomStayId) && ![...continued.values()].includes(stay))
			continued.set(target.roomStayId, stay);
	}
	return continued;
}

/** Its guest knows the room, and nobody else of the reservation has it, who would be the same guest. */
function isRoomLeft(
	stay: StoredStay,
	stored: readonly StoredStay[],
	heldOf: (stay: StoredStay) => HeldRoom | null,
): boolean {
	const roomId = heldOf(stay)?.knownRoomId ?? null;
	return (
		roomId !== null && !stored.some(({ booking }) => booking && isActiveBooking(booking) && booking.roomId === roomId)
	);
}
