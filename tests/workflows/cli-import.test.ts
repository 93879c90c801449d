/** The other way in: n8n's command line takes the templates as they are shipped. */
import path from 'node:path';
import { hotelParadise } from '../../sandbox/hotel';
import { startBookingCom } from '../../sandbox/booking-com';
import { startSelfKey } from '../../sandbox/selfkey';
import { fillInSettings, INTEGRATION } from '../../sandbox/start/house';
import { HOUSE_TEST_MS, logRows, runsOf, someBookings, type House } from '../support/house';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';
import { decimalsOf, expectedStanding, standingOf, standingRows } from '../support/standing-bookings';

jest.setTimeout(HOUSE_TEST_MS);

const TEMPLATES = path.resolve(__dirname, '../../workflows');
const CREDENTIAL_IDS: Record<string, string> = { bookingComApi: 'credentialBookingCom', selfKeyApi: 'credentialSelfKey' };
const secrets = { clientSecret: 'the-client-secret', apiKey: 'the-api-key', webhookSecret: 'the-webhook-secret' };
const steps = someBookings(7, 1000);

let n8n: TestN8n;
let house: House;

beforeAll(async () => {
	const integrations = [{ id: INTEGRATION, secret: secrets.webhookSecret }];
	const [bookingCom, selfKey] = await Promise.all([
		startBookingCom({ credentials: { clientId: 'hotel-paradise', clientSecret: secrets.clientSecret } }),
		startSelfKey({ hotel: hotelParadise, apiKey: secrets.apiKey, integrations }),
	]);
	n8n = await createTestN8n({ env: { GENERIC_TIMEZONE: 'Europe/Zurich' } });
	const { host } = n8n;
	house = { hotels: [hotelParadise], secrets, bookingCom, selfKey, n8n: host, templates: { settings: '', bookingCom: '', changes: '' }, close: async () => {} };
	const { url } = bookingCom;
	await host.importCredentials([
		{
			id: CREDENTIAL_IDS['bookingComApi'] ?? '',
			name: 'Booking.com',
			type: 'bookingComApi',
			data: { authentication: 'token', clientId: 'hotel-paradise', clientSecret: secrets.clientSecret, sessionToken: '', baseUrl: url, ariBaseUrl: url, tokenUrl: `${url}/token-based-authentication/exchange` },
		},
		{
			id: CREDENTIAL_IDS['selfKeyApi'] ?? '',
			name: 'SelfKey',
			type: 'selfKeyApi',
			data: { baseUrl: selfKey.url, apiKey: secrets.apiKey, integrationId: INTEGRATION, webhookSecret: secrets.webhookSecret },
		},
	]);
	await host.importWorkflows(TEMPLATES);
	const rows = await host.query({ sql: 'SELECT id, name FROM workflow_entity' });
	const idOf = (name: string) => String(rows.find((row) => row['name'] === name)?.['id'] ?? '');
	house.templates = { settings: idOf('00 Hotel settings'), bookingCom: idOf('10 Booking.com to SelfKey'), changes: idOf('30 SelfKey to Opera') };
	await host.publish(house.templates.settings);
	await host.start();
}, N8N_SETUP_MS);

afterAll(async () => {
	await n8n?.remove();
	await Promise.all([house?.bookingCom.close(), house?.selfKey.close()]);
}, 60_000);

/** Chooses the credentials in the nodes and saves, as a person does in the editor. */
async function chooseCredentials(workflowId: string): Promise<void> {
	const { api } = n8n.host;
	const types = await api.loadedNodeTypes();
	const { nodes, connections, versionId } = await api.workflow(workflowId);
	for (const node of nodes) {
		const type = types.find(({ name }) => name === node.type) as { credentials?: Array<{ name: string }> } | undefined;
		const needed = type?.credentials?.filter(({ name }) => CREDENTIAL_IDS[name]) ?? [];
		if (needed.length > 0) node.credentials = Object.fromEntries(needed.map(({ name }) => [name, { id: CREDENTIAL_IDS[name] ?? '', name }]));
	}
	await api.session.request('PATCH', `/workflows/${workflowId}`, { nodes, connections, versionId });
}

test('n8n has taken every template, and knows every node in them', async () => {
	const { api } = n8n.host;
	const known = new Set((await api.loadedNodeTypes()).map(({ name }) => name));
	const names = (await api.workflows()).map(({ name }) => name).sort();
	expect(names).toEqual(['00 Hotel settings', '10 Booking.com to SelfKey', '30 SelfKey to Opera']);
	for (const id of Object.values(house.templates)) {
		const { nodes } = await api.workflow(id);
		expect(nodes.map(({ type }) => type).filter((type) => !known.has(type))).toEqual([]);
	}
});

test('what was published by command counts as published, the rest does not', async () => {
	const active = (await n8n.host.api.workflows()).map(({ id, active: isActive }) => [id, isActive]);
	expect(Object.fromEntries(active)).toEqual({ [house.templates.settings]: true, [house.templates.bookingCom]: false, [house.templates.changes]: false });
});

test('the settings of the workflow are kept', async () => {
	expect((await n8n.host.api.workflow(house.templates.bookingCom)).settings).toMatchObject({ saveDataSuccessExecution: 'all' });
});

test('with the credentials chosen, the form has an address and saves, and the trigger polls', async () => {
	const { host } = n8n;
	const { settings, bookingCom } = house.templates;
	await chooseCredentials(settings);
	await host.activate(settings);
	// The file ships none, and a form without it has no address: n8n gives it one when the workflow is saved.
	const form = (await host.api.workflow(settings)).nodes.find(({ type }) => type.endsWith('.formTrigger'));
	expect(form?.webhookId).toMatch(/^[0-9a-f-]{36}$/);
	await fillInSettings(host, settings, hotelParadise);

	house.bookingCom.enqueue(...steps);
	await chooseCredentials(bookingCom);
	await host.activate(bookingCom);
	await host.waitFor(async () => (await runsOf(house)).some(({ status }) => status === 'success'), { what: 'the run to end' });
	expect(house.bookingCom.drained).toBe(true);
	expect(standingOf(await standingRows(house.selfKey), decimalsOf)).toEqual(expectedStanding(steps));
	expect(await logRows(house)).toHaveLength(steps.length);
});
