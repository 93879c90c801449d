import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import fc from 'fast-check';
import { addDays, eachNight } from '../../../core/reservation/dates';
import { startBookingCom, type BookingComSandbox } from '../../../sandbox/booking-com';
import { hotelParadise, newStep, pensionDuLac, sampleBooking } from '../../../sandbox/hotel';
import {
	bookingComAccount,
	bookingComCredential,
	expectNothingSecret,
	failureOf,
	nodeContext,
	runNode,
} from '../../support/booking-com-node';
import { assertProperty } from '../../support/property';
import type { FakeContext, FakeContextOptions } from '../../support/fake-context';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));
const { sleep } = jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow');

const propertyId = hotelParadise.propertyId;
const [classic, superior] = hotelParadise.roomTypes.map(({ id }) => id) as [string, string];
const plan = hotelParadise.ratePlans[0]?.id ?? '';

let sandbox: BookingComSandbox;
beforeEach(async () => {
	sleep.mockClear();
	sandbox = await startBookingCom({ credentials: bookingComAccount, hotels: [hotelParadise, pensionDuLac] });
});
afterEach(async () => await sandbox.close());

const nights = (over: IDataObject = {}): IDataObject => ({
	propertyId,
	roomTypeId: classic,
	start: '2027-07-01',
	end: '2027-07-03',
	available: 4,
	...over,
});
const availability = (items: IDataObject[], options: FakeContextOptions = {}) =>
	nodeContext(sandbox, 'availability', 'update', { items, ...options });
const rates = (items: IDataObject[], options: FakeContextOptions = {}) =>
	nodeContext(sandbox, 'rate', 'update', { items, ...options });
const price = (over: IDataObject = {}): IDataObject => ({ ...nights(), ratePlanId: plan, price: '133.50', ...over });
const sold = (date: string, roomTypeId = classic) => sandbox.availability(roomTypeId, plan, date);

/** Runs the node, and returns its output and the requests that it sent. */
async function sentBy(fake: FakeContext) {
	const sent = jest.spyOn(fake.execute.helpers, 'httpRequestWithAuthentication');
	const output = await runNode(fake);
	return { output, bodies: sent.mock.calls.map(([, { body }]) => String(body)) };
}
const rangesIn = (body: string) =>
	[...body.matchAll(/Start="(\S+)" End="(\S+)" InvTypeCode="(\d+)"/g)].map(([, start, end]) => [start, end]);

