/**
 * A change that says nothing of whether the guest is there, as SelfKey documents it: what is known of that stays, or a
 * new price would bring back a guest who has left, and keep the room from the next. Pure.
 */
import { withFingerprint } from '../../core/reservation/fingerprint';
import type { Reservation, ReservationStatus, RoomStay } from '../../core/reservation/model';
import { statusAfter } from './house-report';

type Nights = Pick<RoomStay, 'checkIn' | 'checkOut'>;

/**
 * @param unsaid the rooms of the message of which it gives no status
 */
export function withKnownStatus(
	message: Reservation,
	known: Reservation | null,
	unsaid: readonly string[],
): Reservation {
	// A report of the house may have made the whole checked in already, by one room.
	const isOff = message.status === 'cancelled' || message.status === 'no_show';
	if (known === null || known.status === 'cancelled' || isOff) return message;
	const rooms = message.rooms.map((room) => {
		if (!unsaid.includes(room.roomStayId) || room.status !== 'confirmed') return room;
		const before = sameRoom(room, message, known);
		const status = before && statusOf(before, known);
		return status && isKept(status, room, saidOf(before, known)) ? { ...room, status } : room;
	});
	if (rooms.every(({ status }, index) => status === message.rooms[index]?.status)) return message;
	return withFingerprint({ ...message, rooms, status: statusAfter(message.status, rooms) });
}

/** The only one may be numbered anew. */
function sameRoom({ roomStayId }: RoomStay, message: Reservation, known: Reservation): RoomStay | undefined {
	const isOnly = message.rooms.length === 1 && known.rooms.length === 1;
	return isOnly ? known.rooms[0] : known.rooms.find((room) => room.roomStayId === roomStayId);
}

/** Its nights as the channel said them last: the house has made others of them, such as up to the day on which a guest left. */
function saidOf(room: RoomStay, known: Reservation): Nights {
	return known.history?.reportedOver?.rooms.find(({ roomStayId }) => roomStayId === room.roomStayId) ?? room;
}

/** What was said of the whole counts for its rooms, but where one says of itself that its guest has come. */
function statusOf({ status }: RoomStay, known: Reservation): ReservationStatus {
	if (status !== 'confirmed') return status;
	const isOfOne = known.status === 'checked_in' && known.rooms.some((room) => room.status === 'checked_in');
	return isOfOne ? status : known.status;
}

/**
 * Who has arrived has arrived, whatever the nights are now, and who has left does not come back for fewer of them. A guest
 * who did not come may come for others.
 */
function isKept(status: ReservationStatus, now: Nights, before: Nights): boolean {
	if (status === 'checked_in') return true;
	if (status === 'cancelled' || now.checkIn !== before.checkIn) return false;
	if (now.checkOut === before.checkOut) return true;
	return status === 'checked_out' && (now.checkOut ?? '') < (before.checkOut ?? '');
}
