/** Many reservations in one transaction over SQL, with a handful of statements for all of them. */
import { addDays } from '../../core/reservation/dates';
import { envelope, GAP_HORIZON_NIGHTS, overlaps, type DateRange, type Occupancy } from '../../core/availability/ranges';
import { uniqueKey } from '../../core/reservation/key';
import type { Reservation } from '../../core/reservation/model';
import type { NewChange, StoredState } from '../ports/change-feed';
import type { Ledger } from '../ports/folio';
import { nightsTaken, type OccupancySnapshot, type RoomMove } from '../ports/occupancy';
import {
	NotInBatch,
	type BatchingTransaction,
	type BatchMessage,
	type ExternalReference,
	type HotelBatch,
	type LogEntry,
	type StoredStay,
} from '../ports/booking-store';
import {
	isActiveBooking,
	type BookingValues,
	type DeliveryPlace,
	type NewDelivery,
	type ReservationKey,
	type Room,
	type StoredBooking,
} from '../ports/records';
import { insertBookings, nextNumbers, type NumberedBooking } from './booking-rows';
import { select } from './client';
import { newId } from './id';
import { deliveryKey, readDeliveries, writeDeliveries } from './delivery-rows';
import { readClosures } from './occupancy-rows';
import { columnsOf, same, wanted } from './reservation-keys';
import { asOccupancies, SqlHotelTransaction, withBooking, writeLogs, type TakenRow } from './sql-hotel-transaction';

/** More of a house is not kept in memory; each reservation then looks for itself. */
const MAX_TAKEN = 20_000;

/** One transaction of a hotel, which can also write many reservations as one. */
export class SqlBatchingTransaction extends SqlHotelTransaction implements BatchingTransaction {
	async batch(messages: readonly BatchMessage[]): Promise<HotelBatch> {
		const batch = new SqlBatch(this.client, this.hotelSlug, this.now);
		await batch.read(messages);
		return batch;
	}
}

class SqlBatch extends SqlHotelTransaction implements HotelBatch {
	private readonly known = new Map<string, Reservation>();
	private readonly stays = new Map<string, StoredStay[]>();
	private readonly busy = new Set<string>();
	private readonly bookings = new Map<string, BookingValues & Pick<StoredBooking, 'freeFrom'>>();
	private places = new Map<string, DeliveryPlace>();
	private allRooms: Room[] | null = null;
	/** Who has which room in `window`; `null` where that is not kept. */
	private taken: Map<string, TakenRow> | null = null;
	private window: DateRange | null = null;
	/** Rooms out of order in `window`. */
	private closed: Occupancy[] = [];
	/** Whose a booking is, where it came through a channel. */
	private readonly owners = new Map<string, Pick<TakenRow, 'channel' | 'propertyId' | 'roomTypeId' | 'roomName'>>();

	private reservationsToSave: Reservation[] = [];
	private bookingsToInsert: NumberedBooking[] = [];
	private referencesToSave: ExternalReference[] = [];
	private deliveriesToSave: NewDelivery[] = [];
	private changesToRecord = new Map<string, NewChange>();
	private logsToWrite: LogEntry[] = [];

	/** Of new bookings; asked for with the first. */
	private numbers: number[] | null = null;
	private most = 0;

	async read(asked: readonly BatchMessage[]): Promise<void> {
		this.most = asked.length;
		const messages = asked.flatMap((message) => [
			message,
			...message.otherNames.map((propertyId) => ({ ...message, propertyId })),
		]);
		const rows = await select<{ reservation: Reservation }>(
			this.client,
			`SELECT s."reservation" FROM ${wanted(2)} JOIN "booking_reservations" s ON s."hotelSlug" = $1 AND ${same('s')}`,
			[this.hotelSlug, ...columnsOf(messages)],
		);
		for (const { reservation } of rows) this.known.set(uniqueKey(reservation), reservation);
		await this.readStays(messages);
		this.places = await readDeliveries(
			this.client,
			this.hotelSlug,
			messages.flatMap(({ digest, ...key }) => (digest === null ? [] : [{ ...key, digest }])),
		);
		await this.readTaken(messages);
		const [kept] = await select<{ isKept: boolean }>(
			this.client,
			'SELECT EXISTS (SELECT 1 FROM "booking_payments" WHERE "hotelSlug" = $1 AND "channel" IS NULL) AS "isKept"',
			[this.hotelSlug],
		);
		const { ledger } = this;
		const unmatchedFor: Ledger['unmatchedFor'] = async (...asked) => {
			// Most of the time no payment waits for any booking, and nobody has to ask for each.
			if (kept?.isKept === false) return [];
			await this.flush();
			return ledger.unmatchedFor(...asked);
		};
		this.ledger = Object.assign(Object.create(ledger) as Ledger, { unmatchedFor });
	}

