/** SelfKey → Booking.com and Airbnb in a real n8n: at rest every channel sells what SelfKey has free, night by night. */
import { airbnbSeason } from '../../sandbox/airbnb';
import { addDays, cancelledStep, hotelParadise, newStep, reservationStream, sampleBooking } from '../../sandbox/hotel';
import { availabilitySummary } from '../../sandbox/start/availability';
import { openForBusiness, readTemplate, textOf } from '../../sandbox/start/environment';
import { deskLogin } from '../../sandbox/start/credentials';
import { fillInForm } from '../../sandbox/start/form';
import { untilDone } from '../../sandbox/start/progress';
import { logRows, openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { wrongNights } from '../support/sold-nights';
import { inDays } from '../support/today';

jest.setTimeout(3 * SANDBOX_TEST_MS);

const SEED = 11;
const HORIZON = 500;
const seasonStart = inDays(20);
const stream = reservationStream({ seed: SEED, reservations: 120, from: seasonStart });
let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({
		ownN8n: true,
		pollSeconds: 5,
		bookingCom: { stream },
		airbnb: { steps: airbnbSeason({ seed: SEED, hotel: hotelParadise, from: seasonStart }).steps },
	});
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const atRest = async () => {
	await untilDone(environment, () => undefined);
	return (await wrongNights(environment, HORIZON)).slice(0, 10);
};
const closedSince = (from: number) =>
	environment.bookingCom.log.entries.slice(from).filter(({ route }) => route === 'availability');

it('sells on every channel what SelfKey has free, in every night, once a season is through', async () => {
	await openForBusiness(environment);
	expect(await atRest()).toEqual([]);
	const summary = await availabilitySummary(environment);
	expect(summary.pushed).toBeGreaterThan(0);
	expect(summary.ranges).toBeGreaterThanOrEqual(summary.pushed);
	expect(summary.calls).toBeGreaterThan(0);
	expect(summary.closureSeconds.p50).not.toBeNull();
	expect(await logRows(environment)).toContainEqual(
		expect.objectContaining({ integration: 'SelfKey → channels', action: 'availability', outcome: 'updated' }),
	);
});

it('closes the last room everywhere within seconds of a direct sale, in one request to each channel', async () => {
	const { selfKey, bookingCom, airbnb, hotel, n8n } = environment;
	const checkIn = inDays(300);
	const [type] = hotel.roomTypes;
	const roomTypeId = type?.id ?? '';
	const own = hotel.rooms.filter((room) => room.roomTypeId === roomTypeId);
	const listing = airbnb.host.listings.find((each) => each.roomTypeId === roomTypeId)?.id ?? '';
	for (const { name } of own.slice(1)) await selfKey.directSale({ room: name, checkIn, checkOut: addDays(checkIn, 2) });
	expect(await atRest()).toEqual([]);
	const before = { bookingCom: bookingCom.log.entries.length, airbnb: airbnb.log.length };
	const soldAt = Date.now();
	await selfKey.directSale({ room: own[0]?.name ?? '', checkIn, checkOut: addDays(checkIn, 2) });
	await n8n.waitFor(
		async () =>
			bookingCom.availability(roomTypeId, null, checkIn).roomsToSell === 0 &&
			airbnb.account.night(listing, checkIn).availability === 'unavailable',
		{ what: 'both channels to close', timeoutMs: 90_000 },
	);
	expect((Date.now() - soldAt) / 1000).toBeLessThan(30);
	expect(await atRest()).toEqual([]);
	expect(closedSince(before.bookingCom)).toHaveLength(1);
	expect(airbnb.log.slice(before.airbnb).filter(({ path }) => path.startsWith('/v2/calendar_operations'))).toHaveLength(
		1,
	);
});

it('stops the sale on one channel for as long as the desk says so, by the form of template 52', async () => {
	const { airbnb, bookingCom, hotel, n8n } = environment;
	const night = inDays(340);
	const roomTypeId = hotel.roomTypes[0]?.id ?? '';
	const listing = airbnb.host.listings.find((each) => each.roomTypeId === roomTypeId)?.id ?? '';
	const form = await n8n.api.createWorkflow(await readTemplate('52-restrictions'));
	await n8n.activate(form);
	const rooms = () => bookingCom.availability(roomTypeId, null, night).roomsToSell;
	const before = rooms();
	const fillIn = async (...typed: string[]) =>
		await fillInForm(n8n, form, typed, { headers: deskLogin(environment.secrets) });
	const nobody = await fillIn('Airbnb', listing, '', night, night, 'Stop');
	expect(textOf(nobody.answer)).toContain('Nothing was saved');
	const stopped = await fillIn('Airbnb', listing, '', night, addDays(night, 1), 'Stop');
	expect(textOf(stopped.answer)).toContain('Saved');
	const isClosed = async () => airbnb.account.night(listing, night).availability === 'unavailable';
	await n8n.waitFor(isClosed, { what: 'Airbnb to stop the sale', timeoutMs: 90_000 });
	expect(rooms()).toBe(before);
	await fillIn('Airbnb', listing, '', night, addDays(night, 1), 'Allow again');
	await n8n.waitFor(async () => !(await isClosed()), { what: 'Airbnb to sell again', timeoutMs: 90_000 });
	expect(await atRest()).toEqual([]);
});

it('tells the other channel although one is down, and that one as soon as it is back', async () => {
	const { selfKey, bookingCom, airbnb, hotel, n8n } = environment;
	const checkIn = inDays(320);
	const roomTypeId = hotel.roomTypes[1]?.id ?? '';
	const own = hotel.rooms.filter((room) => room.roomTypeId === roomTypeId);
	const listing = airbnb.host.listings.find((each) => each.roomTypeId === roomTypeId)?.id ?? '';
	await bookingCom.stop();
	for (const { name } of own) await selfKey.directSale({ room: name, checkIn, checkOut: addDays(checkIn, 1) });
	await n8n.waitFor(async () => airbnb.account.night(listing, checkIn).availability === 'unavailable', {
		what: 'Airbnb to close',
		timeoutMs: 120_000,
	});
	expect(bookingCom.availability(roomTypeId, null, checkIn).roomsToSell).not.toBe(0);
	await bookingCom.start();
	await n8n.waitFor(async () => bookingCom.availability(roomTypeId, null, checkIn).roomsToSell === 0, {
		what: 'Booking.com to close',
		timeoutMs: 5 * 60_000,
	});
	expect(await atRest()).toEqual([]);
});

it('counts what is sold twice, until a room is free for it', async () => {
	const { selfKey, bookingCom, hotel, n8n } = environment;
	const checkIn = inDays(360);
	const roomTypeId = hotel.roomTypes[1]?.id ?? '';
	const own = hotel.rooms.filter((room) => room.roomTypeId === roomTypeId);
	const conflicts = async () => (await availabilitySummary(environment)).conflicts;
	expect(await atRest()).toEqual([]);
	const before = await conflicts();
	for (const { name } of own) await selfKey.directSale({ room: name, checkIn, checkOut: addDays(checkIn, 1) });
	expect(await atRest()).toEqual([]);
	expect(await conflicts()).toBe(before);
	// Booking.com sold it before it was told.
	const room = { roomTypeId, checkIn, checkOut: addDays(checkIn, 1) };
	const step = newStep(sampleBooking({ rooms: [room], reservationId: '990001' }));
	bookingCom.enqueue(step);
	expect(await atRest()).toEqual([]);
	expect(await conflicts()).toBe(before + 1);
	bookingCom.enqueue(cancelledStep(step.booking));
	await n8n.waitFor(async () => (await conflicts()) === before, {
		what: 'the conflict to be over',
		timeoutMs: 120_000,
	});
	expect(await atRest()).toEqual([]);
});

it('puts no room on sale at Airbnb while a reservation waits at Booking.com, and does so once it is written', async () => {
	const { selfKey, bookingCom, airbnb, hotel, n8n, templates } = environment;
	const checkIn = inDays(380);
	const roomTypeId = hotel.roomTypes[0]?.id ?? '';
	const own = hotel.rooms.filter((room) => room.roomTypeId === roomTypeId);
	const listing = airbnb.host.listings.find((each) => each.roomTypeId === roomTypeId)?.id ?? '';
	const night = () => airbnb.account.night(listing, checkIn).availability;
	for (const { name } of own) await selfKey.directSale({ room: name, checkIn, checkOut: addDays(checkIn, 1) });
	expect(await atRest()).toEqual([]);
	expect(night()).toBe('unavailable');
	await n8n.deactivate(templates.bookingCom);
	bookingCom.enqueue(
		newStep(
			sampleBooking({ rooms: [{ roomTypeId, checkIn, checkOut: addDays(checkIn, 1) }], reservationId: '990002' }),
		),
	);
	await selfKey.db(
		`UPDATE "bookings" SET "paymentStatus" = 'failed' WHERE "roomId" = (SELECT "id" FROM "rooms" WHERE "name" = $1) AND "checkInDate"::date = $2::date`,
		[own[0]?.name ?? '', checkIn],
	);
	const held = async () =>
		(await logRows(environment)).filter(
			({ integration, outcome, room }) =>
				integration === 'SelfKey → channels' && outcome === 'held back' && room === listing,
		).length;
	await n8n.waitFor(async () => (await held()) > 0, { what: 'the listing to be held back', timeoutMs: 90_000 });
	expect(night()).toBe('unavailable');
	await n8n.activate(templates.bookingCom);
	// The guest of Booking.com has the room: there is nothing left to sell.
	expect(await atRest()).toEqual([]);
	expect(night()).toBe('unavailable');
	expect(airbnb.account.nightChanges.filter(({ date, isOpen }) => date === checkIn && isOpen)).toEqual([]);
});
