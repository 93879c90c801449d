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
let house: SandboxEnvironment;

beforeAll(async () => {
	house = await openTestEnvironment({ bookingCom: { stream }, ownN8n: true });
}, N8N_SETUP_MS);

afterAll(async () => {
	await house?.close();
}, 60_000);

const requestsTo = (path: string) =>
	[...house.selfKey.requests].filter(([route]) => route.includes(path)).reduce((sum, [, count]) => sum + count, 0);
const bookings = async () => (await house.selfKey.statistics()).bookings;

/** Comes back as after a power cut: the flow is still on, so that n8n polls as soon as it is up. */
async function startAgain(): Promise<void> {
	const begun = house.bookingCom.log.entries.length;
	const known = new Set(
		(await house.n8n.query({ sql: 'SELECT id FROM execution_entity' })).map(({ id }) => String(id)),
	);
	await house.n8n.start();
	await house.n8n.waitFor(
		() => house.bookingCom.log.entries.slice(begun).some(({ route, endedAt }) => route === 'getModify' && endedAt),
		{ what: 'the poll at the start' },
	);
	await house.n8n.waitFor(
		async () => (await runsOf(house)).some(({ id }) => !known.has(id)) && (await unfinished(house)).length === 0,
		{ what: 'the run to end' },
	);
	await house.n8n.deactivate(house.templates.bookingCom);
}

test('between the fetch and the write: nothing was written, everything is there afterwards', async () => {
	const { n8n, selfKey, bookingCom, templates } = house;
	await selfKey.pause();
	await n8n.activate(templates.bookingCom);
	await n8n.waitFor(async () => (await unfinished(house)).length === 1, { what: 'the run' });
	expect(bookingCom.statistics().delivered).toBe(40);
	await n8n.crash();
	await selfKey.resume();
	expect(await bookings()).toBe(0);
	expect(bookingCom.statistics().acknowledged).toBe(0);

	await startAgain();
	expect(bookingCom.statistics().acknowledged).toBeGreaterThanOrEqual(40);
	expect((await runsOf(house)).map(({ status }) => status).sort()).toEqual(['crashed', 'success']);
});

test('after SelfKey has committed, before the acknowledgement: what is written stays written once', async () => {
	const { n8n, bookingCom, templates } = house;
	const modifications = bookingCom.statistics().pending;
	expect(modifications).toBeGreaterThan(0);
	const acknowledged = bookingCom.statistics().acknowledged;
	const writes = requestsTo('/webhooks/');
	bookingCom.faults.next('noAnswer', { on: 'ack' });
	await n8n.activate(templates.bookingCom);
	await n8n.waitFor(() => bookingCom.faults.pending === 0, { what: 'the acknowledgement to be sent' });
	expect(requestsTo('/webhooks/')).toBeGreaterThan(writes);
	const rows = await activeRows(house.selfKey);
	await n8n.crash();
	expect(bookingCom.statistics().acknowledged).toBe(acknowledged);

	await startAgain();
	const last = (await runsOf(house)).at(-1);
	const outcomes = (await logRows(house, [{ id: last?.id ?? '' }])).map(({ outcome }) => outcome);
	expect(outcomes).toEqual(Array.from({ length: modifications }, () => 'unchanged'));
	expect(await activeRows(house.selfKey)).toEqual(rows);
	expect(bookingCom.statistics().acknowledged).toBe(acknowledged + modifications);
});

test('the end is the one without any crash: nothing lost, nothing doubled', async () => {
	await pollUntilDrained(house);
	expect(activeOf(await activeRows(house.selfKey), decimalsOf)).toEqual(expectedActive(stream.steps));
	const { doubleBookedRoomNights } = await house.selfKey.statistics();
	expect(doubleBookedRoomNights).toBe(0);
	const booked = new Set(
		stream.steps.flatMap(({ reservationId, booking }) => booking.rooms.map(({ index }) => `${reservationId}/${index}`)),
	);
	expect(await bookings()).toBe(booked.size);
	expect(await poll(house)).toEqual([]);
});
