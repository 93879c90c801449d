/** A hotel with a long history in every table that grows with it. */
import type { Pool } from 'pg';
import { openHotel } from '../../../bench/hotel-on-postgres';

/**
 * Everything that has more rows with every stay, message or payment, for ever. What stands, what waits for somebody and
 * what was noted a moment ago is elsewhere, and goes again.
 */
export const GROWING = [
	'bookings',
	'booking_reservations',
	'booking_external_references',
	'booking_payments',
	'booking_deliveries',
	'integration_logs',
];

const MANY = 100_000;

/** @param today what is before it is history */
export async function fillWithHistory(pool: Pool, slug: string, today: string): Promise<void> {
	await openHotel(pool, slug, { rooms: 24, past: MANY, future: 30, today });
	const numbers = `generate_series(1, ${MANY}) i`;
	const old = `now() - interval '3 years'`;
	for (const insert of [
		`"booking_states" ("bookingId", "hotelSlug", "bookingNumber", "roomId", "checkIn", "checkOut", "fingerprint", "version")
			SELECT b."id", b."hotelSlug", b."bookingNumber", b."roomId", b."checkInDate"::date::text, b."checkOutDate"::date::text, md5(b."id"), 1
			FROM "bookings" b WHERE b."hotelSlug" = $1 AND b."id" LIKE '%-f-%'`,
		`"booking_payments" ("hotelSlug", "kind", "externalId", "paymentId", "minor", "exponent", "currency", "receivedAt", "integrationId", "channel", "propertyId",
				"reservationId", "bookingId", "bookingNumber", "appliedAt", "givenBookingNumber")
			SELECT $1, 'payment', i::text, i::text, 100, 2, 'EUR', ${old}, 'n8n', CASE WHEN i > 2000 THEN 'booking.com' END, CASE WHEN i > 2000 THEN '1' END,
				CASE WHEN i > 2000 THEN i::text END, CASE WHEN i > 2000 THEN i::text END, CASE WHEN i > 2000 THEN i END, CASE WHEN i > 2000 THEN ${old} END, i FROM ${numbers}`,
		`"booking_deliveries" ("hotelSlug", "channel", "propertyId", "reservationId", "digest", "deliveryId", "observedAt", "receivedAt")
			SELECT $1, 'booking.com', '1', i::text, i::text, i::text, '', now() - make_interval(days => i / 30) FROM ${numbers}`,
		`"integration_logs" ("id", "integrationId", "action", "status", "message", "data", "createdAt")
			SELECT 'log ' || i, $1, 'webhook_received', 'success', 'created', '{}', ${old} FROM ${numbers}`,
	])
		await pool.query(`INSERT INTO ${insert}`, [slug]);
	await pool.query('ANALYZE');
}
