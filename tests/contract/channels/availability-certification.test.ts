/**
 * A channel manager's certification: for each event in the house, the requests that each channel gets, and what they change
 * there. SelfKey's trigger, the channels' nodes and the acknowledgement, one after the other as templates 50 and 54 have them: fewer
 * rooms at once, more rooms only when nothing is unread at any channel.
 */
import type { IDataObject } from 'n8n-workflow';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { SelfKeyTrigger } from '../../../nodes/SelfKey/SelfKeyTrigger.node';
import { sampleReservation, startAirbnb, type AirbnbSandbox } from '../../../sandbox/airbnb';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import {
	addDays,
	hotelParadise,
	newStep,
	nights as nightsOf,
	sampleBooking,
	seededRandom,
} from '../../../sandbox/hotel';
import { roomMapOf, startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { signHex } from '../../../core/webhook/sign';
import { airbnbApplication, airbnbNodeContext, runAirbnb } from '../../support/airbnb-node';
import { bookingComAccount, nodeContext, runNode } from '../../support/booking-com-node';
import { fakeContext } from '../../support/fake-context';
import { bareCancellation, reservation, roomStay } from '../../support/reservations';
import { runSelfKey, selfKeyAccount } from '../../support/selfkey-node';
import { inDays, today } from '../../support/today';
import template50 from '../../../workflows/50-availability-push.json';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const hotel = hotelParadise;
const [type] = hotel.roomTypes;
const TYPE = type?.id ?? '';
const RATE = hotel.ratePlans[0]?.id ?? '';
const OTHER_RATE = hotel.ratePlans[1]?.id ?? '';
const own = hotel.rooms.filter(({ roomTypeId }) => roomTypeId === TYPE).map(({ name }) => name);
const HORIZON = 700;
const address = `/api/webhooks/integrations/${hotel.slug}/${selfKeyAccount.integrationId}`;

let bookingCom: BookingComSandbox;
let airbnb: AirbnbSandbox;
let selfKey: SelfKeySandbox;
let listing = '';
type Trigger = ReturnType<typeof fakeContext>;
let availability: Trigger;
let rates: Trigger;
let messages = 0;
/** The first of a month that is this test's own, so that a few nights are one month's. */
let first = `${today().slice(0, 8)}01`;
let tests = 0;
/** What happens once, after SelfKey has counted and before any channel is looked at. */
let meanwhile = async (): Promise<void> => undefined;

beforeAll(async () => {
	const { clientId, clientSecret } = bookingComAccount;
	// n8n keeps a token for all runs; here each node asks for one.
	const tokens = { perHour: 10_000 };
	bookingCom = await startBookingCom({ credentials: { clientId, clientSecret }, hotels: [hotel], tokens });
	airbnb = await startAirbnb({ application: airbnbApplication, hotel });
	listing = airbnb.host.listings.find(({ roomTypeId }) => roomTypeId === TYPE)?.id ?? '';
	selfKey = await startSelfKey({
		hotel,
		apiKey: selfKeyAccount.apiKey,
		integrations: [
			{
				id: selfKeyAccount.integrationId,
				secret: selfKeyAccount.webhookSecret,
				configuration: {
					roomMap: { [TYPE]: own, [`airbnb/${listing}`]: own, 'airbnb/777': ['no such room'] },
					properties: { 'booking.com': [hotel.propertyId] },
					availability: { horizonNights: HORIZON },
					currency: hotel.currency,
					rates: [
						{ roomType: TYPE, ratePlanId: RATE, percent: 10, singleUsePercent: -20 },
						{ roomType: TYPE, ratePlanId: OTHER_RATE, percent: 0 },
						{ roomType: `airbnb/${listing}`, percent: 0 },
						// Nobody has entered a price for its room.
						{ roomType: 'airbnb/777', percent: 0 },
					],
				},
			},
		],
	});
	availability = triggerOf('availability');
	rates = triggerOf('rates');
	await push();
});
afterAll(async () => {
	await Promise.all([bookingCom.close(), airbnb.close(), selfKey.close()]);
});

beforeEach(() => {
	first = nextMonth();
	tests += 1;
});

function triggerOf(source: string): Trigger {
	return fakeContext({
		credentials: {
			selfKeyApi: { type: new SelfKeyApi(), data: { baseUrl: selfKey.url, ...selfKeyAccount, hotelSlug: hotel.slug } },
		},
		parameters: {
			source,
			subscriber: source,
			channels: ['booking.com', 'airbnb'],
			leaveOut: source === 'rates' ? '' : '777',
		},
	});
}

async function push(): Promise<void> {
	await pushOf(availability, tellBookingCom);
	await pushOf(rates, tellBookingComRates);
}

/** Templates 50 and 54, until nothing is due. */
async function pushOf(trigger: Trigger, tell: typeof tellBookingCom): Promise<void> {
	for (let poll = 0; poll < 5; poll++) {
		const before = trigger.emitted.length;
		await new SelfKeyTrigger().poll.call(trigger.poll);
		const run = trigger.emitted[before];
		if (!run) return;
		await meanwhile();
		meanwhile = async () => undefined;
		const items = run.items.map(({ json }) => json);
		const sent: IDataObject[] = [];
		const tellAll = async (some: IDataObject[]) => {
			for (const [channel, send] of [
				['booking.com', tell],
				['airbnb', tellAirbnb],
			] as const) {
				const own = some.filter((item) => item['channel'] === channel);
				if (own.length > 0) sent.push(...(await send(own)));
			}
		};
		await tellAll(items.filter(({ raises }) => raises !== true));
		const more = items.filter(({ raises }) => raises === true);
		await tellAll(await countOnceMore(await waitForBookingCom(await waitForAirbnb(more))));
		await runSelfKey(selfKey.url, {
			resource: 'availability',
			operation: 'acknowledge',
			items: sent,
			credential: { hotelSlug: hotel.slug },
		});
		run.end('success');
		await new Promise((resolve) => setImmediate(resolve));
	}
}

const waitForBookingCom = async (items: IDataObject[]) =>
	(await runNode(nodeContext(bookingCom, 'availability', 'holdBack', { items }))).map(({ json }) => json);
const waitForAirbnb = async (items: IDataObject[]) =>
	(await runAirbnb(airbnbNodeContext(airbnb, 'calendar', 'holdBack', { items }))).map(({ json }) => json);
const countOnceMore = async (items: IDataObject[]) =>
	items.length === 0
		? items
		: (
				await runSelfKey(selfKey.url, {
					resource: 'availability',
					operation: 'holdBack',
					items,
					credential: { hotelSlug: hotel.slug },
				})
			).map(({ json }) => json);
const tellBookingCom = async (items: IDataObject[]) => {
	const context = nodeContext(bookingCom, 'availability', 'sendChanges', { items, parameters: { holdBack: false } });
	return (await runNode(context)).map(({ json }) => json);
};
const tellBookingComRates = async (items: IDataObject[]) =>
	(await runNode(nodeContext(bookingCom, 'rate', 'sendChanges', { items }))).map(({ json }) => json);
const tellAirbnb = async (items: IDataObject[]) =>
	(await runAirbnb(airbnbNodeContext(airbnb, 'calendar', 'sendChanges', { items }))).map(({ json }) => json);

async function post(resource: string, body: object): Promise<void> {
	const text = JSON.stringify(body);
	const response = await fetch(`${selfKey.url}${address}${resource}`, {
		method: 'POST',
		body: text,
		headers: { 'x-signature': signHex(selfKeyAccount.webhookSecret, text) },
	});
	expect(response.status).toBe(200);
}

function write(number: string, checkIn: string, count: number, event: 'new' | 'modified' = 'new'): Promise<void> {
	const reservationId = `${tests}-${number}`;
	const dates = { checkIn, checkOut: addDays(checkIn, count) };
	const observedAt = `2026-01-01T00:00:00.000Z#${++messages}`;
	const rooms = [roomStay({ roomTypeId: TYPE, ...dates })];
	const key = `booking.com/${hotel.propertyId}/${reservationId}`;
	const told = reservation({
		reservationId,
		propertyId: hotel.propertyId,
		key,
		event,
		observedAt,
		...dates,
		nights: count,
		rooms,
	});
	return post('', { event_type: `${event}_reservation`, data: { reservation: told } });
}

function cancel(number: string): Promise<void> {
	const reservationId = `${tests}-${number}`;
	const key = `booking.com/${hotel.propertyId}/${reservationId}`;
	const observedAt = `2026-01-01T00:00:00.000Z#${++messages}`;
	const told = bareCancellation({ reservationId, propertyId: hotel.propertyId, key, status: 'cancelled', observedAt });
	return post('', { event_type: 'cancelled_reservation', data: { reservation: told } });
}

/** All rooms of the type but one, sold directly. */
async function sellAllButOne(checkIn: string, count: number): Promise<void> {
	for (const room of own.slice(1)) await selfKey.directSale({ room, checkIn, checkOut: addDays(checkIn, count) });
}

type Nights = Record<string, unknown>;

/** What stands at the channels, for a few weeks. */
function standing(): Record<
	'bookingCom' | 'rate' | 'airbnb' | 'prices' | 'alone' | 'otherPrices' | 'airbnbPrices',
	Nights
> {
	const dates = nightsOf(first, addDays(first, 60));
	const by = (value: (date: string) => unknown) => Object.fromEntries(dates.map((date) => [date, value(date)]));
	return {
		bookingCom: by((date) => bookingCom.availability(TYPE, null, date).roomsToSell),
		rate: by((date) => bookingCom.availability(TYPE, RATE, date).minStay ?? 1),
		airbnb: by((date) => airbnb.account.night(listing, date).availability),
		prices: by((date) => bookingCom.rate(TYPE, RATE, date)?.minor),
		alone: by((date) => bookingCom.rate(TYPE, RATE, date, 1)?.minor),
		otherPrices: by((date) => bookingCom.rate(TYPE, OTHER_RATE, date)?.minor),
		airbnbPrices: by((date) => airbnb.account.night(listing, date).price),
	};
}

function changed(before: Nights, after: Nights): Nights {
	return Object.fromEntries(Object.entries(after).filter(([date, value]) => before[date] !== value));
}

const requests = () => ({
	availability: bookingCom.log.entries.filter(({ route }) => route === 'availability').length,
	rates: bookingCom.log.entries.filter(({ route }) => route === 'rates').length,
	airbnb: airbnb.log.filter(({ path }) => path.startsWith('/v2/calendar_operations')).length,
});

interface Expected {
	/** Requests to each. */
	calls: { availability: number; rates: number; airbnb: number };
	bookingCom?: Nights;
	rate?: Nights;
	airbnb?: Nights;
	prices?: Nights;
	alone?: Nights;
	otherPrices?: Nights;
	airbnbPrices?: Nights;
}

const day = (offset: number) => addDays(first, offset);
const all = own.length;
const NONE = { availability: 0, rates: 0, airbnb: 0 };
const ONE_EACH = { availability: 1, rates: 0, airbnb: 1 };
const [CLOSED, OPEN] = ['unavailable', 'available'];

const EVENTS: Array<
	[event: string, prepare: () => Promise<unknown>, act: () => Promise<unknown>, expected: () => Expected]
> = [
	[
		'a sale at Booking.com, while there are other rooms',
		async () => undefined,
		async () => await write('1', day(0), 2),
		// Airbnb's night stays open: its listing stands for all rooms of the type.
		() => ({ calls: ONE_EACH, bookingCom: { [day(0)]: all - 1, [day(1)]: all - 1 } }),
	],
	[
		'the sale of the last room at Booking.com, itself included',
		async () => await sellAllButOne(day(0), 2),
		async () => await write('1', day(0), 1),
		() => ({ calls: ONE_EACH, bookingCom: { [day(0)]: 0 }, airbnb: { [day(0)]: CLOSED } }),
	],
	[
		'a direct sale of the last room',
		async () => await sellAllButOne(day(3), 1),
		async () => await selfKey.directSale({ room: own[0] ?? '', checkIn: day(3), checkOut: day(4) }),
		() => ({ calls: ONE_EACH, bookingCom: { [day(3)]: 0 }, airbnb: { [day(3)]: CLOSED } }),
	],
	[
		'the sale of the last room at Airbnb, which is told itself too',
		async () => await sellAllButOne(day(0), 2),
		async () => await readFromAirbnb('HMSOLD0001', day(0)),
		// Airbnb has closed the night by itself; it is told the same, since it may open it by itself too.
		() => ({ calls: ONE_EACH, bookingCom: { [day(0)]: 0 }, airbnb: { [day(0)]: CLOSED } }),
	],
	[
		'a change of dates: the old nights open, the new ones close',
		async () => {
			await sellAllButOne(day(0), 3);
			await write('1', day(0), 1);
		},
		async () => await write('1', day(1), 1, 'modified'),
		() => ({
			// What closes goes out first, by itself: it does not wait until nothing is unread.
			calls: { availability: 2, rates: 0, airbnb: 2 },
			bookingCom: { [day(0)]: 1, [day(1)]: 0 },
			airbnb: { [day(0)]: OPEN, [day(1)]: CLOSED },
		}),
	],
	[
		'a cancellation',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
		},
		async () => await cancel('1'),
		() => ({ calls: ONE_EACH, bookingCom: { [day(0)]: 1 }, airbnb: { [day(0)]: OPEN } }),
	],
	[
		'a cancellation for which somebody waits: its channel has put the night on sale by itself, and closes it again',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
			await write('2', day(0), 1);
		},
		async () => await cancel('1'),
		() => ({ calls: { availability: 1, rates: 0, airbnb: 0 } }),
	],
	[
		'a room that is out of order',
		async () => await sellAllButOne(day(5), 2),
		async () =>
			await post('/room-closures', { source: 'opera', rooms: [{ room: own[0], start: day(5), end: day(6) }] }),
		() => ({ calls: ONE_EACH, bookingCom: { [day(5)]: 0 }, airbnb: { [day(5)]: CLOSED } }),
	],
	[
		'a room that is in order again',
		async () => {
			await sellAllButOne(day(5), 2);
			await post('/room-closures', { source: 'opera', rooms: [{ room: own[0], start: day(5), end: day(6) }] });
		},
		async () => await post('/room-closures', { source: 'opera', rooms: [] }),
		() => ({ calls: ONE_EACH, bookingCom: { [day(5)]: 1 }, airbnb: { [day(5)]: OPEN } }),
	],
	[
		'a stop sell of everything',
		async () => undefined,
		async () => await post('/restrictions', { add: [{ start: day(7), end: day(9), closed: true }] }),
		() => ({
			calls: ONE_EACH,
			bookingCom: { [day(7)]: 0, [day(8)]: 0 },
			airbnb: { [day(7)]: CLOSED, [day(8)]: CLOSED },
		}),
	],
	[
		'a stop sell that is lifted: the rooms that are free by now, and none in the night that is sold out meanwhile',
		async () => {
			await post('/restrictions', { add: [{ start: day(7), end: day(9), closed: true }] });
			await sellAllButOne(day(7), 2);
			await selfKey.directSale({ room: own[0] ?? '', checkIn: day(8), checkOut: day(9) });
		},
		async () => await liftRestrictions(),
		() => ({ calls: ONE_EACH, bookingCom: { [day(7)]: 1 }, airbnb: { [day(7)]: OPEN } }),
	],
	[
		'a stop sell on one channel',
		async () => undefined,
		async () => await post('/restrictions', { add: [{ channel: 'airbnb', start: day(7), end: day(8), closed: true }] }),
		() => ({ calls: { availability: 0, rates: 0, airbnb: 1 }, airbnb: { [day(7)]: CLOSED } }),
	],
	[
		'a minimum stay of a rate plan',
		async () => undefined,
		async () =>
			await post('/restrictions', {
				add: [
					{ channel: 'booking.com', roomTypeId: TYPE, ratePlanId: RATE, start: day(2), end: day(4), minimumStay: 3 },
				],
			}),
		// What the hotel has set for other nights by hand stays.
		() => ({
			calls: { availability: 1, rates: 0, airbnb: 0 },
			rate: { [day(2)]: 3, [day(3)]: 3 },
		}),
	],
	[
		'nights of two months: a request for each',
		async () => undefined,
		async () => await write('1', addDays(nextMonth(), -1), 2),
		() => ({
			calls: { ...ONE_EACH, availability: 2 },
			bookingCom: { [addDays(nextMonth(), -1)]: all - 1, [nextMonth()]: all - 1 },
		}),
	],
	[
		'a price in SelfKey: its rate plans and listings, in every night',
		async () => undefined,
		async () => await priceOf(own, 151.45),
		() => ({
			calls: { availability: 0, rates: monthsOfTheHorizon(), airbnb: 1 },
			prices: everyNight(16_660),
			alone: everyNight(13_328),
			otherPrices: everyNight(15_145),
			airbnbPrices: everyNight(151.45),
		}),
	],
	[
		'a lower price of one of several rooms of a type: none is sold below its own',
		async () => undefined,
		async () => await priceOf(own.slice(0, 1), 80),
		() => ({ calls: { availability: 0, rates: 0, airbnb: 0 } }),
	],
	[
		'a price',
		async () => undefined,
		async () => {
			const price = { start: day(1), end: day(2), roomTypeId: TYPE, ratePlanId: RATE, propertyId: hotel.propertyId };
			const parameters = { amount: '150', price: '150', currency: hotel.currency };
			await runNode(nodeContext(bookingCom, 'rate', 'update', { items: [price], parameters }));
			await runAirbnb(
				airbnbNodeContext(airbnb, 'calendar', 'update', { items: [{ ...price, roomTypeId: listing }], parameters }),
			);
		},
		() => ({
			calls: { availability: 0, rates: 1, airbnb: 1 },
			prices: { [day(1)]: 15_000 },
			airbnbPrices: { [day(1)]: 150 },
		}),
	],
	[
		'a cancellation, while Airbnb has sold another night: nothing waits',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
		},
		async () => {
			await sellAtAirbnb('HMUNREAD02', day(9));
			await cancel('1');
		},
		() => ({ calls: ONE_EACH, bookingCom: { [day(0)]: 1 }, airbnb: { [day(0)]: OPEN, [day(9)]: CLOSED } }),
	],
	[
		'a cancellation, while Airbnb has sold that night and SelfKey does not know: no more rooms anywhere',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
		},
		async () => {
			await sellAtAirbnb('HMUNREAD01', day(0));
			await cancel('1');
		},
		() => ({ calls: NONE }),
	],
	[
		'a cancellation, while a reservation waits at Booking.com: no more rooms anywhere, since it may be for that night',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
		},
		async () => {
			bookingCom.enqueue(newStep(sampleBooking({ reservationId: '77' })));
			await cancel('1');
		},
		() => ({ calls: NONE }),
	],
];

