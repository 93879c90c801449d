/**
 * n8n, SelfKey and SelfKey's PostgreSQL killed outright at random moments, while reservations come in from every source,
 * change, go on to OPERA, are paid and change what may be sold; started again each time. Who is killed, and when, follows
 * from the seed:
 *
 *   CHAOS_SEED=… CHAOS_KILLS=… npm run test:chaos
 *   CHAOS_SEED=… CHAOS_KILLS=… npm run test:chaos -- --queue-mode
 *
 * In queue mode it is main, a worker or a webhook processor that is killed, and a worker that has a run rather than one that
 * has none.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Receipt } from '../../sandbox/cash-register';
import { addDays, hotelParadise, reservationStream, seededRandom } from '../../sandbox/hotel';
import { calendarListings, Listing } from '../../sandbox/ical';
import { reservationSeason, type OwnReservation } from '../../sandbox/reservation-system';
import { INTEGRATION, openForBusiness } from '../../sandbox/start/environment';
import { activeOf, activeRows, decimalsOf, expectedActive } from '../support/active-bookings';
import { reservationOf } from '../support/airbnb-channel';
import { startCrashingPostgres, type CrashingPostgres } from '../support/crashing-postgres';
import { openTestEnvironment, type SandboxEnvironment } from '../support/environment';
import { KilledSelfKey } from '../support/killed-selfkey';
import { runByHand } from '../support/manual-run';
import { N8N_SETUP_MS } from '../support/n8n';
import { IN_QUEUE_MODE, openQueueMode, workerOf, type OpenedQueueMode } from '../support/queue-mode';
import { wrongNights } from '../support/sold-nights';
import { inDays } from '../support/today';

const SEED = Number(process.env['CHAOS_SEED'] ?? 21);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 5);
const [AIRBNB, RECEIPTS, OWN, CALENDAR, AT_THE_DESK] = [10, 8, 8, 4, 4];
const HORIZON = 400;
const RECOVERY_MS = 300_000;
/** What a channel could not be told several times is given out again after ten minutes at most. */
const CALENDARS_MS = 720_000;

jest.setTimeout(900_000 + KILLS * 90_000);

const random = seededRandom(SEED);
const stream = reservationStream({ seed: SEED, reservations: 20 + 2 * KILLS, from: inDays(90) });
/** Each source has nights of its own, so that every stay has a room. */
const own = reservationSeason({ seed: SEED, hotel: hotelParadise, from: inDays(250), reservations: OWN });
const [{ listingId }] = calendarListings(hotelParadise) as [{ listingId: string; roomName: string }];
const calendar = new Listing(listingId, 'airbnb');
let postgres: CrashingPostgres | null = null;
/** Where it runs, the environment's own SelfKey answers nobody and is only looked into. */
let selfKeyProcess: KilledSelfKey | null = null;
let queueMode: OpenedQueueMode | null = null;
let environment: SandboxEnvironment;

beforeAll(async () => {
	const started = await startCrashingPostgres();
	if ('reason' in started) console.log(`SelfKey and its database are not killed, n8n alone is: ${started.reason}`);
	else postgres = started;
	if (IN_QUEUE_MODE) queueMode = await openQueueMode(hotelParadise.timeZone);
	environment = await openTestEnvironment({
		...(queueMode ? { n8n: queueMode.n8n } : {}),
		bookingCom: { stream },
		calendars: { listings: [calendar] },
		...(postgres ? { selfKey: { database: postgres.database } } : {}),
		ownN8n: true,
		pollSeconds: 5,
	});
	if (!postgres) return;
	const { selfKey, hotel, secrets } = environment;
	await selfKey.pause();
	selfKeyProcess = new KilledSelfKey({
		...{ hotel, apiKey: secrets.apiKey, integrations: [{ id: INTEGRATION, secret: secrets.webhookSecret }] },
		...{ port: Number(new URL(selfKey.url).port), databaseUrl: postgres.url },
	});
	await selfKeyProcess.start();
}, N8N_SETUP_MS);

afterAll(async () => {
	await queueMode?.close();
	await environment?.close();
	await selfKeyProcess?.close();
	await postgres?.close();
}, 60_000);

interface Stay {
	code: string;
	checkIn: string;
	checkOut: string;
	isCancelled?: boolean;
}

const staysFrom = (count: number, prefix: string, from: number): Stay[] =>
	Array.from({ length: count }, (_, n) => {
		const checkIn = inDays(from + 3 * n);
		return { code: `${prefix}${n}`, checkIn, checkOut: addDays(checkIn, 2) };
	});
