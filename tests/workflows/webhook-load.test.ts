/**
 * Hundreds of signed payments at a real n8n (two thousand with `npm run test:e2e -- --long`), a fifth of them repeats and a
 * fifth forged, and the power is cut half way. What counts is SelfKey's ledger at the end: every payment once, and none that was forged.
 *
 *   QUEUE_MODE=1 npm run test:e2e -- tests/workflows/webhook-load.test.ts
 */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { UNFINISHED } from '../../sandbox/n8n/host/api';
import { seededRandom } from '../../sandbox/hotel';
import { WEBHOOK_PROCESSORS } from '../../sandbox/n8n/queue-mode/settings';
import { failureOf, openTestEnvironment, tally, type SandboxEnvironment } from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { EFFORT } from '../support/property';
import { cutPower, IN_QUEUE_MODE } from '../support/queue-mode';

const DELIVERIES = Math.min(2_000, 250 * EFFORT);
const REPEATS = DELIVERIES / 5;
const FORGERIES = DELIVERIES / 5;
/** Each has one request under way. */
const SENDERS = 8;
const MAX_RETRY_MS = 30 * 60_000;
/** What n8n says of a run whose worker has died. */
const IS_WORKERS_END = /failed to be processed too many times/;

jest.setTimeout(MAX_RETRY_MS);

interface Delivery {
	kind: 'valid' | 'forged';
	paymentId: string;
	body: string;
	signature: string | null;
}

interface Answer {
	paymentId: string;
	kind: Delivery['kind'];
	/** Before the power cut or after it: n8n remembers deliveries within one life. */
	life: number;
	/** `null`: the connection broke. */
	status: number | null;
	duplicate: boolean;
	/** Taken, or refused for good. */
	isFinal: boolean;
}

interface Payment {
	paymentId: string;
	bookingId: string;
	minor: number;
}

const random = seededRandom(2_000);
const answers: Answer[] = [];
const unanswered = new Set<Delivery>();
let environment: SandboxEnvironment;
let payments: Payment[];
let life = 0;

beforeAll(async () => {
	environment = await openTestEnvironment({ ownN8n: true, queueMode: IN_QUEUE_MODE });
	const rooms = environment.hotel.rooms.map(({ name }) => name);
	const bookings = await Promise.all(
		rooms.map((room) =>
			environment.selfKey.directSale({ room, checkIn: '2027-06-01', checkOut: '2027-06-08', amount: 1_400 }),
		),
	);
	payments = Array.from({ length: DELIVERIES - REPEATS - FORGERIES }, (_, number) => ({
		paymentId: `POS-${String(number).padStart(5, '0')}`,
		bookingId: random.pick(bookings),
		minor: random.int(100, 99_999),
	}));
	await environment.n8n.activate(environment.templates.payments);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

// An oracle of its own: the package's signing is not asked.
const sign = (secret: string, body: string) => createHmac('sha256', secret).update(body, 'utf8').digest('hex');

function bodyOf({ paymentId, bookingId, minor }: Payment): string {
	return JSON.stringify({
		event_type: 'payment_received',
		data: {
			payment_id: paymentId,
			booking_id: bookingId,
			amount: (minor / 100).toFixed(2),
			currency: 'CHF',
			method: 'card',
		},
	});
}

function valid(payment: Payment): Delivery {
	const body = bodyOf(payment);
	return {
		kind: 'valid',
		paymentId: payment.paymentId,
		body,
		signature: sign(environment.secrets.paymentSecret, body),
	};
}

/** As somebody would try who knows the address, and has seen rightly signed deliveries. */
function forged(number: number): Delivery {
	const seen = valid(random.pick(payments));
	const paymentId = `FORGED-${number}`;
	const body = bodyOf({ ...random.pick(payments), paymentId });
	const signature = [sign('guessed', body), seen.signature, null, sign('', body)][number % 4] ?? null;
	return { kind: 'forged', paymentId, body, signature };
}

function season(): Delivery[] {
	const repeated = Array.from({ length: REPEATS }, () => random.pick(payments));
	const all = [...payments, ...repeated]
		.map(valid)
		.concat(Array.from({ length: FORGERIES }, (_, number) => forged(number)));
	return all
		.map((delivery) => ({ delivery, place: random.next() }))
		.sort((a, b) => a.place - b.place)
		.map(({ delivery }) => delivery);
}

/** Once: a broken connection counts as an answer too. */
async function post({ kind, paymentId, body, signature }: Delivery): Promise<Answer> {
	const sent = life;
	try {
		const answer = await fetch(environment.cashRegister.sender.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'x-signature': signature }) },
			body,
			signal: AbortSignal.timeout(120_000),
		});
		const text = await answer.text();
		return {
			kind,
			paymentId,
			life: sent,
			status: answer.status,
			duplicate: text.includes('"duplicate":true'),
			isFinal: isFinal(answer.status, text),
		};
	} catch {
		return { kind, paymentId, life: sent, status: null, duplicate: false, isFinal: false };
	}
}

