/** One writer per hotel at a time. */
import { createHash } from 'node:crypto';
import type { SqlClient } from './client';

/** How long a writer waits for the one before it, before the sender is told to try again. */
const LOCK_TIMEOUT = '20s';

/** The advisory lock's number for a hotel: 64 bits, signed, the same in every process and for ever. */
export function hotelLockNumber(hotelSlug: string): string {
	return createHash('sha256').update(`n8n-nodes-hotel/hotel/${hotelSlug}`).digest().readBigInt64BE(0).toString();
}

/** How long a row may be held by somebody else, such as the desk, before its reservation is left for later. */
const ROW_TIMEOUT = '2s';

/** One after the other, each from what the one before has given: the wait for the lock, and what holds from then on. */
const BEGIN_WRITING = `WITH "patience" AS MATERIALIZED (
	SELECT set_config('lock_timeout', '${LOCK_TIMEOUT}', TRUE) AS "timeout"
), "locked" AS MATERIALIZED (
	SELECT pg_advisory_xact_lock($1::text::bigint) FROM "patience" WHERE "timeout" <> ''
)
SELECT set_config('hotel.origin', 'handler', TRUE), set_config('lock_timeout', '${ROW_TIMEOUT}', TRUE), l."count"::integer
FROM (SELECT count(*) AS "count" FROM "locked") l`;

/**
 * Takes the hotel's lock until the transaction ends, tells the trigger on `bookings` that this transaction notes its
 * changes itself, and lets it wait for no row for long. To be the first statement of the transaction: each later one
 * has to see what was committed during the wait.
 */
export async function beginWriting(client: SqlClient, hotelSlug: string): Promise<void> {
	await client.query(BEGIN_WRITING, [hotelLockNumber(hotelSlug)]);
}