const airbnbStays = staysFrom(AIRBNB, 'HM2000', 20);
/** What becomes of them while the kills go on: every third stays a day longer, every fifth is cancelled. */
const airbnbAtLast = airbnbStays.map((stay, n): Stay => ({
	...stay,
	...(n % 3 === 0 ? { checkOut: addDays(stay.checkOut, 1) } : {}),
	...(n % 5 === 4 ? { isCancelled: true } : {}),
}));
const calendarStays = staysFrom(CALENDAR, 'HMCAL0000', 330);
const deskStays = staysFrom(AT_THE_DESK, 'Desk guest ', 350);
const ownAtLast = [...new Map(own.map((reservation) => [reservation.id, reservation])).values()].filter(
	({ status }) => status !== 'cancelled',
);
/** Booked in the own system while SelfKey is killed, so that it has something to write. */
const late: OwnReservation[] = [];
const ownSold = () => [...ownAtLast, ...late];
const paid = airbnbAtLast.filter(({ isCancelled }) => !isCancelled).slice(0, RECEIPTS);
const paidKey = (n: number) => `airbnb/${environment.airbnb.host.id}/${paid[n]?.code ?? ''}`;
const receiptOf = (n: number): Receipt => ({
	paymentId: `POS-${String(n).padStart(5, '0')}`,
	booking: { reservationKey: paidKey(n) },
	amount: { minor: 1_000 + n, currency: 'CHF', decimals: 2 },
	method: 'card',
});

interface Room {
	source: string;
	reservationId: string;
	nights: string;
}

/** What SelfKey and OPERA must hold at the end, each room once. */
function sold(): Room[] {
	const ofBookingCom = expectedActive(stream.steps).rooms.map(({ reservationId, checkIn, checkOut }) => ({
		source: 'booking.com',
		reservationId,
		nights: `${checkIn} ${checkOut}`,
	}));
	const other = (source: string, stays: readonly Stay[]) =>
		stays
			.filter(({ isCancelled }) => !isCancelled)
			.map(({ code, checkIn, checkOut }) => ({ source, reservationId: code, nights: `${checkIn} ${checkOut}` }));
	const ofOwnSystem = ownSold().map(({ id, checkIn, checkOut }) => ({
		source: 'webhook',
		reservationId: id,
		nights: `${checkIn} ${checkOut}`,
	}));
	return [...ofBookingCom, ...other('airbnb', [...airbnbAtLast, ...calendarStays]), ...ofOwnSystem];
}
const inOrder = (rooms: readonly Room[]) =>
	rooms.map(({ source, reservationId, nights }) => `${source} ${reservationId} ${nights}`).sort();

const inOpera = () =>
	inOrder(
		environment.opera
			.stays()
			.filter(({ status, references }) => status === 'Reserved' && references.length > 0)
			.map(({ references: [reference], arrival, departure }) => {
				const [source = '', , ...id] = (reference?.id ?? '').split('/');
				return { source, reservationId: id.join('/'), nights: `${arrival} ${departure}` };
			}),
	);
const inSelfKey = async () =>
	await environment.selfKey.db<Room & { guest: string; amount: number; currency: string }>(
		`SELECT r."channel" AS "source", r."reservationId", b."checkInDate"::date || ' ' || b."checkOutDate"::date AS "nights",
			b."clientLastName" AS "guest", b."amount", b."currency"
		FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id" WHERE b."paymentStatus" = 'succeeded'`,
	);
/** Of all subscribers. While PostgreSQL comes up again, nobody knows. */
const waiting = async () => (await environment.selfKey.statistics()).deliveries.waiting;

const putAtAirbnb = ({ code, checkIn, checkOut, isCancelled }: Stay, updatedAt?: string) => {
	const event = isCancelled ? 'cancelled' : 'new';
	const told = { event, reservationId: code, checkIn, checkOut, place: 1, cardNumber: '', wish: 'Lovelace' } as const;
	const reservation = reservationOf(told, environment.airbnb);
	environment.airbnb.account.put(updatedAt === undefined ? reservation : { ...reservation, updatedAt });
};

/** Whoever waits for an answer asks again, as a register and a reservation system do: anything may be away at any moment. */
async function untilTaken(send: () => Promise<{ status: number | null }>): Promise<void> {
	for (;;) {
		const answer = await send().catch(() => null);
		if (answer?.status === 200) return;
		await wait(2_000);
	}
}

