/** SelfKey's change feed through a real n8n, into the log: complete, whoever changed what, and whatever fails. */
import { signHex } from '../../core/webhook/sign';
import type { ExecutionSummary, WorkflowFile } from '../../sandbox/n8n/host/types';
import { readTemplate } from '../../sandbox/start/environment';
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

const UNFINISHED = ['new', 'running', 'waiting'];
let house: SandboxEnvironment;

beforeAll(async () => {
	house = await openTestEnvironment({ ownN8n: true });
}, N8N_SETUP_MS);

afterAll(async () => {
	await house?.close();
}, 60_000);

const runs = async (workflowId = house.templates.changes): Promise<ExecutionSummary[]> =>
	(await house.n8n.api.executions({ workflowId })).reverse();
const emitted = async () => (await house.selfKey.statistics()).changes.emitted;
const feedRows = async () => (await logRows(house)).filter(({ integration }) => integration === 'SelfKey changes');
const sequenceOf = (row: Record<string, unknown>) => Number(/^Change (\d+) /.exec(String(row['message']))?.[1]);
const requestsForChanges = () => house.selfKey.requests.get('GET /api/webhooks/integrations') ?? 0;

/** One poll of the feed, its run ended. */
async function pollFeed(): Promise<ExecutionSummary[]> {
	const { n8n, templates } = house;
	const known = new Set((await runs()).map(({ id }) => id));
	await n8n.activate(templates.changes);
	const begun = await n8n.waitFor(
		async () => {
			const found = (await runs()).filter(({ id }) => !known.has(id));
			return found.length > 0 && found.every(({ status }) => !UNFINISHED.includes(status)) && found;
		},
		{ what: 'the run that the feed started' },
	);
	await n8n.deactivate(templates.changes);
	return begun;
}

/** @param rest seconds between the feed and the log, so that there is time in between */
async function workflowWith(name: string, parameters: Record<string, unknown>, rest = 0): Promise<string> {
	const file: WorkflowFile = await readTemplate('30-selfkey-to-opera');
	for (const node of file.nodes) if (node.type.endsWith('.selfKeyTrigger')) Object.assign(node.parameters, parameters);
	if (rest > 0) {
		const parametersOfWait = { resume: 'timeInterval', amount: rest, unit: 'seconds' };
		file.nodes.push({
			id: 'rest',
			name: 'Rest',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			position: [200, 256],
			parameters: parametersOfWait,
		});
		const next = file.connections['SelfKey Trigger'];
		file.connections['SelfKey Trigger'] = { main: [[{ node: 'Rest', type: 'main', index: 0 }]] };
		if (next) file.connections['Rest'] = next;
	}
	return await house.n8n.api.createWorkflow({ ...file, name });
}

/** Where the trigger's webhook is in production; `null` where it has none. */
async function webhookOf(workflowId: string): Promise<string | null> {
	const [row] = await house.n8n.query({
		sql: `SELECT webhookPath FROM webhook_entity WHERE workflowId = '${workflowId}'`,
	});
	return row ? `${house.n8n.url}/webhook/${String(row['webhookPath'])}` : null;
}

