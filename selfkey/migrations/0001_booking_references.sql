-- The tables that n8n-nodes-hotel adds to SelfKey's database. SelfKey's own tables are not touched.
-- Columns are camelCase, as in SelfKey's tables, so that an ORM model needs no mapping.
-- Timestamps are UTC without a zone, as everywhere in SelfKey.

-- The merged reservation of a channel: the truth from which its bookings were written.
CREATE TABLE IF NOT EXISTS "booking_reservations" (
	"hotelSlug" TEXT NOT NULL,
	"channel" TEXT NOT NULL,
	"propertyId" TEXT NOT NULL,
	"reservationId" TEXT NOT NULL,
	"status" TEXT NOT NULL,
	"reservation" JSONB NOT NULL,
	"createdAt" TIMESTAMP(3) NOT NULL,
	"updatedAt" TIMESTAMP(3) NOT NULL,
	PRIMARY KEY ("hotelSlug", "channel", "propertyId", "reservationId")
);

-- Which booking belongs to which room stay of which reservation, and the values last written to it.
-- No foreign key on "bookingId": SelfKey may delete a booking, and the reference must outlive it.
CREATE TABLE IF NOT EXISTS "booking_external_references" (
	"hotelSlug" TEXT NOT NULL,
	"channel" TEXT NOT NULL,
	"propertyId" TEXT NOT NULL,
	"reservationId" TEXT NOT NULL,
	"roomStayId" TEXT NOT NULL,
	"bookingId" TEXT NOT NULL,
	"baseline" JSONB NOT NULL,
	"identityMissing" BOOLEAN NOT NULL,
	"createdAt" TIMESTAMP(3) NOT NULL,
	"updatedAt" TIMESTAMP(3) NOT NULL,
	PRIMARY KEY ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId")
);

-- The second is the desk's list: whose documents are still to be asked for. The third finds the reservations that are not over.
-- Asked for only where they are missing: to make an index that is there locks its table all the same.
DO $$
BEGIN
	PERFORM set_config('lock_timeout', '1s', TRUE);
	IF to_regclass('"booking_external_references_bookingId_key"') IS NULL THEN
		CREATE UNIQUE INDEX "booking_external_references_bookingId_key" ON "booking_external_references" ("bookingId");
	END IF;
	IF to_regclass('"booking_external_references_identityMissing_idx"') IS NULL THEN
		CREATE INDEX "booking_external_references_identityMissing_idx"
			ON "booking_external_references" ("hotelSlug") WHERE "identityMissing";
	END IF;
	IF to_regclass('"booking_reservations_not_over_idx"') IS NULL THEN
		CREATE INDEX "booking_reservations_not_over_idx"
			ON "booking_reservations" ("hotelSlug", "channel", ("reservation"->>'checkOut')) WHERE ("reservation"->>'checkOut') IS NOT NULL;
	END IF;
END
$$;
