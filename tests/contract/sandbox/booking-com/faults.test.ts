/** Every way in which the channel can fail is one switch; each is seen here as a client sees it. */
import axios, { AxiosError } from 'axios';
import { newStep, sampleBooking } from '../../../../sandbox/hotel';
import { at, BadXml } from '../../../../sandbox/booking-com/xml/read';
import { errorTexts, idsOf, isSuccess, start, xmlOf, type Client } from './client';

let client: Client;
const id = '4705950059';
beforeEach(async () => {
	client = await start();
	client.sandbox.enqueue(newStep(sampleBooking({ reservationId: id })));
});
afterEach(() => client.sandbox.close());

const failure = async (call: Promise<unknown>): Promise<string | undefined> =>
	call.then(
		() => 'no failure',
		(error: unknown) => (error instanceof AxiosError ? error.code : String(error)),
	);

describe('answers', () => {
	it.each([
		['errors' as const, 200, 'System error'],
		['badRequest' as const, 400, 'Invalid value'],
		['forbidden' as const, 403, 'Access denied for hotel'],
		['notFound' as const, 404, 'Hotel reservation was not found'],
		['serverError' as const, 500, 'System error'],
	])('%s: %d once, then as usual', async (kind, status, text) => {
		client.sandbox.faults.next(kind);
		const answer = await client.fetch('new');
		expect([answer.status, errorTexts(answer)]).toEqual([status, [text]]);
		expect(String(answer.data)).toContain('<!-- RUID:');
		expect(idsOf(await client.fetch('new'))).toEqual([id]);
	});

	it('a server error may have another status and last for several calls', async () => {
		client.sandbox.faults.next('serverError', { times: 2, status: 503 });
		expect(client.sandbox.faults.pending).toBe(2);
		const statuses = [await client.fetch('new'), await client.fetch('modify'), await client.fetch('new')];
		expect(statuses.map((answer) => answer.status)).toEqual([503, 503, 200]);
	});

	it('rateLimited says when to come back', async () => {
		client.sandbox.faults.next('rateLimited', { retryAfterSeconds: 7 });
		const answer = await client.fetch('new');
		expect([answer.status, answer.headers['retry-after']]).toEqual([429, '7']);
	});

	it('unauthorized revokes the token', async () => {
		const url = `${client.sandbox.authUrl}/token-based-authentication/exchange`;
		const { data } = await client.http.post(url, { client_id: 'hotel-client', client_secret: 'client-secret' });
		const { jwt } = JSON.parse(String(data)) as { jwt: string };
		const options = { headers: { Authorization: `Bearer ${jwt}` }, validateStatus: () => true };
		const get = async (): Promise<number> =>
			(await axios.get(`${client.sandbox.url}/hotels/ota/OTA_HotelResNotif`, options)).status;
		expect(await get()).toBe(200);
		client.sandbox.faults.next('unauthorized');
		expect([await get(), await get()]).toEqual([401, 401]);
	});

	it('warnings come with the usual content', async () => {
		client.sandbox.faults.next('warnings', { times: 2 });
		const fetched = await client.fetch('new');
		expect(at(xmlOf(fetched), 'Warnings', 'Warning')).toHaveLength(1);
		expect(at(xmlOf(fetched), 'HotelReservations', 'HotelReservation')).toHaveLength(1);
		const acked = await client.ack('new', [id]);
		expect(isSuccess(acked)).toBe(true);
		expect(at(xmlOf(acked), 'Warnings', 'Warning')).toHaveLength(1);
	});

	it('truncated, html and emptyBody are whole HTTP answers without a whole document', async () => {
		for (const kind of ['truncated', 'html', 'emptyBody'] as const) {
			client.sandbox.faults.next(kind);
			const answer = await client.fetch('new');
			expect(answer.status).toBe(200);
			expect(() => xmlOf(answer)).toThrow(BadXml);
		}
	});

	it('entityBomb and externalEntity carry a DOCTYPE', async () => {
		for (const kind of ['entityBomb', 'externalEntity'] as const) {
			client.sandbox.faults.next(kind);
			expect(String((await client.fetch('new')).data)).toContain('<!DOCTYPE');
		}
	});
});

