/** Writes a guest's documents as the desk would, if SelfKey had a screen for it: the triggers take it for the desk's. */
import { isIdentityMissing } from '../identity/guest-registration';
import {
	IDENTITY_COLUMNS,
	UNFILLED_COLUMNS,
	type BookingReference,
	type EnteredIdentity,
	type IdentityEntered,
	type IdentityValues,
} from '../ports/records';
import { ACTIVE } from './booking-rows';
import { select, type SqlDatabase } from './client';
import { dateText } from './occupying-bookings';

/** Every column that may be written, so that no other name can become part of a statement. */
const COLUMNS = [...IDENTITY_COLUMNS, ...UNFILLED_COLUMNS] as const satisfies ReadonlyArray<keyof EnteredIdentity>;

type Row = Required<{ [Column in keyof EnteredIdentity]: string | null }> &
	IdentityValues & {
		bookingId: string;
		bookingNumber: number;
		isChannels: boolean;
	};

const SELECTED = COLUMNS.map((column) =>
	column === 'clientBirthDate' ? `${dateText(`b."${column}"`)} AS "${column}"` : `b."${column}"`,
).join(', ');

/** @returns `null` where the hotel has no such active booking */
export async function enterIdentity(
	database: SqlDatabase,
	hotelSlug: string,
	{ bookingId, bookingNumber }: BookingReference,
	values: EnteredIdentity,
): Promise<IdentityEntered | null> {
	return database.transaction(async (client) => {
		const [before] = await select<Row>(
			client,
			`SELECT b."id" AS "bookingId", b."bookingNumber", ${SELECTED},
				EXISTS (SELECT 1 FROM "booking_external_references" r WHERE r."bookingId" = b."id") AS "isChannels"
			FROM "bookings" b WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND b."id" = COALESCE($2::text, b."id")
				AND b."bookingNumber" = COALESCE($3::text::integer, b."bookingNumber") FOR UPDATE OF b`,
			[hotelSlug, bookingId, bookingNumber === null ? null : String(bookingNumber)],
		);
		if (!before) return null;
		const changed = COLUMNS.filter((column) => values[column] !== undefined && values[column] !== before[column]);
		const after: IdentityValues = { ...before, ...values };
		if (changed.length > 0) {
			const assignments = changed.map(
				(column, index) =>
					`"${column}" = $${index + 2}${column === 'clientBirthDate' ? '::text::date::timestamp' : ''}`,
			);
			await client.query(`UPDATE "bookings" SET ${assignments.join(', ')} WHERE "id" = $1`, [
				before.bookingId,
				...changed.map((column) => values[column]),
			]);
			await client.query('UPDATE "booking_external_references" SET "identityMissing" = $2 WHERE "bookingId" = $1', [
				before.bookingId,
				isIdentityMissing(after),
			]);
		}
		const { bookingId: id, bookingNumber: number, isChannels } = before;
		return { bookingId: id, bookingNumber: number, isChannels, before, after, changed };
	});
}