describe('Booking.com: availability', () => {
	it('sets the rooms to sell from the first night to the last, not on the day of departure', async () => {
		const output = await runNode(availability([nights()]));
		expect(['2027-06-30', '2027-07-01', '2027-07-02', '2027-07-03'].map((date) => sold(date).roomsToSell)).toEqual([
			null,
			4,
			4,
			null,
		]);
		expect(output).toMatchObject([
			{
				json: { ...nights(), bookingCom: { updated: true, ruid: expect.any(String), warnings: [] } },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('sets each restriction by itself, and leaves alone what is not given', async () => {
		const restrictions = { arrival: 'closed', departure: 'open', sale: 'closed', minimumStay: '2', maximumStay: '7' };
		await runNode(availability([nights({ ratePlanId: plan, available: 0 })], { parameters: { restrictions } }));
		expect(sold('2027-07-01')).toMatchObject({
			roomsToSell: 0,
			closed: true,
			closedToArrival: true,
			closedToDeparture: false,
			minStay: 2,
			maxStay: 7,
		});
		await runNode(
			availability([nights({ ratePlanId: plan, available: '' })], { parameters: { restrictions: { sale: 'open' } } }),
		);
		expect(sold('2027-07-01')).toMatchObject({ roomsToSell: 0, closed: false, closedToArrival: true, minStay: 2 });
		await runNode(availability([nights({ available: '' })], { parameters: { restrictions: { sale: 'closed' } } }));
		expect(sold('2027-07-02').roomClosed).toBe(true);
	});

	it('sends all of a hotel and a month in one request, and each hotel its own', async () => {
		const other = nights({ propertyId: pensionDuLac.propertyId, roomTypeId: pensionDuLac.roomTypes[0]?.id });
		const days = Array.from({ length: 40 }, (_, n) =>
			nights({
				start: `2027-0${n < 20 ? 8 : 9}-${String((n % 20) + 1).padStart(2, '0')}`,
				end: `2027-0${n < 20 ? 8 : 9}-${String((n % 20) + 2).padStart(2, '0')}`,
				available: n,
			}),
		);
		const output = await runNode(availability([...days, other]));
		expect(sandbox.log.count('availability')).toBe(3);
		expect(output).toHaveLength(41);
		expect([sold('2027-08-01').roomsToSell, sold('2027-09-20').roomsToSell]).toEqual([0, 39]);
	});

	it('keeps the order where two items set the same night', async () => {
		await runNode(availability([nights({ available: 1 }), nights({ available: 2 }), nights({ available: 3 })]));
		expect(sold('2027-07-01').roomsToSell).toBe(3);
	});

	it('lets each of two items about the same night have its say, the later one last', async () => {
		const { output, bodies } = await sentBy(
			availability([nights({ available: 1 }), nights({ available: 2, start: '2027-07-02', end: '2027-07-04' })]),
		);
		expect(bodies.map(rangesIn)).toEqual([
			[
				['2027-07-01', '2027-07-02'],
				['2027-07-03', '2027-07-03'],
			],
			[['2027-07-02', '2027-07-02']],
		]);
		expect(['2027-07-01', '2027-07-02', '2027-07-03'].map((date) => sold(date).roomsToSell)).toEqual([1, 2, 2]);
		expect(output.map(({ json }) => json.bookingCom)).toEqual([
			expect.objectContaining({ updated: true, warnings: [] }),
			expect.objectContaining({ updated: true, warnings: [] }),
		]);
	});

	it('takes the rooms to sell for all rate plans of the room, whichever plan they come with', async () => {
		const other = hotelParadise.ratePlans[1]?.id;
		await runNode(
			availability([
				nights({ ratePlanId: plan, available: 4 }),
				nights({ ratePlanId: other, available: 2 }),
				nights({ ratePlanId: other, available: 3 }),
				nights({ ratePlanId: plan, available: 1 }),
			]),
		);
		expect(sold('2027-07-01').roomsToSell).toBe(1);
	});

	it('sends one month in a request, the earliest first', async () => {
		const { bodies } = await sentBy(availability([nights({ start: '2027-12-30', end: '2028-03-01' })]));
		expect(bodies.map(rangesIn)).toEqual([
			[['2027-12-30', '2027-12-31']],
			[['2028-01-01', '2028-01-31']],
			[['2028-02-01', '2028-02-29']],
		]);
	});

	it('joins nights that follow one another and are alike', async () => {
		const { bodies, output } = await sentBy(
			availability([
				nights({ start: '2027-07-03', end: '2027-07-05' }),
				nights(),
				nights({ start: '2027-07-04', end: '2027-07-06' }),
			]),
		);
		expect(bodies.map(rangesIn)).toEqual([[['2027-07-01', '2027-07-05']]]);
		expect(output.map(({ json }) => json.error)).toEqual([undefined, undefined, undefined]);
	});

	it('sends each restriction of the same nights in a request of its own', async () => {
		const restrictions = { arrival: 'closed', departure: 'closed', sale: 'open', minimumStay: '2' };
		const { bodies, output } = await sentBy(
			availability([nights({ ratePlanId: plan })], { parameters: { restrictions } }),
		);
		expect(bodies.map((body) => body.match(/<RestrictionStatus/g)?.length)).toEqual([1, 1, 1]);
		expect(output[0]?.json.bookingCom).toMatchObject({ updated: true, warnings: [] });
		expect(sold('2027-07-01')).toMatchObject({
			closedToArrival: true,
			closedToDeparture: true,
			closed: false,
			minStay: 2,
		});
	});

	it('takes a range of a typing error for one', async () => {
		await expect(runNode(availability([nights({ end: '2072-07-03' })]))).rejects.toThrow(/1000 nights at most/);
	});

	describe('where nights may not be closed, since a minimum of rooms is contracted', () => {
		const closing = (over: IDataObject, more: IDataObject[] = []) =>
			availability([nights(over), ...more], { continueOnFail: true, parameters: { restrictions: { sale: 'closed' } } });
		const warningOf = (item: INodeExecutionData | undefined) =>
			(item?.json.bookingCom as { warnings?: string[] } | undefined)?.warnings?.join();

		it.each([
			['names the part', false],
			['names none', true],
		])('sends everything again without the closing and says so, if Booking.com %s', async (_, unnamed) => {
			sandbox.faults.next('contractedRooms', { on: 'availability', times: 99, unnamed });
			const other = nights({ available: 0, roomTypeId: superior });
			const { output, bodies } = await sentBy(closing({ available: 0 }, [other]));
			expect(bodies.at(-1)).not.toContain('Close');
			expect(['2027-07-01', '2027-07-02'].map((date) => sold(date))).toMatchObject([
				{ roomsToSell: 0, roomClosed: null },
				{ roomsToSell: 0, roomClosed: null },
			]);
			expect(sold('2027-07-01', superior).roomsToSell).toBe(0);
			expect(output.map(({ json }) => json.bookingCom)).toMatchObject([{ updated: true }, { updated: true }]);
			expect(warningOf(output[0])).toMatch(
				/did not close the nights, because the hotel has contracted a minimum number of rooms: they have 0 rooms to sell instead/,
			);
		});

		it('sells no room of the type instead, if only its closing was asked for', async () => {
			sandbox.faults.next('contractedRooms', { on: 'availability', times: 99 });
			const output = await runNode(closing({ available: '' }));
			expect(sold('2027-07-01')).toMatchObject({ roomsToSell: 0, roomClosed: null });
			expect(warningOf(output[0])).toMatch(/to be set again when they open/);
		});

		it('keeps the other restrictions of a rate plan, which stays for sale', async () => {
			sandbox.faults.next('contractedRooms', { on: 'availability', times: 99 });
			const output = await runNode(
				availability([nights({ ratePlanId: plan, available: '' })], {
					parameters: { restrictions: { sale: 'closed', minimumStay: '3' } },
				}),
			);
			expect(sold('2027-07-01')).toMatchObject({ closed: null, minStay: 3 });
			expect(warningOf(output[0])).toMatch(/they are still for sale/);
		});

		it('fails where nothing but the closing of a rate plan was asked for', async () => {
			sandbox.faults.next('contractedRooms', { on: 'availability', times: 99 });
			const output = await runNode(closing({ ratePlanId: plan, available: '' }));
			expect(output[0]?.json.error).toMatch(/minimum contracted rooms/);
			expect(sold('2027-07-01').roomsToSell).toBeNull();
		});

		it('fails if even the rest is refused, and the others succeed', async () => {
			sandbox.faults.next('contractedRooms', { on: 'availability' });
			sandbox.faults.next('badRequest', { on: 'availability' });
			const { output } = await sentBy(closing({ available: 0 }, [nights({ roomTypeId: '404', available: 0 })]));
			expect(output.map(({ json }) => json.error)).toEqual([
				expect.stringMatching(/Invalid value/),
				expect.stringMatching(/Invalid room type: 404/),
			]);
		});

		it('tells only the items that asked for it', async () => {
			sandbox.faults.next('contractedRooms', { on: 'availability', times: 99 });
			const fake = availability([nights({ available: 0 }), nights({ available: '' })]);
			const getNodeParameter = fake.execute.getNodeParameter.bind(fake.execute);
			fake.execute.getNodeParameter = ((name: string, index: number, fallback: unknown) =>
				name === 'restrictions.sale'
					? index === 1
						? 'closed'
						: 'unchanged'
					: getNodeParameter(name, index, fallback as never)) as typeof fake.execute.getNodeParameter;
			const output = await runNode(fake);
			expect(output.map(warningOf)).toEqual(['', expect.stringMatching(/did not close/)]);
		});
	});

	it('fails only the item that Booking.com names: an unknown room among good ones', async () => {
		const output = await runNode(
			availability([nights(), nights({ roomTypeId: '404' }), nights({ roomTypeId: superior, available: 2 })], {
				continueOnFail: true,
			}),
		);
		expect(output.map(({ json }) => json.error)).toEqual([
			undefined,
			expect.stringMatching(/refused the request: Invalid room type: 404 \(code 402\)/),
			undefined,
		]);
		expect(output[0]?.json.bookingCom).toMatchObject({ warnings: [] });
		expect([sold('2027-07-01').roomsToSell, sold('2027-07-01', superior).roomsToSell]).toEqual([4, 2]);
		expect(sandbox.log.count('availability')).toBe(1);
		expect((await failureOf(availability([nights(), nights({ roomTypeId: '404' })]))).context.itemIndex).toBe(1);
	});

	it('tells the items apart where all are refused, in one request', async () => {
		const output = await runNode(
			availability([nights({ roomTypeId: '404' }), nights({ ratePlanId: '405' })], { continueOnFail: true }),
		);
		expect(output.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/Invalid room type: 404/),
			expect.stringMatching(/Invalid rate plan: 405/),
		]);
		expect(sandbox.log.count('availability')).toBe(1);
	});

	it('looks for the part that was not done where Booking.com does not name it', async () => {
		sandbox.faults.next('warnings', { on: 'ari' });
		const output = await runNode(availability([nights(), nights({ roomTypeId: superior })]));
		expect(sandbox.log.count('availability')).toBe(3);
		expect(output.map(({ json }) => json.bookingCom)).toEqual([
			expect.objectContaining({ updated: true, warnings: [] }),
			expect.objectContaining({ updated: true, warnings: [] }),
		]);
	});

	it('passes on a warning about the one item that was sent', async () => {
		sandbox.faults.next('warnings', { on: 'ari' });
		expect((await runNode(availability([nights()])))[0]?.json.bookingCom).toMatchObject({
			updated: true,
			warnings: ['A part of the request needs attention (code 450)'],
		});
	});

	it.each<[string, IDataObject, RegExp]>([
		['no hotel', { propertyId: '' }, /Fill in one property ID/],
		['a hotel that is no number', { propertyId: 'Paradise' }, /"Paradise" is not a Booking.com property ID/],
		['two hotels', { propertyId: '1,2' }, /Fill in one property ID/],
		['no room', { roomTypeId: '' }, /Fill in the room type/],
		['a date that does not exist', { start: '2027-02-29' }, /must be dates written YYYY-MM-DD/],
		['no night', { end: '2027-07-01' }, /"Until" must be after "From"/],
		['less than no room', { available: -1 }, /whole number from 0 to 254/],
		['half a room', { available: 1.5 }, /whole number from 0 to 254/],
		['no end of rooms', { available: 255 }, /whole number from 0 to 254/],
		['no number', { available: 'many' }, /whole number from 0 to 254/],
		['nothing to set', { available: '' }, /Nothing to update/],
		['a control character', { roomTypeId: 'a\u0000' }, /control character/],
	])('does not send an item with %s', async (_, over, message) => {
		const output = await runNode(availability([nights(over), nights()], { continueOnFail: true }));
		expect(output.map(({ json }) => json.error)).toEqual([expect.stringMatching(message), undefined]);
		expect(sold('2027-07-01').roomsToSell).toBe(4);
		await expect(runNode(availability([nights(over)]))).rejects.toThrow(message);
	});

	it('refuses a minimum stay beyond the maximum', async () => {
		await expect(
			runNode(
				availability([nights({ ratePlanId: plan })], {
					parameters: { restrictions: { minimumStay: '3', maximumStay: '2' } },
				}),
			),
		).rejects.toThrow('longer than the maximum');
	});
});

describe('Booking.com: rates', () => {
	it('sets the price of each night, with its currency and taxes', async () => {
		await runNode(rates([price()], { parameters: { currency: 'CHF' } }));
		expect(
			['2027-06-30', '2027-07-01', '2027-07-02', '2027-07-03'].map((date) => sandbox.rate(classic, plan, date)?.minor),
		).toEqual([undefined, 13350, 13350, undefined]);
		expect(sandbox.rate(classic, plan, '2027-07-01')).toEqual({
			minor: 13350,
			decimals: 2,
			currency: 'CHF',
			taxIncluded: true,
		});
		await runNode(rates([price({ price: 99 })], { parameters: { guests: '1', taxIncluded: false } }));
		expect(sandbox.rate(classic, plan, '2027-07-01', 1)).toEqual({
			minor: 9900,
			decimals: 2,
			currency: 'EUR',
			taxIncluded: false,
		});
		expect(sandbox.rate(classic, plan, '2027-07-01')?.minor).toBe(13350);
	});

	it.each([
		['133.50', 'EUR', 'AmountAfterTax="13350" DecimalPlaces="2" CurrencyCode="EUR"'],
		['99', 'CHF', 'AmountAfterTax="9900" DecimalPlaces="2" CurrencyCode="CHF"'],
		['0.29', 'EUR', 'AmountAfterTax="29" DecimalPlaces="2" CurrencyCode="EUR"'],
		['15000', 'JPY', 'AmountAfterTax="15000" DecimalPlaces="0" CurrencyCode="JPY"'],
		['45.5', 'KWD', 'AmountAfterTax="45500" DecimalPlaces="3" CurrencyCode="KWD"'],
	])('writes %s %s as a whole number with its decimals', async (amount, currency, written) => {
		const { bodies } = await sentBy(
			rates([price({ price: amount })], { continueOnFail: true, parameters: { currency } }),
		);
		expect(bodies[0]).toContain(`<BaseByGuestAmt ${written}/>`);
	});

	it('writes the room price and those for fewer guests into one message', async () => {
		const fake = rates([price(), price({ price: '99' }), price({ price: '120' })]);
		const getNodeParameter = fake.execute.getNodeParameter.bind(fake.execute);
		fake.execute.getNodeParameter = ((name: string, index: number, fallback: unknown) =>
			name === 'guests'
				? ['', '2', '1'][index]
				: getNodeParameter(name, index, fallback as never)) as typeof fake.execute.getNodeParameter;
		const { bodies } = await sentBy(fake);
		expect(bodies).toHaveLength(1);
		expect(bodies[0]?.match(/<RateAmountMessage /g)).toHaveLength(1);
		expect([undefined, 1, 2].map((guests) => sandbox.rate(classic, plan, '2027-07-01', guests)?.minor)).toEqual([
			13350, 12000, 9900,
		]);
	});

	it('sends one month in a request', async () => {
		const { bodies } = await sentBy(rates([price({ start: '2027-07-30', end: '2027-09-01' })]));
		expect(bodies.map(rangesIn)).toEqual([[['2027-07-30', '2027-07-31']], [['2027-08-01', '2027-08-31']]]);
	});

	it('writes currencies of no and of three decimals as they are', async () => {
		await runNode(rates([price({ price: '15000' })], { parameters: { currency: 'JPY' } }));
		expect(sandbox.rate(classic, plan, '2027-07-01')).toMatchObject({ minor: 15000, decimals: 0 });
		await runNode(rates([price({ price: '45.125' })], { parameters: { currency: 'KWD' } }));
		expect(sandbox.rate(classic, plan, '2027-07-01')).toMatchObject({ minor: 45125, decimals: 3 });
	});

	it.each<[string, IDataObject, RegExp]>([
		['no price', { price: '' }, /must be a number such as 133.50/],
		['a comma', { price: '133,50' }, /must be a number such as 133.50/],
		['nothing', { price: '0' }, /more than 0/],
		['less than nothing', { price: '-5' }, /more than 0/],
		['a tenth of a cent', { price: '133.505' }, /no more decimals than its currency has/],
		['no rate plan', { ratePlanId: '' }, /belongs to a rate plan/],
	])('does not send %s for a price', async (_, over, message) => {
		const output = await runNode(rates([price(over), price({ roomTypeId: superior })], { continueOnFail: true }));
		expect(output.map(({ json }) => json.error)).toEqual([expect.stringMatching(message), undefined]);
		expect(sandbox.rate(superior, plan, '2027-07-01')?.minor).toBe(13350);
	});

	it('fails only the price that Booking.com finds too high or too low', async () => {
		const output = await runNode(
			rates([price({ price: '60000' }), price(), price({ price: '1' })], { continueOnFail: true }),
		);
		expect(output.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/PRICE_EXCEEDS_MAX_PRICE/),
			undefined,
			expect.stringMatching(/PRICE_BELOW_MIN_PRICE/),
		]);
		expect(sandbox.rate(classic, plan, '2027-07-01')?.minor).toBe(13350);
	});
});

it('whatever the items are, Booking.com takes every request without a word, and sells as if each had come alone', async () => {
	const item = fc.record({
		first: fc.nat(80),
		nights: fc.integer({ min: 1, max: 40 }),
		roomTypeId: fc.constantFrom(classic, superior),
		ratePlanId: fc.constantFrom('', ...hotelParadise.ratePlans.map(({ id }) => id)),
		available: fc.integer({ min: 0, max: 3 }),
	});
	await assertProperty(
		fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 10 }), async (all) => {
			const house = await startBookingCom({ credentials: bookingComAccount, hotels: [hotelParadise, pensionDuLac] });
			try {
				const items = all.map(({ first, nights: count, ...rest }) => ({
					...rest,
					propertyId,
					start: addDays('2027-01-20', first),
					end: addDays('2027-01-20', first + count),
				}));
				const output = await runNode(nodeContext(house, 'availability', 'update', { items, continueOnFail: true }));
				expect(output.map(({ json }) => json.bookingCom)).toEqual(
					items.map(() => ({ updated: true, ruid: expect.any(String), warnings: [] })),
				);
				for (const roomTypeId of [classic, superior])
					for (const date of eachNight('2027-01-20', '2027-06-01')) {
						const last = items.findLast(
							({ start, end, ...one }) => one.roomTypeId === roomTypeId && start <= date && date < end,
						);
						expect(house.availability(roomTypeId, null, date).roomsToSell).toBe(last?.available ?? null);
					}
			} finally {
				await house.close();
			}
		}),
		{ numRuns: 30 },
	);
});

