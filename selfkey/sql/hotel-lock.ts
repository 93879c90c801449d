/** One writer per hotel at a time. */
import { createHash } from 'node:crypto';
import type { SqlClient } from './client';

/** How long a writer waits for the one before it, before the sender is told to try again. */
const LOCK_TIMEOUT = '20s';

/** The advisory lock's number for a hotel: 64 bits, signed, the same in every process and for ever. */
export function hotelLockNumber(hotelSlug: string): string {
	return createHash('sha256').update(`n8n-nodes-hotel/hotel/${hotelSlug}`).digest().readBigInt64BE(0).toString();
}

/** Takes the hotel's lock until the transaction ends. To be the first statements of the transaction. */
export async function lockHotel(client: SqlClient, hotelSlug: string): Promise<void> {
	// Under a stricter level every read would show the database as it was before the wait for the lock.
	await client.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
	await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
	// The function answers with the type void, which Prisma cannot read.
	await client.query('SELECT pg_advisory_xact_lock($1::text::bigint)::text', [hotelLockNumber(hotelSlug)]);
}

/** How long a row may be held by somebody else, such as the desk, before its reservation is left for later. */
const ROW_TIMEOUT = '2s';

/** Tells the trigger on `bookings` that this transaction notes its changes itself, and waits for no row for long. Ends with the transaction. */
export async function announceWriter(client: SqlClient): Promise<void> {
	await client.query(
		`SELECT set_config('hotel.origin', 'handler', TRUE), set_config('lock_timeout', '${ROW_TIMEOUT}', TRUE)`,
	);
}
