/** What all signed webhook triggers do alike, by the Cash System Trigger: every answer, repeats, and what is logged. */
import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, ICredentialTestFunctions, IHookFunctions } from 'n8n-workflow';
import { SignedWebhookApi } from '../../../credentials/SignedWebhookApi.credentials';
import { CashSystemTrigger } from '../../../nodes/CashSystem/CashSystemTrigger.node';
import { connectionOf } from '../../../nodes/shared/signed-trigger/credential';
import { callWebhook, newWorkflow, type WebhookCall } from '../../support/fake-webhook';

const SECRET = 'cash-secret-never-to-be-seen';
const STANDARD_SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const GUEST = 'Zephyrine-Guest';
const trigger = new CashSystemTrigger();

const hex = (body: string | Buffer, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');
const payment = (data: object = {}, more: object = {}) =>
	JSON.stringify({
		event_type: 'payment_received',
		...more,
		data: { payment_id: 'p-1', booking_number: 17, amount: '42.50', currency: 'CHF', note: GUEST, ...data },
	});
const signed = (body: string | Buffer = payment(), call: WebhookCall = {}): WebhookCall => ({
	body,
	credential: { secret: SECRET, scheme: 'hex' },
	...call,
	headers: {
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(body)),
		'x-signature': hex(body),
		...call.headers,
	},
});
const deliver = async (body?: string | Buffer, call?: WebhookCall) => await callWebhook(trigger, signed(body, call));

describe('what is signed rightly', () => {
	it('starts the flow, which answers', async () => {
		const { status, items, logs } = await deliver();
		expect({ status, items: items.length, logs }).toEqual({ status: null, items: 1, logs: [] });
	});

	it('counts with a previous secret too, while the secret is being replaced', async () => {
		const credential = { secret: 'new-secret', previousSecrets: `older\r\n${SECRET}\n`, scheme: 'hex' };
		expect((await deliver(undefined, { credential })).items).toHaveLength(1);
		expect(await deliver(undefined, { credential: { ...credential, previousSecrets: 'older' } })).toMatchObject({
			status: 401,
		});
	});

	it('counts under the header that the credential names, however it is written', async () => {
		const body = payment();
		const headers = { 'x-signature': undefined, 'x-hub-signature-256': `sha256=${hex(body)}` };
		expect(
			(await deliver(body, { headers, credential: { secret: SECRET, signatureHeader: ' X-Hub-Signature-256 ' } }))
				.items,
		).toHaveLength(1);
	});

	it.each<[string, ICredentialDataDecryptedObject, (body: string, seconds: string) => Record<string, string>]>([
		[
			'base64',
			{ secret: SECRET },
			(body) => ({ 'x-signature': createHmac('sha256', SECRET).update(body).digest('base64') }),
		],
		[
			'timestamped',
			{ secret: SECRET },
			(body, seconds) => ({ 'x-signature': `t=${seconds},v1=${hex(`${seconds}.${body}`)}` }),
		],
		[
			'standard',
			{ secret: STANDARD_SECRET },
			(body, seconds) => ({
				'webhook-id': 'msg_1',
				'webhook-timestamp': seconds,
				'webhook-signature': `v1,${createHmac('sha256', '0123456789abcdef0123456789abcdef').update(`msg_1.${seconds}.${body}`).digest('base64')}`,
			}),
		],
	])('in the scheme %s', async (scheme, credential, headers) => {
		const body = payment();
		const seconds = String(Math.floor(Date.now() / 1000));
		const call = {
			credential: { ...credential, scheme },
			headers: { 'x-signature': undefined, ...headers(body, seconds) },
		};
		const { items } = await deliver(body, call);
		expect(items).toHaveLength(1);
		expect(items[0]!.webhook).toMatchObject({
			deliveryId:
				scheme === 'standard' ? 'msg_1' : scheme === 'base64' ? expect.stringMatching(/^sha256:[0-9a-f]{64}$/) : null,
			signedAt: scheme === 'base64' ? null : new Date(Number(seconds) * 1000).toISOString(),
		});
	});
});

