/** Template 40 in a real n8n: payments and refunds of the cash register go on the booking's account, once. */
import { CashRegister, type Receipt, type RegisterOptions } from '../../sandbox/cash-register';
import { hotelParadise, type Amount } from '../../sandbox/hotel';
import { misusesFor } from '../../sandbox/http/misuse';
import type { WorkflowNode } from '../../sandbox/n8n/host/types';
import { reservationSeason, type OwnReservation } from '../../sandbox/reservation-system';
import { productionUrl, readTemplate } from '../../sandbox/start/templates';
import {
	changeCredential,
	failureOf,
	SANDBOX_TEST_MS,
	logRows,
	openTestEnvironment,
	type SandboxEnvironment,
} from '../support/environment';
import { runByHand } from '../support/manual-run';
import { N8N_SETUP_MS } from '../support/n8n';
import { changedRows, dumpTables } from '../support/active-bookings';
import { readAnswer, startedBy } from '../support/webhooks';

jest.setTimeout(SANDBOX_TEST_MS);

const reservations = reservationSeason({ seed: 11, hotel: hotelParadise, from: '2027-03-01', reservations: 24 }).filter(
	({ revision }) => revision === 1,
);
/** Each test takes reservations and receipts of its own. */
const take = () => reservations.pop()!;
let receipts = 0;
const nextId = () => `POS-${String((receipts += 1)).padStart(5, '0')}`;
const keyOf = ({ id }: OwnReservation) => `webhook/hotel-paradise/${id}`;
const part = ({ total }: OwnReservation, minor: number): Amount => ({ ...total, minor });

let environment: SandboxEnvironment;
let workflow: string;

