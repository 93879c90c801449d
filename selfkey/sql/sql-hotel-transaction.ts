/** One transaction of a hotel over SQL. */
import type { DateRange } from '../../core/availability/ranges';
import { reportedBy } from '../../core/channel/origin';
import type { Reservation } from '../../core/reservation/model';
import { readStates } from './change-rows';
import type { NewChange, StoredState } from '../ports/change-feed';
import type { ConflictKind, OccupancySnapshot, RoomMove } from '../ports/occupancy';
import type { Ledger } from '../ports/folio';
import type { PersonalDataRows } from '../ports/personal-data';
import {
	BookingBusy,
	type ExternalReference,
	type HotelTransaction,
	type LogEntry,
	type StoredStay,
	type TakenRooms,
} from '../ports/booking-store';
import { isLockTimeout } from '../webhook/database-failures';
import type { BookingValues, DeliveryPlace, NewDelivery, ReservationKey, Room, StoredBooking } from '../ports/records';
import { ACTIVE, bookingColumns, bookingOf, insertBooking, updateBooking, utcText } from './booking-rows';
import { select, type SqlClient } from './client';
import { readDelivery, writeDeliveries } from './delivery-rows';
import { claimStays, moveBooking, readClosures, readOccupancy, readRooms } from './occupancy-rows';
import { newId } from './id';
import { SqlLedger } from './ledger-writer';
import { SqlPersonalData } from './personal-data-rows';
import { dateText, freeFrom, isDayUse, takenUntil } from './occupying-bookings';
import { columnsOf, same, wanted } from './reservation-keys';

/** A row that takes a room, or a place of its type. */
export interface TakenRow extends DateRange {
	bookingId: string;
	roomId: string | null;
	isDayUse: boolean;
	/** Of a channel's stay without a room only. */
	channel: string | null;
	propertyId: string | null;
	roomTypeId: string | null;
	roomName: string | null;
}

export function asOccupancies(rows: readonly TakenRow[]): Omit<TakenRooms, 'closed'> {
	return {
		occupied: rows.flatMap(({ roomId, start, end, isDayUse: byTheHour }) =>
			roomId === null ? [] : [{ roomId, start, end, ...(byTheHour ? { isDayUse: true } : {}) }],
		),
		roomless: rows.flatMap(({ roomId, channel, propertyId, roomTypeId, roomName, start, end }) =>
			roomId === null && channel !== null && propertyId !== null
				? [{ channel, propertyId, roomTypeId, roomName, start, end }]
				: [],
		),
	};
}

/** @param row of the booking; nothing where it was deleted since */
export function withBooking(
	reference: Omit<StoredStay, 'booking'>,
	row: Record<string, unknown> | undefined,
): StoredStay {
	const isCodeSent = reference.isCodeSent || row?.['confirmationSent'] === true;
	return { ...reference, isCodeSent, booking: row ? storedBooking(row) : null };
}

function storedBooking(row: Record<string, unknown>): StoredBooking {
	const booking = bookingOf(row);
	const day = String(row['freeFrom']);
	return day === booking.checkOutDate ? booking : { ...booking, freeFrom: day };
}

export class SqlHotelTransaction implements HotelTransaction {
	constructor(
		protected readonly client: SqlClient,
		protected readonly hotelSlug: string,
		protected readonly now: Date,
	) {
		this.ledger = new SqlLedger(client, hotelSlug, now);
		this.personalData = new SqlPersonalData(client, hotelSlug, now);
	}

	ledger: Ledger;
	readonly personalData: PersonalDataRows;

	async reservation(key: ReservationKey): Promise<Reservation | null> {
		const [row] = await select<{ reservation: Reservation }>(
			this.client,
			`SELECT "reservation" FROM "booking_reservations"
			WHERE "hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4`,
			this.keyOf(key),
		);
		return row?.reservation ?? null;
	}

	async state(key: ReservationKey): Promise<StoredState> {
		const [state] = await readStates(this.client, this.hotelSlug, [key]);
		return state ?? { ...key, reservation: null, stays: [], folio: null };
	}

