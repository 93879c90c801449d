/** The SelfKey Trigger against the sandbox's change feed, polled and woken. Its webhooks alone: selfkey-trigger-webhook.test.ts. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { SelfKeyApi } from '../../../credentials/SelfKeyApi.credentials';
import { SelfKeyTrigger } from '../../../nodes/SelfKey/SelfKeyTrigger.node';
import { triggerProperties } from '../../../nodes/SelfKey/change-feed/trigger-properties';
import type { Origin } from '../../../core/channel/origin';
import { signHex } from '../../../core/webhook/sign';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { originWord } from '../../support/origin';
import { fakeContext, type FakeContext, type FakeContextOptions } from '../../support/fake-context';
import { reservation, roomStay } from '../../support/reservations';
import {
	auberge,
	everythingIn,
	paradise,
	runSelfKey,
	selfKeyAccount,
	selfKeyOptions,
	type SelfKeyRun,
} from '../../support/selfkey-node';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

const trigger = new SelfKeyTrigger();
const { webhookSecret: secret } = selfKeyAccount;
const NIGHT = { checkIn: '2027-03-29', checkOut: '2027-03-31' };

/** One SelfKey for all tests, since a database takes seconds; each test has two hotels of its own in it. */
const hotels = Array.from({ length: 100 }, (_, index) => ({
	...(index % 2 ? auberge : paradise),
	slug: `hotel-${index}`,
}));
const integrationsOf = ({ slug }: { slug: string }) => [
	{ id: `n8n-${slug}`, secret, hotelSlug: slug },
	{ id: `writes-only-${slug}`, secret, hotelSlug: slug, configuration: { changeFeed: false } },
];
let sandbox: SelfKeySandbox;
let place = 0;
let hotel: string;
let neighbour: string;

beforeAll(async () => {
	const [first = paradise, ...others] = hotels;
	sandbox = await startSelfKey({
		...selfKeyOptions,
		hotel: first,
		hotels: others,
		integrations: hotels.flatMap(integrationsOf),
	});
});
beforeEach(() => {
	[hotel, neighbour] = [hotels[place]?.slug ?? '', hotels[place + 1]?.slug ?? ''];
	place += 2;
});
afterEach(async () => {
	sandbox.faults.down(false);
	await sandbox.resume();
});
afterAll(async () => {
	await sandbox.close();
});

const defaults = Object.fromEntries(triggerProperties.map(({ name, default: value }) => [name, value]));

interface Setup extends Omit<FakeContextOptions, 'parameters' | 'credentials'> {
	parameters?: IDataObject;
	credential?: IDataObject;
}

function context({ parameters, credential, ...options }: Setup = {}): FakeContext {
	return fakeContext({
		...options,
		nodeName: 'SelfKey Trigger',
		credentials: {
			selfKeyApi: {
				type: new SelfKeyApi(),
				data: {
					baseUrl: sandbox.url,
					...selfKeyAccount,
					hotelSlug: hotel,
					integrationId: `n8n-${hotel}`,
					...credential,
				} as never,
			},
		},
		parameters: { ...defaults, subscriber: 'opera', ...parameters } as IDataObject,
	});
}

const poll = async (fake: FakeContext) => await trigger.poll.call(fake.poll);
const settled = async () => await new Promise((resolve) => setImmediate(resolve));
const itemsOf = (fake: FakeContext) => (fake.emitted.at(-1)?.items ?? []).map(({ json }) => json);
const changeOf = (item: IDataObject) =>
	(item['selfKey'] as { change: { origin: Origin | null; event: string; position: number; attempts: number } }).change;
const brief = (item: IDataObject) => `${originWord(changeOf(item).origin)} ${changeOf(item).event}`;

/** What the SelfKey node makes of the items. */
async function acknowledge(items: IDataObject[], run: Partial<SelfKeyRun> = {}): Promise<IDataObject[]> {
	const output = await runSelfKey(sandbox.url, {
		resource: 'change',
		operation: 'acknowledge',
		items,
		credential: { hotelSlug: hotel, integrationId: `n8n-${hotel}` },
		...run,
		parameters: { acknowledgeWhat: 'everything', ...run.parameters },
	});
	return output.map(({ json }) => json);
}

/** What the next poll gives; its run acknowledges it and ends in success. */
async function next(fake: FakeContext): Promise<string[]> {
	const runs = fake.emitted.length;
	await poll(fake);
	if (fake.emitted.length === runs) return [];
	await acknowledge(itemsOf(fake));
	fake.emitted.at(-1)?.end();
	await settled();
	return itemsOf(fake).map(brief);
}

