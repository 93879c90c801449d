/** Payments that come before their booking. */
import type { UnmatchedPayment } from '../../../selfkey';
import { inWords, untouched } from './payments';
import { cancellation, reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const KEY = 'booking.com/8011855/4705950059';
const NIGHT = { room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' };

async function kept(hotel: TestHotel): Promise<UnmatchedPayment[]> {
	return hotel.hooks.unmatchedPayments(hotel.slug);
}

async function balanceOf(hotel: TestHotel, bookingId: string | undefined): Promise<string> {
	return inWords((await hotel.hooks.paymentsOf(bookingId ?? ''))?.balance ?? null);
}

/** The number that the next booking of any hotel will get, unless somebody is quicker. */
async function numberOf(hotel: TestHotel, id: string): Promise<number> {
	return (await hotel.bookings()).find((row) => row.id === id)?.bookingNumber ?? 0;
}

export function describeUnmatchedPayments(newHotel: NewHotel): void {
	describe('payments before their booking', () => {
		it('are kept, told as such however often they come, and count when the reservation arrives', async () => {
			const hotel = await newHotel();
			const first = await hotel.pay({ reservation_key: KEY, amount: 30 });
			expect(first).toMatchObject({
				outcome: 'unmatched',
				balance: null,
				bookings: [],
				warnings: [{ code: 'booking_unknown' }],
			});
			expect(await hotel.pay({ reservation_key: KEY, amount: 30 })).toEqual({ ...first, outcome: 'unchanged' });
			expect(await kept(hotel)).toMatchObject([
				{
					kind: 'payment',
					paymentId: 'P-1',
					reservationKey: KEY,
					bookingId: null,
					amount: { amount: '30.00' },
					problem: null,
				},
			]);
			const { bookings, outcome } = await hotel.send(reservation());
			expect(outcome).toBe('created');
			expect(await kept(hotel)).toEqual([]);
			expect(await balanceOf(hotel, bookings[0]?.id)).toBe(
				'EUR total 100.00, prepaid 0.00, paid 30.00, refunded 0.00, due 70.00',
			);
			expect(await hotel.pay({ reservation_key: KEY, amount: 30 })).toMatchObject({
				outcome: 'unchanged',
				balance: { due: { amount: '70.00' } },
				warnings: [],
			});
			const logs = await hotel.query(
				'SELECT "message" FROM "integration_logs" WHERE "integrationId" = $1 ORDER BY "createdAt", "id"',
				[hotel.integrationId],
			);
			expect(logs).toContainEqual({ message: `applied unmatched payment to ${KEY}` });
		});

		it('are looked after for thirty days; from then on, when the desk looks at its list', async () => {
			let now = new Date('2026-03-01T08:00:00.000Z');
			const hotel = await newHotel({ clock: () => now });
			const sell = async (id: string) => {
				const sale = await hotel.frontDesk.directSale(NIGHT);
				await hotel.query('UPDATE "bookings" SET "id" = $2 WHERE "id" = $1', [sale, id]);
				await hotel.frontDesk.cancelDirect(id);
			};
			const isKept = async (payment: string) =>
				(await hotel.get('payments', { payment })).body['payment'] as { reservationKey: string | null };
			await hotel.pay({ payment_id: 'early', booking_id: 'late', amount: 5, currency: 'CHF' });
			now = new Date('2026-03-15T08:00:00.000Z');
			await hotel.pay({ payment_id: 'recent', booking_id: 'soon', amount: 5, currency: 'CHF' });
			now = new Date('2026-04-01T08:00:00.000Z');
			await sell('late');
			await sell('soon');
			await hotel.send(reservation());
			expect(await isKept('recent')).toMatchObject({ reservationKey: `selfkey/${hotel.slug}/soon` });
			expect(await isKept('early')).toMatchObject({ reservationKey: null });
			expect(await kept(hotel)).toEqual([]);
			expect(await isKept('early')).toMatchObject({ reservationKey: `selfkey/${hotel.slug}/late` });
		});

		it('are asked for one by one: for which reservation each counts, once it does', async () => {
			const hotel = await newHotel();
			const place = async (asked: Record<string, string>) => (await hotel.get('payments', asked)).body;
			const at = (reservationKey: string | null, problem: string | null = null) =>
				expect.objectContaining({ payment: expect.objectContaining({ reservationKey, problem }) as unknown });
			await hotel.pay({ reservation_key: KEY, amount: 30 });
			await hotel.pay({ reservation_key: KEY, amount: 30, refund: true });
			// The same number of another register, for a booking that is there.
			const sale = await hotel.frontDesk.directSale(NIGHT);
			await hotel.pay({ booking_id: sale, register_id: 'bar', amount: 10, currency: 'CHF' });
			const own = `selfkey/${hotel.slug}/${sale}`;
			expect(await place({ payment: 'P-1' })).toEqual(at(null));
			expect(await place({ refund: 'P-1' })).toEqual(at(null));
			expect(await place({ payment: 'P-1', register: 'bar' })).toEqual(at(own));
			await hotel.send(reservation());
			expect(await place({ payment: 'P-1' })).toEqual(at(KEY));
			expect(await place({ refund: 'P-1' })).toEqual(at(KEY));
			// One that names nothing which will ever be there, until somebody at the desk says what it was for.
			await hotel.pay({ payment_id: 'P-2', reservation_key: `${KEY}9`, amount: 5 });
			expect(await place({ payment: 'P-2' })).toEqual(at(null));
			const [booking] = (await hotel.send(reservation())).bookings;
			await hotel.hooks.assignPayment(hotel.slug, { kind: 'payment', id: 'P-2' }, booking?.id ?? '');
			expect(await place({ payment: 'P-2' })).toEqual(at(KEY));
			expect(await hotel.get('payments', { payment: 'P-3' })).toMatchObject({
				status: 404,
				body: { fields: ['payment'] },
			});
			const other = await newHotel();
			expect(await other.get('payments', { payment: 'P-1' })).toMatchObject({ status: 404 });
		});

		it('count once their cancelled reservation arrives, too', async () => {
			const hotel = await newHotel();
			await hotel.pay({ reservation_key: KEY, amount: 30 });
			await hotel.send(cancellation());
			expect(await kept(hotel)).toEqual([]);
			expect((await hotel.pay({ refund_id: 'R', reservation_key: KEY, amount: 30 })).outcome).toBe('created');
		});

		it.each<[string, (hotel: TestHotel, id: string) => Promise<Record<string, unknown>>]>([
			['id', async (_hotel, id) => ({ booking_id: id })],
			['key', async (hotel, id) => ({ reservation_key: `selfkey/${hotel.slug}/${id}` })],
		])(
			'count for a direct sale by its %s, with the hook, the next request or the next reader',
			async (_name, reference) => {
				const hotel = await newHotel();
				const tries = [
					() => hotel.hooks.resolveRoomConflicts(hotel.slug),
					() => hotel.send(reservation({ rooms: [{ type: 'suite' }] })),
					() => hotel.subscribe(),
				];
				for (const [index, look] of tries.entries()) {
					// The id is known before the row is committed, as SelfKey's own code knows it.
					const id = `c-${hotel.slug}-${index}`;
					expect(
						(await hotel.pay({ payment_id: `P-${index}`, ...(await reference(hotel, id)), currency: 'CHF' })).outcome,
					).toBe('unmatched');
					const sale = await hotel.frontDesk.directSale({
						...NIGHT,
						checkIn: `2026-04-0${index + 1}`,
						checkOut: `2026-04-0${index + 2}`,
					});
					await hotel.query('UPDATE "bookings" SET "id" = $2 WHERE "id" = $1', [sale, id]);
					await look();
					expect(
						await hotel.query(
							'SELECT "reservationId" FROM "booking_payments" WHERE "hotelSlug" = $1 AND "externalId" = $2',
							[hotel.slug, `P-${index}`],
						),
					).toEqual([{ reservationId: id }]);
				}
				expect(hotel.errors).toEqual([]);
			},
		);

		it('count by the number of a booking that gets it', async () => {
			const hotel = await newHotel();
			const number = 1_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
			expect((await hotel.pay({ booking_number: number, currency: 'CHF' })).outcome).toBe('unmatched');
			const sale = await hotel.frontDesk.directSale(NIGHT);
			await hotel.query('UPDATE "bookings" SET "bookingNumber" = $2 WHERE "id" = $1', [sale, number]);
			expect(await balanceOf(hotel, sale)).toContain('paid 10.00');
			expect(await numberOf(hotel, sale)).toBe(number);
		});

		it('count by a number alone with a warning, since it may have been misread', async () => {
			const hotel = await newHotel({ clock: () => new Date() });
			const [sequence] = await hotel.query<{ next: string }>(
				`SELECT (setval(pg_get_serial_sequence('"bookings"', 'bookingNumber'), (random() * 100000000)::int + 2000000000) + 1)::text AS "next"`,
				[],
			);
			await hotel.pay({ booking_number: Number(sequence?.next) });
			await hotel.pay({ payment_id: 'by key', reservation_key: KEY });
			const { bookings, warnings } = await hotel.send(reservation());
			expect(bookings[0]?.bookingNumber).toBe(Number(sequence?.next));
			expect(await balanceOf(hotel, bookings[0]?.id)).toContain('paid 20.00');
			expect(warnings.filter(({ code }) => code === 'payment_by_number')).toEqual([
				{ code: 'payment_by_number', message: expect.stringContaining('P-1'), roomStayId: null },
			]);
		});

		it('do not count by a number alone for a stranger who was given it later, until the desk says so', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			const hotel = await newHotel({ clock: () => new Date(now) });
			const misread = 1_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
			await hotel.pay({ payment_id: 'misread', booking_number: misread, currency: 'CHF' });
			await hotel.pay({ payment_id: 'misread', refund: true, booking_number: misread, currency: 'CHF', amount: 3 });
			const taken = async (minutes: number) => {
				now += minutes * 60_000;
				const sale = await hotel.frontDesk.directSale(NIGHT);
				await hotel.query('UPDATE "bookings" SET "bookingNumber" = $2 WHERE "id" = $1', [sale, misread]);
				return sale;
			};
			const stranger = await taken(11);
			expect(await balanceOf(hotel, stranger)).toContain('paid 0.00');
			const late = expect.stringContaining('given out only after this had come');
			expect(await kept(hotel)).toMatchObject([
				{ kind: 'payment', problem: late },
				{ kind: 'refund', problem: late },
			]);
			// Also a part of it that is given back only now is not the stranger's, and what the stranger pays is.
			expect(
				await hotel.pay({
					payment_id: 'misread',
					refund_id: 'R-2',
					booking_number: misread,
					currency: 'CHF',
					amount: 2,
				}),
			).toMatchObject({ outcome: 'unmatched', warnings: [{ code: 'payment_not_applied', message: late }] });
			expect(
				(await hotel.pay({ payment_id: 'theirs', booking_number: misread, currency: 'CHF', amount: 7 })).outcome,
			).toBe('created');
			expect(await balanceOf(hotel, stranger)).toContain('paid 7.00, refunded 0.00');
			// With the number goes nothing, though only the ledger knows it any more.
			await hotel.frontDesk.deleteBooking(stranger);
			expect(await kept(hotel)).toHaveLength(3);
			const meant = await hotel.frontDesk.directSale({ ...NIGHT, room: '102' });
			expect(
				inWords((await hotel.hooks.assignPayment(hotel.slug, { kind: 'payment', id: 'misread' }, meant)).balance),
			).toContain('paid 10.00, refunded 5.00');
		});

		it('count by a number that was told before its booking was committed, also where another reference says the same', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			const hotel = await newHotel({ clock: () => new Date(now) });
			const number = 1_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
			const id = `c-${hotel.slug}`;
			await hotel.pay({ payment_id: 'soon', booking_number: number, currency: 'CHF' });
			now += 10 * 60_000;
			const sale = await hotel.frontDesk.directSale(NIGHT);
			await hotel.query('UPDATE "bookings" SET "bookingNumber" = $2 WHERE "id" = $1', [sale, number]);
			expect(await balanceOf(hotel, sale)).toContain('paid 10.00');
			await hotel.pay({ payment_id: 'both', booking_number: number + 1, booking_id: id, currency: 'CHF' });
			now += 24 * 60 * 60_000;
			const other = await hotel.frontDesk.directSale({ ...NIGHT, room: '102' });
			await hotel.query('UPDATE "bookings" SET "bookingNumber" = $2, "id" = $3 WHERE "id" = $1', [
				other,
				number + 1,
				id,
			]);
			expect(await balanceOf(hotel, id)).toContain('paid 10.00');
		});

		it('let a refund count within what is kept by the same reference, and no more', async () => {
			const hotel = await newHotel();
			expect((await hotel.refuse({ refund_id: 'R-0', reservation_key: KEY, amount: 1 }, 409)).fields).toEqual([
				'data.amount',
			]);
			await hotel.pay({ reservation_key: KEY, amount: 30 });
			await hotel.pay({ payment_id: 'else', reservation_key: 'booking.com/8011855/else', amount: 500 });
			expect((await hotel.pay({ refund_id: 'R-1', reservation_key: KEY, amount: 20 })).outcome).toBe('unmatched');
			expect((await hotel.refuse({ refund_id: 'R-2', reservation_key: KEY, amount: '10.01' })).error).toContain(
				'(10.00 EUR)',
			);
			expect(
				(await hotel.refuse({ refund_id: 'R-2', reservation_key: KEY, amount: 1, currency: 'CHF' })).error,
			).toContain('(0.00 CHF)');
			const { bookings } = await hotel.send(reservation());
			expect(await balanceOf(hotel, bookings[0]?.id)).toBe(
				'EUR total 100.00, prepaid 0.00, paid 30.00, refunded 20.00, due 90.00',
			);
			expect(await kept(hotel)).toMatchObject([{ paymentId: 'else' }]);
		});

		it('stay with the desk, with the reason, where they cannot be applied', async () => {
			const hotel = await newHotel();
			await hotel.pay({ payment_id: 'good', reservation_key: KEY, amount: 5 });
			await hotel.pay({ payment_id: 'wrong', reservation_key: KEY, amount: 50, currency: 'CHF' });
			await hotel.pay({ payment_id: 'wrong', refund: true, reservation_key: KEY, amount: 50, currency: 'CHF' });
			await hotel.pay({ payment_id: 'both', reservation_key: KEY, booking_id: 'nobody' });
			const { bookings } = await hotel.send(reservation());
			const problems = (await kept(hotel)).map(({ kind, paymentId, problem }) => [kind, paymentId, problem]);
			expect(problems).toEqual([
				['payment', 'both', expect.stringContaining('data.booking_id names no known booking')],
				['payment', 'wrong', 'The booking is in EUR, not in CHF'],
				['refund', 'wrong', 'The booking is in EUR, not in CHF'],
			]);
			expect(await hotel.pay({ payment_id: 'wrong', reservation_key: KEY, amount: 50, currency: 'CHF' })).toMatchObject(
				{
					outcome: 'unchanged',
					balance: null,
					warnings: [{ code: 'payment_not_applied', message: expect.stringContaining('The booking is in EUR') }],
				},
			);
			expect(await balanceOf(hotel, bookings[0]?.id)).toContain('paid 5.00');
			expect((await hotel.get('payments', { unmatched: 'true' })).body).toMatchObject({
				payments: [{ paymentId: 'both' }, { paymentId: 'wrong' }, { kind: 'refund' }],
			});
			// The desk puts the currency right, and looks at its list.
			await hotel.query('UPDATE "bookings" SET "currency" = $2 WHERE "id" = $1', [bookings[0]?.id, 'CHF']);
			expect((await kept(hotel)).map(({ paymentId }) => paymentId)).toEqual(['both']);
			expect(hotel.errors).toEqual([]);
		});

		it('are refused under the same id with another content, as long as they are kept', async () => {
			const hotel = await newHotel();
			await hotel.pay({ reservation_key: KEY, booking_number: 2_000_000_001 });
			expect((await hotel.refuse({ reservation_key: KEY, amount: 11 })).fields).toEqual(['data.amount']);
			expect((await hotel.refuse({ reservation_key: 'booking.com/8011855/other' })).fields).toEqual([
				'data.reservation_key',
			]);
			expect((await hotel.refuse({ booking_id: 'nobody' })).fields).toEqual(['data.booking_id']);
			expect((await hotel.pay({ booking_number: 2_000_000_001 })).outcome).toBe('unchanged');
			await hotel.send(reservation({ id: 'known' }));
			expect((await hotel.refuse({ reservation_key: 'booking.com/8011855/known' })).fields).toEqual([
				'data.reservation_key',
			]);
		});

		it('count for the booking that somebody at the desk names, and are still known when they come again', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const id = bookings[0]?.id ?? '';
			const misread = { payment_id: 'misread', booking_number: 2_000_000_002 };
			await hotel.pay({ ...misread, amount: 30 });
			await hotel.pay({ ...misread, refund_id: 'R', amount: 5 });
			await hotel.pay({ payment_id: 'francs', booking_number: 2_000_000_003, currency: 'CHF' });
			const assign = (kind: 'payment' | 'refund', name: string, to = id) =>
				hotel.hooks.assignPayment(hotel.slug, { kind, id: name }, to);
			await expect(assign('refund', 'R')).rejects.toThrow('is itself unmatched: assign that one first');
			await expect(assign('payment', 'francs')).rejects.toThrow('The booking is in EUR, not in CHF');
			await expect(assign('payment', 'misread', 'nobody')).rejects.toThrow('no such booking');
			await expect(assign('payment', 'nothing')).rejects.toThrow('No payment with this id is unmatched');
			expect(inWords((await assign('payment', 'misread')).balance)).toContain('paid 30.00, refunded 5.00');
			await expect(assign('refund', 'R')).rejects.toThrow('counts for a booking already');
			expect(await hotel.pay({ ...misread, amount: 30 })).toMatchObject({ outcome: 'unchanged', bookings: [{ id }] });
			expect((await kept(hotel)).map(({ paymentId }) => paymentId)).toEqual(['francs']);
			// What was misread once is still nobody's number.
			expect((await hotel.pay({ ...misread, payment_id: 'again' })).outcome).toBe('unmatched');
		});

		it('are given back where they count, whatever the desk had to do to find that out', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const id = bookings[0]?.id ?? '';
			const misread = { payment_id: 'misread', booking_number: 2_000_000_002 };
			await hotel.pay({ ...misread, amount: 30 });
			await hotel.hooks.assignPayment(hotel.slug, { kind: 'payment', id: 'misread' }, id);
			expect(await hotel.pay({ ...misread, refund: true, amount: 12 })).toMatchObject({
				outcome: 'created',
				bookings: [{ id }],
			});
			expect(await balanceOf(hotel, id)).toContain('paid 30.00, refunded 12.00');
			expect((await hotel.refuse({ ...misread, refund_id: 'R', amount: '18.01' })).error).toContain('(18.00 EUR)');
		});

		it('are corrected by a refund that waits with them, and both count once the desk has put it right', async () => {
			const hotel = await newHotel();
			await hotel.pay({ payment_id: 'francs', reservation_key: KEY, amount: 50, currency: 'CHF' });
			const { bookings } = await hotel.send(reservation());
			expect(
				await hotel.pay({ payment_id: 'francs', refund: true, reservation_key: KEY, amount: 50, currency: 'CHF' }),
			).toMatchObject({ outcome: 'unmatched', warnings: [{ code: 'payment_not_applied' }] });
			await hotel.query('UPDATE "bookings" SET "currency" = $2 WHERE "id" = $1', [bookings[0]?.id, 'CHF']);
			expect(await kept(hotel)).toEqual([]);
			expect(await balanceOf(hotel, bookings[0]?.id)).toContain('paid 50.00, refunded 50.00');
		});

		it('are not given back by what names another booking, in whichever order things come', async () => {
			const other = 'booking.com/8011855/other';
			for (const isRefundFirst of [true, false]) {
				const hotel = await newHotel();
				const pay = () => hotel.pay({ payment_id: 'theirs', reservation_key: other, amount: 20 });
				await hotel.pay({ payment_id: 'ours', reservation_key: KEY, amount: 20 });
				const refund = { payment_id: 'theirs', refund_id: 'R', reservation_key: KEY, amount: 20 };
				// Whether both mean one booking is not known yet.
				if (isRefundFirst) await hotel.refuse(refund, 409);
				await pay();
				expect((await hotel.pay(refund)).outcome).toBe('unmatched');
				const { bookings } = await hotel.send(reservation());
				await hotel.send(reservation({ id: 'other', rooms: [{ type: 'suite' }] }));
				expect(await balanceOf(hotel, bookings[0]?.id)).toContain('paid 20.00, refunded 0.00');
				expect(await kept(hotel)).toMatchObject([
					{ refundId: 'R', problem: expect.stringContaining('another booking') },
				]);
				const assign = hotel.hooks.assignPayment(hotel.slug, { kind: 'refund', id: 'R' }, bookings[0]?.id ?? '');
				await expect(assign).rejects.toThrow('another booking');
			}
		});

		it('are given back where a refund names the same booking in another way, once it is there', async () => {
			const hotel = await newHotel();
			const id = `c-${hotel.slug}`;
			const byKey = { reservation_key: `selfkey/${hotel.slug}/${id}`, currency: 'CHF' };
			await hotel.pay({ booking_id: id, currency: 'CHF' });
			expect(await hotel.pay({ ...byKey, refund: true, amount: 4 })).toMatchObject({
				outcome: 'unmatched',
				warnings: [{ code: 'booking_unknown' }],
			});
			// What the refund took was of the first payment, so all of the second is left.
			await hotel.pay({ ...byKey, payment_id: 'P-2', amount: 5 });
			expect((await hotel.refuse({ ...byKey, payment_id: 'P-2', refund_id: 'R-3', amount: '11.01' })).error).toContain(
				'(11.00 CHF)',
			);
			expect((await hotel.pay({ ...byKey, payment_id: 'P-2', refund_id: 'R-2', amount: 5 })).outcome).toBe('unmatched');
			const sale = await hotel.frontDesk.directSale(NIGHT);
			await hotel.query('UPDATE "bookings" SET "id" = $2 WHERE "id" = $1', [sale, id]);
			expect(await balanceOf(hotel, id)).toContain('paid 15.00, refunded 9.00');
			expect(await kept(hotel)).toEqual([]);
		});

		it('take their refunds along when the desk assigns them, but for those that name another booking', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const other = await hotel.send(reservation({ id: 'other', rooms: [{ type: 'suite' }] }));
			const id = bookings[0]?.id ?? '';
			await hotel.pay({ payment_id: 'misread', booking_number: 2_000_000_004, amount: 30 });
			const part = { payment_id: 'misread', amount: 5 };
			await hotel.pay({ ...part, refund_id: 'misread elsewise', reservation_key: 'booking.com/8011855/nobody' });
			const waits = {
				outcome: 'unmatched',
				warnings: [{ code: 'payment_not_applied', message: expect.stringContaining('is itself unmatched') }],
			};
			expect(await hotel.pay({ ...part, refund_id: 'right', reservation_key: KEY })).toMatchObject(waits);
			expect(await hotel.pay({ ...part, refund_id: 'other', booking_id: other.bookings[0]?.id })).toMatchObject(waits);
			expect(
				inWords((await hotel.hooks.assignPayment(hotel.slug, { kind: 'payment', id: 'misread' }, id)).balance),
			).toContain('paid 30.00, refunded 10.00');
			expect(await kept(hotel)).toMatchObject([
				{ refundId: 'other', problem: expect.stringContaining('another booking') },
			]);
			expect(
				(await hotel.refuse({ ...part, refund_id: 'late', reservation_key: 'booking.com/8011855/nobody' })).fields,
			).toEqual(['data.payment_id', 'data.reservation_key']);
			// The desk knows better.
			expect(
				inWords((await hotel.hooks.assignPayment(hotel.slug, { kind: 'refund', id: 'other' }, id)).balance),
			).toContain('refunded 15.00');
		});

		it('leave a row in the log of the integration that they came by, whoever makes them count', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation());
			const id = `c-${hotel.slug}`;
			await hotel.pay({ payment_id: 'misread', booking_number: 2_000_000_005 });
			await hotel.pay({ payment_id: 'misread', refund: true, booking_number: 2_000_000_005, amount: 1 });
			await hotel.pay({ payment_id: 'early', booking_id: id, currency: 'CHF' });
			await hotel.hooks.assignPayment(hotel.slug, { kind: 'payment', id: 'misread' }, bookings[0]?.id ?? '');
			const sale = await hotel.frontDesk.directSale({ ...NIGHT, room: '102' });
			await hotel.query('UPDATE "bookings" SET "id" = $2 WHERE "id" = $1', [sale, id]);
			await hotel.hooks.paymentsOf(id);
			const logs = await hotel.query(
				`SELECT "message", "data"->'payment'->>'id' AS "id" FROM "integration_logs" WHERE "integrationId" = $1 AND "data"->>'outcome' = 'applied' ORDER BY "createdAt", "id"`,
				[hotel.integrationId],
			);
			expect(logs).toEqual([
				{ message: `applied unmatched payment to ${KEY}`, id: 'misread' },
				{ message: `applied unmatched refund to ${KEY}`, id: 'misread' },
				{ message: `applied unmatched payment to selfkey/${hotel.slug}/${id}`, id: 'early' },
			]);
			// An integration that is gone has no log, and keeps nobody from anything.
			await hotel.pay({ payment_id: 'last', booking_number: 2_000_000_005 });
			await hotel.query('DELETE FROM "integration_logs" WHERE "integrationId" = $1', [hotel.integrationId]);
			await hotel.query('DELETE FROM "integrations" WHERE "id" = $1', [hotel.integrationId]);
			expect(
				inWords(
					(await hotel.hooks.assignPayment(hotel.slug, { kind: 'payment', id: 'last' }, bookings[0]?.id ?? '')).balance,
				),
			).toContain('paid 20.00');
		});

		it('never touch a booking when they are applied', async () => {
			const hotel = await newHotel();
			const id = `c-${hotel.slug}`;
			await hotel.pay({ booking_id: id, currency: 'CHF' });
			const sale = await hotel.frontDesk.directSale(NIGHT);
			await hotel.query('UPDATE "bookings" SET "id" = $2 WHERE "id" = $1', [sale, id]);
			const before = await untouched(hotel);
			expect(await balanceOf(hotel, id)).toContain('paid 10.00');
			expect(await untouched(hotel)).toEqual(before);
		});

		it('of one hotel never count in another', async () => {
			const [hotel, other] = [await newHotel(), await newHotel()];
			const { bookings } = await hotel.send(reservation());
			expect((await other.pay({ reservation_key: KEY })).outcome).toBe('unmatched');
			expect((await other.pay({ payment_id: 'b', booking_id: bookings[0]?.id })).outcome).toBe('unmatched');
			expect((await other.pay({ payment_id: 'c', booking_number: bookings[0]?.bookingNumber })).outcome).toBe(
				'unmatched',
			);
			await hotel.send(reservation({ event: 'modified', seen: 1, price: '120' }));
			expect(await kept(other)).toHaveLength(3);
			expect(await balanceOf(hotel, bookings[0]?.id)).toContain('paid 0.00');
		});
	});
}
