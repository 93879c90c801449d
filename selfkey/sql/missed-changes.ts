/** What happened to bookings and was not noted: the triggers let a write pass whatever becomes of their own. */
import { select, type SqlDatabase } from './client';
import { writing } from './hotel-lock';

/** $1 the hotel, $2 the first day that is of interest. Only rows that were written since are compared column by column. */
const MISSED = `"missed" AS (
	SELECT b."id" AS "bookingId", to_jsonb(b) AS "after", b.xmin::text::bigint AS "version",
		CASE WHEN s."bookingId" IS NULL THEN 'created' ELSE 'updated' END AS "event", NULL::jsonb AS "deleted"
	FROM "bookings" b LEFT JOIN "booking_states" s ON s."bookingId" = b."id"
	WHERE b."hotelSlug" = $1 AND b."checkOutDate" >= $2::text::date AND "booking_changes_is_stay"(to_jsonb(b))
		AND (s."bookingId" IS NULL OR (s."version" <> b.xmin::text::bigint AND s."fingerprint" <> "booking_changes_told"(to_jsonb(b))))
	UNION ALL
	-- Its departure was moved before that day: whoever knows it has to hear that the nights are free.
	SELECT b."id", to_jsonb(b), b.xmin::text::bigint, 'updated', NULL::jsonb
	FROM "booking_states" s JOIN "bookings" b ON b."id" = s."bookingId"
	WHERE s."hotelSlug" = $1 AND s."checkOut" >= $2::text AND b."checkOutDate" < $2::text::date AND "booking_changes_is_stay"(to_jsonb(b))
		AND s."version" <> b.xmin::text::bigint AND s."fingerprint" <> "booking_changes_told"(to_jsonb(b))
	UNION ALL
	SELECT s."bookingId", NULL, NULL, 'cancelled', CASE WHEN b."id" IS NULL THEN jsonb_build_object('bookingId', s."bookingId", 'bookingNumber', s."bookingNumber",
		'roomId', s."roomId", 'checkIn', s."checkIn", 'checkOut', s."checkOut") END
	FROM "booking_states" s LEFT JOIN "bookings" b ON b."id" = s."bookingId"
	WHERE s."hotelSlug" = $1 AND s."checkOut" >= $2::text AND (b."id" IS NULL OR NOT "booking_changes_is_stay"(to_jsonb(b)))
)`;

/** One statement, so that what is noted is what was found. What an open transaction at the desk has touched is left for later. */
const NOTE = `WITH ${MISSED}, "unheld" AS (
	-- By the ids: a planner that joined would rather read all bookings.
	SELECT b."id" FROM "bookings" b WHERE b."id" = ANY(ARRAY(SELECT "bookingId" FROM "missed")) FOR NO KEY UPDATE SKIP LOCKED
), "found" AS (
	SELECT m.* FROM "missed" m WHERE m."deleted" IS NOT NULL OR m."bookingId" IN (SELECT "id" FROM "unheld")
), "noted" AS (
	INSERT INTO "booking_changes" ("hotelSlug", "channel", "propertyId", "reservationId", "originKind", "event", "deleted")
	SELECT DISTINCT ON (1, 2, 3, 4) $1::text, COALESCE(r."channel", 'selfkey'), COALESCE(r."propertyId", $1::text), COALESCE(r."reservationId", m."bookingId"),
		CASE WHEN r."channel" IS NULL AND m."event" <> 'updated' THEN 'direct' ELSE 'frontDesk' END,
		-- One room of several: its reservation is told once, as it stands.
		CASE WHEN count(*) OVER (PARTITION BY r."channel", r."propertyId", r."reservationId") > 1 AND r."channel" IS NOT NULL THEN 'updated' ELSE m."event" END,
		m."deleted"
	FROM "found" m LEFT JOIN "booking_external_references" r ON r."bookingId" = m."bookingId"
	RETURNING 1
), "kept" AS (
	INSERT INTO "booking_states" ("bookingId", "hotelSlug", "bookingNumber", "roomId", "checkIn", "checkOut", "fingerprint", "version")
	SELECT m."bookingId", $1::text, (m."after"->>'bookingNumber')::integer, m."after"->>'roomId', "booking_changes_date"(m."after"->>'checkInDate'),
		"booking_changes_date"(m."after"->>'checkOutDate'), "booking_changes_told"(m."after"), m."version"
	FROM "found" m WHERE m."after" IS NOT NULL
	ON CONFLICT ("bookingId") DO UPDATE SET "bookingNumber" = EXCLUDED."bookingNumber", "roomId" = EXCLUDED."roomId", "checkIn" = EXCLUDED."checkIn",
		"checkOut" = EXCLUDED."checkOut", "fingerprint" = EXCLUDED."fingerprint", "version" = EXCLUDED."version"
), "gone" AS (
	DELETE FROM "booking_states" s USING "found" m WHERE s."bookingId" = m."bookingId" AND m."after" IS NULL
)
SELECT count(*)::int AS "count" FROM "noted"`;

/**
 * Notes as changes what the triggers have missed, of stays that leave or left on `from` or later. Waits for no row.
 * @param from `YYYY-MM-DD`
 * @returns how many reservations it concerned; 0, without a lock, where nothing was missed
 */
export async function noteMissedChanges(database: SqlDatabase, hotelSlug: string, from: string): Promise<number> {
	const noted = await noteIfMissed(database, hotelSlug, from);
	await forgetDeparted(database, hotelSlug, from);
	return noted;
}

async function noteIfMissed(database: SqlDatabase, hotelSlug: string, from: string): Promise<number> {
	const found = await select(database, `WITH ${MISSED} SELECT 1 FROM "missed" LIMIT 1`, [hotelSlug, from]);
	if (found.length === 0) return 0;
	return writing(database, hotelSlug, async (client) => {
		const [row] = await select<{ count: number }>(client, NOTE, [hotelSlug, from]);
		return row?.count ?? 0;
	});
}

/** So many at a time; a hotel has fewer departures in an hour, and catches up where it had none to tell for long. */
const MAX_PRUNED = 1_000;

/** What has left is compared no more. One look-up by an index where there is nothing to do; waits for no row. */
export async function forgetDeparted(database: SqlDatabase, hotelSlug: string, from: string): Promise<void> {
	await database.query(
		`DELETE FROM "booking_states" WHERE "bookingId" = ANY(ARRAY(
			SELECT "bookingId" FROM "booking_states" WHERE "hotelSlug" = $1 AND "checkOut" < $2 ORDER BY "checkOut" LIMIT ${MAX_PRUNED} FOR UPDATE SKIP LOCKED))`,
		[hotelSlug, from],
	);
}
