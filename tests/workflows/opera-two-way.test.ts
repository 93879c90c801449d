/** OPERA and SelfKey in a real n8n: a change on either side is one write on the other, and then there is rest. */
import { sampleBooking, newStep } from '../../sandbox/hotel';
import type { Stay } from '../../sandbox/opera';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { ExecutionSummary } from '../../sandbox/n8n/host/types';
import {
	failureOf,
	logRows,
	openTestEnvironment,
	poll,
	SANDBOX_TEST_MS,
	type SandboxEnvironment,
} from '../support/environment';
import { runByHand } from '../support/manual-run';
import { N8N_SETUP_MS } from '../support/n8n';
import { startedBy } from '../support/webhooks';

jest.setTimeout(2 * SANDBOX_TEST_MS);

let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment();
	await pollOnce('changes');
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

type Template = 'changes' | 'opera';

const runsOf = async (template: Template): Promise<ExecutionSummary[]> =>
	(await environment.n8n.api.executions({ workflowId: environment.templates[template] })).reverse();

/**
 * Switched on, which polls at once, and off; what it started has ended.
 * @param least how many runs it starts at least: n8n is switched on before the first of them is listed
 */
async function pollOnce(template: Template, least = 0): Promise<ExecutionSummary[]> {
	const { n8n, templates } = environment;
	const known = new Set((await runsOf(template)).map(({ id }) => id));
	await n8n.activate(templates[template]);
	const begun = await n8n.waitFor(
		async () => {
			const found = (await runsOf(template)).filter(({ id }) => !known.has(id));
			return found.length >= least && found.every(({ status }) => !UNFINISHED.includes(status)) && { found };
		},
		{ what: 'the runs that the poll started', timeoutMs: 150_000 },
	);
	await n8n.deactivate(templates[template]);
	return begun.found;
}

const bookings = async () =>
	await environment.selfKey.db<{ key: string; checkIn: string; checkOut: string; paymentStatus: string }>(
		`SELECT r."channel" || '/' || r."reservationId" AS "key", b."checkInDate"::date::text AS "checkIn",
			b."checkOutDate"::date::text AS "checkOut", b."paymentStatus"
		FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id" ORDER BY 1`,
	);
const bookingOf = async (key: string) => (await bookings()).find((booking) => booking.key === key);
const writesToOpera = () =>
	environment.opera.log.filter(({ method, path }) => method !== 'GET' && path.startsWith('/rsv/')).length;
const writesToSelfKey = async () => {
	const [{ count } = { count: 0 }] = await environment.selfKey.db<{ count: number }>(
		`SELECT count(*)::int AS "count" FROM "integration_logs" WHERE "action" = 'webhook_received' AND "data"->>'outcome' NOT IN ('unchanged', 'stale')`,
	);
	return count;
};
const stayOf = (reservationId: string): Stay => {
	const stay = environment.opera
		.stays()
		.find(({ references }) => references.some(({ id }) => id.endsWith(`/${reservationId}`)));
	if (!stay) throw new Error(`OPERA has no reservation for ${reservationId}`);
	return stay;
};

/** Both flows, three times each: nothing is written on either side. */
async function expectRest(): Promise<void> {
	await pollOnce('changes');
	await pollOnce('opera');
	const before = [writesToOpera(), await writesToSelfKey()];
	const runs = [(await runsOf('changes')).length, (await runsOf('opera')).length];
	for (let n = 0; n < 3; n++) {
		await pollOnce('opera');
		await pollOnce('changes');
	}
	expect([writesToOpera(), await writesToSelfKey()]).toEqual(before);
	expect([(await runsOf('changes')).length, (await runsOf('opera')).length]).toEqual(runs);
}

test('what was written to OPERA does not come back', async () => {
	const room = (index: number) => ({ index, checkIn: '2027-06-01', checkOut: '2027-06-03' });
	environment.bookingCom.enqueue(
		newStep(sampleBooking({ reservationId: '70001', rooms: [room(460)] })),
		newStep(sampleBooking({ reservationId: '70002', rooms: [room(461), room(462)] })),
	);
	await poll(environment);
	await pollOnce('changes', 1);
	expect(environment.opera.waitingEvents).toBe(3);
	expect(await pollOnce('opera')).toEqual([]);
	expect(environment.opera.waitingEvents).toBe(0);
	await expectRest();
});

