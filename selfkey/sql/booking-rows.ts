/** Rows of SelfKey's `bookings`. Dates go in and out as text, so that no driver and no time zone can shift them. */
import { IDENTITY_COLUMNS, UNFILLED_COLUMNS } from '../ports/records';
import type { BookingValues, UnfilledValues } from '../ports/records';
import { select, type SqlClient } from './client';
import { dateText } from './occupying-bookings';

type Column = keyof BookingValues;

/** `isActiveBooking` in SQL; put the table's alias and a point before it where there are several. */
export const ACTIVE = `"paymentStatus" = 'succeeded'`;

/** Every column that is written, so that no other name can ever become part of a statement. */
const COLUMNS: readonly Column[] = [
	'roomId',
	...IDENTITY_COLUMNS,
	'amount',
	'ownerAmount',
	'currency',
	'guests',
	'adults',
	'children',
	'checkInDate',
	'checkOutDate',
	'paymentStatus',
	'stripePaymentIntentId',
	'bookingLocale',
	'touristTaxTotal',
	'internalNote',
];
const DATES: ReadonlySet<Column> = new Set(['clientBirthDate', 'checkInDate', 'checkOutDate']);
const AMOUNTS: ReadonlySet<Column> = new Set(['amount', 'ownerAmount', 'touristTaxTotal']);

/** `"checkInDate"`, or for a date its text in UTC. */
function reading(column: Column, table: string): string {
	const name = `${table}."${column}"`;
	return DATES.has(column) ? `${dateText(name)} AS "${column}"` : name;
}

/** `$1`, or for a date midnight UTC of it. */
function writing(column: Column, place: number): string {
	if (DATES.has(column)) return `$${place}::text::date::timestamp`;
	// A driver that sends what it has, binary, would send 133 as an integer where a float is expected.
	return AMOUNTS.has(column) ? `$${place}::numeric` : `$${place}`;
}

/** The columns to select of a booking. */
export function bookingColumns(table: string): string {
	return [`${table}."bookingNumber"`, ...COLUMNS.map((column) => reading(column, table))].join(', ');
}

/** Splits what `bookingColumns` selected from the other columns of a row. */
export function bookingOf(row: Record<string, unknown>): BookingValues & { bookingNumber: number } {
	const entries = ['bookingNumber', ...COLUMNS].map((column) => [column, row[column]]);
	return Object.fromEntries(entries) as BookingValues & { bookingNumber: number };
}

export function unfilledColumns(table: string): string {
	return UNFILLED_COLUMNS.map((column) => `${table}."${column}"`).join(', ');
}

/** What `unfilledColumns` selected, where there is anything in it. */
export function unfilledOf(row: Record<string, unknown>): UnfilledValues {
	const entered = UNFILLED_COLUMNS.filter((column) => typeof row[column] === 'string' && row[column] !== '');
	return Object.fromEntries(entered.map((column) => [column, row[column]]));
}

/** @returns the number that SelfKey shows to people; the database counts it up */
export async function insertBooking(
	client: SqlClient,
	hotelSlug: string,
	id: string,
	values: BookingValues,
	now: Date,
	unfilled: UnfilledValues = {},
): Promise<number> {
	const entered = UNFILLED_COLUMNS.filter((column) => unfilled[column] !== undefined);
	const names = ['id', 'hotelSlug', ...COLUMNS, ...entered].map((name) => `"${name}"`).join(', ');
	const bookedAt = COLUMNS.length + entered.length + 3;
	const places = [
		...COLUMNS.map((column, index) => writing(column, index + 3)),
		...entered.map((_, index) => `$${COLUMNS.length + index + 3}`),
	].join(', ');
	const [row] = await select<{ bookingNumber: number }>(
		client,
		`INSERT INTO "bookings" (${names}, "bookingDate", "bookingType", "platformCommission")
		VALUES ($1, $2, ${places}, $${bookedAt}::text::timestamp, 'night', 0) RETURNING "bookingNumber"`,
		[
			...[id, hotelSlug, ...COLUMNS.map((column) => values[column])],
			...[...entered.map((column) => unfilled[column]), utcText(now)],
		],
	);
	if (!row) throw new Error('The database did not return the new booking');
	return row.bookingNumber;
}

export interface NumberedBooking {
	id: string;
	bookingNumber: number;
	values: BookingValues;
	unfilled: UnfilledValues;
}

/** Many at once, each with a number that `nextNumbers` has given out. */
export async function insertBookings(
	client: SqlClient,
	hotelSlug: string,
	bookings: readonly NumberedBooking[],
	now: Date,
): Promise<void> {
	const entered = UNFILLED_COLUMNS.filter((column) => bookings.some(({ unfilled }) => unfilled[column] !== undefined));
	const names = [
		...['id', 'hotelSlug', 'bookingNumber', ...COLUMNS, ...entered],
		...['bookingDate', 'bookingType', 'platformCommission'],
	];
	const rows = bookings.map(({ id, bookingNumber, values, unfilled }) => ({
		...unfilled,
		...Object.fromEntries(COLUMNS.map((column) => [column, values[column]])),
		...{ id, hotelSlug, bookingNumber, bookingDate: utcText(now), bookingType: 'night', platformCommission: 0 },
	}));
	// As the table's own row type, each value has the type of its column, whatever that is.
	await client.query(
		`INSERT INTO "bookings" (${names.map((name) => `"${name}"`).join(', ')})
		SELECT ${names.map((name) => `n."${name}"`).join(', ')} FROM jsonb_populate_recordset(NULL::"bookings", $1::jsonb) AS n`,
		[JSON.stringify(rows)],
	);
}

/** The numbers of the next bookings; none where the table counts in another way than by a sequence. */
export async function nextNumbers(client: SqlClient, count: number): Promise<number[]> {
	const rows = await select<{ number: number | null }>(
		client,
		`SELECT nextval(pg_get_serial_sequence('"bookings"', 'bookingNumber'))::integer AS "number" FROM generate_series(1, $1::text::integer)`,
		[String(count)],
	);
	return rows.flatMap(({ number }) => number ?? []);
}

export async function updateBooking(
	client: SqlClient,
	hotelSlug: string,
	id: string,
	changes: Partial<BookingValues>,
): Promise<void> {
	const columns = COLUMNS.filter((column) => changes[column] !== undefined);
	if (columns.length === 0) return;
	const assignments = columns.map((column, index) => `"${column}" = ${writing(column, index + 3)}`).join(', ');
	await client.query(`UPDATE "bookings" SET ${assignments} WHERE "id" = $1 AND "hotelSlug" = $2`, [
		id,
		hotelSlug,
		...columns.map((column) => changes[column]),
	]);
}

/** An instant as PostgreSQL text without a zone, in UTC. */
export function utcText(now: Date): string {
	return now.toISOString().replace('T', ' ').replace('Z', '');
}
