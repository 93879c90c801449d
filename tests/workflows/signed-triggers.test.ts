/** The signed webhook triggers and the node that answers them, in a real n8n, against signatures made by other code. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { CredentialImport, WorkflowFile, WorkflowNode } from '../../sandbox/n8n/host/types';
import { chromiumPath, Editor, openBrowser } from '../support/browser';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';

jest.setTimeout(120_000);

const SECRET = 'cash-secret-never-to-be-seen';
const OLD_SECRET = 'older-secret-never-to-be-seen';
const STANDARD_KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const STANDARD_SECRET = `whsec_${STANDARD_KEY.toString('base64')}`;
const GUEST = 'Zephyrine-Guest';

const credentials: CredentialImport[] = [
	{
		id: 'cash-credential',
		name: 'Cash register',
		type: 'signedWebhookApi',
		data: { secret: SECRET, previousSecrets: `${OLD_SECRET}\n`, scheme: 'hex' },
	},
	{
		id: 'standard-credential',
		name: 'Reservations',
		type: 'signedWebhookApi',
		data: { secret: STANDARD_SECRET, scheme: 'standard', toleranceSeconds: 300 },
	},
	{
		id: 'bad-credential',
		name: 'Copied badly',
		type: 'signedWebhookApi',
		data: { secret: `${SECRET} `, scheme: 'hex' },
	},
];

function node(
	name: string,
	type: string,
	x: number,
	parameters: Record<string, unknown>,
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { id: `${name}-id`, name, type, typeVersion: 1, position: [x, 0], parameters, ...more };
}
const trigger = (name: string, type: string, parameters: Record<string, unknown>, credential: string): WorkflowNode =>
	node(name, `n8n-nodes-hotel.${type}`, 0, parameters, {
		webhookId: `${name.toLowerCase().replaceAll(' ', '-')}-hook`,
		credentials: { signedWebhookApi: { id: credential, name: credential } },
	});
const line = (...names: string[]) =>
	Object.fromEntries(
		names.slice(1).map((to, index) => [names[index], { main: [[{ node: to, type: 'main', index: 0 }]] }]),
	);

/** By the payment's note: `fail` stops the flow, `slow` keeps it a while, `refused` and `down` fail the item as SelfKey's node would. */
const RESULT = `={{ ({ refused: { error: 'SelfKey did not write it', details: { retryable: false } }, down: { error: 'SelfKey is down', details: { retryable: true } } })[$json.note] ?? { selfKey: { outcome: 'created', warnings: [] } } }}`;
const cash: WorkflowFile = {
	id: 'cash',
	name: 'Cash',
	nodes: [
		trigger('Cash', 'cashSystemTrigger', { events: ['payment_received'] }, 'cash-credential'),
		node(
			'Write',
			'n8n-nodes-base.set',
			200,
			{ mode: 'raw', jsonOutput: RESULT, includeOtherFields: true, options: {} },
			{ typeVersion: 3.4 },
		),
		node(
			'Wait',
			'n8n-nodes-base.wait',
			400,
			{ resume: 'timeInterval', amount: '={{ $json.note === "slow" ? 2 : 0 }}', unit: 'seconds' },
			{ typeVersion: 1.1, webhookId: 'wait-hook' },
		),
		node(
			'Fails',
			'n8n-nodes-base.if',
			600,
			{
				conditions: {
					options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
					combinator: 'and',
					conditions: [
						{
							id: 'c',
							leftValue: '={{ $json.note ?? "" }}',
							rightValue: 'fail',
							operator: { type: 'string', operation: 'equals' },
						},
					],
				},
				options: {},
			},
			{ typeVersion: 2.2 },
		),
		node('Stop', 'n8n-nodes-base.stopAndError', 800, { errorMessage: 'It is meant to fail' }),
		node('Reply', 'n8n-nodes-hotel.hotelWebhookReply', 800, {}),
		node('After', 'n8n-nodes-base.noOp', 1000, {}),
	],
	connections: {
		...line('Cash', 'Write', 'Wait', 'Fails'),
		Fails: { main: [[{ node: 'Stop', type: 'main', index: 0 }], [{ node: 'Reply', type: 'main', index: 0 }]] },
		...line('Reply', 'After'),
	},
};
const atOnce: WorkflowFile = {
	id: 'at-once',
	name: 'At once',
	nodes: [
		trigger(
			'Reservations',
			'reservationWebhookTrigger',
			{ source: 'my-pms', respond: 'atOnce', options: { maxKilobytes: 4 } },
			'standard-credential',
		),
		node('Reply', 'n8n-nodes-hotel.hotelWebhookReply', 200, {}),
	],
	connections: line('Reservations', 'Reply'),
};
const badSecret: WorkflowFile = {
	id: 'bad-secret',
	name: 'Bad secret',
	nodes: [
		trigger('Bad', 'cashSystemTrigger', {}, 'bad-credential'),
		node('Reply', 'n8n-nodes-hotel.hotelWebhookReply', 200, {}),
	],
	connections: line('Bad', 'Reply'),
};

