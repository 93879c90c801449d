/** The same as `tests/unit/selfkey/room-conflicts/whole-house.test.ts` through handler and database: fewer houses, but all that lies between. */
import fc from 'fast-check';
import { addDays } from '../../../core/reservation/dates';
import { createSqlBookingStore } from '../../../selfkey';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables } from '../../../sandbox/selfkey/tables';
import { cancellation, reservation } from '../../support/booking-store/reservations';
import { TestHotel, type OpenedStore } from '../../support/booking-store/test-hotel';
import { fewestMoves, mayMove, roomsFor, type House } from '../../support/house/fewest-moves';
import { assertProperty, PROPERTY_TEST_MS } from '../../support/property';

const TODAY = '2026-03-28';
const ROOMS = ['101', '102', '103'];

const nights = fc
	.record({ from: fc.integer({ min: -1, max: 4 }), nights: fc.integer({ min: 1, max: 3 }) })
	.map(({ from, nights: count }) => ({ start: addDays(TODAY, from), end: addDays(TODAY, Math.max(1, from + count)) }));
const room = fc.constantFrom(...ROOMS);
const pick = fc.nat({ max: 100 });
const type = fc.constantFrom('double', 'twin');

const story = fc.record({
	twin: fc.shuffledSubarray(ROOMS, { minLength: 1 }),
	closed: fc.option(fc.record({ room, nights })),
	steps: fc.array(
		fc.oneof(
			{ weight: 6, arbitrary: fc.record({ kind: fc.constant('arrive' as const), type, nights }) },
			{ weight: 1, arbitrary: fc.record({ kind: fc.constant('sell' as const), room, nights }) },
			{ weight: 1, arbitrary: fc.record({ kind: fc.constant('choose' as const), room, pick }) },
			{ weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('code' as const, 'takeAway' as const), pick }) },
			// Gaps, in which those who came before do not lie as they would best.
			{ weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick }) },
		),
		{ minLength: 6, maxLength: 16 },
	),
});

let opened: OpenedStore;
beforeAll(async () => {
	const database = await openPglite();
	await createTables(database);
	opened = {
		...{ database, store: createSqlBookingStore(database), close: () => database.close() },
		transact: (work) => database.transaction(work),
	};
});
afterAll(() => opened?.close());

it(
	'a stay gets a room wherever trying everything finds one for it, as few others move, and none who may not',
	async () => {
		await assertProperty(
			fc.asyncProperty(story, async ({ twin, closed, steps }) => {
				const types = { double: ROOMS, twin };
				const clock = () => new Date(`${TODAY}T10:00:00Z`);
				// A room belongs to one type only in the seeding; the map says which rooms serve both.
				const hotel = await TestHotel.create(opened, {
					types: { double: ROOMS },
					configuration: { roomMap: types },
					clock,
				});
				if (closed) {
					const { room: name, nights: dates } = closed;
					await hotel.ask('room-closures', { source: 'opera', rooms: [{ room: name, ...dates }] });
				}
				const house: House = {
					types: new Map(Object.entries(types).map(([name, rooms]) => [name, rooms.map((entry) => hotel.room(entry))])),
					closures: closed ? [{ roomId: hotel.room(closed.room), ...closed.nights }] : [],
					today: TODAY,
				};
				const stays = async () => (await hotel.store.occupancy(hotel.slug, TODAY)).stays;
				for (const [index, step] of steps.entries()) {
					const before = await stays();
					const picked = 'pick' in step ? before[step.pick % Math.max(1, before.length)] : undefined;
					if (step.kind === 'arrive') {
						const { start: checkIn, end: checkOut } = step.nights;
						const sent = reservation({ id: String(index), checkIn, checkOut, rooms: [{ type: step.type }] });
						const id = (await hotel.send(sent)).bookings[0]?.id;
						const after = await stays();
						const stay = after.find(({ bookingId }) => bookingId === id)!;
						const others = after.filter((other) => other !== stay);
						const moved = others.filter((other) => {
							const was = before.find(({ bookingId }) => bookingId === other.bookingId)!;
							if (was.roomId === other.roomId) return false;
							if (was.roomId !== null) expect(mayMove(was, house)).toBe(true);
							expect(roomsFor(was, house)).toContain(other.roomId);
							return true;
						});
						const fewest = fewestMoves(house, [{ ...stay, roomId: null }], before);
						expect(stay.roomId !== null).toBe(fewest !== null);
						if (fewest !== null && (await hotel.doubleBooked()).length === 0) {
							// Who waits is given a room after the new one, which may take more moves.
							if (before.every(({ roomId }) => roomId !== null)) expect(moved).toHaveLength(fewest);
						}
					} else if (step.kind === 'sell') await hotel.sellDirectly(step.room, step.nights.start, step.nights.end);
					else if (picked === undefined) continue;
					else if (step.kind === 'choose') await hotel.frontDesk.deskEdit(picked.bookingId, { room: step.room });
					else if (step.kind === 'takeAway') await hotel.frontDesk.deskEdit(picked.bookingId, { room: null });
					else if (step.kind === 'code') await hotel.hooks.noteCodeSent(picked.bookingId);
					else await hotel.frontDesk.cancelDirect(picked.bookingId);
					if (step.kind !== 'arrive') await hotel.hooks.resolveRoomConflicts(hotel.slug);
				}
			}),
			{ numRuns: 40 },
		);
	},
	PROPERTY_TEST_MS,
);

const guests = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
/** One night each: of longer stays, two cancellations in one request can give the oldest what it waits for, and neither alone could. */
const message = fc.record({ id: fc.constantFrom(...guests), night: fc.nat({ max: 2 }), isCancelled: fc.boolean() });

it(
	'the same stays have rooms and wait, whether messages come in one request or each in its own',
	async () => {
		await assertProperty(
			fc.asyncProperty(
				fc.shuffledSubarray(guests, { minLength: 4 }),
				fc.array(message, { minLength: 2, maxLength: 12 }),
				async (first, messages) => {
					const all = [...first.map((id) => ({ id, night: 0, isCancelled: false })), ...messages];
					const sent = all.map(({ id, night, isCancelled }, seen) => {
						const dates = { checkIn: addDays(TODAY, 1 + night), checkOut: addDays(TODAY, 2 + night) };
						return isCancelled ? cancellation({ id, seen }) : reservation({ id, seen, event: 'modified', ...dates });
					});
					const open = { types: { double: ['101', '102'] }, clock: () => new Date(`${TODAY}T10:00:00Z`) };
					const [together, singly] = [await TestHotel.create(opened, open), await TestHotel.create(opened, open)];
					await together.sendAll(sent);
					for (const one of sent) await singly.send(one);
					expect(await whoHasRooms(together)).toEqual(await whoHasRooms(singly));
					expect([together.errors, singly.errors]).toEqual([[], []]);
				},
			),
			{ numRuns: 20 },
		);
	},
	PROPERTY_TEST_MS,
);

async function whoHasRooms(hotel: TestHotel): Promise<string[]> {
	const { stays } = await hotel.store.occupancy(hotel.slug, TODAY);
	return stays.map(
		({ reference, roomId }) => `${reference?.reservationId} ${roomId === null ? 'waits' : 'has a room'}`,
	);
}
