/** SelfKey's change feed through a real n8n, to a destination and into the log: complete, whoever changed what, and whatever fails. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signHex } from '../../core/webhook/sign';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { ExecutionSummary, WorkflowFile } from '../../sandbox/n8n/host/types';
import { readTemplate, withCodes } from '../../sandbox/start/environment';
import {
	deleteDataTable,
	failureOf,
	SANDBOX_TEST_MS,
	logRows,
	openTestEnvironment,
	poll,
	someBookings,
	tally,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(SANDBOX_TEST_MS);

let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({ ownN8n: true });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const runs = async (workflowId = environment.templates.changes): Promise<ExecutionSummary[]> =>
	(await environment.n8n.api.executions({ workflowId })).reverse();
const feedRows = async () =>
	(await logRows(environment)).filter(({ integration }) => integration === 'SelfKey → Opera');
/** What waits for a subscriber, as SelfKey's database has it. */
const waitingFor = async (subscriber: string) =>
	await environment.selfKey.db<{ reservationId: string; attempts: number; reason: string | null }>(
		'SELECT "reservationId", "attempts", "reason" FROM "booking_outbox" WHERE "subscriber" = $1 ORDER BY "position"',
		[subscriber],
	);
const requestsForChanges = () => environment.selfKey.requests.get('GET /api/webhooks/integrations') ?? 0;

/** One poll of the feed, its run ended. */
async function pollFeed(workflowId = environment.templates.changes): Promise<ExecutionSummary[]> {
	const { n8n } = environment;
	const known = new Set((await runs(workflowId)).map(({ id }) => id));
	await n8n.activate(workflowId);
	const begun = await n8n.waitFor(
		async () => {
			const found = (await runs(workflowId)).filter(({ id }) => !known.has(id));
			return found.length > 0 && found.every(({ status }) => !UNFINISHED.includes(status)) && found;
		},
		{ what: 'the run that the feed started' },
	);
	await n8n.deactivate(workflowId);
	return begun;
}

const to = (node: string) => ({ node, type: 'main', index: 0 });

/** Template 30 with other fields in its trigger, and other nodes in it where these are added. */
async function workflowWith(
	name: string,
	parameters: Record<string, unknown>,
	change: (file: WorkflowFile) => void = () => undefined,
): Promise<string> {
	const file: WorkflowFile = withCodes(await readTemplate('30-selfkey-to-opera'), environment);
	for (const node of file.nodes) if (node.type.endsWith('.selfKeyTrigger')) Object.assign(node.parameters, parameters);
	change(file);
	return await environment.n8n.api.createWorkflow({ ...file, name });
}

/** Puts so many seconds between the trigger and what follows it. */
function resting(file: WorkflowFile, seconds: number): void {
	file.nodes.push({
		id: 'rest',
		name: 'Rest',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		position: [160, 256],
		parameters: { resume: 'timeInterval', amount: seconds, unit: 'seconds' },
	});
	const next = file.connections['SelfKey Trigger'];
	file.connections['SelfKey Trigger'] = { main: [[to('Rest')]] };
	if (next) file.connections['Rest'] = next;
}

/** Where the trigger's webhook is in production; `null` where it has none. */
async function webhookOf(workflowId: string): Promise<string | null> {
	const [row] = await environment.n8n.query({
		sql: `SELECT webhookPath FROM webhook_entity WHERE workflowId = '${workflowId}'`,
	});
	return row ? `${environment.n8n.url}/webhook/${String(row['webhookPath'])}` : null;
}

