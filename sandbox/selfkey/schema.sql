-- SelfKey's own tables as its ORM makes them: quoted camelCase columns, ids made by the application,
-- timestamps in UTC without a zone. What its application does not check, nothing here checks: types and
-- states are free text, and a payment may be named by two rows. No column says where the hotel is on the
-- clock or in which currency it sells.
CREATE TABLE IF NOT EXISTS "establishments" (
	"id" TEXT PRIMARY KEY,
	"slug" TEXT NOT NULL UNIQUE,
	"name" TEXT NOT NULL,
	"city" TEXT,
	"country" TEXT DEFAULT 'Switzerland',
	"checkinTime" TEXT DEFAULT '12:05',
	"checkoutTime" TEXT DEFAULT '12:00',
	"maxBookingDays" INTEGER NOT NULL DEFAULT 4,
	"createdAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);

CREATE TABLE IF NOT EXISTS "rooms" (
	"id" TEXT PRIMARY KEY,
	"hotelSlug" TEXT NOT NULL REFERENCES "establishments" ("slug") ON DELETE CASCADE ON UPDATE CASCADE,
	"name" TEXT NOT NULL,
	"price" DOUBLE PRECISION NOT NULL,
	"isActive" BOOLEAN NOT NULL DEFAULT TRUE,
	"createdAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
	"accessCode" TEXT,
	"allowDogs" BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE IF NOT EXISTS "bookings" (
	"id" TEXT PRIMARY KEY,
	"bookingNumber" SERIAL NOT NULL UNIQUE,
	"hotelSlug" TEXT NOT NULL REFERENCES "establishments" ("slug") ON DELETE RESTRICT ON UPDATE CASCADE,
	"roomId" TEXT REFERENCES "rooms" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
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
	"platformCommission" DOUBLE PRECISION NOT NULL DEFAULT 0,
	"currency" TEXT NOT NULL DEFAULT 'CHF',
	"guests" INTEGER NOT NULL DEFAULT 1,
	"adults" INTEGER NOT NULL DEFAULT 1,
	"children" INTEGER NOT NULL DEFAULT 0,
	"checkInDate" TIMESTAMP(3) NOT NULL,
	"checkOutDate" TIMESTAMP(3) NOT NULL,
	"bookingDate" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
	"paymentStatus" TEXT NOT NULL DEFAULT 'pending',
	"bookingType" TEXT NOT NULL DEFAULT 'night',
	"bookingLocale" TEXT NOT NULL DEFAULT 'fr',
	"confirmationMethod" TEXT,
	"confirmationSent" BOOLEAN NOT NULL DEFAULT FALSE,
	"confirmationSentAt" TIMESTAMP(3),
	"selectedPricingOptions" JSONB,
	"pricingOptionsTotal" DOUBLE PRECISION NOT NULL DEFAULT 0,
	"touristTaxTotal" DOUBLE PRECISION NOT NULL DEFAULT 0,
	"hasDog" BOOLEAN NOT NULL DEFAULT FALSE,
	"dayParkingDuration" TEXT,
	"dayParkingStartTime" TIMESTAMP(3),
	"dayParkingEndTime" TIMESTAMP(3),
	"internalNote" TEXT,
	"stripeFee" DOUBLE PRECISION,
	"stripePaymentIntentId" TEXT
);

CREATE INDEX IF NOT EXISTS "bookings_hotelSlug_checkInDate_idx" ON "bookings" ("hotelSlug", "checkInDate");

CREATE TABLE IF NOT EXISTS "integrations" (
	"id" TEXT PRIMARY KEY,
	"establishmentSlug" TEXT NOT NULL REFERENCES "establishments" ("slug") ON DELETE CASCADE ON UPDATE CASCADE,
	"type" TEXT NOT NULL,
	"name" TEXT NOT NULL,
	"status" TEXT NOT NULL DEFAULT 'disconnected',
	"configuration" JSONB NOT NULL,
	"lastSync" TIMESTAMP(3),
	"lastError" TEXT,
	"isActive" BOOLEAN NOT NULL DEFAULT TRUE,
	"createdAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
	-- The ORM sets it; the default is for rows that are made by SQL, as integrations are.
	"updatedAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);

CREATE TABLE IF NOT EXISTS "integration_logs" (
	"id" TEXT PRIMARY KEY,
	"integrationId" TEXT NOT NULL REFERENCES "integrations" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
	"action" TEXT NOT NULL,
	"status" TEXT NOT NULL,
	"message" TEXT NOT NULL,
	"data" JSONB,
	"createdAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')
);
