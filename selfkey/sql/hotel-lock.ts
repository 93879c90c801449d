/** One writer per hotel at a time. */
import { createHash } from 'node:crypto';
import { BookingBusy } from '../ports/booking-store';
import { isLockTimeout } from '../ports/database-failures';
import type { SqlClient, SqlDatabase } from './client';

/** How long a writer waits for the one before it, before the sender is told to try again. */
const LOCK_TIMEOUT = '20s';

/** The advisory lock's number for a hotel: 64 bits, signed, the same in every process and for ever. */
export function hotelLockNumber(hotelSlug: string): string {
	return createHash('sha256').update(`n8n-nodes-hotel/hotel/${hotelSlug}`).digest().readBigInt64BE(0).toString();
}

/**
 * How long a row may be held by somebody else, such as the desk, before its reservation is left for later. All others wait
 * for as long, so that a hotel in which it was in vain is not patient again at once.
 */
const ROW_TIMEOUT = '500ms';
const BE_IMPATIENT = "SELECT set_config('lock_timeout', '20ms', TRUE)";
const IMPATIENT_FOR_MS = 5_000;

/** Until when a hotel is impatient, of those that were so last; each process learns it by itself. */
const impatient = new WeakMap<SqlDatabase, Map<string, number>>();

/**
 * One after the other, each from what the one before has given: the wait for the lock, and what holds from then on.
 * @param number the lock's, or its parameter
 */
const lock = (number: string) => `WITH "patience" AS MATERIALIZED (
	SELECT set_config('lock_timeout', '${LOCK_TIMEOUT}', TRUE) AS "timeout"
), "locked" AS MATERIALIZED (
	SELECT pg_advisory_xact_lock(${number}::text::bigint) FROM "patience" WHERE "timeout" <> ''
)
SELECT set_config('hotel.origin', 'handler', TRUE), set_config('lock_timeout', '${ROW_TIMEOUT}', TRUE), l."count"::integer
FROM (SELECT count(*) AS "count" FROM "locked") l`;

/**
 * A transaction that has the hotel's lock until it ends, tells the trigger on `bookings` that it notes its changes itself,
 * and waits for no row for long. The lock is a statement of its own before all others: each of these has to see what was
 * committed during the wait.
 * @throws BookingBusy where somebody else holds a row that the work needs; a wait for the lock itself fails as it does
 */
export function writing<T>(
	database: SqlDatabase,
	hotelSlug: string,
	work: (client: SqlClient) => Promise<T>,
): Promise<T> {
	const number = hotelLockNumber(hotelSlug);
	const locked = async (client: SqlClient) => {
		// Asked only now: the others were in vain while this one waited for the lock.
		if (isImpatient(database, hotelSlug)) await client.query(BE_IMPATIENT);
		try {
			return await work(client);
		} catch (error) {
			if (!isLockTimeout(error)) throw error;
			becomeImpatient(database, hotelSlug);
			throw new BookingBusy();
		}
	};
	// Digits that we have made ourselves: the one value of all statements that is no parameter.
	if (database.transactionAfter) return database.transactionAfter(lock(`'${number}'`), locked);
	return database.transaction(async (client) => {
		await client.query(lock('$1'), [number]);
		return locked(client);
	});
}

function isImpatient(database: SqlDatabase, hotelSlug: string): boolean {
	return (impatient.get(database)?.get(hotelSlug) ?? 0) > performance.now();
}

function becomeImpatient(database: SqlDatabase, hotelSlug: string): void {
	const hotels = impatient.get(database) ?? new Map<string, number>();
	for (const [hotel, until] of hotels) if (until < performance.now()) hotels.delete(hotel);
	impatient.set(database, hotels.set(hotelSlug, performance.now() + IMPATIENT_FOR_MS));
}