/** One after the other, in the order in which it happened. */
async function sendAll(): Promise<void> {
	for (const reservation of own) await untilTaken(() => environment.reservationSystem.send(reservation));
	for (let n = 0; n < paid.length; n++) await untilTaken(() => environment.cashRegister.send(receiptOf(n)));
}

/** What people do before the first kill, and what they change after half of them. */
function book(): void {
	for (const stay of airbnbStays) putAtAirbnb(stay);
	for (const [n, { code, checkIn, checkOut }] of calendarStays.entries())
		calendar.book({
			...{ code, uid: `uid-${n}`, checkIn, checkOut },
			...{ guest: 'unknown', phoneEnd: '1234', isCancelled: false },
		});
	const roomType = environment.opera.configuration.roomTypes[0]?.code ?? '';
	for (const { code, checkIn, checkOut } of deskStays)
		environment.opera.deskBook({ givenName: 'Ada', surname: code, arrival: checkIn, departure: checkOut, roomType });
}
function change(): void {
	for (const stay of airbnbAtLast) putAtAirbnb(stay, '2026-11-02T08:00:00Z');
}

/** What PostgreSQL says of the transactions in which SelfKey was killed. */
const cutOff: string[] = [];
/** Runs that were under way at a worker when it was killed. */
const cutOffRuns: string[] = [];

/** Each ends it at once and starts it again a moment later. */
const victims = {
	async n8n() {
		await environment.n8n.crash();
		await environment.n8n.start();
	},
	async worker() {
		const { n8n } = queueMode!;
		const anyone = random.pick(n8n.workers);
		const runs = await n8n.api.executions({ status: ['running'] });
		const busy = runs.map(({ id }) => workerOf(n8n, id)).find((each) => each !== undefined) ?? anyone;
		await busy.crash();
		cutOffRuns.push(...runs.filter(({ id }) => workerOf(n8n, id) === busy).map(({ id }) => id));
		await busy.start();
	},
	async webhookProcessor() {
		const processor = random.pick(queueMode!.n8n.webhookProcessors);
		await processor.crash();
		await processor.start();
	},
	async selfKey() {
		await selfKeyProcess?.kill();
		await restartSelfKey();
	},
	async selfKeyWhileItWrites() {
		const sent: Array<Promise<void>> = [];
		let open: string[] = [];
		for (let attempt = 0; attempt < 5 && open.length === 0; attempt++) {
			const reservation = bookLate();
			sent.push(untilTaken(() => environment.reservationSystem.send(reservation)));
			open = await selfKeyProcess!.killWhileWriting();
		}
		cutOff.push(...open);
		await selfKeyProcess?.kill();
		await restartSelfKey();
		await Promise.all(sent);
	},
	async postgres() {
		await postgres?.crash();
	},
};

function bookLate(): OwnReservation {
	const [first] = own as [OwnReservation];
	const checkIn = inDays(300 + 3 * late.length);
	const reservation = { ...first, id: `L-${late.length}`, checkIn, checkOut: addDays(checkIn, 2) };
	late.push(reservation);
	return reservation;
}

async function restartSelfKey(): Promise<void> {
	await wait(random.int(0, 5_000));
	await selfKeyProcess?.start();
}

/** All of them in each round, n8n twice. */
function victimsInOrder(): Array<keyof typeof victims> {
	const ofN8n = IN_QUEUE_MODE ? (['n8n', 'worker', 'worker', 'webhookProcessor'] as const) : (['n8n', 'n8n'] as const);
	const ofSelfKey = postgres ? (['selfKey', 'selfKeyWhileItWrites', 'postgres'] as const) : [];
	const order: Array<keyof typeof victims> = [];
	while (order.length < KILLS) order.push(...random.shuffle([...ofN8n, ...ofSelfKey]));
	return order.slice(0, KILLS);
}

async function bothSellWhatIsFree(): Promise<true> {
	const wrong = await wrongNights(environment, HORIZON);
	if (wrong.length === 0) return true;
	throw new Error(`${wrong.length} nights are wrong, such as ${wrong.slice(0, 3).join('; ')}`);
}

/** What OPERA did not get before n8n was killed is on a list for the hourly run, which takes what is ten minutes old. */
async function postWhatIsListed(): Promise<void> {
	const { n8n, templates } = environment;
	const { nodes, connections, versionId } = await n8n.api.workflow(templates.payments);
	const impatient = JSON.parse(JSON.stringify(nodes).replaceAll(/minutes: [15]0 /g, 'minutes: 0 ')) as unknown;
	await n8n.api.session.request('PATCH', `/workflows/${templates.payments}`, {
		nodes: impatient,
		connections,
		versionId,
	});
	await n8n.waitFor(
		async () => {
			// Without the minutes nothing keeps two runs apart, so each has to end before the next.
			await runByHand(n8n, templates.payments, 'Every hour', RECOVERY_MS);
			return ((await n8n.api.dataTableRows('opera_payments')) ?? []).length === 0;
		},
		{ what: 'each payment in OPERA', timeoutMs: RECOVERY_MS },
	);
}

