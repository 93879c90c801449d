/**
 * The oldest n8n that the nodes work in: all of them load, and reservations come in by poll and by webhook. The
 * templates need a later one, for their forms and Data Tables: here, our nodes stand alone.
 */
import path from 'node:path';
import { hotelParadise, reservationStream } from '../../sandbox/hotel';
import { ensureN8n } from '../../sandbox/n8n/install';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import { ReservationSystem, reservationSeason } from '../../sandbox/reservation-system';
import { roomMapOf } from '../../sandbox/selfkey/tables';
import { addCredentials, INTEGRATION } from '../../sandbox/start/credentials';
import { productionUrl, readTemplate } from '../../sandbox/start/environment';
import { startSystems, type Systems } from '../../sandbox/start/systems';
import { activeOf, activeRows, decimalsOf, expectedActive } from '../support/active-bookings';
import { poll, pollUntilDrained, SANDBOX_TEST_MS, tally, type SandboxEnvironment } from '../support/environment';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';
import manifest from '../../package.json';

jest.setTimeout(SANDBOX_TEST_MS);

const OLDEST = path.resolve(__dirname, '../../sandbox/n8n/oldest');
/** It has fewer modules than those that the other tests switch off, and refuses the names of the rest. */
const env = { GENERIC_TIMEZONE: hotelParadise.timeZone, N8N_DISABLED_MODULES: '' };
const stream = reservationStream({ seed: 7, reservations: 40, from: '2027-06-01' });

let n8n: TestN8n;
let systems: Systems;
/** With what it takes to poll. */
let environment: SandboxEnvironment;

const isOurs = ({ type }: { type: string }) => type.startsWith(`${manifest.name}.`);

/** Our nodes of a template but the log, from left to right, whatever became of an item. */
async function ourNodes(name: string): Promise<WorkflowFile> {
	const file = await readTemplate(name);
	const nodes = file.nodes.filter((node) => isOurs(node) && !node.type.endsWith('.hotelLog'));
	const arrows = nodes.slice(0, -1).map(({ name: from, onError }, index) => {
		const next = [{ node: nodes[index + 1]!.name, type: 'main', index: 0 }];
		return [from, { main: onError === 'continueErrorOutput' ? [next, next] : [next] }] as const;
	});
	return { ...file, nodes, connections: Object.fromEntries(arrows) };
}

beforeAll(async () => {
	const install = await ensureN8n((line) => void process.stderr.write(`${line}\n`), { source: OLDEST });
	n8n = await createTestN8n({ install, env });
	// First, since to start a database stops this process for seconds, in which n8n closes the connection.
	systems = await startSystems({ bookingCom: { stream } });
	await n8n.host.start();
	const credentials = await addCredentials(n8n.host, systems);
	await systems.selfKey.db('UPDATE "integrations" SET "configuration" = $1::jsonb WHERE "id" = $2', [
		JSON.stringify({ changeFeed: true, roomMap: roomMapOf(hotelParadise), timeZone: hotelParadise.timeZone }),
		INTEGRATION,
	]);
	const webhook = await ourNodes('41-reservation-webhook');
	const [trigger] = webhook.nodes.filter(({ type }) => type.endsWith('Trigger'));
	trigger!.credentials = { signedWebhookApi: { id: credentials.reservationSystem, name: '' } };
	const templates = {
		bookingCom: await n8n.host.api.createWorkflow(await ourNodes('10-booking-com-to-selfkey')),
		reservations: await n8n.host.api.createWorkflow(webhook),
	};
	environment = { ...systems, n8n: n8n.host, templates } as unknown as SandboxEnvironment;
}, N8N_SETUP_MS);

afterAll(async () => {
	await n8n?.remove();
	await systems?.close();
}, 60_000);

test('loads every node', async () => {
	const types = (await n8n.host.api.loadedNodeTypes()).map(({ name }) => name);
	const files = manifest.n8n.nodes.map((file) => path.basename(file, '.node.js'));
	const named = files.map((name) => `${manifest.name}.${name.charAt(0).toLowerCase()}${name.slice(1)}`);
	expect(types).toEqual(expect.arrayContaining(named));
});

test("brings Booking.com's reservations into SelfKey and acknowledges them", async () => {
	const runs = await pollUntilDrained(environment);
	expect(tally(runs.map(({ status }) => status))).toEqual({ success: runs.length });
	expect(activeOf(await activeRows(systems.selfKey), decimalsOf)).toEqual(expectedActive(stream.steps));
	expect(systems.bookingCom.statistics()).toMatchObject({ acknowledged: stream.planned.messages, pending: 0 });
	expect(await poll(environment)).toEqual([]);
});

test('answers a signed reservation when it is written, a repeat likewise, and a forged one with 401', async () => {
	const { templates } = environment;
	await n8n.host.activate(templates.reservations);
	const options = { url: await productionUrl(n8n.host, templates.reservations), hotelId: hotelParadise.slug };
	const system = new ReservationSystem({ ...options, secret: systems.secrets.reservationSecret });
	const stranger = new ReservationSystem({ ...options, secret: `whsec_${Buffer.alloc(32, 'x').toString('base64')}` });
	const [reservation] = reservationSeason({ seed: 7, hotel: hotelParadise, from: '2027-03-01', reservations: 1 });
	expect(await system.send(reservation!)).toMatchObject({ status: 200 });
	expect(await system.send(reservation!)).toMatchObject({ status: 200 });
	expect(await stranger.send(reservation!)).toMatchObject({ status: 401 });
	const written = (await activeRows(systems.selfKey)).filter(({ reservationId }) => reservationId === reservation!.id);
	expect(written).toHaveLength(1);
});
