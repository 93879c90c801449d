/** The SelfKey Trigger's webhooks in a real n8n: they wake the change feed, or start runs of their own. */
import { createHmac } from 'node:crypto';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { Execution, ExecutionSummary, WorkflowFile } from '../../sandbox/n8n/host/types';
import { readTemplate } from '../../sandbox/start/environment';
import { reservation } from '../support/booking-store/reservations';
import { eventFor } from '../support/booking-store/test-hotel';
import { SANDBOX_TEST_MS, openTestEnvironment, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(SANDBOX_TEST_MS);

/** n8n polls at these times by itself: never while a test runs, so that whatever polls was woken. */
const RARELY = {
	item: [{ mode: 'everyMonth', dayOfMonth: ((new Date().getDate() + 13) % 28) + 1, hour: 3, minute: 0 }],
};
/** How long a busy machine may take; n8n itself would not poll before weeks have passed. */
const PATIENCE_MS = 120_000;

let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({ ownN8n: true });
}, N8N_SETUP_MS);
afterAll(async () => {
	await environment?.close();
}, 60_000);

const runs = async (workflowId: string): Promise<ExecutionSummary[]> =>
	(await environment.n8n.api.executions({ workflowId })).reverse();
const requestsForChanges = () => environment.selfKey.requests.get('GET /api/webhooks/integrations') ?? 0;
// An oracle of its own: the package's signing is not asked.
const sign = (body: string, secret = environment.secrets.webhookSecret) =>
	createHmac('sha256', secret).update(body, 'utf8').digest('hex');

let workflows = 0;
const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });

/** The trigger and the acknowledgement, with something between them that takes a while, if wanted. */
async function workflowWith(name: string, parameters: Record<string, unknown>, rest = 0): Promise<string> {
	const template = await readTemplate('30-selfkey-to-opera');
	const trigger = template.nodes.find(({ type }) => type.endsWith('.selfKeyTrigger'));
	const acknowledge = template.nodes.find(({ type }) => type.endsWith('.selfKey'));
	if (!trigger || !acknowledge) throw new Error('Template 30 has no SelfKey Trigger, or no acknowledgement');
	Object.assign(acknowledge, { name: 'Acknowledge' });
	Object.assign(acknowledge.parameters, { acknowledgeWhat: 'everything' });
	Object.assign(trigger, { name: 'SelfKey Trigger' }).parameters = {
		subscriber: `woken-${++workflows}`,
		pollTimes: RARELY,
		...parameters,
	};
	const wait = {
		id: 'rest',
		name: 'Rest',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		position: [200, 0] as [number, number],
		parameters: { resume: 'timeInterval', amount: rest, unit: 'seconds' },
	};
	const file: WorkflowFile = {
		name,
		nodes: parameters['source'] === 'webhook' ? [trigger] : [trigger, ...(rest > 0 ? [wait] : []), acknowledge],
		connections:
			parameters['source'] === 'webhook'
				? {}
				: {
						'SelfKey Trigger': to(rest > 0 ? 'Rest' : 'Acknowledge'),
						...(rest > 0 ? { Rest: to('Acknowledge') } : {}),
					},
		settings: { executionOrder: 'v1' },
	};
	return await environment.n8n.api.createWorkflow(file);
}

/** Where the trigger's webhook is in production; `null` where it has none. */
async function webhookOf(workflowId: string): Promise<string | null> {
	const [row] = await environment.n8n.query({
		sql: `SELECT webhookPath FROM webhook_entity WHERE workflowId = '${workflowId}'`,
	});
	return row ? `${environment.n8n.url}/webhook/${String(row['webhookPath'])}` : null;
}

interface Sent {
	signature?: string | null;
	type?: string;
	headers?: Record<string, string>;
}

let told = 0;
const message = () =>
	JSON.stringify({
		event: 'booking.updated',
		timestamp: new Date(Date.UTC(2027, 0, 1) + ++told).toISOString(),
		data: { id: 'whatever' },
	});

async function post(
	address: string | null,
	body = message(),
	{ signature = sign(body), type = 'application/json', headers = {} }: Sent = {},
): Promise<{ status: number; json: unknown }> {
	const answer = await fetch(address ?? '', {
		method: 'POST',
		body,
		headers: { 'content-type': type, ...(signature === null ? {} : { 'x-webhook-signature': signature }), ...headers },
	});
	const text = await answer.text();
	return { status: answer.status, json: text === '' ? null : (JSON.parse(text) as unknown) };
}

const soon = async <T>(
	what: string,
	probe: () => Promise<T | false | null | undefined> | T | false | null | undefined,
) => await environment.n8n.waitFor(async () => await probe(), { what, timeoutMs: PATIENCE_MS });
const ended = async (workflowId: string, count: number) =>
	await soon(`run ${count} of the workflow`, async () => {
		const found = await runs(workflowId);
		return found.length >= count && found.every(({ status }) => !UNFINISHED.includes(status)) && found;
	});

