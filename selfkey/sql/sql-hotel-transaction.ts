/** One transaction of a hotel over SQL. */
import type { DateRange, Occupancy } from '../../core/availability/ranges';
import { uniqueKey } from '../../core/reservation/key';
import { reportedBy } from '../../core/channel/origin';
import type { Reservation } from '../../core/reservation/model';
import { readStates } from './change-rows';
import type { NewChange, StoredState } from '../ports/change-feed';
import type { ConflictKind, OccupancySnapshot, RoomMove } from '../ports/occupancy';
import type { PersonalDataRows } from '../ports/personal-data';
import {
	type ExternalReference,
	type HotelTransaction,
	type LogEntry,
	type StoredStay,
	type TakenRooms,
} from '../ports/booking-store';
import type {
	BookingValues,
	DeliveryPlace,
	NewDelivery,
	ReservationKey,
	Room,
	StoredBooking,
	UnfilledValues,
} from '../ports/records';
import {
	ACTIVE,
	bookingColumns,
	bookingOf,
	insertBooking,
	unfilledColumns,
	unfilledOf,
	updateBooking,
	utcText,
} from './booking-rows';
import { listOf, select, type SqlClient } from './client';
import { IS_ANY_KEPT } from './ledger-reader';
import { PendingWrites } from './pending-writes';
import { readDelivery } from './delivery-rows';
import { claimStays, CLOSURES, moveBooking, readOccupancy, readRooms, ROOMS } from './occupancy-rows';
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

/** Of the hotel `$1` from `$2` until before `$3`, without the bookings in `$4`, `$5` rows at most. */
const TAKEN = `SELECT b."id" AS "bookingId", b."roomId", ${dateText('b."checkInDate"')} AS "start", ${takenUntil('b')} AS "end",
		${isDayUse('b')} AS "isDayUse", r."channel", r."propertyId", r."baseline"->>'roomTypeId' AS "roomTypeId", r."roomName"
	FROM "bookings" b LEFT JOIN LATERAL (
		-- One look for each that has no room: a planner that joined would read the references of all times.
		SELECT o.* FROM "booking_external_references" o WHERE o."bookingId" = b."id" AND b."roomId" IS NULL LIMIT 1
	) AS r ON TRUE
	WHERE b."hotelSlug" = $1 AND b.${ACTIVE} AND (b."roomId" IS NOT NULL OR r."bookingId" IS NOT NULL)
		AND b."checkInDate" < $3::text::date AND b."checkOutDate" >= $2::text::date AND b."id" <> ALL($4::text[])
	ORDER BY b."checkInDate", b."id" LIMIT $5::text::integer`;

/** The merged reservations of the hotel `$1` whose keys begin with `$2`. */
export const RESERVATIONS = `SELECT s."channel", s."propertyId", s."reservationId", s."reservation"
	FROM ${wanted(2)} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`;

export type ReservationRow = ReservationKey & { reservation: Reservation };

/** What was written for the reservations of the hotel `$1` whose keys begin with `$2`. */
const REFERENCES = `SELECT r."channel", r."propertyId", r."reservationId", "roomStayId", "bookingId", "baseline", "identityMissing", "roomName", "codeSentAt" IS NOT NULL AS "isCodeSent",
		ARRAY(SELECT c."kind" FROM "booking_conflicts" c WHERE c."bookingId" = r."bookingId" ORDER BY c."kind") AS "conflicts"
	FROM ${wanted(2)} JOIN "booking_external_references" r ON r."hotelSlug" = $1 AND ${same('r')} ORDER BY "roomStayId"`;

type ReferenceRow = ReservationKey & Omit<StoredStay, 'booking'>;

interface KnownReservation {
	reservation: Reservation | null;
	references: ReferenceRow[];
}

function referenceOf({ channel, propertyId, reservationId, ...stay }: ReferenceRow): {
	key: ReservationKey;
	stay: Omit<StoredStay, 'booking'>;
} {
	return { key: { channel, propertyId, reservationId }, stay };
}

/** In one pass, without a list in between: of a batch, each reservation looks at all of these rows. */
export function asOccupancies(
	rows: Iterable<TakenRow>,
	isWanted: (row: TakenRow) => boolean = () => true,
): Omit<TakenRooms, 'closed'> {
	const occupied: TakenRooms['occupied'] = [];
	const roomless: TakenRooms['roomless'] = [];
	for (const row of rows) {
		if (!isWanted(row)) continue;
		const { roomId, start, end, isDayUse: byTheHour, channel, propertyId, roomTypeId, roomName } = row;
		if (roomId !== null) occupied.push(byTheHour ? { roomId, start, end, isDayUse: true } : { roomId, start, end });
		else if (channel !== null && propertyId !== null)
			roomless.push({ channel, propertyId, roomTypeId, roomName, start, end });
	}
	return { occupied, roomless };
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
	const unfilled = unfilledOf(row);
	return {
		...booking,
		...(day === booking.checkOutDate ? {} : { freeFrom: day }),
		...(Object.keys(unfilled).length === 0 ? {} : { unfilled }),
	};
}

