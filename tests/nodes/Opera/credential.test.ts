/** The Opera credential: both grants, a gateway, https only, and no redirect with a secret in it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperaApi } from '../../../credentials/OperaApi.credentials';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { operaCredential, operaOptions, runOpera } from '../../support/opera-node';

let opera: OperaSandbox;

beforeAll(async () => {
	opera = await startOpera(operaOptions);
});

afterAll(async () => {
	await opera.close();
});

const rooms = async (credential: Record<string, string>, url = opera.url) =>
	await runOpera(url, { resource: 'room', operation: 'getAll', credential }).then(
		(output) => output.length,
		(error: Error & { description?: string | null }) => `${error.message}. ${error.description ?? ''}`,
	);

test.each<[string, Record<string, string>]>([
	['client credentials', {}],
	['integration user and password', { grant: 'password' }],
	['a gateway with Basic', { connection: 'gateway' }],
	['a gateway path written without a slash', { connection: 'gateway', roomsPath: 'rooms/' }],
])('%s', async (_, credential) => {
	expect(await rooms(credential)).toBe(24);
});

test.each<[string, Record<string, string>, RegExp]>([
	['a wrong secret', { clientSecret: 'outdated' }, /Opera did not accept the credentials|did not issue a token/],
	['a wrong application key', { apiKey: '41ecd082-8997-4c69-af34-000000000000' }, /did not (accept|issue)/],
	['a wrong enterprise', { enterpriseId: 'OTHER' }, /did not (accept|issue)/],
	['another hotel', { hotelId: 'OTHER' }, /denied access.*subscribed to the Front Desk Operations API/],
	['no hotel', { hotelId: '' }, /Fill in the hotel ID/],
	['an external system that is too long', { externalSystem: 'X'.repeat(21) }, /20 characters at most/],
	['plain http', { baseUrl: 'http://opera.example.com' }, /must begin with https/],
	[
		'a name that only looks like this machine',
		{ baseUrl: 'http://127.evil.example.com' },
		/must begin with https|cannot be reached/,
	],
])('%s is told, without a secret', async (_, credential, words) => {
	const said = String(await rooms(credential));
	expect(said).toMatch(words);
	for (const secret of ['outdated', 'never-to-be-seen', '41ecd082']) expect(said).not.toContain(secret);
});

test('what the test does not ask is said beside it, with what asks the rest', () => {
	const { properties, test: asked } = new OperaApi();
	expect(asked.request.url).toContain('/operaContext');
	const notice = properties.find(({ type }) => type === 'notice');
	expect(notice?.displayName).toMatch(/business date only.*"Code: Check" of the Opera node names all/);
});

test('a gateway has no inventory, and says so', async () => {
	const run = { resource: 'inventory', operation: 'getAll', parameters: { from: '2027-01-01' } };
	await expect(runOpera(opera.url, { ...run, credential: { connection: 'gateway' } })).rejects.toThrow(
		/no path for OPERA's Inventory API/,
	);
});

test.each([
	[403, /let the user of the Opera credential use its path of rooms/],
	[404, /Check the gateway URL and its path of rooms in the Opera credential/],
])('a gateway’s %d names its path, and no API of Oracle’s', async (status, advice) => {
	const gateway = createServer((request, response) => {
		request.resume();
		response.writeHead(status).end();
	});
	await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
	const said = JSON.stringify(await rooms({ connection: 'gateway' }, url));
	gateway.close();
	expect(said).toMatch(advice);
	expect(said).not.toMatch(/subscribed|developer portal/);
});

test('neither the secret nor the token follows a redirect', async () => {
	const seen: string[] = [];
	const thief = createServer((request, response) => {
		seen.push(request.url ?? '');
		response.end('{}');
	});
	const redirect = createServer((request, response) => {
		response.writeHead(307, { location: `http://127.0.0.1:${(thief.address() as AddressInfo).port}/stolen` }).end();
		request.resume();
	});
	for (const server of [thief, redirect]) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(redirect.address() as AddressInfo).port}`;
	for (const connection of ['ohip', 'gateway'])
		expect(String(await rooms({ connection }, url))).not.toMatch(/never-to-be-seen/);
	expect(seen).toEqual([]);
	expect(new OperaApi().test.request.disableFollowRedirect).toBe(true);
	for (const server of [thief, redirect]) server.close();
});

test('no request leaves without https, whatever calls it', async () => {
	const { authenticate, preAuthentication } = new OperaApi();
	const data = operaCredential('http://opera.example.com');
	await expect(authenticate(data, { url: data['baseUrl'] ?? '' })).rejects.toThrow(/https/);
	await expect(preAuthentication.call({ helpers: {} } as never, data)).rejects.toThrow(/https/);
});

describe('the test that n8n runs', () => {
	const type = new OperaApi();

	/** What n8n shows a person: the message of the first rule that fits, `null` where the test passes. */
	const shown = async (changes: Record<string, string>) => {
		const data = operaCredential(opera.url, changes);
		const token = await tokenFor(data);
		const { url } = type.test.request;
		// As n8n resolves it.
		const path =
			data['connection'] === 'gateway' ? data['roomsPath'] : `/ent/config/v1/hotels/${data['hotelId']}/operaContext`;
		expect(String(url)).toContain('/operaContext');
		const sent = await type.authenticate({ ...data, accessToken: token }, { url: `${opera.url}${path}`, headers: {} });
		const { status } = await fetch(sent.url, { headers: sent.headers as Record<string, string> });
		const rule = type.test.rules?.find(({ properties }) => 'value' in properties && properties.value === status);
		return status === 200 ? null : (rule?.properties.message ?? `HTTP ${status}`);
	};
	const tokenFor = async (data: Record<string, string>) => {
		const helpers = {
			httpRequest: async ({ url, headers, body }: { url: string; headers: Record<string, string>; body: string }) =>
				await (await fetch(url, { method: 'POST', headers, body })).json(),
		};
		const { accessToken = '' } = await type.preAuthentication.call({ helpers } as never, data);
		return accessToken;
	};

	test.each<[string, Record<string, string>]>([
		['OAuth', {}],
		['a gateway', { connection: 'gateway' }],
	])('passes with %s', async (_, changes) => {
		expect(await shown(changes)).toBeNull();
	});

	test.each<[string, Record<string, string>, RegExp]>([
		['a wrong application key', { apiKey: 'outdated' }, /did not accept the client, the user or the application key/],
		['a wrong password of a gateway', { connection: 'gateway', password: 'outdated' }, /did not accept/],
		['another hotel', { hotelId: 'OTHER' }, /denied access to the Enterprise Configuration API.*"Code: Check"/],
		['a wrong path', { connection: 'gateway', roomsPath: '/nowhere' }, /no such hotel or path.*gateway URL/],
	])('says what to do about %s', async (_, changes, words) => {
		expect(await shown(changes)).toMatch(words);
	});

	test('says of a denial which path of a gateway it is about', () => {
		const rule = type.test.rules?.find(({ properties }) => 'value' in properties && properties.value === 403);
		expect(rule?.properties.message).toMatch(/With a gateway, it is the path of its rooms that was denied/);
	});

	test('names no secret in any of its messages', () => {
		const said = JSON.stringify(type.test);
		for (const secret of ['clientSecret', 'integrationPassword', 'accessToken']) expect(said).not.toContain(secret);
	});
});
