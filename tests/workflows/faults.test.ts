/** Whatever fails, in a real n8n: what could be done is done, nothing is lost or doubled, and people are told. */
import { addDays, hotelParadise, modifiedStep, priceRoom, type Hotel, type Step } from '../../sandbox/hotel';
import { readTemplate, settingsFormOf, submitSettings } from '../../sandbox/start/environment';
import { polledEvery } from '../../sandbox/start/poll-times';
import {
	changeCredential,
	deleteDataTable,
	failureOf,
	SANDBOX_TEST_MS,
	logRows,
	openTestEnvironment,
	poll,
	runsOf,
	someBookings,
	tally,
	unfinished,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { decimalsOf, expectedActive, activeOf, activeRows } from '../support/active-bookings';

jest.setTimeout(SANDBOX_TEST_MS);

/** The same house, listed at Booking.com a second time. */
const annex: Hotel = { ...hotelParadise, propertyId: '8011999', name: 'Hôtel Paradise, Annex' };
let environment: SandboxEnvironment;
/** Everything that Booking.com was given so far, over all tests. */
const happened: Step[] = [];

beforeAll(async () => {
	environment = await openTestEnvironment({ bookingCom: { hotels: [hotelParadise, annex] } });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

function happen(...steps: Step[]): void {
	happened.push(...steps);
	environment.bookingCom.enqueue(...steps);
}

const acknowledged = () => environment.bookingCom.statistics().acknowledged;

/** SelfKey holds exactly what Booking.com does, once, and nothing waits. */
async function expectAllThere(): Promise<void> {
	expect(activeOf(await activeRows(environment.selfKey), decimalsOf)).toEqual(expectedActive(happened));
	expect(environment.bookingCom.drained).toBe(true);
	const [row] = await environment.selfKey.db<{ doubled: number }>(
		'SELECT (count(*) - count(DISTINCT "bookingId"))::int AS "doubled" FROM "booking_external_references"',
	);
	expect(row?.doubled).toBe(0);
}

describe('settings', () => {
	test('a credential that names no hotel: a clear error, nothing is lost', async () => {
		await changeCredential(environment, 'selfKeyApi', { hotelSlug: '' });
		happen(...someBookings(3, 1000));
		const [run] = await poll(environment);
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toContain('"Hotel" in the SelfKey credential');
		expect(acknowledged()).toBe(0);
		expect(await activeRows(environment.selfKey)).toEqual([]);
		await changeCredential(environment, 'selfKeyApi', { hotelSlug: hotelParadise.slug });
	});

	test("that leave out one property: the others' reservations are written and acknowledged", async () => {
		happen(...someBookings(1, 2000, annex));
		const [run] = await poll(environment);
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(/^1 of 4 reservations.*Property 8011999 of booking\.com does not belong to/);
		expect(acknowledged()).toBe(3);
		expect((await activeRows(environment.selfKey)).map(({ reservationId }) => reservationId)).toEqual([
			'1000',
			'1001',
			'1002',
		]);
		const rows = await logRows(environment, [{ id: run?.id ?? '' }]);
		expect(rows.filter(({ status }) => status === 'error')).toMatchObject([
			{ reservationKey: `booking.com/${annex.propertyId}/2000`, outcome: 'not written' },
		]);
		expect(tally(rows.map(({ outcome }) => outcome))).toEqual({ created: 3, 'not written': 1 });
	});

	test('the next poll brings only what failed, and writes it once the property is added', async () => {
		const propertyIds = `${hotelParadise.propertyId}, ${annex.propertyId}`;
		await submitSettings(
			environment.n8n,
			environment.templates.settings,
			{
				...settingsFormOf(hotelParadise),
				propertyIds,
			},
			environment.secrets,
		);
		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		expect(await logRows(environment, [{ id: run?.id ?? '' }])).toMatchObject([
			{ outcome: 'created', reservationKey: `booking.com/${annex.propertyId}/2000` },
		]);
		await expectAllThere();
	});
});

describe('SelfKey', () => {
	test('down: the run fails, says why and acknowledges nothing; up again: everything is there, once', async () => {
		const before = acknowledged();
		happen(...someBookings(5, 3000));
		environment.selfKey.faults.down(true);
		const [failed] = await poll(environment);
		environment.selfKey.faults.down(false);
		expect(failed?.status).toBe('error');
		expect(failureOf(failed)).toMatch(/^5 of 5 reservations.*SelfKey/);
		expect(acknowledged()).toBe(before);
		const rows = await logRows(environment, [{ id: failed?.id ?? '' }]);
		expect(rows).toHaveLength(5);
		for (const row of rows)
			expect(row).toMatchObject({
				status: 'error',
				outcome: 'not written',
				message: expect.stringContaining('SelfKey') as string,
			});

		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		expect(tally((await logRows(environment, [{ id: run?.id ?? '' }])).map(({ outcome }) => outcome))).toEqual({
			created: 5,
		});
		await expectAllThere();
	});

	test('writing some but not telling: the answer is lost after the commit, and nothing is doubled', async () => {
		happen(...someBookings(4, 3100));
		environment.selfKey.faults.dropAnswers(1);
		environment.selfKey.faults.failWrite(2, 'after_commit');
		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		await expectAllThere();
	});

	test('refusing one of many for good: the others are written and acknowledged, and that one comes again', async () => {
		const before = acknowledged();
		const steps = someBookings(4, 3200);
		happen(...steps);
		// The database fails at this reservation, and at each of the node's attempts to repeat it.
		environment.selfKey.faults.failWrite(2);
		for (const attempt of [5, 6, 7]) environment.selfKey.faults.failWrite(attempt);
		const [failed] = await poll(environment);
		expect(failed?.status).toBe('error');
		expect(failureOf(failed)).toMatch(/^1 of 4 reservations/);
		expect(acknowledged()).toBe(before + 3);
		expect(environment.bookingCom.pendingMessage('3201')).toBeDefined();

		const [run] = await poll(environment);
		expect(await logRows(environment, [{ id: run?.id ?? '' }])).toMatchObject([
			{ outcome: 'created', reservationKey: 'booking.com/8011855/3201' },
		]);
		await expectAllThere();
	});
});

describe('a SelfKey credential that is wrong', () => {
	test('fails every reservation, acknowledges none, and tells what to check but no secret', async () => {
		const before = acknowledged();
		happen(...someBookings(2, 3300));
		await changeCredential(environment, 'selfKeyApi', { webhookSecret: 'outdated-secret' });
		const [failed] = await poll(environment);
		await changeCredential(environment, 'selfKeyApi', { webhookSecret: environment.secrets.webhookSecret });
		expect(failed?.status).toBe('error');
		expect(failureOf(failed)).toMatch(/^2 of 2 reservations.*credential/i);
		expect(JSON.stringify(failed)).not.toContain('outdated-secret');
		expect(acknowledged()).toBe(before);

		expect((await poll(environment))[0]?.status).toBe('success');
		await expectAllThere();
	});

	test('that was deleted: nothing is acknowledged either', async () => {
		const { session } = environment.n8n.api;
		const { templates } = environment;
		const { nodes, connections, versionId } = await environment.n8n.api.workflow(templates.bookingCom);
		const without = nodes.map(({ credentials, ...node }) =>
			node.type.endsWith('.selfKey') ? node : { ...node, credentials },
		);
		await session.request('PATCH', `/workflows/${templates.bookingCom}`, { nodes: without, connections, versionId });
		const before = acknowledged();
		happen(...someBookings(2, 3400));
		// n8n may refuse to switch it on, or run it until it gets to the node.
		const runs = await poll(environment).catch((error: Error) => [error]);
		await environment.n8n.deactivate(templates.bookingCom);
		expect(runs.map((run) => (run instanceof Error ? 'error' : run.status))).toEqual(['error']);
		expect(acknowledged()).toBe(before);

		const { versionId: latest } = await environment.n8n.api.workflow(templates.bookingCom);
		await session.request('PATCH', `/workflows/${templates.bookingCom}`, { nodes, connections, versionId: latest });
		expect((await poll(environment))[0]?.status).toBe('success');
		await expectAllThere();
	});
});

describe('acknowledgements', () => {
	test.each([
		['not applied', false, 4000],
		['applied all the same', true, 4100],
	])('answered with 5xx, %s, are repeated until they are answered', async (_, applied, firstId) => {
		happen(...someBookings(3, firstId));
		environment.bookingCom.faults.next('ackServerError', { times: 2, applied });
		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		expect(tally((await logRows(environment, [{ id: run?.id ?? '' }])).map(({ outcome }) => outcome))).toEqual({
			created: 3,
		});
		await expectAllThere();
	});

	test('of a booking that changed meanwhile are refused: its latest state comes with the next poll', async () => {
		const [first, second] = someBookings(2, 4200) as [Step, Step];
		happen(first, second);
		const room = first.booking.rooms[0];
		if (!room) throw new Error('The sample has a room');
		environment.selfKey.faults.slow(1500);
		const [run] = await poll(environment, async () => {
			const changed = priceRoom(hotelParadise, { ...room, checkOut: addDays(room.checkOut, 2), adults: 1 }, 'CHF');
			happen(modifiedStep({ ...first.booking, rooms: [changed] }));
			environment.selfKey.faults.slow(0);
		});
		expect(run?.status).toBe('success');
		const rows = await logRows(environment, [{ id: run?.id ?? '' }]);
		expect(rows.filter(({ message }) => String(message).includes('latest state'))).toMatchObject([
			{ reservationKey: 'booking.com/8011855/4200' },
		]);
		expect(environment.bookingCom.pendingMessage('4200')).toBeDefined();
		expect(environment.bookingCom.pendingMessage('4201')).toBeUndefined();

		const [next] = await poll(environment);
		expect(await logRows(environment, [{ id: next?.id ?? '' }])).toMatchObject([
			{ outcome: 'updated', reservationKey: 'booking.com/8011855/4200' },
		]);
		await expectAllThere();
	});
});

describe('the log', () => {
	test('that somebody deleted is made again', async () => {
		await deleteDataTable(environment, 'hotel_integration_log');
		happen(...someBookings(1, 5000));
		const [run] = await poll(environment);
		expect(run?.status).toBe('success');
		expect(await logRows(environment)).toMatchObject([{ outcome: 'created' }]);
		await expectAllThere();
	});

	test('that cannot be written never stops a reservation, and is seen', async () => {
		await deleteDataTable(environment, 'hotel_integration_log');
		const { projectId } =
			(
				await environment.n8n.api.session.request<{ data: Array<{ projectId: string }> }>(
					'GET',
					'/data-tables-global?take=1',
				)
			).data[0] ?? {};
		const columns = [{ name: 'somethingElse', type: 'string' }];
		await environment.n8n.api.session.request('POST', `/projects/${projectId ?? ''}/data-tables`, {
			name: 'hotel_integration_log',
			columns,
		});
		happen(...someBookings(2, 5100));
		const [run] = await poll(environment);
		expect(run?.data.resultData.runData['Acknowledge to Booking.com']).toHaveLength(1);
		expect(run?.status).toBe('error');
		expect(failureOf(run)).toMatch(
			/^Everything else was done, but the table hotel_integration_log cannot be written to/,
		);
		expect(await environment.n8n.api.dataTableRows('hotel_integration_log')).toEqual([]);
		await expectAllThere();
		await deleteDataTable(environment, 'hotel_integration_log');
	});
});

describe("n8n's clock", () => {
	async function busyEnvironment(): Promise<SandboxEnvironment> {
		const file = polledEvery(5, await readTemplate('10-booking-com-to-selfkey'));
		return {
			...environment,
			templates: {
				...environment.templates,
				bookingCom: await environment.n8n.api.createWorkflow({ ...file, name: 'Every five seconds' }),
			},
		};
	}

	test('Booking.com may be down when the flow is switched on; a slow SelfKey is never given the same work twice', async () => {
		const frequent = await busyEnvironment();
		const { n8n, bookingCom, selfKey, templates } = frequent;
		await bookingCom.stop();
		await n8n.activate(templates.bookingCom);
		const [failed] = await n8n.waitFor(async () => {
			const runs = await runsOf(frequent);
			return runs.some(({ status }) => status === 'error') && runs;
		});
		expect(failureOf(await n8n.api.execution(failed?.id ?? ''))).toContain('Booking.com');
		expect((await n8n.api.workflow(templates.bookingCom)).active).toBe(true);

		// 60 reservations are two requests of 8 seconds: at least two of the clock's polls fall into the run.
		happen(...someBookings(60, 6000));
		selfKey.faults.slow(8_000);
		const written = await writesOf(frequent);
		const requests = bookingCom.log.entries.length;
		await bookingCom.start();
		await bookingCom.untilDrained(60_000);
		selfKey.faults.slow(0);
		await n8n.waitFor(async () => (await unfinished(frequent)).length === 0, { what: 'the run to end' });
		await n8n.deactivate(templates.bookingCom);

		const since = bookingCom.log.entries.slice(requests);
		const firstAck = since.findIndex(({ route }) => route === 'ackNew');
		expect(since.slice(0, firstAck).filter(({ route }) => route === 'getNew')).toHaveLength(1);
		expect(since.filter(({ route }) => route === 'ackNew')).toHaveLength(1);
		expect((await writesOf(frequent)) - written).toBe(60);
		expect(bookingCom.statistics().maxConcurrentGets).toBe(1);
		expect((await runsOf(frequent)).filter(({ status }) => status === 'success')).toHaveLength(1);
		await expectAllThere();
	});

	test('leaves Booking.com the five seconds that it asks for between an acknowledgement and the next fetch', () => {
		const gaps = environment.bookingCom.statistics().ackToGetGaps;
		expect(gaps.length).toBeGreaterThan(3);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4_900);
	});

	/** Reservations that SelfKey was asked to write. */
	async function writesOf({ selfKey }: SandboxEnvironment): Promise<number> {
		const { outcomes } = await selfKey.statistics();
		return Object.values(outcomes['booking.com'] ?? {}).reduce((sum, count) => sum + count, 0);
	}
});
