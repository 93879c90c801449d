/** Booking.com connectivity docs, OTA_HotelAvailNotif and OTA_HotelRateAmountNotif. */
import type { AxiosResponse } from 'axios';
import { at } from '../../../../sandbox/booking-com/xml/read';
import { pensionDuLac } from '../../../../sandbox/hotel';
import { errorTexts, isSuccess, start, xmlOf, type Client } from './client';

let client: Client;
beforeEach(async () => {
	client = await start();
});
afterEach(() => client.sandbox.close());

const room = '801185501';
const plan = '49111777';
const root =
	'xmlns="http://www.opentravel.org/OTA/2003/05" TimeStamp="2027-01-01T00:00:00" Target="Test" Version="1.005"';

function control(over: Record<string, string> = {}): string {
	const attributes = { Start: '2027-03-29', End: '2027-03-31', InvTypeCode: room, ...over };
	return `<StatusApplicationControl ${Object.entries(attributes)
		.map(([name, value]) => `${name}="${value}"`)
		.join(' ')}/>`;
}

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<AxiosResponse> =>
	client.http.post(`/hotels/ota/${path}`, body, { headers: { 'Accept-Version': '1.1', ...headers } });
const avail = (messages: string, list = '<AvailStatusMessages>'): Promise<AxiosResponse> =>
	post(
		'OTA_HotelAvailNotif',
		`<OTA_HotelAvailNotifRQ ${root}>${list}${messages}</AvailStatusMessages></OTA_HotelAvailNotifRQ>`,
	);
const rates = (messages: string): Promise<AxiosResponse> =>
	post(
		'OTA_HotelRateAmountNotif',
		`<OTA_HotelRateAmountNotifRQ ${root}><RateAmountMessages>${messages}</RateAmountMessages></OTA_HotelRateAmountNotifRQ>`,
	);
const limit = (rooms: string, locator: string, over: Record<string, string> = {}): string =>
	`<AvailStatusMessage BookingLimit="${rooms}" LocatorID="${locator}">${control(over)}</AvailStatusMessage>`;
const price = (amount: string, locator = '1', over: Record<string, string> = { RatePlanCode: plan }): string =>
	`<RateAmountMessage LocatorID="${locator}">${control(over)}<Rates><Rate><BaseByGuestAmts><BaseByGuestAmt ${amount}/></BaseByGuestAmts></Rate></Rates></RateAmountMessage>`;
const roomsToSell = (date: string): unknown => client.sandbox.availability(room, null, date).roomsToSell;

