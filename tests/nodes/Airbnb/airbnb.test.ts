/** The node's operations, connected to the sandbox's Airbnb. */
import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { Airbnb } from '../../../nodes/Airbnb/Airbnb.node';
import { sampleReservation, startAirbnb, type AirbnbSandbox } from '../../../sandbox/airbnb';
import { Refused } from '../../../sandbox/airbnb/account';
import { seededRandom } from '../../../sandbox/hotel';
import { airbnbApplication, airbnbCredential, airbnbNodeContext, runAirbnb } from '../../support/airbnb-node';
import type { FakeContextOptions } from '../../support/fake-context';
import { inDays } from '../../support/today';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

let airbnb: AirbnbSandbox;

beforeEach(async () => {
	airbnb = await startAirbnb({ application: airbnbApplication });
	const [old, long] = airbnb.host.listings;
	for (const [number, listing] of [old!, long!, long!].entries()) {
		const stay = { startDate: inDays(10 * (number + 1)), nights: 2, number };
		airbnb.account.put({ ...sampleReservation(seededRandom(number), listing, stay), code: `HM${number}` });
	}
	airbnb.account.setStatus('HM1', 'pending');
	airbnb.account.cancel('HM2', 'guest', { payout: 1_000, hostFee: 30 });
});
afterEach(async () => await airbnb.close());

const run = async (resource: string, operation: string, parameters: IDataObject = {}, over: FakeContextOptions = {}) =>
	(await runAirbnb(airbnbNodeContext(airbnb, resource, operation, { parameters, ...over }))).map(({ json }) => json);

describe('reservation: get', () => {
	it('gives a booking as the trigger does, and of a request its facts only', async () => {
		expect(await run('reservation', 'get', { confirmationCode: 'HM0' })).toMatchObject([
			{ channel: 'airbnb', reservationId: 'HM0', status: 'confirmed', airbnb: { status: 'accept', meaning: 'booked' } },
		]);
		const [request] = await run('reservation', 'get', { confirmationCode: 'HM1' });
		expect(Object.keys(request!)).toEqual(['airbnb']);
		expect(request).toMatchObject({
			airbnb: { meaning: 'held', confirmationCode: 'HM1', checkIn: inDays(20) },
		});
	});

	it.each([
		['from_the_future', 'unknown'],
		['new', 'inquiry'],
	])('of one that is %s gives its facts only, and a hint that names it', async (status, meaning) => {
		airbnb.account.reservations.get('HM0')!.status = status as never;
		const context = airbnbNodeContext(airbnb, 'reservation', 'get', { parameters: { confirmationCode: 'HM0' } });
		expect((await runAirbnb(context)).map(({ json }) => json)).toMatchObject([
			{ airbnb: { status, meaning, confirmationCode: 'HM0' } },
		]);
		expect(context.hints.join()).toMatch(new RegExp(`HM0.*"${status}"`));
	});

	it('one that Airbnb does not have fails beside one that it has', async () => {
		const items = [{ reservationId: 'NOTHERE' }, { reservationId: 'HM0' }, { reservationId: '..' }];
		const [missing, found, dots] = await run('reservation', 'get', {}, { items, continueOnFail: true });
		expect(missing?.error).toContain('Airbnb did not find what was asked for');
		expect(found).toMatchObject({ reservationId: 'HM0' });
		expect(dots?.error).toContain('confirmation code');
	});
});