test('every change is in the log: of the channel, sold directly, and made at the desk', async () => {
	const { n8n, bookingCom, selfKey, templates } = environment;
	await n8n.activate(templates.changes);
	await n8n.deactivate(templates.changes);
	expect(await runs()).toEqual([]);

	bookingCom.enqueue(...someBookings(5, 70_001));
	expect((await poll(environment)).map(({ status }) => status)).toEqual(['success']);
	const sold = await selfKey.directSale({ room: '101', checkIn: '2027-03-01', checkOut: '2027-03-03' });
	const cancelled = await selfKey.directSale({ room: '102', checkIn: '2027-03-01', checkOut: '2027-03-03' });
	await selfKey.deskEdit(sold, { room: '103' });
	await selfKey.cancelDirect(cancelled);
	expect((await selfKey.statistics()).changes).toEqual({
		emitted: 9,
		byOrigin: { 'booking.com': 5, frontDesk: 1, direct: 3 },
	});

	expect((await pollFeed()).map(({ status }) => status)).toEqual(['success']);
	const rows = await feedRows();
	expect(tally(rows.map(({ action, message }) => `${String(message)}: ${String(action)}`))).toEqual({
		'Change from Booking.com: created': 5,
		'Change from Direct Sales, Front Desk: created': 1,
		'Change from Direct Sales: cancelled': 1,
	});
	expect((await selfKey.statistics()).deliveries).toEqual({ acknowledged: 7, waiting: 0, retried: 0 });
	expect(rows.at(-1)).toMatchObject({
		reservationKey: `selfkey/hotel-paradise/${cancelled}`,
		action: 'cancelled',
		// Opera never had it.
		outcome: 'unchanged',
		status: 'success',
	});
});

test('a log that cannot be written ends red, and holds up nothing', async () => {
	const { n8n, selfKey } = environment;
	await deleteDataTable(environment, 'hotel_integration_log');
	const { session } = n8n.api;
	const { data } = await session.request<{ data: Array<{ projectId: string }> }>('GET', '/data-tables-global?take=1');
	await session.request('POST', `/projects/${data[0]?.projectId ?? ''}/data-tables`, {
		name: 'hotel_integration_log',
		columns: [{ name: 'nothing', type: 'string' }],
	});
	const sold = await selfKey.directSale({ room: '101', checkIn: '2027-04-01', checkOut: '2027-04-03' });
	const failed = await pollFeed();
	expect(failed.map(({ status }) => status)).toEqual(['error']);
	expect(failureOf(await n8n.api.execution(failed[0]?.id ?? ''))).toMatch(/hotel_integration_log cannot be written to/);

	expect(await waitingFor('opera')).toEqual([]);
	await deleteDataTable(environment, 'hotel_integration_log');
	await selfKey.deskEdit(sold, { lastName: 'Muller' });
	expect((await pollFeed()).map(({ status }) => status)).toEqual(['success']);
	const rows = await feedRows();
	expect(rows).toMatchObject([{ reservationKey: `selfkey/hotel-paradise/${sold}`, action: 'updated' }]);
});