/** Nobody has read it yet. */
async function sellAtAirbnb(code: string, checkIn: string): Promise<void> {
	const of = airbnb.host.listings.find(({ id }) => id === listing);
	if (!of) throw new Error('The listing is missing');
	const stay = { startDate: checkIn, nights: 1, number: 0 };
	airbnb.account.put({ ...sampleReservation(seededRandom(tests), of, stay), code });
}

/** A sale there that template 20 has written. */
async function readFromAirbnb(code: string, checkIn: string): Promise<void> {
	await sellAtAirbnb(code, checkIn);
	const dates = { checkIn, checkOut: addDays(checkIn, 1) };
	const propertyId = airbnb.host.id;
	const told = reservation({
		channel: 'airbnb',
		propertyId,
		reservationId: code,
		key: `airbnb/${propertyId}/${code}`,
		revision: '1',
		...dates,
		nights: 1,
		rooms: [roomStay({ roomTypeId: listing, ...dates })],
	});
	await post('', { event_type: 'new_reservation', data: { reservation: told } });
}

/** Those of this test's nights. */
async function liftRestrictions(): Promise<void> {
	const rows = await selfKey.db<{ id: number }>('SELECT "id"::int FROM "booking_restrictions" WHERE "start" >= $1', [
		first,
	]);
	await post('/restrictions', { remove: rows.map(({ id }) => id) });
}

