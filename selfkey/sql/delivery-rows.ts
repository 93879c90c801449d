/** Messages that were merged before, over SQL. */
import type { DeliveryPlace, ReservationKey } from '../ports/records';
import { uniqueKey } from '../../core/reservation/key';
import { columnsOf, same, wanted } from './reservation-keys';
import { select, type SqlClient } from './client';

export async function readDelivery(
	client: SqlClient,
	hotelSlug: string,
	{ channel, propertyId, reservationId }: ReservationKey,
	digest: string,
): Promise<DeliveryPlace | null> {
	const [row] = await select<DeliveryPlace>(
		client,
		`SELECT "observedAt", "afterRevision" FROM "booking_deliveries"
		WHERE "hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4 AND "digest" = $5`,
		[hotelSlug, channel, propertyId, reservationId, digest],
	);
	return row ?? null;
}

/** The places of those that are known, by their digests. */
export async function readDeliveries(
	client: SqlClient,
	hotelSlug: string,
	deliveries: ReadonlyArray<ReservationKey & { digest: string }>,
): Promise<Map<string, DeliveryPlace>> {
	if (deliveries.length === 0) return new Map();
	const rows = await select<ReservationKey & { digest: string } & DeliveryPlace>(
		client,
		`SELECT d."channel", d."propertyId", d."reservationId", d."digest", d."observedAt", d."afterRevision" FROM ${wanted(2)}
			JOIN "booking_deliveries" d ON d."hotelSlug" = $1 AND ${same('d')} WHERE d."digest" = ANY($5::text[])`,
		[hotelSlug, ...columnsOf(deliveries), deliveries.map(({ digest }) => digest)],
	);
	return new Map(
		rows.map(({ observedAt, afterRevision, ...known }) => [
			deliveryKey(known, known.digest),
			{ observedAt, afterRevision },
		]),
	);
}

/** A message that comes again after this is taken for a new one; nobody books so far ahead. */
const KEEP_DAYS = 1_100;
/** So many old ones go with each new one at most, so that no message waits for a long deletion. */
const OLD_PER_NEW = 20;

export function deliveryKey(key: ReservationKey, digest: string): string {
	return JSON.stringify([uniqueKey(key), digest]);
}

/** For as many as are written; see `PendingWrites`. Constant in the hotel's history, by the index on "receivedAt". */
export const REMOVE_OLD_DELIVERIES = `DELETE FROM "booking_deliveries" WHERE ctid = ANY(ARRAY(
	SELECT ctid FROM "booking_deliveries" WHERE "hotelSlug" = $1::text AND "receivedAt" < $3::text::timestamp - interval '${KEEP_DAYS} days'
	ORDER BY "receivedAt" LIMIT jsonb_array_length($2::jsonb->'deliveries') * ${OLD_PER_NEW}))`;

export const INSERT_DELIVERIES = `INSERT INTO "booking_deliveries" ("hotelSlug", "channel", "propertyId", "reservationId", "digest", "deliveryId", "observedAt", "afterRevision", "receivedAt")
	SELECT $1::text, n."channel", n."propertyId", n."reservationId", n."digest", n."deliveryId", n."observedAt", n."afterRevision", $3::text::timestamp
	FROM jsonb_to_recordset($2::jsonb->'deliveries') AS n("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "digest" TEXT, "deliveryId" TEXT, "observedAt" TEXT, "afterRevision" TEXT)
	ON CONFLICT DO NOTHING`;