beforeAll(async () => {
	environment = await openTestEnvironment();
	workflow = environment.templates.payments;
	await environment.n8n.activate(workflow);
	await environment.n8n.activate(environment.templates.reservations);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const started = (act: () => Promise<unknown>) => startedBy(environment, workflow, act);
const registerWith = (options: Partial<RegisterOptions>) =>
	new CashRegister({ url: environment.cashRegister.sender.url, secret: environment.secrets.paymentSecret, ...options });

/** A reservation that SelfKey has, with its booking's names. */
async function booked(
	change: Partial<OwnReservation> = {},
): Promise<{ reservation: OwnReservation; id: string; bookingNumber: number }> {
	const reservation = { ...take(), ...change };
	expect(await environment.reservationSystem.send(reservation)).toMatchObject({ status: 200 });
	const [row] = await environment.selfKey.db<{ id: string; bookingNumber: number }>(
		`SELECT b."id", b."bookingNumber" FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id" WHERE r."reservationId" = $1`,
		[reservation.id],
	);
	return { reservation, id: row?.id ?? '', bookingNumber: row?.bookingNumber ?? 0 };
}

interface Entry {
	kind: string;
	externalId: string;
	minor: number;
	currency: string;
	reservationId: string | null;
}

/** What the ledger holds of these receipts. */
async function ledgerOf(...ids: string[]): Promise<Entry[]> {
	return await environment.selfKey.db<Entry>(
		`SELECT "kind", "externalId", "minor"::int AS "minor", "currency", "reservationId" FROM "booking_payments" WHERE "paymentId" = ANY($1) ORDER BY "kind", "externalId"`,
		[ids],
	);
}

/** `outcome` of the only result that the sender was told of. */
function outcomeOf(body: unknown): unknown {
	return (body as { results?: Array<{ outcome?: string }> }).results?.[0]?.outcome;
}

describe('what is right', () => {
	test.each(['reservationKey', 'bookingNumber', 'bookingId'] as const)(
		'a payment that names its booking by %s is on the account, and no booking has changed',
		async (reference) => {
			const { reservation, id, bookingNumber } = await booked();
			const names = {
				reservationKey: { reservationKey: keyOf(reservation) },
				bookingNumber: { bookingNumber },
				bookingId: { bookingId: id },
			};
			const before = (await dumpTables(environment.selfKey))['bookings'];
			const paymentId = nextId();
			const runs = await started(async () => {
				const answer = await environment.cashRegister.send({
					paymentId,
					booking: names[reference],
					amount: part(reservation, 2_550),
					method: 'card',
				});
				expect(readAnswer(answer)).toEqual({
					attempt: 1,
					status: 200,
					body: { status: 'success', results: [{ key: paymentId, outcome: 'created' }] },
				});
			});
			expect(runs.map(({ status }) => status)).toEqual(['success']);
			expect(await ledgerOf(paymentId)).toEqual([
				{
					kind: 'payment',
					externalId: paymentId,
					minor: 2_550,
					currency: reservation.total.currency,
					reservationId: reservation.id,
				},
			]);
			expect((await dumpTables(environment.selfKey))['bookings']).toEqual(before);
			const due = ((reservation.total.minor - 2_550) / 100).toFixed(2);
			expect(await logRows(environment, runs)).toMatchObject([
				{
					integration: 'Cash register → SelfKey',
					action: 'payment_received',
					outcome: 'created',
					status: 'success',
					message: `Payment ${paymentId}: 25.50 ${reservation.total.currency}; booking ${bookingNumber}; still due: ${due} ${reservation.total.currency}`,
				},
			]);
		},
	);

	test('parts and refunds add up', async () => {
		const { reservation } = await booked({ total: { minor: 30_000, currency: 'CHF', decimals: 2 } });
		const booking = { reservationKey: keyOf(reservation) };
		const [first, second] = [nextId(), nextId()];
		const runs = await started(async () => {
			for (const receipt of [
				{ paymentId: first, amount: part(reservation, 10_001), written: 'text' },
				{ paymentId: second, amount: part(reservation, 19_999), written: 'minor' },
				{ paymentId: first, refundId: `${first}-a`, amount: part(reservation, 1), written: 'number' },
				{ paymentId: first, refundId: `${first}-b`, amount: part(reservation, 5_000), written: 'text' },
			] as const) {
				expect(outcomeOf(readAnswer(await environment.cashRegister.send({ ...receipt, booking })).body)).toBe(
					'created',
				);
			}
		});
		const messages = (await logRows(environment, runs)).map(
			({ message }) => /still due: .*/.exec(String(message))?.[0],
		);
		expect(messages).toEqual([
			'still due: 199.99 CHF',
			'still due: 0.00 CHF',
			'still due: 0.01 CHF',
			'still due: 50.01 CHF',
		]);
		expect((await ledgerOf(first, second)).map(({ kind, minor }) => [kind, minor])).toEqual([
			['payment', 10_001],
			['payment', 19_999],
			['refund', 1],
			['refund', 5_000],
		]);
	});

	test('a currency without decimals, and one with three', async () => {
		for (const total of [
			{ minor: 48_000, currency: 'JPY', decimals: 0 },
			{ minor: 120_345, currency: 'KWD', decimals: 3 },
		]) {
			const { reservation } = await booked({ total });
			const paymentId = nextId();
			expect(
				await environment.cashRegister.send({
					paymentId,
					booking: { reservationKey: keyOf(reservation) },
					amount: total,
				}),
			).toMatchObject({ status: 200 });
			expect(await ledgerOf(paymentId)).toMatchObject([{ minor: total.minor, currency: total.currency }]);
		}
	});

	test('one whose booking is not known yet is kept, and on the account when the reservation arrives', async () => {
		const reservation = take();
		const paymentId = nextId();
		const runs = await started(async () => {
			const { body } = readAnswer(
				await environment.cashRegister.send({
					paymentId,
					booking: { reservationKey: keyOf(reservation) },
					amount: part(reservation, 5_000),
				}),
			);
			expect(body).toMatchObject({
				status: 'success',
				results: [{ key: paymentId, outcome: 'unmatched', warnings: [{ code: 'booking_unknown' }] }],
			});
		});
		expect(await logRows(environment, runs)).toMatchObject([
			{ outcome: 'unmatched', status: 'warning', reservationKey: keyOf(reservation) },
		]);
		expect(await ledgerOf(paymentId)).toMatchObject([{ reservationId: null }]);
		await environment.reservationSystem.send(reservation);
		expect(await ledgerOf(paymentId)).toMatchObject([{ reservationId: reservation.id, minor: 5_000 }]);
	});
});

describe('what comes again', () => {
	test('to the byte runs nothing; in other words runs, and changes nothing', async () => {
		const { reservation } = await booked();
		const receipt: Receipt = {
			paymentId: nextId(),
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		};
		await environment.cashRegister.send(receipt);
		const before = await ledgerOf(receipt.paymentId);
		const runs = await started(async () => {
			expect(readAnswer(await environment.cashRegister.sendAgain(receipt)).body).toEqual({
				status: 'success',
				duplicate: true,
			});
			expect(readAnswer(await environment.cashRegister.replay(receipt)).body).toEqual({
				status: 'success',
				duplicate: true,
			});
			expect(outcomeOf(readAnswer(await environment.cashRegister.sendReworded(receipt, 'in the evening')).body)).toBe(
				'unchanged',
			);
		});
		expect(runs.map(({ status }) => status)).toEqual(['success']);
		expect(await ledgerOf(receipt.paymentId)).toEqual(before);
		expect(before).toHaveLength(1);
	});

	test('ten at a time is on the account once', async () => {
		const { reservation } = await booked();
		const receipt: Receipt = {
			paymentId: nextId(),
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		};
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, n) => environment.cashRegister.sendReworded(receipt, String(n))),
		);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(await ledgerOf(receipt.paymentId)).toHaveLength(1);
	});
});