	private async readStays(messages: readonly BatchMessage[]): Promise<void> {
		for (const message of messages) this.stays.set(uniqueKey(message), []);
		const references = await this.references(messages);
		const ids = references.map(({ stay }) => stay.bookingId);
		const locked = ids.length > 0 ? await this.lockedBookings(ids, 'SKIP LOCKED') : new Map<string, never>();
		const missing = ids.filter((id) => !locked.has(id));
		const held = new Set(missing.length > 0 ? await this.existing(missing) : []);
		for (const { key, stay } of references) {
			if (held.has(stay.bookingId)) this.busy.add(uniqueKey(key));
			const stored = withBooking(stay, locked.get(stay.bookingId));
			if (stored.booking) this.bookings.set(stay.bookingId, stored.booking);
			this.stays.get(uniqueKey(key))?.push(stored);
			this.owners.set(stay.bookingId, ownerOf({ ...key, ...stay }));
		}
	}

	private async existing(ids: readonly string[]): Promise<string[]> {
		const rows = await select<{ id: string }>(
			this.client,
			'SELECT "id" FROM "bookings" WHERE "hotelSlug" = $1 AND "id" = ANY($2::text[])',
			[this.hotelSlug, ids],
		);
		return rows.map(({ id }) => id);
	}

	private async readTaken(messages: readonly BatchMessage[]): Promise<void> {
		const stored = [...this.bookings.values()].map(({ checkInDate, checkOutDate }) => ({
			start: checkInDate,
			end: checkOutDate,
		}));
		const whole = envelope([...messages.flatMap(({ nights }) => nights ?? []), ...stored]);
		if (!whole) return;
		const reach = GAP_HORIZON_NIGHTS;
		this.window = { start: addDays(whole.start, -reach), end: addDays(whole.end, reach) };
		this.closed = await readClosures(this.client, this.hotelSlug, this.window);
		const rows = await this.takenRows(this.window, [], MAX_TAKEN + 1);
		if (rows.length <= MAX_TAKEN) this.taken = new Map(rows.map((row) => [row.bookingId, row]));
	}

	isBusy(key: ReservationKey): boolean {
		return this.busy.has(uniqueKey(key));
	}

	override async reservation(key: ReservationKey): Promise<Reservation | null> {
		return this.known.get(uniqueKey(key)) ?? null;
	}

	override async storedStays(key: ReservationKey): Promise<StoredStay[]> {
		return this.stays.get(uniqueKey(key)) ?? [];
	}

	override async delivery(key: ReservationKey, digest: string): Promise<DeliveryPlace | null> {
		return this.places.get(deliveryKey(key, digest)) ?? null;
	}

	override async rooms(): Promise<Room[]> {
		this.allRooms ??= await super.rooms();
		return this.allRooms;
	}

	override createInactiveRoom(name: string): Promise<Room> {
		this.allRooms = null;
		return super.createInactiveRoom(name);
	}

	override async occupancies(
		range: DateRange,
		except: readonly string[],
	): ReturnType<SqlHotelTransaction['occupancies']> {
		const { taken, window } = this;
		if (!taken || !window || range.start < window.start || range.end > window.end) {
			await this.flush();
			return super.occupancies(range, except);
		}
		const isNear = ({ bookingId, start, end }: TakenRow) =>
			start < range.end && end >= range.start && !except.includes(bookingId);
		const closed = this.closed.filter((closure) => overlaps(closure, range));
		return { ...asOccupancies([...taken.values()].filter(isNear)), closed };
	}

