/** One transaction of a hotel over SQL. */
import type { DateRange, Occupancy } from '../../core/availability/ranges';
import type { Reservation } from '../../core/reservation/model';
import type { NewChange } from '../ports/change-feed';
import type { ConflictKind, OccupancySnapshot, RoomMove } from '../ports/occupancy';
import type { Ledger } from '../ports/folio';
import type { ExternalReference, HotelTransaction, LogEntry, StoredStay } from '../ports/booking-store';
import type { BookingValues, DeliveryPlace, NewDelivery, ReservationKey, Room, RoomlessStay } from '../ports/records';
import { ACTIVE, bookingColumns, bookingOf, insertBooking, updateBooking, utcText } from './booking-rows';
import { select, type SqlClient } from './client';
import { readDelivery, writeDelivery } from './delivery-rows';
import { claimStays, moveBooking, readOccupancy, readRooms } from './occupancy-rows';
import { newId } from './id';
import { SqlLedger } from './ledger-writer';
import { dateText, takenUntil } from './occupying';

type Nullable<Row> = { [column in keyof Row]: Row[column] | null };

export class SqlHotelTransaction implements HotelTransaction {
	constructor(
		private readonly client: SqlClient,
		private readonly hotelSlug: string,
		private readonly now: Date,
	) {
		this.ledger = new SqlLedger(client, hotelSlug, now);
	}

	readonly ledger: Ledger;

	async reservation(key: ReservationKey): Promise<Reservation | null> {
		const [row] = await select<{ reservation: Reservation }>(
			this.client,
			`SELECT "reservation" FROM "booking_reservations"
			WHERE "hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4`,
			this.keyOf(key),
		);
		return row?.reservation ?? null;
	}