describe('reservation: getPage', () => {
	const page = async (parameters: IDataObject = {}) => (await run('reservation', 'getPage', parameters))[0]!;
	const codesOf = ({ reservations }: IDataObject) =>
		(reservations as IDataObject[]).map(({ reservationId }) => String(reservationId));
	const book = (...numbers: number[]) => {
		for (const number of numbers) {
			const stay = { startDate: inDays(number), nights: 1, number };
			airbnb.account.put({
				...sampleReservation(seededRandom(number), airbnb.host.listings[0]!, stay),
				...{ code: `HM${number}`, status: 'accept' as const },
			});
		}
	};

	it('goes on where the page before ended; the requests are left out, the cancelled ones are not', async () => {
		book(...Array.from({ length: 60 }, (_, n) => 100 + n));
		const found: string[] = [];
		let asked: IDataObject = { pageSize: 20 };
		for (let pages = 1; ; pages++) {
			const { next, isFirst, isLast, ...rest } = await page(asked);
			expect(isFirst).toBe(pages === 1);
			found.push(...codesOf(rest));
			if (isLast === true) break;
			expect(next).toMatch(/^_cursor=/);
			asked = { pageSize: 20, begin: next as string };
			expect(pages).toBeLessThan(9);
		}
		expect(new Set(found).size).toBe(62);
		expect(found).toHaveLength(62);
		expect(found).toContain('HM2');
		expect(found).not.toContain('HM1');
	});

	it('has a guest in the house for 120 nights, and one of 400 where it is chosen', async () => {
		for (const nights of [120, 400]) {
			const stay = { startDate: inDays(-nights), nights: nights + 10, number: nights };
			airbnb.account.put({
				...sampleReservation(seededRandom(1), airbnb.host.listings[0]!, stay),
				code: `HM${nights}`,
			});
		}
		expect(codesOf(await page())).toEqual(['HM120', 'HM0', 'HM2']);
		expect(codesOf(await page({ options: { longestStay: 420 } }))).toEqual(['HM400', 'HM120', 'HM0', 'HM2']);
	});

	it('begins anew where Airbnb does not know the place any more, and says so', async () => {
		book(100);
		expect(await page({ begin: '_cursor=long-gone' })).toMatchObject({ isFirst: true, isLast: true });
		for (const begin of ['host_id=1', '_cursor=a&after=HM1', '_offset=1&host_id=2'])
			await expect(page({ begin })).rejects.toThrow('Begin At');
	});

	it('begins anew where pages are counted and the one read last is gone; else it goes on behind it, wherever it is now', async () => {
		book(...Array.from({ length: 9 }, (_, n) => 100 + n));
		const all = codesOf(await page());
		const after = (place: number, code: string) => page({ begin: `_offset=${place}&after=${code}` });
		const moved = await after(3, all[4] ?? '');
		expect([moved['isFirst'], codesOf(moved)]).toEqual([false, all.slice(5)]);
		const anew = await after(4, 'HM-GONE');
		expect([anew['isFirst'], codesOf(anew)]).toEqual([true, all]);
	});

	it('a status that nobody knows is told under its key, beside the others', async () => {
		book(100, 101);
		airbnb.account.reservations.get('HM101')!.status = 'from_the_future' as never;
		const { unreadable, ...rest } = await page();
		expect(codesOf(rest)).toContain('HM100');
		expect(unreadable).toEqual([
			{ event: 'new', key: `airbnb/${airbnb.host.id}/HM101`, error: expect.stringContaining('from_the_future') },
		]);
	});

	it('what is no booking is counted, and an inquiry, which may be one for all that is known, is told by its code', async () => {
		book(100, 101);
		airbnb.account.reservations.get('HM101')!.status = 'new';
		const context = airbnbNodeContext(airbnb, 'reservation', 'getPage');
		const [only] = await runAirbnb(context);
		expect(codesOf(only!.json)).not.toContain('HM101');
		// The request of the sandbox's host, and the inquiry.
		expect(only!.json).toMatchObject({ leftOut: 2, unreadable: [] });
		expect(context.hints.join()).toMatch(/2 that are no bookings.*HM101 is "new"/);
	});

	it('what was read before Airbnb failed is given, and the next page begins there', async () => {
		book(...Array.from({ length: 60 }, (_, n) => 100 + n));
		airbnb.faults.next('serverError', { times: 9, after: 1 });
		const first = await page({ pageSize: 100 });
		expect(codesOf(first).length).toBeGreaterThan(0);
		expect(first).toMatchObject({ isLast: false });
		airbnb.faults.clear();
		const second = await page({ pageSize: 100, begin: first.next as string });
		expect(second).toMatchObject({ isLast: true });
		expect(new Set([...codesOf(first), ...codesOf(second)]).size).toBe(62);
	});
});

describe('reservation: getAll', () => {
	it('gives bookings and cancellations, and requests where they are asked for', async () => {
		const codes = (items: IDataObject[]) =>
			items.map((item) => item.reservationId ?? (item.airbnb as IDataObject).confirmationCode).sort();
		expect(codes(await run('reservation', 'getAll'))).toEqual(['HM0', 'HM2']);
		expect(codes(await run('reservation', 'getAll', { filters: { requests: true } }))).toEqual(['HM0', 'HM1', 'HM2']);
		const { id } = airbnb.host.listings[1]!;
		expect(codes(await run('reservation', 'getAll', { filters: { listingId: id } }))).toEqual(['HM2']);
		const filters = { from: inDays(5), until: inDays(15) };
		expect(codes(await run('reservation', 'getAll', { filters }))).toEqual(['HM0']);
	});

	it('a status that nobody knows is told beside the others, and its facts are given where requests are', async () => {
		airbnb.account.reservations.get('HM0')!.status = 'from_the_future' as never;
		const context = airbnbNodeContext(airbnb, 'reservation', 'getAll');
		expect((await runAirbnb(context)).map(({ json }) => json.reservationId)).toEqual(['HM2']);
		expect(context.hints.join()).toMatch(/HM0.*from_the_future/);
		const all = await run('reservation', 'getAll', { filters: { requests: true } });
		expect(all).toContainEqual({ airbnb: expect.objectContaining({ meaning: 'unknown', confirmationCode: 'HM0' }) });
	});

	it('a status that nobody has described but for its name is told too', async () => {
		airbnb.account.reservations.get('HM0')!.status = 'new';
		const context = airbnbNodeContext(airbnb, 'reservation', 'getAll');
		expect((await runAirbnb(context)).map(({ json }) => json.reservationId)).toEqual(['HM2']);
		expect(context.hints.join()).toMatch(/HM0.*"new"/);
	});

	it('tells what cannot be read beside the others, and fails where nothing can', async () => {
		airbnb.account.put({
			...airbnb.account.reservations.get('HM0')!,
			code: 'HM9',
			extra: { start_date: '', check_in_datetime: '' },
		});
		const context = airbnbNodeContext(airbnb, 'reservation', 'getAll');
		expect(await runAirbnb(context)).toHaveLength(2);
		expect(context.hints.join()).toContain('reservation.start_date');
		airbnb.faults.next('forbidden');
		await expect(run('reservation', 'getAll')).rejects.toThrow('Airbnb denied access');
	});
});