describe('what is rejected starts nothing, and is logged in one line', () => {
	const cases: Array<[string, number, string | RegExp, () => WebhookCall]> = [
		[
			'no signature',
			401,
			'the signature header is missing',
			() => signed(undefined, { headers: { 'x-signature': undefined } }),
		],
		[
			'a wrong signature',
			401,
			'matches no secret',
			() => signed(undefined, { headers: { 'x-signature': '0'.repeat(64) } }),
		],
		[
			'the signature of another body',
			401,
			'matches no secret',
			() => signed(undefined, { headers: { 'x-signature': hex(payment({ amount: '1.00' })) } }),
		],
		['no secret in the credential', 401, 'no webhook secret is set', () => signed(undefined, { credential: {} })],
		[
			'a secret with a stray space',
			401,
			'cannot be used',
			() => signed(undefined, { credential: { secret: `${SECRET} ` } }),
		],
		[
			'too old',
			401,
			'too long ago',
			() => {
				const seconds = Math.floor(Date.now() / 1000) - 301;
				return signed(undefined, {
					credential: { secret: SECRET, scheme: 'timestamped', toleranceSeconds: 300 },
					headers: { 'x-signature': `t=${seconds},v1=${hex(`${seconds}.${payment()}`)}` },
				});
			},
		],
		['no content type', 415, 'content type', () => signed(undefined, { headers: { 'content-type': undefined } })],
		['another content type', 415, 'content type', () => signed(undefined, { headers: { 'content-type': 'text/csv' } })],
		[
			'a form',
			415,
			'a form',
			() => signed(undefined, { headers: { 'content-type': 'Multipart/form-data; boundary=x' } }),
		],
		[
			'announced as too large',
			413,
			'larger',
			() => signed(undefined, { headers: { 'content-length': String(2 ** 20 + 1) } }),
		],
		[
			'too large and not announced',
			413,
			'larger',
			() => signed(payment({ note: 'x'.repeat(2 ** 20) }), { headers: { 'content-length': undefined } }),
		],
		[
			'larger than the option',
			413,
			'larger',
			() => signed(payment({ note: 'x'.repeat(1024) }), { parameters: { options: { maxKilobytes: 1 } } }),
		],
		['broken off', 400, 'could not be read', () => signed(undefined, { unreadable: new Error(GUEST) })],
		['not UTF-8', 400, 'not UTF-8', () => signed(Buffer.from([0x7b, 0xff, 0x7d]))],
		['not JSON', 400, 'not valid JSON', () => signed('{"event_type"')],
		['empty', 400, 'empty', () => signed('')],
		['a field missing', 400, 'Missing or invalid: data.payment_id', () => signed(payment({ payment_id: null }))],
		[
			'an unknown event',
			400,
			'expected one of payment_received, refund_processed',
			() => signed(payment({}, { event_type: GUEST })),
		],
		['no object', 400, 'event_type', () => signed('[1]')],
		[
			'a credential that n8n cannot read',
			503,
			'the credential cannot be read',
			() => signed(undefined, { credential: null }),
		],
		[
			'a scheme that nobody knows',
			503,
			'the credential cannot be read',
			() => signed(undefined, { credential: { secret: SECRET, scheme: 'rot13' } }),
		],
	];

	it.each(cases)('%s', async (_, status, reason, call) => {
		const answer = await callWebhook(trigger, call());
		expect(answer).toMatchObject({ status, items: [], json: { error: expect.stringMatching(/./) as string } });
		expect(answer.logs).toHaveLength(1);
		expect(answer.logs[0]).toMatch(reason);
		expect(answer.logs[0]).toMatch(
			new RegExp(`^Webhook rejected with ${status}: [^\\n]+ \\(workflow workflow-\\d+, node "Node under test"\\)$`),
		);
		for (const text of [answer.logs[0], JSON.stringify(answer.json)])
			expect(text).not.toMatch(/never-to-be-seen|Zephyrine|[0-9a-f]{64}/);
	});

	it('names each field', async () => {
		const { json } = await deliver(payment({ payment_id: null, amount: 'a lot' }));
		expect(json).toEqual({
			error: 'Missing or invalid: data.payment_id, data.amount',
			fields: ['data.payment_id', 'data.amount'],
		});
	});

	it('says when to come again, where the node is not ready', async () => {
		expect((await deliver(undefined, { credential: null })).headers).toEqual({ 'retry-after': '60' });
	});

	it('reads nothing of what is announced as too large', async () => {
		expect(await deliver(undefined, { headers: { 'content-length': '99999999' } })).toMatchObject({
			status: 413,
			isRead: false,
		});
	});

	it.each([0, -5, 'everything', null, Number.NaN, Number.POSITIVE_INFINITY])(
		'keeps a limit where the option is %s',
		async (maxKilobytes) => {
			const body = payment({ note: 'x'.repeat(2 ** 20) });
			expect(
				await deliver(body, { parameters: { options: { maxKilobytes } }, headers: { 'content-length': undefined } }),
			).toMatchObject({ status: 413 });
		},
	);

	it('answers 500 where something happens that nobody has thought of, and keeps to itself what', async () => {
		const call = signed(undefined, {
			parameters: {
				get events(): never {
					throw new TypeError(GUEST);
				},
			},
		});
		const answer = await callWebhook(trigger, call);
		expect(answer).toMatchObject({ status: 500, json: { error: 'Processing failed' }, items: [] });
		expect(answer.logs[0]).toMatch(/an unexpected fault in the node \(TypeError\)/);
		expect(answer.logs[0]).not.toContain(GUEST);
	});
});