describe.each([
	[
		'availability',
		(options: FakeContextOptions = {}) =>
			availability([nights(), nights({ roomTypeId: superior })], { continueOnFail: true, ...options }),
		'availability' as const,
	],
	[
		'rates',
		(options: FakeContextOptions = {}) =>
			rates([price(), price({ roomTypeId: superior })], { continueOnFail: true, ...options }),
		'rates' as const,
	],
])('Booking.com in trouble: %s', (_, context, route) => {
	it.each<[string, () => void]>([
		['5xx', () => sandbox.faults.next('serverError', { on: 'ari', times: 2 })],
		['5xx, but done', () => sandbox.faults.next('serverError', { on: 'ari', applied: true })],
		['200 with a system error', () => sandbox.faults.next('errors', { on: 'ari' })],
		['429', () => sandbox.faults.next('rateLimited', { on: 'ari', retryAfterSeconds: 3 })],
		['no answer', () => sandbox.faults.next('noAnswer', { on: 'ari' })],
		['half an answer', () => sandbox.faults.next('truncated', { on: 'ari' })],
		['a broken-off answer', () => sandbox.faults.next('cutOff', { on: 'ari' })],
		['a reset connection', () => sandbox.faults.next('reset', { on: 'ari' })],
		['a web page', () => sandbox.faults.next('html', { on: 'ari' })],
		['an empty answer', () => sandbox.faults.next('emptyBody', { on: 'ari' })],
		['an external entity', () => sandbox.faults.next('externalEntity', { on: 'ari' })],
	])('asks again after %s', async (fault, fail) => {
		fail();
		expect(
			(await runNode(context({ timeoutMs: fault === 'no answer' ? 300 : undefined }))).map(({ json }) => json.error),
		).toEqual([undefined, undefined]);
		expect(sleep).toHaveBeenCalled();
		expect(
			route === 'rates' ? sandbox.rate(superior, plan, '2027-07-02')?.minor : sold('2027-07-02', superior).roomsToSell,
		).toBe(route === 'rates' ? 13350 : 4);
	});

	it('sends XML as such, in the version that answers with proper statuses, to the host without card data', async () => {
		await sandbox.close();
		sandbox = await startBookingCom({ credentials: bookingComAccount });
		const credentials = bookingComCredential(sandbox, { baseUrl: 'http://127.0.0.1:9' });
		const fake = context({ credentials });
		const { helpers } = fake.execute;
		const sent = jest.spyOn(helpers, 'httpRequestWithAuthentication');
		expect((await runNode(fake)).map(({ json }) => json.error)).toEqual([undefined, undefined]);
		expect(sent.mock.calls[0]?.[1]).toMatchObject({
			method: 'POST',
			timeout: 60_000,
			disableFollowRedirect: true,
			headers: { 'Content-Type': 'application/xml', Accept: 'application/xml', 'Accept-Version': '1.1' },
		});
	});

	it.each<[string, () => void, RegExp, number]>([
		['401', () => sandbox.faults.next('unauthorized', { on: 'ari', times: 99 }), /did not accept the credentials/, 2],
		['403', () => sandbox.disconnect(propertyId), /denied access for the hotel/, 1],
		['404', () => sandbox.faults.next('notFound', { on: 'ari', times: 99 }), /did not find what was asked for/, 1],
		[
			'400',
			() => sandbox.faults.next('badRequest', { on: 'ari', times: 99 }),
			/refused the request: Invalid value \(code 320\)/,
			3,
		],
		[
			'5xx without end',
			() => sandbox.faults.next('serverError', { on: 'ari', times: 99 }),
			/fault at present \(HTTP 500\)/,
			4,
		],
	])('says what is wrong at %s', async (__, fail, message, requests) => {
		fail();
		const output = await runNode(context());
		expect(output.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(message),
			expect.stringMatching(message),
		]);
		expect(sandbox.log.count(route)).toBe(requests);
		expectNothingSecret(output);
	});
});