/**
 * By docs/webhooks.md. While n8n starts, it answers for itself: 200 with a text as long as it looks at its
 * database, then 404 until its addresses are there.
 */
function isFinal(status: number, text: string): boolean {
	return status === 200 ? text.startsWith('{"status":"') : status < 500 && status !== 404;
}

/** Sends until it is taken or refused for good, as every system does that loses nothing. */
async function deliver(delivery: Delivery): Promise<void> {
	unanswered.add(delivery);
	for (;;) {
		const answer = await post(delivery);
		answers.push(answer);
		if (answer.isFinal) break;
		await wait(250);
	}
	unanswered.delete(delivery);
}

test('every payment is applied once and no forged one, through a power cut', async () => {
	const queue = season();
	const half = queue.length / 2;
	const begun = performance.now();
	const send = async () => {
		for (let next = queue.shift(); next; next = queue.shift()) await deliver(next);
	};
	const senders = Promise.all(Array.from({ length: SENDERS }, send));
	await environment.n8n.waitFor(() => queue.length <= half, {
		what: 'half of the deliveries to be answered',
		timeoutMs: MAX_RETRY_MS,
	});
	// With requests under way: whatever they were at is what must not be lost or doubled.
	expect(unanswered.size).toBeGreaterThan(0);
	await cutPower(environment.n8n);
	life = 1;
	await environment.n8n.start();
	await senders;
	const seconds = (performance.now() - begun) / 1000;
	process.stderr.write(`  ${DELIVERIES} deliveries in ${seconds.toFixed(0)} s, a power cut included\n`);

	// n8n has answered, but it saves an execution a moment later.
	const runs = await environment.n8n.waitFor(
		async () => {
			const all = await environment.n8n.api.executions({ workflowId: environment.templates.payments });
			return all.every(({ status }) => !UNFINISHED.includes(status)) && all;
		},
		{ what: 'all runs to end', timeoutMs: MAX_RETRY_MS },
	);
	const failed = runs.filter(({ status }) => status !== 'success' && status !== 'crashed');
	const reasons = await Promise.all(
		failed.map(async ({ id }) => failureOf(await environment.n8n.api.execution(id)) ?? 'none'),
	);
	// What a dead worker had is called failed by n8n, not crashed.
	expect(reasons.filter((reason) => !(IN_QUEUE_MODE && IS_WORKERS_END.test(reason)))).toEqual([]);
	expect(failed.length).toBeLessThanOrEqual(SENDERS);

	const ledger = await environment.selfKey.db<{ paymentId: string; bookingId: string; minor: string }>(
		'SELECT "paymentId", "bookingId", "minor"::text FROM "booking_payments" ORDER BY "paymentId"',
	);
	expect(ledger.map((row) => ({ ...row, minor: Number(row.minor) }))).toEqual(payments);
});

test('each sender knows: what is valid was taken, what is forged was refused, and started nothing', () => {
	const final = answers.filter((answer) => answer.isFinal);
	expect(tally(final.map(({ kind, status }) => `${kind}: ${status}`))).toEqual({
		'valid: 200': DELIVERIES - FORGERIES,
		'forged: 401': FORGERIES,
	});
});

test(`a repeat is not run twice by the same ${IN_QUEUE_MODE ? 'processor' : 'n8n'}`, () => {
	const ran = answers
		.filter((answer) => answer.isFinal && answer.status === 200 && !answer.duplicate)
		.map(({ paymentId, life: during }) => `${paymentId} in life ${during}`);
	// Each processor remembers what it has answered itself.
	const processors = IN_QUEUE_MODE ? WEBHOOK_PROCESSORS : 1;
	for (const [payment, times] of Object.entries(tally(ran)))
		expect([payment, times <= processors]).toEqual([payment, true]);
	expect(answers.filter(({ duplicate }) => duplicate).length).toBeGreaterThan(REPEATS / (4 * processors));
});
