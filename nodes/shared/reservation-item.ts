/** The reservation in an item, as the triggers of this package give it out. Pure. */
import type { Reservation, ReservationEvent, StoreField } from '../../core/reservation/model';

const EVENTS: readonly string[] = ['new', 'modified', 'cancelled'] satisfies ReservationEvent[];

/**
 * Every field of the model and no others: what earlier nodes added is not sent. A record, so that a field added
 * to the model but not to this list is a type error.
 */
const FIELDS: Readonly<Record<Exclude<keyof Reservation, StoreField>, true>> = {
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
		EVENTS.includes(String(event)) &&
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
