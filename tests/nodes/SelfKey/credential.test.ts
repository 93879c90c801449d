/** The credential's test: what SelfKey says to a signed call, in words, and no green sign for a secret that is wrong. */
import axios from 'axios';
import type { ICredentialTestFunctions } from 'n8n-workflow';
import { SelfKey } from '../../../nodes/SelfKey/SelfKey.node';
import { SelfKeyTrigger } from '../../../nodes/SelfKey/SelfKeyTrigger.node';
import { startHttp } from '../../../sandbox/http/server';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { selfKeyAccount, selfKeyOptions } from '../../support/selfkey-node';

let selfKey: SelfKeySandbox;
let ahead = 0;
beforeAll(async () => {
	selfKey = await startSelfKey({ ...selfKeyOptions, clock: () => new Date(Date.now() + ahead * 1000) });
}, 60_000);
afterAll(async () => await selfKey?.close());
beforeEach(() => (ahead = 0));
afterEach(() => selfKey.faults.down(false));

/** n8n's helper for credential tests, which has `request`'s old options. */
const context = {
	helpers: {
		request: async (options: Record<string, unknown>) => {
			expect(options).toMatchObject({ followRedirect: false, simple: false, resolveWithFullResponse: true });
			const { status, data, headers } = await axios.request({
				method: String(options['method']),
				url: String(options['uri']),
				params: options['qs'],
				headers: options['headers'] as Record<string, string>,
				timeout: Number(options['timeout']),
				maxRedirects: 0,
				transformResponse: (body: unknown) => body,
				validateStatus: () => true,
			});
			return { statusCode: status, headers, body: data as unknown };
		},
	},
} as unknown as ICredentialTestFunctions;

const tested = async (over: Record<string, unknown> = {}) =>
	await new SelfKey().methods.credentialTest.selfKeyTest.call(context, {
		id: '1',
		name: 'SelfKey',
		type: 'selfKeyApi',
		data: { baseUrl: selfKey.url, ...selfKeyAccount, ...(over as Record<string, string>) },
	});

it('is green where a signed call is accepted', async () => {
	expect(await tested()).toEqual({
		status: 'OK',
		message: expect.stringMatching(
			/takes the API key for hotel-paradise.*accepts the signature.*0 seconds apart/,
		) as string,
	});
});

it('is green for who only writes, and for who only reads', async () => {
	expect(await tested({ apiKey: '' })).toMatchObject({ status: 'OK' });
	expect(await tested({ integrationId: '', webhookSecret: ' ' })).toMatchObject({ status: 'OK' });
});

it.each<[string, Record<string, unknown>, RegExp]>([
	[
		'another secret',
		{ webhookSecret: 'outdated-secret-never-to-be-seen' },
		/did not accept the signature of integration "n8n" of hotel-paradise\. The webhook secret and the integration ID/,
	],
	[
		'an integration that is not there',
		{ integrationId: 'nobody' },
		/signature of integration "nobody" of hotel-paradise/,
	],
	['another hotel’s name', { hotelSlug: 'auberge' }, /signature of integration "n8n" of auberge/],
	['a hotel that is not there', { hotelSlug: 'nowhere' }, /The hotel is not known, or the address is not SelfKey/],
	['a hotel’s name that is none', { hotelSlug: 'Hôtel Paradise' }, /must be the short name from SelfKey's address/],
	['another API key', { apiKey: 'outdated-key-never-to-be-seen' }, /does not accept the API key\. Copy it again/],
	['neither key nor secret', { apiKey: '', integrationId: '', webhookSecret: '' }, /has no API key/],
	['a secret without integration', { integrationId: '' }, /Fill in both the integration ID and the webhook secret/],
	['an integration without secret', { webhookSecret: '' }, /Fill in both the integration ID and the webhook secret/],
	['a secret that can be guessed', { webhookSecret: 'hunter2' }, /shorter than 16 characters.*: openssl rand -hex 32$/],
	['two secrets', { webhookSecret: 'a secret of its own\nand one more' }, /line break/],
	[
		'an address where nobody listens',
		{ baseUrl: 'http://127.0.0.1:9' },
		/cannot be reached: it refused the connection/,
	],
	['an address without encryption', { baseUrl: 'http://selfkey.example' }, /must begin with https/],
	['an address that is none', { baseUrl: 'selfkey' }, /must look like https:\/\/selfkey\.example\.com/],
])('is red with %s, and says so', async (_, over, reason) => {
	const { status, message } = await tested(over);
	expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(reason) as string });
	expect(message).not.toMatch(/never-to-be-seen|hunter2|of its own/);
});

it.each([
	['behind', 90, /clocks of n8n and of SelfKey are (89|90|91) seconds apart: n8n's is behind/],
	['ahead', -90, /n8n's is ahead/],
	['behind by so much that nothing is accepted', 900, /seconds apart: n8n's is behind\. The webhook secret is right/],
])('is red where n8n’s clock is %s', async (_, seconds, reason) => {
	ahead = seconds;
	expect(await tested()).toEqual({ status: 'Error', message: expect.stringMatching(reason) as string });
});

it.each([55, -55])('is green where the clocks are %i seconds apart', async (seconds) => {
	ahead = seconds;
	expect(await tested()).toMatchObject({ status: 'OK' });
});

it('does not take a fault of SelfKey’s for a wrong secret', async () => {
	selfKey.faults.down(true);
	expect((await tested()).message).toMatch(/SelfKey has a fault at present/);
});

it('is red where the integration is switched off, and where SelfKey lacks the route handler', async () => {
	await selfKey.db('UPDATE "integrations" SET "isActive" = FALSE');
	expect((await tested()).message).toMatch(/switched off in SelfKey/);
	await selfKey.db('UPDATE "integrations" SET "isActive" = TRUE');
	const bare = await startHttp({
		handler: ({ path }) =>
			path.startsWith('/api/v1/') ? { status: 200, body: '{"success":true,"data":{}}' } : { status: 404, body: '{}' },
	});
	expect((await tested({ baseUrl: bare.url })).message).toMatch(/needs the route handler that comes with this package/);
	await bare.close();
});

it('carries its key nowhere that a redirect leads to', async () => {
	const seen: string[] = [];
	const thief = await startHttp({
		handler: ({ path }) => {
			seen.push(path);
			return { status: 200, body: '{}' };
		},
	});
	const moved = await startHttp({ handler: () => ({ status: 307, headers: { Location: `${thief.url}/x` } }) });
	expect((await tested({ baseUrl: moved.url })).message).toMatch(/is at a different address from the base URL/);
	expect(seen).toEqual([]);
	await Promise.all([thief.close(), moved.close()]);
});

it('is the same behind both nodes', () => {
	expect(new SelfKeyTrigger().methods.credentialTest).toEqual(new SelfKey().methods.credentialTest);
});
