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

		/** What somebody may write into the row of a channel's stay on the night of 30 March, and who then has its room too. */
		const odd: Array<[string, string, [string, string]]> = [
			['a departure with a time', `"checkOutDate" = '2026-03-31 11:00'`, ['2026-03-31', '2026-04-01']],
			['a departure on the day of arrival', `"checkOutDate" = "checkInDate"`, ['2026-03-30', '2026-03-31']],
			[
				'a departure before the arrival',
				`"checkOutDate" = '2026-03-30', "checkInDate" = '2026-03-31'`,
				['2026-03-31', '2026-04-01'],
			],
			['an arrival with a time', `"checkInDate" = '2026-03-30 15:00'`, ['2026-03-30', '2026-03-31']],
			['a stay of ten years', `"checkOutDate" = '2036-03-30'`, ['2031-06-01', '2031-06-02']],
		];

		it.each(odd)('is one conflict, told once, in a row with %s, whatever is repeated', async (_name, dates, sold) => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			const stay = reservation({ checkIn: '2026-03-30', checkOut: '2026-03-31' });
			const id = (await hotel.send(stay)).bookings[0]?.id;
			await hotel.query(`UPDATE "bookings" SET ${dates} WHERE "id" = $1`, [id]);
			await hotel.frontDesk.directSale({ room: '101', checkIn: sold[0], checkOut: sold[1] });
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			const reader = await hotel.subscribe();
			const news = reservation({
				event: 'modified',
				seen: 1,
				checkIn: '2026-03-30',
				checkOut: '2026-03-31',
				price: '120',
			});
			for (const message of [stay, stay, news, news]) {
				expect((await hotel.send(message)).warnings.map(({ code }) => code)).toContain('room_shared');
				expect(
					await hotel.query('SELECT "bookingId", "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug]),
				).toEqual([{ bookingId: id, kind: 'shared_room' }]);
			}
			// The change of the price itself.
			expect((await hotel.readAll(reader)).map(({ event }) => event)).toEqual(['updated']);
		});

		it.each(odd.slice(0, 3))('moves a stay in a row with %s to a free room', async (_name, dates, sold) => {
			const hotel = await newHotel({ types: { double: ['101', '102'] } });
			const id = (await hotel.send(reservation({ checkIn: '2026-03-30', checkOut: '2026-03-31' }))).bookings[0]?.id;
			await hotel.query(`UPDATE "bookings" SET ${dates} WHERE "id" = $1`, [id]);
			await hotel.frontDesk.directSale({ room: '101', checkIn: sold[0], checkOut: sold[1] });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 1, arisen: 0, resolved: 0 });
			expect((await hotel.activeBookings())[0]).toMatchObject({ id, roomId: hotel.room('102') });
		});

		it.each(['singly', 'together'])('counts a time in a row that is written %s with the next guest’s', async (how) => {
			const hotel = await newHotel({ types: { double: ['101'], a: ['1'], b: ['2'], c: ['3'], d: ['4'] } });
			const id = (await hotel.send(reservation({ checkIn: '2026-03-30', checkOut: '2026-03-31' }))).bookings[0]?.id;
			await hotel.query(`UPDATE "bookings" SET "checkOutDate" = '2026-03-31 11:00' WHERE "id" = $1`, [id]);
			const first = {
				event: 'modified' as const,
				seen: 1,
				checkIn: '2026-03-30',
				checkOut: '2026-03-31',
				price: '140',
			};
			const next = { checkIn: '2026-03-31', checkOut: '2026-04-01' };
			const others = ['a', 'b', 'c', 'd'].map((type) => reservation({ id: type, rooms: [{ type }] }));
			const messages = [reservation(first), reservation({ id: 'next', ...next }), ...others];
			const outcomes =
				how === 'singly'
					? [await hotel.send(messages[0]!), await hotel.send(messages[1]!)]
					: (await hotel.sendAll(messages)).body.results;
			expect(outcomes.slice(0, 2)).toMatchObject([
				{ outcome: 'updated' },
				{ outcome: 'conflict', bookings: [{ roomId: null }] },
			]);
			// With another date the time is gone.
			const longer = reservation({ ...first, seen: 2, checkIn: '2026-03-29', checkOut: '2026-04-01' });
			const back = reservation({ ...first, seen: 3 });
			const again = reservation({ id: 'next', event: 'modified', seen: 4, price: '90', ...next });
			const last =
				how === 'singly'
					? [await hotel.send(longer), await hotel.send(back), await hotel.send(again)]
					: (await hotel.sendAll([longer, ...others])).status === 200 &&
						(await hotel.sendAll([back, again, ...others])).body.results;
			expect(last).toMatchObject(
				how === 'singly'
					? [{}, {}, { bookings: [{ roomName: '101' }] }]
					: [{}, { bookings: [{ roomName: '101' }] }, {}, {}, {}, {}],
			);
		});

		it('never tells of day parking: it is no stay, in the snapshot, as a change or as a conflict', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			const id = await hotel.frontDesk.sellDayParking();
			await hotel.sellDirectly(null, NIGHT.checkIn, NIGHT.checkOut, 'succeeded', 'day');
			await hotel.frontDesk.deskEdit(id, { note: 'blue van' });
			expect(await hotel.present()).toEqual([]);
			await hotel.frontDesk.cancelDirect(id);
			await hotel.query('DELETE FROM "bookings" WHERE "hotelSlug" = $1', [hotel.slug]);
			expect(await told(hotel, reader)).toEqual([]);
			expect(await hotel.query('SELECT 1 FROM "booking_changes" WHERE "hotelSlug" = $1', [hotel.slug])).toEqual([]);
			expect(await hotel.query('SELECT 1 FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug])).toEqual([]);
		});

		it('tells a sale once: that its confirmation went out, and what Stripe took, is no change', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			const id = await hotel.frontDesk.directSale({ room: '101', ...NIGHT });
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
