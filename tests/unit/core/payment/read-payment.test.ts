import fc from 'fast-check';
import { UnusablePayment, type PaymentEvent } from '../../../../core/payment/payment-event';
import { paymentBody, readPayment } from '../../../../core/payment/read-payment';
import { exponentOf, moneyFromMinor } from '../../../../core/reservation/money';
import { assertProperty } from '../../../support/property';

const DATA = { payment_id: 'p-1', booking_number: 17, amount: '133.50', currency: 'EUR' };
const body = (changes: Record<string, unknown> = {}, event_type: unknown = 'payment_received') => ({
	event_type,
	data: { ...DATA, ...changes },
});
const read = (changes?: Record<string, unknown>, event?: unknown) => readPayment(body(changes, event));
const minor = (changes: Record<string, unknown>) => read(changes).amount.minor;

function refused(given: unknown): UnusablePayment {
	try {
		readPayment(given);
	} catch (error) {
		if (error instanceof UnusablePayment) return error;
		throw error;
	}
	throw new Error('It was accepted');
}
const fieldsOf = (changes: Record<string, unknown>, event?: unknown) => refused(body(changes, event)).fields;

describe('a payment', () => {
	it('needs an id, a booking, an amount and its currency', () => {
		expect(read()).toEqual({
			event: 'payment_received',
			paymentId: 'p-1',
			refundId: null,
			bookingNumber: 17,
			bookingId: null,
			reservationKey: null,
			amount: { minor: 13350, exponent: 2, currency: 'EUR', amount: '133.50', taxIncluded: null },
			method: null,
			occurredAt: null,
			note: null,
		});
	});

	it('may have empty fields, as spreadsheets send them', () => {
		const empty = { amount_minor: '', booking_id: '', refund_id: ' ', register_id: '', occurred_at: '', note: '' };
		expect(read(empty)).toEqual(read());
		expect(minor({ amount: ' ', amount_minor: '13350' })).toBe(13350);
		expect(fieldsOf({ amount: '', amount_minor: ' ' })).toEqual(['data.amount']);
	});

	it('has all else too', () => {
		const all = {
			refund_id: 'r-1',
			booking_id: 'ckx1',
			reservation_key: 'booking.com/12345/47',
			method: 'card',
			occurred_at: '2026-03-11T16:02:40+01:00',
			note: 'Hälfte zurück',
		};
		expect(read(all, 'refund_processed')).toMatchObject({
			event: 'refund_processed',
			refundId: 'r-1',
			bookingNumber: 17,
			bookingId: 'ckx1',
			reservationKey: 'booking.com/12345/47',
			method: 'card',
			occurredAt: '2026-03-11T15:02:40.000Z',
			note: 'Hälfte zurück',
		});
	});

	it('may have numbers where ids are meant, and nothing where nothing is known', () => {
		const nothing = {
			refund_id: null,
			booking_id: '',
			reservation_key: ' ',
			amount_minor: null,
			method: '',
			occurred_at: null,
			note: undefined,
		};
		expect(read({ payment_id: 4711, booking_number: ' 17 ', ...nothing })).toMatchObject({
			paymentId: '4711',
			bookingNumber: 17,
			refundId: null,
			bookingId: null,
			reservationKey: null,
			method: null,
			occurredAt: null,
			note: null,
		});
	});

	it.each(['payment_id', 'refund_id', 'register_id', 'payment_register_id', 'booking_id', 'reservation_key'])(
		'is refused with a card number in the place of an id: %s',
		(name) => {
			const { message, fields } = refused(body({ [name]: 'x/Dupont 4111 1111 1111 1111/y' }, 'refund_processed'));
			expect([message, fields]).toEqual([`Missing or invalid: data.${name}`, [`data.${name}`]]);
			expect(read({ refund_id: '1', [name]: 'x/4111111111111111/y' }, 'refund_processed')).toBeTruthy();
		},
	);

	it('is turned into the body that it was read from', () => {
		const text = fc.oneof(fc.constant(null), fc.stringMatching(/^[a-zA-Z][a-zA-Z -]{0,20}[a-zA-Z]$/));
		const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/);
		const payment = fc
			.record({
				event: fc.constantFrom('payment_received' as const, 'refund_processed' as const),
				paymentId: id,
				refundId: fc.option(id),
				bookingNumber: fc.option(fc.integer({ min: 1, max: 2_147_483_647 })),
				bookingId: fc.option(id),
				reservationKey: fc.option(fc.tuple(id, id, id).map((parts) => parts.join('/'))),
				amount: fc
					.tuple(fc.integer({ min: 1, max: 999_999_999_999_999 }), fc.constantFrom('EUR', 'CHF', 'JPY', 'KWD'))
					.map(([units, currency]) => moneyFromMinor(units, currency)!),
				method: text,
				occurredAt: fc.option(
					fc
						.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
						.map((date) => date.toISOString()),
				),
				note: text,
			})
			.map((given): PaymentEvent => ({
				...given,
				refundId: given.event === 'refund_processed' ? given.refundId : null,
			}))
			.filter(
				({ bookingNumber, bookingId, reservationKey }) =>
					bookingNumber !== null || bookingId !== null || reservationKey !== null,
			);
		assertProperty(
			fc.property(payment, (given) =>
				expect(readPayment(JSON.parse(JSON.stringify(paymentBody(given))))).toEqual(given),
			),
		);
		expect(paymentBody(read())).toEqual({
			event_type: 'payment_received',
			data: { payment_id: 'p-1', booking_number: 17, amount: '133.50', currency: 'EUR' },
		});
	});
});