test(`${KILLS} kills${IN_QUEUE_MODE ? ' in queue mode' : ''}: everything is everywhere once, with its last state, and nothing waits (seed ${SEED})`, async () => {
	const { n8n, bookingCom, selfKey, opera } = environment;
	book();
	await openForBusiness(environment);
	const sent = sendAll();
	const order = victimsInOrder();
	for (const [kill, victim] of order.entries()) {
		await wait(random.int(500, 15_000));
		await victims[victim]();
		if (kill === Math.floor(KILLS / 2)) change();
	}
	await sent;
	await n8n.waitFor(() => bookingCom.drained, { what: 'everything acknowledged', timeoutMs: RECOVERY_MS });
	await n8n.waitFor(async () => (await waiting()) === 0 && inOpera().length >= sold().length, {
		what: 'everything in OPERA',
		timeoutMs: 2 * RECOVERY_MS,
	});
	await n8n.waitFor(async () => (await inSelfKey()).length >= sold().length + deskStays.length, {
		what: "OPERA's own bookings in SelfKey",
		timeoutMs: RECOVERY_MS,
	});
	await n8n.waitFor(bothSellWhatIsFree, {
		what: 'both channels to sell what SelfKey has free',
		timeoutMs: CALENDARS_MS,
	});
	await postWhatIsListed();

	const killed = Object.fromEntries(order.map((victim) => [victim, order.filter((each) => each === victim).length]));
	console.info(JSON.stringify({ killed, transactionsCutOff: cutOff.length, runsCutOff: cutOffRuns.length }));
	expect(new Set(cutOff)).toEqual(new Set(order.includes('selfKeyWhileItWrites') ? ['aborted'] : []));
	const rows = await inSelfKey();
	expect(inOrder(rows.filter(({ source }) => source !== 'opera'))).toEqual(inOrder(sold()));
	expect(inOpera()).toEqual(inOrder(sold()));
	expect(
		rows
			.filter(({ source }) => source === 'opera')
			.map(({ guest, nights }) => `${guest} ${nights}`)
			.sort(),
	).toEqual(deskStays.map(({ code, checkIn, checkOut }) => `${code} ${checkIn} ${checkOut}`));
	expect(opera.stays().filter(({ references }) => references.length === 0)).toHaveLength(AT_THE_DESK);
	const ofBookingCom = new Set(rows.filter(({ source }) => source === 'booking.com').map((row) => row.reservationId));
	const atLast = (await activeRows(selfKey)).filter(({ reservationId }) => ofBookingCom.has(reservationId));
	expect(activeOf(atLast, decimalsOf)).toEqual(expectedActive(stream.steps));
	expect(
		rows
			.filter(({ source }) => source === 'webhook')
			.map(({ reservationId, guest, amount, currency }) => `${reservationId} ${guest} ${amount} ${currency}`)
			.sort(),
	).toEqual(
		ownSold()
			.map(({ id, guest, total }) => `${id} ${guest.lastName} ${total.minor / 10 ** total.decimals} ${total.currency}`)
			.sort(),
	);
	expect(await waiting()).toBe(0);
	expect((await selfKey.statistics()).doubleBookedRoomNights).toBe(0);

	const ledger = await selfKey.db<{ id: string; minor: string; of: string; isApplied: boolean }>(
		`SELECT "paymentId" AS "id", "minor"::text AS "minor", "channel" || '/' || "propertyId" || '/' || "reservationId" AS "of",
			"appliedAt" IS NOT NULL AS "isApplied" FROM "booking_payments" ORDER BY 1`,
	);
	const receipts = paid.map((_, n) => receiptOf(n));
	expect(ledger).toEqual(
		receipts.map(({ paymentId, amount }, n) => ({
			id: paymentId,
			minor: String(amount.minor),
			of: paidKey(n),
			isApplied: true,
		})),
	);
	expect(
		opera
			.payments()
			.map(({ reference, amount, currency }) => `${reference} ${amount} ${currency}`)
			.sort(),
	).toEqual(receipts.map(({ paymentId, amount }) => `${paymentId} ${amount.minor / 100} ${amount.currency}`));
});
