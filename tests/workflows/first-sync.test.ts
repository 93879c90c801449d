/** Everything that was booked before the connection, page by page into SelfKey, with a power cut half way. */
import { addDays, newStep, sampleBooking } from '../../sandbox/hotel';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import { readTemplate } from '../../sandbox/start/environment';
import { reservationOf } from '../support/airbnb-channel';
import { logRows, openTestEnvironment, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(4 * SANDBOX_TEST_MS);

const [BOOKING_COM, AIRBNB, OPERA] = [23, 44, 12];
const PAGE = 10;
const REFUSED = 'HM1005';
const DAMAGED = '80007';
const NEXT_DOOR = 'pension-next-door';
let environment: SandboxEnvironment;
let template: string;

beforeAll(async () => {
	environment = await openTestEnvironment({ ownN8n: true });
	template = await environment.n8n.api.createWorkflow(await smallPages());
	await finishNextDoor();
	await bookEverything();
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

/** As it is shipped, but for a test's patience: small pages, one every few seconds; after a kill soon the next. */
async function smallPages(): Promise<WorkflowFile> {
	const text = JSON.stringify(await readTemplate('60-first-sync'));
	const file = JSON.parse(text.replace('plus({ minutes: 10 })', 'plus({ seconds: 20 })')) as WorkflowFile;
	for (const { parameters } of file.nodes) {
		if ('pageSize' in parameters) parameters['pageSize'] = PAGE;
		if ('rule' in parameters) parameters['rule'] = { interval: [{ field: 'seconds', secondsInterval: 4 }] };
	}
	return file;
}

/** The hotel next door has a copy of its own in the same n8n, whose lines have all been finished for a month. */
async function finishNextDoor(): Promise<void> {
	const { n8n } = environment;
	const copy = await smallPages();
	const assign = (name: string, id: string, value: string) => ({ id, name, value, type: 'string' });
	for (const node of copy.nodes) {
		if (node.name === 'Begins now')
			(node.parameters['assignments'] as { assignments: unknown[] }).assignments.push(
				assign('finishedAt', 'next-door-1', '2026-01-31T12:00:00.000Z'),
			);
		if (node.name !== 'Which hotel') continue;
		Object.assign(node, { type: 'n8n-nodes-base.set', typeVersion: 3.4 });
		node.parameters = { assignments: { assignments: [assign('hotelSlug', 'next-door-2', NEXT_DOOR)] }, options: {} };
	}
	const id = await n8n.api.createWorkflow(copy);
	await n8n.activate(id);
	await n8n.waitFor(async () => (await progress(NEXT_DOOR)).length === 3, { what: 'the lines of the hotel next door' });
	await n8n.deactivate(id);
}

/** One night each, one after the other, so that every stay has a room. */
const nights = (from: string, n: number) => ({ checkIn: addDays(from, n), checkOut: addDays(from, n + 1) });

async function bookEverything(): Promise<void> {
	const { bookingCom, airbnb, opera, hotel } = environment;
	bookingCom.bookedBefore(
		...Array.from({ length: BOOKING_COM }, (_, n) => {
			const stay = nights('2027-06-01', n);
			const reservationId = String(80_001 + n);
			const room = reservationId === DAMAGED ? { ...stay, checkOut: 'tomorrow' } : stay;
			return newStep(sampleBooking({ reservationId, rooms: [room] }));
		}),
	);
	for (let n = 0; n < AIRBNB; n++) {
		const code = `HM${1001 + n}`;
		const told = {
			event: 'new',
			reservationId: code,
			...nights('2027-02-01', n),
			place: 1,
			cardNumber: '',
			wish: 'Hopper',
		} as const;
		airbnb.account.put(reservationOf(told, airbnb));
	}
	// SelfKey takes no revision of the far future: nothing could ever be later.
	const refused = airbnb.account.reservations.get(REFUSED);
	if (!refused) throw new Error('There is no reservation to refuse');
	airbnb.account.reservations.set(REFUSED, { ...refused, updatedAt: '2999-01-01T00:00:00Z' });
	for (let n = 0; n < OPERA; n++) {
		const { checkIn, checkOut } = nights('2027-08-01', n);
		opera.deskBook({
			givenName: 'Grace',
			surname: `Guest ${n}`,
			arrival: checkIn,
			departure: checkOut,
			roomType: opera.configuration.roomTypes.find(({ channelId }) => channelId === hotel.roomTypes[0]?.id)?.code ?? '',
		});
	}
}

const progress = async (of = environment.hotel.slug) =>
	((await environment.n8n.api.dataTableRows('hotel_first_sync')) ?? []).filter(({ hotel }) => hotel === of);
const pagesRead = async () => (await progress()).reduce((all, { pages }) => all + Number(pages), 0);
const bookings = async () =>
	await environment.selfKey.db<{ key: string }>(
		`SELECT "channel" || '/' || "reservationId" AS "key" FROM "booking_external_references" ORDER BY 1`,
	);

test('all that is still to come is in SelfKey once, in spite of a kill; the counts are true, and what is refused holds up nobody', async () => {
	const { n8n } = environment;
	await n8n.activate(template);
	await n8n.waitFor(async () => (await pagesRead()) >= 4, { what: 'the first pages', timeoutMs: 120_000 });
	await n8n.crash();
	await n8n.start();
	expect((await progress()).filter(({ finishedAt }) => finishedAt === null)).not.toEqual([]);
	await n8n.waitFor(
		async () => {
			const rows = await progress();
			return rows.length === 3 && rows.every(({ finishedAt }) => finishedAt !== null);
		},
		{ what: 'the last page', timeoutMs: 300_000 },
	);
	await n8n.deactivate(template);

	const counts = Object.fromEntries(
		(await progress()).map(({ source, read, inSelfKey, refused, message }) => [
			String(source),
			{ read, inSelfKey, refused, message },
		]),
	);
	expect(counts).toEqual({
		'booking.com': { read: BOOKING_COM, inSelfKey: BOOKING_COM - 1, refused: 1, message: 'Done' },
		airbnb: { read: AIRBNB, inSelfKey: AIRBNB - 1, refused: 1, message: 'Done' },
		opera: { read: OPERA, inSelfKey: OPERA, refused: 0, message: 'Done' },
	});
	expect((await progress(NEXT_DOOR)).map(({ read, message }) => [read, message])).toEqual(
		Array(3).fill([0, 'Waits for its turn']),
	);
	const keys = (await bookings()).map(({ key }) => key);
	expect(keys).toHaveLength(BOOKING_COM + AIRBNB + OPERA - 2);
	expect(new Set(keys).size).toBe(keys.length);
	expect(keys).not.toContain(`airbnb/${REFUSED}`);
	const { bookings: rows, doubleBookedRoomNights } = await environment.selfKey.statistics();
	expect({ rows, doubleBookedRoomNights }).toEqual({ rows: keys.length, doubleBookedRoomNights: 0 });
});

test('the log says of each of the two why it is not there', async () => {
	const failed = (await logRows(environment)).filter(({ status }) => status === 'error');
	expect(failed.map(({ reservationKey }) => reservationKey).sort()).toEqual([
		`airbnb/${environment.airbnb.host.id}/${REFUSED}`,
		`booking.com/${environment.hotel.propertyId}/${DAMAGED}`,
	]);
	const said = Object.fromEntries(
		failed.map(({ reservationKey, message }) => [String(reservationKey), String(message)]),
	);
	expect(said[`airbnb/${environment.airbnb.host.id}/${REFUSED}`]).toContain('years ahead');
	expect(said[`booking.com/${environment.hotel.propertyId}/${DAMAGED}`]).toContain('no arrival before its departure');
});
