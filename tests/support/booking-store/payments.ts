/** What the cash register tells: it adds up, once, and never touches a booking. */
import type { Balance } from '../../../selfkey';
import { cancellation, reservation } from './reservations';
import type { NewHotel, PaymentSuccess, TestHotel } from './test-hotel';

const KEY = 'booking.com/8011855/4705950059';

/** `total 100.00, prepaid 0.00, …`. */
export function inWords(balance: Balance | null): string {
	if (!balance) return 'none';
	const { currency, total, prepaid, paid, refunded, due } = balance;
	return `${currency} total ${total.amount}, prepaid ${prepaid.amount}, paid ${paid.amount}, refunded ${refunded.amount}, due ${due.amount}`;
}

function due({ balance }: PaymentSuccess): string | undefined {
	return balance?.due.amount;
}

/** Everything that a payment must leave as it is, with the versions of the rows. */
export function untouched(hotel: TestHotel): Promise<unknown[]> {
	return hotel.query(
		`SELECT xmin::text AS "version", to_jsonb(b)::text AS "row" FROM "bookings" b WHERE "hotelSlug" = $1
		UNION ALL SELECT xmin::text, to_jsonb(c)::text FROM "booking_changes" c WHERE "hotelSlug" = $1
		UNION ALL SELECT xmin::text, to_jsonb(e)::text FROM "booking_external_references" e WHERE "hotelSlug" = $1
		UNION ALL SELECT xmin::text, to_jsonb(s)::text FROM "booking_reservations" s WHERE "hotelSlug" = $1 ORDER BY 2`,
		[hotel.slug],
	);
}

