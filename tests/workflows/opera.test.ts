/** Booking.com → SelfKey → Opera in a real n8n: one write for each change, the desk's word where the guest has arrived, then rest. */
import {
	addDays,
	hotelParadise,
	modifiedStep,
	newStep,
	priceRoom,
	sampleBooking,
	type Step,
} from '../../sandbox/hotel';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import type { ExecutionSummary } from '../../sandbox/n8n/host/types';
import { summarise } from '../../sandbox/start/summary';
import { logRows, openTestEnvironment, poll, SANDBOX_TEST_MS, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(2 * SANDBOX_TEST_MS);

let environment: SandboxEnvironment;

beforeAll(async () => {
	environment = await openTestEnvironment();
	await environment.n8n.activate(environment.templates.changes);
	await environment.n8n.deactivate(environment.templates.changes);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const runs = async (): Promise<ExecutionSummary[]> =>
	(await environment.n8n.api.executions({ workflowId: environment.templates.changes })).reverse();
const waiting = async () =>
	await environment.selfKey.db<{ reservationId: string; reason: string | null }>(
		`SELECT "reservationId", "reason" FROM "booking_outbox" WHERE "subscriber" = 'opera' ORDER BY "position"`,
	);
const standing = () => environment.opera.stays().filter(({ status }) => status === 'Reserved');
const writes = () =>
	environment.opera.log.filter(({ method, path }) => method !== 'GET' && path.includes('/rsv/')).length;

/** One poll of the feed, its run ended. */
async function pollFeed(): Promise<ExecutionSummary[]> {
	const { n8n, templates } = environment;
	const known = new Set((await runs()).map(({ id }) => id));
	await n8n.activate(templates.changes);
	const begun = await n8n.waitFor(
		async () => {
			const found = (await runs()).filter(({ id }) => !known.has(id));
			return found.length > 0 && found.every(({ status }) => !UNFINISHED.includes(status)) && found;
		},
		{ what: 'the run that the feed started', timeoutMs: 150_000 },
	);
	await n8n.deactivate(templates.changes);
	return begun;
}

/** Every third has two rooms, and each its own nights. */
function bookings(count: number, firstId: number): Step[] {
	return Array.from({ length: count }, (_, n) => {
		const checkIn = addDays('2027-06-01', 3 * n);
		const room = { checkIn, checkOut: addDays(checkIn, 2) };
		const rooms =
			n % 3 === 0
				? [
						{ index: 100 + n, ...room },
						{ index: 300 + n, ...room },
					]
				: [{ index: 100 + n, ...room }];
		return newStep(sampleBooking({ rooms, reservationId: String(firstId + n) }));
	});
}

/** What Booking.com has sold, as OPERA has to hold it. */
const sold = (steps: readonly Step[]) =>
	steps
		.flatMap(({ booking }) =>
			booking.rooms.map(
				({ index, checkIn, checkOut }) =>
					`booking.com/${booking.propertyId}/${booking.reservationId}#${index} ${checkIn} ${checkOut}`,
			),
		)
		.sort();
const held = () =>
	standing()
		.map(
			({ references: [own], arrival, departure }) =>
				`${own?.id ?? ''}#${own?.idExtension ?? ''} ${arrival} ${departure}`,
		)
		.sort();

const steps = bookings(8, 50_001);

test('a change and a cancellation are one write each, the desk decides where the guest has arrived, then all is quiet', async () => {
	const { bookingCom, opera, n8n, templates, secrets } = environment;
	const [first, second] = steps as [Step, Step];
	bookingCom.enqueue(...steps);
	await poll(environment);
	await pollFeed();
	expect(held()).toEqual(sold(steps));
	const longer = ({ booking }: Step) =>
		modifiedStep({
			...booking,
			rooms: booking.rooms.map((room) =>
				priceRoom(hotelParadise, { ...room, checkOut: addDays(room.checkOut, 1) }, 'CHF'),
			),
		});
	const [changed, unheard] = [longer(first), longer(second)];
	const guest = standing().find(({ references }) => references[0]?.id.endsWith(second.booking.reservationId));
	opera.deskEdit(guest?.id ?? '', { status: 'InHouse' });
	bookingCom.enqueue(changed, unheard);
	await poll(environment);
	expect((await pollFeed()).map(({ status }) => status)).toEqual(['success']);
	expect(held()).toEqual(sold([...steps.filter((step) => step !== first && step !== second), changed]));
	expect(opera.stays().find(({ id }) => id === guest?.id)).toMatchObject({
		status: 'InHouse',
		departure: guest?.departure,
	});
	const rows = (await logRows(environment, (await runs()).slice(-1))).map(({ outcome, status, message }) => [
		outcome,
		status,
		message,
	]);
	expect(rows).toContainEqual(['conflict', 'warning', expect.stringMatching(/is checked in and was left as it is/)]);
	expect(rows).toContainEqual(['updated', 'success', expect.any(String)]);
	expect((await summarise(environment, 1)).opera.conflicts).toBe(1);
	expect(await waiting()).toEqual([]);
	const kept = JSON.stringify(await n8n.api.execution((await runs()).at(-1)?.id ?? ''));
	expect(kept).not.toContain(secrets.operaSecret);

	const before = writes();
	const known = (await runs()).length;
	for (let n = 0; n < 3; n++) {
		await n8n.activate(templates.changes);
		await n8n.deactivate(templates.changes);
	}
	expect(await runs()).toHaveLength(known);
	expect(writes()).toBe(before);
});
