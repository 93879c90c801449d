/** The booking store over SQL, for SelfKey's PostgreSQL and for PGlite. */
import type { DateRange, Occupancy } from '../../nodes/shared/availability/ranges';
import type { Reservation } from '../../nodes/shared/reservation/model';
import { DataRefused } from '../store';
import type { BookingStore, BookingValues, ExternalReference, HotelTransaction, Integration, LogEntry, ReservationKey, Room, StoredStay } from '../store';
import { bookingColumns, bookingOf, insertBooking, updateBooking, utcText } from './bookings';
import { select, type SqlClient, type SqlDatabase } from './client';
import { newId } from './id';
import { lockHotel } from './lock';

export interface SqlStoreOptions {
	/** The present moment; the system's clock where it is not given. */
	clock?: () => Date;
}

/**
 * A booking store over the tables of SelfKey and of `migrations/`. Every write of one hotel runs alone under
 * a PostgreSQL advisory lock, so that two reservations never get the same room.
 */
export function createSqlBookingStore(database: SqlDatabase, { clock = () => new Date() }: SqlStoreOptions = {}): BookingStore {
	return {
		async integration(hotelSlug, integrationId) {
			const [row] = await select<Integration>(
				database,
				`SELECT "id", "establishmentSlug" AS "hotelSlug", "isActive", "configuration"
				FROM "integrations" WHERE "id" = $1 AND "establishmentSlug" = $2`,
				[integrationId, hotelSlug],
			);
			return row ?? null;
		},
		async transaction(hotelSlug, work) {
			try {
				return await database.transaction(async (client) => {
					await lockHotel(client, hotelSlug);
					return work(new SqlHotelTransaction(client, hotelSlug, clock()));
				});
			} catch (error) {
				throw isDataException(error) ? new DataRefused('The database cannot hold one of the values') : error;
			}
		},
		log: (_hotelSlug, entry) => writeLog(database, entry, clock()),
	};
}

class SqlHotelTransaction implements HotelTransaction {
	constructor(
		private readonly client: SqlClient,
		private readonly hotelSlug: string,
		private readonly now: Date,
	) {}

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
		return select<Room>(this.client, 'SELECT "id", "name", "isActive" FROM "rooms" WHERE "hotelSlug" = $1 ORDER BY "name", "id"', [
			this.hotelSlug,
		]);
	}

	async createInactiveRoom(name: string): Promise<Room> {
		const room = { id: newId(this.now), name, isActive: false };
		await this.client.query('INSERT INTO "rooms" ("id", "hotelSlug", "name", "price", "isActive") VALUES ($1, $2, $3, 0, FALSE)', [
			room.id,
			this.hotelSlug,
			name,
		]);
		return room;
	}

	async storedStays(key: ReservationKey): Promise<StoredStay[]> {
		const where = `"hotelSlug" = $1 AND "channel" = $2 AND "propertyId" = $3 AND "reservationId" = $4`;
		const references = await select<Omit<StoredStay, 'booking'>>(
			this.client,
			`SELECT "roomStayId", "bookingId", "written", "identityMissing" FROM "booking_external_references" WHERE ${where} ORDER BY "roomStayId"`,
			this.keyOf(key),
		);
		if (references.length === 0) return [];
		// Locked, so that an edit at the desk waits instead of being overwritten with what was read before it.
		const rows = await select<Record<string, unknown>>(
			this.client,
			`SELECT b."id", ${bookingColumns('b')} FROM "bookings" b
			WHERE b."hotelSlug" = $1 AND b."id" = ANY($2::text[]) ORDER BY b."id" FOR UPDATE`,
			[this.hotelSlug, references.map(({ bookingId }) => bookingId)],
		);
		const bookings = new Map(rows.map((row) => [row['id'], bookingOf(row)]));
		return references.map((reference) => ({ ...reference, booking: bookings.get(reference.bookingId) ?? null }));
	}

	occupancies({ start, end }: DateRange, except: readonly string[]): Promise<Occupancy[]> {
		return select<Occupancy>(
			this.client,
			`SELECT "roomId", to_char("checkInDate", 'YYYY-MM-DD') AS "start", to_char("checkOutDate", 'YYYY-MM-DD') AS "end"
			FROM "bookings"
			WHERE "hotelSlug" = $1 AND "paymentStatus" = 'succeeded' AND "bookingType" = 'night' AND "roomId" IS NOT NULL
				AND "checkInDate" < $3::text::date AND "checkOutDate" > $2::text::date AND "id" <> ALL($4::text[])
			ORDER BY "checkInDate", "id"`,
			[this.hotelSlug, start, end, [...except]],
		);
	}

	async insertBooking(values: BookingValues): Promise<{ id: string; bookingNumber: number }> {
		const id = newId(this.now);
		return { id, bookingNumber: await insertBooking(this.client, this.hotelSlug, id, values, this.now) };
	}

	updateBooking(id: string, changes: Partial<BookingValues>): Promise<void> {
		return updateBooking(this.client, this.hotelSlug, id, changes);
	}

	async saveReference({ roomStayId, bookingId, written, identityMissing, ...key }: ExternalReference): Promise<void> {
		await this.client.query(
			`INSERT INTO "booking_external_references"
				("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId", "bookingId", "written", "identityMissing", "createdAt", "updatedAt")
			VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::text::timestamp, $9::text::timestamp)
			ON CONFLICT ("hotelSlug", "channel", "propertyId", "reservationId", "roomStayId") DO UPDATE
			SET "bookingId" = EXCLUDED."bookingId", "written" = EXCLUDED."written",
				"identityMissing" = EXCLUDED."identityMissing", "updatedAt" = EXCLUDED."updatedAt"`,
			[...this.keyOf(key), roomStayId, bookingId, JSON.stringify(written), identityMissing, utcText(this.now)],
		);
	}

	log(entry: LogEntry): Promise<void> {
		return writeLog(this.client, entry, this.now);
	}

	private keyOf({ channel, propertyId, reservationId }: ReservationKey): string[] {
		return [this.hotelSlug, channel, propertyId, reservationId];
	}
}

async function writeLog(client: SqlClient, { integrationId, status, message, data }: LogEntry, now: Date): Promise<void> {
	await client.query(
		`INSERT INTO "integration_logs" ("id", "integrationId", "action", "status", "message", "data", "createdAt")
		VALUES ($1, $2, 'webhook_received', $3, $4, $5::jsonb, $6::text::timestamp)`,
		[newId(now), integrationId, status, message, JSON.stringify(data), utcText(now)],
	);
}

/** SQLSTATE class 22: the value itself is at fault (out of range, not storable), so to try again is of no use. */
function isDataException(error: unknown): boolean {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code);
}