it('listing: getAll gives the numbers that the hotel settings ask for, with all their digits', async () => {
	const listings = await run('listing', 'getAll');
	expect(listings.map(({ listingId, name }) => ({ id: listingId, name }))).toEqual(
		airbnb.host.listings.map(({ id, name }) => ({ id, name })),
	);
	expect(await run('listing', 'getAll', { limit: 2 })).toHaveLength(2);
	const [simple, raw] = [listings[0], (await run('listing', 'getAll', { simplify: false }))[0]];
	expect(Object.keys(simple!)).toEqual(['listingId', 'name', 'listing_currency', 'has_availability']);
	expect(raw).toMatchObject({ ...simple, id: expect.anything() as unknown });
});

it('listings can be chosen from the account, found by name or number, and one that is chosen is read', async () => {
	const { execute } = airbnbNodeContext(airbnb, 'calendar', 'get');
	const search = async (filter?: string) =>
		(await new Airbnb().methods.listSearch.searchListings.call(execute as unknown as ILoadOptionsFunctions, filter))
			.results;
	const [listing] = airbnb.host.listings;
	expect((await search()).map(({ value }) => value).sort()).toEqual(airbnb.host.listings.map(({ id }) => id).sort());
	expect(await search(listing!.id)).toEqual([{ name: `${listing!.name} (${listing!.id})`, value: listing!.id }]);
	expect((await search(listing!.name.toUpperCase()))[0]?.value).toBe(listing!.id);
	const chosen = { __rl: true, mode: 'list', value: listing!.id };
	expect(await run('calendar', 'get', { listingId: chosen, from: inDays(9), until: inDays(11) })).toHaveLength(2);
});

describe('calendar', () => {
	const nights = (listingId: string, from: number, until: number) => ({
		listingId,
		from: inDays(from),
		until: inDays(until),
	});

	it('get gives each night', async () => {
		const { id } = airbnb.host.listings[0]!;
		const days = await run('calendar', 'get', nights(id, 9, 13));
		expect(days.map(({ availability }) => availability)).toEqual([
			'available',
			'unavailable',
			'unavailable',
			'available',
		]);
		expect(days[0]).toMatchObject({ listingId: id, date: inDays(9) });
	});

	it('update sends one request for a listing, with one operation for all nights that are alike', async () => {
		const [one, two] = airbnb.host.listings;
		const items = [
			{ listing: one!.id, start: inDays(100), end: inDays(103), nights: 'unavailable' },
			{ listing: two!.id, start: inDays(100), end: inDays(101), nights: 'unavailable' },
			{ listing: one!.id, start: inDays(110), end: inDays(112), nights: 'unavailable' },
			{ listing: one!.id, start: inDays(102), end: inDays(103), nights: 'available' },
			{ listing: '7', start: inDays(102), end: inDays(103), nights: 'available' },
		];
		const parameters = { listingId: '={{ $json.listing }}', availability: '={{ $json.nights }}' };
		const results = await run('calendar', 'update', parameters, { items, continueOnFail: true });
		expect(results.map(({ airbnb: done }) => done)).toEqual([
			{ updated: true, operations: 2 },
			{ updated: true, operations: 1 },
			{ updated: true, operations: 2 },
			{ updated: true, operations: 2 },
			undefined,
		]);
		expect(results[4]?.error).toContain('Airbnb did not find');
		expect(airbnb.account.calendarOperations).toBe(3);
		const of = (day: number) => airbnb.account.night(one!.id, inDays(day)).availability;
		expect([100, 101, 102, 103, 110, 111, 112].map(of)).toEqual([
			...['unavailable', 'unavailable', 'available', 'available'],
			...['unavailable', 'unavailable', 'available'],
		]);
	});

	it('update sets a price, and refuses what means nothing before anything is sent', async () => {
		const { id } = airbnb.host.listings[1]!;
		await run('calendar', 'update', { ...nights(id, 50, 52), price: '199.5' });
		expect(airbnb.account.night(id, inDays(51))).toMatchObject({ availability: 'available', price: 199.5 });
		const requests = airbnb.log.length;
		for (const wrong of [
			{},
			{ price: '-3' },
			{ price: 'cheap' },
			{ until: inDays(50), price: '1' },
			{ listingId: 'x', price: '1' },
		])
			await expect(run('calendar', 'update', { ...nights(id, 50, 52), ...wrong })).rejects.toThrow();
		expect(airbnb.log.slice(requests).filter(({ method }) => method === 'POST')).toEqual([]);
	});
});

