/** Which room a stay gets, and what happens when there is none. */
import fc from 'fast-check';
import { addDays } from '../../../core/reservation/dates';
import type { Reservation } from '../../../core/reservation/model';
import { cancellation, reservation } from './reservations';
import type { NewHotel } from './test-hotel';
import { assertProperty, PROPERTY_TEST_MS } from '../property';

export function describeRooms(newHotel: NewHotel): void {
	describe('rooms', () => {
		it('gives a room of the type and says which', async () => {
			const hotel = await newHotel();
			const { bookings, availability } = await hotel.send(reservation());
			expect(bookings).toMatchObject([{ roomId: hotel.room('101'), roomName: '101', roomStayId: '1' }]);
			expect(availability).toEqual([{ roomTypeId: 'double', start: '2026-03-29', end: '2026-03-30', available: 1 }]);
		});

		it('lets stays touch: one leaves on the day the other arrives', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation({ id: 'a', checkIn: '2026-03-28', checkOut: '2026-03-29' }));
			await hotel.send(reservation({ id: 'b', checkIn: '2026-03-30', checkOut: '2026-03-31' }));
			expect((await hotel.send(reservation({ id: 'c' }))).outcome).toBe('created');
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('writes one booking for each room and keeps them together through changes', async () => {
			const hotel = await newHotel();
			const first = await hotel.send(reservation({ rooms: [{ id: 'a' }, { id: 'b', type: 'suite' }] }));
			expect(first.bookings.map(({ roomName }) => roomName)).toEqual(['101', '201']);
			const second = await hotel.send(
				reservation({ event: 'modified', seen: 1, rooms: [{ id: 'b', type: 'suite' }, { id: 'c' }] }),
			);
			expect(second.outcome).toBe('updated');
			expect(second.bookings.map(({ roomStayId }) => roomStayId)).toEqual(['b', 'c', 'a']);
			expect(second.bookings[0]).toEqual(first.bookings[1]);
			const rows = await hotel.bookings();
			expect(rows.map(({ paymentStatus }) => paymentStatus)).toEqual(['failed', 'succeeded', 'succeeded']);
		});

		it('stores a reservation for which no room is free without one, as a conflict', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation({ id: 'a' }));
			const { outcome, bookings, warnings, availability } = await hotel.send(reservation({ id: 'b' }));
			expect(outcome).toBe('conflict');
			expect(bookings).toMatchObject([{ roomId: null, roomName: null }]);
			expect(availability).toEqual([{ roomTypeId: 'double', start: '2026-03-29', end: '2026-03-30', available: 0 }]);
			const warning = warnings.find(({ code }) => code === 'no_room_free');
			expect(warning?.message).toContain('"double"');
			expect(warning?.message).toContain('2026-03-29');
			expect(JSON.stringify(warnings)).not.toContain('Dupont');
			expect(await hotel.activeBookings()).toHaveLength(2);
			// Who writes it elsewhere knows its type by the rooms that it could have.
			const told = (await hotel.present()).map((change) => change.reservation.selfKey.bookings);
			expect(told).toMatchObject([[{ roomName: '101' }], [{ roomName: null, typeRooms: ['101'] }]]);
			expect(told[0]?.[0]).not.toHaveProperty('typeRooms');
		});

		it('leaves a conflict as it is when it is repeated, and gives it a room as soon as one is free', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation({ id: 'a' }));
			await hotel.send(reservation({ id: 'b' }));
			const repeat = await hotel.send(reservation({ id: 'b' }));
			expect(repeat.outcome).toBe('unchanged');
			expect(repeat.warnings.map(({ code }) => code)).toContain('no_room_free');
			expect((await hotel.send(reservation({ id: 'b', event: 'modified', seen: 3, price: '120' }))).outcome).toBe(
				'conflict',
			);
			await hotel.send(cancellation({ id: 'a' }));
			const again = await hotel.send(reservation({ id: 'b', event: 'modified', seen: 3, price: '120' }));
			expect(again.outcome).toBe('unchanged');
			expect(again.bookings).toMatchObject([{ roomName: '101' }]);
			expect(again.warnings.map(({ code }) => code)).not.toContain('no_room_free');
		});

		it('gives rooms to as many stays of a reservation as it can', async () => {
			const hotel = await newHotel();
			const { outcome, bookings, warnings } = await hotel.send(reservation({ rooms: [{}, {}, {}] }));
			expect(outcome).toBe('conflict');
			expect(bookings.map(({ roomName }) => roomName).sort()).toEqual(['101', '102', null]);
			expect(warnings.filter(({ code }) => code === 'no_room_free')).toHaveLength(1);
		});

		it('takes direct sales into account, but neither unpaid ones nor day parking', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103', '104'] } });
			await hotel.sellDirectly('101', '2026-03-28', '2026-03-30');
			await hotel.sellDirectly('102', '2026-03-29', '2026-03-30', 'pending');
			await hotel.sellDirectly(null, '2026-03-29', '2026-03-30', 'succeeded', 'day_parking');
			const { bookings, availability } = await hotel.send(reservation({ rooms: [{}, {}, {}] }));
			expect(bookings.map(({ roomName }) => roomName).sort()).toEqual(['102', '103', '104']);
			expect(availability).toMatchObject([{ available: 0 }]);
		});

		it('keeps the room when the dates change and it is still free, and takes another when it is not', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.sellDirectly('101', '2026-04-02', '2026-04-04');
			const longer = await hotel.send(reservation({ event: 'modified', seen: 1, checkOut: '2026-04-02' }));
			expect(longer.bookings).toMatchObject([{ roomName: '101' }]);
			const tooLong = await hotel.send(reservation({ event: 'modified', seen: 2, checkOut: '2026-04-03' }));
			expect(tooLong.bookings).toMatchObject([{ roomName: '102' }]);
			expect(await hotel.doubleBooked()).toEqual([]);
		});

		it('moves to a room of the new type when the type changes', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			const { bookings, availability } = await hotel.send(
				reservation({ event: 'modified', seen: 1, rooms: [{ type: 'suite' }] }),
			);
			expect(bookings).toMatchObject([{ roomName: '201' }]);
			expect(availability.map(({ roomTypeId, available }) => [roomTypeId, available])).toEqual([
				['double', 2],
				['suite', 0],
			]);
		});

		it('stores a stay of an unmapped type without a room, as a conflict that says so', async () => {
			const hotel = await newHotel();
			const { outcome, bookings, warnings, availability } = await hotel.send(
				reservation({ rooms: [{ type: 'tent' }] }),
			);
			expect(outcome).toBe('conflict');
			expect(bookings).toMatchObject([{ roomId: null }]);
			const [change] = await hotel.present();
			expect(change?.reservation.selfKey.bookings).toMatchObject([{ conflicts: ['no_room'] }]);
			expect(warnings.map(({ code }) => code)).toContain('unmapped_room');
			expect(warnings.find(({ code }) => code === 'unmapped_room')?.message).toContain(
				'give the booking a room in SelfKey',
			);
			expect(availability).toEqual([]);
			expect(await hotel.query('SELECT 1 FROM "rooms" WHERE "hotelSlug" = $1', [hotel.slug])).toHaveLength(3);
		});

		it('notes a missing room as inactive if so configured, once, and never sells it', async () => {
			const hotel = await newHotel({ configuration: { createMissingRooms: true } });
			await hotel.send(reservation({ rooms: [{ type: 'tent' }, { type: 'tent' }] }));
			await hotel.send(reservation({ id: 'b', rooms: [{ type: 'tent' }] }));
			expect(
				await hotel.query('SELECT "name", "isActive" FROM "rooms" WHERE "hotelSlug" = $1 AND NOT "isActive"', [
					hotel.slug,
				]),
			).toEqual([{ name: 'tent', isActive: false }]);
			expect((await hotel.activeBookings()).map(({ roomId }) => roomId)).toEqual([null, null, null]);
			await hotel.query('UPDATE "rooms" SET "isActive" = TRUE WHERE "hotelSlug" = $1', [hotel.slug]);
			// The oldest booking that waits gets it.
			const again = await hotel.send(reservation({ id: 'b', rooms: [{ type: 'tent' }] }));
			expect(again).toMatchObject({ outcome: 'unchanged', bookings: [{ roomId: null }] });
			expect((await hotel.activeBookings()).map(({ roomId }) => roomId !== null)).toEqual([true, false, false]);
		});

		it('finds the room by its name where no map speaks of the type', async () => {
			const hotel = await newHotel();
			const { bookings } = await hotel.send(reservation({ rooms: [{ type: ' 102 ' }] }));
			expect(bookings).toMatchObject([{ roomName: '102' }]);
		});

		it('says which rooms of the map SelfKey does not have', async () => {
			const hotel = await newHotel({ configuration: { roomMap: { double: ['999', '102'] } } });
			const { bookings, warnings } = await hotel.send(reservation());
			expect(bookings).toMatchObject([{ roomName: '102' }]);
			expect(warnings.find(({ code }) => code === 'unknown_room_in_map')?.message).toContain('999');
		});

		it('reports the other room types that share a room', async () => {
			const hotel = await newHotel({ configuration: { roomMap: { double: ['101', '102'], twin: ['101'] } } });
			const { availability } = await hotel.send(reservation());
			expect(availability).toEqual([
				{ roomTypeId: 'double', start: '2026-03-29', end: '2026-03-30', available: 1 },
				{ roomTypeId: 'twin', start: '2026-03-29', end: '2026-03-30', available: 0 },
			]);
		});

		it(
			'never sells a room twice, and says so whenever a stay has none, whatever the channels send',
			async () => {
				const message = fc.record({
					id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
					from: fc.integer({ min: 0, max: 5 }),
					nights: fc.integer({ min: 1, max: 4 }),
					rooms: fc.array(fc.constantFrom('double', 'double', 'suite'), { minLength: 1, maxLength: 3 }),
					isCancelled: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
				});
				await assertProperty(
					fc.asyncProperty(fc.array(message, { minLength: 5, maxLength: 25 }), async (messages) => {
						const hotel = await newHotel();
						const latest = new Map<string, Reservation>();
						for (const [seen, { id, from, nights, rooms, isCancelled }] of messages.entries()) {
							const checkIn = addDays('2026-03-27', from);
							const event = latest.has(id) ? 'modified' : 'new';
							const stay = reservation({
								id,
								event,
								seen,
								checkIn,
								checkOut: addDays(checkIn, nights),
								rooms: rooms.map((type) => ({ type })),
							});
							const sent = isCancelled ? cancellation({ id, seen }) : stay;
							const isRepeat = latest.get(id)?.fingerprint === sent.fingerprint;
							latest.set(id, sent);
							const { outcome, bookings, warnings } = await hotel.send(sent);
							const lacking = warnings
								.filter(({ code }) => code === 'no_room_free')
								.map(({ roomStayId }) => roomStayId);
							// What says the same as before changes nothing, but still says that there is no room.
							expect(outcome === 'conflict').toBe(lacking.length > 0 && !(isRepeat && outcome === 'unchanged'));
							expect(
								bookings.filter(({ roomId, roomStayId }) => roomId === null && lacking.includes(roomStayId)),
							).toHaveLength(lacking.length);
							expect(await hotel.doubleBooked()).toEqual([]);
						}
						// Sent again, each may at most gain a room that has come free; then nothing is left to change.
						for (const sent of latest.values()) await hotel.send(sent);
						const before = await hotel.bookings();
						for (const sent of latest.values()) expect((await hotel.send(sent)).outcome).toMatch(/unchanged|stale/);
						expect(await hotel.bookings()).toEqual(before);
					}),
					{ numRuns: 6 },
				);
			},
			PROPERTY_TEST_MS,
		);

		it('keeps two hotels apart', async () => {
			const [one, two] = [
				await newHotel({ types: { double: ['101'] } }),
				await newHotel({ types: { double: ['101'] } }),
			];
			expect((await one.send(reservation())).outcome).toBe('created');
			expect((await two.send(reservation())).outcome).toBe('created');
			await one.send(cancellation());
			expect(await one.activeBookings()).toHaveLength(0);
			expect(await two.activeBookings()).toMatchObject([{ roomId: two.room('101') }]);
		});
	});
}
