-- SelfKey's own tables as its ORM makes them: quoted camelCase columns, ids made by the application,
-- timestamps in UTC without a zone.
CREATE TABLE IF NOT EXISTS "establishments" (
	"id" TEXT PRIMARY KEY,
	"slug" TEXT NOT NULL UNIQUE,
	"name" TEXT NOT NULL,
	"city" TEXT NOT NULL,
	"country" TEXT NOT NULL,
	"currency" TEXT NOT NULL DEFAULT 'CHF',
	"timeZone" TEXT NOT NULL,
	"checkinTime" TEXT NOT NULL DEFAULT '15:00',
	"checkoutTime" TEXT NOT NULL DEFAULT '11:00',
	"maxBookingDays" INTEGER NOT NULL DEFAULT 30,
	"createdAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);

CREATE TABLE IF NOT EXISTS "rooms" (
	"id" TEXT PRIMARY KEY,
	"hotelSlug" TEXT NOT NULL REFERENCES "establishments" ("slug"),
	"name" TEXT NOT NULL,
	"price" DOUBLE PRECISION NOT NULL,
	"isActive" BOOLEAN NOT NULL DEFAULT TRUE,
	"accessCode" TEXT,
	"allowDogs" BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE IF NOT EXISTS "bookings" (
	"id" TEXT PRIMARY KEY,
	"bookingNumber" SERIAL NOT NULL UNIQUE,
	"hotelSlug" TEXT NOT NULL REFERENCES "establishments" ("slug"),
	"roomId" TEXT REFERENCES "rooms" ("id"),
	"clientFirstName" TEXT NOT NULL,
	"clientLastName" TEXT NOT NULL,
	"clientEmail" TEXT NOT NULL,
	"clientPhone" TEXT NOT NULL,
	"clientBirthDate" TIMESTAMP(3) NOT NULL,
	"clientAddress" TEXT NOT NULL,
	"clientPostalCode" TEXT NOT NULL,
	"clientCity" TEXT NOT NULL,
	"clientCountry" TEXT NOT NULL,
	"clientIdNumber" TEXT NOT NULL,
	"clientIdType" TEXT,
	"clientBirthPlace" TEXT,
	"clientVehicleNumber" TEXT,
	"amount" DOUBLE PRECISION NOT NULL,
	"ownerAmount" DOUBLE PRECISION NOT NULL,
	"platformCommission" DOUBLE PRECISION NOT NULL,
	"currency" TEXT NOT NULL DEFAULT 'CHF',
	"guests" INTEGER NOT NULL DEFAULT 1,
	"adults" INTEGER NOT NULL DEFAULT 1,
	"children" INTEGER NOT NULL DEFAULT 0,
	"checkInDate" TIMESTAMP(3) NOT NULL,
	"checkOutDate" TIMESTAMP(3) NOT NULL,
	"bookingDate" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
	"paymentStatus" TEXT NOT NULL DEFAULT 'pending' CHECK ("paymentStatus" IN ('pending', 'succeeded', 'failed')),
	"bookingType" TEXT NOT NULL DEFAULT 'night' CHECK ("bookingType" IN ('night', 'day')),
	"bookingLocale" TEXT NOT NULL DEFAULT 'fr',
	"touristTaxTotal" DOUBLE PRECISION NOT NULL DEFAULT 0,
	"internalNote" TEXT,
	"stripePaymentIntentId" TEXT UNIQUE
);

CREATE INDEX IF NOT EXISTS "bookings_hotelSlug_checkInDate_idx" ON "bookings" ("hotelSlug", "checkInDate");

CREATE TABLE IF NOT EXISTS "integrations" (
	"id" TEXT PRIMARY KEY,
	"establishmentSlug" TEXT NOT NULL REFERENCES "establishments" ("slug"),
	"type" TEXT NOT NULL,
	"name" TEXT NOT NULL,
	"status" TEXT NOT NULL DEFAULT 'connected',
	"configuration" JSONB NOT NULL DEFAULT '{}',
	"lastSync" TIMESTAMP(3),
	"lastError" TEXT,
	"isActive" BOOLEAN NOT NULL DEFAULT TRUE
);

CREATE TABLE IF NOT EXISTS "integration_logs" (
	"id" TEXT PRIMARY KEY,
	"integrationId" TEXT NOT NULL REFERENCES "integrations" ("id"),
	"action" TEXT NOT NULL,
	"status" TEXT NOT NULL,
	"message" TEXT NOT NULL,
	"data" JSONB,
	"createdAt" TIMESTAMP(3) NOT NULL
);
