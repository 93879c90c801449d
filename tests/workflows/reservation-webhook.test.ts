/** Template 41 in a real n8n: a reservation system's signed messages reach SelfKey once, and nobody else's do. */
import { hotelParadise } from '../../sandbox/hotel';
import {
	ReservationSystem,
	reservationSeason,
	type OwnReservation,
	type SystemOptions,
} from '../../sandbox/reservation-system';
import { productionUrl, readTemplate } from '../../sandbox/start/environment';
import {
	changeCredential,
	deleteDataTable,
	failureOf,
	SANDBOX_TEST_MS,
	logRows,
	openTestEnvironment,
	type SandboxEnvironment,
} from '../support/environment';
import { N8N_SETUP_MS } from '../support/n8n';
import { secretTexts } from '../support/secrets';
import { changedRows, dumpTables } from '../support/active-bookings';
import { changeCredentialNamed, readAnswer, runsOfWorkflow, startedBy } from '../support/webhooks';

jest.setTimeout(SANDBOX_TEST_MS);

const season = reservationSeason({ seed: 7, hotel: hotelParadise, from: '2027-03-01', reservations: 24 });
/** Each test takes reservations of its own. */
const fresh = season.filter(({ revision }) => revision === 1);
const take = () => fresh.pop()!;
const next = (reservation: OwnReservation, change: Partial<OwnReservation> = {}): OwnReservation => ({
	...reservation,
	...change,
	revision: reservation.revision + 1,
});
const keyOf = ({ id }: OwnReservation) => `webhook/hotel-paradise/${id}`;

let environment: SandboxEnvironment;
let workflow: string;

beforeAll(async () => {
	environment = await openTestEnvironment({ ownN8n: true });
	workflow = environment.templates.reservations;
	await environment.n8n.activate(workflow);
}, N8N_SETUP_MS);

afterAll(async () => {
	await environment?.close();
}, 60_000);

const started = (act: () => Promise<unknown>) => startedBy(environment, workflow, act);
const systemWith = (options: Partial<SystemOptions>) =>
	new ReservationSystem({
		url: environment.reservationSystem.sender.url,
		secret: environment.secrets.reservationSecret,
		hotelId: hotelParadise.slug,
		...options,
	});

interface Row {
	checkIn: string;
	checkOut: string;
	amount: number;
	currency: string;
	guests: number;
	paymentStatus: string;
	roomId: string | null;
	lastName: string;
}

/** SelfKey's bookings of one reservation. */
async function bookingsOf({ id }: OwnReservation): Promise<Row[]> {
	return await environment.selfKey.db<Row>(
		`SELECT to_char(b."checkInDate", 'YYYY-MM-DD') AS "checkIn", to_char(b."checkOutDate", 'YYYY-MM-DD') AS "checkOut", b."amount", b."currency", b."guests",
			b."paymentStatus", b."roomId", b."clientLastName" AS "lastName"
		FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id" WHERE r."channel" = 'webhook' AND r."reservationId" = $1`,
		[id],
	);
}

const rowOf = ({ checkIn, checkOut, total, guests, guest, status }: OwnReservation) => ({
	checkIn,
	checkOut,
	// Nobody can pay for a cancelled booking.
	amount: status === 'cancelled' ? 0 : total.minor / 100,
	currency: total.currency,
	guests,
	paymentStatus: status === 'cancelled' ? 'failed' : 'succeeded',
	lastName: guest.lastName,
});

