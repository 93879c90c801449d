/** The log in a real n8n: whatever a person adds to a template, nothing is lost silently and all of it is logged. */
import { hotelParadise, type Step } from '../../sandbox/hotel';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { Execution, WorkflowNode } from '../../sandbox/n8n/host/types';
import {
	deleteDataTable,
	failureOf,
	logRows,
	openTestEnvironment,
	poll,
	SANDBOX_TEST_MS,
	someBookings,
	tally,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(SANDBOX_TEST_MS);

type Connections = Record<string, { main: Array<Array<{ node: string; type: 'main'; index: number }> | null> }>;
const to = (node: string, index = 0) => ({ node, type: 'main' as const, index });

let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment();
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

/** Changes a template as a person does in the editor, for as long as `work` takes. */
async function withChanged<T>(
	workflowId: string,
	change: (nodes: WorkflowNode[], connections: Connections) => void,
	work: () => Promise<T>,
): Promise<T> {
	const { api } = environment.n8n;
	const { nodes, connections, versionId } = await api.workflow(workflowId);
	const changed = structuredClone({ nodes, connections }) as { nodes: WorkflowNode[]; connections: Connections };
	change(changed.nodes, changed.connections);
	await api.session.request('PATCH', `/workflows/${workflowId}`, { ...changed, versionId });
	try {
		return await work();
	} finally {
		const { versionId: latest } = await api.workflow(workflowId);
		await api.session.request('PATCH', `/workflows/${workflowId}`, { nodes, connections, versionId: latest });
	}
}

/** A node with an error output, put into the line from one node to the next: it fails for these reservations. */
function addChecker(
	nodes: WorkflowNode[],
	connections: Connections,
	{ before, after, failsFor }: { before: string; after: string; failsFor: string[] },
): void {
	const value = `={{ ${JSON.stringify(failsFor)}.includes($json.reservationId) ? 'no number' : 1 }}`;
	nodes.push({
		id: 'checker',
		name: 'Check',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [820, 40],
		onError: 'continueErrorOutput',
		parameters: {
			mode: 'manual',
			includeOtherFields: true,
			include: 'all',
			assignments: { assignments: [{ id: 'c', name: 'checked', type: 'number', value }] },
			options: {},
		},
	} as WorkflowNode);
	const line = connections[after]!.main[0]!;
	connections['Check'] = { main: [line.filter(({ node }) => node === before)] };
	connections[after]!.main[0] = [...line.filter(({ node }) => node !== before), to('Check')];
}

const rowsOf = async (run: Execution | undefined) => await logRows(environment, [{ id: run?.id ?? '' }]);
const keyOf = (id: string) => `booking.com/${hotelParadise.propertyId}/${id}`;

describe('a node with an error output in the middle of 10', () => {
	const steps = someBookings(4, 1000);
	const fails =
		(connected: boolean, failsFor = ['1001']) =>
		(nodes: WorkflowNode[], connections: Connections) => {
			addChecker(nodes, connections, { after: 'Booking.com Trigger', before: 'Write to SelfKey', failsFor });
			if (connected) connections['Check']!.main.push([to('Hotel Log')]);
		};

	test('that leads nowhere: the others are acknowledged, what got lost has a line, and the run ends red', async () => {
		environment.bookingCom.enqueue(...steps);
		const [run] = await withChanged(environment.templates.bookingCom, fails(false), () => poll(environment));
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(
			/^1 of 4 reservations were not written\. The table hotel_integration_log says why\. Booking\.com offers them again.*connect that output to Hotel Log/,
		);
		const rows = await rowsOf(run);
		expect(tally(rows.map(({ status, outcome }) => `${String(outcome)}: ${String(status)}`))).toEqual({
			'created: success': 3,
			'did not arrive: error': 1,
		});
		expect(rows.find(({ status }) => status === 'error')).toMatchObject({ reservationKey: keyOf('1001'), attempts: 1 });
		expect(environment.bookingCom.pendingMessage('1001')).toBeDefined();
		expect(environment.bookingCom.statistics().acknowledged).toBe(3);
	});

	test('that leads to Hotel Log: the same line says why, how often, and since when', async () => {
		const before = await logRows(environment);
		const [run] = await withChanged(environment.templates.bookingCom, fails(true), () => poll(environment));
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(/^1 of 1 reservations were not written/);
		const [line, ...others] = await rowsOf(run);
		expect(others).toEqual([]);
		expect(await logRows(environment)).toHaveLength(before.length);
		const first = before.find(({ id }) => id === line?.['id']);
		expect(line).toMatchObject({
			reservationKey: keyOf('1001'),
			outcome: 'not written',
			status: 'error',
			attempts: 2,
			message: expect.stringContaining('number') as string,
			firstAt: first?.['at'],
		});
		expect(Date.parse(String(line?.['at']))).toBeGreaterThan(Date.parse(String(line?.['firstAt'])));
	});

	test('that is gone: the line that failed turns into success, so that lines in error are what is still open', async () => {
		const before = await logRows(environment);
		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		expect(await rowsOf(run)).toMatchObject([
			{ reservationKey: keyOf('1001'), outcome: 'created', status: 'success', attempts: 3 },
		]);
		expect(await logRows(environment)).toHaveLength(before.length);
		expect((await logRows(environment)).filter(({ status }) => status === 'error')).toEqual([]);
	});

	test('where nothing at all comes through, the log runs all the same', async () => {
		environment.bookingCom.enqueue(...someBookings(2, 1100));
		const [run] = await withChanged(environment.templates.bookingCom, fails(false, ['1100', '1101']), () =>
			poll(environment),
		);
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(/^2 of 2 reservations were not written/);
		expect((await rowsOf(run)).map(({ outcome, reservationKey }) => [outcome, reservationKey])).toEqual([
			['did not arrive', keyOf('1100')],
			['did not arrive', keyOf('1101')],
		]);
		expect((await poll(environment))[0]?.status).toBe('success');
	});
});

describe('several branches and runs', () => {
	test('a node that is added beside the line to the log: one line for each, green, written in two runs', async () => {
		environment.bookingCom.enqueue(...someBookings(3, 2000));
		const addBranch = (nodes: WorkflowNode[], connections: Connections) => {
			nodes.push({
				id: 'beside',
				name: 'Beside',
				type: 'n8n-nodes-base.filter',
				typeVersion: 2.2,
				position: [1168, 416],
				parameters: {
					conditions: {
						options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
						conditions: [
							{
								id: 'f',
								leftValue: '={{ $json.reservationId }}',
								rightValue: '2000',
								operator: { type: 'string', operation: 'equals' },
							},
						],
						combinator: 'and',
					},
					options: {},
				},
			} as WorkflowNode);
			connections['Write to SelfKey']!.main[0]!.push(to('Beside'));
			connections['Beside'] = { main: [[to('Hotel Log')]] };
		};
		const [run] = await withChanged(environment.templates.bookingCom, addBranch, () => poll(environment));
		expect(run?.status).toBe('success');
		expect(tally((await rowsOf(run)).map(({ reservationKey }) => reservationKey))).toEqual({
			[keyOf('2000')]: 2,
			[keyOf('2001')]: 1,
			[keyOf('2002')]: 1,
		});
		expect(run?.data.resultData.runData['Write the log']).toHaveLength(2);
	});

	test('writing and acknowledging fail in the same run: both are logged before it ends red', async () => {
		environment.bookingCom.enqueue(...someBookings(3, 2100));
		for (const attempt of [2, 4, 5, 6]) environment.selfKey.faults.failWrite(attempt);
		environment.bookingCom.faults.next('ackServerError', { times: 20, applied: false });
		const [run] = await poll(environment);
		environment.bookingCom.faults.clear();
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(/^3 of 3 reservations failed\. .*Booking\.com offers them again/);
		const rows = await rowsOf(run);
		expect(tally(rows.map(({ status, outcome }) => `${String(outcome)}: ${String(status)}`))).toEqual({
			'created: error': 2,
			'not written: error': 1,
		});
		const [next] = await poll(environment);
		expect(next?.status).toBe('success');
		expect(tally((await rowsOf(next)).map(({ attempts }) => attempts))).toEqual({ 2: 3 });
	});

	test('nothing to fetch: "Execute workflow" ends green and writes no line', async () => {
		const before = await logRows(environment);
		const id = await environment.n8n.api.runManually(environment.templates.bookingCom, 'Booking.com Trigger');
		const run = await ended(id);
		expect(run.status).toBe('success');
		expect(await logRows(environment)).toEqual(before);
	});
});

async function ended(id: string): Promise<Execution> {
	return await environment.n8n.waitFor(
		async () => {
			const run = await environment.n8n.api.execution(id);
			return UNFINISHED.includes(run.status) ? null : run;
		},
		{ what: 'the run to end' },
	);
}

describe('a node with an error output in the middle of 30', () => {
	/** One poll of the feed, its run ended. */
	async function pollFeed(): Promise<Execution | undefined> {
		const { n8n, templates } = environment;
		const all = async () => await n8n.api.executions({ workflowId: templates.changes });
		const known = new Set((await all()).map(({ id }) => id));
		await n8n.activate(templates.changes);
		const begun = await n8n.waitFor(
			async () => {
				const found = (await all()).filter(({ id }) => !known.has(id));
				return found.length > 0 && found.every(({ status }) => !UNFINISHED.includes(status)) && found;
			},
			{ what: 'the run that the feed started' },
		);
		await n8n.deactivate(templates.changes);
		return begun[0] && (await n8n.api.execution(begun[0].id));
	}

	test.each([
		['that leads nowhere', 'did not arrive', 12, 1],
		['that leads to Hotel Log', 'not written', 1, 2],
	])('%s: the run ends red, and only the change that failed comes again', async (way, outcome, given, attempts) => {
		const fails = (nodes: WorkflowNode[], connections: Connections) => {
			addChecker(nodes, connections, {
				after: 'SelfKey Trigger',
				before: 'Write to Opera',
				failsFor: ['1001'],
			});
			if (way.endsWith('Hotel Log')) connections['Check']!.main.push([to('Hotel Log')]);
		};
		const run = await withChanged(environment.templates.changes, fails, pollFeed);
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toContain(`1 of ${given} changes were not written`);
		expect(failureOf(run)).toContain('SelfKey offers them again');
		const rows = await rowsOf(run);
		expect(rows).toHaveLength(given);
		expect(rows.filter(({ status }) => status === 'error')).toMatchObject([
			{ reservationKey: keyOf('1001'), outcome, integration: 'SelfKey → Opera', attempts },
		]);
	});

	test('that is gone: the change comes once more, and its line is no longer in error', async () => {
		const run = await pollFeed();
		expect(run?.status).toBe('success');
		expect(await rowsOf(run)).toMatchObject([{ reservationKey: keyOf('1001'), status: 'success', attempts: 3 }]);
	});
});

describe('what a line says', () => {
	test('who comes when into which room, by names; a stay without a room is a warning that says what to do', async () => {
		const [step] = someBookings(1, 3000) as [Step];
		const [unmapped] = structuredClone(someBookings(1, 3100)) as [Step];
		for (const room of unmapped.booking.rooms) room.roomTypeId = '999';
		environment.bookingCom.enqueue(step, unmapped);
		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		const [line, roomless] = await rowsOf(run);
		const { checkIn, checkOut } = step.booking.rooms[0] ?? {};
		expect(line).toMatchObject({
			outcome: 'created',
			status: 'success',
			message: '',
			guest: expect.stringMatching(/\p{L}+ \p{L}+/u) as string,
			arrival: checkIn,
			departure: checkOut,
			room: expect.stringMatching(/^\d{3}$/) as string,
			bookingNumber: expect.stringMatching(/^\d+$/) as string,
			hotel: hotelParadise.slug,
		});
		expect(roomless).toMatchObject({
			outcome: 'conflict',
			status: 'warning',
			message: expect.stringMatching(
				/^No room for booking \d+, .+, 2027-\d\d-\d\d to 2027-\d\d-\d\d: .+ Give the booking a room in SelfKey, and add 999 to the form of "00 Hotel settings"$/,
			) as string,
			room: expect.stringContaining('(no room yet)') as string,
		});
	});
});

describe('a Hotel Log whose table is not connected back', () => {
	test('says so, instead of ending green; what was written stays acknowledged', async () => {
		environment.bookingCom.enqueue(...someBookings(1, 4000));
		const cut = (_: WorkflowNode[], connections: Connections) => {
			delete connections['Write the log'];
			delete connections['Update the log'];
		};
		const [run] = await withChanged(environment.templates.bookingCom, cut, () => poll(environment));
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toBe('The log table is not connected back to Hotel Log');
		expect(environment.bookingCom.pendingMessage('4000')).toBeUndefined();
	});
});

describe('the table', () => {
	test('of an older version lacks columns: everything else is done, and people are told what to do', async () => {
		await deleteDataTable(environment, 'hotel_integration_log');
		const { session } = environment.n8n.api;
		const { data } = await session.request<{ data: Array<{ projectId: string }> }>('GET', '/data-tables-global?take=1');
		await session.request('POST', `/projects/${data[0]?.projectId ?? ''}/data-tables`, {
			name: 'hotel_integration_log',
			columns: ['integration', 'action', 'status', 'message', 'reservationKey', 'outcome', 'executionId'].map(
				(name) => ({
					name,
					type: 'string',
				}),
			),
		});
		environment.bookingCom.enqueue(...someBookings(2, 5000));
		const { acknowledged } = environment.bookingCom.statistics();
		const [run] = await poll(environment);
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(
			/^Everything else was done, but the table hotel_integration_log cannot be written to/,
		);
		expect(failureOf(run)).toContain('rename it');
		expect(environment.bookingCom.statistics().acknowledged).toBe(acknowledged + 2);
	});
});
