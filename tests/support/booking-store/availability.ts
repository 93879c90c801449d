/** What channels are told of the rooms to sell: what changed, until they have it, and everything once a day. */
import { without, type CalendarRange } from '../../../core/availability/calendar-nights';
import { addDays, eachNight } from '../../../core/reservation/dates';
import type { Reservation } from '../../../core/reservation/model';
import { bareCancellation, reservation, roomStay } from '../reservations';
import type { NewHotel, TestHotel } from './test-hotel';

interface Given {
	channel: string;
	propertyId: string | null;
	roomTypeId: string;
	ratePlanId: string | null;
	raises: boolean;
	repeats: boolean;
	repaired: number;
	round: number;
	since: string | null;
	attempts: number;
	reason: string | null;
	nights: CalendarRange[];
	sources: Array<{
		channel: string;
		propertyIds: string[];
		roomTypeIds: string[];
		standing: Array<{ id: string; checkIn: string; checkOut: string }> | null;
		heard: Array<{ id: string; checkIn: string; checkOut: string }> | null;
	}>;
	heldSince: string | null;
	heldFor: Record<string, string>;
	believed: CalendarRange[];
}

const DOUBLE = '1296364403';
const LISTING = '48211377';
const configuration = {
	roomMap: {
		[DOUBLE]: ['101', '102'],
		[`airbnb/${LISTING}`]: ['101', '102'],
		'airbnb/777': ['201'],
		Deluxe: ['101', '102'],
	},
	properties: { 'booking.com': ['12345'] },
	availability: { horizonNights: 60 },
};

/** A sender with channels that do as they are told, and a calendar of what each has been told. */
class Sender {
	readonly calendars = new Map<string, Map<string, CalendarRange>>();

	constructor(private readonly hotel: TestHotel) {}

	async read(parameters: Record<string, string> = {}): Promise<Given[]> {
		const { status, body } = await this.hotel.get('availability', {
			subscriber: 'availability',
			channels: 'booking.com,airbnb',
			leave_out: '777',
			...parameters,
		});
		expect(status).toBe(200);
		return body['calendars'] as Given[];
	}

	async acknowledge(given: readonly Given[], error?: string): Promise<string[]> {
		if (error === undefined)
			for (const { channel, roomTypeId, ratePlanId, nights } of given) {
				const name = [channel, roomTypeId, ratePlanId ?? ''].join('/');
				const calendar = this.calendars.get(name) ?? new Map<string, CalendarRange>();
				this.calendars.set(name, calendar);
				for (const range of nights) for (const date of eachNight(range.start, range.end)) calendar.set(date, range);
			}
		const items = given.map((each) => ({ ...each, error }));
		const { status, body } = await this.hotel.ask('availability/ack', { subscriber: 'availability', items });
		expect(status).toBe(200);
		return body['results'] as string[];
	}

	/** Reads and tells until nothing is left. @returns all that was told */
	async settle(): Promise<Given[]> {
		const told: Given[] = [];
		for (let given = await this.read(); given.length > 0; given = await this.read()) {
			told.push(...given);
			await this.acknowledge(given);
			if (told.length > 100) throw new Error('It never settles');
		}
		return told;
	}

	available(roomTypeId: string, date: string): number | null | undefined {
		const channel = roomTypeId === DOUBLE ? 'booking.com' : 'airbnb';
		return this.calendars.get(`${channel}/${roomTypeId}/`)?.get(date)?.available;
	}
}

const ARRIVAL = '2026-03-10';
const nights = (from: string, count: number) => ({ checkIn: from, checkOut: addDays(from, count) });

let messages = 0;

function stay(reservationId: string, from = ARRIVAL, count = 2, event: 'new' | 'modified' = 'new'): Reservation {
	const room = roomStay({ roomTypeId: DOUBLE, ...nights(from, count) });
	// Each is seen in a later poll than the last.
	const observedAt = `2026-03-01T07:00:00.000Z#${++messages}`;
	return reservation({ reservationId, event, observedAt, ...nights(from, count), nights: count, rooms: [room] });
}

function cancellation(reservationId: string): Reservation {
	return bareCancellation({ reservationId, status: 'cancelled', observedAt: `2026-03-01T07:00:00.000Z#${++messages}` });
}

const nightsOf = (ranges: readonly CalendarRange[]) =>
	ranges.map(({ start, end, available }) => `${start} ${end} ${available}`);

const dates = (given: readonly Given[]) =>
	given.map(({ channel, raises, nights: ranges }) => [channel, raises, ...nightsOf(ranges)]);