describe('what is right', () => {
	const reservation = take();
	const longer = next(reservation, { checkOut: '2027-08-01', guests: 1 });
	const cancelled = next(longer, { status: 'cancelled' });

	test.each([
		['a new reservation', reservation, 'new', 'created'],
		['a change', longer, 'modified', 'updated'],
		['a cancellation', cancelled, 'cancelled', 'cancelled'],
	])('%s is written, answered with its outcome, and in the log', async (_, state, action, outcome) => {
		const runs = await started(async () => {
			const answer = await environment.reservationSystem.send(state);
			expect(readAnswer(answer)).toEqual({
				attempt: 1,
				status: 200,
				body: { status: 'success', results: [expect.objectContaining({ key: keyOf(state), outcome })] },
			});
		});
		expect(runs.map(({ status }) => status)).toEqual(['success']);
		expect(await bookingsOf(state)).toEqual([expect.objectContaining(rowOf(state))]);
		expect(await logRows(environment, runs)).toMatchObject([
			{ integration: 'Webhook → SelfKey', action, outcome, status: 'success', reservationKey: keyOf(state) },
		]);
	});

	test('a stay gets a room of the type that the sender names', async () => {
		const state = take();
		await environment.reservationSystem.send(state);
		const type = hotelParadise.roomTypes.find(({ name }) => name === state.roomType);
		const rooms = hotelParadise.rooms.filter(({ roomTypeId }) => roomTypeId === type?.id).map(({ name }) => name);
		const [row] = await environment.selfKey.db<{ name: string }>(`SELECT r."name" FROM "rooms" r WHERE r."id" = $1`, [
			(await bookingsOf(state))[0]?.roomId,
		]);
		expect(rooms).toContain(row?.name);
	});

	test('the hotel is found by the property ID as well', async () => {
		const state = take();
		const answer = await systemWith({ hotelId: hotelParadise.propertyId }).send(state);
		expect(readAnswer(answer)).toMatchObject({
			status: 200,
			body: { results: [{ key: `webhook/${hotelParadise.propertyId}/${state.id}`, outcome: 'created' }] },
		});
		expect(await bookingsOf(state)).toEqual([expect.objectContaining(rowOf(state))]);
	});
});

describe('a cancellation', () => {
	const another = (id: string): OwnReservation => ({ ...season[0]!, id, revision: 1, status: 'confirmed' });
	const cancel = async (id: string, data: Record<string, unknown>) =>
		await environment.reservationSystem.sender.send({
			kind: 'cancellation',
			id,
			body: JSON.stringify({ event_type: 'cancelled_reservation', data }),
		});

	test('with its number alone finds its reservation at the hotel', async () => {
		const state = another('bare');
		await environment.reservationSystem.send(state);
		const runs = await started(async () => {
			expect(readAnswer(await cancel('bare', { external_id: state.id, revision: '2' }))).toMatchObject({
				status: 200,
				body: { status: 'success', results: [{ outcome: 'cancelled' }] },
			});
		});
		expect(runs.map(({ status }) => status)).toEqual(['success']);
		expect(await bookingsOf(state)).toEqual([expect.objectContaining({ paymentStatus: 'failed' })]);
	});

	test("of another channel's reservation is refused, and changes nothing", async () => {
		const state = another('foreign');
		await environment.reservationSystem.send(state);
		const before = await dumpTables(environment.selfKey);
		const runs = await started(async () => {
			for (const [index, channel] of ['booking.com', 'expedia', 'selfkey', 'webhook.', 'Webhook2'].entries())
				expect(
					readAnswer(
						await cancel(`foreign-${index}`, { external_id: state.id, channel, hotel_id: hotelParadise.slug }),
					),
				).toMatchObject({ attempt: 1, status: 400, body: { fields: ['data.channel'] } });
		});
		expect(runs).toEqual([]);
		expect(changedRows(before, await dumpTables(environment.selfKey))).toEqual([]);
	});
});

describe('what comes again', () => {
	test('by its id, or replayed, is answered at once and runs nothing', async () => {
		const state = take();
		await environment.reservationSystem.send(state);
		const before = await dumpTables(environment.selfKey);
		const runs = await started(async () => {
			for (const again of [
				await environment.reservationSystem.sendAgain(state),
				await environment.reservationSystem.replay(state),
			]) {
				expect(readAnswer(again)).toEqual({ attempt: 1, status: 200, body: { status: 'success', duplicate: true } });
			}
		});
		expect(runs).toEqual([]);
		expect(changedRows(before, await dumpTables(environment.selfKey))).toEqual([]);
	});

	test('while the first is still under way waits for it, and both hear of success', async () => {
		const state = take();
		environment.selfKey.faults.slow(1_500);
		const runs = await started(async () => {
			const answers = await Promise.all([
				environment.reservationSystem.send(state),
				environment.reservationSystem.sendAgain(state),
				environment.reservationSystem.sendAgain(state),
			]);
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
			expect(
				answers.map((answer) => (readAnswer(answer).body as { duplicate?: boolean }).duplicate ?? false).sort(),
			).toEqual([false, true, true]);
		});
		environment.selfKey.faults.slow(0);
		expect(runs.map(({ status }) => status)).toEqual(['success']);
		expect(await bookingsOf(state)).toHaveLength(1);
	});

	test('after n8n was killed and started again runs, and changes nothing', async () => {
		const state = take();
		await environment.reservationSystem.send(state);
		const before = await bookingsOf(state);
		await environment.n8n.crash();
		await environment.n8n.start();
		const runs = await started(async () => {
			const answer = await environment.n8n.waitFor(async () => {
				const given = await systemWith({ attempts: 1 }).sendAgain(state);
				// Until its workflows are on, n8n knows no such address.
				return given.status !== 404 && given;
			});
			expect(readAnswer(answer)).toMatchObject({ status: 200, body: { results: [{ outcome: 'unchanged' }] } });
		});
		expect(runs).toHaveLength(1);
		expect(await bookingsOf(state)).toEqual(before);
	});

	test('out of order: the older state is stale', async () => {
		const state = take();
		const changed = next(state, { total: { ...state.total, minor: state.total.minor + 500 } });
		const outcomes: unknown[] = [];
		const runs = await started(async () => {
			for (const each of [changed, state])
				outcomes.push(
					(readAnswer(await environment.reservationSystem.send(each)).body as { results: Array<{ outcome: string }> })
						.results[0]?.outcome,
				);
		});
		expect(outcomes).toEqual(['created', 'stale']);
		expect(await bookingsOf(state)).toEqual([expect.objectContaining(rowOf(changed))]);
		expect((await logRows(environment, runs)).map(({ outcome, status }) => [outcome, status])).toEqual([
			['created', 'success'],
			['stale', 'warning'],
		]);
	});
});

