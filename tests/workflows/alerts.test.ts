/** Alerts in a real n8n: each of many faults leads to one mail, and its end to one all-clear. */
import { addDays, cancelledStep, newStep, sampleBooking, type Booking, type Step } from '../../sandbox/hotel';
import { alertAbout, settingsFormOf, submitSettings, textOf } from '../../sandbox/start/environment';
import type { Execution } from '../../sandbox/n8n/host/types';
import {
	changeCredential,
	openTestEnvironment,
	poll,
	SANDBOX_TEST_MS,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(3 * SANDBOX_TEST_MS);

const UNFINISHED = ['new', 'running', 'waiting'];
let environment: SandboxEnvironment;
let told = 0;

beforeAll(async () => {
	environment = await openTestEnvironment({ calendars: {} });
	const { n8n, templates } = environment;
	await keepScheduleStill();
	await n8n.activate(templates.alerts);
	await alertAbout(n8n, templates);
	await switchedOnce(templates.changes);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const keyOf = (id: string) => `booking.com/${environment.hotel.propertyId}/${id}`;
const runsOf = async (workflowId: string) => await environment.n8n.api.executions({ workflowId });
const failures = async () => (await environment.n8n.api.dataTableRows('hotel_failures')) ?? [];

function booking(id: string, roomTypeId: string, checkIn: string): Booking {
	return sampleBooking({
		reservationId: id,
		propertyId: environment.hotel.propertyId,
		rooms: [{ index: Number(id), roomTypeId, checkIn, checkOut: addDays(checkIn, 2) }],
	});
}

function stay(id: string, roomTypeId: string, checkIn: string): Step {
	return newStep(booking(id, roomTypeId, checkIn));
}

/** As if the hotel had a new room type at Booking.com. */
function unlisted(id: string, checkIn: string): Booking {
	const of = booking(id, environment.hotel.roomTypes[0]!.id, checkIn);
	for (const room of of.rooms) room.roomTypeId = UNLISTED;
	return of;
}

/** Lets a workflow poll once, whatever comes of it. */
async function switchedOnce(workflowId: string): Promise<void> {
	const { n8n } = environment;
	await n8n.activate(workflowId);
	await n8n.deactivate(workflowId);
	await n8n.waitFor(async () => (await runsOf(workflowId)).every(({ status }) => !UNFINISHED.includes(status)), {
		what: 'what the poll started to end',
	});
}

/** Lets a workflow poll until it has had a run more that ended like this. */
async function runOnce(workflowId: string): Promise<void> {
	const before = (await runsOf(workflowId)).length;
	await environment.n8n.activate(workflowId);
	await environment.n8n.waitFor(
		async () => {
			const runs = await runsOf(workflowId);
			return runs.length > before && runs.every(({ status }) => !UNFINISHED.includes(status));
		},
		{ what: 'a run to end', timeoutMs: 150_000 },
	);
	await environment.n8n.deactivate(workflowId);
}

/** Changes the parameters of 90's nodes of a type; the published version stays as it is until it is published again. */
async function change(nodeType: string, parameters: object): Promise<void> {
	const { api } = environment.n8n;
	const { nodes, connections, versionId } = await api.workflow(environment.templates.alerts);
	for (const node of nodes) if (node.type.endsWith(`.${nodeType}`)) Object.assign(node.parameters, parameters);
	await api.session.request('PATCH', `/workflows/${environment.templates.alerts}`, { nodes, connections, versionId });
}

async function setPatience(options: Record<string, number>): Promise<void> {
	await change('hotelReport', { options });
}

/** The test says when it checks: the schedule would now and then do so at the same moment, and tell everything twice. */
async function keepScheduleStill(): Promise<void> {
	await change('scheduleTrigger', { rule: { interval: [{ field: 'cronExpression', expression: '0 0 1 1 *' }] } });
}

/** Runs a workflow as its schedule would, to its end. */
async function runNow(workflowId: string, trigger: string): Promise<Execution> {
	const { api } = environment.n8n;
	const id = await api.runManually(workflowId, trigger);
	return await environment.n8n.waitFor(
		async () => {
			const execution = await api.execution(id).catch(() => null);
			return execution && !UNFINISHED.includes(execution.status) && execution;
		},
		{ what: `"${trigger}" to have run`, timeoutMs: 60_000 },
	);
}

/** What the schedule does every five minutes, now. @returns the subjects of the mails that it sent */
async function check(): Promise<string[]> {
	const run = await runNow(environment.templates.alerts, 'Every five minutes');
	expect(run.data.resultData.error?.message).toBeUndefined();
	const mails = environment.mailbox.mails.slice(told);
	told = environment.mailbox.mails.length;
	expect(mails.every(({ to }) => to === 'desk@hotel-paradise.example')).toBe(true);
	return mails.map(({ subject }) => subject).sort();
}

/** Rooms that nobody has. */
async function freeRooms(): Promise<Array<{ id: string }>> {
	return await environment.selfKey.db<{ id: string }>(
		`SELECT "id" FROM "rooms" WHERE "hotelSlug" = $1 AND "isActive" AND "id" NOT IN (SELECT "roomId" FROM "bookings" WHERE "roomId" IS NOT NULL) ORDER BY "name" DESC`,
		[environment.hotel.slug],
	);
}

/** As somebody at the desk does it; `null` takes it away. */
async function giveRoom(reservationId: string, roomId: string | null): Promise<void> {
	await environment.selfKey.db(
		`UPDATE "bookings" SET "roomId" = $1 WHERE "id" IN (SELECT "bookingId" FROM "booking_external_references" WHERE "reservationId" = $2)`,
		[roomId, reservationId],
	);
}

/** A subscriber as SelfKey's table has it. */
async function subscriber(name: string, askedMinutesAgo: number): Promise<void> {
	await environment.selfKey.db(
		`INSERT INTO "booking_subscribers" ("hotelSlug", "subscriber", "createdAt", "askedAt")
		VALUES ($1, $2, now() AT TIME ZONE 'UTC', (now() AT TIME ZONE 'UTC') - make_interval(mins => ${askedMinutesAgo}))
		ON CONFLICT ("hotelSlug", "subscriber") DO UPDATE SET "askedAt" = EXCLUDED."askedAt"`,
		[environment.hotel.slug, name],
	);
}

/** A room type of Booking.com's that is in no room map. */
const UNLISTED = '999';
const OF_UNLISTED = ['105', '106'];

const ALERTS: Array<string | RegExp> = [
	'Booking.com: a reservation has not been acknowledged for about 0 minutes',
	/^(Over: )?Booking \d+ has no room$/,
	'shares room',
	// For two bookings of it.
	'No room of SelfKey is listed for the room type booking.com/999: 2 bookings have no room',
	'SelfKey → Opera: a reservation or payment not done',
	'SelfKey → Opera: a reservation or payment not done',
	'Nobody fetches the changes for "availability" any more',
	'reservations wait for "channel-manager"',
	'Workflow "10 Booking.com to SelfKey" failed',
	'Workflow "20 Airbnb to SelfKey" failed',
	'Workflow "21 Airbnb iCal to SelfKey" failed',
];

const patternOf = (alert: string | RegExp) =>
	alert instanceof RegExp ? alert : new RegExp(alert.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

test('all is well: nobody is told anything', async () => {
	expect(await check()).toEqual([]);
});

test('each fault is one mail, once', async () => {
	const { bookingCom, opera, selfKey, airbnb, calendars, hotel, templates, n8n } = environment;
	const type = hotel.roomTypes[0]!;
	const day = '2027-06-01';
	opera.faults.refuse(keyOf('103'), 'Rate is closed for the stay dates.');
	opera.faults.refuse(keyOf('104'), 'A deposit has been posted.');
	bookingCom.enqueue(stay('101', type.id, day), stay('103', type.id, day), stay('104', type.id, day));
	await poll(environment);
	await runOnce(templates.changes);
	const [free] = await freeRooms();
	bookingCom.enqueue(...OF_UNLISTED.map((id) => newStep(unlisted(id, addDays(day, 40)))));
	await poll(environment);
	// Somebody at the desk puts two guests in one room.
	await giveRoom('103', free!.id);
	await giveRoom('104', free!.id);
	await giveRoom('101', null);
	await subscriber('availability', 16);
	await subscriber('channel-manager', 0);
	await selfKey.db(
		`INSERT INTO "booking_outbox" ("hotelSlug", "subscriber", "channel", "propertyId", "reservationId", "position", "event", "originKinds", "since", "changedAt", "dueAt")
		SELECT "hotelSlug", 'channel-manager', "channel", "propertyId", "reservationId", 1, 'created', '[]', x, x, x
		FROM "booking_reservations", (SELECT (now() AT TIME ZONE 'UTC') - interval '11 minutes' AS x) AS t WHERE "reservationId" = '103'`,
	);
	airbnb.faults.next('serverError', { times: 1000 });
	await switchedOnce(templates.airbnb);
	calendars.faults.next('serverError', { times: Infinity });
	await switchedOnce(templates.calendars);
	// A workflow whose credential is refused cannot be switched on; this one is refused later.
	await n8n.activate(templates.bookingCom);
	await changeCredential(environment, 'bookingComApi', { clientSecret: 'mistyped', sessionToken: '' });
	const failing = ['10 Booking.com to SelfKey', '20 Airbnb to SelfKey', '21 Airbnb iCal to SelfKey'];
	await n8n.waitFor(
		async () => {
			const reported = (await failures()).map(({ workflow }) => workflow);
			return failing.every((name) => reported.includes(name));
		},
		{ what: 'n8n to have reported the failures', timeoutMs: 180_000 },
	);
	await n8n.deactivate(templates.bookingCom);
	await changeCredential(environment, 'bookingComApi', { clientSecret: environment.secrets.clientSecret });
	bookingCom.enqueue(stay('102', type.id, addDays(day, 20)));
	await setPatience({ unacknowledgedMinutes: 0 });

	const first = await check();
	for (const alert of ALERTS) expect(first).toContainEqual(expect.stringMatching(patternOf(alert)));
	expect(first).toHaveLength(ALERTS.length);
	for (let again = 0; again < 3; again++) expect(await check()).toEqual([]);
});

test('each mail says what to do, and where', async () => {
	for (const { text } of environment.mailbox.mails) expect(text).toContain('What to do: ');
	const refused = environment.mailbox.mails.find(({ text }) => text.includes('A deposit has been posted'));
	expect(refused?.text).toContain(keyOf('104'));
	expect(refused?.text).toMatch(
		new RegExp(`${environment.n8n.url}/workflow/${environment.templates.changes}/executions/\\d+`),
	);
	expect(JSON.stringify(environment.mailbox.mails)).not.toMatch(/Lefèvre|mistyped/);
});

test('the digest is one mail with all of it', async () => {
	const run = await runNow(environment.templates.digest, 'Morning and evening');
	expect(run.data.resultData.error?.message).toBeUndefined();
	const [mail, ...others] = environment.mailbox.mails.slice(told);
	told = environment.mailbox.mails.length;
	expect(others).toEqual([]);
	expect(mail?.subject).toMatch(/^Hotel integrations: \d+ things need somebody\.$/);
	for (const text of [mail?.text, mail?.html]) {
		expect(text).toContain(keyOf('103'));
		expect(text).toContain('Has no room');
		expect(text).not.toContain('Lefèvre');
	}
});

test('the end of each is one mail, once, even where the mail server refuses at first', async () => {
	const { bookingCom, opera, selfKey, airbnb, calendars, templates, mailbox } = environment;
	bookingCom.enqueue(...OF_UNLISTED.map((id) => cancelledStep(unlisted(id, addDays('2027-06-01', 40)))));
	opera.faults.accept(keyOf('103'));
	opera.faults.accept(keyOf('104'));
	airbnb.faults.clear();
	calendars.faults.clear();
	await poll(environment);
	const rooms = await freeRooms();
	await giveRoom('101', rooms[0]!.id);
	await giveRoom('104', rooms[1]!.id);
	await selfKey.db(`UPDATE "booking_outbox" SET "dueAt" = "since" WHERE "subscriber" = 'opera'`);
	await runOnce(templates.changes);
	await selfKey.db(`DELETE FROM "booking_outbox" WHERE "subscriber" <> 'opera'`);
	// They ask again: a subscriber that is gone is given up, which is no all-clear.
	for (const name of ['availability', 'channel-manager']) await subscriber(name, 0);
	await setPatience({ quietMinutes: 0 });

	mailbox.refuses = true;
	const refused = await runNow(templates.alerts, 'Every five minutes');
	expect(refused.data.resultData.error?.message).toContain('is tried again in five minutes');
	mailbox.refuses = false;

	const over = await check();
	expect(over).toHaveLength(ALERTS.length);
	for (const alert of ALERTS) {
		// A check by hand knows of polls only what those of the schedule have remembered.
		const end = String(alert).startsWith('Workflow ') ? /^(Over|Not seen again): / : /^Over: /;
		expect(over.find((subject) => patternOf(alert).test(subject))).toMatch(end);
	}
	expect(await check()).toEqual([]);
});

test('in French, as the form says from then on: an alert, its all-clear, and the digest', async () => {
	const { n8n, templates, hotel, mailbox } = environment;
	const french = { ...settingsFormOf(hotel), language: 'Français' };
	expect(textOf(await submitSettings(n8n, templates.settings, french, environment.secrets))).toContain('Saved');
	// Otherwise what was told a moment ago is not told again.
	await setPatience({ repeatMinutes: 0, quietMinutes: 0 });
	const [booked] = await freeRooms();
	await giveRoom('101', null);
	expect(await check()).toEqual([expect.stringMatching(/^La réservation \d+ n’a pas de chambre$/)]);
	expect(mailbox.mails.at(-1)?.text).toMatch(
		/^La réservation \d+ n’a pas de chambre\.\n\n.*, du 2027-06-01 au 2027-06-03\n\nLibres toutes ces nuits[\s\S]*\n\nDepuis\u00a0: [\s\S]*\n\nQue faire\u00a0: Attribuez une chambre/,
	);
	await runNow(templates.digest, 'Morning and evening');
	expect(mailbox.mails.at(-1)?.subject).toMatch(/^Intégrations de l’hôtel/);
	told = mailbox.mails.length;
	await giveRoom('101', booked!.id);
	expect(await check()).toEqual([expect.stringMatching(/^C’est réglé\u00a0: La réservation \d+ n’a pas de chambre$/)]);
});