it.each([
	['redirect', 'different address'],
	['html', 'cannot be read'],
	['errorInside', 'Airbnb answered: system_error'],
	['truncated', 'cannot be read'],
	['serverError', 'has a fault at present'],
] as const)('says what to do after %s, and shows nothing of the credential', async (kind, words) => {
	airbnb.faults.next(kind, { times: 9 });
	const error = await run('reservation', 'get', { confirmationCode: 'HM0' }).catch((thrown: Error) => thrown);
	expect(String((error as Error).message)).toContain(words);
	expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('never-to-be-seen');
});

describe('calendar: sendChanges', () => {
	const nightOf = (index: number) => airbnb.account.night(airbnb.host.listings[index]?.id ?? '', inDays(100));
	const item = (index: number, night: IDataObject, over: IDataObject = {}): IDataObject => ({
		...{ channel: 'airbnb', roomTypeId: airbnb.host.listings[index]?.id, ratePlanId: null },
		nights: [{ start: inDays(100), end: inDays(101), ...night }],
		...over,
	});
	const send = (...items: IDataObject[]) => run('calendar', 'sendChanges', {}, { items, continueOnFail: true });

	/** Each request takes so many seconds. */
	async function slowly(seconds: number, items: IDataObject[], over: FakeContextOptions = {}): Promise<IDataObject[]> {
		const fake = airbnbNodeContext(airbnb, 'calendar', 'sendChanges', { items, ...over });
		const helpers = fake.execute.helpers as unknown as {
			httpRequestWithAuthentication: (...all: unknown[]) => unknown;
		};
		const asked = helpers.httpRequestWithAuthentication;
		let clock = 0;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
		jest.spyOn(helpers, 'httpRequestWithAuthentication').mockImplementation(function (this: unknown, ...all) {
			clock += seconds * 1_000;
			return asked.apply(this, all);
		});
		const results = (await runAirbnb(fake)).map(({ json }) => json);
		now.mockRestore();
		return results;
	}

	it('sets prices, and leaves it to others whether the nights are sold', async () => {
		await send(item(0, { available: 0 }));
		const [priced] = await send(item(0, { price: 13_350 }, { event: 'rates', currency: 'CHF' }));
		expect(priced).toMatchObject({ airbnb: { outcome: 'updated', operations: 1 } });
		expect(nightOf(0)).toMatchObject({ availability: 'unavailable', price: 133.5 });
		await send(item(0, { available: 2 }));
		expect(nightOf(0)).toMatchObject({ availability: 'available', price: 133.5 });
	});

	it('gives up after ten seconds of silence, and leaves the other listings to the next poll', async () => {
		const items = [0, 1, 2].map((index) => item(index, { available: 0 }));
		const fake = airbnbNodeContext(airbnb, 'calendar', 'sendChanges', { items, continueOnFail: true });
		const helpers = fake.execute.helpers as unknown as { httpRequestWithAuthentication: jest.Mock };
		let clock = 0;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
		const sent = jest.spyOn(helpers, 'httpRequestWithAuthentication').mockImplementation(async () => {
			clock += 21_000;
			throw Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
		});
		const results = (await runAirbnb(fake)).map(({ json }) => json);
		now.mockRestore();
		expect(sent.mock.calls.map(([, request]) => (request as { timeout: number }).timeout)).toEqual([10_000]);
		expect(results[0]?.error).toContain('did not answer in time');
		const late = { airbnb: { outcome: 'held back', because: expect.stringContaining('slow') as string } };
		expect(results.slice(1)).toMatchObject([late, late]);
	});

	it('tells a refused night from those that there was no time for, and from those that were set', async () => {
		const bad = inDays(100);
		const update = airbnb.account.update.bind(airbnb.account);
		const refusing = jest.spyOn(airbnb.account, 'update').mockImplementation((body) => {
			const operations = body['operations'] as Array<{ dates: string[] }>;
			if (operations.some(({ dates }) => dates.includes(bad))) throw new Refused(400, 'invalid_dates');
			update(body);
		});
		const items = [item(0, {}, { nights: [{ start: bad, end: inDays(108), available: 0 }] })];
		const results = await slowly(5, items, { continueOnFail: true });
		refusing.mockRestore();
		const nights = (from: number, until: number) => [
			expect.objectContaining({ start: inDays(from), end: inDays(until) }) as unknown,
		];
		expect(results).toMatchObject([
			{ nights: nights(101, 102), airbnb: { outcome: 'updated' } },
			{ nights: nights(102, 108), airbnb: { outcome: 'held back' } },
			{ nights: nights(100, 101), error: expect.stringContaining('400') as string },
		]);
		expect(results.map(({ error }) => error === undefined)).toEqual([true, true, false]);
	});

	it('leaves the rest of a listing to the next poll as soon as it takes too long, and says which nights were set', async () => {
		const bad = inDays(100);
		const update = airbnb.account.update.bind(airbnb.account);
		const refusing = jest.spyOn(airbnb.account, 'update').mockImplementation((body) => {
			const operations = body['operations'] as Array<{ dates: string[] }>;
			if (operations.some(({ dates }) => dates.length > 4)) throw new Refused(400, 'invalid_dates');
			update(body);
		});
		const items = [
			item(0, {}, { nights: [{ start: bad, end: inDays(116), available: 0 }] }),
			item(0, { start: inDays(116), end: inDays(117), available: 0 }, { repeats: true }),
		];
		const results = await slowly(6, items);
		refusing.mockRestore();
		expect(results.map(({ nights, airbnb: done }) => [nights, (done as IDataObject)['outcome']])).toEqual([
			[[expect.objectContaining({ start: inDays(100), end: inDays(108) })], 'updated'],
			[[expect.objectContaining({ start: inDays(108), end: inDays(116) })], 'held back'],
			[[expect.objectContaining({ start: inDays(116), end: inDays(117) })], 'held back'],
		]);
		const of = (day: number) => airbnb.account.night(airbnb.host.listings[0]?.id ?? '', inDays(day)).availability;
		expect([of(107), of(108)]).toEqual(['unavailable', 'available']);
	});

	it('sets all nights but the one that Airbnb refuses, which alone fails', async () => {
		const update = airbnb.account.update.bind(airbnb.account);
		const bad = inDays(103);
		const refusing = jest.spyOn(airbnb.account, 'update').mockImplementation((body) => {
			const operations = body['operations'] as Array<{ dates: string[] }>;
			if (operations.some(({ dates }) => dates.includes(bad))) throw new Refused(400, 'invalid_dates');
			update(body);
		});
		const nights = (from: number, until: number) => ({
			nights: [{ start: inDays(from), end: inDays(until), available: 0 }],
		});
		const [good, wrong, right, other] = await send(
			item(0, {}, nights(100, 108)),
			item(0, {}, nights(108, 110)),
			item(1, { available: 0 }),
		);
		const requests = refusing.mock.calls.length;
		refusing.mockRestore();
		expect(good).toMatchObject({
			nights: [
				{ start: inDays(100), end: bad },
				{ start: inDays(104), end: inDays(108) },
			],
			airbnb: { outcome: 'updated' },
		});
		expect(wrong).toMatchObject({ nights: [{ start: bad, end: inDays(104) }] });
		expect(wrong?.error).toContain('400');
		expect(right).toMatchObject({ airbnb: { outcome: 'updated' } });
		expect(other).toMatchObject({ airbnb: { outcome: 'updated' } });
		const listingId = airbnb.host.listings[0]?.id ?? '';
		const closed = Array.from({ length: 10 }, (_, night) => inDays(100 + night)).filter(
			(date) => airbnb.account.night(listingId, date).availability === 'unavailable',
		);
		expect(closed).toHaveLength(9);
		expect(closed).not.toContain(bad);
		expect(requests).toBeLessThanOrEqual(2 + 2 * Math.ceil(Math.log2(10)));
	});

	it('ends after a few requests where Airbnb refuses every night', async () => {
		const refusing = jest.spyOn(airbnb.account, 'update').mockImplementation(() => {
			throw new Refused(400, 'invalid_dates');
		});
		const nights = [{ start: inDays(0), end: inDays(500), available: 0 }];
		const [wrong] = await send(item(0, {}, { nights }));
		const requests = refusing.mock.calls.length;
		refusing.mockRestore();
		expect(wrong?.error).toBeDefined();
		expect(requests).toBeLessThanOrEqual(3 * (1 + Math.ceil(Math.log2(500))));
	});

	it('fails alone where nobody says in which currency', async () => {
		const [wrong, right] = await send(item(0, { price: 100 }), item(1, { price: 15_000 }, { currency: 'JPY' }));
		expect(wrong?.error).toContain('a price without a currency');
		expect(right).not.toHaveProperty('error');
		expect(nightOf(1).price).toBe(15_000);
	});
});

