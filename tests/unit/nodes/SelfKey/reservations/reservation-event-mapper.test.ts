import fc from 'fast-check';
import { deliveryOf } from '../../../../../nodes/SelfKey/reservations/delivery-note';
import { toSelfKeyPayment } from '../../../../../nodes/SelfKey/payments/payment-event.mapper';
import { toSelfKeyEvent } from '../../../../../nodes/SelfKey/reservations/reservation-event.mapper';
import { reservationOf } from '../../../../../nodes/shared/reservation-item';
import type { PaymentEvent } from '../../../../../core/payment/payment-event';
import { withoutCardNumbers } from '../../../../../core/text/card-numbers';
import { addDays, nightsBetween } from '../../../../../core/reservation/dates';
import { withFingerprint } from '../../../../../core/reservation/fingerprint';
import { reservationKey } from '../../../../../core/reservation/key';
import type { Reservation } from '../../../../../core/reservation/model';
import { moneyFromMinor } from '../../../../../core/reservation/money';
import { readEvent } from '../../../../../selfkey/webhook/read-events';
import { bareCancellation, reservation, roomStay } from '../../../../support/reservations';
import { assertProperty } from '../../../../support/property';

const context = {
	hotelSlug: 'hotel-paradise',
	integrationId: 'n8n',
	currency: 'CHF',
	receivedAt: '2026-03-11T15:02:40.123Z#0',
};
const received = (event: object) => readEvent(JSON.parse(JSON.stringify(event)), context);
const reservationEvent = (event: object) => {
	const incoming = received(event);
	if (incoming.kind !== 'reservation') throw new Error('SelfKey took it for a payment');
	return incoming.event;
};
const travelled = (sent: Reservation) =>
	reservationEvent(toSelfKeyEvent(reservationOf({ ...sent }), { hotelSlug: 'hotel-paradise', integrationId: 'n8n' }))
		.reservation;

const text = fc
	.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
	.map((value) => value.replaceAll('\0', '').trim())
	.filter((value) => value !== '' && withoutCardNumbers(value) === value);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const count = maybe(fc.nat(50));
const currency = fc.constantFrom('EUR', 'CHF', 'JPY', 'KWD', 'ISK');
const money = fc
	.tuple(
		fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
		currency,
		fc.constantFrom(undefined, 0, 2, 3, 4),
		maybe(fc.boolean()),
	)
	.map(([minor, code, exponent, taxIncluded]) => moneyFromMinor(minor, code, exponent, taxIncluded)!);