describe('the credential is read', () => {
	/** As a field would that is an expression. */
	const parameters = {
		get options(): never {
			throw new Error('This field was evaluated');
		},
	};

	it.each<[string, Record<string, string | string[] | undefined>]>([
		['no signature', { 'x-signature': undefined }],
		['an empty one', { 'x-signature': '' }],
		['a word', { 'x-signature': 'let-me-in' }],
		['hex cut off', { 'x-signature': hex(payment()).slice(1) }],
		['base64 cut off', { 'x-signature': createHmac('sha256', SECRET).update(payment()).digest('base64').slice(1) }],
		['a time without a signature', { 'x-signature': 't=1800000000,v1=' }],
		['a standard one without a signature', { 'webhook-signature': 'v1,', 'x-signature': undefined }],
		['two headers of nothing', { 'x-signature': ['a', 'b'] }],
		['a password in its place', { 'x-signature': undefined, authorization: 'Bearer never-to-be-seen' }],
	])('for none with %s, nor is any field of the node', async (_, headers) => {
		const answer = await deliver(undefined, { headers, parameters });
		expect(answer).toMatchObject({
			status: 401,
			json: { error: 'Invalid signature' },
			items: [],
			isRead: false,
			isCredentialRead: false,
		});
		expect(answer.logs).toEqual([expect.stringMatching(/^Webhook rejected with 401: the signature header is missing/)]);
		expect(answer.logs[0]).not.toContain('never-to-be-seen');
	});

	it('for whatever may be a signature, in whichever header', async () => {
		for (const header of ['x-signature', 'x-acme', 'stripe-signature'])
			expect(
				await deliver(undefined, { headers: { 'x-signature': undefined, [header]: '0'.repeat(64) } }),
			).toMatchObject({ status: 401, isCredentialRead: true });
	});
});

describe('events that were not chosen', () => {
	it('are answered 200, start nothing and are not logged as rejected', async () => {
		const answer = await deliver(payment(), { parameters: { events: ['refund_processed'] } });
		expect(answer).toMatchObject({ status: 200, json: { status: 'ignored' }, items: [], logs: [] });
	});

	it('are those that are not named; none named is all', async () => {
		expect((await deliver(payment(), { parameters: { events: ['payment_received'] } })).items).toHaveLength(1);
		expect((await deliver(payment(), { parameters: { events: [] } })).items).toHaveLength(1);
	});

	it('need a signature all the same', async () => {
		expect(
			await deliver(payment(), { parameters: { events: ['refund_processed'] }, headers: { 'x-signature': undefined } }),
		).toMatchObject({ status: 401 });
	});
});