	async hasNewsFor(subscriber: string, key: ReservationKey): Promise<boolean> {
		const [row] = await select<{ hasNews: boolean }>(
			this.client,
			`SELECT EXISTS (SELECT 1 FROM "booking_changes" WHERE "hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4
				AND "originKind" <> $6)
			OR EXISTS (SELECT 1 FROM "booking_outbox" WHERE "hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4
				AND "subscriber" = $5 AND NOT "originKinds" <@ jsonb_build_array($6::text)) AS "hasNews"`,
			[...this.keyOf(key), subscriber, reportedBy(subscriber)],
		);
		return row?.hasNews === true;
	}

	/** From one property to the next by the primary key, so that it costs the same however many reservations there are. */
	async propertiesWith({
		channel,
		reservationId,
	}: Pick<ReservationKey, 'channel' | 'reservationId'>): Promise<string[]> {
		const rows = await select<{ propertyId: string }>(
			this.client,
			`WITH RECURSIVE p("propertyId") AS (
				SELECT MIN("propertyId") FROM "booking_reservations" WHERE "hotelSlug" = $1 AND "channel" = $2
				UNION ALL
				SELECT (SELECT MIN(s."propertyId") FROM "booking_reservations" s
					WHERE s."hotelSlug" = $1 AND s."channel" = $2 AND s."propertyId" > p."propertyId")
				FROM p WHERE p."propertyId" IS NOT NULL
			)
			SELECT p."propertyId" FROM p JOIN "booking_reservations" r
				ON r."hotelSlug" = $1 AND r."channel" = $2 AND r."propertyId" = p."propertyId" AND r."reservationId" = $3`,
			[this.hotelSlug, channel, reservationId],
		);
		return rows.map(({ propertyId }) => propertyId);
	}

	saveReservation(reservation: Reservation): Promise<void> {
		return this.saveReservations([reservation]);
	}