const date = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('1990-01-01', days));
const status = fc.constantFrom(
	'confirmed' as const,
	'cancelled' as const,
	'no_show' as const,
	'checked_in' as const,
	'checked_out' as const,
);
const charge = fc.record({
	name: text,
	amount: money,
	included: fc.boolean(),
	collectedBy: fc.constantFrom('hotel' as const, 'channel' as const),
});
/** A total or a fee below zero is refused. */
const price = money.filter(({ minor }) => minor >= 0);
const stay = fc.record({
	roomTypeId: maybe(text),
	roomName: maybe(text),
	ratePlanId: maybe(text),
	status,
	adults: count,
	children: count,
	mealPlan: maybe(text),
	total: maybe(price),
	childAges: fc.array(fc.nat(17), { maxLength: 3 }),
	guests: fc.array(fc.record({ name: maybe(text) }), { maxLength: 3 }),
	nightlyRates: fc.array(fc.record({ date, amount: money }), { maxLength: 3 }),
	remarks: fc.array(text, { maxLength: 2 }),
});
const arbitraryReservation: fc.Arbitrary<Reservation> = fc
	.record({
		channel: text,
		propertyId: text,
		reservationId: text,
		status,
		event: fc.constantFrom('new' as const, 'modified' as const),
		revision: maybe(fc.oneof(fc.nat().map(String), fc.constantFrom('2027-03-11T15:02:40Z', '31.03.2027 10:00', 'v9'))),
		// A time years ahead is refused.
		at: fc.date({ min: new Date('2020-01-01'), max: new Date('2026-06-01'), noInvalidDate: true }),
		checkIn: date,
		nights: fc.integer({ min: 1, max: 60 }),
		rooms: fc.array(stay, { minLength: 1, maxLength: 4 }),
		booker: fc.record({
			firstName: maybe(text),
			lastName: maybe(text),
			email: maybe(text),
			phone: maybe(text),
			country: maybe(text),
			nationality: maybe(text),
			language: maybe(text),
			address: maybe(text),
		}),
		adults: count,
		children: count,
		expectedArrival: maybe(text),
		total: maybe(price),
		taxes: fc.array(charge, { maxLength: 2 }),
		fees: fc.array(charge, { maxLength: 2 }),
		services: fc.array(fc.record({ name: text, quantity: count, amount: maybe(money) }), { maxLength: 2 }),
		commission: maybe(money),
		payout: maybe(money),
		cancellationFee: maybe(price),
		cancelledAt: maybe(text),
		bookedAt: maybe(text),
		payment: fc.record({
			model: maybe(fc.constantFrom('hotel_collect' as const, 'channel_collect' as const, 'virtual_card' as const)),
			card: maybe(
				fc.record({
					brand: maybe(fc.constantFrom('VI', 'MC')),
					last4: maybe(fc.integer({ min: 1000, max: 9999 }).map(String)),
					virtual: fc.boolean(),
					activeFrom: maybe(date),
					balance: maybe(money),
				}),
			),
		}),
		remarks: fc.array(text, { maxLength: 3 }),
		warnings: fc.array(text, { maxLength: 2 }),
	})
	.map(({ at, nights, checkIn, rooms, event, ...rest }) => {
		const checkOut = addDays(checkIn, nights);
		const key = reservationKey(rest);
		const stays = rooms.map((room, index) => ({ roomStayId: String(index), ...room, checkIn, checkOut }));
		return withFingerprint({
			...rest,
			key,
			event: rest.status === 'cancelled' ? 'cancelled' : event,
			observedAt: `${at.toISOString()}#7`,
			checkIn,
			checkOut,
			nights: nightsBetween(checkIn, checkOut),
			rooms: stays,
		});
	});

describe('a reservation on its way to SelfKey', () => {
	it('arrives whole, whatever is in it', () => {
		assertProperty(fc.property(arbitraryReservation, (sent) => expect(travelled(sent)).toEqual(sent)));
	});

	it('arrives whole where it is a cancellation without anything else', () => {
		expect(travelled(bareCancellation())).toEqual(bareCancellation());
	});

	it('fills the documented fields for a SelfKey that knows no others', () => {
		const sent = reservation({
			rooms: [roomStay(), roomStay({ roomStayId: '461' })],
			revision: '3',
			booker: { ...reservation().booker, firstName: 'Zoë', email: 'z@example.com', phone: '+41 79' },
			children: 1,
		});
		expect(toSelfKeyEvent(sent, { hotelSlug: 'hotel-paradise', integrationId: 'n8n' })).toEqual({
			event_type: 'new_reservation',
			data: {
				hotel_id: 'hotel-paradise',
				integration_id: 'n8n',
				room_type: 'Deluxe Double',
				guest: { first_name: 'Zoë', last_name: 'Dupont', email: 'z@example.com', phone: '+41 79' },
				check_in: '2026-03-29',
				check_out: '2026-03-30',
				total_amount: 133.5,
				guest_count: 3,
				external_id: '4705950059',
				channel: 'booking.com',
				revision: '3',
				observed_at: '2026-03-11T15:02:40.123Z#1',
				currency: 'EUR',
				reservation: sent,
			},
		});
	});

	it.each([
		['modified' as const, 'modified_reservation'],
		['cancelled' as const, 'cancelled_reservation'],
	])('is %s: %s', (event, type) => {
		expect(toSelfKeyEvent(reservation({ event }), { hotelSlug: 'a', integrationId: 'b' }).event_type).toBe(type);
	});

	it('does not know what it does not know', () => {
		const { data } = toSelfKeyEvent(bareCancellation({ adults: null }), { hotelSlug: 'a', integrationId: 'b' });
		expect(data).toMatchObject({
			room_type: null,
			check_in: null,
			check_out: null,
			total_amount: null,
			guest_count: null,
			currency: null,
		});
		expect(
			toSelfKeyEvent(reservation({ rooms: [roomStay({ roomName: null })] }), { hotelSlug: 'a', integrationId: 'b' })
				.data.room_type,
		).toBe('1296364403');
	});
});

