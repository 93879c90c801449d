/** The package is replaced by its next version while the workflows are published and work is under way. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reservationStream } from '../../sandbox/hotel';
import { activeOf, activeRows, decimalsOf, expectedActive } from '../support/active-bookings';
import {
	openTestEnvironment,
	runsOf,
	SANDBOX_TEST_MS,
	someBookings,
	unfinished,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { packedAs } from '../support/packed-as';

jest.setTimeout(SANDBOX_TEST_MS);

const NEXT = '0.999.0';
const stream = reservationStream({ seed: 41, reservations: 12, from: '2027-06-01' });

let folder: string;
let environment: SandboxEnvironment;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-next-'));
	environment = await openTestEnvironment({ bookingCom: { stream }, ownN8n: true, pollSeconds: 5 });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

const versions = async () =>
	(await environment.n8n.api.communityPackages()).map(({ installedVersion }) => installedVersion);
const reserved = () => environment.opera.stays().filter(({ status }) => status === 'Reserved').length;
const settled = async () =>
	await environment.n8n.waitFor(
		async () => environment.bookingCom.drained && (await environment.selfKey.statistics()).deliveries.waiting === 0,
		{ what: 'everything acknowledged and delivered', timeoutMs: 120_000 },
	);

test('a new version, with workflows published and a run under way: they go on, and everything is there once', async () => {
	const { n8n, selfKey, bookingCom, templates } = environment;
	await expect(n8n.upgrade('any')).rejects.toThrow('stop() it first');
	await n8n.activate(templates.changes);
	await n8n.activate(templates.bookingCom);
	await settled();
	const before = await versions();
	const published = (await n8n.api.workflows())
		.filter(({ active }) => active)
		.map(({ id, activeVersionId }) => [id, activeVersionId]);

	const more = someBookings(5, 4_900_000_000);
	await selfKey.pause();
	bookingCom.enqueue(...more);
	await n8n.waitFor(async () => (await unfinished(environment)).length > 0, { what: 'a run' });
	await n8n.stop();
	await n8n.upgrade(await packedAs(NEXT, folder));
	await selfKey.resume();
	const known = bookingCom.statistics().acknowledged;
	await n8n.start();

	await settled();
	expect(await versions()).toEqual([NEXT]);
	expect(before).not.toEqual([NEXT]);
	expect(
		(await n8n.api.workflows()).filter(({ active }) => active).map(({ id, activeVersionId }) => [id, activeVersionId]),
	).toEqual(published);
	expect(bookingCom.statistics().acknowledged).toBeGreaterThanOrEqual(known + more.length);
	expect((await runsOf(environment)).at(-1)?.status).toBe('success');
	const all = [...stream.steps, ...more];
	expect(activeOf(await activeRows(selfKey), decimalsOf)).toEqual(expectedActive(all));
	await n8n.waitFor(() => reserved() === expectedActive(all).rooms.length, { what: 'all of them in OPERA, once' });
	const rooms = new Set(
		all.flatMap(({ reservationId, booking }) => booking.rooms.map(({ index }) => `${reservationId}/${index}`)),
	);
	expect((await selfKey.statistics()).bookings).toBe(rooms.size);
});
