/** Payments whose numbers come again, at another till or after the numbers have begun anew, and refunds before their payment. */
import fc from 'fast-check';
import { inWords } from './payments';
import { reservation } from './reservations';
import { paymentEvent, type NewHotel, type PaymentWish, type TestHotel } from './test-hotel';
import { assertProperty, PROPERTY_TEST_MS } from '../property';

const KEY = 'booking.com/8011855/4705950059';
const OTHER = 'booking.com/8011855/other';
const MORNING = '2026-03-29T08:00:00Z';

async function newFolio(newHotel: NewHotel): Promise<TestHotel> {
	const hotel = await newHotel();
	await hotel.send(reservation());
	return hotel;
}

async function balance(hotel: TestHotel): Promise<string> {
	const { balance: known } = await hotel.pay({ payment_id: 'last', amount_minor: 1, reservation_key: KEY });
	return known ? inWords(known) : '';
}

export function describeRegisters(newHotel: NewHotel): void {
	describe('a payment’s number that comes again', () => {
		const first = { reservation_key: KEY, occurred_at: MORNING, method: 'cash' };

		it.each<[string, PaymentWish, string[]]>([
			['at another time', { occurred_at: '2026-03-30T08:00:00Z' }, ['data.occurred_at']],
			['a second later', { occurred_at: '2026-03-29T08:00:01Z' }, ['data.occurred_at']],
			['by another method', { method: 'card' }, ['data.method']],
			[
				'with another of everything',
				{ amount: 11, method: 'card', occurred_at: '2026-03-30T08:00:00Z' },
				['data.amount', 'data.method', 'data.occurred_at'],
			],
		])('%s is another payment: refused with what differs', async (_name, over, fields) => {
			const hotel = await newFolio(newHotel);
			for (const register of [{}, { register_id: 'bar' }]) {
				const payment: PaymentWish = { ...first, ...register, payment_id: JSON.stringify(register) };
				await hotel.pay(payment);
				const refused = await hotel.refuse({ ...payment, ...over });
				expect(refused.fields).toEqual(fields);
				for (const field of fields) expect(refused.error).toContain(field);
				expect(refused.error).toContain('data.register_id');
				expect((await hotel.pay({ ...payment, occurred_at: '2026-03-29T10:00:00+02:00' })).outcome).toBe('unchanged');
			}
		});

		it('is another payment at another register', async () => {
			const hotel = await newFolio(newHotel);
			for (const register_id of ['reception', 'bar', 'bar-2027']) {
				const payment = { ...first, register_id };
				expect(await hotel.pay(payment)).toMatchObject({
					outcome: 'created',
					payment: { id: 'P-1', kind: 'payment', registerId: register_id },
				});
				expect((await hotel.pay(payment)).outcome).toBe('unchanged');
			}
			expect(await balance(hotel)).toContain('paid 30.01');
		});

		it('is told apart where only one of the two names its register, and refused where it cannot be', async () => {
			const hotel = await newFolio(newHotel);
			for (const [without, named] of [
				[{ payment_id: 'A' }, { payment_id: 'A', register_id: 'bar' }],
				[{ payment_id: 'B', register_id: 'bar' }, { payment_id: 'B' }],
			]) {
				await hotel.pay({ ...first, ...without });
				expect(await hotel.refuse({ ...first, ...named })).toMatchObject({ fields: ['data.register_id'] });
				const later = { ...first, ...named, occurred_at: '2026-03-30T08:00:00Z' };
				expect((await hotel.pay(later)).outcome).toBe('created');
				expect((await hotel.pay(later)).outcome).toBe('unchanged');
			}
			expect(await balance(hotel)).toContain('paid 40.01');
		});

		it('is not booked twice where its register is written in another way, and is another one where it differs', async () => {
			const hotel = await newFolio(newHotel);
			const payment = { ...first, register_id: 'Bar 2' };
			expect((await hotel.pay(payment)).outcome).toBe('created');
			expect((await hotel.pay({ ...payment, register_id: ' Bar 2 ', payment_id: ' P-1 ' })).outcome).toBe('unchanged');
			for (const register_id of ['bar 2', 'BAR  2', 'Bar2'])
				expect(await hotel.refuse({ ...payment, register_id })).toMatchObject({
					fields: ['data.register_id'],
					error: expect.stringContaining('written') as string,
				});
			const later = { ...payment, register_id: 'bar 2', occurred_at: '2026-03-30T08:00:00Z' };
			expect((await hotel.pay(later)).outcome).toBe('created');
			expect(await balance(hotel)).toContain('paid 20.01');
		});

		it('is told apart while it waits for its booking, and by the desk', async () => {
			const hotel = await newHotel();
			const misread = { booking_number: 2_000_000_017, occurred_at: MORNING };
			for (const register_id of ['reception', 'bar']) await hotel.pay({ ...misread, register_id });
			const bar = { payment_id: 'P-1', refund_id: 'R-1', register_id: 'bar', amount: 4, ...misread };
			expect((await hotel.pay(bar)).outcome).toBe('unmatched');
			const { bookings } = await hotel.send(reservation());
			const waiting = await hotel.hooks.unmatchedPayments(hotel.slug);
			expect(waiting.map(({ kind, registerId }) => [kind, registerId])).toEqual([
				['payment', 'bar'],
				['payment', 'reception'],
				['refund', 'bar'],
			]);
			const id = { kind: 'payment' as const, id: 'P-1' };
			await expect(hotel.hooks.assignPayment(hotel.slug, id, bookings[0]?.id ?? '')).rejects.toThrow('No payment');
			await hotel.hooks.assignPayment(hotel.slug, { ...id, registerId: 'bar' }, bookings[0]?.id ?? '');
			// With the bar's payment goes the bar's refund, and nothing of the reception's.
			expect(await hotel.hooks.unmatchedPayments(hotel.slug)).toMatchObject([{ registerId: 'reception' }]);
			expect(await balance(hotel)).toContain('paid 10.01, refunded 4.00');
		});
	});

	describe('a refund', () => {
		it.each<[string, PaymentWish[], PaymentWish]>([
			['nothing else was paid', [], {}],
			['another payment was', [{ payment_id: 'A', amount: 50 }], {}],
			[
				'others were, and given back in part',
				[
					{ payment_id: 'A', amount: 50 },
					{ payment_id: 'A', refund_id: 'RA', amount: 5 },
					{ payment_id: 'C', amount: 50, currency: 'EUR', method: 'card' },
				],
				{},
			],
			['the same number was at another register', [{ payment_id: 'B', register_id: 'bar', amount: 50 }], {}],
			[
				'its own register’s was not',
				[{ payment_id: 'B', register_id: 'reception', amount: 50 }],
				{ register_id: 'bar' },
			],
		])('before its payment waits for it, though %s', async (_name, others, register) => {
			for (const isKnown of [true, false]) {
				const hotel = await newHotel();
				if (isKnown) await hotel.send(reservation());
				for (const other of others) await hotel.pay({ reservation_key: KEY, ...other });
				const refund = { payment_id: 'B', refund_id: 'RB', reservation_key: KEY, amount: 10, ...register };
				for (let times = 0; times < 2; times++) await hotel.refuse(refund, 409);
				const taken = isKnown ? 'created' : 'unmatched';
				for (const { payment_id, register_id, amount } of others.filter(({ refund_id }) => refund_id === undefined)) {
					const part = { payment_id, reservation_key: KEY, refund_id: `all of ${String(payment_id)}` };
					const left = Number(amount) - (others.length > 1 && payment_id === 'A' ? 5 : 0);
					const own = { ...part, ...(register_id === undefined ? {} : { register_id }), amount: left };
					expect((await hotel.pay(own)).outcome).toBe(taken);
				}
				expect((await hotel.pay({ payment_id: 'B', reservation_key: KEY, amount: 10, ...register })).outcome).toBe(
					taken,
				);
				expect((await hotel.pay(refund)).outcome).toBe(taken);
				expect((await hotel.pay(refund)).outcome).toBe('unchanged');
				if (!isKnown) await hotel.send(reservation());
				expect(await balance(hotel)).toContain('due 99.99');
			}
		});

		it('of more than its own payment is told of, since it takes the money of others', async () => {
			const hotel = await newFolio(newHotel);
			for (const payment_id of ['A', 'B']) await hotel.pay({ payment_id, reservation_key: KEY, amount: 50 });
			const part = { payment_id: 'B', refund_id: 'R1', reservation_key: KEY, amount: 40 };
			expect((await hotel.pay(part)).warnings).toEqual([]);
			const rest = { ...part, refund_id: 'R2', amount: 20 };
			const told = [{ code: 'refund_exceeds_payment' }];
			expect(await hotel.pay(rest)).toMatchObject({ outcome: 'created', warnings: told });
			expect(await hotel.pay(rest)).toMatchObject({ outcome: 'unchanged', warnings: told });
			const own = { payment_id: 'A', refund_id: 'R3', reservation_key: KEY };
			expect((await hotel.pay({ ...own, amount: 40 })).warnings).toEqual([]);
			expect((await hotel.refuse({ ...own, refund_id: 'R4', amount: 10 })).fields).toEqual(['data.amount']);
		});

		it('at another register names the one that took the payment', async () => {
			const hotel = await newFolio(newHotel);
			await hotel.pay({ payment_id: 'P', register_id: 'reception', reservation_key: KEY, amount: 20 });
			const refund = { payment_id: 'P', refund_id: 'R', register_id: 'bar', reservation_key: KEY, amount: 20 };
			expect((await hotel.refuse(refund, 409)).error).toContain('data.payment_register_id');
			const named = { ...refund, payment_register_id: 'reception' };
			expect((await hotel.pay(named)).outcome).toBe('created');
			expect((await hotel.pay(named)).outcome).toBe('unchanged');
			await hotel.pay({ payment_id: 'P', register_id: 'bar', reservation_key: KEY, amount: 20 });
			expect((await hotel.refuse(refund)).fields).toEqual(['data.payment_id']);
			expect(
				(await hotel.refuse({ payment_id: 'Q', payment_register_id: 'bar', reservation_key: KEY })).fields,
			).toEqual(['data.payment_register_id']);
			expect(await balance(hotel)).toContain('paid 40.01, refunded 20.00');
		});

		it(
			'and its payment end up the same in any order, with others beside them, if what came too early is sent again',
			async () => {
				const payment = fc.record({
					id: fc.constantFrom('1', '2', '3'),
					register: fc.constantFrom(undefined, 'bar', 'reception'),
					minor: fc.integer({ min: 2, max: 9_999 }),
					key: fc.constantFrom(KEY, OTHER),
				});
				const payments = fc.uniqueArray(payment, {
					// With and without a register under one number would be two ways to say one thing.
					selector: ({ id, register }) => (register === undefined ? `1${id}` : `${register}${id}`),
					minLength: 1,
					maxLength: 6,
				});
				await assertProperty(
					fc.asyncProperty(payments, fc.infiniteStream(fc.nat({ max: 1_000 })), async (wishes, chance) => {
						const hotel = await newHotel({ types: { double: ['101', '102'] } });
						const events: unknown[] = wishes.flatMap(({ id, register, minor, key }) => {
							const own = {
								payment_id: register === undefined ? `1${id}` : id,
								...(register === undefined ? {} : { register_id: register }),
								reservation_key: key,
							};
							const half = { ...own, refund_id: `R${id}`, amount_minor: Math.floor(minor / 2) };
							return [paymentEvent({ ...own, amount_minor: minor }), paymentEvent(half)];
						});
						const stays = [reservation(), reservation({ id: 'other' })];
						const sends = [
							...events.map((event) => () => hotel.post(JSON.stringify(event))),
							...stays.map((stay) => async () => ({ status: 200, body: await hotel.send(stay) })),
						]
							.map((send) => ({ send, place: chance.next().value ?? 0 }))
							.sort((one, other) => one.place - other.place);
						let waiting = sends.map(({ send }) => send);
						for (let round = 0; waiting.length > 0; round++) {
							expect(round).toBeLessThan(3);
							const again: typeof waiting = [];
							for (const send of waiting) {
								const { status } = await send();
								expect([200, 409]).toContain(status);
								if (status === 409) again.push(send);
							}
							waiting = again;
						}
						const rows = await hotel.ledger();
						expect(rows).toHaveLength(events.length);
						for (const row of rows) expect(row).toMatchObject({ problem: null, channel: 'booking.com' });
						expect(hotel.errors).toEqual([]);
					}),
					{ numRuns: 12 },
				);
			},
			PROPERTY_TEST_MS,
		);
	});
}
