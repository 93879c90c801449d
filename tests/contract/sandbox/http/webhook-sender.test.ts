/** The sandbox's senders sign as their documentation says, keep trying, and do wrong only what they are told to. */
import CryptoJS from 'crypto-js';
import { startHttp, type HttpReply, type HttpRequest, type HttpService } from '../../../../sandbox/http/server';
import { misused, misusesFor } from '../../../../sandbox/http/misuse';
import { signatureHeaders } from '../../../../sandbox/http/signing';
import { WebhookSender, type SenderOptions } from '../../../../sandbox/http/webhook-sender';

const SECRET = 'a secret of the tests';
const BODY = '{"event_type":"payment_received","data":{"payment_id":"POS-1","amount":"12.50"}}';

let service: HttpService;
let requests: HttpRequest[];
let replies: HttpReply[];
let pauses: number[];

beforeEach(async () => {
	requests = [];
	replies = [];
	pauses = [];
	service = await startHttp({
		handler: (request) => {
			requests.push(request);
			return replies.shift() ?? { status: 200, body: '{"status":"success"}' };
		},
	});
});

afterEach(() => service.close());

const senderWith = (options: Partial<SenderOptions> = {}) =>
	new WebhookSender({
		url: `${service.url}/webhook/x`,
		signing: { scheme: 'hex', secret: SECRET },
		pause: async (milliseconds) => {
			pauses.push(milliseconds);
		},
		...options,
	});

test('a receiver that is starting and answers for itself has not taken anything', async () => {
	replies = [
		{ status: 200, body: 'n8n is starting up. Please wait' },
		{ status: 404, body: '<!DOCTYPE html>' },
	];
	const sender = senderWith();
	expect(await sender.send({ kind: 'right', id: '1', body: BODY })).toMatchObject({ attempt: 3, status: 200 });
	expect(requests).toHaveLength(3);
});