describe('the delivery that it came with', () => {
	const noted = (webhook: unknown) => {
		const { data } = toSelfKeyEvent(
			reservation(),
			{ hotelSlug: 'a', integrationId: 'b' },
			deliveryOf({ ...reservation(), webhook }),
		);
		return [data['delivery_id'], data['order_unknown']];
	};

	it('goes to SelfKey with it', () => {
		expect(noted({ deliveryId: 'evt_1', orderUnknown: true, receivedAt: '2027-01-01T00:00:00.000Z' })).toEqual([
			'evt_1',
			true,
		]);
		expect(noted({ deliveryId: null, orderUnknown: false })).toEqual([undefined, undefined]);
		expect(noted({ deliveryId: 'x'.repeat(255) })).toEqual(['x'.repeat(255), undefined]);
	});

	it('says of which rooms it gave no status', () => {
		const noteOf = (roomsWithoutStatus: unknown) =>
			deliveryOf({ webhook: { roomsWithoutStatus } }).rooms_without_status;
		expect([['1', '2'], [], ['1', 7], '1', undefined].map(noteOf)).toEqual([
			['1', '2'],
			undefined,
			['1'],
			undefined,
			undefined,
		]);
	});

	it('is understood there', () => {
		const {
			reservation: whole,
			orderUnknown,
			delivery,
		} = reservationEvent(
			toSelfKeyEvent(
				reservation(),
				{ hotelSlug: 'hotel-paradise', integrationId: 'n8n' },
				{ delivery_id: 'evt_1', order_unknown: true },
			),
		);
		expect([whole, orderUnknown, JSON.stringify(delivery)]).toEqual([
			reservation(),
			true,
			expect.stringContaining('evt_1'),
		]);
	});

	it.each([
		undefined,
		null,
		'evt_1',
		['evt_1'],
		{},
		{ deliveryId: 7, orderUnknown: 'true' },
		{ deliveryId: '  ' },
		{ deliveryId: 'x'.repeat(256) },
	])('is none in %j', (webhook) => {
		expect(noted(webhook)).toEqual([undefined, undefined]);
	});
});

