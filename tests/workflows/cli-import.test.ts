/** The other way in: n8n's command line takes the templates as they are shipped. */
import path from 'node:path';
import { hotelParadise } from '../../sandbox/hotel';
import { startAirbnb } from '../../sandbox/airbnb';
import { startBookingCom } from '../../sandbox/booking-com';
import { Listing, startCalendars } from '../../sandbox/ical';
import { startMailbox } from '../../sandbox/mailbox';
import { startOpera } from '../../sandbox/opera';
import { startSelfKey } from '../../sandbox/selfkey';
import { CashRegister } from '../../sandbox/cash-register';
import { ReservationSystem, reservationSeason } from '../../sandbox/reservation-system';
import { calendarAccount, DESK_USER, operaAccount, operaCredential } from '../../sandbox/start/credentials';
import {
	fillInSettings,
	INTEGRATION,
	productionUrl,
	withCodes,
	type TemplateIds,
} from '../../sandbox/start/environment';
import { SANDBOX_TEST_MS, logRows, runsOf, someBookings, type SandboxEnvironment } from '../support/environment';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';
import { decimalsOf, expectedActive, activeOf, activeRows } from '../support/active-bookings';

jest.setTimeout(SANDBOX_TEST_MS);

const TEMPLATES = path.resolve(__dirname, '../../workflows');
const CREDENTIAL_IDS: Record<string, string> = {
	airbnbApi: 'credentialAirbnb',
	calendarFeedsApi: 'credentialCalendarFeeds',
	bookingComApi: 'credentialBookingCom',
	operaApi: 'credentialOpera',
	selfKeyApi: 'credentialSelfKey',
	signedWebhookApi: 'credentialSignedWebhook',
	httpBasicAuth: 'credentialDesk',
};
const NAMES: Record<string, keyof TemplateIds> = {
	'00 Hotel settings': 'settings',
	'10 Booking.com to SelfKey': 'bookingCom',
	'20 Airbnb to SelfKey': 'airbnb',
	'21 Airbnb iCal to SelfKey': 'calendars',
	'30 SelfKey to Opera': 'changes',
	'31 Opera to SelfKey': 'opera',
	'32 Opera guests import': 'guests',
	'40 Cash system payments': 'payments',
	'41 Reservation webhook': 'reservations',
	'50 Availability push': 'availability',
	'51 Calendar feed': 'calendarFeed',
	'54 Rates': 'rates',
	'60 First sync': 'firstSync',
	'90 Error alerts': 'alerts',
	'91 Monitoring dashboard': 'dashboard',
	'92 Daily digest': 'digest',
};
/** Forms for the desk, and rooms out of order: the environment of the sandbox does without them. */
const OTHERS = [
	'33 Opera rooms out of order',
	'52 Restrictions',
	'53 Report to Booking.com',
	'70 Guest registration',
	'71 Export personal data',
	'72 Erase personal data',
];
const NO_TEMPLATES: TemplateIds = {
	settings: '',
	bookingCom: '',
	airbnb: '',
	calendars: '',
	changes: '',
	opera: '',
	guests: '',
	payments: '',
	reservations: '',
	availability: '',
	calendarFeed: '',
	rates: '',
	firstSync: '',
	alerts: '',
	dashboard: '',
	digest: '',
};
// Both senders share one credential here, as in a house with one secret for all.
const secrets = {
	clientSecret: 'the-client-secret',
	airbnb: { clientId: 'hotel-paradise', clientSecret: 'the-airbnb-secret', refreshToken: 'the-refresh-token' },
	apiKey: 'the-api-key',
	webhookSecret: 'the-webhook-secret',
	paymentSecret: 'the secret of every sender',
	reservationSecret: 'the secret of every sender',
	operaSecret: 'the-opera-secret',
	operaAppKey: '41ecd082-8997-4c69-af34-2f72b83645ff',
	mailPassword: 'the-mail-password',
	deskPassword: 'the-desk-password',
};
const steps = someBookings(7, 1000);

let n8n: TestN8n;
let environment: SandboxEnvironment;

