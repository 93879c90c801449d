-- A stay that does not take place has nothing to pay on SelfKey's page: who pays there has an active booking again. An
-- earlier version has left the fee of a cancellation in the row. Needs 0001 and 0003, and is the last that locks
-- anything: what it holds, it lets go of at once.

-- The fee stays due in the folio, which reads the merged reservation. What somebody at the desk has entered into such a
-- row, or a guest has paid, is left as it is. Whoever writes one of the rows at this moment is not waited for, and waits
-- for no more than 10,000 rows, less than a second: run the file again for what is left then.
WITH "payable" AS (
	SELECT b."id" FROM "booking_external_references" r JOIN "bookings" b ON b."id" = r."bookingId"
	WHERE b."paymentStatus"::text = 'failed' AND b."stripePaymentIntentId" IS NULL AND b."amount" <> 0
		AND r."baseline"->>'paymentStatus' = 'failed' AND (r."baseline"->>'amount')::numeric = b."amount"::numeric
		AND COALESCE((r."baseline"->>'ownerAmount')::numeric, b."ownerAmount"::numeric) IS NOT DISTINCT FROM b."ownerAmount"::numeric
		AND COALESCE((r."baseline"->>'touristTaxTotal')::numeric, b."touristTaxTotal"::numeric) IS NOT DISTINCT FROM b."touristTaxTotal"::numeric
	LIMIT 10000 FOR UPDATE OF b, r SKIP LOCKED
), "healed" AS (
	UPDATE "bookings" b SET "amount" = 0, "ownerAmount" = 0, "touristTaxTotal" = 0 FROM "payable" p WHERE b."id" = p."id" RETURNING b."id"
)
UPDATE "booking_external_references" r SET "baseline" = r."baseline" || '{"amount": 0, "ownerAmount": 0, "touristTaxTotal": 0}'
FROM "healed" h WHERE r."bookingId" = h."id";