describe('what is wrong', () => {
	const state = take();

	test.each([
		['forged', 401, { error: 'Invalid signature' }],
		['altered', 401, { error: 'Invalid signature' }],
		['unsigned', 401, { error: expect.any(String) as string }],
		['late', 401, { error: expect.any(String) as string }],
		['huge', 413, { error: expect.any(String) as string }],
		['wrong_type', 415, { error: expect.any(String) as string }],
		['not_utf8', 400, { error: expect.any(String) as string }],
		// n8n's own answer, before any node is asked.
		['malformed', 422, { message: 'Failed to parse request body' }],
	] as const)('%s is answered %i, starts nothing and writes nothing', async (misuse, status, body) => {
		const before = await dumpTables(environment.selfKey);
		const logged = environment.n8n.logs().length;
		const runs = await started(async () => {
			const answer = await environment.reservationSystem.misuse(misuse, state);
			expect(readAnswer(answer)).toMatchObject({ attempt: 1, status, body });
		});
		expect(runs).toEqual([]);
		expect(changedRows(before, await dumpTables(environment.selfKey))).toEqual([]);
		if (misuse !== 'malformed') {
			await environment.n8n.waitFor(
				() => environment.n8n.logs().slice(logged).includes(`Webhook rejected with ${status}`),
				{
					what: 'the reason in the log',
				},
			);
		}
		expect(environment.n8n.logs().slice(logged)).not.toContain(state.guest.email);
	});

	test('an incomplete one is told every field that it lacks', async () => {
		const runs = await started(async () => {
			const answer = await environment.reservationSystem.sendIncomplete(state, 'check_in');
			expect(readAnswer(answer)).toEqual({
				attempt: 1,
				status: 400,
				body: { error: 'Missing or invalid: data.check_in', fields: ['data.check_in'] },
			});
		});
		expect(runs).toEqual([]);
	});

	test('another method than POST finds nothing', async () => {
		expect((await fetch(environment.reservationSystem.sender.url)).status).toBe(404);
	});

	test('the right one still gets in afterwards', async () => {
		expect(await environment.reservationSystem.send(state)).toMatchObject({ status: 200 });
		expect(await bookingsOf(state)).toHaveLength(1);
	});
});