export function describeAvailability(newHotel: NewHotel): void {
	describe('availability', () => {
		let hotel: TestHotel;
		let sender: Sender;
		beforeEach(async () => {
			hotel = await newHotel({ configuration });
			sender = new Sender(hotel);
		});
		afterEach(() => expect(hotel.errors).toEqual([]));

		it('begins with everything, as the fewest ranges, for the types that the room map names by channel', async () => {
			const given = await sender.read();
			expect(
				given.map(({ channel, propertyId, roomTypeId, raises, nights: ranges }) => [
					channel,
					propertyId,
					roomTypeId,
					raises,
					ranges.length,
				]),
			).toEqual([
				['booking.com', '12345', DOUBLE, true, 1],
				['airbnb', null, LISTING, true, 1],
			]);
			expect(given[0]?.nights[0]).toMatchObject({ start: '2026-03-01', end: '2026-04-30', available: 2, closed: null });
		});

		it('tells every channel of a sale, the one that has sold it too, and of nothing but its nights', async () => {
			await sender.settle();
			// By the database's own clock.
			const now = async () => {
				const [row] = await hotel.query('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::text AS "now"');
				return Number(row?.['now']);
			};
			const before = await now();
			await hotel.send(stay('1'));
			const given = await sender.read();
			expect(dates(given)).toEqual([
				['booking.com', false, '2026-03-10 2026-03-12 1'],
				['airbnb', false, '2026-03-10 2026-03-12 1'],
			]);
			const since = Date.parse(given[0]?.since ?? '');
			expect([since >= before, since <= (await now())]).toEqual([true, true]);
			expect(await sender.acknowledge(given)).toEqual(['acknowledged', 'acknowledged']);
			expect(await sender.read()).toEqual([]);
		});

		it('tells of the nights before and after a change of dates, closing first', async () => {
			await hotel.send(stay('1'));
			await sender.settle();
			await hotel.send(stay('1', addDays(ARRIVAL, 1), 2, 'modified'));
			expect(dates(await sender.read())).toEqual([
				['booking.com', false, '2026-03-12 2026-03-13 1'],
				['airbnb', false, '2026-03-12 2026-03-13 1'],
				['booking.com', true, '2026-03-10 2026-03-11 2'],
				['airbnb', true, '2026-03-10 2026-03-11 2'],
			]);
		});

		it('tells of a direct sale, of a stay that is moved to another type, and of one that is deleted', async () => {
			await sender.settle();
			const id = await hotel.frontDesk.directSale({ room: '101', ...nights(ARRIVAL, 1) });
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(1);
			await hotel.frontDesk.deskEdit(id, { room: '201' });
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(2);
			await hotel.frontDesk.deskEdit(id, { room: '102' });
			await hotel.frontDesk.deleteBooking(id);
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(2);
		});

		it('never offers a room that a stay without one needs', async () => {
			await sender.settle();
			for (const id of ['1', '2', '3']) await hotel.send(stay(id, ARRIVAL, 1));
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(0);
			// One room is free again, and somebody waits for it.
			const [first] = await hotel.activeBookings();
			await hotel.frontDesk.deleteBooking(first?.id ?? '');
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(0);
		});

		it('never offers the room that one of two guests in a room will need', async () => {
			const { bookings } = await hotel.send(stay('1', ARRIVAL, 2));
			await hotel.hooks.noteCodeSent(bookings[0]?.id ?? '');
			const room = bookings[0]?.roomName ?? '';
			await hotel.sellDirectly(room, addDays(ARRIVAL, 1), addDays(ARRIVAL, 3));
			await sender.settle();
			const left = [0, 1, 2].map((day) => sender.available(DOUBLE, addDays(ARRIVAL, day)));
			expect(left).toEqual([1, 0, 1]);
			const { body } = await hotel.get('free-rooms', { from: addDays(ARRIVAL, 1), until: addDays(ARRIVAL, 2) });
			expect((body['rooms'] as Array<{ name: string }>).map(({ name }) => name)).toEqual(['201']);
			const { availability } = await hotel.send(stay('1', ARRIVAL, 2, 'modified'));
			const ofDoubles = availability.filter(({ roomTypeId }) => roomTypeId === DOUBLE);
			expect(ofDoubles.map(({ start, available }) => [start, available])).toEqual([
				[ARRIVAL, 1],
				[addDays(ARRIVAL, 1), 0],
			]);
		});

		describe('free rooms for a stay', () => {
			const free = async (from: string, until: string, type: Record<string, string> = {}) => {
				const { status, body } = await hotel.get('free-rooms', { from, until, ...type });
				expect(status).toBe(200);
				return (body['rooms'] as Array<{ name: string }>).map(({ name }) => name);
			};
			const ofListing = { channel: 'airbnb', property_id: '7', room_type: LISTING };

			it('are those that nobody has, of the whole hotel or of a type', async () => {
				await hotel.sellDirectly('101', ARRIVAL, addDays(ARRIVAL, 1));
				expect(await free(ARRIVAL, addDays(ARRIVAL, 2))).toEqual(['102', '201']);
				expect(await free(ARRIVAL, addDays(ARRIVAL, 2), ofListing)).toEqual(['102']);
				expect(await free(addDays(ARRIVAL, 1), addDays(ARRIVAL, 2), ofListing)).toEqual(['101', '102']);
			});

			it('are none that a stay without a room needs: no third guest is promised it', async () => {
				// 102 is taken on its second night and 101 on its first, so it fits nowhere and waits for both.
				await hotel.sellDirectly('101', ARRIVAL, addDays(ARRIVAL, 1));
				await hotel.sellDirectly('102', addDays(ARRIVAL, 1), addDays(ARRIVAL, 2));
				expect((await hotel.send(stay('1'))).outcome).toBe('conflict');
				expect(await free(ARRIVAL, addDays(ARRIVAL, 1), ofListing)).toEqual([]);
				expect(await free(addDays(ARRIVAL, 1), addDays(ARRIVAL, 2))).toEqual(['201']);
				expect(await free(addDays(ARRIVAL, 2), addDays(ARRIVAL, 3), ofListing)).toEqual(['101', '102']);
				const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until: addDays(ARRIVAL, 5) });
				expect(body['held']).toEqual([
					{ start: ARRIVAL, end: addDays(ARRIVAL, 2), roomIds: [hotel.room('101'), hotel.room('102')], kind: 'stay' },
				]);
			});

			it('are none that are out of order', async () => {
				const nightsClosed = { start: ARRIVAL, end: addDays(ARRIVAL, 1) };
				await hotel.ask('room-closures', { source: 'opera', rooms: [{ room: '101', ...nightsClosed }] });
				expect(await free(ARRIVAL, addDays(ARRIVAL, 2), ofListing)).toEqual(['102']);
				const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until: addDays(ARRIVAL, 2) });
				expect(body['held']).toEqual([{ ...nightsClosed, roomIds: [hotel.room('101')], kind: 'closure' }]);
			});

			it('are none where the channel may not sell them, though the desk may', async () => {
				const next = addDays(ARRIVAL, 1);
				await hotel.ask('restrictions', {
					add: [
						{ channel: 'airbnb', roomTypeId: LISTING, start: ARRIVAL, end: next, closed: true },
						{ start: next, end: addDays(next, 2), closed: true },
						{ start: addDays(next, 1), end: addDays(next, 2), closed: false },
					],
				});
				expect(await free(ARRIVAL, next, ofListing)).toEqual([]);
				expect(await free(next, addDays(next, 1), ofListing)).toEqual([]);
				expect(await free(addDays(next, 1), addDays(next, 2), ofListing)).toEqual(['101', '102']);
				expect(await free(ARRIVAL, addDays(next, 2))).toEqual(['101', '102', '201']);
				const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until: addDays(ARRIVAL, 5) });
				// For those who read a calendar, what is decided for one channel says nothing.
				expect(body['held']).toEqual(
					['101', '102', '201'].map((name) => ({
						start: next,
						end: addDays(next, 1),
						roomIds: [hotel.room(name)],
						kind: 'stopSell',
					})),
				);
			});

			describe('with what is held back of them', () => {
				const open = async (availability: object) => {
					hotel = await newHotel({ configuration: { ...configuration, availability } });
					sender = new Sender(hotel);
				};
				const next = addDays(ARRIVAL, 1);
				/** What Airbnb is answered, which must be what its calendar shows. */
				const isForSale = async (until = next) => {
					const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until, ...ofListing });
					await sender.settle();
					const shown = eachNight(ARRIVAL, until).every((date) => (sender.available(LISTING, date) ?? 0) > 0);
					expect(body['isForSale']).toBe(shown);
					return body['isForSale'];
				};

				it('are none where only those are left that no channel sells', async () => {
					await open({ buffer: 1 });
					expect(await isForSale()).toBe(true);
					await hotel.sellDirectly('101', ARRIVAL, next);
					expect(await isForSale()).toBe(false);
					expect(await free(ARRIVAL, next, ofListing)).toEqual([]);
					// The desk may sell it.
					expect(await free(ARRIVAL, next)).toEqual(['102', '201']);
					const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until: next });
					const held = { start: ARRIVAL, end: next, kind: 'buffer' };
					expect(body['held']).toEqual([
						{ ...held, roomIds: [hotel.room('101'), hotel.room('102')] },
						{ ...held, roomIds: [hotel.room('201')] },
					]);
				});

				it('are none where the channel has sold as many as it may', async () => {
					await open({ allotments: { airbnb: 1 } });
					expect(await isForSale()).toBe(true);
					const sold = { roomTypeId: LISTING, ...nights(ARRIVAL, 1) };
					const booked = reservation({
						...{ channel: 'airbnb', propertyId: '7', reservationId: 'A1', rooms: [roomStay(sold)] },
						...{ ...nights(ARRIVAL, 1), nights: 1, observedAt: `2026-03-01T07:00:00.000Z#${++messages}` },
					});
					await hotel.send(booked);
					expect(await isForSale()).toBe(false);
					expect(await free(next, addDays(next, 1), ofListing)).toEqual(['101', '102']);
				});

				it('are sold beyond those that there are, in nights for which the hotel says so', async () => {
					await open({ overbooking: [{ start: ARRIVAL, end: next, rooms: 1 }], overbookingCap: 1 });
					for (const name of ['101', '102']) await hotel.sellDirectly(name, ARRIVAL, addDays(next, 1));
					expect(await free(ARRIVAL, next, ofListing)).toEqual([]);
					expect(await isForSale()).toBe(true);
					expect(await isForSale(addDays(next, 1))).toBe(false);
				});

				it('are none where no room is free for the whole stay, however open each night is', async () => {
					await open({});
					await hotel.sellDirectly('101', ARRIVAL, next);
					await hotel.sellDirectly('102', next, addDays(next, 1));
					const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until: addDays(next, 1), ...ofListing });
					expect(body).toMatchObject({ rooms: [], isForSale: false });
				});
			});

			it('are none that a guest has who arrives and leaves on one day', async () => {
				await hotel.sellDirectly('101', ARRIVAL, ARRIVAL);
				expect(await free(ARRIVAL, addDays(ARRIVAL, 1), ofListing)).toEqual(['102']);
			});

			it('say of a type that no room serves it, which is no full house', async () => {
				const { body } = await hotel.get('free-rooms', { from: ARRIVAL, until: addDays(ARRIVAL, 1), room_type: '9' });
				expect(body).toMatchObject({ rooms: [], isMapped: false });
			});

			it.each<Record<string, string>>([
				{ from: ARRIVAL },
				{ from: ARRIVAL, until: ARRIVAL },
				{ from: 'soon', until: ARRIVAL },
			])('are not told of %j', async (parameters) =>
				expect((await hotel.get('free-rooms', parameters)).status).toBe(400),
			);
		});

		describe('counting once more', () => {
			const recount = async (given: Given[]) => {
				const items = given.map(({ channel, propertyId, roomTypeId, ratePlanId, nights }) => ({
					...{ channel, propertyId, roomTypeId, ratePlanId },
					nights,
				}));
				const { status, body } = await hotel.ask('availability/recount', { subscriber: 'availability', items });
				expect(status).toBe(200);
				return body['changed'] as Array<Array<{ start: string; end: string }>>;
			};
			const next = addDays(ARRIVAL, 1);

			it('says of each calendar the nights that are counted otherwise by now', async () => {
				await hotel.sellDirectly('102', ARRIVAL, addDays(ARRIVAL, 2));
				await hotel.send(stay('1', ARRIVAL, 2));
				await sender.settle();
				await hotel.send({ ...bareCancellation({ reservationId: '1' }), observedAt: '2027-02-01T00:00:00.000Z' });
				const more = (await sender.read()).filter(({ raises }) => raises);
				expect(more.map(({ nights }) => nights)).toMatchObject([
					[{ start: ARRIVAL, end: addDays(ARRIVAL, 2), available: 1 }],
					[{ start: ARRIVAL, end: addDays(ARRIVAL, 2), available: 1 }],
				]);
				expect(await recount(more)).toEqual([[], []]);
				await hotel.sellDirectly('101', ARRIVAL, next);
				const changed = [{ start: ARRIVAL, end: next }];
				expect(await recount(more)).toEqual([changed, changed]);
				// It was a question: what was given out is still acknowledged.
				expect(new Set(await sender.acknowledge(more))).toEqual(new Set(['acknowledged']));
			});

			it('says so whatever else is due, and of what is not to be told at all', async () => {
				await sender.settle();
				await hotel.ask('restrictions', {
					add: [{ channel: 'airbnb', start: ARRIVAL, end: next, closed: true }],
				});
				const [listing] = await sender.read();
				expect(listing).toMatchObject({ channel: 'airbnb', roomTypeId: LISTING });
				const leftOut = { ...(listing as Given), roomTypeId: '777' };
				expect(await recount([leftOut, listing as Given])).toEqual([[{ start: ARRIVAL, end: next }], []]);
			});

			it.each([{}, { subscriber: 'availability' }, { subscriber: 'availability', items: [{ channel: 'airbnb' }] }])(
				'refuses %j',
				async (body) => expect((await hotel.ask('availability/recount', body)).status).toBe(400),
			);
		});

		it('offers again what was not acknowledged, worked out anew', async () => {
			await sender.settle();
			await hotel.send(stay('1', ARRIVAL, 1));
			const lost = await sender.read();
			await hotel.send(stay('2', ARRIVAL, 1));
			const given = await sender.read();
			expect(given[0]?.nights).toMatchObject([{ start: ARRIVAL, available: 0 }]);
			// The run that was thought lost ends after all: what it has sent is not what the channel ought to hold.
			expect(await sender.acknowledge(lost)).toEqual(['superseded', 'superseded']);
			await sender.acknowledge(given);
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(0);
			expect((await sender.read()).length).toBe(0);
		});

		it('gives what is due to one of those who ask at the same moment', async () => {
			await sender.settle();
			for (let number = 0; number < 3; number++) {
				await hotel.send(stay(`at-once-${number}`, addDays(ARRIVAL, 5 + number), 1));
				const answers = await Promise.all([sender.read(), sender.read(), sender.read()]);
				const rounds = answers.flatMap((given) => given.map(({ round }) => round));
				// One after the other, each gets a round of its own, and only the last one's word counts.
				const givenTo = answers.filter((given) => given.length > 0).length;
				expect(givenTo).toBeGreaterThan(0);
				expect(new Set(rounds).size).toBe(givenTo);
				const latest = Math.max(...rounds);
				for (const given of answers)
					if (given.length > 0)
						expect(new Set(await sender.acknowledge(given))).toEqual(
							new Set([given[0]?.round === latest ? 'acknowledged' : 'superseded']),
						);
			}
			await sender.settle();
		});

		it('does not take the word of a run that comes too late: what it may have reopened is told again', async () => {
			await sender.settle();
			await hotel.send(stay('1', ARRIVAL, 1));
			const late = await sender.read();
			await hotel.send(stay('2', ARRIVAL, 1));
			await sender.settle();
			expect(await sender.acknowledge(late)).toEqual(['superseded', 'superseded']);
			await hotel.send(stay('3', addDays(ARRIVAL, 5), 1));
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(0);
		});

		it('keeps a sale between two acknowledgements of one run, and tells nothing again to the channel that it does not touch', async () => {
			const all = { leave_out: '' };
			for (let given = await sender.read(all); given.length > 0; given = await sender.read(all))
				await sender.acknowledge(given);
			await hotel.send(stay('1', ARRIVAL, 1));
			await hotel.sellDirectly('201', ARRIVAL, addDays(ARRIVAL, 1));
			const [bookingCom, ...airbnb] = await sender.read(all);
			expect([bookingCom?.channel, ...airbnb.map(({ roomTypeId }) => roomTypeId).sort()]).toEqual([
				'booking.com',
				LISTING,
				'777',
			]);
			expect(await sender.acknowledge([bookingCom as Given])).toEqual(['acknowledged']);
			// Booking.com does not sell this room.
			const sale = stay('2', addDays(ARRIVAL, 1), 1);
			const rooms = sale.rooms.map((room) => ({ ...room, roomTypeId: '777' }));
			await hotel.send({ ...sale, channel: 'airbnb', rooms });
			expect(await sender.acknowledge(airbnb)).toEqual(['acknowledged', 'acknowledged']);
			const rest = await sender.read(all);
			expect(dates(rest)).toEqual([['airbnb', false, '2026-03-11 2026-03-12 0']]);
			expect(rest.map(({ roomTypeId, since }) => [roomTypeId, since !== null])).toEqual([['777', true]]);
			await sender.acknowledge(rest);
			expect(await sender.read(all)).toEqual([]);
			expect([sender.available(DOUBLE, ARRIVAL), sender.available('777', addDays(ARRIVAL, 1))]).toEqual([1, 0]);
		});

		it('closes a night that a lost run may have opened, although there are as many rooms as before that run', async () => {
			await sender.settle();
			for (const id of ['1', '2']) await hotel.send(stay(id, ARRIVAL, 1));
			await sender.settle();
			await hotel.send(cancellation('2'));
			// The channels take it, and n8n ends before it can say so.
			expect(dates(await sender.read())).toEqual([
				['booking.com', true, '2026-03-10 2026-03-11 1'],
				['airbnb', true, '2026-03-10 2026-03-11 1'],
			]);
			await hotel.send(stay('3', ARRIVAL, 1));
			expect(dates(await sender.read())).toEqual([
				['booking.com', false, '2026-03-10 2026-03-11 0'],
				['airbnb', false, '2026-03-10 2026-03-11 0'],
			]);
		});

		it('opens a night again that a lost run may have closed, although there are as many rooms as before that run', async () => {
			await sender.settle();
			await hotel.send(stay('1', ARRIVAL, 1));
			const closing = await sender.read();
			// Nothing is known of it: it is told again with each poll.
			expect(dates(await sender.read())).toEqual(dates(closing));
			await hotel.send(cancellation('1'));
			expect(dates(await sender.settle())).toEqual([
				['booking.com', true, '2026-03-10 2026-03-11 2'],
				['airbnb', true, '2026-03-10 2026-03-11 2'],
			]);
			expect(await sender.read()).toEqual([]);
		});

		it('lifts a restriction that a lost run may have told', async () => {
			await sender.settle();
			const plan = { channel: 'booking.com', roomTypeId: DOUBLE, ratePlanId: 'NRF' };
			const add = [{ ...plan, start: ARRIVAL, end: addDays(ARRIVAL, 1), minimumStay: 3 }];
			const { body } = await hotel.ask('restrictions', { add });
			expect((await sender.read()).map(({ nights: [night] }) => night?.minimumStay)).toEqual([3]);
			await hotel.ask('restrictions', { remove: (body['restrictions'] as Array<{ id: number }>).map(({ id }) => id) });
			const lifted = await sender.settle();
			expect(lifted.map(({ ratePlanId, nights: [night] }) => [ratePlanId, night?.start, night?.minimumStay])).toEqual([
				['NRF', ARRIVAL, 1],
			]);
			expect(await sender.read()).toEqual([]);
		});

		it('sends what failed again after a minute, then after two, and never holds up other nights or channels', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			await hotel.send(stay('1', ARRIVAL, 1));
			const [bookingCom, airbnb] = await sender.read();
			await sender.acknowledge([airbnb as Given]);
			await sender.acknowledge([bookingCom as Given], 'Booking.com is down');
			expect(await sender.read()).toEqual([]);
			await hotel.send(stay('2', addDays(ARRIVAL, 3), 1));
			expect(dates(await sender.settle())).toEqual([
				['booking.com', false, '2026-03-13 2026-03-14 1'],
				['airbnb', false, '2026-03-13 2026-03-14 1'],
			]);
			now += 61_000;
			const again = await sender.read();
			expect(again).toMatchObject([{ channel: 'booking.com', attempts: 1, reason: 'Booking.com is down' }]);
			await sender.acknowledge(again, 'Booking.com is down');
			now += 61_000;
			expect(await sender.read()).toEqual([]);
			now += 61_000;
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(1);
		});

		it('gives out what was held back with the next poll, however often, and without calling it a failure', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await hotel.send(stay('1', ARRIVAL, 1));
			await sender.settle();
			await hotel.send(cancellation('1'));
			for (let poll = 0; poll < 4; poll++) {
				const given = await sender.read();
				// Since the first time, so that nobody waits for ever for a channel that is down.
				const heldSince = poll === 0 ? null : '2026-03-01T08:00:00.000Z';
				expect(given).toMatchObject([
					{ raises: true, attempts: 0, heldSince },
					{ raises: true, attempts: 0, heldSince },
				]);
				const items = given.map((each) => ({ ...each, heldBack: true }));
				const { body } = await hotel.ask('availability/ack', { subscriber: 'availability', items });
				expect(body['results']).toEqual(['postponed', 'postponed']);
				now += 60_000;
			}
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(2);
		});

		it('counts the time for which it was held back, and not what went by while nobody looked, nor what else has failed', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await hotel.send(stay('1', ARRIVAL, 1));
			await sender.settle();
			await hotel.send(cancellation('1'));
			const tell = async (raises: Record<string, unknown>, fewer: Record<string, unknown>) => {
				const given = await sender.read();
				const items = given.map((each) => ({ ...each, ...(each.raises ? raises : fewer) }));
				await hotel.ask('availability/ack', { subscriber: 'availability', items });
				return given.filter((each) => each.raises).map((each) => each.heldSince);
			};
			const held = { heldBack: true };
			expect(await tell(held, {})).toEqual([null, null]);
			await hotel.send(stay('2', addDays(ARRIVAL, 5), 1));
			now += 60_000;
			const since = '2026-03-01T08:00:00.000Z';
			expect(await tell(held, { error: 'It cannot be reached' })).toEqual([since, since]);
			now += 10 * 60_000;
			expect(await tell(held, { error: 'It cannot be reached' })).toEqual([since, since]);
			now += 45 * 60_000;
			expect(await tell(held, {})).toEqual([null, null]);
			now += 60_000;
			const again = '2026-03-01T08:56:00.000Z';
			expect(await tell({}, {})).toEqual([again, again]);
			await hotel.send(cancellation('2'));
			expect(await tell(held, {})).toEqual([null, null]);
		});

		it('counts the time for which each channel has held it back by itself', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await hotel.send(stay('1', ARRIVAL, 1));
			await sender.settle();
			await hotel.send(cancellation('1'));
			const hold = async (waitsFor?: string) => {
				const given = await sender.read();
				const items = given.map((each) => ({ ...each, heldBack: true, waitsFor }));
				await hotel.ask('availability/ack', { subscriber: 'availability', items });
				const [heldFor] = given.map((each) => each.heldFor);
				expect(given.map((each) => each.heldFor)).toEqual([heldFor, heldFor]);
				now += 10 * 60_000;
				return heldFor;
			};
			const at = (time: string) => `2026-03-01T${time}:00.000Z`;
			// For want of time, as an n8n before that says nothing of a channel.
			expect(await hold()).toEqual({});
			expect(await hold('airbnb')).toEqual({ '': at('08:00') });
			expect(await hold('airbnb')).toEqual({ '': at('08:00'), airbnb: at('08:10') });
			expect(await hold('booking.com')).toEqual({ '': at('08:00'), airbnb: at('08:10') });
			// Airbnb was past its half hour, and does not begin anew while others hold back: it would never end.
			expect(await hold('booking.com')).toEqual({ '': at('08:00'), airbnb: at('08:10'), 'booking.com': at('08:30') });
			expect(await hold('nobody knows this one')).toMatchObject({ 'booking.com': at('08:30') });
			expect(await sender.read()).toMatchObject([{ heldSince: at('08:00') }, { heldSince: at('08:00') }]);
			await sender.settle();
			await hotel.send(stay('2', ARRIVAL, 1));
			await sender.settle();
			await hotel.send(cancellation('2'));
			expect(await hold('airbnb')).toEqual({});
			now += 10 * 60_000;
			expect(await hold('airbnb')).toEqual({});
		});

		describe('one bad night', () => {
			let now = 0;
			const LATER = addDays(ARRIVAL, 5);
			beforeEach(async () => {
				now = Date.parse('2026-03-01T08:00:00.000Z');
				hotel = await newHotel({ configuration, clock: () => new Date(now) });
				sender = new Sender(hotel);
				await sender.settle();
			});
			const ofBookingCom = (given: readonly Given[]) => given.filter(({ channel }) => channel === 'booking.com');
			/** Booking.com refuses what begins on these days; Airbnb takes all. */
			const tell = async (...refused: string[]) => {
				const given = await sender.read();
				for (const each of given) {
					const isBad = each.channel === 'booking.com' && refused.includes(each.nights[0]?.start ?? '');
					await sender.acknowledge([each], isBad ? 'No such night' : undefined);
				}
				return given;
			};
			const minutes = (count: number) => (now += count * 60_000 + 1_000);

			it('keeps no other waiting longer than that one has earned itself', async () => {
				await hotel.send(stay('1', ARRIVAL, 1));
				for (const wait of [1, 2, 4, 8]) {
					await tell(ARRIVAL);
					minutes(wait);
				}
				await tell(ARRIVAL);
				await hotel.send(stay('2', LATER, 1));
				expect(dates(ofBookingCom(await tell(LATER)))).toEqual([['booking.com', false, '2026-03-15 2026-03-16 1']]);
				minutes(1);
				expect(dates(await tell())).toEqual([['booking.com', false, '2026-03-15 2026-03-16 1']]);
				minutes(10);
				expect(await sender.read()).toMatchObject([{ attempts: 5, nights: [{ start: ARRIVAL }] }]);
			});

			it('is not tried more often because another has been taken, nor later because another has failed', async () => {
				await hotel.send(stay('1', ARRIVAL, 1));
				for (const wait of [1, 2]) {
					await tell(ARRIVAL);
					minutes(wait);
				}
				await tell(ARRIVAL);
				minutes(2);
				await hotel.send(stay('2', LATER, 1));
				await tell(LATER);
				await hotel.send(stay('3', addDays(LATER, 5), 1));
				expect(dates(ofBookingCom(await tell()))).toEqual([['booking.com', false, '2026-03-20 2026-03-21 1']]);
				minutes(1);
				await tell(LATER);
				minutes(1);
				expect(await sender.read()).toMatchObject([{ attempts: 3, nights: [{ start: ARRIVAL }] }]);
			});

			it('does not keep more rooms of another night waiting that was only held back', async () => {
				await hotel.send(stay('1', LATER, 1));
				await sender.settle();
				await hotel.send(stay('2', ARRIVAL, 1));
				for (const wait of [1, 2, 4]) {
					await tell(ARRIVAL);
					minutes(wait);
				}
				await tell(ARRIVAL);
				await hotel.send(cancellation('1'));
				const given = await sender.read();
				const items = given.map((each) => ({ ...each, heldBack: true, waitsFor: 'airbnb' }));
				await hotel.ask('availability/ack', { subscriber: 'availability', items });
				minutes(1);
				expect(dates(await sender.read())).toEqual([
					['booking.com', true, '2026-03-15 2026-03-16 2'],
					['airbnb', true, '2026-03-15 2026-03-16 2'],
				]);
			});

			it('waits as a version before has left it', async () => {
				await hotel.send(stay('1', ARRIVAL, 1));
				await sender.settle();
				await hotel.query(
					`UPDATE "booking_calendars" SET "told" = '[["2026-03-01","2026-03-10",2],["2026-03-11","2026-04-30",2]]', "failing" = '[["2026-03-10","2026-03-11",1]]',
						"dueAt" = '2026-03-01 08:05:00', "attempts" = 3, "reason" = 'No such night', "heldFor" = '{}'
					WHERE "hotelSlug" = $1 AND "channel" = 'booking.com'`,
					[hotel.slug],
				);
				minutes(4);
				expect(await sender.read()).toEqual([]);
				minutes(1);
				const given = await sender.read();
				expect(given).toMatchObject([
					{ attempts: 3, reason: 'No such night', nights: [{ start: ARRIVAL, available: 1 }] },
				]);
				await sender.acknowledge(given, 'No such night');
				minutes(7);
				expect(await sender.read()).toEqual([]);
				minutes(1);
				expect(await sender.settle()).toMatchObject([{ attempts: 4 }]);
			});

			it('has its own half hour: another night that was held back before puts it on sale no sooner', async () => {
				await hotel.send(stay('1', ARRIVAL, 1));
				await hotel.send(stay('2', LATER, 1));
				await sender.settle();
				const hold = async () => {
					const given = await sender.read();
					const items = given.map((each) => ({ ...each, heldBack: true, waitsFor: 'booking.com' }));
					await hotel.ask('availability/ack', { subscriber: 'availability', items });
					minutes(10);
					return ofBookingCom(given).map((each) => [each.nights[0]?.start, each.heldFor['booking.com'] ?? null]);
				};
				const began = new Date(now).toISOString();
				await hotel.send(cancellation('1'));
				expect(await hold()).toEqual([[ARRIVAL, null]]);
				await hold();
				await hotel.send(cancellation('2'));
				const second = new Date(now).toISOString();
				const both = [
					[ARRIVAL, began],
					[LATER, null],
				];
				expect(await hold()).toEqual(both);
				expect(await hold()).toEqual([
					[ARRIVAL, began],
					[LATER, second],
				]);
				await sender.settle();
				expect([sender.available(DOUBLE, ARRIVAL), sender.available(DOUBLE, LATER)]).toEqual([2, 2]);
			});
		});

		it('says which channels sell the rooms of a night that gets more, and what it knows of each', async () => {
			await sender.settle();
			await hotel.send({ ...stay('1', ARRIVAL, 1), channel: 'airbnb', propertyId: 'h', key: 'airbnb/h/1' });
			for (const number of ['HM1', 'HM2']) {
				const from = number === 'HM1' ? ARRIVAL : addDays(ARRIVAL, 5);
				const told = stay(number, from, 1);
				const rooms = told.rooms.map((room) => ({ ...room, roomTypeId: LISTING }));
				const key = `airbnb/38831742/${number}`;
				await hotel.send({ ...told, channel: 'airbnb', propertyId: '38831742', key, rooms });
			}
			const fewer = await sender.read();
			expect(fewer.map(({ raises, sources }) => [raises, sources])).toEqual([
				[false, []],
				[false, []],
			]);
			await sender.acknowledge(fewer);
			await hotel.send({
				...cancellation('1'),
				channel: 'airbnb',
				propertyId: 'h',
				key: 'airbnb/h/1',
			});
			const sources = [
				{ channel: 'booking.com', propertyIds: ['12345'], roomTypeIds: [DOUBLE], standing: null, heard: null },
				{
					channel: 'airbnb',
					propertyIds: [],
					roomTypeIds: [LISTING],
					standing: [{ id: 'HM1', checkIn: ARRIVAL, checkOut: addDays(ARRIVAL, 1) }],
					// What was cancelled was heard of too, and of other nights nothing need be said.
					heard: ['1', 'HM1'].map((id) => ({ id, checkIn: ARRIVAL, checkOut: addDays(ARRIVAL, 1) })),
				},
			];
			expect(await sender.read()).toMatchObject([
				{ channel: 'booking.com', raises: true, sources },
				{ channel: 'airbnb', raises: true, sources },
			]);
		});

		it('names the channels of the hotel’s other senders too, without what those leave out', async () => {
			await hotel.send(stay('1', ARRIVAL, 1));
			const other = { subscriber: 'airbnb-alone', channels: 'airbnb', leave_out: '777' };
			const own = { channels: 'booking.com', leave_out: '' };
			const settle = async () => await sender.acknowledge(await sender.read(own));
			await settle();
			await hotel.send(cancellation('1'));
			const named = async () => (await sender.read(own)).map(({ sources }) => sources.map(({ channel }) => channel));
			expect(await named()).toEqual([['booking.com']]);
			await sender.read({ ...other, leave_out: LISTING });
			expect(await named()).toEqual([['booking.com']]);
			await sender.read(other);
			expect(await named()).toEqual([['booking.com', 'airbnb']]);
		});

		it('tells a channel of a night that it has changed by itself, although the count is as it was', async () => {
			await hotel.send(stay('1', ARRIVAL, 1));
			await hotel.send(stay('2', ARRIVAL, 1));
			await hotel.send(stay('3', ARRIVAL, 1));
			await sender.settle();
			expect([sender.available(DOUBLE, ARRIVAL), sender.available(LISTING, ARRIVAL)]).toEqual([0, 0]);
			// Booking.com has put the night on sale again; the stay that waits has the room.
			await hotel.send(cancellation('1'));
			expect(dates(await sender.settle())).toEqual([['booking.com', false, '2026-03-10 2026-03-11 0']]);
			expect(await sender.read()).toEqual([]);
			// Booking.com has taken its own sale off; that the house has another room again is more than it holds.
			const direct = await hotel.frontDesk.directSale({ room: '101', ...nights('2026-03-20', 1) });
			await sender.settle();
			await hotel.send(stay('4', '2026-03-20', 1));
			await hotel.frontDesk.deleteBooking(direct);
			expect(dates(await sender.settle())).toEqual([['booking.com', true, '2026-03-20 2026-03-21 1']]);
		});

		it('calls a night that was never told more rooms until the channel has taken it, however often that fails', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			for (let attempt = 0; attempt < 3; attempt++) {
				const given = await sender.read();
				expect(given.map(({ channel, raises }) => [channel, raises])).toEqual([
					['booking.com', true],
					['airbnb', true],
				]);
				await sender.acknowledge(given, 'No answer came');
				now += 3_600_000;
			}
		});

		it('sends a night again whose failed update may have been applied, although it is as it was before', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			await hotel.send(stay('1', ARRIVAL, 1));
			await sender.acknowledge(await sender.read(), 'No answer came');
			await hotel.send(cancellation('1'));
			now += 3_600_000;
			const given = await sender.read();
			expect(dates(given)).toEqual([
				['booking.com', true, '2026-03-10 2026-03-11 2'],
				['airbnb', true, '2026-03-10 2026-03-11 2'],
			]);
		});

		it('never calls it more rooms when a night gets fewer, whatever became of the last try, and on the day of everything', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			const fewer = (until: string, available: number) => [
				['booking.com', false, `2026-03-10 ${until} ${available}`],
				['airbnb', false, `2026-03-10 ${until} ${available}`],
			];
			await hotel.send(stay('1', ARRIVAL, 1));
			const failed = await sender.read();
			expect(dates(failed)).toEqual(fewer('2026-03-11', 1));
			await sender.acknowledge(failed, 'No answer came');
			now += 61_000;
			const again = await sender.read();
			expect(dates(again)).toEqual(fewer('2026-03-11', 1));
			// A run that comes too late says nothing of what the channel holds either.
			await hotel.send(stay('2', ARRIVAL, 1));
			const last = await sender.read();
			expect(dates(last)).toEqual(fewer('2026-03-11', 0));
			await sender.acknowledge(again);
			expect(dates(await sender.settle())).toEqual(fewer('2026-03-11', 0));
			await hotel.send(cancellation('1'));
			now = Date.parse('2026-03-02T02:01:00.000Z');
			const everything = await sender.read();
			// The last of them is the day that has come into view.
			expect(dates(everything.filter(({ raises }) => raises))).toEqual([
				['booking.com', true, '2026-03-10 2026-03-11 1', '2026-04-30 2026-05-01 2'],
				['airbnb', true, '2026-03-10 2026-03-11 1', '2026-04-30 2026-05-01 2'],
			]);
			expect(everything.flatMap(({ raises }) => (raises ? [] : ['the rest']))).toHaveLength(2);
			await sender.settle();
			await hotel.send(cancellation('2'));
			expect(dates(await sender.settle()).map(([, raises]) => raises)).toEqual([true, true]);
		});

		it('tells everything once a day, from three in the morning, and says what that has repaired', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			// As if it had never been told.
			await hotel.query(
				`UPDATE "booking_calendars" SET "told" = '[["2026-03-01","2026-04-30",1]]' WHERE "hotelSlug" = $1 AND "channel" = 'airbnb'`,
				[hotel.slug],
			);
			expect(await sender.read()).toEqual([]);
			now = Date.parse('2026-03-02T01:59:00.000Z');
			await sender.settle();
			now = Date.parse('2026-03-02T02:01:00.000Z');
			await hotel.query(
				`UPDATE "booking_calendars" SET "told" = '[["2026-03-01","2026-05-01",1]]' WHERE "hotelSlug" = $1 AND "channel" = 'airbnb'`,
				[hotel.slug],
			);
			const given = await sender.settle();
			expect(given.map(({ believed }) => believed.map(({ start, end, available }) => [start, end, available]))).toEqual(
				[[['2026-03-02', '2026-05-01', 1]], [['2026-03-02', '2026-05-01', 2]]],
			);
			expect(
				given.map(({ channel, repaired, nights: ranges }) => [channel, repaired, ranges[0]?.start, ranges.at(-1)?.end]),
			).toEqual([
				['airbnb', 60, '2026-03-02', '2026-05-01'],
				['booking.com', 0, '2026-03-02', '2026-05-01'],
			]);
			now += 60_000;
			expect(await sender.read()).toEqual([]);
		});

		it('closes a night of the last calendar before everything is told again, and measures nothing by what is only repeated', async () => {
			let now = Date.parse('2026-03-02T01:59:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			for (let given = await sender.read({ leave_out: '' }); given.length > 0;) {
				await sender.acknowledge(given);
				given = await sender.read({ leave_out: '' });
			}
			await hotel.sellDirectly('201', '2026-04-20', '2026-04-21');
			now += 120_000;
			const given = await sender.read({ leave_out: '' });
			expect(
				given.map(({ roomTypeId, raises, repeats, since, nights: ranges }) => [
					roomTypeId,
					raises ? 'more' : repeats ? 'again' : 'fewer',
					since !== null,
					`${ranges[0]?.start} ${ranges.at(-1)?.end}`,
				]),
			).toEqual([
				['777', 'fewer', true, '2026-04-20 2026-04-21'],
				...[DOUBLE, '777', LISTING].map((type) => [type, 'again', false, '2026-03-02 2026-05-01']),
			]);
		});

		describe('what is sold no longer', () => {
			let now = 0;
			beforeEach(async () => {
				now = Date.parse('2026-03-01T08:00:00.000Z');
				hotel = await newHotel({ configuration, clock: () => new Date(now) });
				sender = new Sender(hotel);
				await sender.settle();
			});
			const configure = async (over: object) =>
				await hotel.query(
					'UPDATE "integrations" SET "configuration" = "configuration" || $2::text::jsonb WHERE "id" = $1',
					[hotel.integrationId, JSON.stringify(over)],
				);
			const without = (...entries: string[]) =>
				Object.fromEntries(Object.entries(configuration.roomMap).filter(([entry]) => !entries.includes(entry)));
			const warnings = async (leaveOut = '777') => {
				const parameters = { subscriber: 'availability', channels: 'booking.com,airbnb', leave_out: leaveOut };
				const { body } = await hotel.get('availability', parameters);
				return { unmapped: body['unmapped'], leftOpen: body['leftOpen'] };
			};
			/** Also what is said of types whose close was given up. */
			const poll = async () => {
				const parameters = { subscriber: 'availability', channels: 'booking.com,airbnb', leave_out: '777' };
				const { body } = await hotel.get('availability', parameters);
				return { given: body['calendars'] as Given[], notClosed: body['notClosed'] as string[] };
			};
			const ofDouble = (given: readonly Given[]) => given.filter(({ roomTypeId }) => roomTypeId === DOUBLE);

			it('is closed beyond a shorter horizon, and comes into view again day by day', async () => {
				await configure({ availability: { horizonNights: 10 } });
				const given = await sender.settle();
				expect(dates(given)).toEqual([
					['booking.com', false, '2026-03-11 2026-04-30 0'],
					['airbnb', false, '2026-03-11 2026-04-30 0'],
				]);
				now += 86_400_000;
				await sender.settle();
				expect([sender.available(DOUBLE, '2026-03-11'), sender.available(DOUBLE, '2026-03-12')]).toEqual([2, 0]);
			});

			it('is closed once where the room map names a type no longer, until that is tried and said; the hotel may then open it', async () => {
				const other = { '88': ['201'] };
				await configure({ roomMap: { ...without(DOUBLE), ...other } });
				expect(await warnings()).toEqual({ unmapped: [`booking.com/12345/${DOUBLE}`], leftOpen: [] });
				const given = await sender.read();
				const ofDouble = given.filter(({ roomTypeId }) => roomTypeId === DOUBLE);
				expect(dates(ofDouble)).toEqual([['booking.com', false, '2026-03-01 2026-04-30 0']]);
				await sender.acknowledge(ofDouble, 'No answer came');
				now += 61_000;
				expect(dates((await sender.settle()).filter(({ roomTypeId }) => roomTypeId === DOUBLE))).toHaveLength(1);
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
				now += 86_400_000;
				expect((await sender.settle()).filter(({ roomTypeId }) => roomTypeId === DOUBLE)).toEqual([]);
				await configure({ roomMap: { ...configuration.roomMap, ...other } });
				await sender.settle();
				expect(sender.available(DOUBLE, ARRIVAL)).toBe(2);
			});

			it('is closed where a lost run may have opened every night of it', async () => {
				const stop = { channel: 'booking.com', start: '2026-03-01', end: '2026-04-30', closed: true };
				const { body } = await hotel.ask('restrictions', { add: [stop] });
				await sender.settle();
				const remove = (body['restrictions'] as Array<{ id: number }>).map(({ id }) => id);
				await hotel.ask('restrictions', { remove });
				expect(dates(ofDouble(await sender.read()))).toEqual([['booking.com', true, '2026-03-01 2026-04-30 2']]);
				await configure({ roomMap: { ...without(DOUBLE), '88': ['201'] } });
				expect(dates(ofDouble(await sender.settle()))).toEqual([['booking.com', false, '2026-03-01 2026-04-30 0']]);
			});

			it('is closed also where the runs that should do so are lost', async () => {
				await configure({ roomMap: { ...without(DOUBLE), '88': ['201'] } });
				const closing = dates(ofDouble(await sender.read()));
				expect(closing).toEqual([['booking.com', false, '2026-03-01 2026-04-30 0']]);
				expect(dates(ofDouble(await sender.read()))).toEqual(closing);
				expect(dates(ofDouble(await sender.settle()))).toEqual(closing);
				expect(ofDouble(await sender.read())).toEqual([]);
			});

			it('is not tried for ever where the channel does not know the type any more: that is said, once', async () => {
				await configure({ roomMap: { ...without(DOUBLE), '88': ['201'] } });
				let tries = 0;
				const said: string[][] = [];
				for (let round = 0; round < 40; round++) {
					const { given, notClosed } = await poll();
					if (notClosed.length > 0) said.push(notClosed);
					const refused = ofDouble(given);
					tries += refused.length;
					const others = given.filter((each) => !refused.includes(each));
					if (refused.length > 0) await sender.acknowledge(refused, 'Booking.com does not know the room type');
					if (others.length > 0) await sender.acknowledge(others);
					now += 600_000;
				}
				expect([tries, said]).toEqual([10, [[`booking.com/12345/${DOUBLE}`]]]);
				// Nor with the next push of everything.
				now += 86_400_000;
				expect(ofDouble(await sender.settle())).toEqual([]);
				expect(await poll()).toEqual({ given: [], notClosed: [] });
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
				await configure({ roomMap: { ...configuration.roomMap, '88': ['201'] } });
				await sender.settle();
				expect(sender.available(DOUBLE, ARRIVAL)).toBe(2);
			});

			it('goes on being tried for nights that were refused when they were still for sale, and keeps those that were closed', async () => {
				// Only the nights that have failed as closed ones are given up.
				await hotel.query(
					`UPDATE "booking_calendars" SET "told" = '[["2026-03-01","2026-03-20",2]]', "dueAt" = '2026-03-01 08:00:00',
						"failing" = '[{"nights":[["2026-03-20","2026-04-30",2]],"dueAt":"2026-03-01T08:00:00.000Z","attempts":50,"reason":"No","heldFor":{},"heldAt":null}]'
					WHERE "hotelSlug" = $1 AND "roomTypeId" = $2`,
					[hotel.slug, DOUBLE],
				);
				await configure({ roomMap: { ...without(DOUBLE), '88': ['201'] } });
				const { given: all, notClosed } = await poll();
				expect(notClosed).toEqual([]);
				const given = ofDouble(all);
				expect(dates(given)).toEqual([['booking.com', false, '2026-03-01 2026-04-30 0']]);
				const [first] = given as [Given];
				const part = (start: string, end: string) => [
					{ ...first, nights: first.nights.map((each) => ({ ...each, start, end })) },
				];
				await sender.acknowledge(part('2026-03-01', '2026-03-20'));
				await sender.acknowledge(part('2026-03-20', '2026-04-30'), 'No');
				now += 600_000;
				const next = await poll();
				expect([next.notClosed, ofDouble(next.given)]).toEqual([[`booking.com/12345/${DOUBLE}`], []]);
				await sender.acknowledge(next.given);
				now += 86_400_000;
				expect(ofDouble(await sender.settle())).toEqual([]);
				expect((await poll()).notClosed).toEqual([]);
			});

			it.each([
				['is closed where other types of the channel stay', { '88': ['201'] }],
				['is named where no other stays', {}],
			])('%s, also if the line goes between the push of everything and its answer', async (_, others) => {
				now = Date.parse('2026-03-02T02:01:00.000Z');
				await sender.read();
				await configure({ roomMap: { ...without(DOUBLE), ...others } });
				const name = `booking.com/12345/${DOUBLE}`;
				const isClosed = Object.keys(others).length > 0;
				expect(await warnings()).toEqual(
					isClosed ? { unmapped: [name], leftOpen: [] } : { unmapped: [], leftOpen: [name] },
				);
				expect(dates(ofDouble(await sender.settle()))).toEqual(
					isClosed ? [['booking.com', false, '2026-03-02 2026-04-30 0']] : [],
				);
				now += 86_400_000;
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: isClosed ? [] : [name] });
				await sender.settle();
				now += 86_400_000;
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
			});

			it('is named at once and with the next push, whatever else changes in between, also if it goes before an answer', async () => {
				await hotel.send(stay('1', ARRIVAL, 1));
				const given = await sender.read();
				await configure({ roomMap: without(DOUBLE) });
				await sender.acknowledge(given);
				const left = [`booking.com/12345/${DOUBLE}`];
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: left });
				await hotel.ask('restrictions', {
					add: [{ channel: 'airbnb', start: ARRIVAL, end: addDays(ARRIVAL, 1), closed: true }],
				});
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
				// Midnight in the hotel, hours before everything is told.
				now = Date.parse('2026-03-01T23:30:00.000Z');
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
				now = Date.parse('2026-03-02T02:01:00.000Z');
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: left });
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
			});

			it('stays as it is where the type is left out, or named in another way', async () => {
				await configure({ properties: { 'booking.com': ['12345', '67890'] } });
				expect(await sender.settle()).toEqual([]);
				await configure({ roomMap: without(`airbnb/${LISTING}`) });
				expect(await warnings(`777,${LISTING}`)).toEqual({ unmapped: [], leftOpen: [] });
			});

			it('is named, and not closed, where the room map names nothing of the channel any more', async () => {
				await configure({ roomMap: {} });
				const left = [`airbnb/${LISTING}`, `booking.com/12345/${DOUBLE}`];
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: left });
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
				now += 86_400_000;
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: left });
				now += 86_400_000;
				expect(await warnings()).toEqual({ unmapped: [], leftOpen: [] });
				expect(await sender.settle()).toEqual([]);
			});
		});

		it('says once a day what each channel was told, also of what comes only with a later poll', async () => {
			let now = Date.parse('2026-03-02T01:59:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			now += 120_000;
			const believed = (given: readonly Given[]) =>
				given.map((each) => [each.channel, ...each.believed.map(({ start, end }) => `${start} ${end}`)]);
			const everything = ['2026-03-02 2026-05-01'];
			// A run that is lost, then one that has no time left for Airbnb.
			await sender.read();
			const [bookingCom, airbnb] = await sender.read();
			expect(believed([bookingCom as Given, airbnb as Given])).toEqual([
				['booking.com', ...everything],
				['airbnb', ...everything],
			]);
			await sender.acknowledge([bookingCom as Given]);
			const items = [{ ...airbnb, heldBack: true }];
			await hotel.ask('availability/ack', { subscriber: 'availability', items });
			now += 60_000;
			const again = await sender.read();
			expect(believed(again)).toEqual([['airbnb', ...everything]]);
			await sender.acknowledge(again);
			await hotel.send(stay('1', ARRIVAL, 1));
			expect(believed(await sender.settle())).toEqual([['booking.com'], ['airbnb']]);
		});

		describe('on the day of everything', () => {
			let now = 0;
			beforeEach(async () => {
				now = Date.parse('2026-03-02T01:59:00.000Z');
				hotel = await newHotel({ configuration, clock: () => new Date(now) });
				sender = new Sender(hotel);
				await sender.settle();
			});
			/** It notes what everything is compared with, and cannot note that it has given out anything. */
			const endsHalfway = async (work: () => Promise<unknown>) => {
				await hotel.query("CREATE FUNCTION halfway() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
				await hotel.query(
					`CREATE TRIGGER halfway BEFORE UPDATE ON "booking_availability" FOR EACH ROW WHEN (NEW."hotelSlug" = '${hotel.slug}') EXECUTE FUNCTION halfway()`,
				);
				await work();
				await hotel.query('DROP FUNCTION halfway CASCADE');
			};

			it('says what each channel was told, and what that has repaired, also where SelfKey ends before it can say so', async () => {
				await hotel.query(
					`UPDATE "booking_calendars" SET "told" = '[["2026-03-02","2026-05-01",1]]' WHERE "hotelSlug" = $1 AND "channel" = 'airbnb'`,
					[hotel.slug],
				);
				now += 120_000;
				await endsHalfway(() => sender.read());
				const given = await sender.read();
				expect(
					given.map(({ channel, believed, repeats, repaired }) => [channel, nightsOf(believed), repeats, repaired]),
				).toEqual([
					['airbnb', ['2026-03-02 2026-05-01 1'], false, 60],
					['booking.com', ['2026-03-02 2026-05-01 2'], true, 0],
				]);
			});

			it('says what it has repaired again until the channel’s nights are told, and not what has changed meanwhile', async () => {
				await hotel.query(
					`UPDATE "booking_calendars" SET "told" = '[["2026-03-02","2026-05-01",1]]' WHERE "hotelSlug" = $1`,
					[hotel.slug],
				);
				now += 120_000;
				const repaired = (given: readonly Given[]) => given.map((each) => [each.channel, each.repaired]).sort();
				const all = [
					['airbnb', 60],
					['booking.com', 60],
				];
				// The workflow ends before it has told anybody.
				expect(repaired(await sender.read())).toEqual(all);
				now += 60_000;
				const given = await sender.read();
				expect(repaired(given)).toEqual(all);
				await sender.acknowledge(given.filter(({ channel }) => channel === 'airbnb'));
				expect(repaired(await sender.read())).toEqual([['booking.com', 60]]);
				await hotel.send(stay('1', ARRIVAL, 1));
				now += 60_000;
				expect((await sender.settle()).filter((each) => each.repaired > 0)).toEqual([]);
				now += 86_400_000;
				expect((await sender.settle()).filter((each) => each.repaired > 0)).toEqual([]);
			});

			it('says nothing of what was still to be told when the day began', async () => {
				await hotel.query(
					`UPDATE "integrations" SET "configuration" = "configuration" || '{"availability":{"buffer":1}}' WHERE "id" = $1`,
					[hotel.integrationId],
				);
				expect((await sender.read()).length).toBeGreaterThan(0);
				now += 120_000;
				for (let poll = 0; poll < 2; poll++)
					expect((await sender.read()).filter((each) => each.repaired > 0)).toEqual([]);
			});

			it('says it of nights that the day before had no place for', async () => {
				now += 120_000;
				const [bookingCom, ...others] = await sender.read();
				await sender.acknowledge([bookingCom as Given]);
				const items = others.map((each) => ({ ...each, heldBack: true }));
				await hotel.ask('availability/ack', { subscriber: 'availability', items });
				now += 86_400_000;
				const given = await sender.read();
				expect(
					given.filter(({ repeats }) => repeats).map(({ channel, believed }) => [channel, ...nightsOf(believed)]),
				).toEqual([
					['booking.com', '2026-03-03 2026-05-01 2'],
					['airbnb', '2026-03-03 2026-05-01 2'],
				]);
			});

			it('names what stays open although no line of the channel is left, also where SelfKey ends before it can say so', async () => {
				await hotel.query(
					`UPDATE "integrations" SET "configuration" = "configuration" || '{"roomMap":{}}' WHERE "id" = $1`,
					[hotel.integrationId],
				);
				const leftOpen = async () => {
					const parameters = { subscriber: 'availability', channels: 'booking.com,airbnb', leave_out: '777' };
					return (await hotel.get('availability', parameters)).body['leftOpen'];
				};
				now += 120_000;
				await endsHalfway(leftOpen);
				expect(await leftOpen()).toEqual([`airbnb/${LISTING}`, `booking.com/12345/${DOUBLE}`]);
				now += 86_400_000;
				expect(await leftOpen()).toEqual([]);
			});
		});

		it('does not say of a night that has failed what the channel holds of it', async () => {
			let now = Date.parse('2026-03-02T01:59:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			now += 120_000;
			await sender.acknowledge(await sender.read(), 'No answer came');
			now += 61_000;
			expect((await sender.settle()).map((each) => each.believed)).toEqual([[], []]);
		});

		it('notices a room that is taken off the sale, a changed room map, and a room that is out of order', async () => {
			await sender.settle();
			await hotel.query('UPDATE "rooms" SET "isActive" = FALSE WHERE "id" = $1', [hotel.room('102')]);
			await sender.settle();
			expect(sender.available(DOUBLE, ARRIVAL)).toBe(1);
			const rooms = [
				{ room: '101', start: ARRIVAL, end: addDays(ARRIVAL, 1) },
				{ room: '999', start: ARRIVAL, end: addDays(ARRIVAL, 1) },
			];
			const closed = await hotel.ask('room-closures', { source: 'opera', rooms });
			expect(closed.body).toMatchObject({ closed: 1, unknown: ['999'] });
			await sender.settle();
			expect([sender.available(DOUBLE, ARRIVAL), sender.available(LISTING, addDays(ARRIVAL, 1))]).toEqual([0, 1]);
			await hotel.ask('room-closures', { source: 'opera', rooms: [] });
			await sender.settle();
			expect(sender.available(LISTING, ARRIVAL)).toBe(1);
		});

		it('keeps what people restrict: a stop sell, and a rate plan until it is lifted', async () => {
			await sender.settle();
			const end = addDays(ARRIVAL, 2);
			const { status, body } = await hotel.ask('restrictions', {
				add: [
					{ channel: 'airbnb', start: ARRIVAL, end, closed: true },
					{ channel: 'booking.com', roomTypeId: DOUBLE, ratePlanId: 'FLEX', start: ARRIVAL, end, minimumStay: 3 },
				],
			});
			expect(status).toBe(200);
			await sender.settle();
			expect([
				sender.available(LISTING, ARRIVAL),
				sender.available(DOUBLE, ARRIVAL),
				sender.available(LISTING, end),
			]).toEqual([0, 2, 2]);
			const rate = () => sender.calendars.get(`booking.com/${DOUBLE}/FLEX`);
			// What the hotel has entered there by hand for other nights stays.
			expect([rate()?.get(ARRIVAL)?.minimumStay, rate()?.has(end)]).toEqual([3, false]);
			const ids = (body['restrictions'] as Array<{ id: number }>).map(({ id }) => id);
			await hotel.ask('restrictions', { remove: ids });
			await sender.settle();
			expect([sender.available(LISTING, ARRIVAL), rate()?.get(ARRIVAL)?.minimumStay]).toEqual([2, 1]);
		});

		it('says what a stop sell leaves on sale: other numbers of its rooms, and listings that are left out', async () => {
			await sender.settle();
			const stop = async (over: object) => {
				const add = [{ start: ARRIVAL, end: addDays(ARRIVAL, 2), closed: true, ...over }];
				return (await hotel.ask('restrictions', { add })).body['stillSold'];
			};
			expect(await stop({ roomTypeId: DOUBLE })).toEqual([
				{ channel: 'airbnb', roomTypeId: LISTING, because: 'other_id' },
			]);
			expect(await stop({ roomTypeId: LISTING })).toEqual([]);
			expect(await stop({ channel: 'airbnb' })).toEqual([
				{ channel: 'airbnb', roomTypeId: '777', because: 'left_out' },
			]);
			expect(await stop({ closed: false })).toEqual([]);
			expect(await stop({})).toEqual([]);
		});

		describe('of a rate plan', () => {
			const FLEX = { channel: 'booking.com', roomTypeId: DOUBLE, ratePlanId: 'FLEX' };
			const add = async (start: string, end: string, over: object) => {
				const { body } = await hotel.ask('restrictions', { add: [{ ...FLEX, start, end, ...over }] });
				return (body['restrictions'] as Array<{ id: number }>).map(({ id }) => id);
			};
			const ofPlan = (given: readonly Given[]) =>
				given
					.filter(({ ratePlanId }) => ratePlanId !== null)
					.flatMap((each) =>
						each.nights.map(({ start, end, minimumStay, closedToArrival }) => [
							`${start} ${end}`,
							minimumStay,
							closedToArrival,
						]),
					);

			it('only the nights are ever told that were restricted here, and of them only what was', async () => {
				let now = Date.parse('2026-03-02T01:59:00.000Z');
				hotel = await newHotel({ configuration, clock: () => new Date(now) });
				sender = new Sender(hotel);
				await sender.settle();
				const first = await add('2026-03-10', '2026-03-12', { minimumStay: 3 });
				expect(ofPlan(await sender.settle())).toEqual([['2026-03-10 2026-03-12', 3, null]]);
				await add('2026-03-20', '2026-03-21', { closedToArrival: true });
				expect(ofPlan(await sender.settle())).toEqual([['2026-03-20 2026-03-21', null, true]]);
				await hotel.ask('restrictions', { remove: first });
				expect(ofPlan(await sender.settle())).toEqual([['2026-03-10 2026-03-12', 1, null]]);
				// Once a day, for ever: a lifted restriction that was lost on the way is lifted then.
				for (let day = 0; day < 2; day++) {
					now += 86_400_000;
					expect(ofPlan(await sender.settle())).toEqual([
						['2026-03-10 2026-03-12', 1, null],
						['2026-03-20 2026-03-21', null, true],
					]);
				}
			});

			it.each([
				['was refused, with an answer that may be wrong', 'fails'],
				['came too late', 'is late'],
			])('is lifted where it %s', async (_, what) => {
				let now = Date.parse('2026-03-01T08:00:00.000Z');
				hotel = await newHotel({ configuration, clock: () => new Date(now) });
				sender = new Sender(hotel);
				await sender.settle();
				const ids = await add('2026-03-10', '2026-03-12', { minimumStay: 3 });
				const given = await sender.read();
				if (what === 'fails') await sender.acknowledge(given, 'No answer came');
				await hotel.ask('restrictions', { remove: ids });
				now += 61_000;
				if (what === 'is late') {
					await sender.read();
					await hotel.send(stay('1', ARRIVAL, 1));
					await sender.read();
					await sender.acknowledge(given);
				}
				expect(ofPlan(await sender.settle())).toEqual([['2026-03-10 2026-03-12', 1, null]]);
			});

			it('is lifted that a version before has told of every night', async () => {
				await sender.settle();
				const ids = await add('2026-03-10', '2026-03-12', { minimumStay: 3 });
				await sender.settle();
				const nothing = 'null,null,null,null';
				await hotel.query(
					`UPDATE "booking_calendars" SET "restricted" = '["minimumStay"]', "told" = '[["2026-03-01","2026-03-10",${nothing},1],["2026-03-10","2026-03-12",${nothing},3],["2026-03-12","2026-04-30",${nothing},1]]'
					WHERE "hotelSlug" = $1 AND "ratePlanId" = 'FLEX'`,
					[hotel.slug],
				);
				await hotel.ask('restrictions', { remove: ids });
				expect(ofPlan(await sender.settle())).toEqual([['2026-03-10 2026-03-12', 1, null]]);
			});
		});

		it('tells a rate plan’s restriction for all channels to those that have rate plans, and to no other', async () => {
			await sender.settle();
			const end = addDays(ARRIVAL, 2);
			const add = [{ ratePlanId: 'FLEX', start: ARRIVAL, end, minimumStay: 3 }];
			expect((await hotel.ask('restrictions', { add })).status).toBe(200);
			expect((await sender.settle()).map(({ channel, ratePlanId }) => [channel, ratePlanId])).toEqual([
				['booking.com', 'FLEX'],
			]);
		});

		it('refuses to stop the sale of a rate plan at a channel that has none, and says what closes the nights', async () => {
			const end = addDays(ARRIVAL, 2);
			const add = [{ channel: 'airbnb', roomTypeId: LISTING, ratePlanId: 'FLEX', start: ARRIVAL, end, closed: true }];
			const { status, body } = await hotel.ask('restrictions', { add });
			expect([status, body['fields']]).toEqual([400, ['add[0].ratePlanId']]);
			expect(body['error']).toContain('Airbnb has no rate plans: leave the rate plan empty');
		});

		it('gives up a rate plan that the channel never took, once its restriction is lifted', async () => {
			let now = Date.parse('2026-03-01T08:00:00.000Z');
			hotel = await newHotel({ configuration, clock: () => new Date(now) });
			sender = new Sender(hotel);
			await sender.settle();
			const end = addDays(ARRIVAL, 2);
			const wrong = { channel: 'booking.com', roomTypeId: DOUBLE, ratePlanId: 'TYPO', start: ARRIVAL, end };
			const { body } = await hotel.ask('restrictions', { add: [{ ...wrong, minimumStay: 3 }] });
			const fail = async () => {
				const given = await sender.read();
				await sender.acknowledge(given, 'There is no such rate plan');
				now += 660_000;
				return given.map(({ ratePlanId }) => ratePlanId);
			};
			for (let attempt = 0; attempt < 9; attempt++) expect(await fail()).toEqual(['TYPO']);
			const [{ id } = { id: 0 }] = body['restrictions'] as Array<{ id: number }>;
			await hotel.ask('restrictions', { remove: [id] });
			// It may have been applied, with the answer lost: for about an hour it is lifted too.
			expect(await fail()).toEqual(['TYPO']);
			expect(await fail()).toEqual([]);
			const due = await hotel.query<{ n: string }>(
				`SELECT count(*)::text AS "n" FROM "booking_calendars" WHERE "hotelSlug" = $1 AND "dueAt" IS NOT NULL`,
				[hotel.slug],
			);
			expect(due).toEqual([{ n: '0' }]);
			expect(await fail()).toEqual([]);
		});

		it('holds back a buffer and an allotment', async () => {
			hotel = await newHotel({
				configuration: {
					...configuration,
					availability: { horizonNights: 60, buffer: 1, allotments: { [`airbnb/${LISTING}`]: 0 } },
				},
			});
			sender = new Sender(hotel);
			await sender.settle();
			expect([sender.available(DOUBLE, ARRIVAL), sender.available(LISTING, ARRIVAL)]).toEqual([1, 0]);
		});

		it('names the entries of the room map that nobody can be told of', async () => {
			hotel = await newHotel({ configuration: { ...configuration, properties: {} } });
			const { body } = await hotel.get('availability', { subscriber: 'availability', channels: 'booking.com' });
			expect(body).toMatchObject({ calendars: [], unassigned: [DOUBLE] });
		});

		it.each([
			['without channels', { channels: '' }],
			['without a subscriber', { subscriber: '' }],
		])('is not told %s', async (_, over) => {
			const parameters = { subscriber: 'availability', channels: 'airbnb', ...over };
			expect((await hotel.get('availability', parameters)).status).toBe(400);
		});

		describe('a minimum stay of a room type', () => {
			const end = addDays(ARRIVAL, 2);
			const rules = [
				{ roomType: DOUBLE, ratePlanId: 'NRF', percent: -10, start: null, end: null, singleUsePercent: null },
			];
			/** One that a guest has booked, in a plan that no line of prices names. */
			const booked = async (reservationId: string, ratePlanId: string) => {
				const told = stay(reservationId, '2026-03-20', 1);
				await hotel.send({ ...told, rooms: told.rooms.map((room) => ({ ...room, ratePlanId })) });
			};
			const restrict = async (over: object = {}) =>
				await hotel.ask('restrictions', { add: [{ start: ARRIVAL, end, minimumStay: 3, ...over }] });

			it('is told of each of its rate plans: those of the prices, of what stands, and of other restrictions', async () => {
				hotel = await newHotel({ configuration: { ...configuration, rates: rules } });
				sender = new Sender(hotel);
				await booked('1', 'FLEX');
				await booked('2', 'GONE');
				await hotel.send(cancellation('2'));
				await restrict({ channel: 'booking.com', roomTypeId: DOUBLE, ratePlanId: 'OLD', minimumStay: 2 });
				const { status, body } = await restrict({ roomTypeId: DOUBLE, closedToArrival: true });
				expect([status, body['added'], body['withoutRates']]).toEqual([200, 3, []]);
				await sender.settle();
				for (const plan of ['NRF', 'FLEX', 'OLD'])
					expect(sender.calendars.get(`booking.com/${DOUBLE}/${plan}`)?.get(ARRIVAL)).toMatchObject({
						minimumStay: 3,
						closedToArrival: true,
						available: null,
					});
				expect(sender.calendars.has(`booking.com/${DOUBLE}/GONE`)).toBe(false);
				expect([...sender.calendars.keys()].filter((name) => name.startsWith('airbnb/'))).toEqual([
					`airbnb/${LISTING}/`,
				]);
				const { ratePlans } = (await hotel.get('settings', {})).body;
				expect([...(ratePlans as string[])].sort()).toEqual(['FLEX', 'NRF', 'OLD']);
			});

			it('closes the type itself, and says which types of all have no rate plan that is known', async () => {
				const roomMap = { ...configuration.roomMap, '77': ['201'] };
				hotel = await newHotel({ configuration: { ...configuration, roomMap, rates: rules } });
				sender = new Sender(hotel);
				const { body } = await restrict({ closed: true });
				expect([body['added'], body['withoutRates'], body['notTold']]).toEqual([2, ['77'], ['airbnb']]);
				await sender.settle();
				expect([sender.available(DOUBLE, ARRIVAL), sender.available(LISTING, ARRIVAL)]).toEqual([0, 0]);
				expect(sender.calendars.get(`booking.com/${DOUBLE}/NRF`)?.get(ARRIVAL)).toMatchObject({ minimumStay: 3 });
			});

			it.each([
				[
					'of a number that is mistyped',
					{ roomTypeId: '4821137' },
					'No channel sells the room type 4821137: choose one of',
				],
				[
					'of another channel',
					{ channel: 'airbnb', roomTypeId: DOUBLE },
					`Airbnb does not sell the room type ${DOUBLE}: choose one of`,
				],
			])('and a stop of the sale are refused for a room type %s', async (_, over, message) => {
				for (const what of [{}, { minimumStay: null, closed: true }]) {
					const { status, body } = await restrict({ ...over, ...what });
					expect([status, body['fields']]).toEqual([400, ['add[0].roomTypeId']]);
					expect(body['error']).toContain(message);
				}
			});

			it('is refused without a card number that somebody typed as the room type', async () => {
				const { status, body } = await restrict({ roomTypeId: '4111 1111 1111 1111' });
				expect([status, body['fields']]).toEqual([400, ['add[0].roomTypeId']]);
				expect(JSON.stringify(body)).not.toMatch(/4111 ?1111/);
			});

			it('is refused with what is missing where no rate plan is known', async () => {
				const { status, body } = await restrict({ roomTypeId: DOUBLE });
				expect(status).toBe(400);
				expect(body['error']).toContain(`No rate plan of room type ${DOUBLE} is known in SelfKey`);
				expect(body['fields']).toEqual(['add[0].ratePlanId']);
			});
		});

		it.each([
			['no dates', { start: '2026-03-10' }],
			['nothing restricted', { start: '2026-03-10', end: '2026-03-11' }],
			['a minimum stay of rates that nobody knows', { start: '2026-03-10', end: '2026-03-11', minimumStay: 2 }],
			['a minimum stay at Airbnb', { channel: 'airbnb', start: '2026-03-10', end: '2026-03-11', minimumStay: 2 }],
			['nights that are over', { start: '2025-03-10', end: '2025-03-12', closed: true }],
			['an end before the start', { start: '2026-03-10', end: '2026-03-10', closed: true }],
		])('refuses a restriction with %s', async (_, restriction) => {
			const { status } = await hotel.ask('restrictions', { add: [restriction] });
			expect(status).toBe(400);
			expect((await hotel.get('restrictions', {})).body['restrictions']).toEqual([]);
		});

		it('notes nothing for who only looks', async () => {
			await sender.settle();
			await hotel.send(stay('1'));
			const peeked = await sender.read({ peek: 'true' });
			expect(dates(peeked)).toEqual(dates(await sender.read()));
			expect(
				without(
					peeked[0]?.nights ?? [],
					[nights(ARRIVAL, 2)].map(({ checkIn, checkOut }) => ({ start: checkIn, end: checkOut })),
				),
			).toEqual([]);
		});
	});
}
