/** A hotel of any size on a PostgreSQL of its own, with the handler in front of it. */
import { Client, Pool } from 'pg';
import { createTables } from '../sandbox/selfkey/tables';
import { reservation, roomStay } from '../core/reservation/build';
import { addDays } from '../core/reservation/dates';
import { moneyFromDecimal } from '../core/reservation/money';
import { unknownBooker, type Reservation } from '../core/reservation/model';
import { signHex } from '../core/webhook/sign';
import { createSelfKeyHandler, createSqlBookingStore, overPool } from '../selfkey/index';

const SECRET = 'bench-secret';
/** The day of the bench: everything before it is history. */
export const TODAY = '2027-06-01';

export interface HotelOnPostgres {
	slug: string;
	pool: Pool;
	/** Milliseconds until all of them are written, in one request. */
	write(reservations: readonly Reservation[]): Promise<number>;
}

export interface Size {
	rooms: number;
	/** Stays that have left, so many of them a channel's. */
	past: number;
	/** Stays that are still to come. */
	future: number;
	/** `YYYY-MM-DD`; the day of the bench, if it is left out. */
	today?: string;
}

/** Runs the work with a connection to a database that is empty and goes afterwards; `null` where there is none. */
export async function withPostgres<T>(work: (pool: Pool) => Promise<T>): Promise<T | null> {
	const started = process.env['DATABASE_URL'] ? {} : await startedPostgres();
	const url = process.env['DATABASE_URL'] ?? started.url;
	if (url === undefined) return null;
	const schema = `bench_${process.pid}_${Date.now()}`;
	const pool = new Pool({ connectionString: url, options: `-c search_path=${schema}` });
	// A server that is stopped ends what is still closing, which would end the process before it has told anything.
	pool.on('error', () => undefined);
	try {
		await pool.query(`CREATE SCHEMA "${schema}"`);
		await createTables(pool);
		return await work(pool);
	} finally {
		await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
		await pool.end();
		await started.stop?.();
	}
}

/**
 * Counts what is sent to PostgreSQL from now on, BEGIN and COMMIT among them, also over connections that are open already.
 * @returns how many statements that were so far
 */
export function countStatements(): () => number {
	let count = 0;
	const prototype = Client.prototype as unknown as { query: (...values: unknown[]) => unknown };
	const { query } = prototype;
	prototype.query = function (...values) {
		count += 1;
		return query.apply(this, values);
	};
	return () => count;
}

async function startedPostgres(): Promise<{ url?: string; stop?: () => Promise<void> }> {
	// @ts-expect-error A plain script without types.
	const { startPostgres } = (await import('../scripts/testing/postgres.mjs')) as {
		startPostgres(): Promise<{ url?: string; stop?: () => Promise<void> }>;
	};
	return startPostgres();
}

/** Rooms are all of one type. Neighbouring stays follow one another in each room, so that nothing is wrong with the house. */
export async function openHotel(
	pool: Pool,
	slug: string,
	{ rooms, past, future, today = TODAY }: Size,
): Promise<HotelOnPostgres> {
	await pool.query(
		`INSERT INTO "establishments" ("id", "slug", "name", "city", "country") VALUES ($1, $1, $1, 'Vevey', 'CH')`,
		[slug],
	);
	await pool.query(
		`INSERT INTO "rooms" ("id", "hotelSlug", "name", "price") SELECT $1 || '-' || i, $1, 'Room ' || lpad(i::text, 5, '0'), 100 FROM generate_series(1, $2::int) i`,
		[slug, rooms],
	);
	const names = Array.from({ length: rooms }, (_, index) => `Room ${String(index + 1).padStart(5, '0')}`);
	await pool.query(
		`INSERT INTO "integrations" ("id", "establishmentSlug", "type", "name", "status", "configuration") VALUES ($1, $1, 'webhook', 'n8n', 'connected', $2::jsonb)`,
		[slug, JSON.stringify({ currency: 'EUR', roomMap: { double: names } })],
	);
	await fill(pool, slug, rooms, past, -1, today);
	await fill(pool, slug, rooms, future, 1, today);
	await pool.query('ANALYZE');
	const errors: unknown[] = [];
	const handler = createSelfKeyHandler({
		store: createSqlBookingStore(overPool(pool)),
		secretFor: () => SECRET,
		clock: () => new Date(`${today}T10:00:00.000Z`),
		onError: (error) => errors.push(error),
	});
	return {
		slug,
		pool,
		async write(reservations) {
			const events = reservations.map((stay) => ({
				event_type: `${stay.event}_reservation`,
				data: { reservation: stay },
			}));
			const body = JSON.stringify({ events });
			const start = performance.now();
			const response = await handler(
				new Request(`http://selfkey.test/api/webhooks/integrations/${slug}/${slug}`, {
					method: 'POST',
					body,
					headers: { 'x-signature': signHex(SECRET, body) },
				}),
			);
			const taken = performance.now() - start;
			const { results } = (await response.json()) as { results: Array<{ outcome?: string; error?: string }> };
			const wrong = results.filter(({ outcome }) => outcome !== 'created');
			if (errors.length > 0 || wrong.length > 0)
				throw new Error(`It was not written: ${JSON.stringify(wrong[0])} ${String(errors[0])}`);
			return taken;
		},
	};
}