	async saveReservation(reservation: Reservation): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_reservations"
				("hotelSlug", "channel", "propertyId", "reservationId", "status", "reservation", "createdAt", "updatedAt")
			VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::text::timestamp, $7::text::timestamp)
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId") DO UPDATE
			SET "status" = EXCLUDED."status", "reservation" = EXCLUDED."reservation", "updatedAt" = EXCLUDED."updatedAt"`,
			[...this.keyOf(reservation), reservation.status, JSON.stringify(reservation), utcText(this.now)],
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
		const where = `"hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4`;
		const references = await select<Omit<StoredStay, 'booking'>>(
			this.client,
			`SELECT "roomStayId", "bookingId", "baseline", "identityMissing", "roomName", "codeSentAt" IS NOT NULL AS "isCodeSent", ARRAY(
				SELECT c."kind" FROM "booking_conflicts" c WHERE c."bookingId" = r."bookingId" ORDER BY c."kind") AS "conflicts"
			FROM "booking_external_references" r WHERE ${where} ORDER BY "roomStayId"`,
			this.keyOf(key),
		);
		if (references.length === 0) return [];
		// Locked, so that an edit at the desk waits instead of being overwritten with what was read before it.
		const rows = await select<Record<string, unknown>>(
			this.client,
			`SELECT b."id", b."confirmationSent", ${bookingColumns('b')} FROM "bookings" b
			WHERE b."hotelSlug" = $1 AND b."id" = ANY($2::text[]) ORDER BY b."id" FOR UPDATE`,
			[this.hotelSlug, references.map(({ bookingId }) => bookingId)],
		);
		const found = new Map(rows.map((row) => [row['id'], row]));
		return references.map((reference) => {
			const row = found.get(reference.bookingId);
			const isCodeSent = reference.isCodeSent || row?.['confirmationSent'] === true;
			return { ...reference, isCodeSent, booking: row ? bookingOf(row) : null };
		});
	}

	async occupancies(
		{ start, end }: DateRange,
		except: readonly string[],
	): Promise<{ occupied: Occupancy[]; roomless: RoomlessStay[] }> {
		const rows = await select<Nullable<Occupancy & RoomlessStay> & DateRange>(
			this.client,
			`SELECT b."roomId", ${dateText('b."checkInDate"')} AS "start", ${takenUntil('b')} AS "end",
				r."channel", r."propertyId", r."baseline"->>'roomTypeId' AS "roomTypeId", r."roomName"
			FROM "bookings" b LEFT JOIN "booking_external_references" r ON r."bookingId" = b."id" AND b."roomId" IS NULL
			WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND (b."roomId" IS NOT NULL OR r."bookingId" IS NOT NULL)
				AND b."checkInDate" < $3::text::date AND b."checkOutDate" >= $2::text::date AND b."id" <> ALL($4::text[])
			ORDER BY b."checkInDate", b."id"`,
			[this.hotelSlug, start, end, [...except]],
		);
		return {
			occupied: rows.flatMap(({ roomId, start: from, end: until }) =>
				roomId === null ? [] : [{ roomId, start: from, end: until }],
			),
			roomless: rows.flatMap(({ roomId, channel, propertyId, ...stay }) =>
				roomId === null && channel !== null && propertyId !== null ? [{ channel, propertyId, ...stay }] : [],
			),
		};
	}

	async insertBooking(values: BookingValues): Promise<{ id: string; bookingNumber: number }> {
		const id = newId(this.now);
		return { id, bookingNumber: await insertBooking(this.client, this.hotelSlug, id, values, this.now) };
	}

	updateBooking(id: string, changes: Partial<BookingValues>): Promise<void> {
		return updateBooking(this.client, this.hotelSlug, id, changes);
	}

	async saveReference({
		roomStayId,
		bookingId,
		baseline,
		identityMissing,
		roomName,
		overwritten,
		...key
	}: ExternalReference): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_external_references" AS r
				("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "roomName", "overwritten", "createdAt", "updatedAt")
			VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10::jsonb, $11::text::timestamp, $11::text::timestamp)
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId") DO UPDATE
			SET "bookingId" = EXCLUDED."bookingId", "baseline" = EXCLUDED."baseline", "identityMissing" = EXCLUDED."identityMissing",
				"roomName" = EXCLUDED."roomName", "overwritten" = COALESCE(EXCLUDED."overwritten", r."overwritten"), "updatedAt" = EXCLUDED."updatedAt",
				"codeSentAt" = CASE WHEN r."bookingId" = EXCLUDED."bookingId" THEN r."codeSentAt" END`,
			[
				...this.keyOf(key),
				roomStayId,
				bookingId,
				JSON.stringify(baseline),
				identityMissing,
				roomName,
				overwritten && JSON.stringify(overwritten),
				utcText(this.now),
			],
		);
	}

	log(entry: LogEntry): Promise<void> {
		return writeLog(this.client, entry, this.now);
	}

	async recordChange({ originKind, integrationId, event, ...key }: NewChange): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_changes" ("hotelSlug", "channel", "propertyId", "reservationId", "originKind", "integrationId", "event", "changedAt")
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::timestamp)
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "transactionId")
			DO UPDATE SET "event" = CASE WHEN "booking_changes"."event" = 'updated' THEN EXCLUDED."event" ELSE "booking_changes"."event" END`,
			[...this.keyOf(key), originKind, integrationId, event, utcText(this.now)],
		);
	}

	house(from: string): Promise<OccupancySnapshot> {
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
		return writeDelivery(this.client, this.hotelSlug, delivery, this.now);
	}

	private keyOf({ channel, propertyId, reservationId }: ReservationKey): string[] {
		return [this.hotelSlug, channel, propertyId, reservationId];
	}
}

/** Notes what became of an event. */
export async function writeLog(
	client: SqlClient,
	{ integrationId, status, message, data }: LogEntry,
	now: Date,
): Promise<void> {
	await client.query(
		`INSERT INTO "integration_logs" ("id", "integrationId", "action", "status", "message", "data", "createdAt")
		VALUES ($1, $2, 'webhook_received', $3, $4, $5::jsonb, $6::text::timestamp)`,
		[newId(now), integrationId, status, message, JSON.stringify(data), utcText(now)],
	);
}