export function describePayments(newHotel: NewHotel): void {
	describe('payments', () => {
		it('add up with refunds, and say what is due', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const first = await hotel.pay({
				payment_id: 'P-1',
				reservation_key: KEY,
				amount: '60.10',
				occurred_at: '2026-03-29T21:15:00Z',
			});
			const booking = { id: bookings[0]?.id, bookingNumber: bookings[0]?.bookingNumber };
			expect(first).toMatchObject({
				status: 'success',
				outcome: 'created',
				payment: { id: 'P-1', kind: 'payment' },
				bookings: [booking],
				warnings: [],
			});
			expect(inWords(first.balance)).toBe('EUR total 100.00, prepaid 0.00, paid 60.10, refunded 0.00, due 39.90');
			expect(
				due(await hotel.pay({ payment_id: 'P-2', booking_number: booking.bookingNumber, amount_minor: 5000 })),
			).toBe('-10.10');
			const refund = await hotel.pay({ payment_id: 'P-2', refund_id: 'R-1', booking_id: booking.id, amount: 10.1 });
			expect(refund.payment).toEqual({ id: 'R-1', kind: 'refund' });
			expect(inWords(refund.balance)).toBe('EUR total 100.00, prepaid 0.00, paid 110.10, refunded 10.10, due 0.00');
			expect(await hotel.ledger()).toMatchObject([
				{
					kind: 'payment',
					externalId: 'P-1',
					minor: '6010',
					exponent: 2,
					currency: 'EUR',
					method: 'cash',
					reservationId: '4705950059',
					bookingId: null,
					problem: null,
				},
				{ kind: 'payment', externalId: 'P-2', minor: '5000', bookingId: booking.id },
				{ kind: 'refund', externalId: 'R-1', paymentId: 'P-2', minor: '1010', bookingId: booking.id },
			]);
		});

		it('are one for all rooms of a reservation, whichever of them is named', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(
				reservation({ price: '250', rooms: [{ price: '100' }, { type: 'suite', price: '150' }] }),
			);
			const [one, two] = bookings;
			expect(due(await hotel.pay({ payment_id: 'a', booking_number: one?.bookingNumber, amount: 100 }))).toBe('150.00');
			expect(
				due(
					await hotel.pay({
						payment_id: 'b',
						booking_number: two?.bookingNumber,
						booking_id: one?.id,
						reservation_key: KEY,
						amount: 150,
					}),
				),
			).toBe('0.00');
		});

		it('follow what stands: a room given up, or all of it, is money to give back', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ price: '250', rooms: [{ price: '100' }, { type: 'suite', price: '150' }] }));
			await hotel.pay({ reservation_key: KEY, amount: 250 });
			await hotel.send(reservation({ event: 'modified', seen: 1, price: '100', rooms: [{ price: '100' }] }));
			expect(due(await hotel.pay({ payment_id: 'P-1', refund_id: 'R', reservation_key: KEY, amount: 50 }))).toBe(
				'-100.00',
			);
			await hotel.send(cancellation());
			const last = await hotel.pay({ payment_id: 'P-1', refund_id: 'R2', reservation_key: KEY, amount: 200 });
			expect(inWords(last.balance)).toBe('EUR total 0.00, prepaid 0.00, paid 250.00, refunded 250.00, due 0.00');
		});

		it.each([
			['CHF', 0.1 + 0.2, '0.30'],
			['CHF', 1.005, '1.01'],
			['CHF', 33.333333, '33.33'],
			['CHF', 1234567.89, '1234567.89'],
			['JPY', 29000, '29000'],
			['KWD', 12.345, '12.345'],
			['chf', 5, '5.00'],
		])('take %s %d from SelfKey’s floating point as %s', async (currency, amount, total) => {
			const hotel = await newHotel();
			const id = await hotel.frontDesk.directSale({
				room: '101',
				checkIn: '2026-03-29',
				checkOut: '2026-03-30',
				currency,
				amount,
			});
			const { balance } = await hotel.pay({ booking_id: id, amount: 1, currency: currency.toUpperCase() });
			expect(balance).toMatchObject({
				currency: currency.toUpperCase(),
				total: { amount: total },
				prepaid: { amount: total },
				due: { minor: -1 * 10 ** (balance?.exponent ?? 0) },
			});
		});

		it('know what the guest has paid the channel or on SelfKey’s own page', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ payment: { model: 'channel_collect', card: null } }));
			expect(inWords((await hotel.pay({ reservation_key: KEY, amount: 5 })).balance)).toBe(
				'EUR total 100.00, prepaid 100.00, paid 5.00, refunded 0.00, due -5.00',
			);
			await hotel.send(reservation({ id: 'virtual', payment: { model: 'virtual_card', card: null } }));
			expect(
				inWords(
					(await hotel.pay({ payment_id: 'v', reservation_key: 'booking.com/8011855/virtual', amount: 100 })).balance,
				),
			).toContain('prepaid 0.00, paid 100.00, refunded 0.00, due 0.00');
			const sale = await hotel.frontDesk.directSale({
				room: '201',
				checkIn: '2026-03-29',
				checkOut: '2026-03-30',
				amount: 80,
			});
			expect(
				inWords(
					(
						await hotel.pay({
							payment_id: 's',
							reservation_key: `selfkey/${hotel.slug}/${sale}`,
							amount: 5,
							currency: 'CHF',
						})
					).balance,
				),
			).toBe('CHF total 80.00, prepaid 80.00, paid 5.00, refunded 0.00, due -5.00');
		});

		it('change nothing when they come again, whatever reference names the same booking', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const first = await hotel.pay({ reservation_key: KEY, note: 'first' });
			const before = await hotel.ledger();
			const repeats = [
				{ reservation_key: KEY },
				{ booking_number: bookings[0]?.bookingNumber },
				{ booking_id: bookings[0]?.id, amount: 10, method: undefined },
				{ reservation_key: KEY, amount_minor: 1000 },
			];
			for (const repeat of repeats) expect(await hotel.pay(repeat)).toEqual({ ...first, outcome: 'unchanged' });
			expect(await hotel.ledger()).toEqual(before);
			await hotel.pay({ refund: true, reservation_key: KEY, amount: 4 });
			expect(await hotel.pay({ refund: true, reservation_key: KEY, amount: 4 })).toMatchObject({
				outcome: 'unchanged',
				balance: { due: { amount: '94.00' } },
			});
		});

		it('of two rooms of a reservation under one id are two, and the second one is not swallowed', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation({ price: '100', rooms: [{ price: '50' }, { price: '50' }] }));
			const [one, two] = bookings;
			const pay = { payment_id: '1', amount: 50 };
			const first = await hotel.pay({ ...pay, booking_number: one?.bookingNumber });
			const refused = { error: expect.stringContaining('data.booking_number') as string };
			expect(await hotel.refuse({ ...pay, booking_number: two?.bookingNumber })).toMatchObject(refused);
			expect(await hotel.pay({ ...pay, booking_number: one?.bookingNumber })).toEqual({
				...first,
				outcome: 'unchanged',
			});
			expect(await hotel.pay({ ...pay, booking_id: two?.id })).toEqual({ ...first, outcome: 'unchanged' });
			const other = await hotel.pay({ ...pay, register_id: 'bar', booking_number: two?.bookingNumber });
			expect(due(other)).toBe('0.00');
		});

		it('are counted by currency where rooms are priced in several', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(
				reservation({ price: null, rooms: [{ price: '100' }, { type: 'suite', price: '150' }] }),
			);
			await hotel.query('UPDATE "bookings" SET "currency" = $2 WHERE "id" = $1', [bookings[1]?.id, 'CHF']);
			expect(due(await hotel.pay({ payment_id: 'e', reservation_key: KEY, amount: 100 }))).toBe('0.00');
			expect(due(await hotel.pay({ payment_id: 'c', reservation_key: KEY, amount: 100, currency: 'CHF' }))).toBe(
				'50.00',
			);
			expect(
				(await hotel.refuse({ refund: true, payment_id: 'c', reservation_key: KEY, amount: 101, currency: 'CHF' }))
					.error,
			).toContain('(100.00 CHF)');
			const { balances } = (await hotel.get('payments', { booking: bookings[0]?.id ?? '' })).body as {
				balances: Balance[];
			};
			expect(balances.map(inWords)).toEqual([
				expect.stringContaining('EUR total 100.00'),
				expect.stringContaining('CHF total 150.00'),
			]);
		});

		it('are taken with a note or method that is too long, without its end, which is told', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			const long = { payment_id: 'P-1', reservation_key: KEY, note: 'words '.repeat(1_000), method: 'm'.repeat(201) };
			const first = await hotel.pay(long);
			expect(first.outcome).toBe('created');
			expect(first.warnings).toEqual([
				{ code: 'text_shortened', message: expect.stringContaining('The note of the payment'), roomStayId: null },
				{ code: 'text_shortened', message: expect.stringContaining('The method of the payment'), roomStayId: null },
			]);
			expect((await hotel.pay(long)).outcome).toBe('unchanged');
			const [entry] = (await hotel.ledger()) as Array<{ note: string; method: string }>;
			expect([entry?.note.length, entry?.method.length]).toEqual([4_000, 200]);
			expect(entry?.note).toMatch(/… \[shortened\]$/);
		});

		it('keep no card number and nothing of the guest in the log', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.pay({ reservation_key: KEY, note: 'card 4111 1111 1111 1111 of Dupont' });
			await hotel.refuse({ payment_id: 'x', reservation_key: KEY, currency: 'CHF', note: 'Dupont' });
			const [row] = await hotel.ledger();
			expect(row?.['note']).toBe('card [card number removed, ends in 1111] of Dupont');
			const logs = await hotel.query(
				'SELECT "status", "message", "data" FROM "integration_logs" WHERE "integrationId" = $1 ORDER BY "createdAt", "id"',
				[hotel.integrationId],
			);
			expect(logs).toHaveLength(3);
			expect(logs).toContainEqual({
				status: 'success',
				message: `created payment for ${KEY}`,
				data: {
					eventType: 'payment_received',
					key: KEY,
					outcome: 'created',
					warnings: [],
					payment: { kind: 'payment', id: 'P-1' },
				},
			});
			expect(logs).toContainEqual({
				status: 'error',
				message: 'refused: The booking is in EUR, not in CHF',
				data: {
					eventType: 'payment_received',
					key: null,
					outcome: 'refused',
					warnings: [],
					payment: { kind: 'payment', id: 'x' },
				},
			});
			expect(JSON.stringify(logs)).not.toMatch(/Dupont|1111/);
		});

		it('go beside reservations in a batch, and one that is refused loses no other', async () => {
			const hotel = await newHotel();
			const event = (event_type: string, data: unknown) => ({ event_type, data });
			const money = { currency: 'EUR', reservation_key: KEY };
			const { status, body } = await hotel.post(
				JSON.stringify({
					events: [
						event('payment_received', { payment_id: 'early', amount: 10, ...money }),
						event('new_reservation', { reservation: reservation() }),
						event('payment_received', { payment_id: 'P', amount: 20, ...money }),
						event('refund_processed', { payment_id: 'P', amount: 31, ...money }),
						event('refund_processed', { payment_id: 'P', amount: 30, ...money }),
					],
				}),
			);
			expect(status).toBe(200);
			expect(body.results).toMatchObject([
				{ outcome: 'unmatched' },
				{ outcome: 'created' },
				{ outcome: 'created', balance: { paid: { amount: '30.00' } } },
				{ status: 'error', retryable: false, fields: ['data.amount'] },
				{ outcome: 'created', balance: { due: { amount: '100.00' } } },
			]);
		});

		it('never touch a booking, nor tell the change feed anything', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const sale = await hotel.frontDesk.directSale({ room: '201', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const reader = await hotel.subscribe();
			const before = await untouched(hotel);
			await hotel.pay({ payment_id: 'a', reservation_key: KEY, amount: 100 });
			await hotel.pay({ payment_id: 'a', refund: true, booking_number: bookings[0]?.bookingNumber, amount: 100 });
			await hotel.pay({ payment_id: 'b', booking_id: sale, currency: 'CHF' });
			await hotel.pay({ payment_id: 'c', booking_id: 'nobody' });
			await hotel.refuse({ payment_id: 'd', reservation_key: KEY, currency: 'CHF' });
			await hotel.pay({ payment_id: 'a', reservation_key: KEY, amount: 100 });
			expect(await untouched(hotel)).toEqual(before);
			expect(await hotel.readAll(reader)).toEqual([]);
			expect(await hotel.activeBookings()).toHaveLength(2);
			expect(hotel.errors).toEqual([]);
		});

		it('are told with the state of their reservation, whenever that is told', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.send(reservation({ id: 'unpaid', rooms: [{ type: 'suite' }] }));
			await hotel.pay({ reservation_key: KEY, amount: 40 });
			const sale = await hotel.frontDesk.directSale({ room: '102', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			await hotel.pay({ payment_id: 's', booking_id: sale, currency: 'CHF', amount: 3 });
			const changes = await hotel.present();
			const told = changes.map(({ reservation: { reservationId, selfKey } }) => [
				reservationId,
				selfKey.payments && inWords(selfKey.payments),
			]);
			expect(Object.fromEntries(told)).toEqual({
				4705950059: 'EUR total 100.00, prepaid 0.00, paid 40.00, refunded 0.00, due 60.00',
				unpaid: undefined,
				[sale]: 'CHF total 100.00, prepaid 100.00, paid 3.00, refunded 0.00, due -3.00',
			});
		});

		it('are shown for a booking to who may read, by the hook too', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const id = bookings[0]?.id ?? '';
			await hotel.pay({
				reservation_key: KEY,
				amount: '12.30',
				occurred_at: '2026-03-29T23:15:00+02:00',
				note: 'minibar',
			});
			await hotel.pay({ refund_id: 'R', reservation_key: KEY, amount: '2.30' });
			const { status, body } = await hotel.get('payments', { booking: id });
			expect(status).toBe(200);
			expect(body).toMatchObject({
				status: 'success',
				key: KEY,
				balance: { currency: 'EUR', due: { amount: '90.00' } },
				entries: [
					{
						kind: 'payment',
						paymentId: 'P-1',
						refundId: null,
						amount: { amount: '12.30' },
						method: 'cash',
						occurredAt: '2026-03-29T21:15:00.000Z',
						note: 'minibar',
					},
					{ kind: 'refund', paymentId: 'P-1', refundId: 'R', amount: { minor: 230 } },
				],
			});
			expect({ status: 'success', ...(await hotel.hooks.paymentsOf(id)) }).toEqual(body);
			expect(await hotel.get('payments', { booking: 'nobody' })).toMatchObject({ status: 404 });
			expect(await hotel.get('payments', {})).toMatchObject({ status: 400, body: { fields: ['booking'] } });
			expect(await hotel.hooks.paymentsOf('nobody')).toBeNull();
			expect((await hotel.get('payments', { booking: id }, { secret: 'wrong' })).status).toBe(401);
			const closed = await newHotel({ configuration: { changeFeed: false } });
			expect((await closed.get('payments', { booking: id })).status).toBe(403);
			expect((await (await newHotel()).get('payments', { booking: id })).status).toBe(404);
		});

		it('stay with a direct sale that was deleted', async () => {
			const hotel = await newHotel();
			const id = await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const { bookings } = await hotel.pay({ booking_id: id, currency: 'CHF' });
			await hotel.frontDesk.deleteBooking(id);
			expect(inWords((await hotel.hooks.paymentsOf(id))?.balance ?? null)).toBe(
				'CHF total 0.00, prepaid 0.00, paid 10.00, refunded 0.00, due -10.00',
			);
			expect((await hotel.pay({ refund_id: 'R', booking_id: id, currency: 'CHF', amount: 4 })).outcome).toBe('created');
			expect(
				(
					await hotel.pay({
						refund_id: 'R2',
						reservation_key: `selfkey/${hotel.slug}/${id}`,
						currency: 'CHF',
						amount: 4,
					})
				).outcome,
			).toBe('created');
			expect(await hotel.pay({ booking_number: bookings[0]?.bookingNumber, currency: 'CHF' })).toMatchObject({
				outcome: 'unchanged',
				balance: { due: { amount: '-2.00' } },
			});
		});
	});
}
