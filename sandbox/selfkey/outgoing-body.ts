/** What SelfKey's webhooks send of a booking: nearly everything, including the door code and the guest's documents. */
import { withIsoDates } from './answers';
import type { Database } from './tables';

/** Columns of the booking, with `room` and `establishment`. */
export type BookingPayload = Record<string, unknown>;

/** In SelfKey's order, which is that of the columns in its CSV. */
const FIELDS = [
	'id',
	'bookingNumber',
	'hotelSlug',
	'clientFirstName',
	'clientLastName',
	'clientEmail',
	'clientPhone',
	'clientBirthDate',
	'clientBirthPlace',
	'clientAddress',
	'clientPostalCode',
	'clientCity',
	'clientCountry',
	'clientIdNumber',
	'clientIdType',
	'clientVehicleNumber',
	'checkInDate',
	'checkOutDate',
	'bookingDate',
	'adults',
	'children',
	'guests',
	'hasDog',
	'amount',
	'currency',
	'platformCommission',
	'ownerAmount',
	'pricingOptionsTotal',
	'touristTaxTotal',
	'selectedPricingOptions',
	'paymentStatus',
	'bookingType',
	'bookingLocale',
	'dayParkingDuration',
	'dayParkingStartTime',
	'dayParkingEndTime',
	'confirmationSent',
	'confirmationSentAt',
	'confirmationMethod',
] as const;

const DATES = [
	'clientBirthDate',
	'checkInDate',
	'checkOutDate',
	'bookingDate',
	'dayParkingStartTime',
	'dayParkingEndTime',
	'confirmationSentAt',
];

/** `null` if there is no such booking. */
export async function bookingPayload(database: Database, bookingId: string): Promise<BookingPayload | null> {
	const { rows } = await database.query(
		`SELECT to_jsonb(b) AS "booking", to_jsonb(r) AS "room", to_jsonb(e) AS "establishment"
		FROM "bookings" b LEFT JOIN "rooms" r ON r."id" = b."roomId" JOIN "establishments" e ON e."slug" = b."hotelSlug" WHERE b."id" = $1`,
		[bookingId],
	);
	const [found] = rows as Array<Record<'booking' | 'room' | 'establishment', Record<string, unknown> | null>>;
	if (!found?.booking) return null;
	const { booking, room, establishment } = found;
	return {
		...pick(withIsoDates(booking, DATES), FIELDS),
		room: room && pick(room, ['id', 'name', 'price', 'accessCode']),
		establishment:
			establishment &&
			pick(establishment, [
				'id',
				'slug',
				'name',
				'address',
				'city',
				'postalCode',
				'country',
				'hotelContactEmail',
				'hotelContactPhone',
				'billingCompanyName',
				'billingAddress',
				'billingCity',
				'billingPostalCode',
				'billingCountry',
				'vatNumber',
			]),
	};
}

function pick(row: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
	return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

/** A line of names and a line of values. As in SelfKey, nothing is quoted or escaped, and objects are plain JSON. */
export function csvOf(fields: Record<string, unknown>): string {
	const cell = (value: unknown) =>
		value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
	return [Object.keys(fields), Object.values(fields).map(cell)].map((line) => line.join(',')).join('\n');
}
