/**
 * n8n in queue mode as deploy/ runs it: main, two workers and two webhook processors on PostgreSQL and Redis, for two
 * hotels. Workers and main are killed in the middle of their work. What counts is what the other systems hold at the end.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { Receipt } from '../../sandbox/cash-register';
import { hotelParadise, reservationStream, type Hotel, type Step } from '../../sandbox/hotel';
import { misusesFor } from '../../sandbox/http/misuse';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import type { QueueModeHost } from '../../sandbox/n8n/queue-mode/host';
import { missingServers } from '../../sandbox/n8n/queue-mode/servers';
import { reservationSeason } from '../../sandbox/reservation-system';
import { openSandbox, type SandboxEnvironment } from '../../sandbox/start/environment';
import { activeOf, activeRows, decimalsOf, expectedActive } from '../support/active-bookings';
import { runsOf, someBookings, unfinished } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { openQueueMode, workerOf, type OpenedQueueMode } from '../support/queue-mode';

jest.setTimeout(300_000);

const missing = missingServers();
if (missing.length > 0)
	console.warn(`n8n's queue mode is NOT tested here: ${missing.join(' and ')} missing (Debian: apt-get install)`);

const RECOVERY_MS = 180_000;
/** No poll by the clock while the test runs. */
const RARELY = {
	item: [{ mode: 'everyMonth', dayOfMonth: ((new Date().getDate() + 13) % 28) + 1, hour: 3, minute: 0 }],
};

/** A second house of the same owner, whose rooms have the same names and whose room types the same numbers. */
const sister: Hotel = { ...hotelParadise, propertyId: '8024400', slug: 'pension-du-lac', name: 'Pension du Lac' };
const streams = {
	paradise: reservationStream({ seed: 31, reservations: 15, from: '2027-06-01' }),
	lac: reservationStream({ seed: 32, reservations: 12, from: '2027-06-01', hotel: sister }),
};
/** Both houses have reservations with these numbers. */
const TWINS = 4_900_000_000;

let queueMode: OpenedQueueMode;
let n8n: QueueModeHost;
let paradise: SandboxEnvironment;
let lac: SandboxEnvironment;

const houseWith = async (hotel: Hotel, stream: typeof streams.lac) =>
	await openSandbox({ n8n, hotel, pollSeconds: 5, bookingCom: { stream } });

async function open(): Promise<void> {
	queueMode = await openQueueMode(hotelParadise.timeZone);
	({ n8n } = queueMode);
	paradise = await houseWith(hotelParadise, streams.paradise);
	lac = await houseWith(sister, streams.lac);
}

async function close(): Promise<void> {
	await queueMode?.close();
	await paradise?.close();
	await lac?.close();
}

/** In SelfKey is what stands at Booking.com, each once and with its last state; nothing of the other house, and nothing else. */
async function isInSelfKeyOnce({ selfKey, hotel }: SandboxEnvironment, steps: readonly Step[]): Promise<void> {
	expect(activeOf(await activeRows(selfKey), decimalsOf)).toEqual(expectedActive(steps));
	const houses = await selfKey.db(`SELECT DISTINCT "hotelSlug", "propertyId" FROM "booking_external_references"`);
	expect(houses).toEqual([{ hotelSlug: hotel.slug, propertyId: hotel.propertyId }]);
	const rooms = new Set(
		steps.flatMap(({ reservationId, booking }) => booking.rooms.map(({ index }) => `${reservationId}/${index}`)),
	);
	expect(await selfKey.statistics()).toMatchObject({ bookings: rooms.size, doubleBookedRoomNights: 0 });
}

const settled = async (environment: SandboxEnvironment) => {
	const { acknowledged, waiting } = (await environment.selfKey.statistics()).deliveries;
	return environment.bookingCom.drained && acknowledged > 0 && waiting === 0;
};
const bothSettled = async () =>
	await n8n.waitFor(async () => (await settled(paradise)) && (await settled(lac)), {
		what: 'everything acknowledged and delivered',
		timeoutMs: RECOVERY_MS,
	});
const inOpera = ({ opera }: SandboxEnvironment) =>
	opera
		.stays()
		.filter(({ status }) => status === 'Reserved')
		.map(({ references: [own] }) => `${own?.id ?? ''} ${own?.idExtension ?? ''}`)
		.sort();
const expectedInOpera = ({ hotel }: SandboxEnvironment, steps: readonly Step[]) =>
	expectedActive(steps)
		.rooms.map(({ reservationId, roomStayId }) => `booking.com/${hotel.propertyId}/${reservationId} ${roomStayId}`)
		.sort();

