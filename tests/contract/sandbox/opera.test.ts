/** The sandbox's OPERA does what Oracle documents, also where that is inconvenient. */
import axios from 'axios';
import { startOpera, type OperaSandbox, type Stay } from '../../../sandbox/opera';
import { operaAccount, operaOptions } from '../../support/opera-node';

let opera: OperaSandbox;
let token: string;
const H = '/hotels/PARADISE';

async function call(method: string, path: string, data?: unknown, headers: Record<string, string> = {}) {
	return await axios.request({
		method,
		url: opera.url + path,
		data,
		headers: {
			Authorization: `Bearer ${token}`,
			'x-app-key': operaAccount.appKey,
			'x-hotelid': 'PARADISE',
			...headers,
		},
		validateStatus: () => true,
	});
}

async function newToken(form: Record<string, string>, headers: Record<string, string> = {}) {
	const pair = Buffer.from(`${operaAccount.clientId}:${operaAccount.clientSecret}`).toString('base64');
	return await axios.post(`${opera.url}/oauth/v1/tokens`, new URLSearchParams(form), {
		headers: { Authorization: `Basic ${pair}`, 'x-app-key': operaAccount.appKey, ...headers },
		validateStatus: () => true,
	});
}

const SCOPE = { grant_type: 'client_credentials', scope: 'urn:opc:hgbu:ws:__myscopes__' };

beforeEach(async () => {
	opera = await startOpera(operaOptions);
	const { data } = await newToken(SCOPE, { enterpriseId: 'PARADISE' });
	token = (data as { access_token: string }).access_token;
});

afterEach(async () => {
	await opera.close();
});

const stay = (over: object = {}) => ({
	hotelId: 'PARADISE',
	externalReferences: [{ id: 'X-1', idExtension: 1, idContext: 'SELFKEY' }],
	roomStay: {
		arrivalDate: '2027-02-01',
		departureDate: '2027-02-02',
		roomRates: [{ start: '2027-02-01', end: '2027-02-01', roomType: 'CLA1', ratePlanCode: 'BAR' }],
	},
	reservationGuests: [{ profileInfo: { profile: { customer: { personName: [{ surname: 'Favre' }] } } } }],
	...over,
});
const create = async (over: object = {}) =>
	await call('POST', `/rsv/v1${H}/reservations`, { reservations: { reservation: [stay(over)] } });
const only = () => opera.stays()[0] as Stay;

test('a token needs the client, the application key, and the enterprise or the user', async () => {
	expect((await newToken(SCOPE)).status).toBe(401);
	expect((await newToken({ ...SCOPE, scope: 'other' }, { enterpriseId: 'PARADISE' })).status).toBe(401);
	expect((await newToken({ grant_type: 'password', username: 'integration', password: 'x' })).status).toBe(401);
	const password = { grant_type: 'password', username: 'integration', password: operaAccount.password };
	expect((await newToken(password)).data).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
	expect((await call('GET', `/rsv/v1${H}/reservations`, undefined, { 'x-app-key': 'other' })).status).toBe(401);
	opera.revokeTokens();
	expect((await call('GET', `/rsv/v1${H}/reservations`)).status).toBe(401);
});

test('a search without a result is 204; a creation is 201 with its address; the bodies of both writes differ', async () => {
	expect((await call('GET', `/rsv/v1${H}/reservations`)).status).toBe(204);
	const made = await create();
	expect([made.status, made.headers['location']]).toEqual([201, expect.stringMatching(/\/reservations\/\d+$/)]);
	const body = { reservations: { reservation: [stay()] } };
	expect((await call('PUT', `/rsv/v1${H}/reservations/${only().id}`, body)).status).toBe(400);
	expect((await call('PUT', `/rsv/v1${H}/reservations/${only().id}`, { reservations: [stay()] })).status).toBe(200);
});