describe('acknowledgements', () => {
	beforeEach(() => client.fetch('new'));

	it('ackServerError without effect: nothing is taken until a good answer', async () => {
		client.sandbox.faults.next('ackServerError', { times: 2 });
		expect(idsOf(await client.fetch('new'))).toEqual([id]);
		expect([(await client.ack('new', [id])).status, (await client.ack('new', [id])).status]).toEqual([500, 500]);
		expect(client.sandbox.statistics().pending).toBe(1);
		expect(isSuccess(await client.ack('new', [id]))).toBe(true);
		expect(client.sandbox.drained).toBe(true);
	});

	it('ackServerError with effect: taken although the answer says no, and the repeat is good', async () => {
		client.sandbox.faults.next('ackServerError', { applied: true });
		expect((await client.ack('new', [id])).status).toBe(500);
		expect(client.sandbox.drained).toBe(true);
		expect(isSuccess(await client.ack('new', [id]))).toBe(true);
		expect(client.sandbox.statistics().acknowledged).toBe(1);
	});

	it('badRequest is the "wrong type" answer', async () => {
		client.sandbox.faults.next('badRequest', { on: 'ack' });
		const answer = await client.ack('new', [id]);
		expect([answer.status, errorTexts(answer)]).toEqual([
			400,
			['Hotel reservation has transaction message of the wrong type'],
		]);
	});
});

describe('the network', () => {
	it('noAnswer lets the client wait', async () => {
		client.sandbox.faults.next('noAnswer');
		expect(await failure(client.http.get('/hotels/ota/OTA_HotelResNotif', { timeout: 100 }))).toBe('ECONNABORTED');
	});

	it('slow answers late', async () => {
		client.sandbox.faults.next('slow', { delayMs: 150 });
		const began = Date.now();
		expect(idsOf(await client.fetch('new'))).toEqual([id]);
		expect(Date.now() - began).toBeGreaterThanOrEqual(140);
	});

	it('reset and cutOff break the connection', async () => {
		client.sandbox.faults.next('reset');
		expect(await failure(client.fetch('new'))).toBe('ECONNRESET');
		client.sandbox.faults.next('cutOff');
		expect(['ECONNRESET', 'ERR_BAD_RESPONSE']).toContain(await failure(client.fetch('new')));
	});

	it('stop refuses connections until start, on the same port and with the same queues', async () => {
		const { url } = client.sandbox;
		await client.sandbox.stop();
		expect(await failure(client.fetch('new'))).toBe('ECONNREFUSED');
		await client.sandbox.start();
		expect(client.sandbox.url).toBe(url);
		expect(idsOf(await client.fetch('new'))).toEqual([id]);
	});
});

describe('which calls a fault hits', () => {
	it('only those it is switched on for', async () => {
		client.sandbox.faults.next('serverError', { on: 'getModify' });
		expect((await client.fetch('new')).status).toBe(200);
		expect((await client.fetch('modify')).status).toBe(500);
	});

	it('the token exchange only if named, and then as JSON', async () => {
		const exchange = async (): Promise<[number, string]> => {
			const body = { client_id: 'hotel-client', client_secret: 'client-secret' };
			const answer = await client.http.post('/token-based-authentication/exchange', body);
			return [answer.status, String(answer.headers['content-type'])];
		};
		client.sandbox.faults.next('serverError');
		expect((await exchange())[0]).toBe(200);
		client.sandbox.faults.clear();
		client.sandbox.faults.next('serverError', { on: 'token', status: 502 });
		expect(await exchange()).toEqual([502, 'application/json']);
	});
});

describe('the log', () => {
	it('counts calls by route and status, and never holds a body', async () => {
		client.sandbox.faults.next('serverError');
		await client.fetch('new', { hotel_ids: '8011855' });
		await client.work('new');
		const { log } = client.sandbox;
		expect([log.count('getNew'), log.count('getNew', 500), log.count('ackNew', 200)]).toEqual([2, 1, 1]);
		expect(log.entries[0]).toMatchObject({
			method: 'GET',
			path: '/hotels/ota/OTA_HotelResNotif?hotel_ids=8011855',
			status: 500,
			fault: 'serverError',
		});
		expect(JSON.stringify(log.entries)).not.toContain(id);
	});

	it('sees retrievals that overlap, and the pause after an acknowledgement', async () => {
		const slow = await start({ latencyMs: 60 });
		try {
			await Promise.all([slow.fetch('new'), slow.fetch('modify')]);
			expect(slow.sandbox.statistics().maxConcurrentGets).toBe(2);
			slow.sandbox.enqueue(newStep(sampleBooking({ reservationId: id })));
			const began = performance.now();
			await slow.work('new');
			await slow.fetch('new');
			const elapsed = performance.now() - began;
			const gaps = slow.sandbox.statistics().ackToGetGaps;
			expect(gaps).toHaveLength(1);
			expect(gaps[0]).toBeLessThanOrEqual(Math.ceil(elapsed));
		} finally {
			await slow.sandbox.close();
		}
	});
});
