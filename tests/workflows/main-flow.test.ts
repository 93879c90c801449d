/** The main job: Booking.com's reservations reach SelfKey through a real n8n, once, whatever is repeated. */
import { hotelParadise, reservationStream } from '../../sandbox/hotel';
import { roomIdOf, roomMapOf } from '../../sandbox/selfkey/tables';
import { settingsFormOf, submitSettings, textOf } from '../../sandbox/start/environment';
import {
	SANDBOX_TEST_MS,
	logRows,
	openTestEnvironment,
	poll,
	pollUntilDrained,
	runsOf,
	tally,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { changedRows, decimalsOf, dumpTables, expectedActive, activeOf, activeRows } from '../support/active-bookings';

jest.setTimeout(SANDBOX_TEST_MS);

const stream = reservationStream({ seed: 7, reservations: 60, from: '2027-06-01' });
let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment({ bookingCom: { stream } });
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

/** What SelfKey holds of the settings, and what n8n alone needs. */
const saved = async () => {
	const [row] = await environment.selfKey.db<{ configuration: Record<string, unknown> }>(
		'SELECT "configuration" FROM "integrations"',
	);
	const table = (await environment.n8n.api.dataTableRows('hotel_settings')) ?? [];
	return {
		selfKey: row?.configuration ?? {},
		n8n: table.map(({ hotelSlug, alertAddress, keepLogDays }) => ({ hotelSlug, alertAddress, keepLogDays })),
	};
};

describe('the settings form', () => {
	const right = settingsFormOf(hotelParadise);
	const submit = async (change: Partial<typeof right>) =>
		textOf(
			await submitSettings(
				environment.n8n,
				environment.templates.settings,
				{ ...right, ...change },
				environment.secrets,
			),
		);

	test('has saved in SelfKey what SelfKey needs, and in n8n whom to alert and the age of the log', async () => {
		expect(await saved()).toEqual({
			selfKey: expect.objectContaining({
				roomMap: expect.objectContaining(roomMapOf(hotelParadise)) as object,
				properties: { 'booking.com': [hotelParadise.propertyId] },
				timeZone: 'Europe/Zurich',
				settingsRevision: 1,
			}) as object,
			n8n: [{ hotelSlug: hotelParadise.slug, alertAddress: 'desk@hotel-paradise.example', keepLogDays: 90 }],
		});
	});

	test.each([
		['a room that SelfKey does not have', { roomMap: '801185501 = 101, 999' }, 'SelfKey has no active room called 999'],
		['a time zone that does not exist', { timeZone: 'Europe/Paradise' }, 'This is not a time zone'],
		['lines without rooms', { roomMap: '801185501: 101' }, '801185501: 101'],
		['a property ID with letters', { propertyIds: '8011855, hotel12' }, 'hotel12'],
		['a buffer that is no number', { buffer: 'two' }, 'Rooms of each type that no channel sells: a whole number'],
		['an allotment for nobody', { allotments: 'vrbo = 2' }, '"vrbo" is no channel that is told of rooms'],
		['nights that end before they begin', { overbooking: '2026-08-01 until 2026-07-01 = 1' }, 'is not after'],
		['a cap below 0', { overbookingCap: '-1' }, 'Most rooms to overbook in a night'],
		['a price without a rate plan', { rates: '801185501 = 0 %' }, 'belongs to a rate plan'],
	])('refuses %s, says so and saves nothing', async (_, wrong, said) => {
		const before = await saved();
		const page = await submit(wrong);
		expect(page).toContain('Not saved yet');
		expect(page).toContain(said);
		expect(await saved()).toEqual(before);
	});

	test('replaces what was saved when it is filled in again', async () => {
		const page = await submit({
			alertAddress: 'night@hotel-paradise.example',
			propertyIds: `${hotelParadise.propertyId}; 77`,
		});
		expect(page).toContain(`The settings of ${hotelParadise.slug} are saved`);
		expect(await saved()).toMatchObject({
			selfKey: { properties: { 'booking.com': [hotelParadise.propertyId, '77'] }, settingsRevision: 2 },
			n8n: [{ hotelSlug: hotelParadise.slug, alertAddress: 'night@hotel-paradise.example', keepLogDays: 90 }],
		});
	});

	test('says why if SelfKey gives no settings', async () => {
		environment.selfKey.faults.down(true);
		const page = await submit({}).finally(() => environment.selfKey.faults.down(false));
		expect(page).toContain('SelfKey has a fault at present');
	});
});

describe('a season', () => {
	test('is in SelfKey as Booking.com holds it, and everything is acknowledged', async () => {
		const runs = await pollUntilDrained(environment);
		expect(tally(runs.map(({ status }) => status))).toEqual({ success: runs.length });

		const rows = await activeRows(environment.selfKey);
		expect(activeOf(rows, decimalsOf)).toEqual(expectedActive(stream.steps));
		expect(rows.filter(({ guests, adults, children }) => guests !== adults + children)).toEqual([]);

		const { acknowledged, pending, acknowledgements } = environment.bookingCom.statistics();
		expect({ acknowledged, pending, refused: acknowledgements.refused }).toEqual({
			acknowledged: stream.planned.messages,
			pending: 0,
			refused: 0,
		});
	});

	test('has every stay in a room of its type, none twice, and the overbooked ones without a room', async () => {
		const types = new Map(
			hotelParadise.rooms.map(({ name, roomTypeId }) => [roomIdOf(hotelParadise.slug, name), roomTypeId]),
		);
		const booked = new Map(
			stream.steps.flatMap(({ reservationId, booking }) =>
				booking.rooms.map(({ index, roomTypeId }) => [`${reservationId}/${index}`, roomTypeId]),
			),
		);
		const rows = await activeRows(environment.selfKey);
		const given = rows.filter(({ roomId }) => roomId !== null);
		expect(
			given.filter(
				({ roomId, reservationId, roomStayId }) =>
					types.get(roomId ?? '') !== booked.get(`${reservationId}/${roomStayId}`),
			),
		).toEqual([]);

		const { doubleBookedRoomNights, outcomes } = await environment.selfKey.statistics();
		expect(doubleBookedRoomNights).toBe(0);
		const homeless = rows.filter(({ roomId }) => roomId === null).map(({ reservationId }) => reservationId);
		expect(homeless).toHaveLength(stream.planned.overbooked);
		expect(stream.overbookedIds).toEqual(expect.arrayContaining(homeless));
		expect(outcomes['booking.com']?.['conflict']).toBe(stream.planned.overbooked);
	});

	test('is in the log, a row for each message, with what became of it', async () => {
		const rows = await logRows(environment);
		const { planned } = stream;
		const stepsOf = (kind: string) => stream.steps.filter((step) => step.kind === kind).length;
		expect(tally(rows.map(({ action }) => action))).toEqual({
			new: stepsOf('new'),
			modified: stepsOf('modified'),
			cancelled: stepsOf('cancelled'),
		});
		expect(tally(rows.map(({ outcome }) => outcome))).toEqual({
			created: planned.reservations - planned.overbooked,
			conflict: planned.overbooked,
			updated: planned.modifications,
			cancelled: planned.cancellations,
		});
		const perReservation = (keys: unknown[]) => tally(keys.map((key) => String(key).split('/').at(-1)));
		expect(perReservation(rows.map(({ reservationKey }) => reservationKey))).toEqual(
			perReservation(stream.steps.map(({ reservationId }) => reservationId)),
		);
		expect(tally(rows.filter(({ outcome }) => outcome === 'conflict').map(({ status }) => status))).toEqual({
			warning: planned.overbooked,
		});
		const executions = new Set((await runsOf(environment)).map(({ id }) => id));
		expect(rows.every(({ executionId }) => executions.has(String(executionId)))).toBe(true);
	});

	test('offered a second time changes nothing and is acknowledged again', async () => {
		const before = await dumpTables(environment.selfKey);
		const { acknowledged } = environment.bookingCom.statistics();
		environment.bookingCom.offerAgain();
		const runs = await pollUntilDrained(environment);
		expect(tally((await logRows(environment, runs)).map(({ outcome }) => outcome))).toEqual({
			unchanged: stream.planned.reservations,
		});
		expect(changedRows(before, await dumpTables(environment.selfKey))).toEqual([]);
		expect(environment.bookingCom.statistics().acknowledged).toBe(acknowledged + stream.planned.reservations);
	});

	test('leaves nothing to do: a quiet poll starts no run', async () => {
		expect(await poll(environment)).toEqual([]);
	});
});