describe('an amount', () => {
	const currency = fc.constantFrom('EUR', 'CHF', 'JPY', 'KRW', 'KWD', 'TND');
	const units = fc.integer({ min: 1, max: 999_999_999_999_999 });

	it('is exact, however it is written', () => {
		assertProperty(
			fc.property(currency, units, (code, whole) => {
				const { amount } = moneyFromMinor(whole, code)!;
				const expected = { minor: whole, exponent: exponentOf(code), currency: code, amount, taxIncluded: null };
				const written = [
					{ amount },
					{ amount: ` ${amount} ` },
					{ amount: undefined, amount_minor: whole },
					{ amount: undefined, amount_minor: String(whole) },
					{ amount, amount_minor: whole },
					{ amount, currency: code.toLowerCase() },
				];
				// Up to fifteen digits, a JSON number is exact as well.
				for (const changes of [...written, { amount: Number(amount) }])
					expect(read({ currency: code, ...changes }).amount).toEqual(expected);
			}),
		);
	});

	it('has no more decimals than its currency', () => {
		assertProperty(
			fc.property(currency, units, fc.integer({ min: 1, max: 9 }), (code, whole, digit) => {
				const { amount } = moneyFromMinor(whole, code)!;
				const more = amount.includes('.') ? `${amount}${digit}` : `${amount}.${digit}`;
				expect(fieldsOf({ currency: code, amount: more })).toEqual(['data.amount']);
				// Zeros too: "1.000" may be meant as a thousand.
				expect(fieldsOf({ currency: code, amount: more.slice(0, -1) + '0' })).toEqual(['data.amount']);
				if (whole < 1e9) expect(fieldsOf({ currency: code, amount: Number(more) })).toEqual(['data.amount']);
			}),
		);
	});

	it('has the binary noise of a sum taken off, and no more than that', () => {
		expect(minor({ amount: 0.1 + 0.2 })).toBe(30);
		expect(minor({ amount: 19.999999999999996 })).toBe(2000);
		expect(minor({ amount: 4.35 * 100, currency: 'JPY' })).toBe(435);
		expect(minor({ amount: 1234567890.12 })).toBe(123456789012);
		for (const amount of [0.005, 10.001, 133.505, 0.00001]) expect(fieldsOf({ amount })).toEqual(['data.amount']);
		expect(fieldsOf({ amount: 100.5, currency: 'JPY' })).toEqual(['data.amount']);
	});

	it.each([
		0,
		'0',
		'0.00',
		-1,
		'-1.00',
		'+1',
		'1,50',
		'1.234,50',
		'1 000',
		'1e3',
		'0x10',
		'.5',
		'5.',
		'',
		' ',
		'EUR 5',
		'５',
		Number.NaN,
		Infinity,
		1e21,
		'9'.repeat(20),
		true,
		[],
		['5'],
		[5],
		{},
		{ toString: () => '5' },
	])('is not %p', (amount) => {
		expect(fieldsOf({ amount })).toEqual(['data.amount']);
	});

	it.each([0, -1, 1.5, '1.5', '-1', ' 1', '1e3', 2 ** 53, 1e15, true, ['5'], [5], {}])(
		'in minor units is not %p',
		(amount_minor) => {
			expect(fieldsOf({ amount: undefined, amount_minor })).toEqual(['data.amount_minor']);
		},
	);

	it('in major and minor units must be one', () => {
		expect(minor({ amount: '133.5', amount_minor: 13350 })).toBe(13350);
		expect(fieldsOf({ amount: '133.50', amount_minor: 133 })).toEqual(['data.amount_minor']);
		expect(fieldsOf({ amount: 'x', amount_minor: 0 })).toEqual(['data.amount', 'data.amount_minor']);
	});

	it.each([undefined, null, '', 'E', 'EURO', '€', 978, ['EUR'], 'E R'])('has no currency %p', (code) => {
		expect(fieldsOf({ currency: code })).toEqual(['data.currency']);
	});
});