let n8n: TestN8n;

beforeAll(async () => {
	n8n = await createTestN8n({ env: { N8N_LOG_LEVEL: 'info' } });
	const { host } = n8n;
	await host.importCredentials(credentials);
	await host.importWorkflows([cash, atOnce, badSecret]);
	await host.publish('cash');
	await host.publish('at-once');
	await host.start();
}, N8N_SETUP_MS);

afterAll(async () => {
	await n8n?.remove();
}, 60_000);

interface Answer {
	status: number;
	headers: Headers;
	body: unknown;
}

async function post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Answer> {
	const response = await fetch(`${n8n.host.url}/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: new Uint8Array(Buffer.from(body)),
	});
	const text = await response.text();
	let json: unknown = text;
	try {
		json = JSON.parse(text);
	} catch {
		// n8n's answers that are no JSON are compared as text.
	}
	return { status: response.status, headers: response.headers, body: json };
}

let payments = 0;
const payment = (data: object = {}, event = 'payment_received') =>
	JSON.stringify({
		event_type: event,
		data: { payment_id: `p-${++payments}`, booking_number: 17, amount: '42.50', currency: 'CHF', ...data },
	});
const hex = (body: string | Buffer, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');
const CASH = 'webhook/cash-hook/cash-system';
const pay = async (body: string, headers: Record<string, string> = { 'x-signature': hex(body) }) =>
	await post(CASH, body, headers);

const reservation = (data: object = {}) =>
	JSON.stringify({
		event_type: 'new_reservation',
		data: {
			hotel_id: '77',
			external_id: 'r-1',
			room_type: 'Double',
			guest: { first_name: 'Ada', last_name: GUEST },
			check_in: '2027-05-01',
			check_out: '2027-05-03',
			guest_count: 2,
			currency: 'EUR',
			total_amount: 180,
			...data,
		},
	});
function standard(body: string, { id = 'msg_1', at = new Date() } = {}): Record<string, string> {
	const seconds = String(Math.floor(at.getTime() / 1000));
	const signature = createHmac('sha256', STANDARD_KEY).update(`${id}.${seconds}.${body}`).digest('base64');
	return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}
const reserve = async (body: string, headers = standard(body)) =>
	await post('webhook/reservations-hook/reservations', body, headers);

const runs = async (workflowId: string) => (await n8n.host.api.executions({ workflowId })).length;
/** That it ran as often as that by now. n8n's list can miss a run that is just being saved, a moment after its answer. */
async function expectRuns(workflowId: string, count: number): Promise<void> {
	await n8n.host.waitFor(async () => (await runs(workflowId)) >= count, { what: `${count} runs to be saved` });
	expect(await runs(workflowId)).toBe(count);
}
async function lastItem(workflowId: string, name: string): Promise<Record<string, unknown>> {
	const execution = await n8n.host.waitFor(async () => {
		const [last] = await n8n.host.api.executions({ workflowId });
		return last && last.status !== 'running' && last.status !== 'new' ? await n8n.host.api.execution(last.id) : null;
	});
	return execution.data.resultData.runData[name]?.[0]?.data?.main?.[0]?.[0]?.json ?? {};
}

describe('after the flow is done', () => {
	it('answers 200 with what became of it, and gives the payment out', async () => {
		const body = payment({ payment_id: 'first', note: 'thanks', occurred_at: '2027-05-01T12:00:00+02:00' });
		const { status, headers, body: answer } = await pay(body);
		expect({ status, answer }).toEqual({
			status: 200,
			answer: { status: 'success', results: [{ key: 'first', outcome: 'created' }] },
		});
		expect(headers.get('content-type')).toMatch(/^application\/json/);
		expect(await lastItem('cash', 'Cash')).toMatchObject({
			event: 'payment_received',
			paymentId: 'first',
			refundId: null,
			bookingNumber: 17,
			amount: { minor: 4250, currency: 'CHF' },
			occurredAt: '2027-05-01T10:00:00.000Z',
			webhook: { deliveryId: null, signedAt: null, orderUnknown: false },
		});
		// What is behind the reply runs too, on the same item.
		expect(await lastItem('cash', 'After')).toMatchObject({ paymentId: 'first' });
	});

	it('takes sha256= before the signature, and a previous secret', async () => {
		const [one, two] = [payment(), payment()];
		expect(await pay(one, { 'x-signature': `sha256=${hex(one)}` })).toMatchObject({ status: 200 });
		expect(await pay(two, { 'x-signature': hex(two, OLD_SECRET) })).toMatchObject({ status: 200 });
	});

	it('answers 500 where the flow stops with an error, and runs the repeat', async () => {
		const body = payment({ note: 'fail' });
		const before = await runs('cash');
		expect(await pay(body)).toMatchObject({ status: 500 });
		expect(await pay(body)).toMatchObject({ status: 500 });
		await expectRuns('cash', before + 2);
	});

	it('answers 500 where an item failed that may go well later, and runs the repeat', async () => {
		const body = payment({ payment_id: 'later', note: 'down' });
		const before = await runs('cash');
		expect(await pay(body)).toMatchObject({
			status: 500,
			body: { error: 'Processing failed', results: [{ key: 'later', error: 'SelfKey is down' }] },
		});
		expect(await pay(body)).toMatchObject({ status: 500 });
		await expectRuns('cash', before + 2);
	});

	it('answers 422 where it never will', async () => {
		const body = payment({ payment_id: 'never', note: 'refused' });
		expect(await pay(body)).toMatchObject({
			status: 422,
			body: { error: 'SelfKey did not write it', results: [{ key: 'never', error: 'SelfKey did not write it' }] },
		});
	});
});

describe('what starts no execution', () => {
	const big = payment({ note: 'x'.repeat(1_100_000) });
	const unsigned = payment();
	const cases: Array<[string, number, RegExp, () => Promise<Answer>]> = [
		['no signature', 401, /signature header is missing/, async () => await pay(unsigned, {})],
		[
			'another secret',
			401,
			/matches no secret/,
			async () => await pay(unsigned, { 'x-signature': hex(unsigned, 'another') }),
		],
		['another body', 401, /matches no secret/, async () => await pay(payment(), { 'x-signature': hex(unsigned) })],
		[
			'missing fields',
			400,
			/not usable: Missing or invalid: data\.payment_id/,
			async () => await pay(payment({ payment_id: null })),
		],
		[
			'an event that nobody knows',
			400,
			/not usable: Missing or unknown: event_type/,
			async () => await pay(payment({}, 'payment_exploded')),
		],
		['too large', 413, /larger/, async () => await pay(big)],
		[
			'another type',
			415,
			/content type/,
			async () => await pay(unsigned, { 'content-type': 'text/csv', 'x-signature': hex(unsigned) }),
		],
		[
			'a form with a file',
			415,
			/form/,
			async () =>
				await pay('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n', {
					'content-type': 'multipart/form-data; boundary=x',
					'x-signature': hex(''),
				}),
		],
	];

	it.each(cases)('%s', async (_, status, reason, send) => {
		const [before, logged] = [await runs('cash'), n8n.host.logs().length];
		const answer = await send();
		expect(answer).toMatchObject({ status, body: { error: expect.stringMatching(/./) as string } });
		await expectRuns('cash', before);
		const log = await n8n.host.waitFor(() =>
			n8n.host
				.logs()
				.slice(logged)
				.split('\n')
				.find((one) => one.includes('Webhook rejected')),
		);
		expect(log).toMatch(reason);
		expect(log).toMatch(new RegExp(`rejected with ${status}: .*workflow cash, node "Cash"`));
	});

	it('names the fields', async () => {
		const answer = await pay(payment({ payment_id: null, currency: null }));
		expect(answer.body).toMatchObject({
			fields: expect.arrayContaining(['data.payment_id', 'data.currency']) as string[],
		});
	});

	it('an event that was not chosen: 200', async () => {
		const before = await runs('cash');
		expect(await pay(payment({ refund_id: 'r' }, 'refund_processed'))).toMatchObject({
			status: 200,
			body: { status: 'ignored' },
		});
		await expectRuns('cash', before);
	});

	it("JSON that is none: n8n's own 422", async () => {
		const before = await runs('cash');
		expect(await pay('{"event_type":')).toMatchObject({ status: 422 });
		await expectRuns('cash', before);
	});
});

describe('repeats', () => {
	it('of what is done: 200 without a second run; a change runs', async () => {
		const [one, other] = [payment({ payment_id: 'again' }), payment({ payment_id: 'again', note: 'changed' })];
		await pay(one);
		const before = await runs('cash');
		expect(await pay(one)).toMatchObject({ status: 200, body: { status: 'success', duplicate: true } });
		await expectRuns('cash', before);
		expect(await pay(other)).toMatchObject({ status: 200, body: { results: [{ key: 'again' }] } });
		expect(await pay(one)).toMatchObject({ status: 200, body: { results: [{ key: 'again' }] } });
		await expectRuns('cash', before + 2);
	});

	it('of what is still running: waits for it, and runs it once', async () => {
		const body = payment({ note: 'slow' });
		const before = await runs('cash');
		const answers = await Promise.all([pay(body), pay(body), pay(body)]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(answers.filter(({ body: answer }) => (answer as { duplicate?: boolean }).duplicate)).toHaveLength(2);
		await expectRuns('cash', before + 1);
	});

	it('of one whose sender has hung up: as it ended all the same', async () => {
		const body = payment({ note: 'slow', payment_id: 'hung-up' });
		const before = await runs('cash');
		await new Promise<void>((done, failed) => {
			const call = request(`${n8n.host.url}/${CASH}`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'content-length': Buffer.byteLength(body),
					'x-signature': hex(body),
				},
			});
			call.on('error', () => done());
			call.on('response', () => failed(new Error('It was to be gone before the answer')));
			call.end(body, () => {
				n8n.host.waitFor(async () => (await runs('cash')) > before).then(() => call.destroy(), failed);
			});
		});
		expect(await pay(body)).toMatchObject({ status: 200, body: { duplicate: true } });
		await expectRuns('cash', before + 1);
	});
});

describe('at once', () => {
	it('answers as soon as the execution is stored; the reply node does no harm', async () => {
		const body = reservation();
		expect(await reserve(body)).toMatchObject({ status: 200, body: { status: 'success' } });
		expect(await lastItem('at-once', 'Reply')).toMatchObject({
			key: 'my-pms/77/r-1',
			channel: 'my-pms',
			event: 'new',
			checkIn: '2027-05-01',
			booker: { lastName: GUEST },
			total: { minor: 18000, currency: 'EUR' },
			webhook: { deliveryId: 'msg_1', orderUnknown: true, signedAt: expect.stringMatching(/Z$/) as string },
		});
		const before = await runs('at-once');
		expect(await reserve(body)).toMatchObject({ status: 200, body: { status: 'success', duplicate: true } });
		await expectRuns('at-once', before);
	});

	it('refuses what is too old, and what is larger than the option says', async () => {
		const body = reservation();
		expect(await reserve(body, standard(body, { at: new Date(Date.now() - 400_000) }))).toMatchObject({ status: 401 });
		expect(await reserve(reservation({ room_type: 'x'.repeat(5000) }))).toMatchObject({ status: 413 });
	});
});

describe('the credential', () => {
	const test = async (id: string) => {
		const { name, type, data } = credentials.find((credential) => credential.id === id)!;
		return await n8n.host.api.session.request<{ status: string; message: string }>('POST', '/credentials/test', {
			credentials: { id, name, type, data },
		});
	};

	it('is tested in words', async () => {
		expect(await test('cash-credential')).toMatchObject({ status: 'OK' });
		const { status, message } = await test('bad-credential');
		expect(status).toBe('Error');
		expect(message).toMatch(/begins or ends with a space/);
		expect(message).not.toContain(SECRET);
	});

	it('keeps a workflow from being switched on where it cannot be used, and says why', async () => {
		await expect(n8n.host.activate('bad-secret')).rejects.toThrow(/begins or ends with a space/);
		await n8n.host.deactivate('bad-secret');
	});
});

it('works by hand too, and remembers nothing then', async () => {
	const { host } = n8n;
	for (const attempt of [1, 2]) {
		const answer = await host.api.session.request<{ waitingForWebhook?: boolean }>('POST', '/workflows/cash/run', {
			triggerToStartFrom: { name: 'Cash' },
		});
		expect(answer).toMatchObject({ waitingForWebhook: true });
		const body = JSON.stringify({
			event_type: 'payment_received',
			data: { payment_id: 'by-hand', booking_number: 17, amount: '1.00', currency: 'CHF' },
		});
		// What is refused does not use up the waiting.
		expect(await post('webhook-test/cash-hook/cash-system', body, {})).toMatchObject({ status: 401 });
		expect({
			attempt,
			...(await post('webhook-test/cash-hook/cash-system', body, { 'x-signature': hex(body) })),
		}).toMatchObject({ attempt, status: 200, body: { results: [{ key: 'by-hand' }] } });
	}
});

(chromiumPath() ? it : it.skip)('shows its addresses in the editor', async () => {
	const browser = await openBrowser();
	try {
		const editor = await Editor.open(browser, n8n.host, { width: 1400, height: 900 });
		await editor.openWorkflow('cash');
		await editor.openNode('Cash');
		await editor.page.getByText('Webhook URLs', { exact: true }).click();
		await editor.page.getByRole('radio', { name: 'Production URL' }).click();
		expect(
			await editor.page
				.getByText(/\/webhook\/cash-hook\/cash-system/)
				.first()
				.innerText(),
		).toContain(`${n8n.host.url}/webhook/cash-hook/cash-system`);
		expect(await editor.faultyNodes()).toEqual([]);
		expect(editor.complaints).toEqual([]);
	} finally {
		await browser.close();
	}
});

it('logs no secret, no signature and nobody', () => {
	const logs = n8n.host.logs();
	expect(logs).toContain('Webhook rejected');
	for (const forbidden of [SECRET, OLD_SECRET, STANDARD_SECRET, GUEST]) expect(logs).not.toContain(forbidden);
	expect(logs).not.toMatch(/[0-9a-f]{64}/);
});
