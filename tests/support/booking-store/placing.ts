/** Who has no room gets one as soon as it can be done, and takes a place of its type until then. */
import type { Reservation } from '../../../core/reservation/model';
import type { BookingStore } from '../../../selfkey';
import { originWord } from '../origin';
import { reservation, cancellation } from './reservations';
import type { NewHotel, TestHotel } from './test-hotel';

const mapped = (hotel: TestHotel, roomMap: Record<string, string[]>) =>
	hotel.query(
		`UPDATE "integrations" SET "configuration" = jsonb_set("configuration", '{roomMap}', $2::jsonb) WHERE "id" = $1`,
		[hotel.integrationId, JSON.stringify(roomMap)],
	);

const roomNames = async (hotel: TestHotel) =>
	(await hotel.activeBookings()).map(({ roomId }) => roomId?.slice(`room-${hotel.slug}-`.length) ?? null);

const conflicts = (hotel: TestHotel) =>
	hotel.query('SELECT "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug]);

export function describePlacing(newHotel: NewHotel): void {
	describe('a stay without a room', () => {
		it('takes a place of its type in every answer, also one that the desk has taken the room from', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const id = (await hotel.send(reservation({ id: 'a' }))).bookings[0]?.id ?? '';
			await hotel.frontDesk.deskEdit(id, { room: null });
			const second = await hotel.send(reservation({ id: 'b' }));
			expect(second).toMatchObject({ outcome: 'created', availability: [{ roomTypeId: 'double', available: 1 }] });
			expect((await hotel.send(reservation({ id: 'b' }))).availability).toMatchObject([{ available: 1 }]);
			expect((await hotel.send(cancellation({ id: 'b' }))).availability).toMatchObject([{ available: 2 }]);
		});

		it('takes one of another channel’s type too, where only that has a room left for it', async () => {
			const roomMap = { double: ['101', '102'], 'airbnb/8011855/loft': ['102'], twin: ['103'] };
			const hotel = await newHotel({ types: { double: ['101', '102'], twin: ['103'] }, configuration: { roomMap } });
			const id = (await hotel.send(reservation({ id: 'a' }))).bookings[0]?.id ?? '';
			await hotel.frontDesk.deskEdit(id, { room: null });
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			const loft = {
				id: 'l',
				channel: 'airbnb',
				checkIn: '2026-03-28',
				checkOut: '2026-03-29',
				rooms: [{ type: 'loft' }],
			};
			await hotel.send(reservation(loft));
			const longer = await hotel.send(reservation({ ...loft, event: 'modified', seen: 1, checkOut: '2026-03-30' }));
			expect(longer.availability).toContainEqual({
				roomTypeId: 'double',
				start: '2026-03-29',
				end: '2026-03-30',
				available: 0,
			});
			await hotel.send(cancellation({ id: 'l', channel: 'airbnb' }));
			const twin = await hotel.send(reservation({ id: 't', rooms: [{ type: 'twin' }] }));
			expect(twin.availability).toMatchObject([{ roomTypeId: 'twin', available: 0 }]);
		});

		it('is a conflict until it has one, known once, whatever is repeated', async () => {
			const hotel = await newHotel();
			const reader = await hotel.subscribe();
			const tent = reservation({ rooms: [{ type: 'tent' }] });
			expect((await hotel.send(tent)).outcome).toBe('conflict');
			for (let index = 0; index < 3; index++) expect((await hotel.send(tent)).outcome).toBe('unchanged');
			expect(await conflicts(hotel)).toEqual([{ kind: 'no_room' }]);
			expect((await hotel.readAll(reader)).map(({ event }) => event)).toEqual(['created']);
		});
	});

	describe('a room that is out of order', () => {
		const night = { start: '2026-03-29', end: '2026-03-30' };
		const close = async (hotel: TestHotel, rooms: string[]) => {
			const { status } = await hotel.ask('room-closures', {
				source: 'opera',
				rooms: rooms.map((room) => ({ room, ...night })),
			});
			expect(status).toBe(200);
		};

		it('is given to nobody, and is not for sale', async () => {
			const hotel = await newHotel();
			await close(hotel, ['101']);
			const first = await hotel.send(reservation({ id: 'a' }));
			expect(first).toMatchObject({ outcome: 'created', availability: [{ available: 0 }] });
			expect((await hotel.send(reservation({ id: 'b' }))).outcome).toBe('conflict');
			expect(await roomNames(hotel)).toEqual(['102', null]);
			// In a batch too.
			const { body } = await hotel.sendAll([
				reservation({ id: 'c' }),
				reservation({ id: 'd', checkIn: '2026-04-01', checkOut: '2026-04-02' }),
			]);
			expect(body.results).toMatchObject([{ outcome: 'conflict' }, { outcome: 'created' }]);
			// Not even if others could move: nobody moves there.
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 0, resolved: 0 });
		});

		it('is given to who waits once it is in order again', async () => {
			const hotel = await newHotel();
			await close(hotel, ['101', '102']);
			expect((await hotel.send(reservation())).outcome).toBe('conflict');
			await close(hotel, ['102']);
			expect(await roomNames(hotel)).toEqual(['101']);
			expect(await conflicts(hotel)).toEqual([]);
		});

		it('stays the room of who has it already, but is not kept for new nights', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await close(hotel, ['101']);
			const dearer = reservation({ event: 'modified', seen: 1, price: '120' });
			expect((await hotel.send(dearer)).bookings[0]?.roomName).toBe('101');
			const longer = reservation({ event: 'modified', seen: 2, checkOut: '2026-03-31' });
			expect((await hotel.send(longer)).bookings[0]?.roomName).toBe('102');
		});

		it('is nobody’s way out: a move into it is not planned', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await close(hotel, ['102']);
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toEqual({ moved: 0, arisen: 1, resolved: 0 });
		});
	});

	describe('a correction of the room map', () => {
		it('places who could not be placed, the oldest first, and the feed tells it', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] } });
			for (const id of ['a', 'b', 'c']) await hotel.send(reservation({ id, rooms: [{ type: 'tent' }] }));
			const reader = await hotel.subscribe();
			await mapped(hotel, { double: ['101', '102'], tent: ['102', '101'] });
			const changes = await hotel.readAll(reader);
			expect(changes.map(({ event, reservation: { reservationId } }) => [event, reservationId])).toEqual([
				['updated', 'a'],
				['updated', 'b'],
			]);
			expect(await roomNames(hotel)).toEqual(['102', '101', null]);
			expect(await conflicts(hotel)).toEqual([{ kind: 'no_room' }]);
		});

		it('counts for whoever has to leave a room: what a stay may occupy is looked up now', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'], twin: ['103'] } });
			await hotel.send(reservation());
			await mapped(hotel, { double: ['101', '103'] });
			await hotel.frontDesk.directSale({ room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' });
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(await roomNames(hotel)).toEqual(['103', '101']);
		});

		describe('and a change of a stay whose room is none of its type any more', () => {
			const dearer = reservation({ event: 'modified', seen: 1, price: '120' });
			const longer = reservation({ event: 'modified', seen: 2, price: '120', checkOut: '2026-03-31' });

			it('gives it no new nights there, and leaves it the ones that it has', async () => {
				const hotel = await newHotel({ types: { double: ['101'], twin: ['103'] } });
				await hotel.send(reservation());
				await mapped(hotel, { double: ['103'] });
				expect((await hotel.send(dearer)).bookings).toMatchObject([{ roomName: '101' }]);
				expect(await hotel.send(longer)).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '103' }] });
			});

			it('is a conflict if no room of its type is free for them', async () => {
				const hotel = await newHotel({ types: { double: ['101'], twin: ['103'] } });
				await hotel.send(reservation());
				await mapped(hotel, { double: ['103'] });
				await hotel.frontDesk.directSale({ room: '103', checkIn: '2026-03-30', checkOut: '2026-03-31' });
				const answer = await hotel.send(longer);
				expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: null }] });
				expect(answer.warnings.map(({ code }) => code)).toContain('no_room_free');
			});

			it('leaves the room to a stay of a type that has no room at all any more', async () => {
				const hotel = await newHotel({ types: { double: ['101'], twin: ['103'] } });
				await hotel.send(reservation());
				await mapped(hotel, { double: [], twin: ['103'] });
				expect(await hotel.send(longer)).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '101' }] });
			});

			it('leaves a room that the desk has chosen', async () => {
				const hotel = await newHotel({ types: { double: ['101'], twin: ['103'], suite: ['201'] } });
				const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
				await hotel.frontDesk.deskEdit(id, { room: '201' });
				await mapped(hotel, { double: ['103'] });
				expect(await hotel.send(longer)).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '201' }] });
			});

			it.each([
				['has its door code', () => new Date('2026-03-01T08:00:00.000Z')],
				['is in the house', () => new Date('2026-03-29T12:00:00.000Z')],
			])('leaves the room to a guest who %s, as a conflict that is told once', async (who, clock) => {
				const hotel = await newHotel({ types: { double: ['101'], twin: ['103'] }, clock });
				const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
				if (who === 'has its door code') await hotel.hooks.noteCodeSent(id);
				await mapped(hotel, { double: ['103'] });
				const answer = await hotel.send(longer);
				expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '101' }] });
				expect(answer.warnings.find(({ code }) => code === 'room_kept')?.message).toMatch(
					/by the room map the room is none of type "double" \(2026-03-29 to 2026-03-31\)/,
				);
				const cheaper = reservation({ event: 'modified', seen: 3, price: '90', checkOut: '2026-03-31' });
				expect(await hotel.send(cheaper)).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '101' }] });
			});
		});

		it('gives a reinstated stay of another type a room of that', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation({ revision: '1' }));
			const suite = { rooms: [{ type: 'suite' }] };
			await hotel.send(reservation({ ...suite, event: 'cancelled', revision: '2' }));
			const back = await hotel.send(reservation({ ...suite, event: 'modified', revision: '3' }));
			expect(back).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '201' }] });
		});

		it('keeps nobody in a closed room for new dates, and leaves who is in it for the old ones', async () => {
			const hotel = await newHotel();
			await hotel.send(reservation());
			await hotel.query('UPDATE "rooms" SET "isActive" = FALSE WHERE "id" = $1', [hotel.room('101')]);
			expect((await hotel.send(reservation({ event: 'modified', seen: 1, price: '120' }))).bookings).toMatchObject([
				{ roomName: '101' },
			]);
			const moved = await hotel.send(
				reservation({ event: 'modified', seen: 2, price: '120', checkIn: '2026-04-10', checkOut: '2026-04-12' }),
			);
			expect(moved).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '102' }] });
		});
	});

	describe('a stay that fits by moving others', () => {
		/** 101 has the first night taken, 102 the second. */
		async function halves(hotel: TestHotel): Promise<string[]> {
			const first = await hotel.send(
				reservation({ id: 'a', checkIn: '2026-03-28', checkOut: '2026-03-29', rooms: [{ type: '101' }] }),
			);
			const second = await hotel.send(
				reservation({ id: 'b', checkIn: '2026-03-29', checkOut: '2026-03-30', rooms: [{ type: '102' }] }),
			);
			return [first, second].map(({ bookings }) => bookings[0]?.id ?? '');
		}
		const both = reservation({ id: 'c', checkIn: '2026-03-28', checkOut: '2026-03-30' });
		const roomMap = { double: ['101', '102'] };
		/** Each may be given the other's room from now on. */
		const loosen = (hotel: TestHotel) =>
			mapped(hotel, { double: ['101', '102'], '101': ['101', '102'], '102': ['102', '101'] });

		it('is created with a room, and one other is told to have moved', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, configuration: { roomMap } });
			await halves(hotel);
			await loosen(hotel);
			const reader = await hotel.subscribe();
			const answer = await hotel.send(both);
			expect(answer).toMatchObject({ outcome: 'created', bookings: [{ roomId: expect.any(String) as string }] });
			expect(answer.warnings.map(({ code }) => code)).not.toContain('no_room_free');
			expect(answer.availability.every(({ available }) => available === 0)).toBe(true);
			const changes = await hotel.readAll(reader);
			expect(changes.map(({ origin, event }) => `${originWord(origin)} ${event}`).sort()).toEqual([
				'booking.com created',
				'roomMove updated',
			]);
			expect(await hotel.doubleBooked()).toEqual([]);
			expect(await conflicts(hotel)).toEqual([]);
		});

		it.each<[string, (hotel: TestHotel, ids: string[]) => Promise<unknown>]>([
			['have the door code', (hotel, ids) => Promise.all(ids.map((id) => hotel.hooks.noteCodeSent(id)))],
			[
				'were given their rooms by the desk',
				(hotel) =>
					hotel.query(
						`UPDATE "booking_external_references" SET "baseline" = jsonb_set("baseline", '{roomId}', '"other"') WHERE "hotelSlug" = $1`,
						[hotel.slug],
					),
			],
			['are bound to their listings', async () => {}],
			[
				'are direct guests',
				(hotel) => hotel.query('DELETE FROM "booking_external_references" WHERE "hotelSlug" = $1', [hotel.slug]),
			],
		])('is a conflict where all who could make room %s', async (_name, settle) => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, configuration: { roomMap } });
			const ids = await halves(hotel);
			if (!_name.includes('listings')) await loosen(hotel);
			await settle(hotel, ids);
			expect(await hotel.send(both)).toMatchObject({ outcome: 'conflict', bookings: [{ roomId: null }] });
			expect((await roomNames(hotel)).slice(0, 2)).toEqual(['101', '102']);
		});

		it('gets the room when the guest who stood in the way has gone, by whoever looks next', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, configuration: { roomMap } });
			const [id = ''] = await halves(hotel);
			await loosen(hotel);
			const sale = await hotel.frontDesk.directSale({ room: '102', checkIn: '2026-03-28', checkOut: '2026-03-29' });
			expect((await hotel.send(both)).outcome).toBe('conflict');
			await hotel.frontDesk.cancelDirect(sale);
			expect(await hotel.hooks.resolveRoomConflicts(hotel.slug)).toMatchObject({ moved: 2, resolved: 1 });
			expect((await hotel.bookings()).find((row) => row.id === id)?.roomId).not.toBeNull();
			expect(await hotel.doubleBooked()).toEqual([]);
		});
	});

	describe('a room that comes free within a request', () => {
		const fillers = ['a', 'b', 'c', 'd'];
		const types = { double: ['101'], ...Object.fromEntries(fillers.map((name) => [name, [name]])) };
		const others = fillers.map((type) => reservation({ id: type, rooms: [{ type }] }));
		const roomOfEach = async (hotel: TestHotel, ids: string[]) => {
			const rows = await hotel.query<{ id: string; room: string | null }>(
				`SELECT r."reservationId" AS "id", b."roomId" AS "room" FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id"
				WHERE b."hotelSlug" = $1 AND b."paymentStatus" = 'succeeded'`,
				[hotel.slug],
			);
			return ids.map((id) => rows.find((row) => row.id === id)?.room?.slice(`room-${hotel.slug}-`.length) ?? null);
		};
		const freed: Array<[string, (id: string) => Reservation]> = [
			['is cancelled', (id) => cancellation({ id })],
			['goes to other nights', (id) => reservation({ id, seen: 1, checkIn: '2026-05-01', checkOut: '2026-05-02' })],
			['leaves a day earlier', (id) => reservation({ id, seen: 1, checkIn: '2026-03-28', checkOut: '2026-03-29' })],
			['gets another room type', (id) => reservation({ id, seen: 1, rooms: [{ type: 'a' }] })],
		];

		it.each(freed)('is the older one’s who waits, and not the next one’s, where a stay %s', async (_name, change) => {
			for (const among of [[], others.slice(1)]) {
				const hotel = await newHotel({ types });
				await hotel.send(reservation({ id: 'x', checkIn: '2026-03-28' }));
				expect((await hotel.send(reservation({ id: 'z' }))).outcome).toBe('conflict');
				const { body } = await hotel.sendAll([...among, change('x'), reservation({ id: 'y' })]);
				expect(body.results.at(-1)).toMatchObject({ outcome: 'conflict', bookings: [{ roomId: null }] });
				expect(await roomOfEach(hotel, ['z', 'y'])).toEqual(['101', null]);
			}
		});

		it('is so also where the older one has come with the same request', async () => {
			for (const among of [[], others]) {
				const hotel = await newHotel({ types });
				await hotel.send(reservation({ id: 'x' }));
				const { body } = await hotel.sendAll([
					reservation({ id: 'z' }),
					...among,
					cancellation({ id: 'x' }),
					reservation({ id: 'y' }),
				]);
				expect(body.results).toHaveLength(among.length + 3);
				expect(await roomOfEach(hotel, ['z', 'y'])).toEqual(['101', null]);
			}
		});

		it('is the next one’s where nobody waits, and the whole request is one transaction', async () => {
			let transactions = 0;
			const hotel = await newHotel({
				types,
				wrap: (store) =>
					Object.assign(Object.create(store) as BookingStore, {
						transaction: ((...args) => {
							transactions += 1;
							return store.transaction(...args);
						}) as BookingStore['transaction'],
					}),
			});
			await hotel.send(reservation({ id: 'x' }));
			transactions = 0;
			await hotel.sendAll([...others, cancellation({ id: 'x' }), reservation({ id: 'y' })]);
			expect(transactions).toBe(1);
			expect(await roomOfEach(hotel, ['y'])).toEqual(['101']);
		});
	});

	describe('a room that is deleted', () => {
		const deleteRoom = (hotel: TestHotel, name: string) =>
			hotel.query('DELETE FROM "rooms" WHERE "id" = $1', [hotel.room(name)]);

		it('leaves its guest waiting for another, before whoever books next', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] } });
			const first = reservation({ id: 'a' });
			await hotel.send(first);
			await deleteRoom(hotel, '101');
			const next = await hotel.send(reservation({ id: 'b' }));
			expect(next).toMatchObject({ outcome: 'conflict', bookings: [{ roomId: null }] });
			expect(await roomNames(hotel)).toEqual(['102', null]);
			expect(await hotel.send(first)).toMatchObject({ outcome: 'unchanged', bookings: [{ roomName: '102' }] });
		});

		it('is made up for by a room that is added to the map, or by a change of the stay', async () => {
			const hotel = await newHotel({ types: { double: ['101'] } });
			await hotel.send(reservation({ id: 'a' }));
			await deleteRoom(hotel, '101');
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(await conflicts(hotel)).toEqual([{ kind: 'no_room' }]);
			expect((await hotel.send(reservation({ id: 'a' }))).outcome).toBe('unchanged');
			await hotel.query('INSERT INTO "rooms" ("id", "hotelSlug", "name", "price") VALUES ($1, $2, $3, 1)', [
				hotel.room('201'),
				hotel.slug,
				'201',
			]);
			await mapped(hotel, { double: ['101'], suite: ['201'] });
			const suite = reservation({ id: 'a', event: 'modified', seen: 1, rooms: [{ type: 'suite' }] });
			expect(await hotel.send(suite)).toMatchObject({ outcome: 'updated', bookings: [{ roomName: '201' }] });
			await mapped(hotel, { double: ['102'], suite: ['102'] });
			await deleteRoom(hotel, '201');
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(await roomNames(hotel)).toEqual([null]);
			await hotel.query('INSERT INTO "rooms" ("id", "hotelSlug", "name", "price") VALUES ($1, $2, $3, 1)', [
				hotel.room('102'),
				hotel.slug,
				'102',
			]);
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(await roomNames(hotel)).toEqual(['102']);
			expect(await conflicts(hotel)).toEqual([]);
		});

		it.each([
			['has its door code', () => new Date('2026-03-01T08:00:00.000Z')],
			['is in the house', () => new Date('2026-03-29T12:00:00.000Z')],
		])('is a conflict for a guest who %s: nobody else says where that guest is', async (who, clock) => {
			const hotel = await newHotel({ types: { double: ['101', '102'] }, clock });
			const id = (await hotel.send(reservation({ checkOut: '2026-03-31' }))).bookings[0]?.id ?? '';
			if (who === 'has its door code') await hotel.hooks.noteCodeSent(id);
			await deleteRoom(hotel, '101');
			const reader = await hotel.subscribe('everything');
			const [told] = await hotel.readAll(reader);
			expect(told?.reservation.selfKey.bookings).toMatchObject([{ roomId: null, conflicts: ['no_room'] }]);
			expect((await hotel.send(reservation({ id: 'b', checkOut: '2026-03-31' }))).availability).toMatchObject([
				{ available: 0 },
			]);
			await hotel.send(cancellation({ id: 'b' }));
			// An answer can say so.
			const news = reservation({ event: 'modified', seen: 1, checkOut: '2026-03-31', price: '120' });
			const answer = await hotel.send(news);
			expect(answer).toMatchObject({ outcome: 'conflict', bookings: [{ roomName: '102' }] });
			expect(answer.warnings.map(({ code }) => code)).toContain('guest_moved');
			expect(await hotel.send(news)).toMatchObject({ outcome: 'unchanged', bookings: [{ roomName: '102' }] });
			expect(await conflicts(hotel)).toEqual([]);
		});

		it('is none that the desk took away: who was given none by hand stays without', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102'] } });
			const id = (await hotel.send(reservation())).bookings[0]?.id ?? '';
			await hotel.frontDesk.deskEdit(id, { room: null });
			await deleteRoom(hotel, '102');
			await hotel.hooks.resolveRoomConflicts(hotel.slug);
			expect(await roomNames(hotel)).toEqual([null]);
		});
	});

	describe('two rooms of one reservation that share a room', () => {
		it('are one conflict, told once, whoever repeats it', async () => {
			const hotel = await newHotel({ types: { double: ['101', '102', '103'] } });
			const sent = reservation({ rooms: [{}, {}] });
			const { bookings } = await hotel.send(sent);
			for (const { id } of bookings) await hotel.frontDesk.deskEdit(id, { room: '103' });
			const reader = await hotel.subscribe();
			const later = bookings[1]?.id;
			const told: string[] = [];
			for (let index = 0; index < 3; index++) {
				expect((await hotel.send(sent)).warnings.map(({ code }) => code)).toContain('room_shared');
				told.push(...(await hotel.readAll(reader)).map(({ event }) => event));
				expect(
					await hotel.query('SELECT "bookingId", "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1', [hotel.slug]),
				).toEqual([{ bookingId: later, kind: 'shared_room' }]);
			}
			expect(told).toEqual([]);
		});
	});
}