describe('what people wrote', () => {
	it.each([
		['note', 4_000],
		['method', 200],
	])('in the %s, however long, keeps no payment out: it is shortened, with a mark and a warning', (name, max) => {
		expect(read({ [name]: 'x'.repeat(max) })).toMatchObject({ [name]: 'x'.repeat(max) });
		expect(read({ [name]: 'x'.repeat(max) }).warnings).toBeUndefined();
		const long = read({ [name]: `${'words '.repeat(1_000)}end` });
		const kept = String(long[name as 'note']);
		expect(kept.length).toBeLessThanOrEqual(max);
		expect(kept).toMatch(/^words .*… \[shortened\]$/s);
		expect(long.warnings).toEqual([`Not kept as it came: shortened to ${max} characters: ${name}`]);
		expect(readPayment(paymentBody(long))).toMatchObject({ [name]: kept });
	});

	it('loses a card number also where it is cut', () => {
		for (let length = 3_970; length <= 4_000; length++) {
			const { note } = read({ note: `${'x '.repeat(length / 2)}4111 1111 1111 1111 ${'y'.repeat(50)}` });
			expect(note?.replace(/\D/g, '')).not.toMatch(/41111111/);
		}
	});

	it.each([
		['Visa 4111 1111', '1111 1111'],
		['Visa 4111 1111 1111 1111', '12/27 737'],
		['12/27 737', 'Visa 4111 1111 1111 1111'],
		['1111 1111', 'Visa 4111 1111'],
	])('loses a card number and its code also where method and note share them: %s | %s', (method, note) => {
		const kept = read({ method, note });
		expect(`${kept.method} ${kept.note}`.replace('ends in 1111', '')).not.toMatch(/\d/);
		expect(readPayment(paymentBody(kept))).toMatchObject({ method: kept.method, note: kept.note });
	});

	it.each([
		[
			'Visa 4111111111111111',
			'Room 204, invoice 1234',
			'Visa [card number removed, ends in 1111]',
			'Room 204, invoice 1234',
		],
		['Terminal 1204', '4111 1111 1111 1111', 'Terminal 1204', '[card number removed, ends in 1111]'],
		['Visa', '4111 1111 1111 1111 12/27 737', 'Visa', '[card number removed, ends in 1111] [removed] [removed]'],
	])('keeps rooms, invoices and terminals beside a card: %s | %s', (method, note, keptMethod, keptNote) => {
		expect(read({ method, note })).toMatchObject({ method: keptMethod, note: keptNote });
	});

	it('of a million characters is read in a second', () => {
		const before = process.cpuUsage();
		for (const text of ['4'.repeat(1_000_000), '4111 '.repeat(200_000), 'word '.repeat(200_000)])
			expect(read({ note: text, method: text }).note?.length).toBeLessThanOrEqual(4_000);
		expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(1);
	});
});

