/** Whose documents are missing, told from the bookings themselves: what the desk has entered counts at once. */
import { IDENTITY_SENTINEL, missingRegistration, REGISTRATION_COLUMNS } from '../identity/guest-registration';
import { IDENTITY_COLUMNS, type IdentityValues } from '../ports/records';
import type { IdentityMissing } from '../ports/records';
import { ACTIVE } from './booking-rows';
import { select, type SqlClient, type SqlDatabase } from './client';
import { dateText } from './occupying-bookings';

/** The columns that say who the guest is; the birth date as text. */
const IDENTITY = IDENTITY_COLUMNS.map((column) =>
	column === 'clientBirthDate' ? `${dateText(`b."${column}"`)} AS "${column}"` : `b."${column}"`,
).join(', ');

export async function readIdentity(client: SqlClient, bookingId: string): Promise<IdentityValues | null> {
	const [row] = await select<IdentityValues>(
		client,
		`SELECT ${IDENTITY} FROM "bookings" b WHERE b."id" = $1 AND b.${ACTIVE}`,
		[bookingId],
	);
	return row ?? null;
}

/** Whoever arrives, or is in the house, has not left yet, which is what there is an index for. */
const ASKED = `b."hotelSlug" = $1 AND b."checkOutDate" >= $2::text::date AND b."checkInDate" < $3::text::date`;
const ARRIVES = `${ASKED} AND b."checkInDate" >= $2::text::date`;

/** The list for the desk. Brings `identityMissing` up to date before it answers. */
export async function readIdentityMissing(
	database: SqlDatabase,
	hotelSlug: string,
	from: string,
	until: string,
	withInHouse: boolean,
): Promise<IdentityMissing[]> {
	const isAsked = withInHouse ? ASKED : ARRIVES;
	const isMissing = REGISTRATION_COLUMNS.map(
		(column, index) =>
			(column === 'clientBirthDate' ? dateText(`b."${column}"`) : `b."${column}"`) + ` = $${index + 4}`,
	).join(' OR ');
	const placeholders = REGISTRATION_COLUMNS.map((column) => IDENTITY_SENTINEL[column]);
	await database.query(
		`UPDATE "booking_external_references" r SET "identityMissing" = (${isMissing}) FROM "bookings" b
		WHERE b."id" = r."bookingId" AND r."hotelSlug" = $1 AND r."identityMissing" <> (${isMissing}) AND ${isAsked}`,
		[hotelSlug, from, until, ...placeholders],
	);
	const rows = await select<Omit<IdentityMissing, 'missing'> & IdentityValues>(
		database,
		`SELECT b."id" AS "bookingId", b."bookingNumber", o."name" AS "roomName", ${dateText('b."checkInDate"')} AS "checkIn",
			${dateText('b."checkOutDate"')} AS "checkOut", r."channel" || '/' || r."propertyId" || '/' || r."reservationId" AS "key", ${IDENTITY}
		FROM "booking_external_references" r JOIN "bookings" b ON b."id" = r."bookingId" LEFT JOIN "rooms" o ON o."id" = b."roomId"
		WHERE r."hotelSlug" = $1 AND r."identityMissing" AND b.${ACTIVE} AND ${isAsked}
		ORDER BY b."checkInDate", b."bookingNumber"`,
		[hotelSlug, from, until],
	);
	return rows.map((row) => {
		const { bookingId, bookingNumber, roomName, checkIn, checkOut, key } = row;
		return { bookingId, bookingNumber, roomName, checkIn, checkOut, key, missing: missingRegistration(row) };
	});
}
