/** A payment's `reservation_key` whose property is another of the hotel's names than the reservation is known by. */
import type { PaymentEvent } from '../../core/payment/payment-event';
import { readingsOf, reservationKey, type ReservationKey } from '../../core/reservation/key';
import type { HotelTransaction } from '../ports/booking-store';
import type { HotelSettings } from '../settings/hotel-settings';
import { onlyPropertyAt } from '../settings/properties';

interface Names {
	hotel: HotelSettings;
	hotelSlug: string;
	/** Another name for the slug. */
	hotelId?: string | null | undefined;
	/** Under which names a channel speaks of the hotel as a whole. */
	namesOf: (channel: string) => readonly string[];
}

/** The payment with the key under which its reservation is known, or will be once it comes. */
export async function underItsKey(
	transaction: Pick<HotelTransaction, 'reservation'>,
	payment: PaymentEvent,
	names: Names,
): Promise<PaymentEvent> {
	if (payment.reservationKey === null) return payment;
	const readings = readingsOf(payment.reservationKey).map((reading) => ({ reading, keys: keysOf(reading, names) }));
	for (const { keys } of readings)
		for (const key of keys)
			if ((await transaction.reservation(key)) !== null) return { ...payment, reservationKey: reservationKey(key) };
	const [expected] = readings.flatMap(({ reading: { channel, reservationId }, keys }) => {
		const propertyId = keys.length > 1 ? onlyPropertyAt(channel, names.hotel) : undefined;
		return propertyId === undefined ? [] : [{ channel, propertyId, reservationId }];
	});
	return expected ? { ...payment, reservationKey: reservationKey(expected) } : payment;
}

/** The key as it is read, then under the hotel's other names. */
function keysOf(reading: ReservationKey, { hotelId, hotelSlug, namesOf }: Names): ReservationKey[] {
	const names = namesOf(reading.channel);
	const said = reading.propertyId === hotelId ? hotelSlug : reading.propertyId;
	const others = names.includes(said) ? names : [said];
	return [reading.propertyId, ...others.filter((name) => name !== reading.propertyId)].map((propertyId) => ({
		...reading,
		propertyId,
	}));
}