describe('Booking.com: rates as the SelfKey Trigger gives them out', () => {
	const given = (over: IDataObject = {}): IDataObject => ({
		...{ event: 'rates', channel: 'booking.com', propertyId, roomTypeId: classic, ratePlanId: plan, currency: 'CHF' },
		nights: [
			{ start: '2027-07-01', end: '2027-07-03', price: 13_350, singleUsePrice: 10_680 },
			{ start: '2027-07-30', end: '2027-08-02', price: 15_000, singleUsePrice: null },
		],
		...over,
	});
	const told = (items: IDataObject[], options: FakeContextOptions = {}) =>
		nodeContext(sandbox, 'rate', 'sendChanges', { items, ...options });
	const rate = (date: string, guests?: number, roomTypeId = classic) => sandbox.rate(roomTypeId, plan, date, guests);

	it('are set for the room and for one guest, a month in a request', async () => {
		const { output, bodies } = await sentBy(told([given()], { parameters: { taxIncluded: false } }));
		const chf = (minor: number) => ({ minor, decimals: 2, currency: 'CHF', taxIncluded: false });
		expect([rate('2027-07-02'), rate('2027-07-02', 1)]).toEqual([chf(13_350), chf(10_680)]);
		expect([rate('2027-08-01'), rate('2027-08-01', 1)]).toEqual([chf(15_000), null]);
		expect([rate('2027-07-03'), rate('2027-08-02')]).toEqual([null, null]);
		expect(bodies.map(rangesIn)).toEqual([
			[
				['2027-07-01', '2027-07-02'],
				['2027-07-30', '2027-07-31'],
			],
			[['2027-08-01', '2027-08-01']],
		]);
		expect(output[0]?.json['bookingCom']).toMatchObject({ outcome: 'updated' });
	});

	it('do not hold up other channels: whoever hears nothing for ten seconds gives up', async () => {
		const fake = told([given()], { continueOnFail: true });
		const sent = jest.spyOn(fake.execute.helpers, 'httpRequestWithAuthentication');
		await runNode(fake);
		expect(sent.mock.calls.map(([, request]) => request.timeout)).toEqual([10_000, 10_000]);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'are rooms to sell',
			{ event: 'availability', nights: [{ start: '2027-07-01', end: '2027-07-02', available: 1 }] },
			/holds no price/,
		],
		['have no currency', { currency: null }, /price without a currency/],
		['are for Airbnb', { channel: 'airbnb' }, /for airbnb/],
		['have no rate plan', { ratePlanId: null }, /belongs to a rate plan/],
		[
			'are too low for Booking.com',
			{ nights: [{ start: '2027-07-01', end: '2027-07-02', price: 100 }] },
			/PRICE_BELOW_MIN_PRICE/,
		],
	])('fail alone if they %s', async (_, over, said) => {
		const [wrong, right] = await runNode(
			told([given(over), given({ roomTypeId: superior })], { continueOnFail: true }),
		);
		expect(wrong?.json['error']).toMatch(said);
		expect(right?.json).not.toHaveProperty('error');
		expect(rate('2027-07-01', undefined, superior)).toMatchObject({ minor: 13_350 });
		expect(rate('2027-07-01')).toBeNull();
	});
});