const subscribers = async () => {
	const run = { resource: 'subscriber', operation: 'getAll' };
	const output = await runSelfKey(sandbox.url, {
		...run,
		credential: { hotelSlug: hotel, integrationId: `n8n-${hotel}` },
	});
	return output.map(({ json }) => json);
};

/** A channel's message, as the SelfKey node writes it. */
async function channelBooks(reservationId: string, over: Parameters<typeof reservation>[0] = {}): Promise<void> {
	const rooms = [roomStay({ roomTypeId: 'double', ...NIGHT })];
	const data = { reservation: reservation({ reservationId, rooms, ...NIGHT, nights: 2, ...over }) };
	const body = JSON.stringify({ event_type: 'new_reservation', data });
	const answer = await fetch(`${sandbox.url}/api/webhooks/integrations/${hotel}/n8n-${hotel}`, {
		method: 'POST',
		body,
		headers: { 'x-signature': signHex(secret, body) },
	});
	expect(answer.status).toBe(200);
}

const directSale = async (room = '201', hotelSlug = hotel) => await sandbox.directSale({ room, hotelSlug, ...NIGHT });

describe('the change feed', () => {
	it('gives what stands first, then each reservation that changes, whoever did it; and nothing on a quiet poll', async () => {
		await channelBooks('1');
		const sold = await directSale();
		const fake = context();
		expect(await next(fake)).toEqual(['none snapshot', 'none snapshot']);
		expect(itemsOf(fake)[0]).toMatchObject({
			key: 'booking.com/12345/1',
			status: 'confirmed',
			event: 'new',
			...NIGHT,
			selfKey: {
				bookings: [{ roomName: '101', conflicts: [] }],
				change: { key: 'booking.com/12345/1', position: expect.any(Number), subscriber: 'opera' },
			},
		});
		expect(await next(fake)).toEqual([]);

		await channelBooks('2');
		await sandbox.deskEdit(sold, { note: 'Late', lastName: 'Muller' });
		await sandbox.cancelDirect(sold);
		expect(await next(fake)).toEqual(['booking.com created', 'direct cancelled']);
		expect(itemsOf(fake)[1]).toMatchObject({
			key: `selfkey/${hotel}/${sold}`,
			status: 'cancelled',
			event: 'cancelled',
			selfKey: { change: { origins: [{ kind: 'frontDesk' }, { kind: 'direct' }] } },
		});
		expect(await next(fake)).toEqual([]);
		expect(fake.emittedErrors).toEqual([]);
	});

	it('begins with the changes from now on, if asked', async () => {
		await channelBooks('1');
		const fake = context({ parameters: { startWith: 'now' } });
		expect(await next(fake)).toEqual([]);
		await directSale();
		expect(await next(fake)).toEqual(['direct created']);
	});

	it('takes many changes in several runs, none missed and none twice', async () => {
		const fake = context({ parameters: { startWith: 'now' } });
		await next(fake);
		const sold = await directSale();
		await sandbox.db(
			`INSERT INTO "bookings" SELECT (jsonb_populate_record(b, jsonb_build_object('id', b."id" || '-' || n, 'bookingNumber', 100000 + n, 'roomId', NULL))).*
			FROM "bookings" b, generate_series(1, 229) AS n WHERE b."id" = $1`,
			[sold],
		);
		const keys: unknown[] = [];
		for (let runs = 0; runs < 2; runs++) {
			await next(fake);
			keys.push(...itemsOf(fake).map(({ key }) => key));
		}
		expect(new Set(keys).size).toBe(230);
		expect(keys).toHaveLength(230);
		expect(await next(fake)).toEqual([]);
	});

	it('goes on where it stopped after a restart, and where the workflow was imported again and remembers nothing', async () => {
		const staticData: IDataObject = {};
		await directSale();
		await next(context({ staticData }));
		await channelBooks('1');
		expect(await next(context({ staticData, activationMode: 'init' }))).toEqual(['booking.com created']);
		await channelBooks('2');
		expect(await next(context({ staticData: {} }))).toEqual(['booking.com created']);
	});

	it('serves two subscribers, each on its own', async () => {
		const [opera, other] = [context(), context({ parameters: { subscriber: 'availability' } })];
		await directSale();
		expect(await next(opera)).toEqual(['none snapshot']);
		await channelBooks('1');
		expect(await next(opera)).toEqual(['booking.com created']);
		expect(await next(other)).toEqual(['none snapshot', 'none snapshot']);
	});

	it('begins anew for another hotel in the credential, with its own changes only', async () => {
		const staticData: IDataObject = {};
		await directSale();
		await directSale('101', neighbour);
		await next(context({ staticData }));
		const other = context({
			staticData,
			credential: { hotelSlug: neighbour, integrationId: `n8n-${neighbour}` },
		});
		await poll(other);
		expect(itemsOf(other)).toMatchObject([{ propertyId: neighbour }]);
	});

	it('holds no door code, no identity documents and no secret', async () => {
		await channelBooks('1');
		const sold = await directSale();
		await sandbox.deskEdit(sold, {
			identity: {
				birthDate: '1971-07-17',
				idNumber: 'PAPER-77',
				address: 'Secret Lane 5',
				postalCode: '1820',
				city: 'Montreux',
				country: 'CH',
			},
		});
		const fake = context();
		await next(fake);
		await sandbox.deskEdit(sold, { room: '102', note: 'internal only' });
		await next(fake);
		const text = everythingIn(fake.emitted.map(({ items }) => items)) + everythingIn(fake.emittedErrors);
		expect(text).toContain('102');
		expect(text).not.toMatch(
			/code-|accessCode|PAPER-77|1971-07-17|Secret Lane|internal only|never-to-be-seen|X1234567|1980-05-05/,
		);
	});
});