describe('what is missing or invalid', () => {
	it('is named as a whole', () => {
		expect(refused({ event_type: 'payment_received', data: {} })).toMatchObject({
			name: 'UnusablePayment',
			message:
				'Missing or invalid: data.payment_id, data.currency, data.amount, one of data.booking_number, data.booking_id, data.reservation_key',
			fields: [
				'data.payment_id',
				'data.booking_number',
				'data.booking_id',
				'data.reservation_key',
				'data.currency',
				'data.amount',
			],
		});
		expect(refused({ event_type: 'payment_received', data: { ...DATA, payment_id: '' } })).toMatchObject({
			message: 'Missing or invalid: data.payment_id',
			fields: ['data.payment_id'],
		});
	});

	it('is any of the required fields, by itself or with others', () => {
		const required = {
			payment_id: ['data.payment_id'],
			currency: ['data.currency'],
			amount: ['data.amount'],
			booking_number: ['data.booking_number', 'data.booking_id', 'data.reservation_key'],
		};
		assertProperty(
			fc.property(
				fc.subarray(Object.keys(required) as Array<keyof typeof required>, { minLength: 1 }),
				fc.constantFrom(undefined, null, ''),
				(gone, nothing) => {
					const fields = fieldsOf(Object.fromEntries(gone.map((name) => [name, nothing])));
					// An empty text is an amount that cannot be read, and no booking number at all.
					expect([...fields].sort()).toEqual(gone.flatMap((name) => required[name]).sort());
				},
			),
		);
	});

	it.each([
		undefined,
		null,
		7,
		'text',
		[],
		[{}],
		{},
		{ data: DATA },
		{ event_type: 'payment_received', data: [DATA] },
		{ event_type: 'payment_received', data: 'x' },
	])('is told of a body such as %j', (given) => {
		expect(refused(given).fields.length).toBeGreaterThan(0);
		expect(refused(given).message).toMatch(/^Missing or invalid: /);
	});

	it.each([
		undefined,
		null,
		'',
		'payment',
		'Payment_received',
		'booking.completed',
		7,
		['payment_received'],
		'__proto__',
	])('is told of the event type %j, with those that are taken', (event) => {
		expect(refused({ event_type: event, data: DATA })).toMatchObject({
			fields: ['event_type'],
			message: 'Missing or invalid: event_type (payment_received or refund_processed)',
		});
	});

	it('is never quoted', () => {
		const marker = 'Jane Guest 4111';
		const error = refused(
			body(
				{
					payment_id: [marker],
					booking_number: marker,
					amount: marker,
					currency: marker,
					occurred_at: marker,
					note: { marker },
					[marker]: 1,
				},
				marker,
			),
		);
		expect(error.fields).toEqual([
			'event_type',
			'data.payment_id',
			'data.booking_number',
			'data.currency',
			'data.amount',
			'data.occurred_at',
			'data.note',
		]);
		expect(error.message).not.toMatch(/Jane|4111/);
	});

	it('never makes it fail in another way', () => {
		const anything = fc.anything({ withNullPrototype: true });
		const names = [
			'payment_id',
			'refund_id',
			'booking_number',
			'booking_id',
			'reservation_key',
			'amount',
			'amount_minor',
			'currency',
			'method',
			'occurred_at',
			'note',
			'__proto__',
		];
		assertProperty(
			fc.property(
				fc.oneof(
					anything,
					fc.record({
						event_type: fc.constant('payment_received'),
						data: fc.dictionary(fc.constantFrom(...names), anything),
					}),
				),
				(given) => refused(given) instanceof UnusablePayment,
			),
		);
	});
});

