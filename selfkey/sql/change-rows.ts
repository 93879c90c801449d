/** How reservations stand now, over SQL. */
import { OWN_CHANNEL } from '../../core/channel/channels';
import { sameReservation } from '../../core/reservation/key';
import type { StateStay, StoredState } from '../ports/change-feed';
import type { Reservation } from '../../core/reservation/model';
import type { ReservationKey, BaselineValues } from '../ports/records';
import { bookingColumns, bookingOf } from './booking-rows';
import { select, type SqlClient } from './client';
import { isDayUse } from './occupying-bookings';
import { readPaidFolios } from './ledger-reader';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

type StayRow = ReservationKey & Omit<StateStay, 'booking'> & { baseline: BaselineValues | null };

/** Each asked for once; costs index look-ups for each key. */
export async function readStates(
	client: SqlClient,
	hotelSlug: string,
	keys: readonly ReservationKey[],
): Promise<StoredState[]> {
	if (keys.length === 0) return [];
	const columns = [
		keys.map(({ channel }) => channel),
		keys.map(({ propertyId }) => propertyId),
		keys.map(({ reservationId }) => reservationId),
	];
	const wanted = 'unnest($2::text[], $3::text[], $4::text[]) AS k("channel", "propertyId", "reservationId")';
	const same = (table: string) =>
		`${table}."channel" = k."channel" AND ${table}."propertyId" = k."propertyId" AND ${table}."reservationId" = k."reservationId"`;
	const reservations = await select<ReservationKey & { reservation: Reservation }>(
		client,
		`SELECT s."channel", s."propertyId", s."reservationId", s."reservation" FROM ${wanted} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
		[hotelSlug, ...columns],
	);
	const stays = await select<StayRow & Record<string, unknown>>(
		client,
		`SELECT k."channel", k."propertyId", k."reservationId", COALESCE(r."roomStayId", b."id") AS "roomStayId", r."baseline", b."id" AS "bookingId", o."name" AS "roomName",
			b."bookingType", to_char(b."bookingDate", ${ISO}) AS "bookedAt", ${bookingColumns('b')},
			ARRAY(SELECT c."kind" FROM "booking_conflicts" c WHERE c."bookingId" = b."id" ORDER BY c."kind") AS "conflicts"
		FROM ${wanted} LEFT JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')}
			JOIN "bookings" b ON b."hotelSlug" = $1 AND b."id" = CASE WHEN k."channel" = '${OWN_CHANNEL}' THEN k."reservationId" ELSE r."bookingId" END AND NOT ${isDayUse('b')}
			LEFT JOIN "rooms" o ON o."id" = b."roomId"
		ORDER BY b."bookingNumber"`,
		[hotelSlug, ...columns],
	);
	const folios = await readPaidFolios(client, hotelSlug, keys);
	const isOf = (a: ReservationKey) => (b: ReservationKey) => sameReservation(a, b);
	return keys.map((key) => ({
		...key,
		reservation: reservations.find(isOf(key))?.reservation ?? null,
		folio: folios.find(isOf(key)) ?? null,
		stays: stays.filter(isOf(key)).map((row) => {
			const { roomStayId, baseline, bookingId, roomName, bookingType, bookedAt, conflicts } = row;
			return { roomStayId, baseline, bookingId, roomName, bookingType, bookedAt, conflicts, booking: bookingOf(row) };
		}),
	}));
}
