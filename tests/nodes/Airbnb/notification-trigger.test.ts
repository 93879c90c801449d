/** What Airbnb sends to the hotel: notifications, tests, and questions that it waits for. */
import axios from 'axios';
import { AirbnbNotificationTrigger } from '../../../nodes/Airbnb/AirbnbNotificationTrigger.node';
import { secretPathMistake } from '../../../nodes/shared/secret-path';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { sampleReservation, startAirbnb, type AirbnbSandbox } from '../../../sandbox/airbnb';
import { startHttp, type HttpReply, type HttpRequest, type HttpService } from '../../../sandbox/http/server';
import { seededRandom } from '../../../sandbox/hotel';
import { ADDRESS_SECRET } from '../../support/airbnb-notifications';
import { airbnbApplication, airbnbCredential } from '../../support/airbnb-node';
import { callWebhook, type WebhookCall } from '../../support/fake-webhook';

const trigger = new AirbnbNotificationTrigger();
const CODE = 'HMABCDEFGH';
let airbnb: AirbnbSandbox;
let selfKey: HttpService;
/** The listing's free rooms by day of arrival and departure, as the handler says them; everything else is answered by `fault`. */
let free: Record<string, string[]>;
let fault: ((request: HttpRequest) => HttpReply) | null;
let listingId: string;

beforeEach(async () => {
	airbnb = await startAirbnb({ application: airbnbApplication });
	listingId = airbnb.host.listings[1]!.id;
	const stay = { startDate: '2027-03-29', nights: 2, number: 1 };
	airbnb.account.put({ ...sampleReservation(seededRandom(1), airbnb.host.listings[1]!, stay), code: CODE });
	[free, fault] = [{}, null];
	selfKey = await startHttp({
		handler(request) {
			if (fault) return fault(request);
			const { query } = request;
			const isMapped = query.get('channel') === 'airbnb' && query.get('room_type') === listingId;
			const rooms = (free[`${query.get('from')} ${query.get('until')}`] ?? []).map((name) => ({
				id: `id-${name}`,
				name,
			}));
			const answer = { status: 'success', rooms: isMapped ? rooms : [], held: [], isMapped };
			return { status: request.path.endsWith('/free-rooms') ? 200 : 404, body: JSON.stringify(answer) };
		},
	});
});
afterEach(async () => {
	await airbnb.close();
	await selfKey.close();
});

const call = async (over: WebhookCall = {}, options: Record<string, unknown> = {}) =>
	await callWebhook(trigger, {
		headers: { 'content-type': 'application/json' },
		parameters: { addressSecret: ADDRESS_SECRET, options: options as never },
		credentials: {
			...airbnbCredential(airbnb),
			selfKeyApi: {
				type: new SelfKeyApi(),
				data: { baseUrl: selfKey.url, hotelSlug: 'paradise', integrationId: 'i', webhookSecret: 'never-to-be-seen' },
			},
		},
		...over,
	});
const notify = async (action: string, reservation: object = { confirmation_code: CODE }) =>
	await call({ body: JSON.stringify({ action, reservation }) });
const check = async (start_date: string, nights: number, options = {}, listing = listingId) =>
	await call(
		{ method: 'GET', query: { action: 'check_availability', listing_id: listing, start_date, nights: String(nights) } },
		options,
	);

