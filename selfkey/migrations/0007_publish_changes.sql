-- Makes deliveries of what was committed, in one round trip: a hotel's database is often far away. Needs 0002.

-- Moves changes to the outbox of every subscriber, one for each reservation: a second change of one that is there is the
-- next round's, and "areLeft" says that there is one. Each gets the hotel's next number, from the present millisecond on.
-- "toWake": [{"wakeUrl", "integrationId"}] of whoever wants to be told; NULL where nothing waited, which costs one look-up
-- and no lock. "areLeft" is NULL, with nothing done, where every statement would see the database as it was before the
-- wait for the lock: call it in a transaction that is READ COMMITTED then.
CREATE OR REPLACE FUNCTION "booking_changes_publish"(hotel TEXT, moment TIMESTAMP, OUT "areLeft" BOOLEAN, OUT "toWake" JSONB) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	first_number BIGINT := (EXTRACT(EPOCH FROM moment) * 1000)::bigint;
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN RETURN; END IF;
	"areLeft" := FALSE;
	IF NOT EXISTS (SELECT 1 FROM "booking_changes" WHERE "hotelSlug" = hotel) THEN RETURN; END IF;
	SELECT COALESCE(jsonb_agg(jsonb_build_object('wakeUrl', s."wakeUrl", 'integrationId', s."integrationId")), '[]') INTO "toWake"
		FROM "booking_subscribers" s WHERE s."hotelSlug" = hotel AND s."wakeUrl" IS NOT NULL;
	-- Whoever writes the hotel's outbox locks this row first. Each statement below sees what was committed during the wait,
	-- since the function is VOLATILE; in one statement with them, the lock would come after their look at the database.
	PERFORM 1 FROM "booking_feeds" WHERE "hotelSlug" = hotel FOR UPDATE;
	IF NOT FOUND THEN
		INSERT INTO "booking_feeds" ("hotelSlug") VALUES (hotel) ON CONFLICT DO NOTHING;
		PERFORM 1 FROM "booking_feeds" WHERE "hotelSlug" = hotel FOR UPDATE;
	END IF;
	WITH "next" AS (
		SELECT DISTINCT ON ("channel", "propertyId", "reservationId") * FROM (
			SELECT * FROM "booking_changes" WHERE "hotelSlug" = hotel ORDER BY "id" LIMIT 500
		) AS "oldest" ORDER BY "channel", "propertyId", "reservationId", "id"
	), "numbered" AS (
		SELECT n.*, GREATEST(f."published", first_number) + row_number() OVER (ORDER BY n."id") AS "position" FROM "next" n JOIN "booking_feeds" f ON f."hotelSlug" = hotel
	), "told" AS (
		INSERT INTO "booking_outbox" AS o ("hotelSlug", "subscriber", "channel", "propertyId", "reservationId", "position", "event", "originKinds",
			"integrationId", "deleted", "since", "changedAt", "dueAt")
		SELECT hotel, s."subscriber", n."channel", n."propertyId", n."reservationId", n."position", n."event", jsonb_build_array(n."originKind"),
			-- Several servers write what is due, each by its own clock. One that is fast would have the others wait for that moment.
			n."integrationId", n."deleted", n."changedAt", n."changedAt", LEAST(moment, (now() AT TIME ZONE 'UTC'))
		FROM "numbered" n JOIN "booking_subscribers" s ON s."hotelSlug" = hotel
		ON CONFLICT ("hotelSlug", "subscriber", "channel", "propertyId", "reservationId") DO UPDATE SET
			"position" = EXCLUDED."position",
			-- What two changes of one reservation come to for somebody who has heard of neither.
			"event" = CASE
				WHEN EXCLUDED."event" = 'conflict' THEN o."event"
				WHEN EXCLUDED."event" = 'updated' AND o."event" IN ('created', 'snapshot') THEN o."event"
				WHEN EXCLUDED."event" = 'created' AND o."event" = 'cancelled' THEN 'updated'
				ELSE EXCLUDED."event" END,
			"integrationId" = EXCLUDED."integrationId",
			"originKinds" = (SELECT COALESCE(jsonb_agg(x) FILTER (WHERE NOT EXCLUDED."originKinds" @> jsonb_build_array(x)), '[]') FROM jsonb_array_elements(o."originKinds") AS x) || EXCLUDED."originKinds",
			"deleted" = COALESCE(EXCLUDED."deleted", o."deleted"), "changedAt" = EXCLUDED."changedAt",
			"dueAt" = EXCLUDED."dueAt", "attempts" = 0, "reason" = NULL
	), "gone" AS (
		DELETE FROM "booking_changes" c USING "next" n WHERE c."id" = n."id"
	)
	UPDATE "booking_feeds" SET "published" = GREATEST("published", first_number) + (SELECT count(*) FROM "next") WHERE "hotelSlug" = hotel
	RETURNING EXISTS (SELECT 1 FROM "booking_changes" WHERE "hotelSlug" = hotel AND "id" NOT IN (SELECT "id" FROM "next")) INTO "areLeft";
END
$$;
