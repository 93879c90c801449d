/** A calendar says when a room is taken, and hardly more: what is known of the stay already remains. */
import { withFingerprint } from '../../core/reservation/fingerprint';
import type { Reservation, RoomStay } from '../../core/reservation/model';
import { isReading } from '../../core/reservation/revision';

/**
 * A message of another source as it is; a calendar's with the guest that is known, and with the price as long as the stay
 * is the same. A price for other nights would be a wrong one.
 */
export function completeReading(incoming: Reservation, known: Reservation | null): Reservation {
	return known === null ? incoming : withFactsOf(incoming, known);
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