describe('the booking', () => {
	const none = { booking_number: undefined };

	it.each([
		[{ booking_number: 1 }, { bookingNumber: 1 }],
		[{ booking_number: '0042' }, { bookingNumber: 42 }],
		[{ booking_number: 2_147_483_647 }, { bookingNumber: 2_147_483_647 }],
		[
			{ ...none, booking_id: 'ckx1' },
			{ bookingNumber: null, bookingId: 'ckx1' },
		],
		[
			{ ...none, reservation_key: 'booking.com/12345/4705950059' },
			{ bookingNumber: null, reservationKey: 'booking.com/12345/4705950059' },
		],
		[{ ...none, reservation_key: 'airbnb/1/HM/2' }, { reservationKey: 'airbnb/1/HM/2' }],
	])('is named by %j', (changes, expected) => {
		expect(read(changes)).toMatchObject(expected);
	});

	it.each([
		[{ booking_number: 0 }, 'data.booking_number'],
		[{ booking_number: -1 }, 'data.booking_number'],
		[{ booking_number: 1.5 }, 'data.booking_number'],
		[{ booking_number: '#17' }, 'data.booking_number'],
		[{ booking_number: 2_147_483_648 }, 'data.booking_number'],
		[{ booking_number: '1e3' }, 'data.booking_number'],
		[{ booking_number: true }, 'data.booking_number'],
		[{ booking_id: 'x'.repeat(201) }, 'data.booking_id'],
		[{ booking_id: ['x'] }, 'data.booking_id'],
		[{ reservation_key: '4705950059' }, 'data.reservation_key'],
		[{ reservation_key: 'booking.com/4705950059' }, 'data.reservation_key'],
		[{ reservation_key: 'booking.com/12345/' }, 'data.reservation_key'],
		[{ reservation_key: '/12345/47' }, 'data.reservation_key'],
		[{ reservation_key: `a/b/${'x'.repeat(700)}` }, 'data.reservation_key'],
	])('is not named by %j, even beside a right one', (changes, field) => {
		expect(fieldsOf(changes)).toEqual([field]);
		expect(fieldsOf({ ...none, ...changes })).toEqual([field]);
	});

	it('is never a name or a room', () => {
		expect(fieldsOf({ ...none, guest: 'Dupont', room: '12' })).toEqual([
			'data.booking_number',
			'data.booking_id',
			'data.reservation_key',
		]);
	});
});

describe('ids, times and texts', () => {
	it('are held to their length', () => {
		expect(read({ payment_id: 'x'.repeat(200) }).paymentId).toHaveLength(200);
		expect(fieldsOf({ payment_id: 'x'.repeat(201) })).toEqual(['data.payment_id']);
		expect(fieldsOf({ refund_id: 'x'.repeat(201) }, 'refund_processed')).toEqual(['data.refund_id']);
		expect(fieldsOf({ note: { text: 'x' } })).toEqual(['data.note']);
	});

	it('do not make a refund of a payment', () => {
		expect(fieldsOf({ refund_id: 'r-1' })).toEqual(['data.refund_id']);
		expect(read({}, 'refund_processed')).toMatchObject({ event: 'refund_processed', refundId: null });
	});

	it.each([
		['2026-03-11T15:02:40Z', '2026-03-11T15:02:40.000Z'],
		['2026-03-11T15:02Z', '2026-03-11T15:02:00.000Z'],
		['2026-03-11T15:02:40.123456+01:00', '2026-03-11T14:02:40.123Z'],
		['2026-03-11T00:30:00+0200', '2026-03-10T22:30:00.000Z'],
		['2026-03-11T23:30:00-05:30', '2026-03-12T05:00:00.000Z'],
	])('have a time such as %s in UTC', (given, expected) => {
		expect(read({ occurred_at: given }).occurredAt).toBe(expected);
	});

	it.each([
		'2026-03-11T15:02:40',
		'2026-03-11',
		'2026-02-30T10:00:00Z',
		'2026-13-01T10:00:00Z',
		'2026-03-11T25:00:00Z',
		'2026-03-11T10:61:00Z',
		'2026-03-11T10:00:00+99:00',
		'2026-03-11 15:02:40Z',
		'11.03.2026 15:02',
		1_773_241_360,
		'now',
	])('have no time %s', (given) => {
		expect(fieldsOf({ occurred_at: given })).toEqual(['data.occurred_at']);
	});

	it('lose the card numbers that people type into them', () => {
		expect(read({ note: 'Karte 4111 1111 1111 1111 cvc 123', method: 'visa 4111111111111111' })).toMatchObject({
			note: expect.not.stringMatching(/4111 1111|123/) as string,
			method: 'visa [card number removed, ends in 1111]',
		});
	});
});