beforeAll(async () => {
	const integrations = [{ id: INTEGRATION, secret: secrets.webhookSecret }];
	const [bookingCom, airbnb, calendars, selfKey, opera, mailbox] = await Promise.all([
		startBookingCom({ credentials: { clientId: 'hotel-paradise', clientSecret: secrets.clientSecret } }),
		startAirbnb({ application: secrets.airbnb }),
		startCalendars({ listings: [new Listing('7700402', 'airbnb')] }),
		startSelfKey({ hotel: hotelParadise, apiKey: secrets.apiKey, integrations }),
		startOpera({ account: operaAccount(secrets) }),
		startMailbox(secrets.mailPassword),
	]);
	n8n = await createTestN8n({ env: { GENERIC_TIMEZONE: 'Europe/Zurich' } });
	const { host } = n8n;
	const cashRegister = new CashRegister({ secret: secrets.paymentSecret });
	const reservationSystem = new ReservationSystem({
		secret: secrets.reservationSecret,
		signing: { scheme: 'hex' },
		hotelId: hotelParadise.slug,
	});
	environment = {
		hotel: hotelParadise,
		secrets,
		bookingCom,
		airbnb,
		calendars,
		selfKey,
		opera,
		mailbox,
		cashRegister,
		reservationSystem,
		n8n: host,
		templates: { ...NO_TEMPLATES },
		close: async () => {},
	};
	const { url } = bookingCom;
	await host.importCredentials([
		{
			id: CREDENTIAL_IDS['calendarFeedsApi'] ?? '',
			name: 'Calendars',
			type: 'calendarFeedsApi',
			data: calendarAccount(calendars),
		},
		{
			id: CREDENTIAL_IDS['airbnbApi'] ?? '',
			name: 'Airbnb',
			type: 'airbnbApi',
			data: { ...secrets.airbnb, hostId: airbnb.host.id, accessToken: '', baseUrl: airbnb.url },
		},
		{
			id: CREDENTIAL_IDS['bookingComApi'] ?? '',
			name: 'Booking.com',
			type: 'bookingComApi',
			data: {
				authentication: 'token',
				clientId: 'hotel-paradise',
				clientSecret: secrets.clientSecret,
				sessionToken: '',
				baseUrl: url,
				ariBaseUrl: url,
				tokenUrl: `${url}/token-based-authentication/exchange`,
			},
		},
		{
			id: CREDENTIAL_IDS['operaApi'] ?? '',
			name: 'Opera',
			type: 'operaApi',
			data: operaCredential(opera, secrets),
		},
		{
			id: CREDENTIAL_IDS['selfKeyApi'] ?? '',
			name: 'SelfKey',
			type: 'selfKeyApi',
			data: {
				baseUrl: selfKey.url,
				apiKey: secrets.apiKey,
				hotelSlug: hotelParadise.slug,
				integrationId: INTEGRATION,
				webhookSecret: secrets.webhookSecret,
			},
		},
		{
			id: CREDENTIAL_IDS['signedWebhookApi'] ?? '',
			name: 'Signed webhooks',
			type: 'signedWebhookApi',
			data: { secret: secrets.paymentSecret, scheme: 'hex' },
		},
		{
			id: CREDENTIAL_IDS['httpBasicAuth'] ?? '',
			name: 'Front desk',
			type: 'httpBasicAuth',
			data: { user: DESK_USER, password: secrets.deskPassword },
		},
	]);
	await host.importWorkflows(TEMPLATES);
	const rows = await host.query({ sql: 'SELECT id, name FROM workflow_entity' });
	for (const { id, name } of rows) {
		const template = NAMES[String(name)];
		if (template) environment.templates[template] = String(id);
	}
	await host.publish(environment.templates.settings);
	await host.start();
}, N8N_SETUP_MS);

afterAll(async () => {
	await n8n?.remove();
	await Promise.all([
		environment?.bookingCom.close(),
		environment?.airbnb.close(),
		environment?.calendars.close(),
		environment?.selfKey.close(),
		environment?.opera.close(),
		environment?.mailbox.close(),
	]);
}, 60_000);

