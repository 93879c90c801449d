/** Alerts in a real n8n: each of fourteen faults leads to one mail, and its end to one all-clear. */
import { addDays, cancelledStep, newStep, sampleBooking, type Booking, type Step } from '../../sandbox/hotel';
import { alertAbout, settingsFormOf, submitSettings, textOf } from '../../sandbox/start/environment';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
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

let environment: SandboxEnvironment;
let told = 0;

beforeAll(async () => {
	// What has polled in this n8n before would count among the triggers that have fallen silent.
	environment = await openTestEnvironment({ calendars: {}, ownN8n: true });
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
const alertsRows = async () => (await environment.n8n.api.dataTableRows('hotel_alerts')) ?? [];

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

/** For a workflow whose editor has changed: what is published counts for its schedule. */
async function publishAgain(workflowId: string): Promise<void> {
	await environment.n8n.deactivate(workflowId);
	await environment.n8n.activate(workflowId);
}

const CHECK_EVERY_SECONDS = 10;

/**
 * Lets the schedule check, as it does every five minutes: only then does n8n know which triggers have polled.
 * @param during `told` gives the subjects of new mails, once there are so many; later checks have told nothing more
 */
async function onTheClock(during: (told: (count: number) => Promise<string[]>) => Promise<void>): Promise<void> {
	const { n8n, templates, mailbox } = environment;
	const lastCheck = async () => String((await alertsRows()).find(({ fault }) => fault === 'watch:check')?.['since']);
	await change('scheduleTrigger', {
		rule: { interval: [{ field: 'seconds', secondsInterval: CHECK_EVERY_SECONDS }] },
	});
	await publishAgain(templates.alerts);
	await during(async (count) => {
		await n8n.waitFor(() => mailbox.mails.length >= told + count, { what: `${count} mails`, timeoutMs: 120_000 });
		for (let more = 0; more < 2; more++) {
			const before = await lastCheck();
			await n8n.waitFor(async () => (await lastCheck()) !== before, { what: 'another check', timeoutMs: 60_000 });
		}
		return newSubjects();
	});
	await keepScheduleStill();
	await publishAgain(templates.alerts);
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
	return newSubjects();
}

function newSubjects(): string[] {
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

/** A day apart, whatever the time is. */
const [WEST, EAST] = ['Pacific/Niue', 'Pacific/Kiritimati'];

/** A room type of Booking.com's that is in no room map. */
const UNLISTED = '999';
const OF_UNLISTED = ['105', '106'];

interface PlayedFault {
	fault: string;
	/** The subject of its alert, which its end has too. */
	alert: RegExp;
	/** What the alert says, where others have the same subject. */
	says?: RegExp;
	/** Nothing shows that it is over, only that it came no more. */
	isOnlyNotSeen?: boolean;
}

const FAULTS: readonly PlayedFault[] = [
	{
		fault: 'a reservation that nobody acknowledges',
		alert: /Booking\.com: a reservation has not been acknowledged for about 0 minutes$/,
	},
	{ fault: 'a booking without a room', alert: /Booking \d+ has no room$/ },
	{ fault: 'two bookings in one room', alert: /Booking \d+ shares room .* with another$/ },
	{
		fault: 'a room type for which no room is listed',
		alert: /No room of SelfKey is listed for the room type booking\.com\/999: 2 bookings have no room$/,
	},
	...[/Rate is closed/, /A deposit has been posted/].map((says) => ({
		fault: `a reservation that OPERA refuses: ${says.source}`,
		...{ alert: /SelfKey → Opera: a reservation or payment not done$/, says },
	})),
	{
		fault: 'a destination that has fallen silent',
		alert: /Nobody fetches the changes for "availability" any more$/,
	},
	{ fault: 'a destination that waits', alert: /reservations? waits? for "channel-manager"$/ },
	{
		...{ fault: 'a credential that is refused', alert: /Workflow "10 Booking\.com to SelfKey" failed$/ },
		says: /did not accept the credentials/,
	},
	{ fault: 'a channel that is down', alert: /Workflow "20 Airbnb to SelfKey" failed$/ },
	{
		...{ fault: 'a calendar that cannot be read', alert: /Workflow "21 Airbnb iCal to SelfKey" failed$/ },
		says: /cannot be read/,
	},
	{
		...{ fault: 'a calendar that is empty', alert: /Workflow "21 Airbnb iCal to SelfKey" failed$/ },
		says: /cannot be trusted: it is empty/,
	},
	{
		...{ fault: 'an event queue that has fallen silent', alert: /Workflow "31 Opera to SelfKey" failed$/ },
		...{ says: /queue of business events has brought nothing since/, isOnlyNotSeen: true },
	},
];

const SILENT: PlayedFault = {
	fault: 'a trigger that polls no more',
	alert: /The trigger of "31 Opera to SelfKey" asks no more$/,
};

const matching = (subjects: readonly string[], { alert }: PlayedFault) =>
	subjects.filter((subject) => alert.test(subject));
/** Of two faults with the same subject there are two mails. */
const alike = ({ alert }: PlayedFault) => FAULTS.filter((other) => other.alert.source === alert.source).length;

/** As the table of the alerts has it, of a trigger that polled last so many hours ago. */
async function rememberPoll(workflowId: string, hoursAgo: number): Promise<void> {
	const { session } = environment.n8n.api;
	const { name, nodes } = await environment.n8n.api.workflow(workflowId);
	const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
	const { data } = await session.request<{ data: Array<{ id: string; name: string; projectId: string }> }>(
		'GET',
		'/data-tables-global?take=100',
	);
	const table = data.find((each) => each.name === 'hotel_alerts');
	const at = new Date().toISOString();
	const poll = {
		...{ key: `${workflowId}:${trigger?.id}`, workflow: name, node: trigger?.name, times: 'every minute' },
		...{ at: Date.now() - hoursAgo * 3_600_000, everyMs: 0, isToldElsewhere: false, wellAt: 0, failed: [] },
	};
	const row = {
		...{ fault: 'watch:polls', status: 'watching', title: 'Which triggers poll', watched: JSON.stringify([poll]) },
		...{ since: at, lastAt: at, alertedAt: '', clearedAt: '' },
	};
	await session.request('POST', `/projects/${table?.projectId}/data-tables/${table?.id}/insert`, { data: [row] });
}

/** OPERA's desk changes a stay. */
function changeInOpera(reservationId: string, departure: string): void {
	const { opera } = environment;
	const stay = opera.stays().find(({ references }) => references.some(({ id }) => id.endsWith(`/${reservationId}`)));
	if (!stay) throw new Error(`OPERA has no reservation for ${reservationId}`);
	const [first] = stay.nights;
	const nights = Array.from({ length: 9 }, (_, night) => addDays(stay.arrival, night))
		.filter((date) => date < departure)
		.map((date) => ({ date, amount: first?.amount ?? 150, currency: first?.currency ?? 'CHF' }));
	opera.deskEdit(stay.id, { departure, nights });
}

/** The day on which the trigger compares is that of the workflow's own zone. */
async function setZone(workflowId: string, timezone: string): Promise<void> {
	const { api } = environment.n8n;
	const { settings, versionId } = await api.workflow(workflowId);
	await api.session.request('PATCH', `/workflows/${workflowId}`, { settings: { ...settings, timezone }, versionId });
}

test('all is well: nobody is told anything', async () => {
	expect(await check()).toEqual([]);
});

test('a trigger that does not come back after a restart is one mail, and that it polls again is one', async () => {
	const { templates } = environment;
	await rememberPoll(templates.opera, 3);
	// As if it had only just asked, so that it is not told as silent too.
	await subscriber('opera', -60);
	await setPatience({ silentMinutes: 1 });
	await onTheClock(async (told) => {
		expect(await told(1)).toEqual([expect.stringMatching(SILENT.alert)]);
		await setZone(templates.opera, WEST);
		await switchedOnce(templates.opera);
		const [over, ...others] = await told(1);
		expect(others).toEqual([]);
		expect(over).toMatch(/^Over: /);
		expect(over).toMatch(SILENT.alert);
	});
	await setPatience({});
});

test('each fault is one mail, once', async () => {
	const { bookingCom, opera, selfKey, airbnb, calendars, hotel, templates, n8n } = environment;
	const type = hotel.roomTypes[0]!;
	const day = '2027-06-01';
	opera.faults.refuse(keyOf('103'), 'Rate is closed for the stay dates.');
	opera.faults.refuse(keyOf('104'), 'A deposit has been posted.');
	const changed = stay('107', type.id, addDays(day, 60));
	bookingCom.enqueue(stay('101', type.id, day), stay('103', type.id, day), stay('104', type.id, day), changed);
	await poll(environment);
	await runOnce(templates.changes);
	// OPERA's queue brings nothing, from the comparison of one day to that of the next.
	changeInOpera('107', addDays(day, 63));
	opera.loseEvents();
	await setZone(templates.opera, EAST);
	await runOnce(templates.opera);
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
	await switchedOnce(templates.calendars);
	const [listing, other] = [...calendars.listings.keys()];
	calendars.faults.next('serverError', { times: Infinity, listingId: listing! });
	calendars.faults.next('empty', { times: Infinity, listingId: other! });
	await switchedOnce(templates.calendars);
	// A workflow whose credential is refused cannot be switched on; this one is refused later.
	await n8n.activate(templates.bookingCom);
	await changeCredential(environment, 'bookingComApi', { clientSecret: 'mistyped', sessionToken: '' });
	const failing = FAULTS.filter(({ alert }) => alert.source.startsWith('Workflow '));
	await n8n.waitFor(
		async () => {
			const reported = (await failures()).map(({ workflow, message }) => ({
				subject: `Workflow "${String(workflow)}" failed`,
				message: String(message),
			}));
			const left = failing.filter(
				({ alert, says }) =>
					!reported.some(({ subject, message }) => alert.test(subject) && (!says || says.test(message))),
			);
			if (left.length === 0) return true;
			throw new Error(`not reported: ${left.map(({ fault }) => fault).join(', ')}`);
		},
		{ what: 'n8n to have reported the failures', timeoutMs: 180_000 },
	);
	await n8n.deactivate(templates.bookingCom);
	await changeCredential(environment, 'bookingComApi', { clientSecret: environment.secrets.clientSecret });
	bookingCom.enqueue(stay('102', type.id, addDays(day, 20)));
	await setPatience({ unacknowledgedMinutes: 0 });

	const first = await check();
	for (const fault of FAULTS) expect([fault.fault, matching(first, fault).length]).toEqual([fault.fault, alike(fault)]);
	expect(first).toHaveLength(FAULTS.length);
	for (const { fault, says } of FAULTS.filter((each) => each.says))
		expect([fault, environment.mailbox.mails.filter(({ text }) => says!.test(text)).length]).toEqual([fault, 1]);
	for (let again = 0; again < 3; again++) expect(await check()).toEqual([]);
});

test('each mail says what to do, and where', async () => {
	for (const { subject, text } of environment.mailbox.mails)
		if (!subject.startsWith('Over: ')) expect(text).toContain('What to do: ');
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
	for (const template of [templates.airbnb, templates.calendars]) await switchedOnce(template);
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

	await onTheClock(async (told) => {
		const over = await told(FAULTS.length);
		for (const fault of FAULTS) {
			const ends = matching(over, fault);
			expect([fault.fault, ends.length]).toEqual([fault.fault, alike(fault)]);
			for (const end of ends) expect(end).toMatch(fault.isOnlyNotSeen ? /^Not seen again: / : /^Over: /);
		}
		expect(over).toHaveLength(FAULTS.length);
	});
});

test.each([SILENT, ...FAULTS])('$fault: exactly one alert and one end of it', (fault) => {
	const subjects = matching(
		environment.mailbox.mails.map(({ subject }) => subject),
		fault,
	);
	const ends = subjects.filter((subject) => /^(Over|Not seen again): /.test(subject));
	const count = Math.max(1, alike(fault));
	expect({ alerts: subjects.length - ends.length, ends: ends.length }).toEqual({ alerts: count, ends: count });
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
