/**
 * What SelfKey must hold for what Booking.com holds, worked out from the sandbox's own data. It shares nothing
 * with the package: what the two agree on is not their common mistake.
 */
import { bookingTotal, type Step } from '../../sandbox/hotel';
import type { SelfKeySandbox } from '../../sandbox/selfkey';

/** A room stay that occupies a room, in words that both sides know. */
export interface ActiveRoom {
	reservationId: string;
	roomStayId: string;
	checkIn: string;
	checkOut: string;
	adults: number;
	children: number;
	currency: string;
}

export interface ActiveBookings {
	rooms: ActiveRoom[];
	/** `4705950059 CHF 29000`: what each reservation costs, in minor units. */
	totals: string[];
}

/** @param steps in the order in which they happened */
export function expectedActive(steps: readonly Step[]): ActiveBookings {
	const last = [...new Map(steps.map((step) => [step.reservationId, step])).values()].filter(
		({ kind }) => kind !== 'cancelled',
	);
	const rooms = last.flatMap(({ reservationId, booking }) =>
		booking.rooms.map(({ index, checkIn, checkOut, adults, childAges }) => ({
			reservationId,
			roomStayId: String(index),
			checkIn,
			checkOut,
			adults,
			children: childAges.length,
			currency: booking.currency,
		})),
	);
	const totals = last.map(
		({ reservationId, booking }) => `${reservationId} ${booking.currency} ${bookingTotal(booking)}`,
	);
	return { rooms: rooms.sort(byStay), totals: totals.sort() };
}

interface Row extends ActiveRoom {
	roomId: string | null;
	amount: number;
	guests: number;
}

/** Rows that occupy a room by SelfKey's rule, with the room and type that they were given. */
export async function activeRows(selfKey: SelfKeySandbox): Promise<Row[]> {
	const rows = await selfKey.db<Row>(
		`SELECT r."reservationId", r."roomStayId", to_char(b."checkInDate", 'YYYY-MM-DD HH24:MI') AS "checkIn",
			to_char(b."checkOutDate", 'YYYY-MM-DD HH24:MI') AS "checkOut", b."adults", b."children", b."guests", b."currency", b."amount", b."roomId"
		FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id"
		WHERE b."paymentStatus" = 'succeeded'`,
	);
	return rows.sort(byStay);
}

/** The same of SelfKey's rows. @throws RangeError for a stay that does not begin and end at midnight UTC */
export function activeOf(rows: readonly Row[], decimals: (currency: string) => number): ActiveBookings {
	const sums = new Map<string, number>();
	for (const { reservationId, currency, amount } of rows) {
		const key = `${reservationId} ${currency}`;
		sums.set(key, (sums.get(key) ?? 0) + amount * 10 ** decimals(currency));
	}
	const rooms = rows.map(({ reservationId, roomStayId, checkIn, checkOut, adults, children, currency }) => ({
		reservationId,
		roomStayId,
		checkIn: dateAtMidnight(checkIn),
		checkOut: dateAtMidnight(checkOut),
		adults,
		children,
		currency,
	}));
	return { rooms, totals: [...sums].map(([key, minor]) => `${key} ${Number(minor.toFixed(6))}`).sort() };
}

function dateAtMidnight(timestamp: string): string {
	if (!timestamp.endsWith(' 00:00')) throw new RangeError(`A stay has a time of day: ${timestamp}`);
	return timestamp.slice(0, 10);
}

function byStay(a: ActiveRoom, b: ActiveRoom): number {
	return `${a.reservationId} ${a.roomStayId}`.localeCompare(`${b.reservationId} ${b.roomStayId}`);
}

/** ISO 4217, for the currencies of the sandbox. */
export function decimalsOf(currency: string): number {
	return { JPY: 0, KWD: 3 }[currency] ?? 2;
}

/** Rows by `table/key`. */
export type Dump = Record<string, string>;

/**
 * Every row that a repeat must leave as it is. Left out are when a message was seen last, which a repeat may
 * move, and the card's brand, since Booking.com sends a guest's own card only once.
 */
export async function dumpTables(selfKey: SelfKeySandbox): Promise<Dump> {
	const queries: Record<string, string> = {
		bookings: 'SELECT "id" AS "key", * FROM "bookings"',
		rooms: 'SELECT "id" AS "key", * FROM "rooms"',
		references: 'SELECT "reservationId" || \'/\' || "roomStayId" AS "key", * FROM "booking_external_references"',
		reservations: `SELECT "reservationId" AS "key", "status", "reservation" - 'observedAt' - 'history' #- '{payment,card}' AS "content" FROM "booking_reservations"`,
	};
	const dump: Dump = {};
	for (const [table, query] of Object.entries(queries)) {
		for (const row of await selfKey.db<{ key: string }>(query)) dump[`${table}/${row.key}`] = JSON.stringify(row);
	}
	return dump;
}

/** Rows that are new, gone or different. */
export function changedRows(before: Dump, after: Dump): string[] {
	return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]);
}