describe('signatures', () => {
	const at = new Date(1_614_265_330_000);

	test("hex is the one of GitHub's documentation, without its prefix", () => {
		const headers = signatureHeaders(
			{ scheme: 'hex', secret: "It's a Secret to Everybody" },
			Buffer.from('Hello, World!'),
			{ id: 'x', at },
		);
		expect(headers).toEqual({ 'x-signature': '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' });
	});

	test("base64 is the one of Shopify's test suite", () => {
		const signing = {
			scheme: 'base64',
			secret: 'test_secret_key',
			header: 'x-shopify-hmac-sha256',
			idHeader: 'x-shopify-webhook-id',
		} as const;
		const headers = signatureHeaders(signing, Buffer.from('{"foo": "bar"}'), { id: 'delivery-1', at });
		expect(headers).toEqual({
			'x-shopify-hmac-sha256': 'B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=',
			'x-shopify-webhook-id': 'delivery-1',
		});
	});

	test('Standard Webhooks is the one of its own test suite', () => {
		const headers = signatureHeaders(
			{ scheme: 'standard', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
			Buffer.from('{"test": 2432232314}'),
			{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at },
		);
		expect(headers).toEqual({
			'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
			'webhook-timestamp': '1614265330',
			'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
		});
	});

	test('the one with a time is over time, dot and body', () => {
		const headers = signatureHeaders({ scheme: 'timestamped', secret: SECRET }, Buffer.from('{"a":"é"}'), {
			id: 'x',
			at,
		});
		const expected = CryptoJS.HmacSHA256('1614265330.{"a":"é"}', SECRET).toString(CryptoJS.enc.Hex);
		expect(headers).toEqual({ 'x-signature': `t=1614265330,v1=${expected}` });
	});
});

describe('sending', () => {
	test('goes on with growing pauses until the delivery is taken, and records every answer', async () => {
		replies = [
			{ status: 500, body: 'Processing failed' },
			{ reset: true },
			{ status: 302, headers: { location: '/elsewhere' } },
			{ status: 503, headers: { 'Retry-After': '30' } },
		];
		const sender = senderWith();
		expect(await sender.send({ kind: 'right', id: 'd1', body: BODY })).toMatchObject({
			attempt: 5,
			status: 200,
			last: true,
		});
		expect(sender.answers.map(({ status, last }) => [status, last])).toEqual([
			[500, false],
			[null, false],
			[302, false],
			[503, false],
			[200, true],
		]);
		expect(requests.map(({ path, body }) => `${path} ${body.toString()}`)).toEqual(
			Array<string>(5).fill(`/webhook/x ${BODY}`),
		);
		expect(new Set(requests.map(({ headers }) => headers['x-signature'])).size).toBe(1);
		const [first = 0, second = 0, third = 0, fourth = 0] = pauses;
		for (const [pause, least] of [
			[first, 1000],
			[second, 2000],
			[third, 4000],
		] as const)
			expect([pause >= least, pause <= least * 1.25]).toEqual([true, true]);
		expect(fourth).toBe(30_000);
	});

	test.each([400, 401, 413, 415, 422])('takes %s as the last word', async (status) => {
		replies = [{ status }];
		const sender = senderWith();
		expect(await sender.send({ kind: 'right', id: 'd1', body: BODY })).toMatchObject({ attempt: 1, status });
		expect(requests).toHaveLength(1);
	});

	test.each([409, 425, 429])('sends again after %s', async (status) => {
		replies = [{ status }];
		expect(await senderWith().send({ kind: 'right', id: 'd1', body: BODY })).toMatchObject({ attempt: 2, status: 200 });
	});

	test('gives up in the end, and says so', async () => {
		replies = Array<HttpReply>(3).fill({ status: 500, body: 'no' });
		const sender = senderWith({ attempts: 3 });
		expect(await sender.send({ kind: 'right', id: 'd1', body: BODY })).toMatchObject({
			attempt: 3,
			status: 500,
			body: 'no',
			last: true,
		});
		expect(sender.outcomes).toHaveLength(1);
	});

	test('a retry is signed with the time at which it is sent; a replay with the old one', async () => {
		let now = Date.parse('2027-03-01T10:00:00Z');
		replies = [{ status: 500 }];
		const sender = senderWith({
			signing: { scheme: 'standard', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
			clock: () => new Date(now),
			pause: async () => {
				now += 60_000;
			},
		});
		await sender.send({ kind: 'right', id: 'd1', body: BODY });
		now += 3600_000;
		await sender.replay('d1');
		const sent = requests.map(({ headers }) => [
			headers['webhook-id'],
			Number(headers['webhook-timestamp']) - Date.parse('2027-03-01T10:00:00Z') / 1000,
		]);
		expect(sent).toEqual([
			['d1', 0],
			['d1', 60],
			['d1', 60],
		]);
		expect(sender.outcomes.map(({ kind }) => kind)).toEqual(['right', 'replayed']);
		await expect(sender.replay('d2')).rejects.toThrow('no delivery d2');
	});

	test('says that nobody has entered an address', async () => {
		await expect(senderWith({ url: '' }).send({ kind: 'right', id: 'd1', body: BODY })).rejects.toThrow(
			'Nobody has entered',
		);
	});
});

describe('misuse', () => {
	const right = { kind: 'right', id: 'd1', body: BODY };
	const oracle = (body: Buffer) =>
		CryptoJS.HmacSHA256(CryptoJS.lib.WordArray.create(body), SECRET).toString(CryptoJS.enc.Hex);

	test.each([
		['forged', { signed: false, same: true, type: 'application/json' }],
		['altered', { signed: false, same: false, type: 'application/json' }],
		['unsigned', { signed: false, same: true, type: 'application/json' }],
		['huge', { signed: true, same: false, type: 'application/json' }],
		['malformed', { signed: true, same: false, type: 'application/json' }],
		['wrong_type', { signed: true, same: true, type: 'text/plain' }],
		['not_utf8', { signed: true, same: false, type: 'application/json' }],
	] as const)('%s has one thing wrong, and nothing else', async (misuse, expected) => {
		await senderWith().send(misused(misuse, right));
		const [{ headers, body }] = requests as [HttpRequest];
		expect({
			signed: headers['x-signature'] === oracle(body),
			same: body.toString() === BODY,
			type: headers['content-type'],
		}).toEqual(expected);
	});

	test('what it does to the body is what it says', async () => {
		const sender = senderWith();
		for (const misuse of ['altered', 'huge', 'malformed', 'not_utf8'] as const)
			await sender.send(misused(misuse, right));
		const [altered, huge, malformed, notUtf8] = requests.map(({ body }) => body) as [Buffer, Buffer, Buffer, Buffer];
		expect(JSON.parse(altered.toString())).toEqual({
			event_type: 'payment_received',
			data: { payment_id: 'POS-1', amount: '12.51' },
		});
		expect(huge.length).toBeGreaterThan(1024 * 1024);
		expect(JSON.parse(huge.toString())).toMatchObject(JSON.parse(BODY) as object);
		expect(() => JSON.parse(malformed.toString()) as unknown).toThrow();
		expect(() => new TextDecoder('utf-8', { fatal: true }).decode(notUtf8)).toThrow();
	});

	test('late is signed ten minutes ago, and only where a signature holds a time', async () => {
		await senderWith({ signing: { scheme: 'timestamped', secret: SECRET }, clock: () => new Date(10_000_000) }).send(
			misused('late', right),
		);
		expect(requests[0]?.headers['x-signature']).toMatch(/^t=9400,v1=/);
		expect(misusesFor('hex')).not.toContain('late');
		expect(misusesFor('timestamped')).toContain('late');
	});
});