describe('a slow Booking.com', () => {
	const item = (
		roomTypeId: string,
		ranges: Array<[start: string, end: string]>,
		over: IDataObject = {},
	): IDataObject => ({
		...{ channel: 'booking.com', propertyId, roomTypeId, ratePlanId: null, raises: false },
		nights: ranges.map(([start, end]) => ({ start, end, available: 1 })),
		...over,
	});
	/** Each request takes so many seconds. */
	const slowly = async (seconds: number, items: IDataObject[]) => {
		const fake = nodeContext(sandbox, 'availability', 'sendChanges', { items, continueOnFail: true });
		const helpers = fake.execute.helpers as unknown as {
			httpRequestWithAuthentication: (...all: unknown[]) => unknown;
		};
		const send = helpers.httpRequestWithAuthentication;
		let clock = 0;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
		jest.spyOn(helpers, 'httpRequestWithAuthentication').mockImplementation(function (this: unknown, ...all) {
			clock += seconds * 1_000;
			return send.apply(this, all);
		});
		const results = (await runNode(fake)).map(({ json }) => json);
		now.mockRestore();
		return results.map(({ roomTypeId, nights, bookingCom }) => [
			roomTypeId,
			(bookingCom as IDataObject | undefined)?.['outcome'] ?? 'failed',
			...(nights as IDataObject[]).map(({ start, end }) => `${String(start)} ${String(end)}`),
		]);
	};

	it('is told as much of a property as there is time for; what was not sent is handed back, night by night', async () => {
		const months: Array<[string, string]> = [
			['2027-07-01', '2027-07-03'],
			['2027-08-01', '2027-08-03'],
			['2027-08-30', '2027-09-02'],
		];
		expect(await slowly(15, [item(classic, months), item(superior, months.slice(2))])).toEqual([
			[classic, 'updated', '2027-07-01 2027-07-03', '2027-08-01 2027-08-03', '2027-08-30 2027-09-01'],
			[classic, 'held back', '2027-09-01 2027-09-02'],
			[superior, 'updated', '2027-08-30 2027-09-01'],
			[superior, 'held back', '2027-09-01 2027-09-02'],
		]);
		expect([sold('2027-08-31').roomsToSell, sold('2027-09-01').roomsToSell]).toEqual([1, null]);
	});

	it('hears of what closes before what is only told again, in whichever month and property it is', async () => {
		const again = item(classic, [['2027-07-01', '2027-07-03']], { repeats: true });
		const closing = item(superior, [['2027-12-01', '2027-12-03']]);
		const other = pensionDuLac.roomTypes[0]?.id ?? '';
		const elsewhere = { ...item(other, [['2027-12-01', '2027-12-03']]), propertyId: pensionDuLac.propertyId };
		expect(await slowly(15, [closing, elsewhere, again])).toEqual([
			[superior, 'updated', '2027-12-01 2027-12-03'],
			[other, 'updated', '2027-12-01 2027-12-03'],
			[classic, 'held back', '2027-07-01 2027-07-03'],
		]);
	});

	type Dates = [start: string, end: string];

	it('is told again only of what it has refused, and soon of what there was no time for', async () => {
		const [july, august, september]: [Dates, Dates, Dates] = [
			['2027-07-01', '2027-07-03'],
			['2027-08-01', '2027-08-03'],
			['2027-09-01', '2027-09-03'],
		];
		sandbox.faults.next('badRequest', { on: 'availability' });
		expect(await slowly(15, [item(classic, [july, august, september])])).toEqual([
			[classic, 'updated', august.join(' ')],
			[classic, 'held back', september.join(' ')],
			[classic, 'failed', july.join(' ')],
		]);
		sandbox.faults.next('badRequest', { on: 'availability' });
		expect(await slowly(1, [item(classic, [july, august])])).toEqual([
			[classic, 'updated', august.join(' ')],
			[classic, 'failed', july.join(' ')],
		]);
	});

	it('fails a whole item that has asked for its nights by fields of the node, and says which are meant', async () => {
		sandbox.faults.next('badRequest', { on: 'availability' });
		const output = await runNode(
			availability([nights({ start: '2027-07-30', end: '2027-08-03' })], { continueOnFail: true }),
		);
		expect(output.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/from 2027-07-30 until 2027-08-01; the rest of the item was updated/),
		]);
	});

	it('stops a node that does not continue where it refuses some nights', async () => {
		sandbox.faults.next('badRequest', { on: 'availability' });
		const items = [item(classic, [['2027-07-30', '2027-08-03']])];
		const error = await failureOf(nodeContext(sandbox, 'availability', 'sendChanges', { items }));
		expect(error.message).toMatch(/from 2027-07-30 until 2027-08-01/);
	});

	it('has refused what it has refused, however late it is', async () => {
		const july: Array<[string, string]> = [['2027-07-01', '2027-07-03']];
		const august: Array<[string, string]> = [['2027-08-01', '2027-08-03']];
		const results = await slowly(21, [item('1', [...july, ...august]), item(classic, july), item(superior, august)]);
		expect(results).toEqual([
			['1', 'held back', '2027-08-01 2027-08-03'],
			['1', 'failed', '2027-07-01 2027-07-03'],
			[classic, 'updated', '2027-07-01 2027-07-03'],
			[superior, 'held back', '2027-08-01 2027-08-03'],
		]);
	});
});