test.each<[string, object]>([
	['an external system that is not configured', { externalReferences: [{ id: 'X', idContext: 'OTHER' }] }],
	['a reference of more than 50 characters', { externalReferences: [{ id: 'X'.repeat(51), idContext: 'SELFKEY' }] }],
	['another hotel', { hotelId: 'OTHER' }],
	['a stay in the past', { roomStay: { arrivalDate: '2027-01-14', departureDate: '2027-01-16' } }],
	['rates that do not cover the stay', { roomStay: { ...stay().roomStay, departureDate: '2027-02-05' } }],
	['a guest without a name', { reservationGuests: [{}] }],
])('it refuses %s', async (_, over) => {
	const { status, data } = await create(over);
	expect(status).toBe(400);
	expect(data).toMatchObject({
		title: expect.any(String) as string,
		'o:errorDetails': [{ detail: expect.any(String) as string }],
	});
	expect(opera.stays()).toEqual([]);
});

test('the same reference twice is two reservations: OPERA knows no idempotency', async () => {
	await create();
	await create();
	expect(opera.stays()).toHaveLength(2);
});

test('a cancellation that is only verified changes nothing; references are listed only if asked for', async () => {
	await create();
	const body = (verificationOnly: boolean) => ({
		reason: { code: 'CHANNEL' },
		reservations: [{ hotelId: 'PARADISE', reservationIdList: [{ id: only().id, type: 'Reservation' }] }],
		verificationOnly,
	});
	const path = `/rsv/v1${H}/reservations/${only().id}/cancellations`;
	expect((await call('POST', path, body(true))).status).toBe(201);
	expect(only().status).toBe('Reserved');
	const search = async (query: string) =>
		((await call('GET', `/rsv/v1${H}/reservations?externalReferenceIds=X-1${query}`)).data as never)['reservations'];
	expect(await search('')).not.toHaveProperty('reservationInfo.0.externalReferences');
	expect(await search('&resvExternalReferencesToFetch=SELFKEY')).toHaveProperty('reservationInfo.0.externalReferences');
	expect((await call('POST', path, body(false))).status).toBe(201);
	expect(only().status).toBe('Cancelled');
	expect((await call('POST', path, body(false))).status).toBe(400);
	expect((await call('GET', `/rsv/v1${H}/reservations`)).status).toBe(204);
	expect((await call('GET', `/rsv/v1${H}/reservations?searchType=Any`)).status).toBe(200);
});

test('business events are gone once read, twenty at a time', async () => {
	for (let n = 0; n < 25; n++) await create();
	const read = async () => await call('GET', `/int/v1/externalSystem/SELFKEY${H}/businessEvents?limit=50`);
	const sizes = [];
	for (let n = 0; n < 3; n++) {
		const { status, data } = await read();
		sizes.push(status === 204 ? 0 : (data as { businessEventData: unknown[] }).businessEventData.length);
	}
	expect(sizes).toEqual([20, 5, 0]);
});

test('above the limit it delays, and above the burst it refuses', async () => {
	await opera.close();
	opera = await startOpera({ ...operaOptions, perSecond: 3, burst: 5, delayMs: 20 });
	const basic = `Basic ${Buffer.from(`${operaAccount.username}:${operaAccount.password}`).toString('base64')}`;
	const answers = await Promise.all(
		Array.from({ length: 8 }, async () => await call('GET', '/rooms', undefined, { Authorization: basic })),
	);
	expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
	expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('1');
	expect(opera.statistics().delayed).toBeGreaterThan(0);
});

test('a fault strikes as often as it was told to, and a lost answer is work that was done', async () => {
	opera.faults.next('serverError', { method: 'POST' });
	expect((await create()).status).toBe(500);
	expect(opera.stays()).toEqual([]);
	opera.faults.next('lostAnswer', { method: 'POST' });
	await expect(create()).rejects.toThrow();
	expect(opera.stays()).toHaveLength(1);
	opera.faults.refuse('X-1');
	expect((await create()).status).toBe(400);
	opera.faults.accept('X-1');
	expect((await create()).status).toBe(201);
});