describe('more rooms', () => {
	const listing = () => airbnb.host.listings[0]?.id ?? '';
	const NIGHT = inDays(100);
	const more = (standing: IDataObject[], heldSince: string | null = null): IDataObject => ({
		...{ channel: 'booking.com', propertyId: '12345', roomTypeId: '1296364403', ratePlanId: null, raises: true },
		nights: [{ start: NIGHT, end: inDays(101), available: 1 }],
		selfKey: {
			availability: {
				heldSince,
				sources: [{ channel: 'airbnb', propertyIds: [], roomTypeIds: [listing()], standing }],
			},
		},
	});
	const stay = (id: string): IDataObject => ({ id, checkIn: inDays(99), checkOut: inDays(101) });
	const holdBack = async (...items: IDataObject[]) => await run('calendar', 'holdBack', {}, { items });
	const reads = () => airbnb.log.filter(({ path }) => path.startsWith('/v2/reservations'));
	const sell = (code: string, startDate: string) => {
		const [of] = airbnb.host.listings;
		airbnb.account.put({ ...sampleReservation(seededRandom(1), of!, { startDate, nights: 2, number: 0 }), code });
	};
	const held = { heldBack: { outcome: 'held back', because: expect.stringContaining('1') as string } };

	it('wait, at whichever channel, while Airbnb has a booking in these nights that SelfKey does not know', async () => {
		sell('HMNEW', inDays(99));
		const [unknown, known, fewer] = await holdBack(more([]), more([stay('HMNEW')]), { ...more([]), raises: false });
		expect(unknown?.heldBack).toEqual({
			outcome: 'held back',
			because: expect.stringContaining('a reservation of Airbnb waits to be written to SelfKey') as string,
			waitsFor: 'airbnb',
		});
		expect([known, fewer]).toEqual([more([stay('HMNEW')]), { ...more([]), raises: false }]);
		expect(reads()).toHaveLength(1);
	});

	it('wait for a stay that begins 120 nights before, and for one of 400 where it is chosen', async () => {
		const isHeld = async (options: IDataObject = {}) => {
			const [item] = await run('calendar', 'holdBack', { options }, { items: [more([])] });
			return item?.heldBack !== undefined;
		};
		const [of] = airbnb.host.listings;
		const put = (code: string, nights: number) => {
			const stay = { startDate: inDays(100 - nights), nights: nights + 2, number: 0 };
			airbnb.account.put({ ...sampleReservation(seededRandom(1), of!, stay), code });
		};
		put('HMLONGER', 400);
		expect([await isHeld(), await isHeld({ longestStay: 420 })]).toEqual([false, true]);
		put('HMLONG', 120);
		expect(await isHeld()).toBe(true);
	});

	it.each(['pending', 'pending_payment', 'at_checkpoint'] as const)(
		'wait for a request that is %s, since Airbnb keeps its nights, until it is released',
		async (status) => {
			sell('HMREQUEST', inDays(99));
			airbnb.account.setStatus('HMREQUEST', status);
			expect((await holdBack(more([])))[0]?.heldBack).toMatchObject({
				outcome: 'held back',
				because: expect.stringContaining('a request at Airbnb keeps these nights') as string,
			});
			// A booking that Airbnb looks into is one that SelfKey has.
			expect(await holdBack(more([stay('HMREQUEST')]))).toEqual([more([stay('HMREQUEST')])]);
			const ago = new Date(Date.now() - 31 * 60_000).toISOString();
			expect((await holdBack(more([], ago)))[0]).toMatchObject({
				heldBack: { warnings: [expect.stringContaining('a request at Airbnb keeps these nights')] },
			});
			airbnb.account.setStatus('HMREQUEST', 'deny');
			expect(await holdBack(more([]))).toEqual([more([])]);
		},
	);

	it('wait neither for other nights, nor for what ended, nor for what the desk let go long since', async () => {
		sell('HMOTHER', inDays(101));
		sell('HMGONE', NIGHT);
		airbnb.account.cancel('HMGONE', 'guest');
		expect(await holdBack(more([]))).toEqual([more([])]);
		sell('HMOLD', NIGHT);
		expect((await holdBack(more([])))[0]).toMatchObject({ heldBack: { outcome: 'held back' } });
		const later = Date.parse(airbnb.account.reservations.get('HMOLD')?.updatedAt ?? '') + 86_400_001;
		jest.useFakeTimers({ now: later, doNotFake: ['setImmediate', 'setTimeout', 'nextTick', 'performance'] });
		const items = await holdBack(more([])).finally(() => jest.useRealTimers());
		expect(items).toEqual([more([])]);
	});

	it('wait for a booking of any age that SelfKey has never heard of in these nights', async () => {
		sell('HMOLD', inDays(99));
		const heardOf = (heard: unknown): IDataObject => {
			const source = { channel: 'airbnb', propertyIds: [], roomTypeIds: [listing()], standing: [], heard };
			return { ...more([]), selfKey: { availability: { heldSince: null, sources: [source] } } } as IDataObject;
		};
		const elsewhere = { ...stay('HMOLD'), checkOut: NIGHT };
		const later = Date.parse(airbnb.account.reservations.get('HMOLD')?.updatedAt ?? '') + 86_400_001;
		jest.useFakeTimers({ now: later, doNotFake: ['setImmediate', 'setTimeout', 'nextTick', 'performance'] });
		const items = [
			heardOf([]),
			heardOf([stay('HMOTHER')]),
			heardOf([elsewhere]),
			heardOf([stay('HMOLD')]),
			heardOf(null),
		];
		const said = await holdBack(...items).finally(() => jest.useRealTimers());
		expect(said.map((item) => item.heldBack !== undefined)).toEqual([true, true, true, false, false]);
	});

	it('wait for an Airbnb that is down, and after half an hour no longer', async () => {
		await airbnb.close();
		const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
		const [first, last] = await holdBack(more([], ago(29)), more([], ago(31)));
		expect(first?.heldBack).toMatchObject({ because: expect.stringContaining('Airbnb does not say') as string });
		expect(last?.heldBack).toEqual({ warnings: [expect.stringContaining('after 30 minutes') as string] });
		expect(JSON.stringify([first, last])).not.toContain('never-to-be-seen');
	});

	it('wait for the nights by which a stay was made longer at Airbnb', async () => {
		sell('HMLONG', inDays(99));
		const short = { ...stay('HMLONG'), checkOut: NIGHT };
		expect((await holdBack(more([short])))[0]).toMatchObject({ heldBack: { outcome: 'held back' } });
		const first = { ...more([short]), nights: [{ start: inDays(99), end: NIGHT, available: 1 }] };
		expect(await holdBack(first)).toEqual([first]);
	});

	it('wait for a booking that cannot be mapped, unless it is old or has ended', async () => {
		const wrong = (over: IDataObject) => ({
			...{
				confirmation_code: 'HMWRONG',
				listing_id: null,
				status_type: 'accept',
				updated_at: new Date().toISOString(),
			},
			...{ start_date: NIGHT, end_date: inDays(102) },
			...over,
		});
		const said = async (entry: unknown) => {
			const fake = airbnbNodeContext(airbnb, 'calendar', 'holdBack', { items: [more([])] });
			const helpers = fake.execute.helpers as unknown as { httpRequestWithAuthentication: jest.Mock };
			const body = Buffer.from(JSON.stringify({ reservations: [entry], paging: { next_cursor: null } }));
			jest.spyOn(helpers, 'httpRequestWithAuthentication').mockResolvedValue({ statusCode: 200, headers: {}, body });
			const [item] = (await runAirbnb(fake)).map(({ json }) => json);
			return item?.heldBack !== undefined;
		};
		expect(await said(wrong({}))).toBe(true);
		expect(await said(wrong({ end_date: 'soon' }))).toBe(true);
		expect(await said('a text')).toBe(true);
		expect(await said(wrong({ start_date: inDays(101) }))).toBe(false);
		expect(await said(wrong({ updated_at: new Date(Date.now() - 86_400_001).toISOString() }))).toBe(false);
		expect(await said(wrong({ status_type: 'cancelled_by_guest', confirmation_code: null }))).toBe(false);
	});

	it('fail at once where Airbnb does not accept the credential, and others go on', async () => {
		const credentials = airbnbCredential(airbnb, { refreshToken: 'wrong' });
		const items = [more([]), { ...more([]), raises: false }];
		const [wrong, fewer] = await run('calendar', 'holdBack', {}, { items, credentials, continueOnFail: true });
		expect(wrong?.error).toContain('Airbnb');
		expect(wrong).not.toHaveProperty('heldBack');
		expect(fewer).toEqual(items[1]);
	});

	it('of more than five listings are compared with all bookings of the host, around these nights alone', async () => {
		const of = (count: number) => {
			const ids = Array.from({ length: count }, (_, index) => (index === 0 ? listing() : `7${index}`));
			const sources = [{ channel: 'airbnb', propertyIds: [], roomTypeIds: ids, standing: [] }];
			return { ...more([]), selfKey: { availability: { heldSince: null, sources } } };
		};
		await holdBack(of(5));
		expect(reads()).toHaveLength(5);
		sell('HMMANY', NIGHT);
		expect((await holdBack(of(6)))[0]).toMatchObject({ heldBack: { outcome: 'held back' } });
		expect(reads()).toHaveLength(6);
		const { searchParams } = new URL(reads()[5]?.path ?? '', airbnb.url);
		expect(searchParams.get('start_date')).toBe(inDays(100 - 181));
		expect(searchParams.get('end_date')).toBe(inDays(101 + 181));
		expect(searchParams.get('listing_id')).toBeNull();
	});

	it('that are held back are not sent', async () => {
		const item = { ...more([]), channel: 'airbnb', roomTypeId: listing(), ...held };
		expect(await run('calendar', 'sendChanges', {}, { items: [item] })).toEqual([item]);
		expect(airbnb.account.calendarOperations).toBe(0);
	});
});

