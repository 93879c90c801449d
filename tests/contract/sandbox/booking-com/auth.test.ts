/** Booking.com connectivity docs, token-based authentication. */
import axios, { type AxiosResponse } from 'axios';
import { startBookingCom, type BookingComOptions, type BookingComSandbox } from '../../../../sandbox/booking-com';
import { credentials, resNotif } from './client';

let sandbox: BookingComSandbox;
const open = async (options: Partial<BookingComOptions> = {}): Promise<BookingComSandbox> =>
	(sandbox = await startBookingCom({ credentials, ...options }));
afterEach(() => sandbox.close());

const http = axios.create({ validateStatus: () => true, timeout: 5000 });
const exchange = (body: unknown): Promise<AxiosResponse<{ jwt: string; ruid: string }>> =>
	http.post(`${sandbox.authUrl}/token-based-authentication/exchange`, body);
const good = { client_id: credentials.clientId, client_secret: credentials.clientSecret };
const call = async (headers: Record<string, string>): Promise<number> =>
	(await http.get(sandbox.url + resNotif, { headers })).status;
const basic = (name: string, password: string): Record<string, string> => ({
	Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

describe('token exchange', () => {
	it('gives a JWT with the documented claims that is good for an hour', async () => {
		let now = Date.parse('2027-01-01T10:00:00Z');
		await open({ clock: () => now });
		const { data, status } = await exchange(good);
		expect(status).toBe(200);
		expect(data.ruid).toBeTruthy();
		const claims = JSON.parse(Buffer.from(data.jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
			string,
			unknown
		>;
		expect(claims).toMatchObject({ iss: 'urn://connectivity-modern-auth/v1', iat: now / 1000, exp: now / 1000 + 3600 });
		expect(await call({ Authorization: `Bearer ${data.jwt}` })).toBe(200);
		now += 3_599_000;
		expect(await call({ Authorization: `Bearer ${data.jwt}` })).toBe(200);
		now += 1_000;
		expect(await call({ Authorization: `Bearer ${data.jwt}` })).toBe(401);
	});

	it('life and limit can be set', async () => {
		let now = 0;
		await open({ clock: () => now, tokens: { lifetimeSeconds: 5, perHour: 1 } });
		const { data } = await exchange(good);
		expect((await exchange(good)).status).toBe(429);
		now = 5000;
		expect(await call({ Authorization: `Bearer ${data.jwt}` })).toBe(401);
	});

	it('mints no more than 30 in any hour and says when the next is due', async () => {
		let now = 0;
		await open({ clock: () => now });
		for (let n = 0; n < 30; n++) {
			expect((await exchange(good)).status).toBe(200);
			now += 60_000;
		}
		const refused = await exchange(good);
		expect(refused.status).toBe(429);
		expect(refused.headers['retry-after']).toBe('1800');
		now = 3_600_000;
		expect((await exchange(good)).status).toBe(200);
		expect(sandbox.statistics().tokensMinted).toBe(31);
	});

	it('refuses a wrong secret with 401 and a malformed body with 400; neither counts as a token', async () => {
		await open();
		expect((await exchange({ ...good, client_secret: 'wrong' })).status).toBe(401);
		expect((await exchange({ ...good, client_id: 'wrong' })).status).toBe(401);
		expect((await exchange('client_id=x')).status).toBe(400);
		expect((await exchange({ client_id: 1 })).status).toBe(400);
		expect(sandbox.statistics().tokensMinted).toBe(0);
	});

	it('tokens can be revoked', async () => {
		await open();
		const { data } = await exchange(good);
		sandbox.revokeTokens();
		expect(await call({ Authorization: `Bearer ${data.jwt}` })).toBe(401);
	});
});

describe('calls', () => {
	it.each([
		['nothing', {}, 401],
		['a made-up token', { Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }, 401],
		['the machine account', basic('machine', 'machine-secret'), 200],
		['the machine account with a wrong password', basic('machine', 'wrong'), 401],
		['the gateway’s key', { 'x-gateway-key': 'gateway-secret' }, 200],
		['a wrong gateway key', { 'x-gateway-key': 'x' }, 401],
		['the key under another header', { 'x-api-key': 'gateway-secret' }, 401],
	])('with %s', async (_what, headers, status) => {
		await open();
		expect(await call(headers as Record<string, string>)).toBe(status);
	});

	it('the gateway’s header is X-API-Key unless named', async () => {
		await open({ credentials: { apiKey: { value: 'k' } } });
		expect(await call({ 'X-API-Key': 'k' })).toBe(200);
		expect(await call(basic('undefined', 'undefined'))).toBe(401);
	});

	it('an unknown path is 404', async () => {
		await open();
		expect((await http.get(`${sandbox.url}/hotels/ota/Other`)).status).toBe(404);
	});
});