describe('availability', () => {
	it('sets the rooms to sell from Start to End, both included', async () => {
		expect(isSuccess(await avail(limit('7', '1')))).toBe(true);
		expect(['2027-03-28', '2027-03-29', '2027-03-31', '2027-04-01'].map(roomsToSell)).toEqual([null, 7, 7, null]);
	});

	it('the last update of a night wins, and a night may be sold out', async () => {
		await avail(limit('7', '1'));
		await avail(limit('0', '1', { Start: '2027-03-30', End: '2027-03-30' }));
		expect(['2027-03-29', '2027-03-30', '2027-03-31'].map(roomsToSell)).toEqual([7, 0, 7]);
	});

	it('sets restrictions of a rate plan', async () => {
		const message =
			`<AvailStatusMessage LocatorID="1">${control({ RatePlanCode: plan })}` +
			'<LengthsOfStay><LengthOfStay Time="2" MinMaxMessageType="SetMinLOS"/><LengthOfStay Time="5" MinMaxMessageType="SetMaxLOS"/></LengthsOfStay>' +
			'<RestrictionStatus Status="Close" Restriction="Arrival"/></AvailStatusMessage>';
		expect(isSuccess(await avail(message))).toBe(true);
		expect(client.sandbox.availability(room, plan, '2027-03-30')).toMatchObject({
			minStay: 2,
			maxStay: 5,
			closedToArrival: true,
			closed: null,
		});
		expect(client.sandbox.availability(room, '49111778', '2027-03-30')).toMatchObject({ minStay: null });
	});

	it('closes and opens a whole room type', async () => {
		const status = (word: string): string =>
			`<AvailStatusMessage LocatorID="1">${control()}<RestrictionStatus Status="${word}"/></AvailStatusMessage>`;
		await avail(status('Close'));
		expect(client.sandbox.availability(room, plan, '2027-03-29').roomClosed).toBe(true);
		await avail(status('Open'));
		expect(client.sandbox.availability(room, plan, '2027-03-29').roomClosed).toBe(false);
	});

	it.each([
		['0', 0],
		['254', 254],
		['255', 'unlimited'],
	])('takes a BookingLimit of %s', async (given, expected) => {
		expect(isSuccess(await avail(limit(given, '1')))).toBe(true);
		expect(roomsToSell('2027-03-29')).toBe(expected);
	});

	it.each(['256', '-1', '1.5', '', 'many'])('refuses a BookingLimit of "%s" with 400 and Errors', async (given) => {
		const answer = await avail(limit(given, '1'));
		expect([answer.status, errorTexts(answer)]).toEqual([400, ['BookingLimit must be a whole number from 0 to 254']]);
		expect(roomsToSell('2027-03-29')).toBeNull();
	});

	it.each([
		['an unknown room', { InvTypeCode: '1' }, 'Invalid room type: 1'],
		['an unknown rate', { RatePlanCode: '1' }, 'Invalid rate plan: 1'],
		['a date that does not exist', { Start: '2027-02-30' }, 'Start and End must be dates (YYYY-MM-DD)'],
		['an end before the start', { End: '2027-03-28' }, 'End is before Start'],
		['a range without end', { End: '2099-01-01' }, 'All updates of a request must belong to one month'],
	])('refuses %s with 400 and Errors', async (_what, over, text) => {
		const answer = await avail(limit('1', '1', over));
		expect([answer.status, errorTexts(answer)]).toEqual([400, [text]]);
	});

	it('answers with 200 to the older version where all is refused', async () => {
		const body = `<OTA_HotelAvailNotifRQ ${root}><AvailStatusMessages>${limit('many', '1')}</AvailStatusMessages></OTA_HotelAvailNotifRQ>`;
		expect((await post('OTA_HotelAvailNotif', body, { 'Accept-Version': '1.0' })).status).toBe(200);
	});

	it('applies only the first of two ranges that overlap, and warns of the second', async () => {
		const answer = await avail(
			limit('3', 'first', { End: '2027-03-30' }) + limit('4', 'second', { Start: '2027-03-30' }),
		);
		expect(isSuccess(answer)).toBe(true);
		const warnings = at(xmlOf(answer), 'Warnings', 'Warning');
		expect(warnings.map(({ attributes, text }) => [attributes['RecordID'], text])).toEqual([
			['second', expect.stringMatching(/^WARN_DUPLICATE_DATES: /)],
		]);
		expect(['2027-03-29', '2027-03-30', '2027-03-31'].map(roomsToSell)).toEqual([3, 3, 4]);
	});

	it('tells a room type from its rate plans, and one rate plan from the other', async () => {
		const closed = (locator: string, ratePlan: string): string =>
			`<AvailStatusMessage LocatorID="${locator}">${control({ RatePlanCode: ratePlan })}<RestrictionStatus Status="Close"/></AvailStatusMessage>`;
		const answer = await avail(limit('3', '1') + closed('2', plan) + closed('3', '49111778'));
		expect(at(xmlOf(answer), 'Warnings', 'Warning')).toEqual([]);
		expect(client.sandbox.availability(room, '49111778', '2027-03-29')).toMatchObject({ roomsToSell: 3, closed: true });
	});

	it.each([
		['two months', limit('3', '1') + limit('3', '2', { Start: '2027-04-01', End: '2027-04-01' }), 'one month'],
		['a range over the end of a month', limit('3', '1', { End: '2027-04-01' }), 'one month'],
		[
			'two hotels',
			limit('3', '1') + limit('3', '2', { InvTypeCode: pensionDuLac.roomTypes[0]?.id ?? '' }),
			'one hotel',
		],
	])('refuses %s whole', async (_what, messages, text) => {
		client.sandbox.connect(pensionDuLac);
		const answer = await avail(messages);
		expect([answer.status, errorTexts(answer)]).toEqual([400, [`All updates of a request must belong to ${text}`]]);
		expect(roomsToSell('2027-03-29')).toBeNull();
	});

	it('refuses rooms of another hotel than HotelCode says', async () => {
		client.sandbox.connect(pensionDuLac);
		const answer = await avail(limit('3', '1'), `<AvailStatusMessages HotelCode="${pensionDuLac.propertyId}">`);
		expect(errorTexts(answer)).toEqual(['All updates of a request must belong to one hotel']);
	});

	it('refuses to close what is contracted, and takes everything else, if that is switched on', async () => {
		client.sandbox.faults.next('contractedRooms', { on: 'availability', times: 2 });
		const both = `<AvailStatusMessage BookingLimit="0" LocatorID="a">${control()}<RestrictionStatus Status="Close"/></AvailStatusMessage>`;
		const refused = await avail(both);
		expect([refused.status, errorTexts(refused)]).toEqual([400, [expect.stringMatching(/minimum contracted rooms/)]]);
		expect(roomsToSell('2027-03-29')).toBeNull();
		expect(isSuccess(await avail(limit('0', '1')))).toBe(true);
		expect(roomsToSell('2027-03-29')).toBe(0);
	});

	it('applies what is right and warns of what is wrong, by its LocatorID', async () => {
		const answer = await avail(limit('3', 'good') + limit('3', 'bad', { InvTypeCode: '1' }));
		expect(isSuccess(answer)).toBe(true);
		const [warning] = at(xmlOf(answer), 'Warnings', 'Warning');
		expect([warning?.attributes['RecordID'], warning?.text]).toEqual(['bad', 'Invalid room type: 1']);
		expect(roomsToSell('2027-03-29')).toBe(3);
	});

	it('refuses a LocatorID that is used twice, whole', async () => {
		const answer = await avail(limit('3', '1') + limit('4', '1', { InvTypeCode: '801185502' }));
		expect(errorTexts(answer)).toEqual(['LocatorID is not unique within the request']);
		expect(roomsToSell('2027-03-29')).toBeNull();
	});

	it('refuses a restriction without a rate plan and a message that says nothing', async () => {
		const los = `<AvailStatusMessage LocatorID="1">${control()}<LengthsOfStay><LengthOfStay Time="2" MinMaxMessageType="SetMinLOS"/></LengthsOfStay></AvailStatusMessage>`;
		expect(errorTexts(await avail(los))).toEqual(['Restrictions need a RatePlanCode']);
		expect(errorTexts(await avail(`<AvailStatusMessage LocatorID="1">${control()}</AvailStatusMessage>`))).toEqual([
			'Nothing to update',
		]);
	});

	it.each([
		['malformed XML', '<OTA_HotelAvailNotifRQ>'],
		['another message', '<OTA_HotelRateAmountNotifRQ/>'],
		['no message', '<OTA_HotelAvailNotifRQ><AvailStatusMessages/></OTA_HotelAvailNotifRQ>'],
		['a DOCTYPE', '<!DOCTYPE x><OTA_HotelAvailNotifRQ/>'],
	])('refuses %s with 400', async (_what, body) => {
		expect((await post('OTA_HotelAvailNotif', body)).status).toBe(400);
	});

	it('wants application/xml, credentials and a property of ours', async () => {
		const body = `<OTA_HotelAvailNotifRQ ${root}><AvailStatusMessages>${limit('1', '1')}</AvailStatusMessages></OTA_HotelAvailNotifRQ>`;
		expect((await post('OTA_HotelAvailNotif', body, { 'Content-Type': 'text/plain' })).status).toBe(400);
		expect((await post('OTA_HotelAvailNotif', body, { 'Content-Type': 'application/xml; charset=utf-8' })).status).toBe(
			200,
		);
		const denied = await avail(limit('1', '1'), '<AvailStatusMessages HotelCode="1">');
		expect([denied.status, errorTexts(denied)]).toEqual([403, ['Access denied for hotel']]);
		client.sandbox.disconnect('8011855');
		expect(errorTexts(await avail(limit('1', '1')))).toEqual([`Invalid room type: ${room}`]);
	});
});