describe('repeats', () => {
	it('of what is done are answered 200 and start nothing', async () => {
		const workflowId = newWorkflow();
		const first = await deliver(undefined, { workflowId });
		first.end(200);
		expect(await deliver(undefined, { workflowId })).toMatchObject({
			status: 200,
			json: { status: 'success', duplicate: true },
			items: [],
			logs: [],
		});
	});

	it.each([400, 422, 500, 503])('of what was answered %d run again', async (status) => {
		const workflowId = newWorkflow();
		(await deliver(undefined, { workflowId })).end(status);
		expect((await deliver(undefined, { workflowId })).items).toHaveLength(1);
	});

	it('run where a change came between', async () => {
		const workflowId = newWorkflow();
		for (const note of ['a', 'b', 'a']) {
			const answer = await deliver(payment({ note }), { workflowId });
			expect(answer.items).toHaveLength(1);
			answer.end(200);
		}
		expect(await deliver(payment({ note: 'a' }), { workflowId })).toMatchObject({ json: { duplicate: true } });
	});

	it('are known by the id in the body or the header, whatever came between', async () => {
		for (const [one, other] of [
			[[payment({}, { event_id: 'e-1' })], [payment({ note: 'b' }, { event_id: 'e-2' })]],
			[[payment({}, { id: 'e-1' })], [payment({ note: 'b' }, { id: 'e-2' })]],
			[
				[payment(), 'd-1'],
				[payment({ note: 'b' }), 'd-2'],
			],
		] as Array<Array<[string, string?]>>) {
			const workflowId = newWorkflow();
			const send = async ([body, id]: [string, string?]) =>
				await deliver(body, {
					workflowId,
					credential: { secret: SECRET, deliveryIdHeader: 'X-Delivery' },
					headers: { 'x-delivery': id },
				});
			(await send(one!)).end(200);
			(await send(other!)).end(200);
			expect(await send(one!)).toMatchObject({ json: { duplicate: true } });
			expect((await send([payment({ note: 'c' }, JSON.parse(one![0]!) as object), one![1]])).items).toHaveLength(1);
		}
	});

	it('of two refunds of one payment are told apart', async () => {
		const workflowId = newWorkflow();
		for (const refund_id of ['r-1', 'r-2'])
			(await deliver(payment({ refund_id }, { event_type: 'refund_processed' }), { workflowId })).end(200);
		expect(
			await deliver(payment({ refund_id: 'r-1' }, { event_type: 'refund_processed' }), { workflowId }),
		).toMatchObject({ json: { duplicate: true } });
	});

	it('are another workflow’s and another node’s first', async () => {
		const workflowId = newWorkflow();
		(await deliver(undefined, { workflowId })).end(200);
		expect((await deliver(undefined, { workflowId: newWorkflow() })).items).toHaveLength(1);
		expect((await deliver(undefined, { workflowId, nodeId: 'another' })).items).toHaveLength(1);
	});

	it('are not looked for by hand', async () => {
		const workflowId = newWorkflow();
		for (let time = 0; time < 2; time++) {
			const answer = await deliver(undefined, { workflowId, mode: 'manual' });
			expect(answer.items).toHaveLength(1);
			answer.end(200);
		}
		expect((await deliver(undefined, { workflowId })).items).toHaveLength(1);
	});

	describe('of what is still running', () => {
		beforeEach(() => jest.useFakeTimers());
		afterEach(() => jest.useRealTimers());

		it('wait, and are answered as it ended', async () => {
			const workflowId = newWorkflow();
			const first = await deliver(undefined, { workflowId });
			const repeats = [deliver(undefined, { workflowId }), deliver(undefined, { workflowId })];
			await jest.advanceTimersByTimeAsync(20_000);
			first.end(200);
			for (const repeat of repeats)
				expect(await repeat).toMatchObject({ status: 200, json: { duplicate: true }, items: [] });
		});

		it('run where it failed, once', async () => {
			const workflowId = newWorkflow();
			const first = await deliver(undefined, { workflowId });
			const repeats = [deliver(undefined, { workflowId }), deliver(undefined, { workflowId })];
			await jest.advanceTimersByTimeAsync(1_000);
			first.end(500);
			const second = await Promise.race(repeats);
			expect(second.items).toHaveLength(1);
			second.end(200);
			const answers = await Promise.all(repeats);
			expect(answers.filter(({ items }) => items.length > 0)).toHaveLength(1);
			expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
		});

		it('are told to come again after 25 seconds', async () => {
			const workflowId = newWorkflow();
			const first = await deliver(undefined, { workflowId });
			const repeat = deliver(undefined, { workflowId });
			await jest.advanceTimersByTimeAsync(25_000);
			expect(await repeat).toMatchObject({
				status: 503,
				json: { error: 'Still being processed; send it again' },
				headers: { 'retry-after': '30' },
				items: [],
			});
			first.end(200);
			expect(await deliver(undefined, { workflowId })).toMatchObject({ json: { duplicate: true } });
		});

		it('run where it was never answered, in the end', async () => {
			const workflowId = newWorkflow();
			await deliver(undefined, { workflowId });
			await jest.advanceTimersByTimeAsync(16 * 60_000);
			expect((await deliver(undefined, { workflowId })).items).toHaveLength(1);
		});
	});

	it('of one that was answered twice count by the first answer', async () => {
		const workflowId = newWorkflow();
		const first = await deliver(undefined, { workflowId });
		// n8n ends a response once more after it was sent.
		first.end(200);
		first.end(500);
		expect(await deliver(undefined, { workflowId })).toMatchObject({ json: { duplicate: true } });
	});
});

