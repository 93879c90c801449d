/** SelfKey's process killed (SIGKILL) in the middle of its transactions, while reservations come in and change. */
import { signHex } from '../../../core/webhook/sign';
import { addDays } from '../../../sandbox/hotel';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { freePorts } from '../../../sandbox/n8n/host/ports';
import { cancellation, reservation, type Wish } from '../../support/booking-store/reservations';
import { eventFor } from '../../support/booking-store/test-hotel';
import { startCrashingPostgres, type CrashingPostgres } from '../../support/crashing-postgres';
import { KilledSelfKey } from '../../support/killed-selfkey';

const KILLS = 3;
const RESERVATIONS = 20;
const hotel = {
	...{ slug: 'hotel-paradise', name: 'Hôtel Paradise', city: 'Montreux', country: 'CH' },
	...{ currency: 'CHF', timeZone: 'Europe/Zurich' },
	rooms: ['101', '102', '103'].map((name) => ({ name, price: 145, roomTypeId: 'double' })),
};
const account = { hotel, apiKey: 'all', integrations: [{ id: 'n8n', secret: 'webhook secret' }] };

let postgres: CrashingPostgres | null = null;
/** Makes the tables and reads them; nobody calls it. */
let reader: SelfKeySandbox;
let selfKey: KilledSelfKey;
let port = 0;

beforeAll(async () => {
	const started = await startCrashingPostgres();
	if ('reason' in started) return console.warn(`SelfKey is NOT killed in a transaction here: ${started.reason}`);
	postgres = started;
	reader = await startSelfKey({ ...account, database: postgres.database });
	[port = 0] = await freePorts(1);
	selfKey = new KilledSelfKey({ ...account, port, databaseUrl: postgres.url });
	await selfKey.start();
});
afterAll(async () => {
	await selfKey?.close();
	await reader?.close();
	await postgres?.close();
});

/** Sends it until somebody has answered, as n8n does. @returns the outcome */
async function deliver(wish: Wish, make = reservation): Promise<string> {
	const body = JSON.stringify(eventFor(make(wish)));
	for (;;) {
		try {
			const response = await fetch(`http://127.0.0.1:${port}/api/webhooks/integrations/hotel-paradise/n8n`, {
				...{ method: 'POST', body },
				headers: { 'x-signature': signHex('webhook secret', body), 'content-type': 'application/json' },
			});
			const { outcome } = (await response.json()) as { outcome: string };
			if (response.status === 200) return outcome;
		} catch {
			// It is away, or went away in the middle of its answer.
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

const stays = Array.from({ length: RESERVATIONS }, (_, n) => {
	const checkIn = addDays('2026-04-01', 3 * n);
	return { id: `R${n}`, checkIn, checkOut: addDays(checkIn, 2) };
});
/** Each is booked; then one in three is a day longer, and one in four is cancelled. */
async function tell(of: typeof stays): Promise<void> {
	for (const stay of of) await deliver(stay);
	for (const { id, checkIn, checkOut } of of) {
		const n = Number(id.slice(1));
		if (n % 3 === 0) await deliver({ id, checkIn, checkOut: addDays(checkOut, 1), event: 'modified', seen: 1 });
		if (n % 4 === 0) await deliver({ id, seen: 2 }, cancellation);
	}
}

test('what was cut off is not there, and told again it is there once', async () => {
	if (!postgres) return;
	const told = Promise.all([0, 1].map((turn) => tell(stays.filter((_, n) => n % 2 === turn))));
	const cutOff: string[] = [];
	for (let kill = 0; kill < KILLS; kill++) {
		const open = await selfKey.killWhileWriting();
		if (open.length === 0) break;
		cutOff.push(...open);
		await selfKey.start();
	}
	await told;

	expect(cutOff.length).toBeGreaterThanOrEqual(KILLS);
	expect(new Set(cutOff)).toEqual(new Set(['aborted']));
	const rows = await reader.db<{ id: string; nights: string; status: string; count: number }>(
		`SELECT r."reservationId" AS "id", b."paymentStatus" AS "status", b."checkInDate"::date || ' ' || b."checkOutDate"::date AS "nights"
		FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id"`,
	);
	expect(rows.map(({ id, nights, status }) => `${id} ${nights} ${status}`).sort()).toEqual(
		stays
			.map(({ id, checkIn, checkOut }, n) => {
				const last = n % 3 === 0 ? addDays(checkOut, 1) : checkOut;
				return `${id} ${checkIn} ${last} ${n % 4 === 0 ? 'failed' : 'succeeded'}`;
			})
			.sort(),
	);
	const { bookings, changes, logs, doubleBookedRoomNights } = await reader.statistics();
	expect({ bookings, doubleBookedRoomNights }).toEqual({ bookings: RESERVATIONS, doubleBookedRoomNights: 0 });
	// Each change is noted with what it changed, or not at all.
	const count = (divisor: number) => Math.ceil(RESERVATIONS / divisor);
	expect(changes.emitted).toBe(RESERVATIONS + count(3) + count(4));
	expect(logs).toMatchObject({ created: RESERVATIONS, updated: count(3), cancelled: count(4) });
});