test('every change is in the log: of the channel, sold directly, and made at the desk', async () => {
	const { n8n, bookingCom, selfKey, templates } = house;
	await n8n.activate(templates.changes);
	await n8n.deactivate(templates.changes);
	expect(await runs()).toEqual([]);

	bookingCom.enqueue(...someBookings(5, 70_001));
	expect((await poll(house)).map(({ status }) => status)).toEqual(['success']);
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
	expect(rows.map(sequenceOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
	expect(tally(rows.map(({ action, message }) => `${String(message).replace(/\d+ /, '')}: ${String(action)}`))).toEqual(
		{
			'Change from Booking.com: created': 5,
			'Change from Direct Sales: created': 2,
			'Change from Front Desk: updated': 1,
			'Change from Direct Sales: cancelled': 1,
		},
	);
	expect(rows.at(-1)).toMatchObject({
		reservationKey: `selfkey/hotel-paradise/${cancelled}`,
		outcome: 'cancelled',
		status: 'success',
	});
});

test('a log that cannot be written ends red, and the same changes come again', async () => {
	const { n8n, selfKey } = house;
	const before = await logRows(house);
	await deleteDataTable(house, 'hotel_integration_log');
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

	await deleteDataTable(house, 'hotel_integration_log');
	expect((await pollFeed()).map(({ status }) => status)).toEqual(['success']);
	const rows = await feedRows();
	expect(rows.at(-1)).toMatchObject({ reservationKey: `selfkey/hotel-paradise/${sold}`, action: 'created' });
	expect(rows.length).toBeLessThan(before.length);
});

describe('n8n is killed', () => {
	let slow: string;
	const told = async () => new Set((await logRows(house, await runs(slow))).map(sequenceOf));

	beforeAll(async () => {
		slow = await workflowWith('Slow', { hotelSlug: 'hotel-paradise', startWith: 'now' }, 5);
		await house.n8n.activate(slow);
		await house.n8n.deactivate(slow);
	});

	test.each([
		['between the feed and the log', 'running', '101'],
		['after the log, before n8n has stored the cursor', 'success', '102'],
	])('%s: no change is lost', async (_, moment, room) => {
		const { n8n, selfKey } = house;
		const first = (await emitted()) + 1;
		const sold = await selfKey.directSale({ room, checkIn: '2027-05-01', checkOut: '2027-05-13' });
		for (let edit = 1; edit <= 20; edit++) await selfKey.deskEdit(sold, { amount: 200 + edit });
		const old = new Set((await runs(slow)).map(({ id }) => id));
		await n8n.activate(slow);
		await n8n.waitFor(async () => (await runs(slow)).some(({ id, status }) => !old.has(id) && status === moment), {
			what: 'the run',
		});
		await n8n.crash();

		// What happens while it is away counts too.
		await selfKey.cancelDirect(sold);
		const expected = Array.from({ length: 22 }, (__, index) => first + index);
		const asked = requestsForChanges();
		await n8n.start();
		expect((await told()).has(first)).toBe(moment === 'success');
		await n8n.waitFor(() => requestsForChanges() > asked, { what: 'the poll at the start' });
		await n8n.waitFor(async () => (await told()).has(first + 21), {
			what: 'the last change in the log',
			timeoutMs: 120_000,
		});
		await n8n.waitFor(async () => (await runs(slow)).every(({ status }) => !UNFINISHED.includes(status)), {
			what: 'the runs to end',
		});
		await n8n.deactivate(slow);
		const sequences = await told();
		expect(expected.filter((sequence) => !sequences.has(sequence))).toEqual([]);
		const rows = await logRows(house, await runs(slow));
		expect(
			rows.filter(({ reservationKey }) => reservationKey === `selfkey/hotel-paradise/${sold}`).at(-1),
		).toMatchObject({ outcome: 'cancelled' });
	});
});

describe('the trigger in n8n', () => {
	test('"Execute workflow" polls: no webhook is waited for', async () => {
		const { n8n, templates } = house;
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

	test('that begins with the changes from now on still knows its place after a restart', async () => {
		const { n8n, selfKey } = house;
		const id = await workflowWith('From now on', { hotelSlug: 'hotel-paradise', startWith: 'now' });
		await n8n.activate(id);
		await n8n.crash();
		const sold = await selfKey.directSale({ room: '105', checkIn: '2027-06-01', checkOut: '2027-06-03' });
		await n8n.start();
		await n8n.waitFor(async () => (await runs(id)).some(({ status }) => status === 'success'), { what: 'the run' });
		await n8n.deactivate(id);
		const rows = await logRows(house, await runs(id));
		expect(rows.map(({ reservationKey, action }) => [reservationKey, action])).toEqual([
			[`selfkey/hotel-paradise/${sold}`, 'created'],
		]);
	});

	test('with webhooks alone answers at its address and starts a run for what is signed, for nothing else', async () => {
		const { n8n, secrets } = house;
		const id = await workflowWith('Webhooks alone', { source: 'webhook' });
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
