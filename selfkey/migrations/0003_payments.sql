-- What guests have paid and been given back, as the hotel's cash register tells it, and which deliveries of a
-- channel were taken already. Needs 0001. Nothing of SelfKey's own is touched: no row of "bookings" changes
-- with a payment.

-- One row for each payment and each refund, in minor units of its currency; never changed but to be applied.
-- What names no known booking has no "channel", "propertyId", "reservationId": it is kept for the desk.
-- No foreign key on the booking: SelfKey may delete a booking, and what was paid must outlive it.
CREATE TABLE IF NOT EXISTS "booking_payments" (
	"hotelSlug" TEXT NOT NULL,
	-- "payment" or "refund".
	"kind" TEXT NOT NULL,
	-- The till that gave out "externalId"; empty where the sender names none.
	"registerId" TEXT NOT NULL DEFAULT '',
	-- The refund's own id, else the payment's.
	"externalId" TEXT NOT NULL,
	"paymentId" TEXT NOT NULL,
	-- The till that gave out "paymentId".
	"paymentRegisterId" TEXT NOT NULL DEFAULT '',
	"minor" BIGINT NOT NULL,
	"exponent" INTEGER NOT NULL,
	"currency" TEXT NOT NULL,
	"method" TEXT,
	"note" TEXT,
	"occurredAt" TIMESTAMP(3),
	"receivedAt" TIMESTAMP(3) NOT NULL,
	"integrationId" TEXT NOT NULL,
	-- The folio: a reservation with all its rooms.
	"channel" TEXT,
	"propertyId" TEXT,
	"reservationId" TEXT,
	-- The booking that was named, where it was one, with its number.
	"bookingId" TEXT,
	"bookingNumber" INTEGER,
	"appliedAt" TIMESTAMP(3),
	-- The references as they were sent.
	"givenBookingNumber" INTEGER,
	"givenBookingId" TEXT,
	"givenReservationKey" TEXT,
	-- Why it could not be applied though its booking is known; for people.
	"problem" TEXT,
	PRIMARY KEY ("hotelSlug", "kind", "externalId", "registerId")
);

-- Asked for only where they are missing: to make an index that is there locks its table all the same.
DO $$
BEGIN
	PERFORM set_config('lock_timeout', '1s', TRUE);
	IF to_regclass('"booking_payments_hotelSlug_channel_propertyId_reservationId_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_hotelSlug_channel_propertyId_reservationId_idx"
			ON "booking_payments" ("hotelSlug", "channel", "propertyId", "reservationId");
	END IF;
	-- A booking that was deleted is still known by what was paid for it.
	IF to_regclass('"booking_payments_hotelSlug_bookingId_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_hotelSlug_bookingId_idx"
			ON "booking_payments" ("hotelSlug", "bookingId");
	END IF;
	IF to_regclass('"booking_payments_hotelSlug_bookingNumber_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_hotelSlug_bookingNumber_idx"
			ON "booking_payments" ("hotelSlug", "bookingNumber");
	END IF;
	-- The desk's list, and what of it each new booking may be meant by.
	IF to_regclass('"booking_payments_unmatched_key_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_unmatched_key_idx"
			ON "booking_payments" ("hotelSlug", "givenReservationKey") WHERE "channel" IS NULL;
	END IF;
	IF to_regclass('"booking_payments_unmatched_bookingId_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_unmatched_bookingId_idx"
			ON "booking_payments" ("hotelSlug", "givenBookingId") WHERE "channel" IS NULL AND "givenBookingId" IS NOT NULL;
	END IF;
	IF to_regclass('"booking_payments_unmatched_bookingNumber_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_unmatched_bookingNumber_idx"
			ON "booking_payments" ("hotelSlug", "givenBookingNumber") WHERE "channel" IS NULL AND "givenBookingNumber" IS NOT NULL;
	END IF;
	-- What each request looks for the bookings of: the last ones only.
	IF to_regclass('"booking_payments_unmatched_receivedAt_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_unmatched_receivedAt_idx"
			ON "booking_payments" ("hotelSlug", "receivedAt") WHERE "channel" IS NULL;
	END IF;
	-- A kept payment with its refunds.
	IF to_regclass('"booking_payments_unmatched_paymentId_idx"') IS NULL THEN
		CREATE INDEX "booking_payments_unmatched_paymentId_idx"
			ON "booking_payments" ("hotelSlug", "paymentId") WHERE "channel" IS NULL;
	END IF;
END
$$;

-- Messages that were merged, by the id that their sender gave the delivery or that was made of their content,
-- with the place in the order that they had the first time: a message that comes again keeps it.
CREATE TABLE IF NOT EXISTS "booking_deliveries" (
	"hotelSlug" TEXT NOT NULL,
	"channel" TEXT NOT NULL,
	"propertyId" TEXT NOT NULL,
	"reservationId" TEXT NOT NULL,
	-- A hash of the id and the content: another content under the same id is another delivery.
	"digest" TEXT NOT NULL,
	"deliveryId" TEXT NOT NULL,
	"observedAt" TEXT NOT NULL,
	-- The revision behind which it was placed, where it had no order that could be compared.
	"afterRevision" TEXT,
	"receivedAt" TIMESTAMP(3) NOT NULL,
	PRIMARY KEY ("hotelSlug", "channel", "propertyId", "reservationId", "digest")
);

-- Finds those that are too old to matter.
DO $$
BEGIN
	PERFORM set_config('lock_timeout', '1s', TRUE);
	IF to_regclass('"booking_deliveries_hotelSlug_receivedAt_idx"') IS NULL THEN
		CREATE INDEX "booking_deliveries_hotelSlug_receivedAt_idx" ON "booking_deliveries" ("hotelSlug", "receivedAt");
	END IF;
END
$$;
