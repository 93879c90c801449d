/** A person's data over SQL: found, read whole, and erased. */
import { OWN_CHANNEL } from '../../core/channel/channels';
import { isRecord } from '../../core/payload/field-reader';
import { readingsOf, reservationKey, sameReservation } from '../../core/reservation/key';
import type { Reservation } from '../../core/reservation/model';
import { redact } from '../../core/text/redact';
import { IDENTITY_COLUMNS, UNFILLED_COLUMNS, type IdentityValues, type ReservationKey } from '../ports/records';
import type { Erasure, PersonalBooking, PersonalDataRows, PersonalRecord, PersonQuery } from '../ports/personal-data';
import { ACTIVE, utcText } from './booking-rows';
import { select, type SqlClient } from './client';
import { dateText } from './occupying-bookings';
import { columnsOf, same, wanted } from './reservation-keys';

/** The one condition that finds fewest; the others are looked at in what it has found. */
function coarse({ bookingNumber, email, phone, arrival }: PersonQuery): { row: string; told: string; value: string } {
	if (bookingNumber !== null)
		return { row: `b."bookingNumber" = $2::text::integer`, told: 'FALSE', value: String(bookingNumber) };
	if (email !== null)
		return {
			row: `lower(btrim(b."clientEmail")) = $2`,
			told: `lower(btrim(s."reservation"->'booker'->>'email')) = $2`,
			value: email,
		};
	if (phone !== null)
		return {
			row: `regexp_replace(b."clientPhone", '[^0-9]', '', 'g') LIKE '%' || $2`,
			told: `regexp_replace(s."reservation"->'booker'->>'phone', '[^0-9]', '', 'g') LIKE '%' || $2`,
			value: phone,
		};
	return {
		row: `b."checkInDate"::date = $2::text::date`,
		told: `s."reservation"->>'checkIn' = $2`,
		value: arrival ?? '',
	};
}

/** Reads the hotel's whole history: nobody asks often, and no index is worth it. */
export async function findPersonalRecords(
	client: SqlClient,
	hotelSlug: string,
	query: PersonQuery,
	limit: number,
): Promise<PersonalRecord[]> {
	const { row, told, value } = coarse(query);
	const keys = await select<ReservationKey>(
		client,
		`SELECT "channel", "propertyId", "reservationId" FROM (
			SELECT COALESCE(r."channel", '${OWN_CHANNEL}') AS "channel", COALESCE(r."propertyId", b."hotelSlug") AS "propertyId",
				COALESCE(r."reservationId", b."id") AS "reservationId", ${dateText('b."checkInDate"')} AS "arrival"
			FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id" WHERE b."hotelSlug" = $1 AND ${row}
			UNION ALL
			SELECT s."channel", s."propertyId", s."reservationId", s."reservation"->>'checkIn' FROM "booking_reservations" s WHERE s."hotelSlug" = $1 AND ${told}
		) f GROUP BY "channel", "propertyId", "reservationId" ORDER BY max("arrival") DESC NULLS LAST LIMIT $3::text::integer`,
		[hotelSlug, value, String(limit)],
	);
	return await readPersonalRecords(client, hotelSlug, keys);
}

type BookingColumns = Omit<PersonalBooking, 'identity'> & ReservationKey & IdentityValues;