describe('a notification', () => {
	it('passes on what Airbnb holds, not what it says', async () => {
		airbnb.account.cancel(CODE, 'guest');
		const claims = {
			confirmation_code: CODE,
			status_type: 'accept',
			guest_first_name: 'Mallory',
			start_date: '2030-01-01',
		};
		const { items } = await notify('reservation_acceptance_confirmation', claims);
		expect(items).toMatchObject([
			{ reservationId: CODE, status: 'cancelled', checkIn: '2027-03-29', airbnb: { action: expect.any(String) } },
		]);
		expect(JSON.stringify(items)).not.toContain('Mallory');
	});

	it('cuts no character of a long action in two', async () => {
		const { items } = await notify(`x${'🏠'.repeat(80)}`);
		expect(items).toMatchObject([{ airbnb: { action: expect.stringMatching(/^x(🏠){49}…$/u) as string } }]);
	});

	it.each(['pending', 'timeout', 'new'] as const)('of a request that is %s starts nothing', async (status) => {
		airbnb.account.put({ ...airbnb.account.reservations.get(CODE)!, status, bookedAt: null });
		expect(await notify('reservation_requested')).toMatchObject({ status: 200, json: { succeed: true }, items: [] });
	});

	it('of one that is new the log says that it was left as it is', async () => {
		airbnb.account.reservations.get(CODE)!.status = 'new';
		expect((await notify('reservation_requested')).logs.join()).toMatch(new RegExp(`${CODE}.*"new"`));
	});

	it('of a status that nobody knows starts nothing, and the log names the reservation', async () => {
		airbnb.account.reservations.get(CODE)!.status = 'from_the_future' as never;
		const { logs, ...answer } = await notify('reservation_acceptance_confirmation');
		expect(answer).toMatchObject({ status: 200, json: { succeed: true }, items: [] });
		expect(logs.join()).toMatch(new RegExp(`${CODE}.*from_the_future`));
	});

	it.each([
		['of another kind', { action: 'payout_notification', payout: { amount: '1' } }],
		['that the host has disconnected', { action: 'authorization_revoked', user_id: 1 }],
		['with a code that leads elsewhere', { action: 'x', reservation: { confirmation_code: '..' } }],
		['that tests the address', { action: 'test_notification' }],
		['about the listing of tests', { action: 'x', reservation: { confirmation_code: 'HMTEST', listing_id: 0 } }],
	])('%s is taken, and nothing is asked for', async (_, body) => {
		expect(await call({ body: JSON.stringify(body) })).toMatchObject({ status: 200, json: { succeed: true } });
		expect(airbnb.log).toEqual([]);
	});

	it.each([
		['of a reservation that is not there', { confirmation_code: 'NOTHERE' }, 404, 'unknown_reservation'],
		['of one that cannot be read', { confirmation_code: 'HMBROKEN' }, 503, 'not_ready'],
	])('%s is answered with a failure code', async (_, reservation, status, failure_code) => {
		const found = airbnb.account.reservations.get(CODE)!;
		airbnb.account.put({ ...found, code: 'HMBROKEN', extra: { start_date: '', check_in_datetime: '' } });
		expect(await notify('x', reservation)).toMatchObject({ status, json: { succeed: false, failure_code }, items: [] });
	});

	it('is asked for again later where Airbnb is down', async () => {
		await airbnb.stop();
		const { status, json, logs } = await notify('reservation_acceptance_confirmation');
		expect({ status, json }).toEqual({ status: 503, json: { succeed: false, failure_code: 'not_ready' } });
		expect(logs.join()).toContain('Airbnb cannot be reached');
	}, 20_000);

	it.each([['{'], ['x'.repeat(2 * 1024 * 1024)]])('that is no JSON, or too large, is refused', async (body) => {
		expect(await call({ body })).toMatchObject({ status: 400, json: { succeed: false } });
	});
});

