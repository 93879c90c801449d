/**
 * Reservation → the event that SelfKey's webhook documents. Pure.
 * The documented fields are filled so that a SelfKey without our handler understands them; `reservation`
 * carries the whole of it for the handler.
 */
import type { Reservation, ReservationEvent } from '../shared/reservation/model';

const EVENT_TYPES: Readonly<Record<ReservationEvent, string>> = {
	new: 'new_reservation',
	modified: 'modified_reservation',
	cancelled: 'cancelled_reservation',
};

export interface SelfKeyEvent {
	event_type: string;
	data: Record<string, unknown>;
}

/** Every field of the model, and no other: what nodes before this one added does not travel on. */
const FIELDS: ReadonlyArray<keyof Reservation> = [
	'key', 'channel', 'propertyId', 'reservationId', 'event', 'status', 'revision', 'observedAt', 'fingerprint', 'checkIn', 'checkOut', 'nights',
	'rooms', 'booker', 'adults', 'children', 'expectedArrival', 'total', 'taxes', 'fees', 'services', 'commission', 'payout', 'cancellationFee',
	'cancelledAt', 'payment', 'bookedAt', 'remarks', 'warnings',
];

/**
 * Takes the reservation out of an item.
 * @throws RangeError where the item holds none
 */
export function reservationOf(item: Record<string, unknown>): Reservation {
	const { channel, propertyId, reservationId, event, status, observedAt, rooms } = item;
	const texts = [channel, propertyId, reservationId, event, status, observedAt];
	if (!texts.every((text) => typeof text === 'string' && text !== '') || !Array.isArray(rooms)) {
		throw new RangeError('The item is no reservation. Connect this node behind a trigger of this package, or give it items of the same form (see the README)');
	}
	return Object.fromEntries(FIELDS.map((field) => [field, item[field] ?? null])) as unknown as Reservation;
}

/** @param hotelSlug SelfKey's name of the hotel */
export function toSelfKeyEvent(reservation: Reservation, hotelSlug: string, integrationId: string): SelfKeyEvent {
	const { booker, rooms, total } = reservation;
	return {
		event_type: EVENT_TYPES[reservation.event],
		data: {
			hotel_id: hotelSlug,
			integration_id: integrationId,
			room_type: rooms[0]?.roomName ?? rooms[0]?.roomTypeId ?? null,
			guest: { first_name: booker.firstName, last_name: booker.lastName, email: booker.email, phone: booker.phone },
			check_in: reservation.checkIn,
			check_out: reservation.checkOut,
			total_amount: total?.amount ?? null,
			guest_count: reservation.adults === null ? null : reservation.adults + (reservation.children ?? 0),
			external_id: reservation.reservationId,
			channel: reservation.channel,
			revision: reservation.revision,
			observed_at: reservation.observedAt,
			currency: total?.currency ?? null,
			reservation,
		},
	};
}
