/**
 * Reservation → the event that SelfKey's webhook documents. Pure.
 * The documented fields are filled so that a SelfKey without our handler understands them; `reservation`
 * contains the whole of it for the handler.
 */
import { recordOf } from '../../../core/payload/field-reader';
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
 * Every field of the model and no others: what earlier nodes added is not sent. A record, so that a field added
 * to the model but not to this list is a type error.
 */
const FIELDS: Readonly<Record<Exclude<keyof Reservation, 'history' | 'afterRevision'>, true>> = {
	key: true,
	channel: true,
	propertyId: true,
	reservationId: true,
	event: true,
	status: true,
	revision: true,
	observedAt: true,
	fingerprint: true,
	checkIn: true,
	checkOut: true,
	nights: true,
	rooms: true,
	booker: true,
	adults: true,
	children: true,
	expectedArrival: true,
	total: true,
	taxes: true,
	fees: true,
	services: true,
	commission: true,
	payout: true,
	cancellationFee: true,
	cancelledAt: true,
	payment: true,
	bookedAt: true,
	remarks: true,
	warnings: true,
};

/**
 * Takes the reservation out of an item.
 * @throws RangeError if the item contains none
 */
export function reservationOf(item: Record<string, unknown>): Reservation {
	const { channel, propertyId, reservationId, event, status, observedAt, rooms, booker } = item;
	const texts = [channel, propertyId, reservationId, status, observedAt];
	const isReservation =
		texts.every((text) => typeof text === 'string' && text !== '') &&
		Object.hasOwn(EVENT_TYPES, String(event)) &&
		Array.isArray(rooms) &&
		typeof booker === 'object' &&
		booker !== null;
	if (!isReservation) {
		throw new RangeError(
			'The item is not a reservation. Connect this node after a trigger of this package, or give it items of the same form (see the README)',
		);
	}
	return Object.fromEntries(Object.keys(FIELDS).map((field) => [field, item[field] ?? null])) as unknown as Reservation;
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

/** The same of an item, which may lack any of it. */
export function guestValuesOf(reservation: Partial<Pick<Reservation, 'booker' | 'rooms' | 'remarks'>>): string[] {
	const { firstName, lastName, email, phone, address } = recordOf(reservation.booker);
	// Items come from anywhere: a field that should be a list may be something else.
	const rooms = Array.isArray(reservation.rooms) ? reservation.rooms : [];
	const names = [firstName, lastName, ...rooms.flatMap((room) => listOf(room?.guests).map((guest) => guest?.name))];
	const texts = [
		email,
		phone,
		address,
		...listOf(reservation.remarks),
		...rooms.flatMap((room) => listOf(room?.remarks)),
	];
	const known = (values: unknown[]) =>
		values.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
	return [...known(names), ...known(names).flatMap((name) => name.split(/\s+/)), ...known(texts)];
}

function listOf<T>(value: T[] | null | undefined): T[] {
	return Array.isArray(value) ? value : [];
}
