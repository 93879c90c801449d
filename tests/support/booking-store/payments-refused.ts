/** Payments of which no sum can be made: a clear reason, and nothing written. */
import { inWords } from './payments';
import { reservation } from './reservations';
import { eventFor, paymentEvent, type NewHotel } from './test-hotel';

const KEY = 'booking.com/8011855/4705950059';

export function describeRefusedPayments(newHotel: NewHotel): void {
	describe('payments that cannot be', () => {
		it.each<[string, Record<string, unknown>, string[]]>([
			['amount', { amount: '10.01' }, ['data.amount']],
			['currency', { currency: 'CHF' }, ['data.currency']],
			['booking', { reservation_key: 'booking.com/8011855/other' }, ['data.reservation_key']],
			['booking that nobody knows', { reservation_key: 'booking.com/8011855/nobody' }, ['data.reservation_key']],
			[
				'all of it',
				{ reservation_key: 'booking.com/8011855/other', amount: 11, currency: 'CHF' },
				['data.currency', 'data.amount', 'data.reservation_key'],
			],
		])('are refused when the same id comes with another %s', async (_name, difference, fields) => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.send(reservation({ id: 'other', rooms: [{ type: 'suite' }] }));
			await hotel.pay({ reservation_key: KEY });
			const refused = await hotel.refuse({ reservation_key: KEY, ...difference });
			expect(refused.fields).toEqual(fields);
			for (const field of fields) expect(refused.error).toContain(field);
		});

		it('may have the id of a refund, and a refund that of another payment’s refund may not', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.pay({ payment_id: 'same', reservation_key: KEY });
			expect((await hotel.pay({ payment_id: 'same', refund: true, reservation_key: KEY, amount: 3 })).outcome).toBe(
				'created',
			);
			await hotel.pay({ payment_id: 'same', refund_id: 'R', reservation_key: KEY, amount: 3 });
			expect(
				(await hotel.refuse({ payment_id: 'other', refund_id: 'R', reservation_key: KEY, amount: 3 })).fields,
			).toEqual(['data.payment_id']);
		});

		it('keep nobody waiting behind them in the same request, however many there are', async () => {
			const hotel = await newHotel();
			const early = Array.from({ length: 4 }, (_, number) =>
				paymentEvent({ refund_id: `R-${number}`, payment_id: 'P-1', reservation_key: KEY, amount: 1 }),
			);
			const { body } = await hotel.post(
				JSON.stringify({
					events: [
						...early,
						eventFor(reservation()),
						paymentEvent({ payment_id: 'P-1', reservation_key: KEY, amount: 10 }),
					],
				}),
			);
			const results = (body.results ?? []) as unknown as Array<{ outcome?: string; retryable?: boolean }>;
			expect(results.map(({ outcome, retryable }) => outcome ?? retryable)).toEqual([
				true,
				true,
				true,
				true,
				'created',
				'created',
			]);
		});

		it('are refused where two refunds cannot be told from a repeat', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.pay({ reservation_key: KEY, amount: 100 });
			const part = { refund: true, reservation_key: KEY, amount: 25 };
			await hotel.pay({ ...part, occurred_at: '2027-03-29T10:00:00Z' });
			expect((await hotel.pay({ ...part, occurred_at: '2027-03-29T12:00:00+02:00' })).outcome).toBe('unchanged');
			expect((await hotel.pay(part)).outcome).toBe('unchanged');
			expect(await hotel.refuse({ ...part, occurred_at: '2027-04-01T10:00:00Z' })).toMatchObject({
				fields: ['data.refund_id'],
			});
			expect((await hotel.pay({ ...part, refund_id: 'R-2', occurred_at: '2027-04-01T10:00:00Z' })).outcome).toBe(
				'created',
			);
		});

		it('are refused where a refund is larger than what was paid and not given back', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			// Its payment may still be on the way.
			expect(await hotel.refuse({ refund: true, reservation_key: KEY, amount: 1 }, 409)).toMatchObject({
				fields: ['data.amount'],
				error: expect.stringContaining('(0.00 EUR); if its payment comes later'),
			});
			await hotel.pay({ reservation_key: KEY, amount: 10 });
			await hotel.pay({ refund_id: 'R-1', reservation_key: KEY, amount: '9.99' });
			expect((await hotel.refuse({ refund_id: 'R-2', reservation_key: KEY, amount: '0.02' })).error).toMatch(
				/\(0\.01 EUR\)$/,
			);
			expect((await hotel.pay({ refund_id: 'R-2', reservation_key: KEY, amount: '0.01' })).balance?.due.amount).toBe(
				'100.00',
			);
		});

		it('are refused in another currency than the booking’s, but given back in the one they were paid in', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			expect(await hotel.refuse({ reservation_key: KEY, currency: 'CHF' })).toMatchObject({
				error: 'The booking is in EUR, not in CHF',
				fields: ['data.currency'],
			});
			await hotel.pay({ reservation_key: KEY });
			await hotel.query('UPDATE "bookings" SET "currency" = $2 WHERE "id" = $1', [bookings[0]?.id, 'CHF']);
			expect((await hotel.refuse({ payment_id: 'late', reservation_key: KEY })).error).toBe(
				'The booking is in CHF, not in EUR',
			);
			expect(inWords((await hotel.pay({ refund: true, reservation_key: KEY })).balance)).toBe(
				'EUR total 0.00, prepaid 0.00, paid 10.00, refunded 10.00, due 0.00',
			);
		});

		it('are refused where the references mean different bookings', async () => {
			const hotel = await newHotel();
			const [one, other] = [
				await hotel.send(reservation()),
				await hotel.send(reservation({ id: 'other', rooms: [{ type: 'suite' }] })),
			];
			const number = other.bookings[0]?.bookingNumber;
			expect((await hotel.refuse({ reservation_key: KEY, booking_number: number })).fields).toEqual([
				'data.booking_number',
				'data.reservation_key',
			]);
			expect(await hotel.refuse({ booking_id: one.bookings[0]?.id, booking_number: number })).toMatchObject({
				error: expect.stringContaining('mean more than one'),
			});
			const unknown = await hotel.refuse({ reservation_key: KEY, booking_id: 'nobody' });
			expect(unknown).toMatchObject({
				fields: ['data.booking_id'],
				error:
					'data.booking_id names no known booking, though data.reservation_key does; send only references that belong together',
			});
		});

		it('are refused where a refund names a payment of another booking', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.send(reservation({ id: 'other', rooms: [{ type: 'suite' }] }));
			await hotel.pay({ payment_id: 'P-1', reservation_key: KEY });
			await hotel.pay({ payment_id: 'P-2', reservation_key: 'booking.com/8011855/other' });
			expect((await hotel.refuse({ payment_id: 'P-2', refund_id: 'R', reservation_key: KEY })).fields).toEqual([
				'data.payment_id',
				'data.reservation_key',
			]);
		});

		it('are refused with every field that is missing or wrong, by the payload’s own names', async () => {
			const hotel = await newHotel();
			const body = await hotel.refuse({
				payment_id: '',
				amount: '1.001',
				currency: 'EURO',
				occurred_at: 'yesterday',
				note: 'Dupont',
			});
			expect([...body.fields].sort()).toEqual([
				'data.amount',
				'data.booking_id',
				'data.booking_number',
				'data.currency',
				'data.occurred_at',
				'data.payment_id',
				'data.reservation_key',
			]);
			expect((await hotel.refuse({ reservation_key: KEY, integration_id: 'another' })).fields).toEqual([
				'data.integration_id',
			]);
			expect(JSON.stringify(body)).not.toContain('Dupont');
		});
	});
}
