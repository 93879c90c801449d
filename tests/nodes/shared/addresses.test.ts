/** Keys, tokens and signatures go to the address that was entered, over https, and nowhere else. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject, ICredentialType, IHttpRequestOptions } from 'n8n-workflow';
import { BookingComApi } from '../../../credentials/BookingComApi.credentials';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { BookingCom } from '../../../nodes/BookingCom/BookingCom.node';
import { fakeContext } from '../../support/fake-context';
import { runSelfKey } from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

/** Answers everything, on every address of this machine; `0.0.0.0` is one that is not called loopback. */
let server: Server;
let received: IncomingMessage[];
let port: number;
let answerWith: { status: number; headers?: Record<string, string>; body?: string };

beforeAll(async () => {
	server = createServer((request, response) => {
		received.push(request);
		response.writeHead(answerWith.status, answerWith.headers).end(answerWith.body ?? '{}');
	});
	await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
	({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
	received = [];
	answerWith = { status: 200 };
});
afterAll(async () => {
	await new Promise((done) => server.close(done));
});

const account = (base: string, over: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	authentication: 'token',
	clientId: 'hotel',
	clientSecret: 'client-never-to-be-seen',
	username: 'machine',
	password: 'password-never-to-be-seen',
	apiKey: 'key-never-to-be-seen',
	sessionToken: '',
	baseUrl: base,
	ariBaseUrl: base,
	tokenUrl: `${base}/exchange`,
	...over,
});
const fetchReservations = async (credential: ICredentialDataDecryptedObject) => {
	const { execute } = fakeContext({
		credentials: { bookingComApi: { type: new BookingComApi(), data: credential } },
		parameters: { resource: 'reservation', operation: 'getAll', limit: 10, queues: 'both' },
	});
	return await new BookingCom().execute.call(execute);
};
const reasonOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'nothing',
		(error: Error & { description?: string }) => `${error.message} | ${error.description ?? ''}`,
	);

describe('over http to another machine', () => {
	const elsewhere = () => `http://0.0.0.0:${port}`;

	it.each([
		['the base URL', { ariBaseUrl: 'https://a.example', tokenUrl: 'https://a.example' }, 'Reservations Base URL'],
		['the token URL', { baseUrl: 'https://a.example', ariBaseUrl: 'https://a.example' }, 'Token URL'],
	])('Booking.com is sent nothing: %s', async (_, over, field) => {
		expect(await reasonOf(fetchReservations(account(elsewhere(), over)))).toMatch(
			new RegExp(`the ${field} in its credential must begin with https.*Allow Unencrypted HTTP.*nothing was sent`),
		);
		expect(received).toEqual([]);
	});

	it.each([['basic'], ['apiKey']])('Booking.com is sent no %s', async (authentication) => {
		await reasonOf(fetchReservations(account(elsewhere(), { authentication })));
		expect(received).toEqual([]);
	});

	it('SelfKey is sent nothing, signed or not', async () => {
		for (const [resource, operation] of [
			['establishment', 'get'],
			['subscriber', 'getAll'],
			['hotelSetting', 'get'],
		] as const)
			expect(await reasonOf(runSelfKey(elsewhere(), { resource, operation }))).toMatch(
				/the Base URL in its credential must begin with https/,
			);
		expect(received).toEqual([]);
	});

	it('everything is sent where the credential allows it', async () => {
		await reasonOf(fetchReservations(account(elsewhere(), { allowHttp: true })));
		await reasonOf(
			runSelfKey(elsewhere(), {
				resource: 'establishment',
				operation: 'get',
				credential: { allowHttp: true as unknown as string },
			}),
		);
		expect(received.map(({ headers }) => headers['x-api-key'] ?? headers.authorization ?? 'the secret')).toEqual(
			expect.arrayContaining(['the secret', 'api-key-never-to-be-seen']),
		);
	});
});

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308])('of %i carries nothing on', async (status) => {
		// To the same server by another name, where it would be seen.
		answerWith = { status, headers: { location: `http://localhost:${port}/elsewhere` } };
		const base = `http://127.0.0.1:${port}`;
		await reasonOf(fetchReservations(account(base)));
		await reasonOf(fetchReservations(account(base, { authentication: 'basic' })));
		for (const [resource, operation] of [
			['establishment', 'get'],
			['subscriber', 'getAll'],
		] as const)
			await reasonOf(runSelfKey(base, { resource, operation }));
		expect(received.length).toBeGreaterThanOrEqual(4);
		expect(received.map(({ url }) => url)).not.toContain('/elsewhere');
	});
});

describe.each<[string, ICredentialType, ICredentialDataDecryptedObject]>([
	['Booking.com', new BookingComApi(), account('https://booking.example', { authentication: 'basic' })],
	['SelfKey', new SelfKeyApi(), { baseUrl: 'https://selfkey.example', apiKey: 'key', webhookSecret: 'x'.repeat(16) }],
])('the credential of %s', (_, type, data) => {
	const authenticate = async (over: ICredentialDataDecryptedObject, request: Partial<IHttpRequestOptions>) =>
		typeof type.authenticate === 'function'
			? await type.authenticate({ ...data, ...over }, request as IHttpRequestOptions)
			: null;

	it.each<[string, ICredentialDataDecryptedObject, Partial<IHttpRequestOptions>]>([
		['that it holds', { baseUrl: 'http://a.example' }, { url: 'https://a.example' }],
		['of the request', {}, { url: 'http://a.example/x' }],
		['of the test’s request', {}, { baseURL: 'http://a.example', url: '/x' }],
		['of n8n’s HTTP Request node', {}, { uri: 'http://a.example/x' } as never],
	])('adds no key for an address over http %s', async (_name, over, request) => {
		await expect(authenticate(over, request)).rejects.toThrow(/must begin with https/);
		await expect(authenticate({ ...over, allowHttp: true }, request)).resolves.toMatchObject({
			headers: expect.any(Object) as object,
		});
		await expect(authenticate({ ...over, allowHttp: 'yes' }, request)).rejects.toThrow(/must begin with https/);
	});

	it('adds its key everywhere else', async () => {
		for (const url of ['https://a.example/x', 'http://127.0.0.1:3000/x', 'http://localhost/x'])
			expect(Object.keys((await authenticate({}, { url }))?.headers ?? {})).toHaveLength(1);
	});
});

// SelfKey's test is the node's: tests/nodes/SelfKey/credential.test.ts.
it('the test of Booking.com’s credential follows no redirect, and says where to look', () => {
	const { request, rules } = new BookingComApi().test;
	expect(request).toMatchObject({ disableFollowRedirect: true });
	expect(rules?.map(({ properties }) => properties.value)).toEqual([301, 302, 303, 307, 308]);
});