test('the desk in OPERA moves a stay: one write to SelfKey, none back', async () => {
	const [before, written] = [writesToOpera(), await writesToSelfKey()];
	const nights = ['2027-06-02', '2027-06-03', '2027-06-04'].map((date) => ({ date, amount: 150, currency: 'CHF' }));
	environment.opera.deskEdit(stayOf('70001').id, { arrival: '2027-06-02', departure: '2027-06-05', nights });
	expect((await pollOnce('opera', 1)).map(({ status }) => status)).toEqual(['success']);
	expect(await bookingOf('booking.com/70001')).toMatchObject({ checkIn: '2027-06-02', checkOut: '2027-06-05' });
	await expectRest();
	expect([writesToOpera(), await writesToSelfKey()]).toEqual([before, written + 1]);
	expect(stayOf('70001')).toMatchObject({ arrival: '2027-06-02', departure: '2027-06-05' });
});

test('the guest arrives: SelfKey knows, and of two rooms only that one', async () => {
	environment.opera.deskEdit(stayOf('70002').id, { status: 'InHouse', roomId: '101' });
	expect((await pollOnce('opera', 1)).map(({ status }) => status)).toEqual(['success']);
	const [stored] = await environment.selfKey.db<{ rooms: Array<{ status: string }> }>(
		`SELECT "reservation"->'rooms' AS "rooms" FROM "booking_reservations" WHERE "reservationId" = '70002'`,
	);
	expect(stored?.rooms.map(({ status }) => status).sort()).toEqual(['checked_in', 'confirmed']);
	await expectRest();
});

test('a booking that the desk makes in OPERA takes a room in SelfKey, changes there and is cancelled there', async () => {
	const stay = environment.opera.deskBook({
		givenName: 'Ada',
		surname: 'Favre',
		arrival: '2027-07-01',
		departure: '2027-07-03',
		roomType: environment.opera.configuration.roomTypes[0]?.code ?? '',
	});
	const before = writesToOpera();
	await pollOnce('opera', 1);
	expect(await bookingOf(`opera/${stay.id}`)).toMatchObject({ checkIn: '2027-07-01', paymentStatus: 'succeeded' });
	await expectRest();
	environment.opera.deskEdit(stay.id, { departure: '2027-07-02', nights: stay.nights.slice(0, 1) });
	await pollOnce('opera', 1);
	expect(await bookingOf(`opera/${stay.id}`)).toMatchObject({ checkOut: '2027-07-02' });
	environment.opera.deskEdit(stay.id, { status: 'Cancelled' });
	await pollOnce('opera', 1);
	expect(await bookingOf(`opera/${stay.id}`)).toMatchObject({ paymentStatus: 'failed' });
	await expectRest();
	expect(writesToOpera()).toBe(before);
	const rows = (await logRows(environment)).filter(({ integration }) => integration === 'Opera → SelfKey');
	// A trigger that is switched off just as its run ends gives the stay out once more, which changes nothing.
	const changes = rows.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'unchanged');
	expect(changes).toEqual(['updated', 'updated', 'created', 'updated', 'cancelled']);
});

test('what an outage has swallowed is found by the comparison', async () => {
	const { opera, n8n } = environment;
	opera.deskEdit(stayOf('70001').id, { departure: '2027-06-04', nights: stayOf('70001').nights.slice(0, 2) });
	opera.loseEvents();
	expect(await pollOnce('opera')).toEqual([]);
	opera.faults.next('lostAnswer', { path: /businessEvents/ });
	await pollOnce('opera');
	expect((await pollOnce('opera', 1)).map(({ status }) => status)).toEqual(['success']);
	expect(await bookingOf('booking.com/70001')).toMatchObject({ checkOut: '2027-06-04' });
	expect(n8n).toBeDefined();
});