describe('rates', () => {
	it.each([
		['AmountAfterTax="3800" DecimalPlaces="2"', { minor: 3800, decimals: 2, currency: null, taxIncluded: true }],
		[
			'AmountBeforeTax="3800" DecimalPlaces="2" CurrencyCode="EUR"',
			{ minor: 3800, decimals: 2, currency: 'EUR', taxIncluded: false },
		],
		['AmountAfterTax="38"', { minor: 38, decimals: 0, currency: null, taxIncluded: true }],
		[
			'AmountAfterTax="12000" DecimalPlaces="0" CurrencyCode="JPY"',
			{ minor: 12000, decimals: 0, currency: 'JPY', taxIncluded: true },
		],
		[
			'AmountAfterTax="12345" DecimalPlaces="3" CurrencyCode="KWD"',
			{ minor: 12345, decimals: 3, currency: 'KWD', taxIncluded: true },
		],
	])('takes %s for each night from Start to End', async (amount, expected) => {
		expect(isSuccess(await rates(price(amount)))).toBe(true);
		expect(client.sandbox.rate(room, plan, '2027-03-29')).toEqual(expected);
		expect(client.sandbox.rate(room, plan, '2027-03-31')).toEqual(expected);
		expect(client.sandbox.rate(room, plan, '2027-04-01')).toBeNull();
	});

	it('keeps the price for one guest apart from the price of the room', async () => {
		await rates(
			price(
				'AmountAfterTax="9000" DecimalPlaces="2" NumberOfGuests="1"/><BaseByGuestAmt AmountAfterTax="12000" DecimalPlaces="2"',
			),
		);
		expect(client.sandbox.rate(room, plan, '2027-03-29', 1)?.minor).toBe(9000);
		expect(client.sandbox.rate(room, plan, '2027-03-29')?.minor).toBe(12000);
	});

	it.each([
		['AmountAfterTax="400" DecimalPlaces="2"', 'PRICE_BELOW_MIN_PRICE'],
		['AmountAfterTax="500" CurrencyCode="JPY" DecimalPlaces="0"', 'PRICE_BELOW_MIN_PRICE'],
		['AmountAfterTax="6000000" DecimalPlaces="2"', 'PRICE_EXCEEDS_MAX_PRICE'],
		['AmountAfterTax="38.00" DecimalPlaces="2"', 'Invalid amount'],
		['AmountAfterTax="38.00"', 'Invalid amount'],
		['AmountAfterTax="-38"', 'Invalid amount'],
		['', 'Invalid amount'],
	])('refuses %s: %s', async (amount, text) => {
		const answer = await rates(price(amount));
		expect([answer.status, errorTexts(answer)]).toEqual([400, [text]]);
		expect(client.sandbox.rate(room, plan, '2027-03-29')).toBeNull();
	});

	it('needs a rate plan', async () => {
		expect(errorTexts(await rates(price('AmountAfterTax="38.00"', '1', {})))).toEqual(['A price needs a RatePlanCode']);
	});
});