describe('what is refused for good', () => {
	test.each([
		[
			'a refund of more than was paid',
			(receipt: Receipt): Receipt => ({
				...receipt,
				refundId: `${receipt.paymentId}-r`,
				amount: { ...receipt.amount, minor: 1_001 },
			}),
			/refund is larger/,
		],
		[
			"another currency than the booking's",
			(receipt: Receipt): Receipt => ({
				...receipt,
				paymentId: nextId(),
				amount: { minor: 500, currency: 'JPY', decimals: 0 },
			}),
			/JPY/,
		],
		[
			'the same payment with another amount',
			(receipt: Receipt): Receipt => ({ ...receipt, amount: { ...receipt.amount, minor: 900 } }),
			/differs in data\.amount/,
		],
	])('%s: 422 with the reason, nothing is written, and it is not sent again', async (_, wrong, reason) => {
		const { reservation } = await booked();
		const receipt: Receipt = {
			paymentId: nextId(),
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		};
		await environment.cashRegister.send(receipt);
		const before = await ledgerOf(receipt.paymentId);
		const bad = wrong(receipt);
		const runs = await started(async () => {
			const { attempt, status, body } = readAnswer(await environment.cashRegister.send(bad));
			expect({ attempt, status }).toEqual({ attempt: 1, status: 422 });
			expect(body).toEqual({
				error: expect.stringMatching(reason) as string,
				results: [{ key: bad.paymentId, error: expect.stringMatching(reason) as string }],
			});
		});
		expect(runs.map(({ status }) => status)).toEqual(['error']);
		expect(failureOf(runs[0])).toMatch(/^1 of 1 payments were not written.*has been informed/);
		expect(await logRows(environment, runs)).toMatchObject([
			{ status: 'error', outcome: 'not written', message: expect.stringMatching(reason) as string },
		]);
		expect(await ledgerOf(receipt.paymentId, bad.paymentId)).toEqual(before);
	});
});

describe('what is wrong', () => {
	test('starts nothing and writes nothing', async () => {
		const { reservation } = await booked();
		const receipt: Receipt = {
			paymentId: nextId(),
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		};
		const before = await dumpTables(environment.selfKey);
		const runs = await started(async () => {
			const statuses: Record<string, number | null> = {};
			for (const misuse of misusesFor('hex'))
				statuses[misuse] = (await environment.cashRegister.misuse(misuse, receipt)).status;
			expect(statuses).toEqual({
				forged: 401,
				altered: 401,
				unsigned: 401,
				huge: 413,
				malformed: 422,
				wrong_type: 415,
				not_utf8: 400,
			});
			for (const missing of ['payment_id', 'currency']) {
				expect(readAnswer(await environment.cashRegister.sendIncomplete(receipt, missing))).toMatchObject({
					status: 400,
					body: { error: `Missing or invalid: data.${missing}`, fields: [`data.${missing}`] },
				});
			}
		});
		expect(runs).toEqual([]);
		expect(changedRows(before, await dumpTables(environment.selfKey))).toEqual([]);
	});
});

describe('what fails', () => {
	test('while SelfKey is down is answered 500, and the next try lands, once', async () => {
		const { reservation } = await booked();
		environment.selfKey.faults.down(true);
		const register = registerWith({ pause: async () => environment.selfKey.faults.down(false) });
		const paymentId = nextId();
		const runs = await started(async () => {
			expect(
				await register.send({
					paymentId,
					booking: { reservationKey: keyOf(reservation) },
					amount: part(reservation, 1_000),
				}),
			).toMatchObject({ attempt: 2, status: 200 });
		});
		expect(register.sender.answers.map(({ status }) => status)).toEqual([500, 200]);
		expect(runs.map(({ status }) => status)).toEqual(['error', 'success']);
		expect(await ledgerOf(paymentId)).toHaveLength(1);
	});

	test('with the connection lost after the commit is tried again, and counted once', async () => {
		const { reservation } = await booked();
		environment.selfKey.faults.dropAnswers(100);
		const register = registerWith({ pause: async () => environment.selfKey.faults.dropAnswers(0) });
		const paymentId = nextId();
		const answer = await register.send({
			paymentId,
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		});
		expect(answer).toMatchObject({ attempt: 2, status: 200 });
		expect(outcomeOf(readAnswer(answer).body)).toBe('unchanged');
		expect(await ledgerOf(paymentId)).toHaveLength(1);
	});

	test('since a refund has overtaken its payment is sent again, and lands after it', async () => {
		const { reservation } = await booked();
		const payment: Receipt = {
			paymentId: nextId(),
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		};
		const register = registerWith({ pause: () => environment.cashRegister.send(payment) });
		const answer = await register.send({
			...payment,
			refundId: `${payment.paymentId}-r`,
			amount: part(reservation, 400),
		});
		expect(register.sender.answers.map(({ status }) => status)).toEqual([500, 200]);
		expect(outcomeOf(readAnswer(answer).body)).toBe('created');
		expect((await ledgerOf(payment.paymentId)).map(({ kind, minor }) => [kind, minor])).toEqual([
			['payment', 1_000],
			['refund', 400],
		]);
	});

	test('since the credential names no hotel: sender and log hear why, and it counts once the credential is right', async () => {
		const { reservation } = await booked();
		const receipt: Receipt = {
			paymentId: nextId(),
			booking: { reservationKey: keyOf(reservation) },
			amount: part(reservation, 1_000),
		};
		await changeCredential(environment, 'selfKeyApi', { hotelSlug: '' });
		const [run] = await started(async () => {
			const { status, body } = readAnswer(await registerWith({ attempts: 1 }).send(receipt));
			expect(status).toBe(500);
			expect(body).toMatchObject({
				results: [
					{ key: receipt.paymentId, error: expect.stringContaining('"Hotel" in the SelfKey credential') as string },
				],
			});
		});
		expect(failureOf(run)).toContain('"Hotel" in the SelfKey credential');
		await changeCredential(environment, 'selfKeyApi', { hotelSlug: hotelParadise.slug });
		expect(await environment.cashRegister.send(receipt)).toMatchObject({ attempt: 1, status: 200 });
		expect(await ledgerOf(receipt.paymentId)).toHaveLength(1);
	});
});

