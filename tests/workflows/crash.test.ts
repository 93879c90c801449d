/** A power cut at the worst moments: n8n is killed outright, and started again on the same folder. */
import { reservationStream } from '../../sandbox/hotel';
import {
	SANDBOX_TEST_MS,
	logRows,
	openTestEnvironment,
	poll,
	pollUntilDrained,
	runsOf,
	unfinished,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { decimalsOf, expectedActive, activeOf, activeRows } from '../support/active-bookings';

jest.setTimeout(SANDBOX_TEST_MS);

const stream = reservationStream({ seed: 11, reservations: 40, from: '2027-06-01' });
let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({ bookingCom: { stream }, ownN8n: true });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const requestsTo = (path: string) =>
	[...environment.selfKey.requests]
		.filter(([route]) => route.includes(path))
		.reduce((sum, [, count]) => sum + count, 0);
const bookings = async () => (await environment.selfKey.statistics()).bookings;

/** Comes back as after a power cut: the flow is still on, so that n8n polls as soon as it is up. */
async function startAgain(): Promise<void> {
	const begun = environment.bookingCom.log.entries.length;
	const known = new Set(
		(await environment.n8n.query({ sql: 'SELECT id FROM execution_entity' })).map(({ id }) => String(id)),
	);
	await environment.n8n.start();
	await environment.n8n.waitFor(
		() =>
			environment.bookingCom.log.entries.slice(begun).some(({ route, endedAt }) => route === 'getModify' && endedAt),
		{ what: 'the poll at the start' },
	);
	await environment.n8n.waitFor(
		async () =>
			(await runsOf(environment)).some(({ id }) => !known.has(id)) && (await unfinished(environment)).length === 0,
		{ what: 'the run to end' },
	);
	await environment.n8n.deactivate(environment.templates.bookingCom);
}

test('between the fetch and the write: nothing was written, everything is there afterwards', async () => {
	const { n8n, selfKey, bookingCom, templates } = environment;
	await selfKey.pause();
	await n8n.activate(templates.bookingCom);
	await n8n.waitFor(async () => (await unfinished(environment)).length === 1, { what: 'the run' });
	expect(bookingCom.statistics().delivered).toBe(40);
	await n8n.crash();
	await selfKey.resume();
	expect(await bookings()).toBe(0);
	expect(bookingCom.statistics().acknowledged).toBe(0);

	await startAgain();
	expect(bookingCom.statistics().acknowledged).toBeGreaterThanOrEqual(40);
	expect((await runsOf(environment)).map(({ status }) => status).sort()).toEqual(['crashed', 'success']);
});

test('after SelfKey has committed, before the acknowledgement: what is written stays written once', async () => {
	const { n8n, bookingCom, templates } = environment;
	const modifications = bookingCom.statistics().pending;
	expect(modifications).toBeGreaterThan(0);
	const acknowledged = bookingCom.statistics().acknowledged;
	const writes = requestsTo('/webhooks/');
	bookingCom.faults.next('noAnswer', { on: 'ack' });
	await n8n.activate(templates.bookingCom);
	await n8n.waitFor(() => bookingCom.faults.pending === 0, { what: 'the acknowledgement to be sent' });
	expect(requestsTo('/webhooks/')).toBeGreaterThan(writes);
	const rows = await activeRows(environment.selfKey);
	await n8n.crash();
	expect(bookingCom.statistics().acknowledged).toBe(acknowledged);

	await startAgain();
	const last = (await runsOf(environment)).at(-1);
	const outcomes = (await logRows(environment, [{ id: last?.id ?? '' }])).map(({ outcome }) => outcome);
	expect(outcomes).toEqual(Array.from({ length: modifications }, () => 'unchanged'));
	expect(await activeRows(environment.selfKey)).toEqual(rows);
	expect(bookingCom.statistics().acknowledged).toBe(acknowledged + modifications);
});

test('the end is the one without any crash: nothing lost, nothing doubled', async () => {
	await pollUntilDrained(environment);
	expect(activeOf(await activeRows(environment.selfKey), decimalsOf)).toEqual(expectedActive(stream.steps));
	const { doubleBookedRoomNights } = await environment.selfKey.statistics();
	expect(doubleBookedRoomNights).toBe(0);
	const booked = new Set(
		stream.steps.flatMap(({ reservationId, booking }) => booking.rooms.map(({ index }) => `${reservationId}/${index}`)),
	);
	expect(await bookings()).toBe(booked.size);
	expect(await poll(environment)).toEqual([]);
});