/** Chooses the credentials and Opera's codes in the nodes and saves, as a person does in the editor. */
async function chooseCredentials(workflowId: string): Promise<void> {
	const { api } = n8n.host;
	const types = await api.loadedNodeTypes();
	const { nodes, connections, versionId } = withCodes(await api.workflow(workflowId), environment);
	for (const node of nodes) {
		const type = types.find(({ name }) => name === node.type) as { credentials?: Array<{ name: string }> } | undefined;
		const needed = type?.credentials?.filter(({ name }) => CREDENTIAL_IDS[name]) ?? [];
		if (needed.length > 0)
			node.credentials = Object.fromEntries(needed.map(({ name }) => [name, { id: CREDENTIAL_IDS[name] ?? '', name }]));
	}
	await api.session.request('PATCH', `/workflows/${workflowId}`, { nodes, connections, versionId });
}

test('n8n has taken every template, and knows every node in them', async () => {
	const { api } = n8n.host;
	const known = new Set((await api.loadedNodeTypes()).map(({ name }) => name));
	const names = (await api.workflows()).map(({ name }) => name).sort();
	expect(names).toEqual([...Object.keys(NAMES), ...OTHERS].sort());
	for (const { id } of await api.workflows()) {
		const { nodes } = await api.workflow(id);
		expect(nodes.map(({ type }) => type).filter((type) => !known.has(type))).toEqual([]);
	}
});

test('what was published by command counts as published, the rest does not', async () => {
	const active = (await n8n.host.api.workflows()).filter((workflow) => workflow.active).map(({ name }) => name);
	expect(active).toEqual(['00 Hotel settings']);
});

test('the settings of the workflow are kept', async () => {
	expect((await n8n.host.api.workflow(environment.templates.bookingCom)).settings).toMatchObject({
		saveDataSuccessExecution: 'all',
	});
});

test('with the credentials chosen, the form has an address and saves, and the trigger polls', async () => {
	const { host } = n8n;
	const { settings, bookingCom } = environment.templates;
	await chooseCredentials(settings);
	await host.activate(settings);
	// The file ships none, and a form without it has no address: n8n gives it one when the workflow is saved.
	const form = (await host.api.workflow(settings)).nodes.find(({ type }) => type.endsWith('.formTrigger'));
	expect(form?.webhookId).toMatch(/^[0-9a-f-]{36}$/);
	await fillInSettings(host, settings, hotelParadise, environment.secrets);

	environment.bookingCom.enqueue(...steps);
	await chooseCredentials(bookingCom);
	await host.activate(bookingCom);
	await host.waitFor(async () => (await runsOf(environment)).some(({ status }) => status === 'success'), {
		what: 'the run to end',
	});
	expect(environment.bookingCom.drained).toBe(true);
	expect(activeOf(await activeRows(environment.selfKey), decimalsOf)).toEqual(expectedActive(steps));
	expect(await logRows(environment)).toHaveLength(steps.length);
});

test('with the credentials chosen, the webhooks have addresses of their own, and what is signed is written', async () => {
	const { host } = n8n;
	const { cashRegister, reservationSystem, templates, selfKey } = environment;
	for (const [id, { sender }] of [
		[templates.payments, cashRegister],
		[templates.reservations, reservationSystem],
	] as const) {
		await chooseCredentials(id);
		await host.activate(id);
		sender.url = await productionUrl(host, id);
		expect(sender.url).toMatch(/\/webhook\/[0-9a-f-]{36}\/[a-z-]+$/);
	}
	expect(cashRegister.sender.url).not.toBe(reservationSystem.sender.url);

	const [reservation] = reservationSeason({ seed: 7, hotel: hotelParadise, from: '2027-03-01', reservations: 4 });
	expect(await reservationSystem.send(reservation!)).toMatchObject({ status: 200, attempt: 1 });
	const key = `webhook/hotel-paradise/${reservation!.id}`;
	expect(
		await cashRegister.send({
			paymentId: 'POS-1',
			booking: { reservationKey: key },
			amount: { ...reservation!.total, minor: 1_000 },
		}),
	).toMatchObject({ status: 200, attempt: 1 });
	expect(await selfKey.db(`SELECT "reservationId", "minor"::int AS "minor" FROM "booking_payments"`)).toEqual([
		{ reservationId: reservation!.id, minor: 1_000 },
	]);
});