describe('what fails', () => {
	test('while SelfKey is down is answered 500, and the next try lands, once', async () => {
		const state = take();
		environment.selfKey.faults.down(true);
		let failed: unknown;
		const system = systemWith({
			pause: async () => {
				failed ??= readAnswer(system.sender.answers[0]!);
				environment.selfKey.faults.down(false);
			},
		});
		const runs = await started(async () => {
			expect(await system.send(state)).toMatchObject({ attempt: 2, status: 200 });
		});
		expect(failed).toEqual({
			attempt: 1,
			status: 500,
			body: {
				error: 'Processing failed',
				results: [{ key: keyOf(state), error: expect.stringContaining('SelfKey') as string }],
			},
		});
		expect(runs.map(({ status }) => status)).toEqual(['error', 'success']);
		expect(failureOf(runs[0])).toMatch(/^1 of 1 reservations were not written.*SelfKey/);
		expect(await bookingsOf(state)).toHaveLength(1);
		// One line, which says how often it was tried.
		expect(await logRows(environment, runs)).toMatchObject([{ outcome: 'created', status: 'success', attempts: 2 }]);
	});

	test('with the connection lost after the commit is tried again, and written once', async () => {
		const state = take();
		environment.selfKey.faults.dropAnswers(100);
		const system = systemWith({ pause: async () => environment.selfKey.faults.dropAnswers(0) });
		const answer = await system.send(state);
		expect(readAnswer(answer)).toMatchObject({
			attempt: 2,
			status: 200,
			body: { results: [{ outcome: 'unchanged' }] },
		});
		expect(await bookingsOf(state)).toHaveLength(1);
	});

	test('since it is for another hotel: the sender and the log hear why, and it is not to be sent again', async () => {
		const state = take();
		const pension = systemWith({ hotelId: 'pension-du-lac', attempts: 1 });
		const [run] = await started(async () => {
			expect(readAnswer(await pension.send(state))).toMatchObject({
				attempt: 1,
				status: 422,
				body: {
					results: [
						{
							key: `webhook/pension-du-lac/${state.id}`,
							error: expect.stringContaining('data.hotel_id') as string,
						},
					],
				},
			});
		});
		expect(failureOf(run)).toContain('data.hotel_id');
		expect(await logRows(environment, run && [run])).toMatchObject([
			{ status: 'error', outcome: 'not written', message: expect.stringContaining('data.hotel_id') as string },
		]);
		expect(await bookingsOf(state)).toEqual([]);
	});

	test('since the credential names no hotel is answered 500, and lands once it does', async () => {
		const state = take();
		await changeCredential(environment, 'selfKeyApi', { hotelSlug: '' });
		const system = systemWith({
			pause: () => changeCredential(environment, 'selfKeyApi', { hotelSlug: hotelParadise.slug }),
		});
		const answer = await system.send(state);
		expect(system.sender.answers.map(({ status }) => status)).toEqual([500, 200]);
		expect(answer).toMatchObject({ attempt: 2 });
		expect(await bookingsOf(state)).toHaveLength(1);
	});

	test('in the log alone changes nothing for the sender, and people see a red execution', async () => {
		const state = take();
		await deleteDataTable(environment, 'hotel_integration_log');
		const { session } = environment.n8n.api;
		const { data } = await session.request<{ data: Array<{ projectId: string }> }>('GET', '/data-tables-global?take=1');
		await session.request('POST', `/projects/${data[0]?.projectId ?? ''}/data-tables`, {
			name: 'hotel_integration_log',
			columns: [{ name: 'nothing', type: 'string' }],
		});
		const runs = await started(async () => {
			expect(await environment.reservationSystem.send(state)).toMatchObject({ attempt: 1, status: 200 });
		});
		expect(runs.map(({ status }) => status)).toEqual(['error']);
		expect(failureOf(runs[0])).toMatch(
			/^Everything else was done, but the table hotel_integration_log cannot be written to/,
		);
		await deleteDataTable(environment, 'hotel_integration_log');
		expect(await bookingsOf(state)).toHaveLength(1);
	});

	test.each([
		['by an error that nobody has foreseen', 'error'],
		['by a node that somebody has switched off', 'error'],
	])('%s is answered 500 too', async (cause, outcome) => {
		const file = await readTemplate('41-reservation-webhook');
		const isSwitchedOff = cause.includes('switched off');
		for (const node of file.nodes) {
			if (isSwitchedOff && node.name === 'Write to SelfKey') node.disabled = true;
			if (!isSwitchedOff && node.name === 'Write to SelfKey') {
				delete node.onError;
				node.type = 'n8n-nodes-base.stopAndError';
				node.typeVersion = 1;
				node.parameters = { errorType: 'errorMessage', errorMessage: 'An accident' };
			}
			if (node.type.endsWith('.reservationWebhookTrigger'))
				node.credentials =
					(await environment.n8n.api.workflow(workflow)).nodes.find(({ type }) => type === node.type)?.credentials ??
					{};
		}
		const id = await environment.n8n.api.createWorkflow({ ...file, name: 'Accident' });
		await environment.n8n.activate(id);
		const runs = await startedBy(environment, id, async () => {
			expect(
				await systemWith({ url: await productionUrl(environment.n8n, id), attempts: 1 }).send(take()),
			).toMatchObject({
				status: 500,
			});
		});
		expect(runs.map(({ status }) => status)).toEqual([outcome]);
		await environment.n8n.deactivate(id);
	});
});

