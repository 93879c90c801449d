/** What `npm start -- --once` runs through and sums up: every sender, every workflow, each number read back. */
import { reservationStream } from '../../sandbox/hotel';
import { openForBusiness } from '../../sandbox/start/environment';
import { actAtTheDesk } from '../../sandbox/start/people';
import { follow, untilDone } from '../../sandbox/start/progress';
import { seasonsOf } from '../../sandbox/start/seasons';
import { playSenders } from '../../sandbox/start/senders';
import { summarise, type Summary } from '../../sandbox/start/summary';
import { logRows, openTestEnvironment, tally, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { runsOfWorkflow } from '../support/webhooks';

jest.setTimeout(10 * 60_000);

const SEED = 7;
const FROM = '2027-06-01';
const stream = reservationStream({ seed: SEED, reservations: 20, from: FROM });
const seasons = seasonsOf(stream, SEED);
const lines: string[] = [];

let environment: SandboxEnvironment;
let summary: Summary;

beforeAll(async () => {
	environment = await openTestEnvironment({ pollSeconds: 5, ...seasons });
	await openForBusiness(environment);
	// It never ends by itself; when the house closes, n8n answers no more.
	void follow(environment, (line) => lines.push(line)).catch(() => undefined);
	const acting = Promise.all([actAtTheDesk(environment, FROM), playSenders(environment, { seed: SEED, stream })]);
	await untilDone(environment, (line) => lines.push(line), acting);
	summary = await summarise(environment, 1);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const outcomes = () => [...environment.cashRegister.sender.outcomes, ...environment.reservationSystem.sender.outcomes];
const kinds = (status: (status: number | null) => boolean) =>
	tally(
		outcomes()
			.filter((answer) => status(answer.status))
			.map(({ kind }) => kind),
	);

test('nothing that the hotel wanted has failed', () => {
	expect(summary.executions.error).toBe(0);
	expect(outcomes().filter(({ status }) => status === null || status >= 500)).toEqual([]);
});

test('the reservations are those of the channels and of the reservation system', () => {
	const { planned } = stream;
	expect(summary.reservations['booking.com']).toMatchObject({
		created: planned.reservations - planned.overbooked,
		updated: planned.modifications,
		cancelled: planned.cancellations,
		conflict: planned.overbooked,
	});
	const { airbnb, calendars } = seasons;
	expect(summary.reservations['airbnb']).toMatchObject({
		created: airbnb.planned.bookings,
		updated: airbnb.planned.changed,
		cancelled: airbnb.planned.cancelled,
		conflict: 0,
	});
	expect(summary.reservations['airbnb-ical']).toMatchObject({ ...calendars.planned, unchanged: 0, conflict: 0 });
	// Eight, of which two are changed and two cancelled; one change comes before its reservation.
	expect(summary.reservations['webhook']).toEqual({
		received: 12,
		created: 8,
		updated: 1,
		cancelled: 2,
		unchanged: 1,
		conflict: 0,
	});
});

test("the payments are those in SelfKey's ledger, and only the misread one has no booking", async () => {
	const ledger = await environment.selfKey.db<{ paymentId: string; kind: string; applied: boolean }>(
		'SELECT "paymentId", "kind", "channel" IS NOT NULL AS "applied" FROM "booking_payments"',
	);
	const { created, unchanged, unmatched, refused } = summary.payments;
	expect({ unchanged, unmatched, refused }).toEqual({ unchanged: 1, unmatched: 2, refused: 0 });
	expect(ledger).toHaveLength(created + unmatched);
	expect(ledger.some(({ kind }) => kind === 'refund')).toBe(true);
	expect(ledger.filter(({ applied }) => !applied).map(({ paymentId }) => paymentId)).toEqual(['POS-90002']);
});

test('the webhooks are counted by what n8n did with them', async () => {
	const { templates } = environment;
	const runs = [
		...(await runsOfWorkflow(environment, templates.payments)),
		...(await runsOfWorkflow(environment, templates.reservations)),
	].filter(({ mode }) => mode === 'webhook');
	const { accepted, rejected, duplicate } = summary.webhooks;
	expect(accepted).toBe(runs.length);
	expect(accepted + rejected + duplicate).toBe(outcomes().length);
	expect(kinds((status) => status !== 200)).toEqual({
		forged: 2,
		altered: 2,
		unsigned: 2,
		late: 1,
		huge: 2,
		malformed: 2,
		wrong_type: 2,
		not_utf8: 2,
		incomplete: 2,
	});
	expect(rejected).toBe(17);
	expect(duplicate).toBe(4);
});

test("SelfKey's own webhooks were taken, and every reservation that changed was told and acknowledged", async () => {
	expect(environment.selfKey.webhooks.attempts.length).toBeGreaterThan(0);
	expect(tally(environment.selfKey.webhooks.attempts.map(({ status }) => status))).toEqual({
		200: environment.selfKey.webhooks.attempts.length,
	});
	const changes = (await logRows(environment)).filter(({ integration }) => integration === 'SelfKey → Opera');
	expect(summary.deliveries).toEqual({ acknowledged: expect.any(Number) as number, waiting: 0, retried: 0 });
	// One that has changed again while it was written has a line, and is acknowledged with the newer change.
	expect(changes.length).toBeGreaterThanOrEqual(summary.deliveries.acknowledged);
	expect(new Set(changes.map(({ reservationKey }) => reservationKey)).size).toBeLessThanOrEqual(
		summary.deliveries.acknowledged,
	);
});

test('whoever watches is told once of each workflow that has run and of each kind of webhook that started none', () => {
	const { templates, n8n } = environment;
	for (const flow of ['bookingCom', 'changes', 'payments', 'reservations'] as const)
		expect(lines.filter((line) => line.endsWith(`${n8n.url}/workflow/${templates[flow]}/executions`))).toHaveLength(1);
	expect(lines.filter((line) => line.endsWith('a webhook (forged) was refused: 401 Invalid signature'))).toHaveLength(
		1,
	);
	expect(
		lines.filter((line) => line.endsWith('a webhook (malformed) was refused: 422 Failed to parse request body')),
	).toHaveLength(1);
	expect(lines.filter((line) => line.endsWith('came again and was not run again'))).toHaveLength(1);
});

test('what became of reservations, guests and payments in OPERA is what was planned, each once', async () => {
	const stays = environment.opera.stays().filter(({ references }) => references.length > 0);
	const ofChannel = stays.filter(({ references }) => references[0]?.id.startsWith('booking.com/'));
	expect(ofChannel.filter(({ status }) => status === 'Reserved')).toHaveLength(stream.planned.activeRooms);
	expect(summary.opera.created).toBe(
		new Set(stays.map(({ references: [own] }) => `${own?.id} ${own?.idExtension}`)).size,
	);
	expect(summary.opera.cancelled).toBe(stays.filter(({ status }) => status === 'Cancelled').length);
	// A change that came before the first version was written is none in OPERA.
	expect(summary.opera.updated).toBeLessThanOrEqual(stream.planned.modifications + 4);
	expect(summary.opera.guests).toBe(new Set(environment.opera.stays().map(({ profileId }) => profileId)).size);
	const ledger = await environment.selfKey.db<{ paymentId: string }>(
		'SELECT "paymentId" FROM "booking_payments" WHERE "channel" IS NOT NULL',
	);
	const postings = environment.opera.payments().map(({ reference, amount }) => `${reference} ${Math.sign(amount)}`);
	expect(summary.opera.payments).toBe(new Set(postings).size);
	expect(summary.opera.payments).toBeGreaterThan(0);
	expect(summary.opera.payments).toBeLessThanOrEqual(ledger.length);
});
