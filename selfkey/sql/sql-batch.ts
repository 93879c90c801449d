/** Many reservations in one transaction over SQL, with a handful of statements for all of them. */
import { addDays } from '../../core/reservation/dates';
import {
	envelope,
	GAP_HORIZON_NIGHTS,
	largestCluster,
	overlaps,
	type DateRange,
	type Occupancy,
} from '../../core/availability/ranges';
import { uniqueKey } from '../../core/reservation/key';
import type { Reservation } from '../../core/reservation/model';
import { nightsTaken } from '../ports/occupancy';
import {
	NotInBatch,
	type BatchingTransaction,
	type BatchMessage,
	type ExternalReference,
	type HotelBatch,
	type StoredStay,
} from '../ports/booking-store';
import {
	isActiveBooking,
	type BookingValues,
	type DeliveryPlace,
	type ReservationKey,
	type StoredBooking,
	type UnfilledValues,
} from '../ports/records';
import { insertBookings, nextNumbers, type NumberedBooking } from './booking-rows';
import { select, type SqlClient } from './client';
import { newId } from './id';
import { deliveryKey, readDeliveries } from './delivery-rows';
import { IS_ANY_KEPT } from './ledger-reader';
import { columnsOf } from './reservation-keys';
import {
	asOccupancies,
	RESERVATIONS,
	SqlHotelTransaction,
	withBooking,
	type ReservationRow,
	type TakenRow,
} from './sql-hotel-transaction';

/** More of a house is not kept in memory; each reservation then looks for itself. */
const MAX_TAKEN = 20_000;

/** One transaction of a hotel, which can also write many reservations as one. */
export class SqlBatchingTransaction extends SqlHotelTransaction implements BatchingTransaction {
	async batch(messages: readonly BatchMessage[]): Promise<HotelBatch> {
		await this.flush();
		const batch = new SqlBatch(this.apart, this.hotelSlug, this.now);
		await batch.read(messages);
		return batch;
	}
}

class SqlBatch extends SqlHotelTransaction implements HotelBatch {
	private readonly merged = new Map<string, Reservation>();
	private readonly stays = new Map<string, StoredStay[]>();
	private readonly busy = new Set<string>();
	private readonly bookings = new Map<string, BookingValues & Pick<StoredBooking, 'freeFrom'>>();
	private places = new Map<string, DeliveryPlace>();
	/** Who has which room in `window`; `null` where that is not kept. */
	private taken: Map<string, TakenRow> | null = null;
	private window: DateRange | null = null;
	/** Rooms out of order in `window`. */
	private closed: Occupancy[] = [];
	/** Whose a booking is, where it came through a channel. */
	private readonly owners = new Map<string, Pick<TakenRow, 'channel' | 'propertyId' | 'roomTypeId' | 'roomName'>>();

	private bookingsToInsert: NumberedBooking[] = [];

	/** Of new bookings; asked for with the first. */
	private numbers: number[] | null = null;
	private most = 0;

	async read(asked: readonly BatchMessage[]): Promise<void> {
		this.most = asked.length;
		const messages = asked.flatMap((message) => [
			message,
			...message.otherNames.map((propertyId) => ({ ...message, propertyId })),
		]);
		const rows = await select<ReservationRow>(this.client, RESERVATIONS, [this.hotelSlug, ...columnsOf(messages)]);
		for (const row of rows) this.merged.set(uniqueKey(row), row.reservation);
		await this.readStays(messages);
		this.places = await readDeliveries(
			this.client,
			this.hotelSlug,
			messages.flatMap(({ digest, ...key }) => (digest === null ? [] : [{ ...key, digest }])),
		);
		await this.readTaken(messages);
		const [kept] = await select<{ isAnyKept: boolean }>(this.client, `SELECT ${IS_ANY_KEPT} AS "isAnyKept"`, [
			this.hotelSlug,
		]);
		this.ledger.isNothingKept = kept?.isAnyKept === false;
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
		const reach = GAP_HORIZON_NIGHTS;
		// One that is far from the others looks for itself: with a stay of last year, all would read what has left since.
		const whole = envelope(largestCluster([...messages.flatMap(({ nights }) => nights ?? []), ...stored], 2 * reach));
		if (!whole) return;
		this.window = { start: addDays(whole.start, -reach), end: addDays(whole.end, reach) };
		const { taken, closed } = await this.house(this.window, [], MAX_TAKEN + 1);
		this.closed = closed;
		if (taken.length <= MAX_TAKEN) this.taken = new Map(taken.map((row) => [row.bookingId, row]));
	}

	isBusy(key: ReservationKey): boolean {
		return this.busy.has(uniqueKey(key));
	}

	override async reservations(keys: readonly ReservationKey[]): Promise<Array<Reservation | null>> {
		return keys.map((key) => this.merged.get(uniqueKey(key)) ?? null);
	}

	override async storedStays(key: ReservationKey): Promise<StoredStay[]> {
		return this.stays.get(uniqueKey(key)) ?? [];
	}

	override async delivery(key: ReservationKey, digest: string): Promise<DeliveryPlace | null> {
		return this.places.get(deliveryKey(key, digest)) ?? null;
	}

	override async occupancies(
		range: DateRange,
		except: readonly string[],
	): ReturnType<SqlHotelTransaction['occupancies']> {
		const { taken, window } = this;
		if (!taken || !window || range.start < window.start || range.end > window.end)
			return await super.occupancies(range, except);
		const isNear = ({ bookingId, start, end }: TakenRow) =>
			start < range.end && end >= range.start && !except.includes(bookingId);
		const closed = this.closed.filter((closure) => overlaps(closure, range));
		return { ...asOccupancies(taken.values(), isNear), closed };
	}

	override async insertBooking(
		values: BookingValues,
		unfilled: UnfilledValues = {},
	): Promise<{ id: string; bookingNumber: number }> {
		this.numbers ??= await nextNumbers(this.apart, this.most);
		const bookingNumber = this.numbers.shift();
		if (bookingNumber === undefined) await this.flush();
		const booking =
			bookingNumber === undefined
				? await super.insertBooking(values, unfilled)
				: { id: newId(this.now), bookingNumber };
		if (bookingNumber !== undefined) this.bookingsToInsert.push({ ...booking, values, unfilled });
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

	override async saveReference(reference: ExternalReference): Promise<void> {
		await super.saveReference(reference);
		const { bookingId } = reference;
		this.owners.set(bookingId, ownerOf(reference));
		const row = this.taken?.get(bookingId);
		if (row) this.taken?.set(bookingId, { ...row, ...ownerOf(reference) });
	}

	/** That somebody made room is a change of its own, which a transaction can tell of each reservation only once. */
	override moveBooking(): Promise<boolean> {
		return Promise.reject(new NotInBatch('Others have to make room'));
	}

	protected override stayReader(): SqlClient {
		return this.client;
	}

	protected override async flush(): Promise<void> {
		const bookings = this.bookingsToInsert;
		this.bookingsToInsert = [];
		if (bookings.length > 0) await insertBookings(this.apart, this.hotelSlug, bookings, this.now);
		await super.flush();
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