	protected async saveReservations(reservations: readonly Reservation[]): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_reservations"
				("hotelSlug", "channel", "propertyId", "reservationId", "status", "reservation", "createdAt", "updatedAt")
			SELECT $1, n."channel", n."propertyId", n."reservationId", n."status", n."reservation", $3::text::timestamp, $3::text::timestamp
			FROM jsonb_to_recordset($2::jsonb) AS n("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "status" TEXT, "reservation" JSONB)
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId") DO UPDATE
			SET "status" = EXCLUDED."status", "reservation" = EXCLUDED."reservation", "updatedAt" = EXCLUDED."updatedAt"`,
			[
				this.hotelSlug,
				JSON.stringify(
					reservations.map((reservation) => {
						const { channel, propertyId, reservationId, status } = reservation;
						return { channel, propertyId, reservationId, status, reservation };
					}),
				),
				utcText(this.now),
			],
		);
	}

	rooms(): Promise<Room[]> {
		return readRooms(this.client, this.hotelSlug);
	}

	async createInactiveRoom(name: string): Promise<Room> {
		const room = { id: newId(this.now), name, isActive: false };
		await this.client.query(
			'INSERT INTO "rooms" ("id", "hotelSlug", "name", "price", "isActive") VALUES ($1, $2, $3, 0, FALSE)',
			[room.id, this.hotelSlug, name],
		);
		return room;
	}

	async storedStays(key: ReservationKey): Promise<StoredStay[]> {
		const references = (await this.references([key])).map(({ stay }) => stay);
		if (references.length === 0) return [];
		const bookings = await this.lockedBookings(references.map(({ bookingId }) => bookingId)).catch((error: unknown) => {
			throw isLockTimeout(error) ? new BookingBusy() : error;
		});
		return references.map((reference) => withBooking(reference, bookings.get(reference.bookingId)));
	}

	/** What was written for the reservations, in the order of their rooms. */
	protected async references(
		keys: readonly ReservationKey[],
	): Promise<Array<{ key: ReservationKey; stay: Omit<StoredStay, 'booking'> }>> {
		const rows = await select<ReservationKey & Omit<StoredStay, 'booking'>>(
			this.client,
			`SELECT r."channel", r."propertyId", r."reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "roomName", "codeSentAt" IS NOT NULL AS "isCodeSent",
				ARRAY(SELECT c."kind" FROM "booking_conflicts" c WHERE c."bookingId" = r."bookingId" ORDER BY c."kind") AS "conflicts"
			FROM ${wanted(2)} JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')} ORDER BY "roomStayId"`,
			[this.hotelSlug, ...columnsOf(keys)],
		);
		return rows.map(({ channel, propertyId, reservationId, ...stay }) => ({
			key: { channel, propertyId, reservationId },
			stay,
		}));
	}

	/**
	 * Locked, so that an edit at the desk waits instead of being overwritten with what was read before it.
	 * @param skipping those that somebody else has locked, instead of waiting for them
	 */
	protected async lockedBookings(ids: readonly string[], skipping = ''): Promise<Map<string, Record<string, unknown>>> {
		const rows = await select<Record<string, unknown>>(
			this.client,
			`SELECT b."id", b."confirmationSent", ${freeFrom('b')} AS "freeFrom", ${bookingColumns('b')} FROM "bookings" b
			WHERE b."hotelSlug" = $1 AND b."id" = ANY($2::text[]) ORDER BY b."id" FOR UPDATE ${skipping}`,
			[this.hotelSlug, [...ids]],
		);
		return new Map(rows.map((row) => [String(row['id']), row]));
	}

	async occupancies(range: DateRange, except: readonly string[]): Promise<TakenRooms> {
		const closed = await readClosures(this.client, this.hotelSlug, range);
		return { ...asOccupancies(await this.takenRows(range, except)), closed };
	}

	/** @param most so many rows at most; by default all of them */
	protected takenRows(
		{ start, end }: DateRange,
		except: readonly string[],
		most: number | null = null,
	): Promise<TakenRow[]> {
		return select<TakenRow>(
			this.client,
			`SELECT b."id" AS "bookingId", b."roomId", ${dateText('b."checkInDate"')} AS "start", ${takenUntil('b')} AS "end",
				${isDayUse('b')} AS "isDayUse", r."channel", r."propertyId", r."baseline"->>'roomTypeId' AS "roomTypeId", r."roomName"
			FROM "bookings" b LEFT JOIN LATERAL (
				-- One look for each that has no room: a planner that joined would read the references of all times.
				SELECT o.* FROM "booking_external_references" o WHERE o."bookingId" = b."id" AND b."roomId" IS NULL LIMIT 1
			) AS r ON TRUE
			WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND (b."roomId" IS NOT NULL OR r."bookingId" IS NOT NULL)
				AND b."checkInDate" < $3::text::date AND b."checkOutDate" >= $2::text::date AND b."id" <> ALL($4::text[])
			ORDER BY b."checkInDate", b."id" LIMIT $5::text::integer`,
			[this.hotelSlug, start, end, [...except], most === null ? null : String(most)],
		);
	}

	async insertBooking(values: BookingValues): Promise<{ id: string; bookingNumber: number }> {
		const id = newId(this.now);
		return { id, bookingNumber: await insertBooking(this.client, this.hotelSlug, id, values, this.now) };
	}

	updateBooking(id: string, changes: Partial<BookingValues>): Promise<void> {
		return updateBooking(this.client, this.hotelSlug, id, changes);
	}

	saveReference(reference: ExternalReference): Promise<void> {
		return this.saveReferences([reference]);
	}

	protected async saveReferences(references: readonly ExternalReference[]): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_external_references" AS r
				("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "roomName", "overwritten", "codeSentAt", "createdAt", "updatedAt")
			SELECT $1, n."channel", n."propertyId", n."reservationId", n."roomStayId", n."bookingId", n."baseline", n."identityMissing", n."roomName", n."overwritten",
				CASE WHEN n."isRoomKnown" THEN $3::text::timestamp END, $3::text::timestamp, $3::text::timestamp
			FROM jsonb_to_recordset($2::jsonb) AS n("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "roomStayId" TEXT, "bookingId" TEXT, "baseline" JSONB,
				"identityMissing" BOOLEAN, "roomName" TEXT, "overwritten" JSONB, "isRoomKnown" BOOLEAN)
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId") DO UPDATE
			SET "bookingId" = EXCLUDED."bookingId", "baseline" = EXCLUDED."baseline", "identityMissing" = EXCLUDED."identityMissing",
				"roomName" = EXCLUDED."roomName", "overwritten" = COALESCE(EXCLUDED."overwritten", r."overwritten"), "updatedAt" = EXCLUDED."updatedAt",
				"codeSentAt" = COALESCE(CASE WHEN r."bookingId" = EXCLUDED."bookingId" THEN r."codeSentAt" END, EXCLUDED."codeSentAt")`,
			[this.hotelSlug, JSON.stringify(references), utcText(this.now)],
		);
	}

	log(entry: LogEntry): Promise<void> {
		return writeLogs(this.client, [entry], this.now);
	}

	recordChange(change: NewChange): Promise<void> {
		return this.recordChanges([change]);
	}

	/** Each reservation once. */
	protected async recordChanges(changes: readonly NewChange[]): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_changes" ("hotelSlug", "channel", "propertyId", "reservationId", "originKind", "integrationId", "event", "changedAt")
			SELECT $1, n."channel", n."propertyId", n."reservationId", n."originKind", n."integrationId", n."event", $3::text::timestamp
			FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS ("channel" TEXT, "propertyId" TEXT, "reservationId" TEXT, "originKind" TEXT, "integrationId" TEXT, "event" TEXT))
				WITH ORDINALITY AS n("channel", "propertyId", "reservationId", "originKind", "integrationId", "event", "place")
			ORDER BY n."place"
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "transactionId")
			DO UPDATE SET "event" = CASE WHEN "booking_changes"."event" = 'updated' THEN EXCLUDED."event" ELSE "booking_changes"."event" END`,
			[this.hotelSlug, JSON.stringify(changes), utcText(this.now)],
		);
	}

	occupancy(from: string): Promise<OccupancySnapshot> {
		return readOccupancy(this.client, this.hotelSlug, from);
	}

	claim(moves: readonly RoomMove[]): Promise<string[]> {
		return claimStays(this.client, this.hotelSlug, moves);
	}

	moveBooking(move: RoomMove): Promise<boolean> {
		return moveBooking(this.client, this.hotelSlug, move, this.now);
	}

	async saveConflict(bookingId: string, kind: ConflictKind): Promise<void> {
		await this.client.query(
			'INSERT INTO "booking_conflicts" ("hotelSlug", "bookingId", "kind", "since") VALUES ($1, $2, $3, $4::text::timestamp) ON CONFLICT DO NOTHING',
			[this.hotelSlug, bookingId, kind, utcText(this.now)],
		);
	}

	async removeConflict(bookingId: string, kind: ConflictKind): Promise<void> {
		await this.client.query('DELETE FROM "booking_conflicts" WHERE "bookingId" = $1 AND "kind" = $2', [
			bookingId,
			kind,
		]);
	}

	delivery(key: ReservationKey, digest: string): Promise<DeliveryPlace | null> {
		return readDelivery(this.client, this.hotelSlug, key, digest);
	}

	saveDelivery(delivery: NewDelivery): Promise<void> {
		return writeDeliveries(this.client, this.hotelSlug, [delivery], this.now);
	}

	private keyOf({ channel, propertyId, reservationId }: ReservationKey): string[] {
		return [this.hotelSlug, channel, propertyId, reservationId];
	}
}

/** Notes what became of events. */
export async function writeLogs(client: SqlClient, entries: readonly LogEntry[], now: Date): Promise<void> {
	await client.query(
		`INSERT INTO "integration_logs" ("id", "integrationId", "action", "status", "message", "data", "createdAt")
		SELECT n."id", n."integrationId", 'webhook_received', n."status", n."message", n."data", $2::text::timestamp
		FROM jsonb_to_recordset($1::jsonb) AS n("id" TEXT, "integrationId" TEXT, "status" TEXT, "message" TEXT, "data" JSONB)`,
		[JSON.stringify(entries.map((entry) => ({ ...entry, id: newId(now) }))), utcText(now)],
	);
}