describe('more rooms', () => {
	const more = (heldSince: string | null = null): IDataObject => ({
		...{ channel: 'airbnb', propertyId: null, roomTypeId: '48211377', ratePlanId: null, raises: true },
		nights: [{ start: '2027-07-01', end: '2027-07-02', available: 1 }],
		selfKey: {
			availability: {
				heldSince,
				sources: [{ channel: 'booking.com', propertyIds: [propertyId], roomTypeIds: [classic], standing: null }],
			},
		},
	});
	const own = (over: IDataObject = {}): IDataObject => ({
		...more(),
		...{ channel: 'booking.com', propertyId, roomTypeId: classic },
		...over,
	});
	const run = async (operation: string, items: IDataObject[]) =>
		(await runNode(nodeContext(sandbox, 'availability', operation, { items }))).map(({ json }) => json);
	const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

	it('wait, at whichever channel, while a reservation waits at Booking.com; each queue is read once', async () => {
		expect(await run('holdBack', [more(), own()])).toEqual([more(), own()]);
		expect(sandbox.log.count('getNew') + sandbox.log.count('getModify')).toBe(2);
		sandbox.enqueue(newStep(sampleBooking({ reservationId: '77' })));
		const fewer = { ...more(), raises: false };
		const [held, late, sent] = await run('holdBack', [more(), more(ago(31)), fewer]);
		expect(held?.heldBack).toEqual({
			outcome: 'held back',
			because:
				'No more rooms are put on sale while a reservation waits at Booking.com to be written to SelfKey; this comes again by itself',
			waitsFor: 'booking.com',
		});
		expect(late?.heldBack).toEqual({ warnings: [expect.stringContaining('after 30 minutes') as string] });
		expect(sent).toEqual(fewer);
	});

	it('wait for a Booking.com that is down, and after half an hour no longer', async () => {
		sandbox.faults.next('serverError', { on: 'get', times: 99 });
		const [held, late] = await run('holdBack', [more(ago(29)), more(ago(31))]);
		expect(held?.heldBack).toMatchObject({ because: expect.stringContaining('does not say whether') as string });
		expect(late?.heldBack).toHaveProperty('warnings');
	});

	it('fail at once where Booking.com does not accept the credential, and others are sent', async () => {
		sandbox.faults.next('unauthorized', { on: 'get', times: 99 });
		const items = [own(), own({ raises: false, roomTypeId: superior })];
		for (const operation of ['holdBack', 'sendChanges']) {
			const context = nodeContext(sandbox, 'availability', operation, { items, continueOnFail: true });
			const [wrong, fewer] = (await runNode(context)).map(({ json }) => json);
			expect(wrong?.error).toContain('Booking.com');
			expect(wrong).not.toHaveProperty('heldBack');
			expect(fewer).not.toHaveProperty('error');
		}
	});

	it('are asked for no longer than five seconds, and a silent Booking.com is asked once for all properties', async () => {
		const sources = ['1', '2'].map((id) => ({ channel: 'booking.com', propertyIds: [id], roomTypeIds: [classic] }));
		const items = sources.map((source) => ({
			...more(),
			selfKey: { availability: { heldSince: null, sources: [source] } },
		}));
		const fake = nodeContext(sandbox, 'availability', 'holdBack', { items });
		const helpers = fake.execute.helpers as unknown as { httpRequestWithAuthentication: jest.Mock };
		let clock = 0;
		const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
		const sent = jest.spyOn(helpers, 'httpRequestWithAuthentication').mockImplementation(async () => {
			clock += 5_000;
			throw Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
		});
		const results = (await runNode(fake)).map(({ json }) => json);
		now.mockRestore();
		expect(sent.mock.calls.map(([, request]) => (request as { timeout: number }).timeout)).toEqual([5_000]);
		const held = { heldBack: { because: expect.stringContaining('did not answer in time') as string } };
		expect(results).toMatchObject([held, held]);
	});

	it('are told up to the most that Booking.com takes, where the house has still more', async () => {
		const night = (start: string, available: number) => ({ start, end: addDays(start, 1), available });
		const nights = [night('2027-07-01', 300), night('2027-07-02', 254), night('2027-07-03', 0)];
		const [sent] = await run('sendChanges', [own({ nights })]);
		expect(sent?.bookingCom).toMatchObject({ outcome: 'updated' });
		const told = nights.map(({ start }) => sandbox.availability(classic, null, start).roomsToSell);
		expect(told).toEqual([254, 254, 0]);
	});

	it('asks nothing where Booking.com sells none of the rooms', async () => {
		const items = [{ ...more(), selfKey: { availability: { sources: [] } } }];
		expect(await run('holdBack', items)).toEqual(items);
		expect(sandbox.log.entries.filter(({ route }) => route.startsWith('get'))).toEqual([]);
	});

	it('are looked for by the sending itself too, for flows that do not wait before', async () => {
		sandbox.enqueue(newStep(sampleBooking({ reservationId: '77' })));
		const other = own({ raises: false, roomTypeId: superior });
		const [held, sent] = await run('sendChanges', [own(), other]);
		expect(held?.heldBack).toMatchObject({ outcome: 'held back' });
		expect(sent?.bookingCom).toMatchObject({ outcome: 'updated' });
		expect(sandbox.availability(classic, null, '2027-07-01').roomsToSell).toBeNull();
		expect(sandbox.availability(superior, null, '2027-07-01').roomsToSell).toBe(1);
	});
});
