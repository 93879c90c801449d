/** In a real n8n: keys follow no redirect and no http, and who has not signed gets no further than the door. */
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CredentialImport, WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';

jest.setTimeout(180_000);

const SECRET = 'reservations-secret-never-to-be-seen';
const KEY = 'key-never-to-be-seen';
const credentials: CredentialImport[] = [
	{ id: 'signed', name: 'Signed', type: 'signedWebhookApi', data: { secret: SECRET, scheme: 'hex' } },
	{ id: 'lost', name: 'Lost', type: 'signedWebhookApi', data: { secret: SECRET, scheme: 'hex' } },
];
const node = (name: string, type: string, more: Partial<WorkflowNode>): WorkflowNode => ({
	id: `${name}-id`,
	name,
	type: `n8n-nodes-hotel.${type}`,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});
const workflowOf = (id: string, credential: string, parameters: Record<string, unknown>): WorkflowFile => ({
	id,
	name: id,
	nodes: [
		node('Trigger', 'reservationWebhookTrigger', {
			parameters,
			webhookId: `${id}-hook`,
			credentials: { signedWebhookApi: { id: credential, name: credential } },
		}),
		node('Reply', 'hotelWebhookReply', { position: [200, 0] }),
	],
	connections: { Trigger: { main: [[{ node: 'Reply', type: 'main', index: 0 }]] } },
});

let n8n: TestN8n;
/** Where the credential's address leads, and the host that it must not lead to. */
let entered: Server;
let elsewhere: Server;
let seenThere: IncomingMessage[];
let seenElsewhere: IncomingMessage[];
let redirect: number;

const portOf = (server: Server) => (server.address() as AddressInfo).port;
async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
	const server = createServer(answer);
	await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
	return server;
}

beforeAll(async () => {
	elsewhere = await listen((request, response) => {
		seenElsewhere.push(request);
		response.end('{"jwt":"x","success":true,"data":{}}');
	});
	entered = await listen((request, response) => {
		seenThere.push(request);
		response.writeHead(redirect, { location: `http://localhost:${portOf(elsewhere)}/elsewhere` }).end();
	});
	n8n = await createTestN8n({ env: { N8N_LOG_LEVEL: 'info' } });
	const { host } = n8n;
	await host.importCredentials(credentials);
	await host.importWorkflows([
		workflowOf('doors', 'signed', { source: 'my-pms', channels: 'our-website' }),
		workflowOf('lost', 'lost', { source: 'my-pms' }),
	]);
	await host.publish('doors');
	await host.publish('lost');
	await host.start();
	await host.api.session.request('DELETE', '/credentials/lost');
}, N8N_SETUP_MS);

beforeEach(() => {
	seenThere = [];
	seenElsewhere = [];
	redirect = 302;
});

afterAll(async () => {
	await n8n?.remove();
	for (const server of [entered, elsewhere]) await new Promise((done) => server?.close(done) ?? done(null));
}, 60_000);

/** The button "Test" of the credential. */
async function tested(type: string, data: Record<string, unknown>): Promise<{ status: string; message: string }> {
	const { session } = n8n.host.api;
	const id = await n8n.host.api.createCredential(`test of ${type}`, type, data);
	try {
		return await session.request('POST', '/credentials/test', {
			credentials: { id, name: `test of ${type}`, type, data },
		});
	} finally {
		await session.request('DELETE', `/credentials/${id}`);
	}
}
const selfKey = (baseUrl: string, over: Record<string, unknown> = {}): [string, Record<string, unknown>] => [
	'selfKeyApi',
	{
		baseUrl,
		apiKey: KEY,
		hotelSlug: 'hotel-paradise',
		integrationId: 'n8n',
		webhookSecret: randomBytes(32).toString('hex'),
		allowHttp: false,
		...over,
	},
];
const bookingCom = (base: string, over: Record<string, unknown> = {}): [string, Record<string, unknown>] => [
	'bookingComApi',
	{
		authentication: 'basic',
		clientId: 'hotel',
		clientSecret: KEY,
		sessionToken: '',
		username: 'machine',
		password: KEY,
		headerName: 'X-API-Key',
		apiKey: KEY,
		baseUrl: base,
		ariBaseUrl: base,
		tokenUrl: `${base}/token`,
		allowHttp: false,
		...over,
	},
];