async function priceOf(rooms: readonly string[], price: number): Promise<void> {
	await selfKey.db('UPDATE "rooms" SET "price" = $1 WHERE "name" = ANY($2::text[])', [price, rooms]);
}

/** Of those that are looked at. */
function everyNight(value: number): Nights {
	return Object.fromEntries(nightsOf(first, addDays(first, 60)).map((date) => [date, value]));
}

function nextMonth(): string {
	return `${addDays(first, 32).slice(0, 8)}01`;
}

function monthsOfTheHorizon(): number {
	return new Set(nightsOf(today(), inDays(HORIZON)).map((date) => date.slice(0, 7))).size;
}

it('looks into the queue of Booking.com last, so that what comes into it while Airbnb is read is seen as well', () => {
	const { connections } = template50 as { connections: Record<string, { main: Array<Array<{ node: string }>> }> };
	const next = (name: string, output = 0) => connections[name]?.main[output]?.map(({ node }) => node);
	expect(next('By channel', 2)).toEqual(['Wait for Airbnb']);
	expect(next('Wait for Airbnb')).toEqual(['Wait for Booking.com']);
	expect(next('Wait for Booking.com')).toEqual(['Count once more']);
	expect(next('Count once more')).toEqual(['More rooms by channel']);
});

it('puts no room on sale that was sold, written and taken off the queue between the count and the look at the queue', async () => {
	await sellAllButOne(day(0), 2);
	await write('1', day(0), 2);
	await push();
	const night = () => [
		bookingCom.availability(TYPE, null, day(0)).roomsToSell,
		airbnb.account.night(listing, day(0)).availability,
	];
	expect(night()).toEqual([0, CLOSED]);
	const [sent] = [airbnb.account.nightChanges.length];
	await cancel('1');
	meanwhile = async () => await write('2', day(0), 1);
	await push();
	expect(night()).toEqual([0, CLOSED]);
	const opened = airbnb.account.nightChanges.slice(sent).filter(({ isOpen }) => isOpen);
	expect(opened.map(({ date }) => date)).toEqual([day(1)]);
	expect(bookingCom.availability(TYPE, null, day(1)).roomsToSell).toBe(1);
});