describe('whether nights are free', () => {
	it('is answered from the free rooms of the listing', async () => {
		free = { '2027-05-01 2027-05-03': ['suite lac'] };
		expect(await check('2027-05-01', 2)).toMatchObject({ status: 200, json: { available: true } });
		expect((await check('2027-05-09', 1)).json).toEqual({ available: false, failure_code: 'dates_not_available' });
	});

	it('is answered as SelfKey says of what is for sale, whichever rooms are left', async () => {
		const answers = (answer: object) => {
			const body = JSON.stringify({ status: 'success', held: [], isMapped: true, ...answer });
			fault = () => ({ status: 200, body });
		};
		// One that may be overbooked, and one whose last room no channel sells.
		answers({ rooms: [], isForSale: true });
		expect((await check('2027-05-01', 2)).json).toEqual({ available: true });
		answers({ rooms: [{ id: 'id-101', name: '101' }], isForSale: false });
		expect((await check('2027-05-01', 2)).json).toEqual({ available: false, failure_code: 'dates_not_available' });
	});

	it('of the listing of tests is always true, and SelfKey is not asked', async () => {
		fault = () => ({ status: 500 });
		expect((await check('2027-05-01', 2, {}, '0')).json).toEqual({ available: true });
		const { json } = await call({ method: 'GET', query: { action: 'check_availability', listing_id: '0' } });
		expect(json).toEqual({ available: true });
	});

	it.each([
		['SelfKey does not answer', () => ({ never: true }) as const],
		['SelfKey has a fault', () => ({ status: 500 }) as const],
		['SelfKey answers something else', () => ({ status: 200, body: '<html>' }) as const],
	])('is answered in time, and safely, where %s', async (_, reply) => {
		fault = reply;
		const requests = jest.spyOn(axios, 'request');
		expect((await check('2027-05-01', 2, { checkSeconds: 1 })).json).toEqual({
			available: false,
			failure_code: 'temporarily_unavailable',
		});
		expect((await check('2027-05-01', 2, { checkSeconds: 1, withoutAnswer: 'available' })).json).toEqual({
			available: true,
		});
		// The bounds of the requests themselves: how long they take in the end, the machine decides.
		const bounds = requests.mock.calls.map(([{ timeout }]) => timeout);
		requests.mockRestore();
		expect(bounds.length).toBeGreaterThanOrEqual(2);
		expect(bounds.filter((bound) => bound === undefined || bound <= 0 || bound > 1_000)).toEqual([]);
	});

	it('is answered safely where no room serves the listing, and the log says what to do', async () => {
		const { json, logs } = await check('2027-05-01', 2, {}, '123');
		expect(json).toEqual({ available: false, failure_code: 'temporarily_unavailable' });
		expect(logs.join()).toContain('add a line for it to the rooms in the hotel settings');
	});

	it.each([
		['no nights', { start_date: '2027-05-01' }],
		['no day', { nights: '2', start_date: 'soon' }],
		['a listing that is none', { listing_id: '../x', nights: '2', start_date: '2027-05-01' }],
	])('with %s is refused', async (_, query: Record<string, string>) => {
		const { json } = await call({ method: 'GET', query: { listing_id: listingId, ...query } });
		expect(json).toEqual({ available: false, failure_code: 'invalid_request' });
	});

	it('is asked once more before a booking, with a body', async () => {
		free = { '2027-05-01 2027-05-03': ['201'] };
		const body = (start_date: string) =>
			JSON.stringify({ confirmation_code: 'HMNEW', start_date, nights: 2 }).replace('}', `,"listing_id":${listingId}}`);
		expect(await call({ body: body('2027-05-01') })).toMatchObject({ status: 200, json: { succeed: true }, items: [] });
		expect((await call({ body: body('2027-06-01') })).json).toEqual({
			succeed: false,
			failure_code: 'dates_not_available',
		});
	});

	it.each<[string, (nights: object) => object]>([
		['with an action', (nights) => ({ action: 'check_availability', ...nights })],
		['with an action and a code', (nights) => ({ action: 'check_availability', confirmation_code: CODE, ...nights })],
		['with an action, of a reservation', (nights) => ({ action: 'check_availability', reservation: nights })],
		['before a booking without a code', (nights) => ({ action: 'make_reservation', ...nights })],
		['of a reservation without a code', (nights) => ({ action: 'make_reservation', reservation: nights })],
		['of a reservation without a code or an action', (nights) => ({ reservation: nights })],
		[
			'with a code that is none',
			(nights) => ({ action: 'make_reservation', reservation: { confirmation_code: '..', ...nights } }),
		],
	])('is asked by POST too, %s', async (_, bodyOf) => {
		free = { '2027-05-01 2027-05-03': ['201'] };
		const ask = async (nights: object) =>
			await call({ body: JSON.stringify(bodyOf({ listing_id_str: listingId, ...nights })) });
		expect(await ask({ start_date: '2027-05-01', nights: 2 })).toMatchObject({ json: { succeed: true }, items: [] });
		const no = { succeed: false, failure_code: 'dates_not_available' };
		expect((await ask({ start_date: '2027-06-01', nights: 2 })).json).toEqual(no);
		for (const unread of [{ start_date: 'soon', nights: 2 }, { nights: 2 }, { end_date: '2027-05-03' }])
			expect((await ask(unread)).json).toEqual({ succeed: false, failure_code: 'invalid_request' });
	});

	it('by POST, of nothing at all, is not answered with yes, and of the listing of tests it is', async () => {
		const body = JSON.stringify({ action: 'check_availability' });
		expect((await call({ body })).json).toEqual({ succeed: false, failure_code: 'invalid_request' });
		const test = JSON.stringify({ action: 'check_availability', listing_id: '0', start_date: 'soon' });
		expect((await call({ body: test })).json).toEqual({ succeed: true });
	});

	it.each([
		['no nights', { start_date: '2027-05-01' }],
		['no night at all', { start_date: '2027-05-01', nights: 0 }],
		['more than anybody stays', { start_date: '2027-05-01', nights: 2_000 }],
		['no day', { start_date: 'soon', nights: 2 }],
	])('before a booking, with %s, is not answered with yes', async (_, fields) => {
		const { json } = await call({ body: JSON.stringify({ listing_id: listingId, ...fields }) });
		expect(json).toEqual({ succeed: false, failure_code: 'invalid_request' });
	});

	it('before a change of a booking counts its own nights as its own', async () => {
		const change = async (
			start_date: string,
			nights: number,
			params: Record<string, string> = { code: CODE },
			more = {},
		) =>
			(
				await call({
					method: 'PUT',
					params,
					body: JSON.stringify({ listing_id: listingId, start_date, nights, ...more }),
				})
			).json;
		// Booked from 29 to 31 March: a night more on either side, and one side is taken.
		free = { '2027-03-31 2027-04-01': ['201'] };
		expect(await change('2027-03-29', 3)).toEqual({ succeed: true });
		expect(await change('2027-03-30', 1)).toEqual({ succeed: true });
		expect(await change('2027-03-28', 3)).toEqual({ succeed: false, failure_code: 'dates_not_available' });
		expect(await change('2027-04-10', 3)).toEqual({ succeed: false, failure_code: 'dates_not_available' });
		// Where the address does not say which booking it is, the body does.
		expect(await change('2027-03-29', 3, {}, { confirmation_code: CODE })).toEqual({ succeed: true });
		expect(await change('2027-03-29', 3, {})).toMatchObject({ succeed: false });
	});
});

it.each([
	['', false],
	['k3JpQ8sXw0ZrT5vN', false],
	['a'.repeat(40), false],
	['k3JpQ8sXw0ZrT5vN1bYc7LhG2dMf9aU/', false],
	[`${ADDRESS_SECRET}:x`, false],
	[ADDRESS_SECRET, true],
])('the secret %j in the address is enough: %s', (secret, isEnough) => {
	const mistake = secretPathMistake(secret);
	expect(mistake === null).toBe(isEnough);
	if (secret !== '') expect(mistake ?? '').not.toContain(secret);
});