export class SqlHotelTransaction implements HotelTransaction {
	/** For all statements but those of `apart`: they see what is still to be written, since it is written before them. */
	protected readonly client: SqlClient;
	private readonly writes: PendingWrites;
	readonly ledger: SqlLedger;
	readonly personalData: PersonalDataRows;
	/** Read once, and again after a wait for the desk; nobody who writes here adds any but `createInactiveRoom`. */
	private allRooms: readonly Room[] | null = null;
	/** The reservations that were read since something was written, by `uniqueKey`. */
	private readonly known = new Map<string, KnownReservation>();

	/** @param apart for statements whose tables have nothing to do with those of `PendingWrites` */
	constructor(
		protected readonly apart: SqlClient,
		protected readonly hotelSlug: string,
		protected readonly now: Date,
	) {
		this.writes = new PendingWrites(apart, hotelSlug, now);
		this.client = {
			query: async (text, params) => {
				await this.flush();
				return await apart.query(text, params);
			},
		};
		this.ledger = new SqlLedger(this.client, hotelSlug, now);
		this.personalData = new SqlPersonalData(this.client, hotelSlug, now);
	}

	protected async flush(): Promise<void> {
		await this.writes.flush();
	}

	/** For what concerns stays only: the deliveries that are noted before need not be written first. */
	protected stayReader(): SqlClient {
		return this.writes.areOnlyDeliveries ? this.apart : this.client;
	}

	/** Writes what is left to be written. To be the last of all. */
	async finish(): Promise<void> {
		await this.flush();
	}

	async reservation(key: ReservationKey): Promise<Reservation | null> {
		const [reservation = null] = await this.reservations([key]);
		return reservation;
	}

	async reservations(keys: readonly ReservationKey[]): Promise<Array<Reservation | null>> {
		const unknown = keys.filter((key) => !this.known.has(uniqueKey(key)));
		if (unknown.length > 0) await this.readKnown(unknown);
		return keys.map((key) => this.known.get(uniqueKey(key))?.reservation ?? null);
	}

	/** With the reservations, what whoever writes one asks for next: what was written for it, the rooms, and whether any payment waits. */
	private async readKnown(keys: readonly ReservationKey[]): Promise<void> {
		const rooms = this.allRooms === null ? listOf(ROOMS) : 'NULL';
		const [row] = await select<{
			reservations: ReservationRow[];
			references: ReferenceRow[];
			rooms: Room[] | null;
			isAnyKept: boolean;
		}>(
			this.client,
			`SELECT ${listOf(RESERVATIONS)} AS "reservations", ${listOf(REFERENCES)} AS "references", ${rooms} AS "rooms", ${IS_ANY_KEPT} AS "isAnyKept"`,
			[this.hotelSlug, ...columnsOf(keys)],
		);
		this.allRooms ??= row?.rooms ?? null;
		this.ledger.isNothingKept = row?.isAnyKept === false;
		const stored = new Map(row?.reservations.map((each) => [uniqueKey(each), each.reservation]));
		for (const key of keys)
			this.known.set(uniqueKey(key), {
				reservation: stored.get(uniqueKey(key)) ?? null,
				references: row?.references.filter((each) => uniqueKey(each) === uniqueKey(key)) ?? [],
			});
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
		this.known.clear();
		return this.writes.addReservation(reservation);
	}

	async rooms(): Promise<Room[]> {
		this.allRooms ??= await readRooms(this.apart, this.hotelSlug);
		return [...this.allRooms];
	}

	async createInactiveRoom(name: string): Promise<Room> {
		const room = { id: newId(this.now), name, isActive: false };
		this.allRooms = null;
		await this.apart.query(
			'INSERT INTO "rooms" ("id", "hotelSlug", "name", "price", "isActive") VALUES ($1, $2, $3, 0, FALSE)',
			[room.id, this.hotelSlug, name],
		);
		return room;
	}

	async storedStays(key: ReservationKey): Promise<StoredStay[]> {
		const rows = this.known.get(uniqueKey(key))?.references ?? (await this.referenceRows([key]));
		const references = rows.map((row) => referenceOf(row).stay);
		if (references.length === 0) return [];
		const bookings = await this.lockedBookings(references.map(({ bookingId }) => bookingId));
		// The desk may have switched one off in the transaction that was waited for.
		this.allRooms = null;
		return references.map((reference) => withBooking(reference, bookings.get(reference.bookingId)));
	}