it('begins with every night of every type', () => {
	const { bookingCom: rooms, airbnb: nights } = standing();
	expect(new Set(Object.values(rooms))).toEqual(new Set([all]));
	expect(new Set(Object.values(nights))).toEqual(new Set([OPEN]));
	expect(Object.keys(roomMapOf(hotel))).toContain(TYPE);
});

it('begins with the price of every plan, and says which type has none', () => {
	const { prices, alone, airbnbPrices } = standing();
	const highest = Math.max(...hotel.rooms.filter(({ name }) => own.includes(name)).map(({ price }) => price));
	expect(new Set(Object.values(prices))).toEqual(new Set([Math.round(highest * 110)]));
	expect(new Set(Object.values(alone))).toEqual(new Set([Math.round(highest * 88)]));
	expect(new Set(Object.values(airbnbPrices))).toEqual(new Set([highest]));
	expect(rates.emittedErrors.map(String)).toEqual([
		expect.stringContaining('room types airbnb/777: none of their rooms') as string,
	]);
});

it.each(EVENTS)('%s', async (_, prepare, act, expected) => {
	const { calls, bookingCom: rooms = {}, rate = {}, airbnb: nights = {}, ...told } = expected();
	await prepare();
	await push();
	const [before, sent] = [standing(), requests()];
	await act();
	await push();
	const [after, now] = [standing(), requests()];
	expect(changed(before.bookingCom, after.bookingCom)).toEqual(rooms);
	expect(changed(before.rate, after.rate)).toEqual(rate);
	expect(changed(before.airbnb, after.airbnb)).toEqual(nights);
	for (const what of ['prices', 'alone', 'otherPrices', 'airbnbPrices'] as const)
		expect(changed(before[what], after[what])).toEqual(told[what] ?? {});
	expect({
		availability: now.availability - sent.availability,
		rates: now.rates - sent.rates,
		airbnb: now.airbnb - sent.airbnb,
	}).toEqual(calls);
});