describe('the test of a credential', () => {
	const here = () => `http://127.0.0.1:${portOf(entered)}`;
	/** No loopback address, though it leads here. */
	const overHttp = () => `http://0.0.0.0:${portOf(entered)}`;

	it.each<[string, () => [string, Record<string, unknown>], number[]]>([
		['SelfKey', () => selfKey(here()), [301, 302, 303, 307, 308]],
		['Booking.com by password', () => bookingCom(here()), [301, 302, 303, 307, 308]],
		['Booking.com by key', () => bookingCom(here(), { authentication: 'apiKey' }), [302]],
		['Booking.com by token', () => bookingCom(here(), { authentication: 'token' }), [307]],
	])('carries no key to where a redirect points: %s', async (_, credential, statuses) => {
		for (redirect of statuses) {
			const { status, message } = await tested(...credential());
			expect({ redirect, status, elsewhere: seenElsewhere.length }).toEqual({
				redirect,
				status: 'Error',
				elsewhere: 0,
			});
			expect(message).not.toContain(KEY);
		}
		expect(seenThere.length).toBeGreaterThanOrEqual(statuses.length);
		const [, data] = credential();
		if (data.authentication !== 'token') {
			expect((await tested(...credential())).message).toMatch(
				/(?:leads to another|is at a different) address.* \(HTTP \d+\)/,
			);
		}
	});

	it.each<[string, () => [string, Record<string, unknown>], RegExp]>([
		['SelfKey', () => selfKey(overHttp()), /the Base URL in its credential must begin with https/],
		['Booking.com', () => bookingCom(overHttp()), /The Reservations Base URL must begin with https/],
		[
			"Booking.com's second address",
			() => bookingCom('https://booking.invalid', { ariBaseUrl: 'http://booking.invalid' }),
			/The Availability and Rates Base URL must begin with https/,
		],
		[
			'Booking.com by token',
			() => bookingCom(overHttp(), { authentication: 'token' }),
			/The Token URL must begin with https/,
		],
	])('sends nothing over http: %s', async (_, credential, reason) => {
		const { status, message } = await tested(...credential());
		expect(status).toBe('Error');
		expect(message).toMatch(reason);
		expect(seenThere).toEqual([]);
	});

	it('sends it where the credential allows it', async () => {
		await tested(...selfKey(overHttp(), { allowHttp: true }));
		expect(seenThere.map(({ headers }) => [headers['x-api-key'], headers['x-credential-test']])).toEqual([
			[KEY, undefined],
		]);
	});

	it('refuses a secret that can be guessed, with the line that makes a better one', async () => {
		for (const credential of [
			selfKey(here(), { webhookSecret: 'hunter2' }),
			['signedWebhookApi', { secret: 'hunter2', scheme: 'hex' }] as [string, Record<string, unknown>],
		]) {
			const { status, message } = await tested(...credential);
			expect(status).toBe('Error');
			expect(message).toMatch(/shorter than 16 characters.*openssl rand -hex 32/);
			expect(message).not.toContain('hunter2');
		}
		expect(seenThere).toEqual([]);
	});
});

describe('a webhook', () => {
	const data = {
		hotel_id: '77',
		external_id: 'r-1',
		room_type: 'Double',
		guest: { last_name: 'Lovelace' },
		check_in: '2027-05-01',
		check_out: '2027-05-03',
	};
	const bodyOf = (over: object = {}, event = 'new_reservation') =>
		JSON.stringify({ event_type: event, data: { ...data, ...over } });
	const sign = (body: string) => createHmac('sha256', SECRET).update(body).digest('hex');
	async function post(workflow: string, body: string, headers: Record<string, string>) {
		const response = await fetch(`${n8n.host.url}/webhook/${workflow}-hook/reservations`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body,
		});
		return { status: response.status, body: (await response.json()) as { error?: string; fields?: string[] } };
	}

	it.each<[string, Record<string, string>]>([
		['without a signature', {}],
		['with an empty one', { 'x-signature': '' }],
		['with a word', { 'x-signature': 'let-me-in' }],
		['with half a signature', { 'x-signature': 'ab'.repeat(16) }],
		['with a password', { authorization: 'Basic dXNlcjpwYXNz' }],
	])('%s is refused before the credential is read', async (_, headers) => {
		// The credential of this workflow was deleted: whoever asks for it learns that.
		expect(await post('lost', bodyOf(), headers)).toEqual({ status: 401, body: { error: 'Invalid signature' } });
		expect(await post('lost', bodyOf(), { 'x-signature': '0'.repeat(64) })).toMatchObject({ status: 503 });
		expect(await n8n.host.api.executions({ workflowId: 'lost' })).toEqual([]);
	});

	it('speaks for the channels that its trigger names, and no other', async () => {
		const send = async (over: object, event?: string) => {
			const body = bodyOf(over, event);
			return await post('doors', body, { 'x-signature': sign(body) });
		};
		for (const channel of ['booking.com', 'expedia', 'our-websit'])
			for (const event of ['new_reservation', 'modified_reservation', 'cancelled_reservation'])
				expect(await send({ channel }, event)).toMatchObject({ status: 400, body: { fields: ['data.channel'] } });
		expect(await n8n.host.api.executions({ workflowId: 'doors' })).toEqual([]);
		expect(await send({ external_id: 'r-2' })).toMatchObject({ status: 200 });
		expect(await send({ external_id: 'r-3', channel: 'Our-Website' })).toMatchObject({ status: 200 });
		// n8n saves an execution a moment after the answer.
		const runs = async () => await n8n.host.api.executions({ workflowId: 'doors' });
		await n8n.host.waitFor(async () => (await runs()).length >= 2, { what: 'both runs to be saved' });
		expect(await runs()).toHaveLength(2);
	});
});