	/** What was written for the reservations, in the order of their rooms. */
	protected async references(
		keys: readonly ReservationKey[],
	): Promise<Array<{ key: ReservationKey; stay: Omit<StoredStay, 'booking'> }>> {
		return (await this.referenceRows(keys)).map(referenceOf);
	}

	private referenceRows(keys: readonly ReservationKey[]): Promise<ReferenceRow[]> {
		return select<ReferenceRow>(this.client, REFERENCES, [this.hotelSlug, ...columnsOf(keys)]);
	}

	/**
	 * Locked, so that an edit at the desk waits instead of being overwritten with what was read before it.
	 * @param skipping those that somebody else has locked, instead of waiting for them
	 */
	protected async lockedBookings(ids: readonly string[], skipping = ''): Promise<Map<string, Record<string, unknown>>> {
		const rows = await select<Record<string, unknown>>(
			this.stayReader(),
			`SELECT b."id", b."confirmationSent", ${freeFrom('b')} AS "freeFrom", ${bookingColumns('b')}, ${unfilledColumns('b')} FROM "bookings" b
			WHERE b."hotelSlug" = $1 AND b."id" = ANY($2::text[]) ORDER BY b."id" FOR UPDATE ${skipping}`,
			[this.hotelSlug, [...ids]],
		);
		return new Map(rows.map((row) => [String(row['id']), row]));
	}

	async occupancies(range: DateRange, except: readonly string[]): Promise<TakenRooms> {
		const { taken, closed } = await this.house(range, except);
		return { ...asOccupancies(taken), closed };
	}

	/** @param most so many rows at most of `taken`; by default all of them */
	protected async house(
		{ start, end }: DateRange,
		except: readonly string[],
		most: number | null = null,
	): Promise<{ taken: TakenRow[]; closed: Occupancy[] }> {
		const [row] = await select<{ taken: TakenRow[]; closed: Occupancy[] }>(
			this.stayReader(),
			`SELECT ${listOf(TAKEN)} AS "taken", ${listOf(CLOSURES)} AS "closed"`,
			[this.hotelSlug, start, end, [...except], most === null ? null : String(most)],
		);
		return row ?? { taken: [], closed: [] };
	}

	async insertBooking(
		values: BookingValues,
		unfilled: UnfilledValues = {},
	): Promise<{ id: string; bookingNumber: number }> {
		const id = newId(this.now);
		return { id, bookingNumber: await insertBooking(this.apart, this.hotelSlug, id, values, this.now, unfilled) };
	}

	updateBooking(id: string, changes: Partial<BookingValues>): Promise<void> {
		return updateBooking(this.apart, this.hotelSlug, id, changes);
	}

	saveReference(reference: ExternalReference): Promise<void> {
		this.known.clear();
		return this.writes.addReference(reference);
	}

	async log(entry: LogEntry): Promise<void> {
		this.writes.addLog(entry);
	}

	async recordChange(change: NewChange): Promise<void> {
		this.writes.addChange(change);
	}

	occupancy(from: string): Promise<OccupancySnapshot> {
		return readOccupancy(this.client, this.hotelSlug, from);
	}

	claim(moves: readonly RoomMove[]): Promise<string[]> {
		return claimStays(this.client, this.hotelSlug, moves);
	}

	moveBooking(move: RoomMove): Promise<boolean> {
		this.known.clear();
		return moveBooking(this.client, this.hotelSlug, move, this.now);
	}

	async saveConflict(bookingId: string, kind: ConflictKind): Promise<void> {
		this.known.clear();
		await this.apart.query(
			'INSERT INTO "booking_conflicts" ("hotelSlug", "bookingId", "kind", "since") VALUES ($1, $2, $3, $4::text::timestamp) ON CONFLICT DO NOTHING',
			[this.hotelSlug, bookingId, kind, utcText(this.now)],
		);
	}

	async removeConflict(bookingId: string, kind: ConflictKind): Promise<void> {
		this.known.clear();
		await this.apart.query('DELETE FROM "booking_conflicts" WHERE "bookingId" = $1 AND "kind" = $2', [bookingId, kind]);
	}

	delivery(key: ReservationKey, digest: string): Promise<DeliveryPlace | null> {
		return readDelivery(this.client, this.hotelSlug, key, digest);
	}

	saveDelivery(delivery: NewDelivery): Promise<void> {
		return this.writes.addDelivery(delivery);
	}

	private keyOf({ channel, propertyId, reservationId }: ReservationKey): string[] {
		return [this.hotelSlug, channel, propertyId, reservationId];
	}
}
