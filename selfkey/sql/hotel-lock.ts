/** One writer per hotel at a time. */
import { createHash } from 'node:crypto';
import type { SqlClient, SqlDatabase } from './client';

/** How long a writer waits for the one before it, before the sender is told to try again. */
const LOCK_TIMEOUT = '20s';

/** The advisory lock's number for a hotel: 64 bits, signed, the same in every process and for ever. */
export function hotelLockNumber(hotelSlug: string): string {
	return createHash('sha256').update(`n8n-nodes-hotel/hotel/${hotelSlug}`).digest().readBigInt64BE(0).toString();
}

/** How long a row may be held by somebody else, such as the desk, before its reservation is left for later. */
const ROW_TIMEOUT = '2s';

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
 */
export function writing<T>(
	database: SqlDatabase,
	hotelSlug: string,
	work: (client: SqlClient) => Promise<T>,
): Promise<T> {
	const number = hotelLockNumber(hotelSlug);
	// Digits that we have made ourselves: the one value of all statements that is no parameter.
	if (database.transactionAfter) return database.transactionAfter(lock(`'${number}'`), work);
	return database.transaction(async (client) => {
		await client.query(lock('$1'), [number]);
		return work(client);
	});
}
