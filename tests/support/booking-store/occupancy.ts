/** What takes a room: what SelfKey itself counts, whatever the type of the sale says. */
import { originWord } from '../origin';
import { reservation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const NIGHT = { checkIn: '2026-03-29', checkOut: '2026-03-30' };

async function told(hotel: TestHotel, reader: string): Promise<string[]> {
	const changes = await hotel.readAll(reader);
	return changes.map(({ origin, event, reservation: { channel } }) => `${originWord(origin)} ${event} ${channel}`);
}

export function describeOccupancy(newHotel: NewHotel): void {
	describe('what occupies a room', () => {
		it.each(['classic_booking', 'night_parking', 'night', 'day', 'day_parking', 'anything else'])(
			'is every paid row with that room, also one of type "%s"',
			async (type) => {
				const hotel = await newHotel({ types: { double: ['101', '102'] } });
				await hotel.sellDirectly('101', NIGHT.checkIn, NIGHT.checkOut, 'succeeded', type);
				const first = await hotel.send(reservation({ id: 'a' }));
				expect(first).toMatchObject({ outcome: 'created', bookings: [{ roomName: '102' }] });
				expect(first.availability).toMatchObject([{ available: 0 }]);
				const second = await hotel.send(reservation({ id: 'b' }));
				expect(second).toMatchObject({ outcome: 'conflict', bookings: [{ roomId: null }] });
				expect(await hotel.doubleBooked()).toEqual([]);
			},
		);

		it.each(['classic_booking', 'night_parking', 'day'])(
			'moves a channel’s stay out of a room that was sold as "%s" since',
			async (type) => {
				const hotel = await newHotel();
				await hotel.send(reservation());
				await hotel.sellDirectly('101', NIGHT.checkIn, NIGHT.checkOut, 'succeeded', type);
				expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 1, arisen: 0, resolved: 0 });
				expect(await hotel.doubleBooked()).toEqual([]);
			},
		);

		it('is a conflict of the channel’s stay where that cannot leave the room, never of the day use', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			const { bookings } = await hotel.send(reservation());
			await hotel.sellDirectly('101', NIGHT.checkIn, NIGHT.checkOut, 'succeeded', 'day');
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
			expect(
				await hotel.query('SELECT "bookingId", "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug]),
			).toEqual([{ bookingId: bookings[0]?.id, kind: 'shared_room' }]);
		});

		it('takes the nights that SelfKey’s own comparison finds taken, where a row has times in its dates', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.sellDirectly('101', '2026-03-28', '2026-03-29');
			await hotel.query(
				`UPDATE "bookings" SET "checkInDate" = '2026-03-28 15:00', "checkOutDate" = '2026-03-29 11:00' WHERE "hotelSlug" = $1`,
				[hotel.slug],
			);
			expect((await hotel.send(reservation({ id: 'a' }))).outcome).toBe('conflict');
			const next = reservation({ id: 'b', checkIn: '2026-03-30', checkOut: '2026-03-31' });
			expect((await hotel.send(next)).outcome).toBe('created');
		});

		it('never tells of day parking: it is no stay, in the snapshot, as a change or as a conflict', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			const id = await hotel.house.sellDayParking();
			await hotel.sellDirectly(null, NIGHT.checkIn, NIGHT.checkOut, 'succeeded', 'day');
			await hotel.house.deskEdit(id, { note: 'blue van' });
			expect(await hotel.present()).toEqual([]);
			await hotel.house.cancelDirect(id);
			await hotel.query('DELETE FROM "bookings" WHERE "hotelSlug" = $1', [hotel.slug]);
			expect(await told(hotel, reader)).toEqual([]);
			expect(await hotel.query('SELECT 1 FROM "booking_changes" WHERE "hotelSlug" = $1', [hotel.slug])).toEqual([]);
			expect(await hotel.query('SELECT 1 FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug])).toEqual([]);
		});

		it('tells a sale once: that its confirmation went out, and what Stripe took, is no change', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			const id = await hotel.house.directSale({ room: '101', ...NIGHT });
			const first = await hotel.readAll(reader);
			expect(first.map(({ event }) => event)).toEqual(['created']);
			await hotel.query('UPDATE "bookings" SET "stripeFee" = 3.1 WHERE "id" = $1', [id]);
			expect(await told(hotel, reader)).toEqual([]);
			const [{ acknowledged } = { acknowledged: 0 }] = await hotel.store.subscribers(hotel.slug);
			expect(acknowledged).toBe(1);
		});

		it('takes a room for as long as a mistyped year says, and holds up nobody else', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			await hotel.sellDirectly('101', '2026-03-28', '20266-03-29');
			const { outcome, bookings, availability } = await hotel.send(reservation());
			expect({ outcome, bookings }).toMatchObject({ outcome: 'created', bookings: [{ roomName: '102' }] });
			expect(availability).toMatchObject([{ available: 0 }]);
			const changes = await hotel.readAll(reader);
			expect(changes.map(({ event, reservation: { channel } }) => [channel, event])).toEqual([
				['selfkey', 'created'],
				['booking.com', 'created'],
			]);
			await hotel.query(`DELETE FROM "bookings" WHERE "hotelSlug" = $1 AND "bookingType" = 'classic_booking'`, [
				hotel.slug,
			]);
			expect(await told(hotel, reader)).toEqual(['direct cancelled selfkey']);
			expect(hotel.errors).toEqual([]);
		});

		it('takes a channel’s stay whose year was mistyped in the database as it stands', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query(`UPDATE "bookings" SET "checkOutDate" = '20266-03-30' WHERE "hotelSlug" = $1`, [hotel.slug]);
			expect((await hotel.send(reservation())).outcome).toBe('unchanged');
			expect((await hotel.send(reservation({ event: 'modified', seen: 1, price: '120' }))).outcome).toBe('updated');
			expect((await hotel.send(reservation({ event: 'modified', seen: 2, checkOut: '2026-03-31' }))).outcome).toBe(
				'conflict',
			);
			expect(await hotel.bookings()).toMatchObject([{ checkOut: '2026-03-31' }]);
		});
	});
}