describe('the credential', () => {
	const test = async (data: ICredentialDataDecryptedObject) =>
		await trigger.methods.credentialTest.signedWebhookTest.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'x',
			type: 'signedWebhookApi',
			data,
		});
	const hook = (data: ICredentialDataDecryptedObject, mode: string) =>
		({
			getCredentials: async () => data,
			getActivationMode: () => mode,
			getNode: () => ({ name: 'x', type: 'x' }),
			getNodeParameter: (_: string, fallback: unknown) => fallback,
		}) as unknown as IHookFunctions;
	const bad: Array<[string, ICredentialDataDecryptedObject, RegExp]> = [
		['no secret', {}, /empty/],
		['a space behind it', { secret: `${SECRET} ` }, /space/],
		['half of a standard one', { secret: 'whsec_abc', scheme: 'standard' }, /base64/],
		['one that can be guessed', { secret: 'fifteen letters' }, /shorter than 16 characters.*: openssl rand -hex 32$/],
		['one that can be guessed, before a good one', { secret: 'hunter2', previousSecrets: SECRET }, /shorter than 16/],
		[
			'a bad previous one',
			{ secret: SECRET, previousSecrets: `good\n${SECRET}\t` },
			/Previous Secrets, number 2: .*space/,
		],
		['no name of a header', { secret: SECRET, signatureHeader: 'x-signature: abc' }, /Signature Header/],
		['no name of an id header', { secret: SECRET, deliveryIdHeader: 'x id' }, /Delivery ID Header/],
		['no scheme', { secret: SECRET, scheme: 'rot13' }, /scheme/],
	];

	it.each(bad)('is called wrong, in words and without the secret: %s', async (_, data, reason) => {
		const { status, message } = await test(data);
		expect(status).toBe('Error');
		expect(message).toMatch(reason);
		expect(message).not.toContain('never-to-be-seen');
	});

	it.each(bad)('keeps a person from switching the workflow on, and never n8n itself: %s', async (_, data, reason) => {
		const { checkExists } = trigger.webhookMethods.default;
		for (const mode of ['activate', 'update', 'create', 'manual'])
			await expect(checkExists.call(hook(data, mode))).rejects.toThrow(reason);
		for (const mode of ['init', 'leadershipChange']) expect(await checkExists.call(hook(data, mode))).toBe(true);
	});

	it('is right with a usable secret', async () => {
		expect(
			await test({ secret: SECRET, previousSecrets: 'one\ntwo', scheme: 'hex', signatureHeader: 'X-Signature' }),
		).toMatchObject({ status: 'OK' });
		expect(await test({ secret: STANDARD_SECRET, scheme: 'standard' })).toMatchObject({ status: 'OK' });
	});

	it.each([
		[undefined, 300],
		[60, 60],
		['120', 120],
		[0, 300],
		[-1, 300],
		['a while', 300],
	])('takes a tolerance of %s for %d seconds', (toleranceSeconds: string | number | undefined, seconds: number) => {
		expect(
			connectionOf({ secret: SECRET, ...(toleranceSeconds === undefined ? {} : { toleranceSeconds }) }).scheme
				.toleranceSeconds,
		).toBe(seconds);
	});

	it('hides its secrets', () => {
		const { properties } = new SignedWebhookApi();
		for (const name of ['secret', 'previousSecrets'])
			expect(properties.find((property) => property.name === name)?.typeOptions).toMatchObject({ password: true });
	});
});