describe('a payment on its way to SelfKey', () => {
	const id = fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/);
	const payment: fc.Arbitrary<PaymentEvent> = fc
		.record({
			event: fc.constantFrom('payment_received' as const, 'refund_processed' as const),
			paymentId: id,
			refundId: maybe(id),
			bookingNumber: maybe(fc.integer({ min: 1, max: 2_147_483_647 })),
			bookingId: maybe(id),
			reservationKey: maybe(fc.record({ channel: id, propertyId: id, reservationId: id }).map(reservationKey)),
			amount: fc
				.tuple(fc.integer({ min: 1, max: 1_000_000_000 }), currency)
				.map(([minor, code]) => moneyFromMinor(minor, code)!),
			method: maybe(text),
			occurredAt: maybe(
				fc
					.date({ min: new Date('2020-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
					.map((date) => date.toISOString()),
			),
			note: maybe(text),
		})
		.filter(({ bookingNumber, bookingId, reservationKey: key }) => (bookingNumber ?? bookingId ?? key) !== null)
		.map((sent) => ({ ...sent, refundId: sent.event === 'refund_processed' ? sent.refundId : null }));

	/** The fields of the node, as its expressions read them from the item. */
	const fieldsOf = ({
		paymentId,
		refundId,
		bookingNumber,
		bookingId,
		reservationKey: key,
		amount,
		method,
		occurredAt,
		note,
	}: PaymentEvent) => ({
		payment_id: paymentId,
		refund_id: refundId,
		booking_number: bookingNumber,
		booking_id: bookingId,
		reservation_key: key,
		amount: amount.amount,
		currency: amount.currency,
		method,
		occurred_at: occurredAt,
		note,
	});

	it('arrives whole, whatever is in it', () => {
		assertProperty(
			fc.property(payment, (sent) => {
				expect(received(toSelfKeyPayment(sent.event, fieldsOf(sent), 'n8n'))).toEqual({
					kind: 'payment',
					payment: sent,
				});
			}),
		);
	});

	it('is read from texts, numbers and dates, as expressions give them', () => {
		const at = { toString: () => '2027-01-31T14:30:00.000+01:00' };
		expect(
			toSelfKeyPayment(
				'payment_received',
				{
					payment_id: 7,
					booking_number: ' 17 ',
					amount: 5,
					currency: 'eur',
					occurred_at: at,
					note: undefined,
					method: ' ',
				},
				'n8n',
			),
		).toEqual({
			event_type: 'payment_received',
			data: {
				integration_id: 'n8n',
				payment_id: '7',
				booking_number: 17,
				amount: '5.00',
				currency: 'EUR',
				occurred_at: '2027-01-31T13:30:00.000Z',
			},
		});
	});
});

describe('a report of Opera', () => {
	const room = { roomStayId: '460', checkIn: '2026-03-29', checkOut: '2026-03-30', adults: 2, children: 0 };
	const sent = (opera: object) =>
		reservationEvent(
			toSelfKeyEvent(
				reservation(),
				{ hotelSlug: 'hotel-paradise', integrationId: 'n8n' },
				deliveryOf({ ...reservation(), opera }),
			),
		);

	it('arrives with what Opera was told last of each room', () => {
		expect(sent({ isReport: true, lastWritten: [room] })).toMatchObject({
			reportedBy: 'opera',
			lastWritten: [room],
		});
		expect(sent({ isReport: true })).toMatchObject({ reportedBy: 'opera', lastWritten: [] });
		expect(sent({ isReport: false, lastWritten: [room] })).not.toHaveProperty('lastWritten');
	});

	it('with something else there is refused, and it is named', () => {
		expect(() => sent({ isReport: true, lastWritten: [{ ...room, checkIn: 'tomorrow', adults: null }] })).toThrow(
			/data\.last_written\[0\]\.check_in, data\.last_written\[0\]\.adults/,
		);
	});
});

describe('the reservation in an item', () => {
	it('leaves behind what other nodes added, and the merge history', () => {
		const item = {
			...reservation(),
			bookingCom: { ruid: 'x' },
			hotelSlug: 'y',
			selfKey: {},
			history: {},
			cardNumber: '4111111111111111',
		};
		expect(reservationOf(item)).toEqual(reservation());
	});

	it('has null where a field is missing', () => {
		const { total, remarks, ...item } = reservation();
		expect(reservationOf(item)).toMatchObject({ total: null, remarks: null });
		expect(travelled(item as Reservation).remarks).toEqual([]);
	});

	it.each(['channel', 'propertyId', 'reservationId', 'event', 'status', 'observedAt', 'rooms', 'booker'] as const)(
		'is none without %s',
		(field) => {
			for (const value of [undefined, null, '', 7])
				expect(() => reservationOf({ ...reservation(), [field]: value })).toThrow(/is not a reservation\. Connect/);
		},
	);

	it('is none with an event that nobody knows', () => {
		for (const event of ['deleted', 'constructor', 'toString'])
			expect(() => reservationOf({ ...reservation(), event })).toThrow(RangeError);
	});
});