/** A reservation of which nothing is there is left out. */
async function readPersonalRecords(
	client: SqlClient,
	hotelSlug: string,
	keys: readonly ReservationKey[],
	lock: '' | 'FOR UPDATE OF b' = '',
): Promise<PersonalRecord[]> {
	if (keys.length === 0) return [];
	const wish = [hotelSlug, ...columnsOf(keys)];
	const identity = IDENTITY_COLUMNS.map((column) =>
		column === 'clientBirthDate' ? `${dateText(`b."${column}"`)} AS "${column}"` : `b."${column}"`,
	).join(', ');
	const bookings = await select<BookingColumns>(
		client,
		`SELECT k."channel", k."propertyId", k."reservationId", b."id" AS "bookingId", b."bookingNumber", o."name" AS "roomName", r."roomStayId", r."overwritten",
			${dateText('b."checkInDate"')} AS "checkIn", ${dateText('b."checkOutDate"')} AS "checkOut", b.${ACTIVE} AS "isActive", to_jsonb(b) AS "row", ${identity}
		FROM ${wanted(2)} LEFT JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')}
			JOIN "bookings" b ON b."hotelSlug" = $1 AND b."id" = CASE WHEN k."channel" = '${OWN_CHANNEL}' THEN k."reservationId" ELSE r."bookingId" END
			LEFT JOIN "rooms" o ON o."id" = b."roomId"
		ORDER BY b."bookingNumber" ${lock}`,
		wish,
	);
	const reservations = await select<ReservationKey & { reservation: Reservation }>(
		client,
		`SELECT s."channel", s."propertyId", s."reservationId", s."reservation" FROM ${wanted(2)} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
		wish,
	);
	const payments = await select<ReservationKey & { row: Record<string, unknown> }>(
		client,
		// Each way to name a booking by an index of its own: together they would read every payment.
		`WITH "meant" AS (
			SELECT k.*, b."id", b."bookingNumber" FROM ${wanted(2)} LEFT JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')}
				JOIN "bookings" b ON b."hotelSlug" = $1 AND b."id" = CASE WHEN k."channel" = '${OWN_CHANNEL}' THEN k."reservationId" ELSE r."bookingId" END
		)
		SELECT f."channel", f."propertyId", f."reservationId", f."row" FROM (
			SELECT k.*, to_jsonb(p) AS "row" FROM ${wanted(2)} JOIN "booking_payments" p ON p."hotelSlug" = $1 AND ${same('p')}
			UNION SELECT k.*, to_jsonb(p) FROM ${wanted(2)} JOIN "booking_payments" p
				ON p."hotelSlug" = $1 AND p."channel" IS NULL AND p."givenReservationKey" = concat_ws('/', k."channel", k."propertyId", k."reservationId")
			UNION SELECT m."channel", m."propertyId", m."reservationId", to_jsonb(p) FROM "meant" m JOIN "booking_payments" p
				ON p."hotelSlug" = $1 AND p."channel" IS NULL AND p."givenBookingId" = m."id"
			UNION SELECT m."channel", m."propertyId", m."reservationId", to_jsonb(p) FROM "meant" m JOIN "booking_payments" p
				ON p."hotelSlug" = $1 AND p."channel" IS NULL AND p."givenBookingNumber" = m."bookingNumber"
		) f ORDER BY f."row"->>'receivedAt'`,
		wish,
	);
	const reasons = await select<ReservationKey & { subscriber: string; reason: string }>(
		client,
		`SELECT o."channel", o."propertyId", o."reservationId", o."subscriber", o."reason" FROM ${wanted(2)}
			CROSS JOIN "booking_subscribers" s JOIN "booking_outbox" o ON o."hotelSlug" = $1 AND o."subscriber" = s."subscriber" AND ${same('o')}
		WHERE s."hotelSlug" = $1 AND o."reason" IS NOT NULL`,
		wish,
	);
	const of = (key: ReservationKey) => (other: ReservationKey) => sameReservation(key, other);
	return keys
		.map((key) => ({
			...key,
			reservation: reservations.find(of(key))?.reservation ?? null,
			bookings: bookings.filter(of(key)).map(personalBooking),
			payments: payments.filter(of(key)).map(({ row }) => row),
			reasons: reasons.filter(of(key)).map(({ subscriber, reason }) => ({ subscriber, reason })),
		}))
		.filter(({ reservation, bookings: rows }) => reservation !== null || rows.length > 0);
}

function personalBooking(columns: BookingColumns): PersonalBooking {
	const { bookingId, bookingNumber, roomName, roomStayId, checkIn, checkOut, isActive, row, overwritten } = columns;
	const identity = Object.fromEntries(IDENTITY_COLUMNS.map((column) => [column, columns[column]])) as IdentityValues;
	return { bookingId, bookingNumber, roomName, roomStayId, checkIn, checkOut, isActive, row, overwritten, identity };
}

export class SqlPersonalData implements PersonalDataRows {
	constructor(
		private readonly client: SqlClient,
		private readonly hotelSlug: string,
		private readonly now: Date,
	) {}

	async record(key: string): Promise<PersonalRecord | null> {
		const found = await readPersonalRecords(this.client, this.hotelSlug, readingsOf(key), 'FOR UPDATE OF b');
		return found[0] ?? null;
	}

	async erase(record: PersonalRecord, erasure: Erasure): Promise<void> {
		const key = [this.hotelSlug, record.channel, record.propertyId, record.reservationId];
		const is = `"hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4`;
		if (erasure.reservation)
			await this.client.query(
				`UPDATE "booking_reservations" SET "reservation" = $5::text::jsonb, "updatedAt" = $6::text::timestamp WHERE ${is}`,
				[...key, JSON.stringify(erasure.reservation), utcText(this.now)],
			);
		await this.eraseBookings(erasure);
		const notes = Object.fromEntries(erasure.notes);
		await this.client.query(
			`UPDATE "booking_external_references" SET "identityMissing" = TRUE, "updatedAt" = $7::text::timestamp,
				"baseline" = "baseline" || $5::text::jsonb || jsonb_build_object('internalNote', COALESCE($6::text::jsonb->>"roomStayId", '')),
				"overwritten" = NULLIF("overwritten" - $8::text[], '{}')
			WHERE ${is}`,
			[
				...key,
				JSON.stringify(erasure.identity),
				JSON.stringify(notes),
				utcText(this.now),
				[...IDENTITY_COLUMNS, 'internalNote'],
			],
		);
		await this.erasePaymentNotes(record, erasure);
		for (const { subscriber, reason } of record.reasons)
			await this.client.query(`UPDATE "booking_outbox" SET "reason" = $6 WHERE ${is} AND "subscriber" = $5`, [
				...key,
				subscriber,
				redact(reason, erasure.known),
			]);
		await this.eraseFromLog(record, erasure);
	}

	/** The trigger knows that this is the handler's, and notes no change: nobody else has to do anything. */
	private async eraseBookings({ bookings, identity }: Erasure): Promise<void> {
		const columns = IDENTITY_COLUMNS.map((column, index) =>
			column === 'clientBirthDate'
				? `"${column}" = $${index + 3}::text::date::timestamp`
				: `"${column}" = $${index + 3}`,
		);
		await this.client.query(
			`UPDATE "bookings" b SET ${[...columns, ...UNFILLED_COLUMNS.map((column) => `"${column}" = NULL`)].join(', ')}, "internalNote" = n."internalNote"
			FROM jsonb_to_recordset($2::text::jsonb) AS n("bookingId" TEXT, "internalNote" TEXT) WHERE b."hotelSlug" = $1 AND b."id" = n."bookingId"`,
			[this.hotelSlug, JSON.stringify(bookings), ...IDENTITY_COLUMNS.map((column) => identity[column])],
		);
	}

	/** Of this reservation's payments, and of those that nobody could match and that name its guests. */
	private async erasePaymentNotes({ payments }: PersonalRecord, { unmistakable }: Erasure): Promise<void> {
		await this.client.query(
			`UPDATE "booking_payments" p SET "note" = NULL
			WHERE p."hotelSlug" = $1 AND p."note" IS NOT NULL AND (
				EXISTS (SELECT 1 FROM jsonb_to_recordset($2::text::jsonb) AS n("kind" TEXT, "externalId" TEXT, "registerId" TEXT)
					WHERE n."kind" = p."kind" AND n."externalId" = p."externalId" AND n."registerId" = p."registerId")
				OR p."channel" IS NULL AND ${mentions('p."note"', 3)})`,
			[this.hotelSlug, JSON.stringify(payments), unmistakable.map(lowerCase)],
		);
	}

	/** Ours name no guest; SelfKey's own, and those of other integrations, may. Reads all of the hotel's lines. */
	private async eraseFromLog(record: PersonalRecord, { known, unmistakable }: Erasure): Promise<void> {
		const text = `concat_ws(' ', l."message", l."data"::text)`;
		const lines = await select<{ id: string; message: string; data: unknown; isOwn: boolean }>(
			this.client,
			`SELECT l."id", l."message", l."data", COALESCE(l."data"->>'key' = $3, FALSE) AS "isOwn" FROM "integration_logs" l JOIN "integrations" i ON i."id" = l."integrationId"
			WHERE i."establishmentSlug" = $1 AND (${mentions(text, 2)} OR l."data"->>'key' = $3) LIMIT ${MAX_LINES}`,
			[this.hotelSlug, unmistakable.map(lowerCase), reservationKey(record)],
		);
		const changed = lines.flatMap(({ id, message, data, isOwn }) => {
			const values = isOwn ? known : unmistakable;
			const clean = { id, message: redact(message, values), data: redactedJson(data, values) };
			return clean.message === message && JSON.stringify(clean.data) === JSON.stringify(data) ? [] : [clean];
		});
		if (changed.length === 0) return;
		await this.client.query(
			`UPDATE "integration_logs" l SET "message" = n."message", "data" = n."data"
			FROM jsonb_to_recordset($1::text::jsonb) AS n("id" TEXT, "message" TEXT, "data" JSONB) WHERE l."id" = n."id"`,
			[JSON.stringify(changed)],
		);
	}
}

/** More than any guest has, and little enough for one transaction. */
const MAX_LINES = 5_000;

/** Whether a text holds one of the values of a parameter, which are in lower case. */
function mentions(text: string, place: number): string {
	return `EXISTS (SELECT 1 FROM unnest($${place}::text[]) v WHERE strpos(lower(${text}), v) > 0)`;
}

function lowerCase(value: string): string {
	return value.toLowerCase();
}

function redactedJson(value: unknown, values: readonly string[]): unknown {
	if (typeof value === 'string') return redact(value, values);
	if (Array.isArray(value)) return value.map((entry) => redactedJson(entry, values));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, redactedJson(entry, values)]));
}