describe('in a house without OPERA, as imported', () => {
	let id: string;
	let register: CashRegister;
	/** Whether it is on the list for OPERA. */
	const waits = async (payment: string) =>
		((await environment.n8n.api.dataTableRows('opera_payments')) ?? []).some(({ paymentId }) => paymentId === payment);
	const everyHour = async () => (await runByHand(environment.n8n, id, 'Every hour')).status;
	/** n8n has a credential for OPERA here, and selects it on import: a house without OPERA has none. */
	const save = async (post: Partial<WorkflowNode>) => {
		const { api } = environment.n8n;
		const { nodes, connections, versionId } = await api.workflow(id);
		const changed = nodes.map((node) => (node.name === 'Post to Opera' ? { ...node, credentials: {}, ...post } : node));
		await api.session.request('PATCH', `/workflows/${id}`, { nodes: changed, connections, versionId });
	};
	const pay = async (paymentId: string, reservation: OwnReservation) => {
		const booking = { reservationKey: keyOf(reservation) };
		const answer = await register.send({ paymentId, booking, amount: part(reservation, 1_000) });
		return [answer.status, outcomeOf(readAnswer(answer).body)];
	};

	beforeAll(async () => {
		const { n8n, secrets } = environment;
		id = await n8n.api.createWorkflow(await readTemplate('40-cash-system-payments'));
		await save({});
		await n8n.activate(id);
		register = new CashRegister({ url: await productionUrl(n8n, id), secret: secrets.paymentSecret });
	}, 60_000);

	test('a payment goes to SelfKey, is answered and logged, and nothing waits for OPERA', async () => {
		const { reservation } = await booked();
		const paymentId = nextId();
		const runs = await startedBy(environment, id, async () =>
			expect(await pay(paymentId, reservation)).toEqual([200, 'created']),
		);
		expect(runs.map(({ status }) => status)).toEqual(['success']);
		expect(
			(await logRows(environment, runs)).map(({ integration, outcome, status }) => [integration, outcome, status]),
		).toEqual([['Cash register → SelfKey', 'created', 'success']]);
		expect(await ledgerOf(paymentId)).toHaveLength(1);
		expect(await waits(paymentId)).toBe(false);
		expect(await everyHour()).toBe('success');
	});

	test('one that is kept for its booking counts once that is there, and then waits for nothing', async () => {
		const [reservation, paymentId] = [take(), nextId()];
		const runs = await startedBy(environment, id, async () =>
			expect(await pay(paymentId, reservation)).toEqual([200, 'unmatched']),
		);
		await environment.reservationSystem.send(reservation);
		expect([...runs.map(({ status }) => status), await everyHour()]).toEqual(['success', 'success']);
		// It has found its booking, and leaves the list with the run after.
		expect([await waits(paymentId), await everyHour()]).toEqual([true, 'success']);
		expect(await ledgerOf(paymentId)).toMatchObject([{ reservationId: reservation.id }]);
		expect(await waits(paymentId)).toBe(false);
		expect(environment.opera.payments()).toEqual([]);
	});

	test('n8n publishes it only as long as what posts to OPERA is switched off', async () => {
		await save({ disabled: false });
		await expect(environment.n8n.api.requestActivation(id)).rejects.toThrow(/Missing required credential/);
	});
});