test('what the desk in OPERA moves of SelfKey’s own sale is told to people once, and written nowhere', async () => {
	const sale = await environment.selfKey.directSale({ room: '103', checkIn: '2027-06-10', checkOut: '2027-06-12' });
	await pollOnce('changes', 1);
	const nights = ['2027-06-10', '2027-06-11', '2027-06-12'].map((date) => ({ date, amount: 150, currency: 'CHF' }));
	environment.opera.deskEdit(stayOf(sale).id, { departure: '2027-06-13', nights });
	expect((await pollOnce('opera', 1)).map(({ status }) => status)).toEqual(['success']);
	await expectRest();
	const told = (await logRows(environment)).filter(({ message }) => /sold itself was changed in/.test(String(message)));
	expect(told).toMatchObject([
		{
			integration: 'Opera → SelfKey',
			outcome: 'conflict',
			status: 'warning',
			message: expect.stringMatching(
				/there it is 2027-06-10 to 2027-06-13, .*in SelfKey 2027-06-10 to 2027-06-12, /,
			) as string,
		},
	]);
	expect(
		await environment.selfKey.db(`SELECT "checkOutDate"::date::text AS "checkOut" FROM "bookings" WHERE "id" = $1`, [
			sale,
		]),
	).toEqual([{ checkOut: '2027-06-12' }]);
});

/** As a person might change the nodes of a workflow. */
async function changeNodes(id: string, change: (nodes: string) => string): Promise<void> {
	const { api } = environment.n8n;
	const { nodes, connections, versionId } = await api.workflow(id);
	const changed = JSON.parse(change(JSON.stringify(nodes))) as unknown;
	await api.session.request('PATCH', `/workflows/${id}`, { nodes: changed, connections, versionId });
}

/** Runs a workflow from one of its triggers, after a change to its nodes. */
async function runFrom(id: string, trigger: string, change: (nodes: string) => string = (nodes) => nodes) {
	await changeNodes(id, change);
	return await runByHand(environment.n8n, id, trigger);
}

describe('the codes, every morning', () => {
	const check = async (change?: (nodes: string) => string) =>
		await runFrom(environment.templates.changes, 'Every morning', change);

	test('are all there, or it is said which are not, with what OPERA has', async () => {
		expect(await check()).toMatchObject({ status: 'success' });
		const chosen = '"cancellationReason":"CHANNEL"';
		const run = await check((nodes) => nodes.replace(chosen, '"cancellationReason":""'));
		expect(run.status).toBe('error');
		expect(failureOf(run)).toMatch(/Choose a "Cancellation Reason" in the Opera node\. Opera has: CHANNEL/);
		await check((nodes) => nodes.replace('"cancellationReason":""', chosen));
	});

	test('are looked at when the workflow is published, too', async () => {
		const { n8n, templates } = environment;
		const [chosen, none] = ['"cancellationReason":"CHANNEL"', '"cancellationReason":""'];
		const [off, on] = ['"disabled":true', '"disabled":false'];
		await changeNodes(templates.changes, (nodes) => nodes.replace(chosen, none).replace(off, on));
		const before = new Set((await runsOf('changes')).map(({ id }) => id));
		await n8n.activate(templates.changes);
		const failed = await n8n.waitFor(
			async () => (await runsOf('changes')).find(({ id, status }) => !before.has(id) && status === 'error'),
			{ what: 'the check of the codes to fail', timeoutMs: 60_000 },
		);
		await n8n.deactivate(templates.changes);
		expect(failureOf(await n8n.api.execution(failed.id))).toMatch(/Choose a "Cancellation Reason"/);
		await changeNodes(templates.changes, (nodes) => nodes.replace(none, chosen).replace(on, off));
	});
});

