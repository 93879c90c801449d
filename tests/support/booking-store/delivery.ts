/** Messages come late, twice and out of order; the bookings end up the same. */
import fc from 'fast-check';
import type { Reservation } from '../../../core/reservation/model';
import { cancellation, reservation } from './reservations';
import type { BookingRow, NewHotel, TestHotel } from './test-hotel';
import { assertProperty, PROPERTY_TEST_MS } from '../property';

/** What must not depend on the order of arrival: everything but the keys and which of the free rooms it is. */
function essence(rows: BookingRow[]): unknown[] {
	return rows
		.map(({ id, bookingNumber, bookingDate, roomId, ...rest }) =>
			JSON.stringify({ ...rest, hasRoom: roomId !== null }, Object.keys({ ...rest, hasRoom: 0 }).sort()),
		)
		.sort();
}

async function deliver(hotel: TestHotel, messages: Reservation[]): Promise<unknown[]> {
	for (const message of messages) await hotel.send(message);
	expect(await hotel.doubleBooked()).toEqual([]);
	return essence(await hotel.activeBookings()).map((row) => String(row).replaceAll(hotel.slug, 'HOTEL'));
}

export function describeDelivery(newHotel: NewHotel): void {
	describe('delivery', () => {
		it('writes one booking however often the same message comes', async () => {
			const hotel = await newHotel();
			const outcomes: string[] = [];
			for (let index = 0; index < 10; index++) outcomes.push((await hotel.send(reservation())).outcome);
			expect(outcomes).toEqual(['created', ...Array<string>(9).fill('unchanged')]);
			expect(await hotel.bookings()).toHaveLength(1);
			expect(
				await hotel.query('SELECT 1 FROM "booking_external_references" WHERE "hotelSlug" = $1', [hotel.slug]),
			).toHaveLength(1);
		});

		it('answers a repeat with the same booking and room', async () => {
			const hotel = await newHotel();
			const first = await hotel.send(reservation());
			const repeat = await hotel.send(reservation({ seen: 9 }));
			expect(repeat).toEqual({ ...first, outcome: 'unchanged' });
		});

		it('writes nothing but the log for a repeat', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			const versions = () =>
				hotel.query(
					`SELECT xmin::text, 'b' FROM "bookings" WHERE "hotelSlug" = $1 UNION ALL SELECT xmin::text, 'e' FROM "booking_external_references" WHERE "hotelSlug" = $1
					UNION ALL SELECT xmin::text, 'r' FROM "booking_reservations" WHERE "hotelSlug" = $1`,
					[hotel.slug],
				);
			const before = await versions();
			await hotel.send(reservation());
			expect(await versions()).toEqual(before);
		});

		it('moves the dates and the price of a modification', async () => {
			const hotel = await newHotel();
			const created = await hotel.send(reservation());
			const changed = await hotel.send(
				reservation({ event: 'modified', seen: 1, checkIn: '2026-04-10', checkOut: '2026-04-13', price: '330.30' }),
			);
			expect(changed.outcome).toBe('updated');
			expect(changed.bookings[0]?.id).toBe(created.bookings[0]?.id);
			expect(changed.availability).toEqual([
				{ roomTypeId: 'double', start: '2026-03-29', end: '2026-03-30', available: 2 },
				{ roomTypeId: 'double', start: '2026-04-10', end: '2026-04-13', available: 1 },
			]);
			expect(await hotel.bookings()).toMatchObject([
				{ checkIn: '2026-04-10', checkOut: '2026-04-13', amount: 330.3, currency: 'EUR' },
			]);
		});

		it('ignores an older message after a newer one', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ event: 'modified', seen: 5, price: '200' }));
			expect((await hotel.send(reservation({ seen: 1, price: '100' }))).outcome).toBe('stale');
			expect(await hotel.bookings()).toMatchObject([{ amount: 200 }]);
		});

		it('tells people of a stay that it does not write, and nothing of the guest', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ event: 'modified', seen: 5 }));
			const older = await hotel.send(reservation({ seen: 1, price: '80' }));
			expect(older.warnings).toContainEqual({
				code: 'older_than_stored',
				message: expect.stringContaining("compare with the channel's extranet"),
				roomStayId: null,
			});
			const gone = await hotel.send(cancellation());
			expect(gone.warnings).toEqual([]);
			const after = await hotel.send(reservation({ event: 'modified', seen: 59 }));
			expect(after).toMatchObject({
				outcome: 'stale',
				warnings: [
					{ code: 'after_cancellation', message: expect.stringContaining("compare with the channel's extranet") },
				],
			});
			expect((await hotel.send(cancellation({ seen: 40 }))).warnings).toEqual([]);
			expect(JSON.stringify([older.warnings, after.warnings])).not.toMatch(/Dupont|Zo/);
		});

		it('frees the room of a cancellation, which may come without dates and rooms', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation());
			const cancelled = await hotel.send(cancellation());
			expect(cancelled.outcome).toBe('cancelled');
			expect(cancelled.availability).toEqual([
				{ roomTypeId: 'double', start: '2026-03-29', end: '2026-03-30', available: 1 },
			]);
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'failed', checkIn: '2026-03-29' }]);
			expect((await hotel.send(reservation({ id: 'next' }))).outcome).toBe('created');
		});

		it('accepts a cancellation twice, and before the reservation, which then never stands', async () => {
			const hotel = await newHotel();
			expect((await hotel.send(cancellation())).outcome).toBe('cancelled');
			expect((await hotel.send(cancellation({ seen: 51 }))).outcome).toBe('unchanged');
			expect((await hotel.send(reservation())).outcome).toBe('stale');
			expect(await hotel.activeBookings()).toEqual([]);
		});

		it('stores a no-show without a room held', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.send(reservation({ event: 'modified', seen: 2, status: 'no_show' }));
			expect(await hotel.bookings()).toMatchObject([{ paymentStatus: 'failed' }]);
			expect(
				await hotel.query('SELECT "status" FROM "booking_reservations" WHERE "hotelSlug" = $1', [hotel.slug]),
			).toEqual([{ status: 'no_show' }]);
		});

		it('brings a cancelled stay back only by a higher revision', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ revision: '1' }));
			await hotel.send(cancellation({ revision: '2' }));
			expect((await hotel.send(reservation({ event: 'modified', revision: '3' }))).outcome).toBe('updated');
			expect(await hotel.activeBookings()).toHaveLength(1);
		});

		it(
			'ends in the same rows for any order, repetition, or loss and resend',
			async () => {
				const message = (seen: number, wish: Parameters<typeof reservation>[0]) =>
					reservation({ event: seen === 0 ? 'new' : 'modified', seen, ...wish });
				const story = [
					message(0, { rooms: [{ price: '90' }, { type: 'suite', price: '210' }], price: '300' }),
					message(1, {
						rooms: [
							{ price: '90', checkOut: '2026-03-31' },
							{ type: 'suite', price: '210' },
						],
						checkOut: '2026-03-31',
						price: '390.5',
					}),
					message(2, { rooms: [{ price: '95' }], price: '95', booker: { lastName: 'Durand' } }),
					message(3, { rooms: [{ price: '95' }, { id: '3', price: '80' }], price: '175' }),
				];
				const withCancellation = fc.boolean();
				await assertProperty(
					fc.asyncProperty(withCancellation, fc.infiniteStream(fc.nat({ max: 1_000 })), async (isCancelled, picks) => {
						const messages = isCancelled ? [...story, cancellation()] : story;
						const shuffled = messages
							.flatMap((entry) => [entry, entry])
							.map((entry) => ({ entry, place: picks.next().value as number }))
							.sort((a, b) => a.place - b.place)
							.map(({ entry }) => entry);
						const [inOrder, mixed] = [await newHotel(), await newHotel()];
						expect(await deliver(mixed, shuffled)).toEqual(await deliver(inOrder, messages));
					}),
					{ numRuns: 6 },
				);
			},
			PROPERTY_TEST_MS,
		);
	});
}