async function itemsOf(run: ExecutionSummary | undefined): Promise<Array<Record<string, unknown>>> {
	const { data }: Execution = await environment.n8n.api.execution(run?.id ?? '');
	return (data.resultData.runData['SelfKey Trigger']?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}
const reservationsIn = async (run: ExecutionSummary | undefined) =>
	(await itemsOf(run)).map(({ reservationId }) => reservationId);

/** Each on nights of its own, so that nothing overlaps. */
let month = 0;
async function directSale(): Promise<string> {
	const checkIn = `${2027 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
	month++;
	return await environment.selfKey.directSale({ room: '101', checkIn: `${checkIn}-05`, checkOut: `${checkIn}-07` });
}

describe('the change feed, woken by webhooks', () => {
	let id: string;
	let address: string | null;

	beforeAll(async () => {
		id = await workflowWith('Woken', { startWith: 'now' });
		await environment.n8n.activate(id);
		address = await webhookOf(id);
	});

	test('has an address while it is switched on', () => {
		expect(address).toMatch(/\/selfkey$/);
	});

	test('polls at once for what is signed, and gives out the change', async () => {
		const sold = await directSale();
		expect(await post(address)).toEqual({ status: 200, json: { status: 'success' } });
		const [run] = await ended(id, 1);
		expect(run?.status).toBe('success');
		expect(run?.mode).toBe('trigger');
		expect(await reservationsIn(run)).toEqual([sold]);
	});

	test('is called by SelfKey itself, as soon as a channel has changed something or SelfKey has sold a room', async () => {
		const before = (await runs(id)).length;
		const { url, hooks } = environment.selfKey;
		const stay = { id: 'woken-1', channel: 'my-system', checkIn: '2028-03-05', checkOut: '2028-03-07' };
		const body = JSON.stringify(eventFor(reservation(stay)));
		const answer = await fetch(`${url}/api/webhooks/integrations/hotel-paradise/booking-com`, {
			method: 'POST',
			body,
			headers: { 'x-signature': sign(body) },
		});
		expect(answer.status).toBe(200);
		await ended(id, before + 1);
		expect(await reservationsIn((await runs(id)).at(-1))).toEqual(['woken-1']);
		const sold = await directSale();
		await hooks.resolveRoomConflicts('hotel-paradise');
		await ended(id, before + 2);
		expect(await reservationsIn((await runs(id)).at(-1))).toEqual([sold]);
	});

	test.each<[string, Sent & { body?: string }, number]>([
		['without a signature', { signature: null }, 401],
		['with a wrong signature', { signature: '0'.repeat(64) }, 401],
		[
			'with the signature of another secret',
			{ body: '{}', signature: createHmac('sha256', 'guessed').update('{}').digest('hex') },
			401,
		],
	])('does not wake for a delivery %s', async (_, { body, ...sent }, status) => {
		await directSale();
		const [before, asked] = [(await runs(id)).length, requestsForChanges()];
		expect((await post(address, body, sent)).status).toBe(status);
		// One with a right signature is answered after it, and is the first that polls.
		expect(requestsForChanges()).toBe(asked);
		await post(address);
		await ended(id, before + 1);
		expect(requestsForChanges()).toBe(asked + 1);
	});

	test('wakes once for a delivery that comes twice, and polls no more often than once a second for many', async () => {
		const body = message();
		const asked = requestsForChanges();
		expect(await post(address, body)).toEqual({ status: 200, json: { status: 'success' } });
		expect(await post(address, body)).toEqual({ status: 200, json: { status: 'success', duplicate: true } });
		const began = Date.now();
		for (let count = 0; count < 30; count++) expect((await post(address)).status).toBe(200);
		await soon('the polls to end', () => requestsForChanges() > asked);
		const seconds = (Date.now() - began) / 1000;
		expect(requestsForChanges() - asked).toBeLessThanOrEqual(seconds + 3);
	});

	test('"Execute workflow" polls, switched on or not: no webhook is waited for', async () => {
		for (const isOn of [true, false]) {
			if (!isOn) await environment.n8n.deactivate(id);
			const asked = requestsForChanges();
			const execution = await environment.n8n.api.runManually(id, 'SelfKey Trigger');
			const run = await soon('the run by hand', async () => {
				const found = await environment.n8n.api.execution(execution);
				return !UNFINISHED.includes(found.status) && found;
			});
			expect([run.status, run.mode]).toEqual(['success', 'manual']);
			expect(requestsForChanges()).toBeGreaterThan(asked);
		}
		expect(await webhookOf(id)).toBeNull();
		expect((await post(address)).status).toBe(404);
	});

	test('works again once it is switched on again, from where it stopped', async () => {
		const whileOff = await directSale();
		const before = (await runs(id)).length;
		await environment.n8n.activate(id);
		await ended(id, before + 1);
		expect(await reservationsIn((await runs(id)).at(-1))).toEqual([whileOff]);
		expect(await webhookOf(id)).toBe(address);
		const sold = await directSale();
		expect((await post(address)).status).toBe(200);
		await ended(id, before + 2);
		expect(await reservationsIn((await runs(id)).at(-1))).toEqual([sold]);
	});

	test('works after a restart of n8n', async () => {
		const before = (await runs(id)).length;
		await environment.n8n.stop();
		await environment.n8n.start();
		await soon('the first poll', async () => (await webhookOf(id)) !== null);
		const sold = await directSale();
		// The workflow is switched on in the background after the start.
		await soon('a run', async () => {
			await post(address).catch(() => null);
			return (await runs(id)).length > before;
		});
		await ended(id, before + 1);
		const seen = (await Promise.all((await runs(id)).slice(before).map(reservationsIn))).flat();
		expect(seen).toContain(sold);
		await environment.n8n.deactivate(id);
	});
});

test('a webhook during a run leads to another poll after it, and to no run beside it', async () => {
	const { n8n } = environment;
	const id = await workflowWith('Slow', { startWith: 'now' }, 4);
	await n8n.activate(id);
	const address = await webhookOf(id);
	const first = await directSale();
	expect((await post(address)).status).toBe(200);
	await soon('the first run', async () => (await runs(id)).some(({ status }) => status === 'running'));
	const second = await directSale();
	expect((await post(address)).status).toBe(200);
	expect(await runs(id)).toHaveLength(1);
	const [one, two, ...more] = await ended(id, 2);
	expect(more).toEqual([]);
	expect(await reservationsIn(one)).toEqual([first]);
	expect(await reservationsIn(two)).toEqual([second]);
	expect(Date.parse(two?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(one?.stoppedAt ?? ''));
	await n8n.deactivate(id);
});

describe('webhooks alone', () => {
	const data = {
		id: 'cm1',
		hotelSlug: 'hotel-paradise',
		checkInDate: '2027-03-29T00:00:00.000Z',
		checkOutDate: '2027-03-31T00:00:00.000Z',
		clientIdNumber: 'PAPER-77',
		room: { name: '101', accessCode: 'DOOR-4711' },
	};
	const csv = (timestamp: string) =>
		`event;timestamp;id;hotelSlug;checkInDate;checkOutDate;amount;currency;clientIdNumber;room_name;room_accessCode\r\nbooking.cancelled;${timestamp};cm1;hotel-paradise;2027-03-29;2027-03-31;420.50;CHF;PAPER-77;101;DOOR-4711\r\n`;

	test.each([
		[
			'JSON',
			'application/json; charset=utf-8',
			(timestamp: string) => JSON.stringify({ event: 'booking.cancelled', timestamp, data }),
		],
		['CSV', 'text/csv', csv],
	])('%s starts a run for the events that are chosen, answered at once', async (name, type, bodyOf) => {
		const { n8n } = environment;
		const id = await workflowWith(`Webhooks alone, ${name}`, {
			source: 'webhook',
			respond: 'atOnce',
			events: ['booking.cancelled'],
		});
		const asked = requestsForChanges();
		await n8n.activate(id);
		const address = await webhookOf(id);
		const body = bodyOf('2027-01-01T10:00:00.000Z');
		expect(await post(address, body, { type, signature: '0'.repeat(64) })).toEqual({
			status: 401,
			json: { error: 'Invalid signature' },
		});
		expect(await post(address, body, { type })).toEqual({ status: 200, json: { status: 'success' } });
		expect(await post(address, body, { type })).toEqual({ status: 200, json: { status: 'success', duplicate: true } });
		const other = body.replace('booking.cancelled', 'booking.completed');
		expect(await post(address, other, { type })).toEqual({ status: 200, json: { status: 'ignored' } });
		expect((await post(address, body.replace('2027-03-31', '2027-02-31'), { type })).status).toBe(400);
		const found = await ended(id, 1);
		expect(found.map(({ status, mode }) => [status, mode])).toEqual([['success', 'webhook']]);
		expect(await itemsOf(found[0])).toMatchObject([
			{
				key: 'selfkey/hotel-paradise/cm1',
				status: 'cancelled',
				observedAt: '2027-01-01T10:00:00.000Z#1',
				rooms: [{ roomName: '101' }],
			},
		]);
		expect(JSON.stringify(await n8n.api.execution(found[0]?.id ?? ''))).not.toMatch(/PAPER-77|DOOR-4711/);
		expect(requestsForChanges()).toBe(asked);
		await n8n.deactivate(id);
	});

	test('without a webhook secret in the credential is not switched on, and the person reads why', async () => {
		const { n8n } = environment;
		const credential = await n8n.api.createCredential('SelfKey without a secret', 'selfKeyApi', {
			baseUrl: environment.selfKey.url,
			apiKey: environment.secrets.apiKey,
			integrationId: 'booking-com',
			webhookSecret: '',
		});
		const id = await workflowWith('No secret', { source: 'webhook' });
		const { nodes, versionId } = await n8n.api.workflow(id);
		for (const node of nodes) node.credentials = { selfKeyApi: { id: credential, name: 'SelfKey without a secret' } };
		await n8n.api.session.request('PATCH', `/workflows/${id}`, { nodes, versionId });
		await expect(n8n.activate(id)).rejects.toThrow(/Fill in the webhook secret in the SelfKey credential/);
	});
});