/** Two nights each, one after another in every room; every second one came through a channel. */
async function fill(
	pool: Pool,
	slug: string,
	rooms: number,
	count: number,
	direction: 1 | -1,
	today: string,
): Promise<void> {
	const prefix = `${slug}-${direction > 0 ? 'f' : 'p'}-`;
	// Triggers would only slow down what nobody measures.
	await pool.query(`ALTER TABLE "bookings" DISABLE TRIGGER USER`);
	await pool.query(
		`INSERT INTO "bookings" ("id", "hotelSlug", "roomId", "clientFirstName", "clientLastName", "clientEmail", "clientPhone", "clientBirthDate", "clientAddress",
			"clientPostalCode", "clientCity", "clientCountry", "clientIdNumber", "amount", "ownerAmount", "checkInDate", "checkOutDate", "paymentStatus", "bookingType", "internalNote")
		SELECT $1 || i, $2, $2 || '-' || (1 + i % $4), 'Ada', 'Guest', 'ada@example.com', '1', '1980-05-05', 'Street 1', '1200', 'Genève', 'CH', 'X1', 100, 93,
			d, d + interval '2 days', 'succeeded', 'night', ''
		FROM (SELECT i, $6::text::timestamp + make_interval(days => $5::int * (2 * (i / $4) + 2)) AS d FROM generate_series(0, $3::int - 1) i) AS n`,
		[prefix, slug, count, rooms, direction, today],
	);
	await pool.query(`ALTER TABLE "bookings" ENABLE TRIGGER USER`);
	await pool.query(
		`INSERT INTO "booking_reservations" ("hotelSlug", "channel", "propertyId", "reservationId", "status", "reservation", "createdAt", "updatedAt")
		SELECT $1, 'booking.com', '1', b."id", 'confirmed', '{}', now(), now() FROM "bookings" b WHERE b."hotelSlug" = $1 AND b."id" LIKE $2 || '%' AND b."bookingNumber" % 2 = 0`,
		[slug, prefix],
	);
	await pool.query(
		`INSERT INTO "booking_external_references" ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "createdAt", "updatedAt")
		SELECT b."hotelSlug", 'booking.com', '1', b."id", '1', b."id", jsonb_build_object('roomId', b."roomId", 'roomTypeId', 'double'), FALSE, now(), now()
		FROM "bookings" b WHERE b."hotelSlug" = $1 AND b."id" LIKE $2 || '%' AND b."bookingNumber" % 2 = 0`,
		[slug, prefix],
	);
}

/** A stay of one night, in nights that are still free. */
export function newStay(id: string, checkIn: string): Reservation {
	const checkOut = addDays(checkIn, 1);
	return reservation({
		channel: 'booking.com',
		propertyId: '1',
		reservationId: id,
		event: 'new',
		observedAt: `${TODAY}T09:00:00.000Z#1`,
		checkIn,
		checkOut,
		rooms: [roomStay({ roomStayId: '1', roomTypeId: 'double', checkIn, checkOut, adults: 2, children: 0 })],
		booker: { ...unknownBooker(), lastName: 'Guest' },
		adults: 2,
		children: 0,
		total: moneyFromDecimal('100', 'EUR'),
	});
}