	override async insertBooking(values: BookingValues): Promise<{ id: string; bookingNumber: number }> {
		this.numbers ??= await nextNumbers(this.client, this.most);
		const bookingNumber = this.numbers.shift();
		if (bookingNumber === undefined) await this.flush();
		const booking =
			bookingNumber === undefined ? await super.insertBooking(values) : { id: newId(this.now), bookingNumber };
		if (bookingNumber !== undefined) this.bookingsToInsert.push({ ...booking, values });
		this.note(booking.id, values);
		return booking;
	}

	override async updateBooking(id: string, changes: Partial<BookingValues>): Promise<void> {
		await super.updateBooking(id, changes);
		const before = this.bookings.get(id);
		if (!before) this.taken = null;
		else if (changes.checkOutDate === undefined) this.note(id, { ...before, ...changes });
		else {
			const { freeFrom, ...values } = before;
			this.note(id, { ...values, ...changes });
		}
	}

	private note(bookingId: string, values: BookingValues & Pick<StoredBooking, 'freeFrom'>): void {
		this.bookings.set(bookingId, values);
		const { roomId } = values;
		const nights = nightsTaken(values, values.freeFrom);
		if (!isActiveBooking(values)) this.taken?.delete(bookingId);
		else this.taken?.set(bookingId, { ...NOBODYS, ...this.owners.get(bookingId), bookingId, roomId, ...nights });
	}

	override async saveReservation(reservation: Reservation): Promise<void> {
		this.reservationsToSave.push(reservation);
	}

	override async saveReference(reference: ExternalReference): Promise<void> {
		this.referencesToSave.push(reference);
		const { bookingId } = reference;
		this.owners.set(bookingId, ownerOf(reference));
		const row = this.taken?.get(bookingId);
		if (row) this.taken?.set(bookingId, { ...row, ...ownerOf(reference) });
	}

	override async recordChange(change: NewChange): Promise<void> {
		const known = this.changesToRecord.get(uniqueKey(change));
		if (!known) this.changesToRecord.set(uniqueKey(change), change);
		else if (known.event === 'updated') this.changesToRecord.set(uniqueKey(change), { ...known, event: change.event });
	}

	override async log(entry: LogEntry): Promise<void> {
		this.logsToWrite.push(entry);
	}

	override async saveDelivery(delivery: NewDelivery): Promise<void> {
		this.deliveriesToSave.push(delivery);
	}

	override async state(key: ReservationKey): Promise<StoredState> {
		await this.flush();
		return super.state(key);
	}

	override async occupancy(from: string): Promise<OccupancySnapshot> {
		await this.flush();
		return super.occupancy(from);
	}

	override async claim(moves: readonly RoomMove[]): Promise<string[]> {
		await this.flush();
		return super.claim(moves);
	}

	/** That somebody made room is a change of its own, which a transaction can tell of each reservation only once. */
	override moveBooking(): Promise<boolean> {
		return Promise.reject(new NotInBatch('Others have to make room'));
	}

	async finish(): Promise<void> {
		await this.flush();
		if (this.changesToRecord.size > 0) await this.recordChanges([...this.changesToRecord.values()]);
		if (this.logsToWrite.length > 0) await writeLogs(this.client, this.logsToWrite, this.now);
	}

	private async flush(): Promise<void> {
		const [bookings, reservations] = [this.bookingsToInsert, this.reservationsToSave];
		const [references, deliveries] = [this.referencesToSave, this.deliveriesToSave];
		[this.bookingsToInsert, this.reservationsToSave] = [[], []];
		[this.referencesToSave, this.deliveriesToSave] = [[], []];
		if (bookings.length > 0) await insertBookings(this.client, this.hotelSlug, bookings, this.now);
		if (reservations.length > 0) await this.saveReservations(reservations);
		if (references.length > 0) await this.saveReferences(references);
		if (deliveries.length > 0) await writeDeliveries(this.client, this.hotelSlug, deliveries, this.now);
	}
}

const NOBODYS = { isDayUse: false, channel: null, propertyId: null, roomTypeId: null, roomName: null } as const;

function ownerOf({
	channel,
	propertyId,
	baseline,
	roomName,
}: Pick<ExternalReference, 'channel' | 'propertyId' | 'baseline' | 'roomName'>) {
	return { channel, propertyId, roomTypeId: baseline.roomTypeId, roomName };
}
