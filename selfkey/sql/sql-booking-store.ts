/** The booking store over SQL, for SelfKey's PostgreSQL and for PGlite. */
import { isDataFault } from '../ports/database-failures';
import { UnstorableData } from '../ports/booking-store';
import type { BookingStore, Unsettled } from '../ports/booking-store';
import type { Integration } from '../ports/records';
import { select, type SqlDatabase } from './client';
import { readStates } from './change-rows';
import { IN_ORDER, isInOrder, readOccupancy, readRooms } from './occupancy-rows';
import { sqlOutbox } from './outbox-rows';
import { sqlAvailability } from './availability-rows';
import { saveSettings } from './settings-rows';
import { readIdentity, readIdentityMissing } from './guest-registration-rows';
import { enterIdentity } from './identity-entry';
import { keptWithBooking, ownPrefixOf, SqlLedgerReader } from './ledger-reader';
import { writing } from './hotel-lock';
import { SqlBatchingTransaction } from './sql-batch';
import { PendingWrites } from './pending-writes';
import { findPersonalRecords } from './personal-data-rows';
import { forgetDeparted, noteMissedChanges } from './missed-changes';
import { utcText } from './booking-rows';

export interface SqlStoreOptions {
	/** The present moment; the system's clock where it is not given. */
	clock?: () => Date;
}

/**
 * A booking store over the tables of SelfKey and of `migrations/`. Every write of one hotel runs alone under
 * a PostgreSQL advisory lock, so that two reservations never get the same room.
 */
export function createSqlBookingStore(
	database: SqlDatabase,
	{ clock = () => new Date() }: SqlStoreOptions = {},
): BookingStore {
	return {
		async integration(hotelSlug, integrationId) {
			const [row] = await select<Integration>(
				database,
				`SELECT i."id", i."establishmentSlug" AS "hotelSlug", e."id" AS "hotelId", i."isActive", i."configuration",
					(SELECT COALESCE(jsonb_agg(c."configuration" ORDER BY c."id"), '[]') FROM "integrations" c WHERE c."establishmentSlug" = $2 AND c."isActive") AS "configurations"
				FROM "integrations" i LEFT JOIN "establishments" e ON e."slug" = i."establishmentSlug" WHERE i."id" = $1 AND i."establishmentSlug" = $2`,
				[integrationId, hotelSlug],
			);
			return row ?? null;
		},
		async transaction(hotelSlug, work) {
			try {
				return await writing(database, hotelSlug, async (client) => {
					const transaction = new SqlBatchingTransaction(client, hotelSlug, clock());
					const result = await work(transaction);
					await transaction.finish();
					return result;
				});
			} catch (error) {
				throw isDataFault(error)
					? new UnstorableData('The database cannot hold one of the values', { cause: error })
					: error;
			}
		},
		async configurations(hotelSlug) {
			const rows = await select<Pick<Integration, 'configuration'>>(
				database,
				'SELECT "configuration" FROM "integrations" WHERE "establishmentSlug" = $1 AND "isActive" ORDER BY "id"',
				[hotelSlug],
			);
			return rows.map(({ configuration }) => configuration);
		},
		rooms: (hotelSlug) => readRooms(database, hotelSlug),
		saveSettings: (hotelSlug, integrationId, revision, settings) =>
			saveSettings(database, { hotelSlug, integrationId, revision, settings }),
		log(hotelSlug, entry) {
			const writes = new PendingWrites(database, hotelSlug, clock());
			writes.addLog(entry);
			return writes.flush();
		},
		occupancy: (hotelSlug, from, until) => readOccupancy(database, hotelSlug, from, until),
		isInOrder: (hotelSlug, from) => isInOrder(database, hotelSlug, from),
		async unsettled(hotelSlug, from, since) {
			const [row] = await select<Unsettled>(
				database,
				`SELECT NOT (${IN_ORDER}) AS "rooms", EXISTS (${keptWithBooking('$3', '$4')}) AS "payments"`,
				[hotelSlug, from, ownPrefixOf(hotelSlug), utcText(since)],
			);
			return row ?? { rooms: true, payments: true };
		},
		async noteCodeSent(bookingId) {
			await database.query(
				'UPDATE "booking_external_references" SET "codeSentAt" = COALESCE("codeSentAt", $2::text::timestamp) WHERE "bookingId" = $1',
				[bookingId, utcText(clock())],
			);
		},
		identityMissing: (hotelSlug, from, until, withInHouse = false) =>
			readIdentityMissing(database, hotelSlug, from, until, withInHouse),
		identityOf: (bookingId) => readIdentity(database, bookingId),
		enterIdentity: (hotelSlug, booking, values) => enterIdentity(database, hotelSlug, booking, values),
		noteMissedChanges: (hotelSlug, from) => noteMissedChanges(database, hotelSlug, from),
		forgetDeparted: (hotelSlug, before) => forgetDeparted(database, hotelSlug, before),
		ledger: (hotelSlug) => new SqlLedgerReader(database, hotelSlug),
		async hotelOf(bookingId) {
			const [row] = await select<{ hotelSlug: string }>(
				database,
				'SELECT "hotelSlug" FROM "bookings" WHERE "id" = $1 UNION SELECT "hotelSlug" FROM "booking_external_references" WHERE "bookingId" = $1',
				[bookingId],
			);
			if (row) return row.hotelSlug;
			// Of a direct sale that was deleted only its payments tell. They are found by an index of each hotel.
			const [paid] = await select<{ hotelSlug: string }>(
				database,
				`SELECT e."slug" AS "hotelSlug" FROM "establishments" e CROSS JOIN LATERAL (
					SELECT 1 FROM "booking_payments" p WHERE p."hotelSlug" = e."slug" AND p."bookingId" = $1 AND p."channel" IS NOT NULL LIMIT 1
				) AS there LIMIT 1`,
				[bookingId],
			);
			return paid?.hotelSlug ?? null;
		},
		states: (hotelSlug, keys) => readStates(database, hotelSlug, keys),
		personalRecords: (hotelSlug, query, limit) => findPersonalRecords(database, hotelSlug, query, limit),
		...sqlOutbox(database),
		...sqlAvailability(database),
	};
}