describe('payments of the cash register', () => {
	const pay = async (paymentId: string, reservationId: string, more: { registerId?: string; refundId?: string } = {}) =>
		await environment.cashRegister.send({
			...more,
			paymentId,
			booking: { reservationKey: `booking.com/8011855/${reservationId}` },
			amount: { minor: 5_000, currency: 'CHF', decimals: 2 },
			method: 'cash',
		});
	const listed = async () =>
		((await environment.n8n.api.dataTableRows('opera_payments')) ?? []).map(({ paymentId }) => paymentId);
	/** What the schedule does, now, also with what is on the list since a moment ago. */
	const everyHour = async ({ isTwoWeeksLater = false } = {}) =>
		await runFrom(environment.templates.payments, 'Every hour', (nodes) =>
			nodes
				.replaceAll(/minutes: [15]0 /g, 'minutes: 0 ')
				.replaceAll(/days < -14|days < 1/g, isTwoWeeksLater ? 'days < 1' : 'days < -14'),
		);
	const runsEnd = async (act: () => Promise<unknown>) =>
		await startedBy(environment, environment.templates.payments, act);

	beforeAll(async () => {
		await environment.n8n.activate(environment.templates.payments);
	}, 60_000);

	test('a deposit before arrival and a posting in house reach OPERA, each once', async () => {
		await runsEnd(async () => await pay('POS-1', '70001'));
		await runsEnd(async () => await pay('POS-2', '70002'));
		expect(environment.opera.payments().map(({ reference, kind, amount }) => [reference, kind, amount])).toEqual([
			['POS-1', 'deposit', 50],
			['POS-2', 'payment', 50],
		]);
		expect(await listed()).toEqual([]);
	});

	test('where OPERA fails the register hears of success all the same, and it is posted within the hour', async () => {
		environment.opera.faults.next('serverError', { times: 40, path: /\/csh\// });
		const runs = await runsEnd(async () => expect(await pay('POS-3', '70001')).toMatchObject({ status: 200 }));
		expect(runs.map(({ status }) => status)).toEqual(['error']);
		expect(await listed()).toEqual(['POS-3']);
		environment.opera.faults.clear();
		// Not by the next payment: two runs at once would post it twice.
		await runsEnd(async () => await pay('POS-4', '70001'));
		expect(await listed()).toEqual(['POS-3']);
		await everyHour();
		expect(environment.opera.payments().map(({ reference }) => reference)).toEqual([
			'POS-1',
			'POS-2',
			'POS-4',
			'POS-3',
		]);
		expect(await listed()).toEqual([]);
	});

	test('of several hourly runs at once, as when a person starts one by hand, one posts', async () => {
		const { n8n, opera, templates } = environment;
		opera.faults.next('serverError', { times: 40, path: /\/csh\// });
		await runsEnd(async () => await pay('POS-11', '70001'));
		opera.faults.clear();
		await changeNodes(templates.payments, (nodes) => nodes.replaceAll(/minutes: [15]?0 /g, 'seconds: 10 '));
		const tried = async () => {
			const rows = (await n8n.api.dataTableRows('opera_payments')) ?? [];
			return new Date(String(rows.find(({ paymentId }) => paymentId === 'POS-11')?.['triedAt'])).getTime();
		};
		await n8n.waitFor(async () => Date.now() - (await tried()) > 11_000, { what: 'the last try to be long ago' });
		await Promise.all(Array.from({ length: 6 }, async () => await runByHand(n8n, templates.payments, 'Every hour')));
		await changeNodes(templates.payments, (nodes) => nodes.replaceAll('seconds: 10 ', 'minutes: 10 '));
		expect(opera.payments().filter(({ reference }) => reference === 'POS-11')).toHaveLength(1);
		expect(await listed()).toEqual([]);
	});

	test('a refund of what OPERA has not taken waits for it, and takes it back then', async () => {
		environment.opera.faults.next('serverError', { times: 40, path: /\/csh\// });
		await runsEnd(async () => await pay('POS-10', '70001'));
		environment.opera.faults.clear();
		await runsEnd(async () =>
			expect(await pay('POS-10', '70001', { refundId: 'POS-10-r' })).toMatchObject({ status: 200 }),
		);
		expect(await listed()).toEqual(['POS-10', 'POS-10']);
		const amounts = () =>
			environment.opera
				.payments()
				.flatMap(({ reference, reverses, amount }) => (reference === 'POS-10' || reverses !== null ? [amount] : []));
		await everyHour();
		expect([await listed(), amounts()]).toEqual([['POS-10'], [50]]);
		await everyHour();
		expect([await listed(), amounts()]).toEqual([[], [50, -50]]);
	});

	test('one whose reservation is not in OPERA yet waits without a word', async () => {
		const room = { index: 460, checkIn: '2027-09-01', checkOut: '2027-09-03' };
		environment.bookingCom.enqueue(newStep(sampleBooking({ reservationId: '70009', rooms: [room] })));
		await poll(environment);
		const before = (await logRows(environment)).length;
		expect((await runsEnd(async () => await pay('POS-5', '70009'))).map(({ status }) => status)).toEqual(['success']);
		expect([await listed(), (await logRows(environment)).length]).toEqual([['POS-5'], before + 1]);
		await pollOnce('changes', 1);
		await everyHour();
		expect(environment.opera.payments().map(({ reference }) => reference)).toContain('POS-5');
	});

	const postedAs = (paymentId: string) =>
		environment.opera.payments().filter(({ reference }) => reference === paymentId).length;

	test('one that SelfKey keeps for its booking is posted once the booking has come, once', async () => {
		await runsEnd(async () =>
			expect(await pay('POS-6', '70010')).toMatchObject({ status: 200, body: expect.stringContaining('unmatched') }),
		);
		await everyHour();
		expect([await listed(), postedAs('POS-6')]).toEqual([['POS-6'], 0]);
		const room = { index: 461, checkIn: '2027-09-05', checkOut: '2027-09-07' };
		environment.bookingCom.enqueue(newStep(sampleBooking({ reservationId: '70010', rooms: [room] })));
		await poll(environment);
		await pollOnce('changes', 1);
		await everyHour();
		expect([await listed(), postedAs('POS-6')]).toEqual([['POS-6'], 0]);
		await everyHour();
		expect([await listed(), postedAs('POS-6')]).toEqual([[], 1]);
		// The register sends it once more.
		await runsEnd(async () => await pay('POS-6', '70010'));
		await everyHour();
		expect([await listed(), postedAs('POS-6')]).toEqual([[], 1]);
	});

	test('the same number of another register is another payment', async () => {
		for (const registerId of ['bar', 'pool'])
			await runsEnd(async () => expect(await pay('POS-9', '70010', { registerId })).toMatchObject({ status: 200 }));
		const references = environment.opera.payments().map(({ reference }) => reference);
		expect(references.filter((reference) => reference?.endsWith('POS-9'))).toEqual(['bar/POS-9', 'pool/POS-9']);
	});

	test('what OPERA refuses for two weeks leaves the list, and so does what never finds its booking: people are told', async () => {
		environment.opera.faults.next('serverError', { times: 400, path: /\/csh\// });
		await runsEnd(async () => await pay('POS-7', '70001'));
		await runsEnd(async () => await pay('POS-8', '79999'));
		await everyHour();
		expect((await listed()).sort()).toEqual(['POS-7', 'POS-8']);
		await everyHour({ isTwoWeeksLater: true });
		environment.opera.faults.clear();
		expect(await listed()).toEqual([]);
		const told = (await logRows(environment)).filter(({ message }) => /given up after two weeks/.test(String(message)));
		expect(told.map(({ payment, status }) => [payment, status]).sort()).toEqual([
			['POS-7', 'error'],
			['POS-8', 'error'],
		]);
		expect(told.find(({ payment }) => payment === 'POS-8')?.message).toMatch(
			/Its booking has not come to SelfKey; given up after two weeks\. Post it in Opera by hand/,
		);
	});
});

describe('the import of guests', () => {
	const run = async () => {
		const { n8n, templates } = environment;
		return (await runByHand(n8n, templates.guests, 'Start now', 120_000)).status;
	};
	const rows = async (table: string) => (await environment.n8n.api.dataTableRows(table)) ?? [];
	const pages = () =>
		environment.opera.log
			.filter(({ path, status }) => status === 200 && path.includes('/crm/v1/profiles?') && path.includes('limit=200'))
			.map(({ path }) => Number(/offset=(\d+)/.exec(path)?.[1]));

	test('goes on where it stopped, and has every guest once', async () => {
		for (let n = 0; n < 230; n++) environment.opera.addGuest('Ada', `Favre ${n}`);
		const guests = environment.opera.profiles().length;
		environment.opera.faults.next('unauthorized', { times: 3, path: /\/crm\/v1\/guests\/7002[1-3]\d/ });
		expect(await run()).toBe('error');
		expect(await run()).toBe('success');
		const kept = await rows('opera_guests');
		expect([kept.length, new Set(kept.map(({ profileId }) => profileId)).size]).toEqual([guests, guests]);
		expect(await rows('opera_import')).toMatchObject([{ what: 'guests', skip: guests, pages: 2 }]);
		// The first page once, the second again.
		expect(pages()).toEqual([0, 200, 200]);
	});
});
