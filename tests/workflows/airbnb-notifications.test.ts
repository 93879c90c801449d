/** Airbnb's notifications and questions through a real n8n: at once, behind a secret address, and nothing is believed. */
import { randomUUID } from 'node:crypto';
import { sampleReservation } from '../../sandbox/airbnb';
import { startHttp } from '../../sandbox/http/server';
import { hotelParadise, seededRandom } from '../../sandbox/hotel';
import { readTemplate } from '../../sandbox/start/environment';
import { airbnbStays } from '../support/airbnb-flow';
import { ADDRESS_SECRET } from '../support/airbnb-notifications';
import { openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { inDays } from '../support/today';

jest.setTimeout(SANDBOX_TEST_MS);

const ARRIVAL = inDays(30);
const CODE = 'HMABCDEFGH';
let environment: SandboxEnvironment;
let workflowId: string;
let address: string;

beforeAll(async () => {
	environment = await openTestEnvironment();
	const { n8n, airbnb } = environment;
	workflowId = await workflowWith(ADDRESS_SECRET);
	await n8n.activate(workflowId);
	// n8n gives the address its own part.
	const { nodes } = await n8n.api.workflow(workflowId);
	const webhookId = nodes.find(({ name }) => name === 'Airbnb Trigger')?.webhookId ?? '';
	address = `${n8n.url}/webhook/${webhookId}/airbnb/${ADDRESS_SECRET}`;
	airbnb.notifier.url = address;
	const [listing] = airbnb.host.listings;
	const stay = { startDate: ARRIVAL, nights: 2, number: 1 };
	airbnb.account.put({ ...sampleReservation(seededRandom(1), listing!, stay), code: CODE });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

/** Template 20 with the other trigger, and what a person fills in. */
async function workflowWith(addressSecret: string): Promise<string> {
	const { api } = environment.n8n;
	const all = await api.session.request<Array<{ id: string; name: string; type: string }>>('GET', '/credentials');
	const chosen = all.filter(({ type }) => type === 'airbnbApi' || type === 'selfKeyApi');
	const file = await readTemplate('20-airbnb-to-selfkey');
	Object.assign(
		file.nodes.find(({ name }) => name === 'Airbnb Trigger')!,
		{
			...{ type: 'n8n-nodes-hotel.airbnbNotificationTrigger', webhookId: randomUUID(), parameters: { addressSecret } },
			credentials: Object.fromEntries(chosen.map(({ id, name, type }) => [type, { id, name }])),
		},
	);
	return await api.createWorkflow(file);
}

const runs = async () => await environment.n8n.api.executions({ workflowId });
const nextDay = (days: number) => new Date(Date.parse(ARRIVAL) + days * 86_400_000).toISOString().slice(0, 10);

test('a reservation, its alteration and its cancellation are written at once', async () => {
	const { airbnb, n8n } = environment;
	const written = async (wanted: object) =>
		await n8n.waitFor(
			async () => {
				const stay = (await airbnbStays(environment)).get(CODE);
				return stay && Object.entries(wanted).every(([key, value]) => stay[key as keyof typeof stay] === value);
			},
			{ what: JSON.stringify(wanted) },
		);
	expect(await airbnb.notifier.notify('reservation_acceptance_confirmation', CODE)).toMatchObject({
		status: 200,
		body: { succeed: true },
	});
	await written({ occupies: true, checkOut: nextDay(2) });

	airbnb.account.answerAlteration(airbnb.account.askForAlteration(CODE, { startDate: ARRIVAL, nights: 3 }), 'ACCEPTED');
	await airbnb.notifier.notify('reservation_alteration_confirmation', CODE, { status_type: 'cancelled_by_host' });
	await written({ occupies: true, checkOut: nextDay(3) });

	airbnb.account.cancel(CODE, 'guest');
	await airbnb.notifier.notify('reservation_cancellation_confirmation', CODE);
	await written({ occupies: false, status: 'cancelled' });
	expect(await runs()).toHaveLength(3);
});

test('what is no booking, a test, or unknown starts nothing', async () => {
	const { notifier, account } = environment.airbnb;
	account.put({ ...account.reservations.get(CODE)!, code: 'HMREQUEST', status: 'pending', bookedAt: null });
	const before = (await runs()).length;
	expect(await notifier.notify('reservation_requested', 'HMREQUEST')).toMatchObject({
		status: 200,
		body: { succeed: true },
	});
	expect(await notifier.test()).toMatchObject({ status: 200, body: { succeed: true } });
	expect(await notifier.notify('reservation_acceptance_confirmation', 'NOTHERE')).toMatchObject({
		status: 404,
		body: { succeed: false, failure_code: 'unknown_reservation' },
	});
	expect(await runs()).toHaveLength(before);
});

test('whoever does not know the secret finds nothing', async () => {
	for (const wrong of [
		address.slice(0, -1),
		address.replace(ADDRESS_SECRET, 'x'.repeat(32)),
		address.replace(/airbnb.*/, 'airbnb'),
	]) {
		const response = await fetch(wrong, { method: 'POST', headers: { connection: 'close' }, body: '{}' });
		expect(response.status).toBe(404);
	}
});

test('Airbnb hears in time whether nights are free, and no when SelfKey does not say', async () => {
	const { airbnb, selfKey } = environment;
	const [listing] = airbnb.host.listings;
	const rooms = hotelParadise.rooms.filter(({ roomTypeId }) => roomTypeId === listing!.roomTypeId);
	const nights = { checkIn: nextDay(20), checkOut: nextDay(21) };
	for (const { name } of rooms) await selfKey.directSale({ ...nights, room: name, lastName: 'Favre', adults: 1 });

	const free = await airbnb.notifier.checkAvailability(listing!.id, nextDay(21), 2);
	expect(free).toMatchObject({ status: 200, body: { available: true } });
	expect(free.milliseconds).toBeLessThan(4_000);
	expect(await airbnb.notifier.checkAvailability(listing!.id, nextDay(19), 2)).toMatchObject({
		status: 200,
		body: { available: false, failure_code: 'dates_not_available' },
	});
	expect(await airbnb.notifier.checkReservation('HMNEW', listing!.id, nextDay(19), 2)).toMatchObject({
		status: 200,
		body: { succeed: false, failure_code: 'dates_not_available' },
	});
	const body = { listing_id: listing!.id, start_date: nextDay(21), nights: 1 };
	expect(await airbnb.notifier.send('PUT', `/${CODE}`, body)).toMatchObject({ status: 200, body: { succeed: true } });
	expect(await airbnb.notifier.send('PUT', '', { ...body, confirmation_code: CODE })).toMatchObject({
		status: 200,
		body: { succeed: true },
	});

	selfKey.faults.down(true);
	const silent = await airbnb.notifier
		.checkAvailability(listing!.id, nextDay(21), 2)
		.finally(() => selfKey.faults.down(false));
	expect(silent).toMatchObject({ status: 200, body: { available: false, failure_code: 'temporarily_unavailable' } });
});

test('without a secret it cannot be switched on, and says why', async () => {
	const id = await workflowWith('guess');
	await expect(environment.n8n.activate(id)).rejects.toThrow('needs at least 32 letters and digits');
});

test('the credential is tested by asking Airbnb whether its token is valid', async () => {
	const { airbnb, n8n, secrets } = environment;
	const all = await n8n.api.session.request<Array<{ id: string; type: string }>>('GET', '/credentials');
	const id = all.find(({ type }) => type === 'airbnbApi')?.id ?? '';
	const ask = async (over: Record<string, string>) => {
		const data = { ...secrets.airbnb, hostId: airbnb.host.id, accessToken: '', baseUrl: airbnb.url, ...over };
		return await n8n.api.session.request<{ status: string; message: string }>('POST', '/credentials/test', {
			credentials: { id, name: 'Airbnb', type: 'airbnbApi', data },
		});
	};
	expect(await ask({})).toMatchObject({ status: 'OK' });
	const redirecting = await startHttp({ handler: () => ({ status: 302, headers: { Location: airbnb.url } }) });
	const wrongs: Array<Record<string, string>> = [
		{ baseUrl: redirecting.url },
		{ refreshToken: 'no-longer-valid' },
		{ clientSecret: 'wrong' },
		{ baseUrl: 'http://airbnb.example' },
	];
	for (const wrong of wrongs) expect(await ask(wrong)).toMatchObject({ status: 'Error' });
	await redirecting.close();
});
