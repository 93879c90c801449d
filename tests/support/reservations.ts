/** Reservations for tests: one plain builder, and fast-check arbitraries for histories of messages. */
import fc from 'fast-check';
import * as build from '../../core/reservation/build';
import { withFingerprint } from '../../core/reservation/fingerprint';
import { unknownBooker, type Reservation, type RoomStay } from '../../core/reservation/model';
import { moneyFromMinor } from '../../core/reservation/money';

export function roomStay(over: Partial<RoomStay> = {}): RoomStay {
	return build.roomStay({
		roomStayId: '460',
		roomTypeId: '1296364403',
		roomName: 'Deluxe Double',
		ratePlanId: '49111777',
		checkIn: '2026-03-29',
		checkOut: '2026-03-30',
		adults: 2,
		children: 0,
		guests: [{ name: null }],
		total: moneyFromMinor(13350, 'EUR'),
		...over,
	});
}

export function reservation(over: Partial<Reservation> = {}): Reservation {
	const { channel = 'booking.com', propertyId = '12345', reservationId = '4705950059', event = 'new' } = over;
	const built = build.reservation({
		channel,
		propertyId,
		reservationId,
		event,
		observedAt: '2026-03-11T15:02:40.123Z#1',
		checkIn: '2026-03-29',
		checkOut: '2026-03-30',
		rooms: [roomStay()],
		booker: { ...unknownBooker(), lastName: 'Dupont' },
		adults: 2,
		children: 0,
		total: moneyFromMinor(13350, 'EUR', undefined, true),
		payment: { model: 'hotel_collect', card: null },
	});
	// As it is told, even where it contradicts itself.
	return withFingerprint({ ...built, ...over });
}

/** A cancellation as some sources send it: an id and nothing else. */
export function bareCancellation(over: Partial<Reservation> = {}): Reservation {
	return reservation({
		event: 'cancelled',
		checkIn: null,
		checkOut: null,
		nights: null,
		rooms: [],
		total: null,
		...over,
	});
}

/** What one message may say, without its place in the history. */
export const messageContent = fc.record({
	event: fc.constantFrom('new' as const, 'modified' as const, 'cancelled' as const),
	bare: fc.boolean(),
	nights: fc.integer({ min: 1, max: 5 }),
	rooms: fc.integer({ min: 1, max: 3 }),
	fee: fc.option(fc.integer({ min: 0, max: 9_999 })),
});

export function messageOf(
	content: typeof messageContent extends fc.Arbitrary<infer T> ? T : never,
	place: Partial<Reservation>,
): Reservation {
	const { event, bare, nights, rooms, fee } = content;
	// By the fee, so that messages which cannot be told apart tell of the same card: it is no part of the fingerprint.
	const payment = {
		model: 'hotel_collect' as const,
		card:
			fee === null
				? null
				: { brand: 'VI', last4: fee % 2 ? '1111' : '4444', virtual: false, activeFrom: null, balance: null },
	};
	const over = { event, payment, cancellationFee: moneyFromMinor(fee, 'EUR'), ...place };
	if (event === 'cancelled' && bare) return bareCancellation(over);
	return reservation({
		...over,
		checkOut: `2026-03-${29 + Math.min(nights, 2)}`,
		nights,
		rooms: Array.from({ length: rooms }, (_, index) => roomStay({ roomStayId: String(460 + index) })),
	});
}
