/**
 * A channel manager's certification: for each event in the house, the requests that each channel gets, and what they change
 * there. SelfKey's trigger, the channels' nodes and the acknowledgement, one after the other as template 50 has them.
 */
import type { IDataObject } from 'n8n-workflow';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { SelfKeyTrigger } from '../../../nodes/SelfKey/SelfKeyTrigger.node';
import { startAirbnb, type AirbnbSandbox } from '../../../sandbox/airbnb';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { addDays, hotelParadise, newStep, nights as nightsOf, sampleBooking } from '../../../sandbox/hotel';
import { roomMapOf, startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { signHex } from '../../../core/webhook/sign';
import { airbnbApplication, airbnbNodeContext, runAirbnb } from '../../support/airbnb-node';
import { bookingComAccount, nodeContext, runNode } from '../../support/booking-com-node';
import { fakeContext } from '../../support/fake-context';
import { bareCancellation, reservation, roomStay } from '../../support/reservations';
import { runSelfKey, selfKeyAccount } from '../../support/selfkey-node';
import { inDays, today } from '../../support/today';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const hotel = hotelParadise;
const [type] = hotel.roomTypes;
const TYPE = type?.id ?? '';
const RATE = hotel.ratePlans[0]?.id ?? '';
const own = hotel.rooms.filter(({ roomTypeId }) => roomTypeId === TYPE).map(({ name }) => name);
const HORIZON = 700;
const address = `/api/webhooks/integrations/${hotel.slug}/${selfKeyAccount.integrationId}`;

let bookingCom: BookingComSandbox;
let airbnb: AirbnbSandbox;
let selfKey: SelfKeySandbox;
let listing = '';
let trigger: ReturnType<typeof fakeContext>;
let messages = 0;
/** The first of a month that is this test's own, so that a few nights are one month's. */
let first = `${today().slice(0, 8)}01`;
let tests = 0;

beforeAll(async () => {
	const { clientId, clientSecret } = bookingComAccount;
	bookingCom = await startBookingCom({ credentials: { clientId, clientSecret }, hotels: [hotel] });
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
					roomMap: { [TYPE]: own, [`airbnb/${listing}`]: own },
					properties: { 'booking.com': [hotel.propertyId] },
					availability: { horizonNights: HORIZON },
				},
			},
		],
	});
	trigger = fakeContext({
		credentials: {
			selfKeyApi: { type: new SelfKeyApi(), data: { baseUrl: selfKey.url, ...selfKeyAccount, hotelSlug: hotel.slug } },
		},
		parameters: {
			source: 'availability',
			subscriber: 'availability',
			channels: ['booking.com', 'airbnb'],
			leaveOut: '',
		},
	});
	await push();
});
afterAll(async () => {
	await Promise.all([bookingCom.close(), airbnb.close(), selfKey.close()]);
});

beforeEach(() => {
	first = nextMonth();
	tests += 1;
});

/** Template 50, until nothing is due. */
async function push(): Promise<void> {
	for (let poll = 0; poll < 5; poll++) {
		const before = trigger.emitted.length;
		await new SelfKeyTrigger().poll.call(trigger.poll);
		const run = trigger.emitted[before];
		if (!run) return;
		const items = run.items.map(({ json }) => json);
		const of = (channel: string) => items.filter((item) => item['channel'] === channel);
		const sent: IDataObject[] = [];
		for (const [channel, send] of [
			['booking.com', tellBookingCom],
			['airbnb', tellAirbnb],
		] as const)
			if (of(channel).length > 0) sent.push(...(await send(of(channel))));
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

const tellBookingCom = async (items: IDataObject[]) =>
	(await runNode(nodeContext(bookingCom, 'availability', 'sendChanges', { items }))).map(({ json }) => json);
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
function standing(): { bookingCom: Nights; rate: Nights; airbnb: Nights; prices: Nights } {
	const dates = nightsOf(first, addDays(first, 60));
	const by = (value: (date: string) => unknown) => Object.fromEntries(dates.map((date) => [date, value(date)]));
	return {
		bookingCom: by((date) => bookingCom.availability(TYPE, null, date).roomsToSell),
		rate: by((date) => bookingCom.availability(TYPE, RATE, date).minStay ?? 1),
		airbnb: by((date) => airbnb.account.night(listing, date).availability),
		prices: by((date) => bookingCom.rate(TYPE, RATE, date)?.minor),
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
}

const day = (offset: number) => addDays(first, offset);
const all = own.length;
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
		'a change of dates: the old nights open, the new ones close',
		async () => {
			await sellAllButOne(day(0), 3);
			await write('1', day(0), 1);
		},
		async () => await write('1', day(1), 1, 'modified'),
		() => ({
			// What closes and what opens go out together.
			calls: ONE_EACH,
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
		'a cancellation for which somebody waits: nothing is to be told',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
			await write('2', day(0), 1);
		},
		async () => await cancel('1'),
		() => ({ calls: { availability: 0, rates: 0, airbnb: 0 } }),
	],
	[
		'a room that is out of order',
		async () => await sellAllButOne(day(5), 2),
		async () =>
			await post('/room-closures', { source: 'opera', rooms: [{ room: own[0], start: day(5), end: day(6) }] }),
		() => ({ calls: ONE_EACH, bookingCom: { [day(5)]: 0 }, airbnb: { [day(5)]: CLOSED } }),
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
		// The whole horizon of the rate, so that nothing else is restricted there: a request for each month.
		() => ({
			calls: { availability: monthsOfTheHorizon(), rates: 0, airbnb: 0 },
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
		() => ({ calls: { availability: 0, rates: 1, airbnb: 1 }, prices: { [day(1)]: 15_000 } }),
	],
	[
		'a cancellation, while a reservation waits at Booking.com: no more rooms there, and Airbnb does not wait',
		async () => {
			await sellAllButOne(day(0), 1);
			await write('1', day(0), 1);
		},
		async () => {
			bookingCom.enqueue(newStep(sampleBooking({ reservationId: '77' })));
			await cancel('1');
		},
		() => ({ calls: { ...ONE_EACH, availability: 0 }, airbnb: { [day(0)]: OPEN } }),
	],
];

function nextMonth(): string {
	return `${addDays(first, 32).slice(0, 8)}01`;
}

function monthsOfTheHorizon(): number {
	return new Set(nightsOf(today(), inDays(HORIZON)).map((date) => date.slice(0, 7))).size;
}

it('begins with every night of every type', () => {
	const { bookingCom: rooms, airbnb: nights } = standing();
	expect(new Set(Object.values(rooms))).toEqual(new Set([all]));
	expect(new Set(Object.values(nights))).toEqual(new Set([OPEN]));
	expect(Object.keys(roomMapOf(hotel))).toContain(TYPE);
});

it.each(EVENTS)('%s', async (_, prepare, act, expected) => {
	const { calls, bookingCom: rooms = {}, rate = {}, airbnb: nights = {}, prices = {} } = expected();
	await prepare();
	await push();
	const [before, sent] = [standing(), requests()];
	await act();
	await push();
	const [after, now] = [standing(), requests()];
	expect(changed(before.bookingCom, after.bookingCom)).toEqual(rooms);
	expect(changed(before.rate, after.rate)).toEqual(rate);
	expect(changed(before.airbnb, after.airbnb)).toEqual(nights);
	expect(changed(before.prices, after.prices)).toEqual(prices);
	expect({
		availability: now.availability - sent.availability,
		rates: now.rates - sent.rates,
		airbnb: now.airbnb - sent.airbnb,
	}).toEqual(calls);
});
