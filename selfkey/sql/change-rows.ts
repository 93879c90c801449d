/** The change feed's tables over SQL. */
import { randomBytes } from 'node:crypto';
import { OWN_CHANNEL } from '../../core/channel/channels';
import { sameReservation } from '../../core/reservation/key';
import type { FeedMark, FeedStore, StateStay, StoredChange, StoredState } from '../ports/change-feed';
import type { Reservation } from '../../core/reservation/model';
import type { ReservationKey, BaselineValues } from '../ports/records';
import { ACTIVE, bookingColumns, bookingOf, utcText } from './booking-rows';
import { select, type SqlClient, type SqlDatabase } from './client';
import { isDayUse } from './occupying';
import { readPaidFolios } from './ledger-reader';

/** PostgreSQL's 64-bit integers come as text or number, by driver. */
type MarkRow = { [column in keyof FeedMark]: string };

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const MARK = '"feedId", "published"::text, "pruned"::text';

export function sqlFeed(database: SqlDatabase): FeedStore {
	return {
		async publishChanges(hotelSlug, pruneBefore) {
			const [quiet] = await select<MarkRow>(
				database,
				`SELECT ${MARK} FROM "booking_feeds" WHERE "hotelSlug" = $1
					AND NOT EXISTS (SELECT 1 FROM "booking_changes" WHERE "hotelSlug" = $1 AND "position" IS NULL)`,
				[hotelSlug],
			);
			if (quiet && pruneBefore === null) return markOf(quiet);
			return database.transaction((client) => publish(client, hotelSlug, pruneBefore));
		},
		async changesAfter(hotelSlug, position, limit) {
			const rows = await select<Omit<StoredChange, 'position'> & { position: string }>(
				database,
				`SELECT "position"::text, "channel", "propertyId", "reservationId", "originKind", "integrationId", "event", "deleted", to_char("changedAt", ${ISO}) AS "changedAt"
				FROM "booking_changes" WHERE "hotelSlug" = $1 AND "position" > $2::text::bigint ORDER BY "booking_changes"."position" LIMIT $3`,
				[hotelSlug, String(position), limit],
			);
			return rows.map((row) => ({ ...row, position: Number(row.position) }));
		},
		activeKeys: (hotelSlug, from, after, limit) =>
			select<ReservationKey>(
				database,
				`SELECT * FROM (
					SELECT DISTINCT COALESCE(r."channel", '${OWN_CHANNEL}') AS "channel", COALESCE(r."propertyId", b."hotelSlug") AS "propertyId", COALESCE(r."reservationId", b."id") AS "reservationId"
					FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id"
					WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND NOT ${isDayUse('b')} AND b."checkOutDate" >= $2::text::date
				) AS k
				WHERE $3::text IS NULL OR (k."channel", k."propertyId", k."reservationId") > ($3::text, $4::text, $5::text)
				ORDER BY k."channel", k."propertyId", k."reservationId" LIMIT $6`,
				[hotelSlug, from, after?.channel ?? null, after?.propertyId ?? null, after?.reservationId ?? null, limit],
			),
		states: (hotelSlug, keys) => readStates(database, hotelSlug, keys),
	};
}

async function publish(client: SqlClient, hotelSlug: string, pruneBefore: Date | null): Promise<FeedMark> {
	// Each statement has to see what was committed while it waited for the lock of the one before.
	await client.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
	await client.query('INSERT INTO "booking_feeds" ("hotelSlug", "feedId") VALUES ($1, $2) ON CONFLICT DO NOTHING', [
		hotelSlug,
		randomBytes(6).toString('hex'),
	]);
	await client.query('SELECT 1 FROM "booking_feeds" WHERE "hotelSlug" = $1 FOR UPDATE', [hotelSlug]);
	await client.query(
		`WITH "unread" AS (
			SELECT "id", row_number() OVER (ORDER BY "id") AS "place" FROM "booking_changes" WHERE "hotelSlug" = $1 AND "position" IS NULL
		), "numbered" AS (
			UPDATE "booking_changes" c SET "position" = f."published" + u."place" FROM "unread" u, "booking_feeds" f
			WHERE c."id" = u."id" AND f."hotelSlug" = $1 RETURNING 1
		)
		UPDATE "booking_feeds" SET "published" = "published" + (SELECT count(*) FROM "numbered") WHERE "hotelSlug" = $1`,
		[hotelSlug],
	);
	if (pruneBefore) {
		await client.query(
			`WITH "gone" AS (
				DELETE FROM "booking_changes" WHERE "hotelSlug" = $1 AND "position" IS NOT NULL AND "changedAt" < $2::text::timestamp RETURNING "position"
			)
			UPDATE "booking_feeds" SET "pruned" = GREATEST("pruned", (SELECT max("position") FROM "gone")) WHERE "hotelSlug" = $1`,
			[hotelSlug, utcText(pruneBefore)],
		);
	}
	const [mark] = await select<MarkRow>(client, `SELECT ${MARK} FROM "booking_feeds" WHERE "hotelSlug" = $1`, [
		hotelSlug,
	]);
	if (!mark) throw new Error('The change feed of the hotel is gone');
	return markOf(mark);
}

function markOf({ feedId, published, pruned }: MarkRow): FeedMark {
	return { feedId, published: Number(published), pruned: Number(pruned) };
}

type StayRow = ReservationKey & Omit<StateStay, 'booking'> & { baseline: BaselineValues | null };

async function readStates(
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