describe('a destination that refuses some', () => {
	/** Takes reservations as Opera would, but for those whose key is refused. */
	const refused = new Set<string>();
	const written: string[] = [];
	const destination = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const { key } = JSON.parse(Buffer.concat(parts).toString()) as { key: string };
			if (!refused.has(key)) written.push(key);
			response.writeHead(refused.has(key) ? 422 : 200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(refused.has(key) ? { message: 'No room type DLX' } : { id: 'OPERA-1' }));
		});
	});
	let id: string;
	const sell = async (room: string) => {
		const sold = await environment.selfKey.directSale({ room, checkIn: '2027-08-01', checkOut: '2027-08-03' });
		return { sold, key: `selfkey/hotel-paradise/${sold}` };
	};

	beforeAll(async () => {
		await new Promise<void>((resolve) => destination.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/`;
		id = await workflowWith('Refusing', { subscriber: 'refusing', startWith: 'now' }, (file) => {
			file.nodes.push({
				id: 'write',
				name: 'Write',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [160, 256],
				onError: 'continueErrorOutput',
				parameters: {
					method: 'POST',
					url,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ JSON.stringify({ key: $json.key }) }}',
				},
			});
			for (const { name, parameters } of file.nodes) {
				if (name === 'Acknowledge to SelfKey') parameters['acknowledgeWhat'] = 'everything';
				if (name === 'Hotel Log') parameters['success'] = 'noError';
			}
			const acknowledge = to('Acknowledge to SelfKey');
			file.connections['SelfKey Trigger'] = { main: [[to('Write'), to('Create the log if missing')]] };
			file.connections['Write'] = { main: [[acknowledge], [acknowledge]] };
		});
		await environment.n8n.activate(id);
		await environment.n8n.deactivate(id);
	});
	afterAll(() => destination.close());

	test('gets those again later, with the reason kept; all others and all that is newer go on, once', async () => {
		const [good, bad] = [await sell('101'), await sell('102')];
		refused.add(bad.key);
		expect((await pollFeed(id)).map(({ status }) => status)).toEqual(['error']);
		expect(written).toEqual([good.key]);
		expect(await waitingFor('refusing')).toEqual([
			{ reservationId: bad.sold, attempts: 1, reason: expect.stringMatching(/./) as string },
		]);
		const rows = await logRows(environment, await runs(id));
		expect(rows.map(({ reservationKey, status }) => [reservationKey, status]).sort()).toEqual(
			[
				[good.key, 'success'],
				[bad.key, 'error'],
			].sort(),
		);

		const newer = await sell('103');
		expect((await pollFeed(id)).map(({ status }) => status)).toEqual(['success']);
		expect(written).toEqual([good.key, newer.key]);

		refused.clear();
		await environment.selfKey.deskEdit(bad.sold, { lastName: 'Muller' });
		expect((await pollFeed(id)).map(({ status }) => status)).toEqual(['success']);
		expect(written).toEqual([good.key, newer.key, bad.key]);
		expect(await waitingFor('refusing')).toEqual([]);
	});
});

describe('n8n is killed', () => {
	let slow: string;
	const logged = async () => await logRows(environment, await runs(slow));

	beforeAll(async () => {
		slow = await workflowWith('Slow', { subscriber: 'slow', startWith: 'now' }, (file) => resting(file, 5));
		await environment.n8n.activate(slow);
		await environment.n8n.deactivate(slow);
	});

	test.each([
		['between the write and the acknowledgement', 'running', '101', 1],
		['after the run', 'success', '102', 0],
	])('%s: no change is lost', async (_, moment, room, offeredAgain) => {
		const { n8n, selfKey } = environment;
		const night = { checkIn: '2027-05-01', checkOut: '2027-05-13' };
		const [sold, untouched] = [
			await selfKey.directSale({ room, ...night }),
			await selfKey.directSale({ room: room === '101' ? '103' : '104', ...night }),
		];
		const keyOf = (id: string) => `selfkey/hotel-paradise/${id}`;
		const old = new Set((await runs(slow)).map(({ id }) => id));
		await n8n.activate(slow);
		await n8n.waitFor(async () => (await runs(slow)).some(({ id, status }) => !old.has(id) && status === moment), {
			what: 'the run',
		});
		await n8n.crash();
		expect((await waitingFor('slow')).map(({ reservationId }) => reservationId)).toEqual(
			offeredAgain ? [sold, untouched] : [],
		);

		// What happens while it is away counts too.
		await selfKey.cancelDirect(sold);
		await n8n.start();
		await n8n.waitFor(
			async () =>
				(await logged()).some(({ reservationKey, action }) => reservationKey === keyOf(sold) && action === 'cancelled'),
			{ what: 'the cancellation in the log', timeoutMs: 120_000 },
		);
		await n8n.waitFor(async () => (await runs(slow)).every(({ status }) => !UNFINISHED.includes(status)), {
			what: 'the runs to end',
		});
		await n8n.deactivate(slow);
		expect(await waitingFor('slow')).toEqual([]);
		const lines = (await logged()).map(({ reservationKey }) => reservationKey);
		expect(lines.filter((key) => key === keyOf(untouched))).toHaveLength(1);
	});
});

describe('the trigger in n8n', () => {
	test('"Execute workflow" polls: no webhook is waited for', async () => {
		const { n8n, templates } = environment;
		const id = await n8n.api.runManually(templates.changes, 'SelfKey Trigger');
		const { status } = await n8n.waitFor(
			async () => {
				const run = await n8n.api.execution(id);
				return UNFINISHED.includes(run.status) ? null : run;
			},
			{ what: 'the run by hand' },
		);
		expect(status).toBe('success');
		expect(await webhookOf(templates.changes)).toBeNull();
	});

	test('that began with the changes from now on has missed none after a restart', async () => {
		const { n8n, selfKey } = environment;
		const id = await workflowWith('From now on', { subscriber: 'from-now-on', startWith: 'now' });
		await n8n.activate(id);
		await n8n.crash();
		const sold = await selfKey.directSale({ room: '105', checkIn: '2027-06-01', checkOut: '2027-06-03' });
		await n8n.start();
		await n8n.waitFor(async () => (await runs(id)).some(({ status }) => status === 'success'), { what: 'the run' });
		await n8n.deactivate(id);
		const rows = await logRows(environment, await runs(id));
		expect(rows.map(({ reservationKey, action }) => [reservationKey, action])).toEqual([
			[`selfkey/hotel-paradise/${sold}`, 'created'],
		]);
	});

	test('with webhooks alone answers at its address and starts a run for what is signed, for nothing else', async () => {
		const { n8n, secrets } = environment;
		const id = await workflowWith('Webhooks alone', { source: 'webhook' }, (file) => {
			// SelfKey waits for no acknowledgement of these.
			const gone = ['Write to Opera', 'Acknowledge to SelfKey'];
			file.nodes = file.nodes.filter(({ name }) => !gone.includes(name));
			for (const { name, parameters } of file.nodes) if (name === 'Hotel Log') parameters['success'] = 'noError';
			file.connections = Object.fromEntries(Object.entries(file.connections).filter(([name]) => !gone.includes(name)));
			file.connections['SelfKey Trigger'] = { main: [[to('Hotel Log'), to('Create the log if missing')]] };
		});
		const asked = requestsForChanges();
		await n8n.activate(id);
		expect(requestsForChanges()).toBe(asked);
		const address = await webhookOf(id);
		expect(address).toMatch(/\/selfkey$/);
		const data = {
			id: 'cm1',
			hotelSlug: 'hotel-paradise',
			checkInDate: '2027-03-29T00:00:00.000Z',
			checkOutDate: '2027-03-31T00:00:00.000Z',
			clientIdNumber: 'PAPER-77',
			room: { name: '101', accessCode: 'DOOR-4711' },
		};
		const body = JSON.stringify({ event: 'booking.completed', timestamp: '2027-01-01T10:00:00.000Z', data });
		const post = async (signature: string, text = body) =>
			(
				await fetch(address ?? '', {
					method: 'POST',
					body: text,
					headers: { 'content-type': 'application/json', 'x-webhook-signature': signature },
				})
			).status;
		expect(await post('0'.repeat(64))).toBe(401);
		expect(
			await post(signHex(secrets.webhookSecret, '{"event":"booking.completed"}'), '{"event":"booking.completed"}'),
		).toBe(400);
		expect(await runs(id)).toEqual([]);
		expect(await post(signHex(secrets.webhookSecret, body))).toBe(200);
		await n8n.waitFor(async () => (await runs(id)).some(({ status }) => status === 'success'), { what: 'the run' });
		expect((await runs(id)).map(({ status }) => status)).toEqual(['success']);
		const [run] = await runs(id);
		const kept = JSON.stringify(await n8n.api.execution(run?.id ?? ''));
		expect(kept).toContain('selfkey/hotel-paradise/cm1');
		expect(kept).not.toMatch(/PAPER-77|DOOR-4711/);
		await n8n.deactivate(id);
		expect(await webhookOf(id)).toBeNull();
	});
});