describe('what is not acknowledged', () => {
	const endings: Array<[string, (run: FakeContext['emitted'][number]) => void]> = [
		['ends in success', (run) => run.end()],
		['ends in an error', (run) => run.end('error')],
		['is stopped', (run) => run.fail(new Error('cancelled'))],
		['never begins', (run) => run.neverBegan()],
		['waits', (run) => run.end('waiting')],
	];

	it.each(endings)('is given again, when the run %s', async (_, end) => {
		const fake = context({ parameters: { startWith: 'now' } });
		await next(fake);
		await directSale();
		await poll(fake);
		const first = itemsOf(fake).map(brief);
		end(fake.emitted[0] as never);
		await settled();
		await channelBooks('1');
		expect(first).toEqual(['direct created']);
		expect(await next(fake)).toEqual(['direct created', 'booking.com created']);
		expect(await next(fake)).toEqual([]);
	});

	it('begins no second run while one is under way, and n8n remembers nothing of it', async () => {
		const staticData: IDataObject = {};
		await directSale();
		const fake = context({ staticData });
		await poll(fake);
		await poll(fake);
		expect(fake.emitted).toHaveLength(1);
		fake.emitted[0]?.end();
		await settled();
		await poll(fake);
		expect(fake.emitted).toHaveLength(2);
		expect(staticData).toEqual({});
	});

	it('is not what the filter leaves out: that is acknowledged without a run', async () => {
		const fake = context({ parameters: { startWith: 'now', origins: ['opera'] } });
		await next(fake);
		for (let sale = 0; sale < 3; sale++) await directSale();
		await next(fake);
		expect(fake.emitted).toEqual([]);
		expect(await subscribers()).toMatchObject([{ subscriber: 'opera', waiting: 0, acknowledged: 3 }]);
	});
});

describe('filters', () => {
	beforeEach(async () => {
		await channelBooks('1');
	});

	const cases: Array<[string, IDataObject, string[]]> = [
		['no filter', {}, ['frontDesk updated', 'airbnb created', 'my-system created', 'direct cancelled']],
		['the desk', { origins: ['desk'] }, ['frontDesk updated']],
		['a channel, whose change the desk has edited since', { origins: ['booking.com'] }, ['frontDesk updated']],
		['a channel and direct sales', { origins: ['airbnb', 'direct'] }, ['airbnb created', 'direct cancelled']],
		['other reservation systems, whatever they are called', { origins: ['webhook'] }, ['my-system created']],
		['what ended', { events: ['cancelled'] }, ['direct cancelled']],
		[
			'what is new or ended',
			{ events: ['created', 'cancelled'] },
			['airbnb created', 'my-system created', 'direct cancelled'],
		],
		['both', { origins: ['desk', 'direct'], events: ['created', 'updated'] }, ['frontDesk updated']],
		['stays without a room, though they were created', { events: ['conflict'] }, ['my-system created']],
	];

	it.each(cases)('%s', async (_, parameters, expected) => {
		const fake = context({ parameters: { startWith: 'now', ...parameters } });
		await next(fake);
		await channelBooks('1', {
			event: 'modified',
			observedAt: '2026-03-12T00:00:00.000Z#2',
			rooms: [roomStay({ roomTypeId: 'double', ...NIGHT, adults: 1 })],
			adults: 1,
		});
		const sold = await directSale();
		const [{ id: booked } = { id: '' }] = await sandbox.db<{ id: string }>(
			`SELECT "id" FROM "bookings" WHERE "id" <> $1 AND "hotelSlug" = $2`,
			[sold, hotel],
		);
		await sandbox.deskEdit(booked, { lastName: 'Durand' });
		await channelBooks('2', { channel: 'airbnb', key: 'airbnb/12345/2' });
		await channelBooks('3', { channel: 'my-system', key: 'my-system/12345/3' });
		await sandbox.cancelDirect(sold);
		expect(await next(fake)).toEqual(expected);
		expect(await subscribers()).toMatchObject([{ waiting: 0, acknowledged: 4 }]);
	});

	it('give a snapshot to whoever wants to know what was created or updated, not to others', async () => {
		for (const [event, count] of [
			['created', 1],
			['updated', 1],
			['cancelled', 0],
			['conflict', 0],
		] as const) {
			const fake = context({ parameters: { subscriber: `on-${event}`, events: [event] } });
			expect([event, await next(fake)]).toEqual([event, Array(count).fill('none snapshot')]);
		}
	});
});

