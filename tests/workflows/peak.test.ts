/**
 * Guests who look before they book, at Booking.com, Airbnb, SelfKey and the hotel's own reservation system, until the house is
 * full: no night is sold beyond its rooms but by those who booked before the channels had heard of each other, and of each of
 * these people are told. All of it goes on to OPERA.
 *
 *   PEAK_BOOKINGS=5000 npm run test:e2e -- tests/workflows/peak.test.ts
 *   QUEUE_MODE=1 npm run test:e2e -- tests/workflows/peak.test.ts
 */
import { setTimeout as wait } from 'node:timers/promises';
import { sampleReservation } from '../../sandbox/airbnb';
import { addDays, newStep, nights as nightsOf, sampleBooking, seededRandom } from '../../sandbox/hotel';
import { availabilitySummary } from '../../sandbox/start/availability';
import { untilDone } from '../../sandbox/start/progress';
import { openTestEnvironment, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { closingSeconds, overbookings, unexplained, type Sale, type Told } from '../support/overbooked-nights';
import { IN_QUEUE_MODE } from '../support/queue-mode';
import { freeRooms, wrongNights } from '../support/sold-nights';
import { inDays } from '../support/today';

const BOOKINGS = Number(process.env['PEAK_BOOKINGS'] ?? 80);
const SEED = Number(process.env['PEAK_SEED'] ?? 31);
const HORIZON = 500;
const AHEAD = 20;
/** Guests between two looks at what waits. */
const WAVE = 10;
/**
 * Seconds from a sale until nobody sells that room any more: a few polls and pushes, on a machine that does other things as well.
 * In hours with thousands of bookings n8n stands still now and then, and the longest of it counts.
 */
const CLOSING_TIME = BOOKINGS <= 500 ? 120 : 300;

/** OPERA takes most of it: it is written after the others, reservation by reservation. */
jest.setTimeout(600_000 + BOOKINGS * 2_500);
/** A long form says how far it is. */
const say = (line: string) => BOOKINGS > 500 && process.stderr.write(`  ${line}\n`);

let environment: SandboxEnvironment;
/** Nights of the season: what is asked for would fill every room of all of them. */
let season = 0;

beforeAll(async () => {
	environment = await openTestEnvironment({ ownN8n: true, queueMode: IN_QUEUE_MODE, pollSeconds: 5 });
	season = Math.min(HORIZON - AHEAD - 5, Math.max(5, Math.ceil((BOOKINGS * 2) / environment.hotel.rooms.length)));
	const { n8n, templates, calendars } = environment;
	calendars.begin();
	// OPERA sells nothing by itself here: it holds what the others sell.
	const { changes, opera, availability, reservations, bookingCom, airbnb, calendarFeed } = templates;
	for (const id of [changes, opera, availability, reservations, bookingCom, airbnb, templates.calendars, calendarFeed])
		await n8n.activate(id);
	await untilDone(environment, () => undefined);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

interface Wish {
	roomTypeId: string;
	checkIn: string;
	checkOut: string;
}

/** As Booking.com counts down by itself between two updates: what it has sold and nobody has fetched. */
function isSoldByBookingCom({ roomTypeId, checkIn, checkOut }: Wish, unread: readonly Wish[]): boolean {
	return nightsOf(checkIn, checkOut).every((date) => {
		const { roomsToSell } = environment.bookingCom.availability(roomTypeId, null, date);
		const own = unread.filter((sale) => sale.roomTypeId === roomTypeId && sale.checkIn <= date && date < sale.checkOut);
		return Number(roomsToSell) - own.length > 0;
	});
}

const listingOf = (roomTypeId: string) =>
	environment.airbnb.host.listings.find((each) => each.roomTypeId === roomTypeId);

function isSoldByAirbnb({ roomTypeId, checkIn, checkOut }: Wish): boolean {
	const id = listingOf(roomTypeId)?.id ?? '';
	return nightsOf(checkIn, checkOut).every(
		(date) => environment.airbnb.account.night(id, date).availability === 'available',
	);
}

/** A room that SelfKey's own sale finds free. */
async function freeRoom({ roomTypeId, checkIn, checkOut }: Wish): Promise<string | undefined> {
	const names = environment.hotel.rooms.filter((room) => room.roomTypeId === roomTypeId).map(({ name }) => name);
	const [room] = await environment.selfKey.db<{ name: string }>(
		`SELECT m."name" FROM "rooms" m WHERE m."name" = ANY($1::text[]) AND NOT EXISTS (SELECT 1 FROM "bookings" b
			WHERE b."roomId" = m."id" AND b."paymentStatus" = 'succeeded' AND b."checkInDate" < $3::text::date AND b."checkOutDate" > $2::text::date) ORDER BY 1`,
		[names, checkIn, checkOut],
	);
	return room?.name;
}

/** The reservation system asks SelfKey first, and SelfKey counts the stays without a room too. */
async function isFree({ roomTypeId, checkIn, checkOut }: Wish): Promise<boolean> {
	const counts = (await freeRooms(environment, nightsOf(checkIn, checkOut))).get(roomTypeId) ?? [];
	return counts.every((count) => count > 0);
}

async function bookInOwnSystem(id: string, { roomTypeId, checkIn, checkOut }: Wish): Promise<void> {
	const { hotel, reservationSystem } = environment;
	const answer = await reservationSystem.send({
		...{ id, revision: 1, status: 'confirmed', checkIn, checkOut, guests: 1 },
		roomType: hotel.roomTypes.find((type) => type.id === roomTypeId)?.name ?? '',
		guest: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', phone: '+41 21 555 01 10' },
		total: { minor: 10_000, currency: 'CHF', decimals: 2 },
	});
	expect(answer.status).toBe(200);
}

/** What Booking.com and Airbnb were told of nights since the house opened. */
function told(): Told[] {
	const { bookingCom, airbnb } = environment;
	const typeOf = new Map(airbnb.host.listings.map(({ id, roomTypeId }) => [id, roomTypeId]));
	return [
		...bookingCom.roomCountChanges().map(({ roomsToSell, ...night }) => ({
			...night,
			channel: 'booking.com',
			isOpen: roomsToSell !== 0,
		})),
		...airbnb.account.nightChanges.map(({ listingId, ...night }) => ({
			...night,
			channel: 'airbnb',
			roomTypeId: typeOf.get(listingId) ?? '',
		})),
	];
}

/** @returns who booked, and how many found their nights closed */
async function play(): Promise<{ sales: Sale[]; turnedAway: number }> {
	const { bookingCom, airbnb, selfKey, hotel } = environment;
	const random = seededRandom(SEED);
	const sales: Sale[] = [];
	let turnedAway = 0;
	const unread = new Map<string, Wish>();
	for (let guest = 0; sales.length < BOOKINGS && guest < 30 * BOOKINGS; guest++) {
		const checkIn = inDays(AHEAD + random.int(0, season - 1));
		const wish = {
			roomTypeId: random.pick(hotel.rooms).roomTypeId,
			checkIn,
			checkOut: addDays(checkIn, random.int(1, 3)),
		};
		const record = (channel: string, id: string) => sales.push({ ...wish, channel, id, at: Date.now() });
		const dice = random.int(1, 100);
		if (dice <= 55 && isSoldByBookingCom(wish, [...unread.values()])) {
			const reservationId = String(5_000_000_000 + guest);
			bookingCom.enqueue(newStep(sampleBooking({ reservationId, rooms: [wish] })));
			unread.set(reservationId, wish);
			record('booking.com', reservationId);
		} else if (dice > 55 && dice <= 80 && isSoldByAirbnb(wish)) {
			const nights = nightsOf(wish.checkIn, wish.checkOut).length;
			const stay = { startDate: checkIn, nights, number: guest };
			const reservation = sampleReservation(random, listingOf(wish.roomTypeId)!, stay);
			airbnb.account.put(reservation);
			record('airbnb', reservation.code);
		} else if (dice > 80 && dice <= 90 && (await isFree(wish))) {
			record('webhook', `R-${guest}`);
			await bookInOwnSystem(`R-${guest}`, wish);
		} else if (dice > 90) {
			const room = await freeRoom(wish);
			if (room === undefined) continue;
			record('selfkey', await selfKey.directSale({ room, checkIn: wish.checkIn, checkOut: wish.checkOut }));
		} else turnedAway++;
		if (guest % WAVE > 0) continue;
		// Ten guests a second are far more than a house of this size sees: what is sold twice must happen here.
		do await wait(1_000);
		while (bookingCom.statistics().pending > 2 * WAVE);
		const known = await selfKey.db<{ id: string }>(
			'SELECT DISTINCT "reservationId" AS "id" FROM "booking_external_references"',
		);
		for (const { id } of known) unread.delete(id);
		if (guest % (50 * WAVE) === 0) say(`${sales.length} of ${BOOKINGS} have booked`);
	}
	return { sales, turnedAway };
}

/** Stays that share a room in a night. */
const shared = () =>
	environment.selfKey.db<{ id: string }>(
		`SELECT DISTINCT a."id" FROM "bookings" a JOIN "bookings" b ON a."roomId" = b."roomId" AND a."id" <> b."id"
		WHERE a."paymentStatus" = 'succeeded' AND b."paymentStatus" = 'succeeded' AND a."checkInDate" < b."checkOutDate" AND b."checkInDate" < a."checkOutDate"`,
	);
const withoutRoom = () =>
	environment.selfKey.db<{ id: string; reservationId: string }>(
		`SELECT b."id", r."reservationId" FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id"
		WHERE b."roomId" IS NULL AND b."paymentStatus" = 'succeeded'`,
	);
const reported = async () =>
	new Set(
		(await environment.selfKey.db<{ id: string }>('SELECT "bookingId" AS "id" FROM "booking_conflicts"')).map(
			({ id }) => id,
		),
	);

const nightsAndKey = (key: string, from: string, to: string) => `${key} ${from} ${to}`;
const inOpera = () =>
	environment.opera
		.stays()
		.filter(({ status }) => status === 'Reserved')
		.map(({ references: [own], arrival, departure }) => nightsAndKey(own?.id ?? '', arrival, departure))
		.sort();
function expectedInOpera(sales: readonly Sale[]): string[] {
	const { hotel, airbnb } = environment;
	const places: Record<string, string> = { 'booking.com': hotel.propertyId, airbnb: airbnb.host.id };
	return sales
		.map(({ channel, id, checkIn, checkOut }) =>
			nightsAndKey(`${channel}/${places[channel] ?? hotel.slug}/${id}`, checkIn, checkOut),
		)
		.sort();
}

test(`${BOOKINGS} bookings${IN_QUEUE_MODE ? ' in queue mode' : ''}: every calendar is right at rest, and whatever is sold twice is reported (seed ${SEED})`, async () => {
	const began = Date.now();
	const { sales, turnedAway } = await play();
	await untilDone(environment, say);
	expect((await wrongNights(environment, HORIZON)).slice(0, 10)).toEqual([]);

	const [{ count }] = (await environment.selfKey.db<{ count: number }>(
		`SELECT count(*)::int AS "count" FROM "bookings" WHERE "paymentStatus" = 'succeeded'`,
	)) as [{ count: number }];
	expect(count).toBe(sales.length);
	expect(inOpera()).toEqual(expectedInOpera(sales));
	const sold = { 'booking.com': 0, airbnb: 0, webhook: 0, selfkey: 0 } as Record<string, number>;
	for (const { channel } of sales) sold[channel]! += 1;
	expect(Object.values(sold).every((each) => each > 0)).toBe(true);
	expect(turnedAway).toBeGreaterThan(0);
	// Whoever took a night that was full did so before the channel had heard of it.
	const roomsOf = (roomTypeId: string) =>
		environment.hotel.rooms.filter((room) => room.roomTypeId === roomTypeId).length;
	const tooMany = overbookings(sales, told(), roomsOf);
	const roomless = await withoutRoom();
	const waitingIds = new Set(roomless.map(({ reservationId }) => reservationId));
	const waiting = sales.filter(({ id }) => waitingIds.has(id));
	expect(waiting).toHaveLength(roomless.length);
	expect(unexplained(tooMany, { closingTime: CLOSING_TIME, waiting })).toEqual([]);
	expect(await shared()).toEqual([]);
	const people = await reported();
	expect(roomless.filter(({ id }) => !people.has(id))).toEqual([]);
	const { closureSeconds } = await availabilitySummary(environment);
	const fromSale = (channel: string) => percentiles(closingSeconds(channel, sales, told(), roomsOf));
	const report = {
		...{ sold, turnedAway, conflicts: people.size, nightsTooMany: tooMany.length },
		longestAfterLastRoom: Object.fromEntries(
			Object.keys(sold).map((channel) => {
				const late = tooMany.filter(({ sale }) => sale.channel === channel);
				return [channel, Math.max(0, ...late.map(({ secondsLate }) => secondsLate))];
			}),
		),
		secondsFromSaleToClosed: { 'booking.com': fromSale('booking.com'), airbnb: fromSale('airbnb') },
		secondsFromSelfKeyToClosed: closureSeconds,
		seconds: Math.round((Date.now() - began) / 1000),
	};
	console.info(JSON.stringify(report));
	expect(report.secondsFromSaleToClosed.airbnb.nights).toBeGreaterThan(0);
});

/** @param sorted ascending */
function percentiles(sorted: readonly number[]): { p50: number; p99: number; nights: number } {
	const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
	return { p50: at(0.5), p99: at(0.99), nights: sorted.length };
}
