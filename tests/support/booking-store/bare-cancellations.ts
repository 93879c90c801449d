/** A cancellation with the number alone finds the reservation at whichever property of the hotel it stands. */
import type { NewHotel, TestHotel } from './test-hotel';
import { reservation } from '../reservations';

export function describeBareCancellations(newHotel: NewHotel): void {
	describe('a cancellation with its number alone', () => {
		const stay = { checkIn: '2026-06-01', checkOut: '2026-06-03' };
		const at = (propertyId: string, reservationId = 'R-1', channel = 'webhook') =>
			reservation({ channel, propertyId, reservationId, ...stay });
		const documented = { event_type: 'cancelled_reservation', data: { external_id: 'R-1' } };
		/** As the trigger and the node pass it on. */
		const whole = {
			event_type: 'cancelled_reservation',
			data: {
				reservation: {
					...reservation({ channel: 'webhook', propertyId: '(any)', reservationId: 'R-1', event: 'cancelled' }),
					...{ status: 'cancelled', checkIn: null, checkOut: null, rooms: [], observedAt: '2026-03-01T09:00:00Z' },
				},
			},
		};
		const standing = async (hotel: TestHotel) =>
			(
				await hotel.query<{ key: string }>(
					`SELECT r."channel" || '/' || r."propertyId" || '/' || r."reservationId" AS "key" FROM "bookings" b
					JOIN "booking_external_references" r ON r."bookingId" = b."id"
					WHERE r."hotelSlug" = $1 AND b."paymentStatus" = 'succeeded' ORDER BY 1`,
					[hotel.slug],
				)
			).map(({ key }) => key);

		it.each([
			['the documented payload', documented],
			['the whole reservation', whole],
		])('cancels it, and no other: %s', async (_, cancellation) => {
			const hotel = await newHotel({ types: { double: Array.from({ length: 9 }, (_room, n) => `${n}`) } });
			for (const other of [at('77', 'R-1'), at('77', 'R-2'), at('88', 'R-10'), at('77', 'R-1', 'my-pms')])
				await hotel.send(other);
			expect(await hotel.post(JSON.stringify(cancellation))).toMatchObject({
				status: 200,
				body: { outcome: 'cancelled', bookings: [{}] },
			});
			expect(await standing(hotel)).toEqual(['my-pms/77/R-1', 'webhook/77/R-2', 'webhook/88/R-10']);
			expect(await hotel.post(JSON.stringify(cancellation))).toMatchObject({ status: 200 });
			expect(await standing(hotel)).toHaveLength(3);
			expect(
				await hotel.query('SELECT 1 FROM "booking_reservations" WHERE "hotelSlug" = $1 AND "propertyId" = \'(any)\'', [
					hotel.slug,
				]),
			).toEqual([]);
			expect(hotel.errors).toEqual([]);
		});

		it('is told where its number is that of several', async () => {
			const hotel = await newHotel();
			await hotel.send(at('77'));
			await hotel.send(at('88'));
			expect(await hotel.post(JSON.stringify(documented))).toMatchObject({
				status: 400,
				body: { fields: ['data.property_id'] },
			});
			expect(await standing(hotel)).toHaveLength(2);
		});

		it('counts in a batch too, beside others', async () => {
			const hotel = await newHotel();
			await hotel.send(at('77'));
			const others = Array.from({ length: 8 }, (_, n) => ({
				event_type: 'new_reservation',
				data: { reservation: reservation({ channel: 'webhook', propertyId: '77', reservationId: `B-${n}` }) },
			}));
			const { body } = await hotel.post(
				JSON.stringify({ events: [...others.slice(4), documented, ...others.slice(0, 4)] }),
			);
			expect(body.results.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 'success'));
			expect(await standing(hotel)).not.toContain('webhook/77/R-1');
		});

		it('that comes first counts for the hotel itself', async () => {
			const hotel = await newHotel();
			expect(await hotel.post(JSON.stringify(documented))).toMatchObject({ status: 200 });
			await hotel.send(at(hotel.slug));
			expect(await standing(hotel)).toEqual([]);
		});

		it('is no new reservation', async () => {
			const hotel = await newHotel();
			expect(
				await hotel.post(JSON.stringify({ event_type: 'new_reservation', data: { reservation: at('(any)') } })),
			).toMatchObject({ status: 400, body: { fields: ['data.reservation.propertyId'] } });
		});
	});
}