describe('woken by a webhook', () => {
	let told = 0;

	/** SelfKey's webhook to the same node, with the settings that it has by then. */
	async function webhook(
		fake: FakeContext,
		{
			parameters = {},
			signature,
			body = JSON.stringify({ event: 'booking.updated', number: ++told }),
			type = 'application/json',
		}: { parameters?: IDataObject; signature?: string; body?: string | Buffer; type?: string } = {},
	) {
		const answer: { status: number; json: unknown } = { status: 0, json: null };
		const response = {
			statusCode: 200,
			headersSent: false,
			end: () => response,
			status: (status: number) => ((answer.status = response.statusCode = status), response),
			json: (json: unknown) => ((answer.json = json), response.end()),
		};
		const current = { ...defaults, subscriber: 'opera', startWith: 'now', ...parameters } as unknown as IDataObject;
		const result = await trigger.webhook.call({
			getMode: () => 'webhook',
			getNode: () => fake.poll.getNode(),
			getWorkflow: () => fake.poll.getWorkflow(),
			getNodeParameter: (name: string, fallback?: unknown) => current[name] ?? fallback,
			getRequestObject: () => ({ rawBody: Buffer.from(body), readRawBody: async () => undefined }),
			getResponseObject: () => response,
			getHeaderData: () => ({
				'content-type': type,
				'x-webhook-signature': signature ?? createHmac('sha256', secret).update(body).digest('hex'),
			}),
			getCredentials: async () => ({ webhookSecret: secret }),
			logger: { warn: () => undefined },
		} as unknown as IWebhookFunctions);
		expect(result).toEqual({ noWebhookResponse: true });
		return answer;
	}
	const feedRequests = () => sandbox.requests.get('GET /api/webhooks/integrations') ?? 0;
	async function until(condition: () => boolean): Promise<void> {
		while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
	}
	async function begun(parameters: IDataObject = {}): Promise<FakeContext> {
		const fake = context({ parameters: { startWith: 'now', ...parameters } });
		expect(await next(fake)).toEqual([]);
		return fake;
	}

	it('polls at once', async () => {
		const fake = await begun();
		await directSale();
		expect(await webhook(fake)).toEqual({ status: 200, json: { status: 'success' } });
		await until(() => fake.emitted.length === 1);
		expect(itemsOf(fake).map(brief)).toEqual(['direct created']);
	});

	it('is called by SelfKey itself at the address that it was switched on with, as soon as something changes', async () => {
		const staticData: IDataObject = {};
		const called = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const body = Buffer.concat(parts).toString();
				void webhook(fake, { body, signature: String(request.headers['x-webhook-signature']) }).then(({ status }) =>
					response.writeHead(status).end(),
				);
			});
		});
		await new Promise<void>((resolve) => called.listen(0, '127.0.0.1', resolve));
		const wakeUrl = `http://127.0.0.1:${(called.address() as AddressInfo).port}/webhook/some-path`;
		const fake = context({ staticData, parameters: { startWith: 'now' } });
		try {
			await trigger.webhookMethods.default.checkExists.call({
				...fake.poll,
				getNodeWebhookUrl: () => wakeUrl,
			} as unknown as IHookFunctions);
			expect(await next(fake)).toEqual([]);
			await directSale();
			// As SelfKey does after a sale.
			await sandbox.hooks.resolveRoomConflicts(hotel);
			await until(() => fake.emitted.length === 1);
			expect(itemsOf(fake).map(brief)).toEqual(['direct created']);
			await acknowledge(itemsOf(fake));
			fake.emitted[0]?.end();
			await settled();
			await channelBooks('1');
			await until(() => fake.emitted.length === 2);
			expect(itemsOf(fake).map(brief)).toEqual(['booking.com created']);
		} finally {
			called.close();
		}
	});

	it('during a run polls after it, whether it went well or not', async () => {
		const fake = await begun();
		for (const ending of ['success', 'error'] as const) {
			const runs = fake.emitted.length;
			await directSale(ending === 'success' ? '101' : '201');
			await poll(fake);
			expect(fake.emitted).toHaveLength(runs + 1);
			const later = await directSale('102');
			await webhook(fake);
			await settled();
			expect(fake.emitted).toHaveLength(runs + 1);
			fake.emitted.at(-1)?.end(ending);
			await until(() => fake.emitted.length === runs + 2);
			// What the first of the two has not acknowledged comes with it.
			expect(itemsOf(fake).map(brief)).toEqual(['direct created', 'direct created']);
			await sandbox.cancelDirect(later);
			await acknowledge(itemsOf(fake));
			fake.emitted.at(-1)?.end();
			await settled();
			await next(fake);
		}
	});

	it('needs a right signature', async () => {
		const fake = await begun();
		await directSale();
		const asked = feedRequests();
		expect(await webhook(fake, { signature: '0'.repeat(64) })).toEqual({
			status: 401,
			json: { error: 'Invalid signature' },
		});
		await settled();
		expect([feedRequests(), fake.emitted.length]).toEqual([asked, 0]);
	});

	it.each<[string, string, string | Buffer]>([
		['the CSV that SelfKey writes', 'text/csv', 'id,room\nb1,{"id":"r1","name":"Suite, \\"Lac\\""}'],
		['JSON that is cut off', 'application/json', '{"event":"booking.completed","data":{"id"'],
		['JSON that has no booking', 'application/json', '[]'],
		['text that is not UTF-8', 'text/csv; charset=iso-8859-1', Buffer.from([0x5a, 0x6f, 0xeb])],
		['another type', 'text/plain', 'changed'],
		['nothing at all', '', ''],
	])(
		'takes %s: what is signed is a reason to look, and SelfKey switches off what is refused',
		async (_, type, body) => {
			const fake = await begun();
			await directSale();
			expect(await webhook(fake, { type, body })).toEqual({ status: 200, json: { status: 'success' } });
			await until(() => fake.emitted.length === 1);
			expect(itemsOf(fake).map(brief)).toEqual(['direct created']);
			fake.emitted[0]?.end();
			await settled();
			const wrong = createHmac('sha256', `${secret}!`).update(body).digest('hex');
			expect((await webhook(fake, { type, body, signature: wrong })).status).toBe(401);
		},
	);

	it("is not kept from it by the filter on the feed's events, and does not poll for a repeat", async () => {
		const fake = await begun({ events: ['cancelled'] });
		const sold = await directSale();
		await sandbox.cancelDirect(sold);
		const body = '{"event":"booking.cancelled"}';
		expect(await webhook(fake, { body, parameters: { events: ['cancelled'] } })).toEqual({
			status: 200,
			json: { status: 'success' },
		});
		await until(() => fake.emitted.length === 1);
		expect(itemsOf(fake).map(brief)).toEqual(['direct cancelled']);
		await acknowledge(itemsOf(fake));
		fake.emitted[0]?.end();
		await settled();
		const asked = feedRequests();
		expect((await webhook(fake, { body, parameters: { events: ['cancelled'] } })).json).toEqual({
			status: 'success',
			duplicate: true,
		});
		await settled();
		expect(feedRequests()).toBe(asked);
	});

	it('leaves it to the next poll where the node was set to something else meanwhile, or was switched off', async () => {
		const fake = await begun();
		await directSale();
		const asked = feedRequests();
		expect((await webhook(fake, { parameters: { events: ['cancelled'] } })).status).toBe(200);
		await trigger.webhookMethods.default.delete.call({
			getNode: () => fake.poll.getNode(),
			getWorkflow: () => fake.poll.getWorkflow(),
		} as unknown as IHookFunctions);
		expect((await webhook(fake)).status).toBe(200);
		await settled();
		expect(feedRequests()).toBe(asked);
		expect(await next(fake)).toEqual(['direct created']);
		await directSale('102');
		await webhook(fake);
		await until(() => fake.emitted.length === 2);
	});

	it('shows the fault where SelfKey cannot be read then, and goes on', async () => {
		const fake = await begun();
		await directSale();
		sandbox.faults.down(true);
		await webhook(fake);
		await until(() => fake.emittedErrors.length === 1);
		expect(fake.emittedErrors[0]?.message).toMatch(/SelfKey has a fault at present/);
		sandbox.faults.down(false);
		expect(await next(fake)).toEqual(['direct created']);
	});

	it('shows a setting that became wrong, as n8n does for its own polls', async () => {
		const fake = await begun();
		await sandbox.db('UPDATE "integrations" SET "isActive" = false WHERE "id" = $1', [`n8n-${hotel}`]);
		await webhook(fake);
		await until(() => fake.emittedErrors.length === 1);
		expect(fake.emittedErrors[0]?.message).toMatch(/denied access|did not accept/);
	});
});

