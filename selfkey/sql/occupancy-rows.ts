/** Everything that stands in a hotel, and moving a stay from room to room. */
import type { DateRange, Occupancy } from '../../core/availability/ranges';
import type { OccupancySnapshot, ActiveStay, RoomMove, StayReference } from '../ports/occupancy';
import type { Room } from '../ports/records';
import { ACTIVE, utcText } from './booking-rows';
import { dateText, firstTaken, isDayUse, lastTaken, takenUntil } from './occupying-bookings';
import { select, type SqlClient } from './client';

type StayRow = Omit<ActiveStay, 'reference'> & { [column in keyof StayReference]: StayReference[column] | null };

/** @param from `YYYY-MM-DD`; who has left by then is of no interest, nor is who arrives on the day `until` or later */
export async function readOccupancy(
	client: SqlClient,
	hotelSlug: string,
	from: string,
	until: string = LAST_DAY,
): Promise<OccupancySnapshot> {
	// A mistyped year may be later than any date of ours: without an end, everything counts.
	const beginsBefore = until === LAST_DAY ? '' : ` AND b."checkInDate" < $3::text::date`;
	const values = until === LAST_DAY ? [hotelSlug, from] : [hotelSlug, from, until];
	const rows = await select<StayRow>(
		client,
		`SELECT b."id" AS "bookingId", b."bookingNumber", b."roomId", ${dateText('b."checkInDate"')} AS "start", ${takenUntil('b')} AS "end",
			r."channel", r."propertyId", r."reservationId", r."baseline"->>'roomId' AS "baselineRoomId", r."baseline"->>'roomTypeId' AS "roomTypeId", r."roomName",
			r."codeSentAt" IS NOT NULL OR b."confirmationSent" AS "isCodeSent"
		FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id"
		WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND NOT ${isDayUse('b')} AND b."checkOutDate" > $2::text::date${beginsBefore}
		ORDER BY b."bookingNumber"`,
		values,
	);
	const dayUse = await select<Occupancy>(
		client,
		`SELECT b."roomId", ${dateText('b."checkInDate"')} AS "start", ${takenUntil('b')} AS "end" FROM "bookings" b
		WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND ${isDayUse('b')} AND b."roomId" IS NOT NULL AND b."checkOutDate" >= $2::text::date${beginsBefore}`,
		values,
	);
	const closures = await readClosures(client, hotelSlug, { start: from, end: until });
	const rooms = await readRooms(client, hotelSlug);
	const conflicts = await select<OccupancySnapshot['conflicts'][number]>(
		client,
		'SELECT "bookingId", "kind" FROM "booking_conflicts" WHERE "hotelSlug" = $1 ORDER BY "bookingId", "kind"',
		[hotelSlug],
	);
	return { stays: rows.map(stayOf), dayUse, closures, rooms, conflicts };
}

/** Whether nobody waits for a room or shares one, and people have been told of nothing that is over: $1 the hotel, $2 the day from which it counts. */
export const IN_ORDER = `NOT EXISTS (SELECT 1 FROM "booking_conflicts" WHERE "hotelSlug" = $1) AND NOT EXISTS (
	SELECT 1 FROM (
		SELECT b."roomId", ${firstTaken('b')} AS "start", max(${lastTaken('b')}) OVER (
			PARTITION BY b."roomId" ORDER BY ${firstTaken('b')} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "before"
		FROM "bookings" b WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND b."checkOutDate" >= $2::text::date
			AND (NOT ${isDayUse('b')} AND b."checkOutDate" > $2::text::date OR b."roomId" IS NOT NULL)
	) AS s WHERE s."roomId" IS NULL OR s."start" < s."before"
)`;

/** One look, however full the house. */
export async function isInOrder(client: SqlClient, hotelSlug: string, from: string): Promise<boolean> {
	const [row] = await select<{ isInOrder: boolean }>(client, `SELECT ${IN_ORDER} AS "isInOrder"`, [hotelSlug, from]);
	return row?.isInOrder === true;
}

/** No date of ours is later. */
export const LAST_DAY = '9999-12-31';

/** Rooms out of order from `$2` until before `$3` in the hotel `$1`, from all sources. */
export const CLOSURES =
	'SELECT "roomId", "start", "end" FROM "booking_room_closures" WHERE "hotelSlug" = $1 AND "end" > $2::text AND "start" < $3::text ORDER BY "roomId", "start"';

/** On a night of the range. */
export function readClosures(client: SqlClient, hotelSlug: string, { start, end }: DateRange): Promise<Occupancy[]> {
	return select<Occupancy>(client, CLOSURES, [hotelSlug, start, end]);
}

/** All of the hotel `$1`. */
export const ROOMS = 'SELECT "id", "name", "isActive" FROM "rooms" WHERE "hotelSlug" = $1 ORDER BY "name", "id"';

export function readRooms(client: SqlClient, hotelSlug: string): Promise<Room[]> {
	return select<Room>(client, ROOMS, [hotelSlug]);
}

function stayOf({ bookingId, bookingNumber, roomId, start, end, ...reference }: StayRow): ActiveStay {
	return {
		bookingId,
		bookingNumber,
		roomId,
		start,
		end,
		reference: reference.channel === null ? null : (reference as StayReference),
	};
}

/**
 * Locks the stays that are still as it was planned. Never waits for the desk: a transaction at the desk that
 * holds such a row may in turn wait for one that we hold.
 */
export async function claimStays(client: SqlClient, hotelSlug: string, moves: readonly RoomMove[]): Promise<string[]> {
	const claimed: string[] = [];
	for (const { bookingId, from, nights } of moves) {
		const free = await select(
			client,
			`SELECT b."id" FROM "bookings" b JOIN "booking_external_references" r ON r."bookingId" = b."id"
			WHERE b."id" = $1 AND b."hotelSlug" = $2 AND b.${ACTIVE} AND b."roomId" IS NOT DISTINCT FROM $3
				AND ${dateText('b."checkInDate"')} = $4 AND ${takenUntil('b')} = $5 AND ($3::text IS NULL OR (r."codeSentAt" IS NULL AND NOT b."confirmationSent"))
			FOR UPDATE SKIP LOCKED`,
			[bookingId, hotelSlug, from, nights.start, nights.end],
		);
		if (free.length > 0) claimed.push(bookingId);
	}
	return claimed;
}

/** Moves the stay if it can be claimed. */
export async function moveBooking(client: SqlClient, hotelSlug: string, move: RoomMove, now: Date): Promise<boolean> {
	const { bookingId, to } = move;
	if ((await claimStays(client, hotelSlug, [move])).length === 0) return false;
	await client.query('UPDATE "bookings" SET "roomId" = $2 WHERE "id" = $1', [bookingId, to]);
	await client.query(
		`UPDATE "booking_external_references" SET "baseline" = jsonb_set("baseline", '{roomId}', to_jsonb($2::text)), "updatedAt" = $3::text::timestamp WHERE "bookingId" = $1`,
		[bookingId, to, utcText(now)],
	);
	return true;
}
