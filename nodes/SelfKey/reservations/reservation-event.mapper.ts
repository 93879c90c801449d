/**
 * Reservation → the event that SelfKey's webhook documents. Pure.
 * The documented fields are filled so that a SelfKey without our handler understands them; `reservation`
 * contains the whole of it for the handler.
 */
import { guestValuesOf } from '../../../core/reservation/guest-values';
import type { Reservation, ReservationEvent } from '../../../core/reservation/model';
import type { DeliveryNote } from './delivery-note';

const EVENT_TYPES: Readonly<Record<ReservationEvent, string>> = {
	new: 'new_reservation',
	modified: 'modified_reservation',
	cancelled: 'cancelled_reservation',
};

export interface SelfKeyEvent {
	event_type: string;
	data: Record<string, unknown> & { reservation: Reservation };
}

/**
 * The event for SelfKey's webhook, as its owner documents it.
 * @param delivery which webhook delivery it came from, if any
 */
export function toSelfKeyEvent(
	reservation: Reservation,
	{ hotelSlug, integrationId }: { hotelSlug: string; integrationId: string },
	delivery: DeliveryNote = {},
): SelfKeyEvent {
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
			// A number, as the payload is documented; the exact amount is in `reservation`.
			total_amount: total ? Number(total.amount) : null,
			guest_count: reservation.adults === null ? null : reservation.adults + (reservation.children ?? 0),
			external_id: reservation.reservationId,
			channel: reservation.channel,
			revision: reservation.revision,
			observed_at: reservation.observedAt,
			currency: total?.currency ?? null,
			...delivery,
			reservation,
		},
	};
}

/** Personal data of the guests, by which they could be identified. */
export function guestValues({ data: { reservation } }: SelfKeyEvent): string[] {
	return guestValuesOf(reservation);
}