describe('by hand', () => {
	it.each(['everything', 'now'])('shows what there is in the editor (%s), and moves nothing', async (startWith) => {
		await directSale();
		const staticData: IDataObject = {};
		const manual = context({ mode: 'manual', staticData, parameters: { startWith } });
		expect((await poll(manual))?.[0]).toHaveLength(1);
		expect((await poll(manual))?.[0]).toHaveLength(1);
		expect(staticData).toEqual({});
		expect(await subscribers()).toEqual([]);
		await next(context());
		await channelBooks('1');
		expect((await poll(manual))?.[0]?.map(({ json }) => brief(json))).toEqual(['booking.com created']);
		expect(await next(context())).toEqual(['booking.com created']);
	});

	it('shows nothing where nothing has changed, and the error where SelfKey is down', async () => {
		const manual = context({ mode: 'manual' });
		expect(await poll(manual)).toBeNull();
		sandbox.faults.down(true);
		await expect(poll(manual)).rejects.toThrow(/SelfKey has a fault at present \(HTTP 503\)/);
	});
});

describe('SelfKey in trouble', () => {
	it('that is down does not keep the workflow from being switched on; nothing is lost', async () => {
		await sandbox.pause();
		await directSale();
		const fake = context();
		expect(await poll(fake)).toBeNull();
		expect(fake.emittedErrors.map(({ message }) => message)).toEqual([
			expect.stringMatching(/SelfKey cannot be reached/),
		]);
		await sandbox.resume();
		expect(await next(fake)).toEqual(['none snapshot']);
	});

	it('that answers no feed is not believed', async () => {
		const fake = context({ credential: { baseUrl: `${sandbox.url}/elsewhere` } });
		await expect(poll(fake)).rejects.toThrow(/SelfKey does not have what was asked for/);
	});

	const wrong: Array<[string, () => Setup, RegExp]> = [
		[
			'a wrong secret',
			() => ({ credential: { webhookSecret: 'wrong-never-to-be-seen' } }),
			/SelfKey did not accept the signature/,
		],
		['no secret', () => ({ credential: { webhookSecret: '' } }), /Fill in the integration ID and the webhook secret/],
		['no subscriber', () => ({ parameters: { subscriber: '' } }), /"Subscriber" must be a name/],
		['no hotel', () => ({ credential: { hotelSlug: '' } }), /"Hotel" in the SelfKey credential must be the short name/],
		[
			"another hotel's integration",
			() => ({ credential: { hotelSlug: neighbour } }),
			/SelfKey did not accept the signature/,
		],
		[
			'an integration that may not read the feed',
			() => ({ credential: { integrationId: `writes-only-${hotel}` } }),
			/set "changeFeed": true in its configuration in SelfKey/,
		],
	];

	it.each(wrong)(
		'%s: refuses to be switched on and says why, but does not stop an n8n that starts',
		async (_, setupOf, message) => {
			const setup = setupOf();
			const fake = context(setup);
			const error = await poll(fake).then(
				() => null,
				(reason: Error) => reason,
			);
			expect(error?.message).toMatch(message);
			const starting = context({ ...setup, activationMode: 'init' });
			expect(await poll(starting)).toBeNull();
			expect(starting.emittedErrors.map((each) => each.message)).toEqual([expect.stringMatching(message)]);
			expect(everythingIn([error, starting.emittedErrors])).not.toContain('never-to-be-seen');
		},
	);
});