/** The run of the flow from Booking.com that is under way, and the worker that has it. */
const underWay = async (environment: SandboxEnvironment) =>
	await n8n.waitFor(
		async () => {
			const [run] = await unfinished(environment);
			const worker = run && workerOf(n8n, run.id);
			return worker && { id: run.id, worker };
		},
		{ what: `a worker to run the flow of ${environment.hotel.name}` },
	);

(missing.length > 0 ? describe.skip : describe)('n8n in queue mode', () => {
	beforeAll(open, N8N_SETUP_MS);
	afterAll(close, 120_000);

	test('workers killed before the write and after it: everything is written once, acknowledged and delivered', async () => {
		for (const { n8n: host, templates } of [paradise, lac]) await host.activate(templates.changes);
		await paradise.selfKey.pause();
		lac.bookingCom.faults.next('noAnswer', { on: 'ack' });
		for (const { templates } of [paradise, lac]) await n8n.activate(templates.bookingCom);
		await n8n.waitFor(() => lac.bookingCom.faults.pending === 0, { what: 'the acknowledgement to be sent' });
		const held = [await underWay(paradise), await underWay(lac)];
		await Promise.all([...new Set(held.map(({ worker }) => worker))].map((worker) => worker.crash()));
		expect((await paradise.selfKey.statistics()).bookings).toBe(0);
		expect(paradise.bookingCom.statistics().acknowledged).toBe(0);
		await paradise.selfKey.resume();
		// As Docker does.
		await Promise.all(n8n.workers.filter(({ isRunning }) => !isRunning).map((worker) => worker.start()));

		await bothSettled();
		await isInSelfKeyOnce(paradise, streams.paradise.steps);
		await isInSelfKeyOnce(lac, streams.lac.steps);
		expect(inOpera(paradise)).toEqual(expectedInOpera(paradise, streams.paradise.steps));
		expect(inOpera(lac)).toEqual(expectedInOpera(lac, streams.lac.steps));
		for (const [n, environment] of [paradise, lac].entries()) {
			const run = (await runsOf(environment)).find(({ id }) => id === held[n]?.id);
			expect(['crashed', 'error']).toContain(run?.status);
		}
	});

	test('main killed while a worker works: the worker ends its job, and the next main goes on', async () => {
		const more = someBookings(4, TWINS, paradise.hotel);
		await paradise.selfKey.pause();
		paradise.bookingCom.enqueue(...more);
		const { id } = await underWay(paradise);
		await n8n.crash();
		await paradise.selfKey.resume();
		await n8n.start();
		await bothSettled();
		await isInSelfKeyOnce(paradise, [...streams.paradise.steps, ...more]);
		const run = await n8n.waitFor(async () => {
			const found = (await runsOf(paradise)).find((each) => each.id === id);
			return found && !['new', 'running'].includes(found.status) && found;
		});
		expect(run.status).toBe('success');
	});

	test('two hotels with the same reservation numbers: each is only in its own, by its own credentials', async () => {
		const theirs = someBookings(4, TWINS, lac.hotel);
		lac.bookingCom.enqueue(...theirs);
		await bothSettled();
		await n8n.waitFor(() => inOpera(lac).length > streams.lac.planned.activeRooms, { what: 'them in OPERA' });
		await isInSelfKeyOnce(lac, [...streams.lac.steps, ...theirs]);
		expect(inOpera(lac)).toEqual(expectedInOpera(lac, [...streams.lac.steps, ...theirs]));
		for (const { bookingCom } of [paradise, lac])
			expect(bookingCom.log.entries.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
		// The log is one table for all hotels; a row names SelfKey's short name or, where nothing was written, the property.
		const rows = (await n8n.api.dataTableRows('hotel_integration_log')) ?? [];
		for (const { hotel } of [paradise, lac]) {
			const ours = rows.filter(({ reservationKey }) => String(reservationKey).split('/')[1] === hotel.propertyId);
			expect(ours.length).toBeGreaterThan(10);
			expect(ours.filter((row) => ![hotel.slug, hotel.propertyId].includes(String(row['hotel'])))).toEqual([]);
		}
	});

	test('signed webhooks through both processors: none that is forged, none twice', async () => {
		const { cashRegister, reservationSystem, templates, selfKey } = paradise;
		await n8n.activate(templates.reservations);
		await n8n.activate(templates.payments);
		const reservations = reservationSeason({
			seed: 5,
			hotel: paradise.hotel,
			from: '2028-01-10',
			reservations: 8,
		}).filter(({ revision }) => revision === 1);
		const receipts: Receipt[] = reservations.map(({ id, total }, n) => ({
			paymentId: `POS-${n}`,
			booking: { reservationKey: `webhook/${paradise.hotel.slug}/${id}` },
			amount: { ...total, minor: 1_000 + n },
		}));
		const [somebody] = reservations;
		const [something] = receipts;
		if (!somebody || !something) throw new Error('The season is empty');

		// A repeat reaches the other processor, which knows nothing of the first.
		const booked = reservations.map(async (each) => [
			await reservationSystem.send(each),
			await reservationSystem.sendAgain(each),
			await reservationSystem.replay(each),
		]);
		expect((await Promise.all(booked)).flat().map(({ status }) => status)).toEqual(Array(24).fill(200));
		const paid = receipts.map(async (each) => [await cashRegister.send(each), await cashRegister.sendAgain(each)]);
		expect((await Promise.all(paid)).flat().map(({ status }) => status)).toEqual(Array(16).fill(200));
		const wrong = [
			...misusesFor('standard').map(
				async (misuse) => await reservationSystem.misuse(misuse, { ...somebody, id: 'FORGED' }),
			),
			...misusesFor('hex').map(
				async (misuse) => await cashRegister.misuse(misuse, { ...something, paymentId: 'FORGED' }),
			),
		];
		for (const { kind, status } of await Promise.all(wrong)) expect([kind, status === 200]).toEqual([kind, false]);

		const stays = await selfKey.db<{ id: string; count: number }>(
			`SELECT "reservationId" AS "id", count(*)::int AS "count" FROM "booking_external_references" WHERE "channel" = 'webhook' GROUP BY 1 ORDER BY 1`,
		);
		expect(stays).toEqual(reservations.map(({ id }) => ({ id, count: 1 })));
		const ledger = await selfKey.db<{ id: string; minor: number }>(
			`SELECT "paymentId" AS "id", "minor"::int AS "minor" FROM "booking_payments" ORDER BY 1`,
		);
		expect(ledger).toEqual(receipts.map(({ paymentId, amount: { minor } }) => ({ id: paymentId, minor })));
		for (const processor of n8n.webhookProcessors) expect(processor.logs()).toContain('Webhook rejected with 401');
		expect(n8n.logs()).not.toContain('Webhook rejected');
	});

	test("SelfKey's call wakes the process that polls; at a webhook processor it is accepted and does nothing", async () => {
		const { selfKey, secrets } = paradise;
		const id = await n8n.api.createWorkflow(await wokenOnly(paradise));
		await n8n.activate(id);
		const runs = async () =>
			(await n8n.api.executions({ workflowId: id })).filter(({ status }) => status === 'success');
		const [webhook] = await n8n.query({
			sql: 'SELECT "webhookPath" AS "path" FROM webhook_entity WHERE "workflowId" = ?',
			params: [id],
		});
		const body = JSON.stringify({
			event: 'booking.updated',
			timestamp: '2027-01-01T00:00:00.000Z',
			data: { id: 'any' },
		});
		const call = async (base: string, secret = secrets.webhookSecret) => {
			const signature = createHmac('sha256', secret).update(body).digest('hex');
			const headers = { 'content-type': 'application/json', 'x-webhook-signature': signature };
			return await fetch(`${base}/webhook/${String(webhook?.path)}`, { method: 'POST', body, headers });
		};
		expect((await call(n8n.url, 'guessed')).status).toBe(401);

		await selfKey.directSale({ room: '101', checkIn: '2028-06-05', checkOut: '2028-06-07' });
		for (const { url } of n8n.webhookProcessors) expect((await call(url)).status).toBe(200);
		expect(await runs()).toEqual([]);
		expect((await call(n8n.url)).status).toBe(200);
		await n8n.waitFor(async () => (await runs()).length === 1, { what: 'the run that the call started' });

		// SelfKey knows where to call since that poll.
		await selfKey.directSale({ room: '102', checkIn: '2028-06-05', checkOut: '2028-06-07' });
		await selfKey.hooks.resolveRoomConflicts(paradise.hotel.slug);
		await n8n.waitFor(async () => (await runs()).length === 2, { what: "the run that SelfKey's own call started" });
	});
});

/** The first half of the flow to OPERA, without OPERA: it takes what has changed, from now on, and acknowledges it. */
async function wokenOnly({ templates }: SandboxEnvironment): Promise<WorkflowFile> {
	const { nodes } = await n8n.api.workflow(templates.changes);
	const trigger = nodes.find(({ type }) => type.endsWith('.selfKeyTrigger'));
	const acknowledge = nodes.find(({ type }) => type.endsWith('.selfKey'));
	if (!trigger || !acknowledge) throw new Error('Template 30 has no SelfKey Trigger, or no acknowledgement');
	trigger.parameters = { subscriber: 'woken', startWith: 'now', pollTimes: RARELY };
	trigger.webhookId = randomUUID();
	Object.assign(acknowledge.parameters, { acknowledgeWhat: 'everything' });
	return {
		name: 'Woken',
		nodes: [trigger, acknowledge],
		connections: { [trigger.name]: { main: [[{ node: acknowledge.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