describe('the daily push', () => {
	const listing = () => airbnb.host.listings[0]?.id ?? '';
	const item = (available = 1, over: IDataObject = {}): IDataObject => {
		const nights = [{ start: inDays(100), end: inDays(110), available }];
		return {
			...{ channel: 'airbnb', roomTypeId: listing(), ratePlanId: null, nights },
			selfKey: { availability: { believed: nights } },
			...over,
		};
	};
	const send = async (of = item()) => await run('calendar', 'sendChanges', {}, { items: [of] });
	const set = (availability: string, ...days: number[]) =>
		airbnb.account.update({
			...{ listing_id: listing(), method: 'UPDATE' },
			operations: [{ dates: days.map(inDays), availability }],
		});
	/** The nights that are named to Airbnb while something is done. */
	async function toldWhile(work: () => Promise<unknown>): Promise<string[]> {
		const told = jest.spyOn(airbnb.account, 'update');
		await work();
		const bodies = told.mock.calls.map(([body]) => body['operations'] as Array<{ dates: string[] }>);
		told.mockRestore();
		return bodies.flat().flatMap(({ dates }) => dates);
	}

	it("reads Airbnb's own calendar, tells the nights that Airbnb held otherwise, and warns of them", async () => {
		set('unavailable', 103, 104);
		const told = await toldWhile(async () => {
			const [repaired] = await send();
			expect(repaired?.airbnb).toMatchObject({
				outcome: 'updated',
				operations: 1,
				warnings: [
					`Airbnb held 2 nights otherwise than it was told (${inDays(103)}, ${inDays(104)}); it has been told again`,
				],
			});
		});
		expect(told).toEqual([inDays(103), inDays(104)]);
		expect(airbnb.account.night(listing(), inDays(103)).availability).toBe('available');
	});

	it('sends nothing where Airbnb shows every night as open as it was told, and tells again what is closed', async () => {
		const nights = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109];
		const told = await toldWhile(async () => {
			expect((await send())[0]?.airbnb).toEqual({ outcome: 'updated', operations: 0 });
		});
		expect(told).toEqual([]);
		set('unavailable', ...nights);
		// A guest may be why they are closed, whom Airbnb does not name there: then nobody knows whether ours still holds.
		expect(await toldWhile(async () => await send(item(0)))).toEqual(nights.map(inDays));
	});

	it('tells what has changed since, and a price, whatever Airbnb shows', async () => {
		const [one, two] = [inDays(100), inDays(101)];
		const closed = [{ start: one, end: two, available: 0 }];
		expect(await toldWhile(async () => await send(item(1, { nights: closed })))).toEqual([one]);
		const priced = [{ start: one, end: two, available: 1, price: 13_350 }];
		set('available', 100);
		expect(await toldWhile(async () => await send(item(1, { nights: priced, currency: 'CHF' })))).toEqual([one]);
	});

	it('tells everything where the calendar cannot be read', async () => {
		airbnb.faults.next('forbidden');
		const told = await toldWhile(async () => {
			expect(((await send())[0]?.airbnb as IDataObject).warnings).toEqual([
				expect.stringContaining('everything was sent'),
			]);
		});
		expect(told).toHaveLength(10);
	});

	it('closes again what a guest closes whom Airbnb does not name, so that it stays closed once the guest cancels', async () => {
		const [of] = airbnb.host.listings;
		const stay = { startDate: inDays(102), nights: 2, number: 0 };
		airbnb.account.put({ ...sampleReservation(seededRandom(1), of!, stay), code: 'HMUNNAMED' });
		const nights = [{ start: inDays(102), end: inDays(104), available: 0 }];
		const closed = item(0, { nights, selfKey: { availability: { believed: nights } } });
		const calendar = airbnb.account.calendar.bind(airbnb.account);
		const unnamed = jest
			.spyOn(airbnb.account, 'calendar')
			.mockImplementation((...asked) =>
				calendar(...asked).map((day) => ({ ...(day as object), reservation_code: null })),
			);
		const told = await toldWhile(async () => await send(closed));
		unnamed.mockRestore();
		expect(told).toEqual([inDays(102), inDays(103)]);
		airbnb.account.cancel('HMUNNAMED', 'guest', { payout: 0, hostFee: 0 });
		expect(airbnb.account.night(listing(), inDays(102)).availability).toBe('unavailable');
	});

	it('finds a night with a reservation of Airbnb as it has to be, and tells it again all the same', async () => {
		const [of] = airbnb.host.listings;
		const stay = { startDate: inDays(102), nights: 2, number: 0 };
		airbnb.account.put({ ...sampleReservation(seededRandom(1), of!, stay), code: 'HMTHERE' });
		const told = await toldWhile(async () => {
			expect((await send())[0]?.airbnb).not.toHaveProperty('warnings');
		});
		expect(told).toEqual([inDays(102), inDays(103)]);
	});
});