describe('answering at once', () => {
	let id: string;
	let system: ReservationSystem;

	beforeAll(async () => {
		const file = await readTemplate('41-reservation-webhook');
		for (const node of file.nodes) {
			if (!node.type.endsWith('.reservationWebhookTrigger')) continue;
			node.parameters = { ...node.parameters, respond: 'atOnce', events: ['new_reservation', 'cancelled_reservation'] };
			node.credentials =
				(await environment.n8n.api.workflow(workflow)).nodes.find(({ type }) => type === node.type)?.credentials ?? {};
		}
		id = await environment.n8n.api.createWorkflow({ ...file, name: 'At once' });
		await environment.n8n.activate(id);
		system = systemWith({ url: await productionUrl(environment.n8n, id) });
	});

	afterAll(async () => {
		await environment.n8n.deactivate(id);
	});

	test('does not wait for SelfKey, and the flow is done all the same', async () => {
		const state = take();
		environment.selfKey.faults.slow(3_000);
		const runs = await startedBy(environment, id, async () => {
			const answer = await system.send(state);
			expect(readAnswer(answer)).toEqual({ attempt: 1, status: 200, body: { status: 'success' } });
			expect(await bookingsOf(state)).toEqual([]);
		});
		environment.selfKey.faults.slow(0);
		expect(runs.map(({ status }) => status)).toEqual(['success']);
		expect(await bookingsOf(state)).toHaveLength(1);
	});

	test('a failure is red in n8n, and no news to the sender', async () => {
		environment.selfKey.faults.down(true);
		const runs = await startedBy(environment, id, async () => {
			expect(readAnswer(await system.send(take()))).toEqual({ attempt: 1, status: 200, body: { status: 'success' } });
		});
		environment.selfKey.faults.down(false);
		expect(runs.map(({ status }) => status)).toEqual(['error']);
	});

	test('an event that is not chosen is answered "ignored" and starts nothing', async () => {
		const runs = await startedBy(environment, id, async () => {
			expect(readAnswer(await system.send(next(take())))).toEqual({
				attempt: 1,
				status: 200,
				body: { status: 'ignored' },
			});
		});
		expect(runs).toEqual([]);
	});
});

describe('the secret', () => {
	const CREDENTIAL = 'Reservation system (sandbox)';

	test('is replaced without a gap: the old one counts until it is taken out', async () => {
		const newSecret = `whsec_${Buffer.from('another secret of the tests, 32 bytes').toString('base64')}`;
		const old = environment.secrets.reservationSecret;
		await changeCredentialNamed(environment, CREDENTIAL, { secret: newSecret, previousSecrets: old });
		const withNew = systemWith({ secret: newSecret });
		expect(await environment.reservationSystem.send(take())).toMatchObject({ status: 200 });
		expect(await withNew.send(take())).toMatchObject({ status: 200 });
		await changeCredentialNamed(environment, CREDENTIAL, { previousSecrets: '' });
		expect(await environment.reservationSystem.send(take())).toMatchObject({ status: 401 });
		expect(await withNew.send(take())).toMatchObject({ status: 200 });
		await changeCredentialNamed(environment, CREDENTIAL, { secret: old });
	});

	test('with a stray space lets nobody in, and the workflow cannot be switched on', async () => {
		const { n8n, secrets } = environment;
		await changeCredentialNamed(environment, CREDENTIAL, { secret: `${secrets.reservationSecret} ` });
		expect(await environment.reservationSystem.send(take())).toMatchObject({ status: 401 });
		await n8n.deactivate(workflow);
		await expect(n8n.activate(workflow)).rejects.toThrow(/space|whitespace/i);
		await changeCredentialNamed(environment, CREDENTIAL, { secret: secrets.reservationSecret });
		await n8n.deactivate(workflow);
		await n8n.activate(workflow);
		expect(await environment.reservationSystem.send(take())).toMatchObject({ status: 200 });
	});

	test('is in no execution and in no line that n8n has printed', async () => {
		const { n8n } = environment;
		const secrets = secretTexts(environment.secrets);
		const printed = n8n.logs();
		for (const secret of secrets) expect(printed).not.toContain(secret);
		for (const { id } of (await runsOfWorkflow(environment, workflow)).slice(-20)) {
			const kept = JSON.stringify(await n8n.api.execution(id));
			for (const secret of secrets) expect(kept).not.toContain(secret);
		}
	});
});
