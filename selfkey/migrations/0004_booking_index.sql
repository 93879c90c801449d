-- Finds the stays that are not over without reading the hotel's history. Needs nothing else.

-- The condition always holds: with one, Prisma neither misses the index nor drops it. It names no value, so that the
-- column's type can be changed.
-- Not CONCURRENTLY, which no transaction may hold and which leaves half an index behind when it is stopped. While an
-- open transaction keeps it out, it steps back after a second, so that none of SelfKey's sales waits behind it for
-- longer; building takes about a second for a million bookings.
DO $$
BEGIN
	IF to_regclass('"bookings_stays_not_over_idx"') IS NOT NULL THEN RETURN; END IF;
	PERFORM set_config('lock_timeout', '1s', TRUE);
	FOR attempt IN 1..60 LOOP
		BEGIN
			CREATE INDEX "bookings_stays_not_over_idx" ON "bookings" ("hotelSlug", "checkOutDate") WHERE "checkOutDate" IS NOT NULL;
			RETURN;
		EXCEPTION WHEN lock_not_available THEN
			PERFORM pg_sleep(1);
		END;
	END LOOP;
	RAISE EXCEPTION 'A transaction on "bookings" has been open for two minutes: end it and run this file again' USING ERRCODE = 'lock_not_available';
END
$$;
