/** A calendar says when a room is taken, and hardly more: what is known of the stay already remains. */
import { withFingerprint } from '../../core/reservation/fingerprint';
import type { Reservation, ReservationStatus, RoomStay } from '../../core/reservation/model';
import { isReading } from '../../core/reservation/revision';

/**
 * A message of another source as it is; a calendar's with the guest that is known, and with the price as long as the stay
 * is the same. A price for other nights would be a wrong one.
 */
export function completeReading(incoming: Reservation, known: Reservation | null): Reservation {
	if (known === null || !isReading(incoming.revision) || incoming.rooms.length === 0) return incoming;
	return withStatusOf(withFactsOf(incoming, known), known);
}

/**
 * What the house said of a guest, a calendar does not know: it shows a stay as before. Who is in the house stays so also
 * if the stay becomes longer or shorter; a no-show and a departure are those of the nights they were told of.
 */
function withStatusOf(incoming: Reservation, known: Reservation): Reservation {
	const [room, before] = [incoming.rooms[0], known.rooms[0]];
	const isOneRoom = incoming.rooms.length === 1 && known.rooms.length === 1;
	const isCancellation = incoming.status === 'cancelled' || known.status === 'cancelled';
	if (!isOneRoom || !room || !before || isCancellation) return incoming;
	const isSame = incoming.checkIn === known.checkIn && incoming.checkOut === known.checkOut;
	const isKept = (status: ReservationStatus) => status === 'checked_in' || (isSame && status !== 'cancelled');
	return withFingerprint({
		...incoming,
		status: isKept(known.status) ? known.status : incoming.status,
		cancellationFee: isKept(known.status) ? known.cancellationFee : incoming.cancellationFee,
		rooms: [{ ...room, status: isKept(before.status) ? before.status : room.status }],
	});
}

/** Guest, people and price of the one, where the other is a calendar's and does not say. */
export function withFactsOf(incoming: Reservation, known: Reservation): Reservation {
	if (!isReading(incoming.revision) || incoming.rooms.length === 0) return incoming;
	const [room, before] = [incoming.rooms[0], known.rooms[0]];
	const isOneRoom = incoming.rooms.length === 1 && known.rooms.length === 1;
	const isSame =
		isOneRoom &&
		room?.roomTypeId === before?.roomTypeId &&
		incoming.checkIn === known.checkIn &&
		incoming.checkOut === known.checkOut;
	const { booker, remarks, adults, children } = incoming;
	const { expectedArrival, bookedAt, payment } = known;
	const { total, taxes, fees, services, commission, payout } = isSame ? known : incoming;
	return withFingerprint({
		...incoming,
		booker: booker.lastName === null ? known.booker : { ...known.booker, lastName: booker.lastName },
		remarks: known.remarks.length > 0 ? known.remarks : remarks,
		adults: adults ?? known.adults,
		children: children ?? known.children,
		...{ expectedArrival, bookedAt },
		...{ total, taxes, fees, services, commission, payout },
		payment: { ...incoming.payment, model: incoming.payment.model ?? payment.model },
		rooms: isOneRoom && room && before ? [completeRoom(room, before, isSame)] : incoming.rooms,
	});
}

function completeRoom(room: RoomStay, before: RoomStay, isSame: boolean): RoomStay {
	const { adults, children, childAges, guests } = before;
	if (isSame) return { ...before, roomStayId: room.roomStayId, status: room.status };
	return { ...room, adults, children, childAges, guests };
}
