/** Messages that were merged before, over SQL. */
import type { DeliveryPlace, NewDelivery, ReservationKey } from '../ports/records';
import { utcText } from './booking-rows';
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

export async function writeDelivery(
	client: SqlClient,
	hotelSlug: string,
	delivery: NewDelivery,
	now: Date,
): Promise<void> {
	const { channel, propertyId, reservationId, digest, deliveryId, observedAt, afterRevision } = delivery;
	await client.query(
		`INSERT INTO "booking_deliveries" ("hotelSlug", "channel", "propertyId", "reservationId", "digest", "deliveryId", "observedAt", "afterRevision", "receivedAt")
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::timestamp) ON CONFLICT DO NOTHING`,
		[hotelSlug, channel, propertyId, reservationId, digest, deliveryId, observedAt, afterRevision, utcText(now)],
	);
}
