/** What SelfKey's webhooks send of a booking: everything, including the door code and the guest's papers. */
import { withIsoDates } from './answers';
import type { Database } from './tables';

/** Columns of the booking, with `room` and `establishment`. */
export type BookingPayload = Record<string, unknown>;

const DATES = ['clientBirthDate', 'checkInDate', 'checkOutDate', 'bookingDate'];

/** `null` if there is no such booking. */
export async function bookingPayload(database: Database, bookingId: string): Promise<BookingPayload | null> {
	const { rows } = await database.query(
		`SELECT to_jsonb(b) AS "booking",
			CASE WHEN r."id" IS NULL THEN NULL ELSE jsonb_build_object('id', r."id", 'name', r."name", 'price', r."price", 'accessCode', r."accessCode") END AS "room",
			jsonb_build_object('slug', e."slug", 'name', e."name", 'checkinTime', e."checkinTime", 'checkoutTime', e."checkoutTime") AS "establishment"
		FROM "bookings" b LEFT JOIN "rooms" r ON r."id" = b."roomId" JOIN "establishments" e ON e."slug" = b."hotelSlug" WHERE b."id" = $1`,
		[bookingId],
	);
	const [found] = rows as Array<{ booking: Record<string, unknown>; room: unknown; establishment: unknown }>;
	return found ? { ...withIsoDates(found.booking, DATES), room: found.room, establishment: found.establishment } : null;
}

/** One row of names and one of values; fields of `room` and `establishment` become `room.name` and so on. */
export function csvOf(fields: Record<string, unknown>): string {
	const columns = Object.entries(fields).flatMap(([name, value]) =>
		typeof value === 'object' && value !== null
			? Object.entries(value).map(([inner, entry]) => [`${name}.${inner}`, entry] as const)
			: [[name, value] as const],
	);
	return [columns.map(([name]) => name), columns.map(([, value]) => cell(value))]
		.map((row) => `${row.join(',')}\r\n`)
		.join('');
}

function cell(value: unknown): string {
	const text = value === null || value === undefined ? '' : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
