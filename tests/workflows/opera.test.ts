/** Booking.com → SelfKey → Opera in a real n8n: each room once, whatever fails, and rest when all is told. */
import {
	addDays,
	hotelParadise,
	modifiedStep,
	newStep,
	priceRoom,
	sampleBooking,
	type Step,
} from '../../sandbox/hotel';
import type { ExecutionSummary } from '../../sandbox/n8n/host/types';
import {
	logRows,
	openTestEnvironment,
	poll,
	SANDBOX_TEST_MS,
	tally,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';

jest.setTimeout(2 * SANDBOX_TEST_MS);

const UNFINISHED = ['new', 'running', 'waiting'];
let house: SandboxEnvironment;

beforeAll(async () => {
	house = await openTestEnvironment({ ownN8n: true });
	await house.n8n.activate(house.templates.changes);
	await house.n8n.deactivate(house.templates.changes);
}, N8N_SETUP_MS);

afterAll(async () => {
	await house?.close();
}, 60_000);

const runs = async (): Promise<ExecutionSummary[]> =>
	(await house.n8n.api.executions({ workflowId: house.templates.changes })).reverse();
const waiting = async () =>
	await house.selfKey.db<{ reservationId: string; reason: string | null }>(
		`SELECT "reservationId", "reason" FROM "booking_outbox" WHERE "subscriber" = 'opera' ORDER BY "position"`,
	);
const standing = () => house.opera.stays().filter(({ status }) => status === 'Reserved');
const writes = () => house.opera.log.filter(({ method, path }) => method !== 'GET' && path.includes('/rsv/')).length;

/** One poll of the feed, its run ended. */
async function pollFeed(): Promise<ExecutionSummary[]> {
	const { n8n, templates } = house;
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

/** Numbers from 0 to 1, the same in every run (Park and Miller). */
function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const steps = bookings(18, 50_001);
const REFUSED = 'booking.com/8011855/50004';

test('through faults, lost answers and one that is refused for good, every other room is in OPERA once', async () => {
	const { bookingCom, opera } = house;
	bookingCom.enqueue(...steps);
	expect((await poll(house)).map(({ status }) => status)).toEqual(['success']);
	opera.faults.refuse(REFUSED);
	opera.faults.atRandom({ odds: { serverError: 0.04, lostAnswer: 0.04, gatewayTimeout: 0.02 }, random: chance(7) });
	expect((await pollFeed()).map(({ status }) => status)).toEqual(['error']);
	opera.faults.atRandom(null);
	expect([...opera.faults.struck.values()].reduce((all, count) => all + count, 0)).toBeGreaterThan(5);

	const others = steps.filter(({ booking }) => booking.reservationId !== '50004');
	expect(held()).toEqual(sold(others));
	expect(await waiting()).toEqual([
		{
			reservationId: '50004',
			reason: expect.stringContaining('Rate is closed for the stay dates (RSV00099)') as string,
		},
	]);
	const rows = (await logRows(house)).filter(({ integration }) => integration === 'SelfKey → Opera');
	expect(tally(rows.map(({ outcome }) => outcome))).toEqual({ created: 17, 'not written': 1 });
	const kept = JSON.stringify(await house.n8n.api.execution((await runs()).at(-1)?.id ?? ''));
	expect(kept).not.toContain(house.secrets.operaSecret);
});

test('it comes again by itself, and is written once OPERA takes it', async () => {
	house.opera.faults.accept(REFUSED);
	await house.n8n.waitFor(
		async () => {
			if ((await waiting()).length === 0) return true;
			await pollFeed().catch(() => undefined);
			return false;
		},
		{ what: 'the one that was refused', timeoutMs: 170_000 },
	);
	expect(held()).toEqual(sold(steps));
});

test('a change and a cancellation are one write each, the desk decides where the guest has arrived, then all is quiet', async () => {
	const { bookingCom, opera, n8n, templates } = house;
	const [first, second, third] = steps.slice(10) as [Step, Step, Step];
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
	await poll(house);
	expect((await pollFeed()).map(({ status }) => status)).toEqual(['success']);
	expect(held()).toEqual(sold([...steps.filter((step) => step !== first && step !== second), changed]));
	expect(opera.stays().find(({ id }) => id === guest?.id)).toMatchObject({
		status: 'InHouse',
		departure: guest?.departure,
	});
	const rows = (await logRows(house, (await runs()).slice(-1))).map(({ outcome, status, message }) => [
		outcome,
		status,
		message,
	]);
	expect(rows).toContainEqual(['conflict', 'warning', expect.stringMatching(/is checked in and was left as it is/)]);
	expect(rows).toContainEqual(['updated', 'success', expect.any(String)]);
	expect(await waiting()).toEqual([]);
	expect(third).toBeDefined();

	const before = writes();
	const known = (await runs()).length;
	for (let n = 0; n < 3; n++) {
		await n8n.activate(templates.changes);
		await n8n.deactivate(templates.changes);
	}
	expect(await runs()).toHaveLength(known);
	expect(writes()).toBe(before);
});

test('n8n is killed half way: every room is in OPERA once', async () => {
	const { bookingCom, opera, n8n, templates } = house;
	const more = bookings(18, 60_001).map(({ booking }) =>
		newStep(
			sampleBooking({
				reservationId: booking.reservationId,
				rooms: booking.rooms.map(({ index, checkIn, checkOut }) => ({
					index,
					checkIn: addDays(checkIn, 365),
					checkOut: addDays(checkOut, 365),
				})),
			}),
		),
	);
	bookingCom.enqueue(...more);
	await poll(house);
	const before = held();
	await n8n.activate(templates.changes);
	await n8n.waitFor(async () => standing().length >= before.length + 6, { what: 'the first rooms in OPERA' });
	await n8n.crash();
	expect(standing().length).toBeLessThan(before.length + 24);
	await n8n.start();
	await n8n.waitFor(async () => (await waiting()).length === 0, { what: 'the rest', timeoutMs: 170_000 });
	await n8n.deactivate(templates.changes);
	expect(held()).toEqual([...before, ...sold(more)].sort());
	expect(opera.stays().filter(({ status }) => status === 'Cancelled')).toEqual([]);
});
