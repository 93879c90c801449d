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

/** Whose room a new stay has. */
export interface Continued {
	stay: StoredStay;
	/** Nobody else can be meant. A room may be given to the wrong one of two guests; documents and a payment may not. */
	isSameGuest: boolean;
}

/** What a message that numbers rooms anew makes of those that it removes. */
export interface NumberedAnew {
	/** By the new room stay. */
	continued: Map<string, Continued>;
	/** Stays whose guest may be the guest of a new one, but not for certain. */
	unclear: Set<StoredStay>;
}

interface Pair {
	target: TargetStay;
	stay: StoredStay;
	meets: boolean;
	isRecent: boolean;
	isSameType: boolean;
	/** As the channel had them, whatever the desk has made of them. */
	isSameNights: boolean;
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
): NumberedAnew {
	const isTarget = (id: string) => targets.some(({ roomStayId }) => roomStayId === id);
	const added = targets.filter(
		({ roomStayId, values }) => isActiveBooking(values) && !stored.some((stay) => stay.roomStayId === roomStayId),
	);
	const removed = stored.filter(({ roomStayId }) => !isTarget(roomStayId));
	const pairs = added.flatMap((target) =>
		removed.flatMap((stay): Pair[] => {
			const nights = heldOf(stay)?.nights;
			const meets = nights !== undefined && overlaps(nights, nightsTaken(target.values));
			const isRecent = before.has(stay.roomStayId);
			if (!isRecent && !(meets && isRoomLeft(stay, stored, heldOf))) return [];
			const { roomTypeId, checkInDate, checkOutDate } = stay.baseline;
			const isSameType = roomTypeId === target.values.roomTypeId;
			const isSameNights = checkInDate === target.values.checkInDate && checkOutDate === target.values.checkOutDate;
			return [{ target, stay, meets, isRecent, isSameType, isSameNights }];
		}),
	);
	const isOnly = pairs.length === 1 && before.size === 1 && targets.length === 1;
	const continued = new Map<string, Continued>();
	const unclear = new Set(pairs.map(({ stay }) => stay));
	const taken = new Set<StoredStay>();
	for (const pair of [...pairs].sort((a, b) => rankOf(a) - rankOf(b))) {
		const { target, stay } = pair;
		if (continued.has(target.roomStayId) || taken.has(stay)) continue;
		const isSameGuest = (isOnly && pair.isRecent && pair.meets) || isOnlyOneAlike(pair, pairs);
		continued.set(target.roomStayId, { stay, isSameGuest });
		taken.add(stay);
		if (isSameGuest) unclear.delete(stay);
	}
	return { continued, unclear };
}

function rankOf({ isRecent, isSameType, isSameNights, meets }: Pair): number {
	return (isRecent ? 0 : 6) + (isSameType ? 0 : 3) + (isSameNights ? 0 : meets ? 1 : 2);
}

/** Nothing else that was removed has this type and these nights, and nothing else that is new. */
function isOnlyOneAlike(pair: Pair, pairs: readonly Pair[]): boolean {
	const isAlike = ({ isSameType, isSameNights }: Pair) => isSameType && isSameNights;
	const isRival = (other: Pair) => other !== pair && (other.target === pair.target || other.stay === pair.stay);
	return isAlike(pair) && !pairs.some((other) => isRival(other) && isAlike(other));
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
