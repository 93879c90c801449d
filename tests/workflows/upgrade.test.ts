/** The package is replaced by its next version while the workflows are published and work is under way. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../../scripts/bootstrap/run';
import { reservationStream } from '../../sandbox/hotel';
import { packedPackage } from '../../sandbox/start/package';
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

jest.setTimeout(SANDBOX_TEST_MS);

const NEXT = '0.999.0';
const stream = reservationStream({ seed: 41, reservations: 12, from: '2027-06-01' });
const run = promisify(execFile);

let folder: string;
let house: SandboxEnvironment;

/** The same sources under the next version, packed by npm. */
async function packNext(): Promise<string> {
	await run('tar', ['-xzf', await packedPackage(() => undefined), '-C', folder]);
	const unpacked = path.join(folder, 'package');
	const file = path.join(unpacked, 'package.json');
	await writeFile(file, JSON.stringify({ ...(JSON.parse(await readFile(file, 'utf8')) as object), version: NEXT }));
	const { command, args, shell } = npm();
	await run(command, [...args, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
		cwd: unpacked,
		shell,
	});
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	return path.join(folder, tarball ?? '');
}

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-next-'));
	house = await openTestEnvironment({ bookingCom: { stream }, ownN8n: true, pollSeconds: 5 });
}, N8N_SETUP_MS);

afterAll(async () => {
	await house?.close();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

const versions = async () => (await house.n8n.api.communityPackages()).map(({ installedVersion }) => installedVersion);
const reserved = () => house.opera.stays().filter(({ status }) => status === 'Reserved').length;
const settled = async () =>
	await house.n8n.waitFor(
		async () => house.bookingCom.drained && (await house.selfKey.statistics()).deliveries.waiting === 0,
		{ what: 'everything acknowledged and delivered', timeoutMs: 120_000 },
	);

test('a new version, with workflows published and a run under way: they go on, and everything is there once', async () => {
	const { n8n, selfKey, bookingCom, templates } = house;
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
	await n8n.waitFor(async () => (await unfinished(house)).length > 0, { what: 'a run' });
	await n8n.stop();
	await n8n.upgrade(await packNext());
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
	expect((await runsOf(house)).at(-1)?.status).toBe('success');
	const all = [...stream.steps, ...more];
	expect(activeOf(await activeRows(selfKey), decimalsOf)).toEqual(expectedActive(all));
	await n8n.waitFor(() => reserved() === expectedActive(all).rooms.length, { what: 'all of them in OPERA, once' });
	const rooms = new Set(
		all.flatMap(({ reservationId, booking }) => booking.rooms.map(({ index }) => `${reservationId}/${index}`)),
	);
	expect((await selfKey.statistics()).bookings).toBe(rooms.size);
});
