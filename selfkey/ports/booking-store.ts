/**
 * What the handler needs of SelfKey's database, in the hotel's terms. Two kinds of adapters fit: SQL
 * (`sql/sql-booking-store.ts`) and an ORM. Dates are `YYYY-MM-DD` strings on this side of the port; an adapter stores
 * them as midnight UTC, whatever the time zone of the server.
 */
import type { DateRange, Occupancy } from '../../core/availability/ranges';
import { ValidationError } from '../../core/payload/field-reader';
import type { MergeOutcome, Reservation } from '../../core/reservation/model';
import type { AvailabilityStore } from './availability';
import type { ChangeFeedStore, NewChange, StoredState } from './change-feed';
import type { BookingReference, EnteredIdentity, IdentityEntered, IdentityValues } from './records';
import type {
	BookingValues,
	DeliveryPlace,
	IdentityMissing,
	Integration,
	NewDelivery,
	ReservationKey,
	Room,
	RoomlessStay,
	BaselineValues,
	StoredBooking,
	UnfilledValues,
} from './records';
import type { Ledger, LedgerReader, PaymentKind } from './folio';
import type { ConflictKind, OccupancySnapshot, RoomMove } from './occupancy';
import type { PersonalDataRows, PersonalDataStore } from './personal-data';

/** A room stay that was written before, with its booking as it is now. */
export interface StoredStay {
	roomStayId: string;
	bookingId: string;
	baseline: BaselineValues;
	identityMissing: boolean;
	/** What the channel calls the room; a type that no room map speaks of is found by it. */
	roomName: string | null;
	/** The guest knows the door code of the room: by the hook, or by SelfKey's own confirmation. */
	isCodeSent: boolean;
	/** What people have been told of it, and is not resolved yet. */
	conflicts: ConflictKind[];
	/** `null` where the booking was deleted since. */
	booking: StoredBooking | null;
}

/** The link from a channel's room stay to SelfKey's booking. */
export interface ExternalReference extends ReservationKey {
	roomStayId: string;
	bookingId: string;
	baseline: BaselineValues;
	/** Some of the documents that the law wants still hold the declared placeholder. */
	identityMissing: boolean;
	roomName: string | null;
	/** What the desk had entered where this write replaced it; `null` leaves what was kept before. */
	overwritten: Partial<BookingValues> | null;
	/** The guest knows the room by its door code or from having been in it, so it is not changed by itself any more. */
	isRoomKnown: boolean;
}

/** A row of SelfKey's `integration_logs`; it never holds a guest's data. */
export interface LogEntry {
	integrationId: string;
	status: 'success' | 'error';
	message: string;
	data: {
		eventType: string | null;
		key: string | null;
		/** `unmatched` and `applied`: a payment before its booking, and the same once that is there. */
		outcome: MergeOutcome | 'unmatched' | 'applied' | 'refused' | 'failed' | 'exported' | 'erased';
		warnings: string[];
		/** Of payments and refunds only. */
		payment?: { kind: PaymentKind; id: string };
	};
}

/** What a room cannot be given for. */
export interface TakenRoom extends Occupancy {
	/** Sold by the hour. */
	isDayUse?: true;
}

export interface TakenRooms {
	occupied: TakenRoom[];
	roomless: RoomlessStay[];
	/** Rooms out of order. */
	closed: Occupancy[];
}

/** What one transaction may do. Nobody else writes a channel's bookings of this hotel meanwhile. */
export interface HotelTransaction {
	/** The merged reservation as it was saved last. */
	reservation(key: ReservationKey): Promise<Reservation | null>;
	/** The same of each, in their order. */
	reservations(keys: readonly ReservationKey[]): Promise<Array<Reservation | null>>;
	/** How it stands now, SelfKey's own sales too; without stays where nothing is known of it. */
	state(key: ReservationKey): Promise<StoredState>;
	/** The properties at which the channel has a reservation of this number. */
	propertiesWith(reservation: Pick<ReservationKey, 'channel' | 'reservationId'>): Promise<string[]>;
	/** Whether the subscriber has still to be told of a change that it has not reported itself. */
	hasNewsFor(subscriber: string, key: ReservationKey): Promise<boolean>;
	/** Creates or replaces it. */
	saveReservation(reservation: Reservation): Promise<void>;
	/** Every room of the hotel in the order of their names, inactive ones too. */
	rooms(): Promise<Room[]>;
	/** A room that cannot be sold until somebody activates it. */
	createInactiveRoom(name: string): Promise<Room>;
	/** What was written for this reservation, with the bookings as they are now, locked until the end. */
	storedStays(key: ReservationKey): Promise<StoredStay[]>;
	/**
	 * Every occupied room and night in the range, direct sales too, and who stands there without a room; but not these
	 * bookings. And which rooms are out of order there.
	 */
	occupancies(range: DateRange, except: readonly string[]): Promise<TakenRooms>;
	/** @param unfilled what the guest's booking before had in columns that no channel fills */
	insertBooking(values: BookingValues, unfilled?: UnfilledValues): Promise<{ id: string; bookingNumber: number }>;
	/** Changes only the given columns. */
	updateBooking(id: string, changes: Partial<BookingValues>): Promise<void>;
	/** Creates or replaces it. */
	saveReference(reference: ExternalReference): Promise<void>;
	log(entry: LogEntry): Promise<void>;
	/** Notes for the change feed what this transaction does. All it does to one reservation is one change. */
	recordChange(change: NewChange): Promise<void>;
	/** Everything that stands and leaves after `from` (`YYYY-MM-DD`), whoever sold it. */
	occupancy(from: string): Promise<OccupancySnapshot>;
	/** Which of the stays are still as they were when their moves were planned; these are locked until the end. Waits for nobody. */
	claim(moves: readonly RoomMove[]): Promise<string[]>;
	/**
	 * Puts a stay into another room, unless it is not as it was when the move was planned: the desk has
	 * changed it or is just at it (which is not waited for), or its guest has been sent the door code.
	 * @returns whether it was moved
	 */
	moveBooking(move: RoomMove): Promise<boolean>;
	saveConflict(bookingId: string, kind: ConflictKind): Promise<void>;
	removeConflict(bookingId: string, kind: ConflictKind): Promise<void>;
	/** What was paid and given back, which never changes a booking. */
	readonly ledger: Ledger;
	/** What names the guests. */
	readonly personalData: PersonalDataRows;
	/** The place in the order that a delivery of the reservation had the first time; `null` where it is new. */
	delivery(key: ReservationKey, digest: string): Promise<DeliveryPlace | null>;
	saveDelivery(delivery: NewDelivery): Promise<void>;
}

/** A message of a batch, before it is merged. */
export interface BatchMessage extends ReservationKey {
	/** Other names of its property, under which it may be known. */
	otherNames: readonly string[];
	/** By what it would be known again. */
	digest: string | null;
	/** The nights that it speaks of. */
	nights: DateRange | null;
}

/** Many reservations written as one: what they need is read at once, and what they write is written at the end. */
export interface HotelBatch extends HotelTransaction {
	/** Whether somebody else is at one of the reservation's bookings, so that it has to be left for later. */
	isBusy(key: ReservationKey): boolean;
	/** Writes what is left to be written. To be the last of all. */
	finish(): Promise<void>;
}

export interface BatchingTransaction extends HotelTransaction {
	/** @param messages about different reservations */
	batch(messages: readonly BatchMessage[]): Promise<HotelBatch>;
}

/** What a batch cannot do; its events are then written one by one. */
export class NotInBatch extends Error {
	override readonly name = 'NotInBatch';
}

/** Somebody else, such as the desk, is at a booking or room for longer than was to be waited for. The whole transaction fails with it. */
export class BookingBusy extends ValidationError {
	constructor() {
		super('Somebody is changing this booking in SelfKey at the moment; send the same again later', [], true);
	}
}

export interface Unsettled {
	/** The house is not in order, as `isInOrder`. */
	rooms: boolean;
	/** There are entries as `LedgerReader.unmatchedWithBooking` gives them. */
	payments: boolean;
}

export interface BookingStore extends ChangeFeedStore, AvailabilityStore, PersonalDataStore {
	/** `null` where the hotel has no such integration. */
	integration(hotelSlug: string, integrationId: string): Promise<Integration | null>;
	/**
	 * Runs the work in one transaction, alone for this hotel: a second caller waits. Commits when the work
	 * resolves; when it rejects, nothing of it remains.
	 * @throws UnstorableData where the database can never accept what was to be written
	 * @throws BookingBusy where somebody else holds a row that it needs
	 */
	transaction<T>(hotelSlug: string, work: (transaction: BatchingTransaction) => Promise<T>): Promise<T>;
	/** Notes a refused or failed event, outside any transaction. */
	log(hotelSlug: string, entry: LogEntry): Promise<void>;
	/** The JSON of the hotel's integrations that are switched on, in the order of their ids. */
	configurations(hotelSlug: string): Promise<unknown[]>;
	/** Every room of the hotel in the order of their names, inactive ones too. */
	rooms(hotelSlug: string): Promise<Room[]>;
	/**
	 * Changes the given settings of an integration and raises their revision by one, leaving the rest of its
	 * configuration alone.
	 * @returns `false`, with nothing changed, if they are not at this revision
	 */
	saveSettings(
		hotelSlug: string,
		integrationId: string,
		revision: number,
		settings: Readonly<Record<string, unknown>>,
	): Promise<boolean>;
	/** As in a transaction, but as things stand at this moment. @param until whatever begins then, or later, is left out */
	occupancy(hotelSlug: string, from: string, until?: string): Promise<OccupancySnapshot>;
	/** Whether there is nothing to be done for the house as it stands at this moment: no stay waits, none shares, and no conflict is over. */
	isInOrder(hotelSlug: string, from: string): Promise<boolean>;
	/** What is to be looked at before a message is taken, asked at once. @param since as of `unmatchedWithBooking` */
	unsettled(hotelSlug: string, from: string, since: Date): Promise<Unsettled>;
	/** From now on the guest's room is not changed by itself any more. Harmless for a direct sale, and twice. */
	noteCodeSent(bookingId: string): Promise<void>;
	/**
	 * Bookings of channels that stand, arrive from `from` until before `until`, and lack documents; brings the flags up to date.
	 * @param withInHouse also those that arrived before `from` and do not leave before it
	 */
	identityMissing(hotelSlug: string, from: string, until: string, withInHouse?: boolean): Promise<IdentityMissing[]>;
	/** Who the guest of a booking is, as it stands in the row; `null` where there is no such booking or it does not stand. */
	identityOf(bookingId: string): Promise<IdentityValues | null>;
	/** Writes what the desk has asked the guest for; it is the desk's then. @returns `null` where there is no such active booking */
	enterIdentity(hotelSlug: string, booking: BookingReference, values: EnteredIdentity): Promise<IdentityEntered | null>;
	/**
	 * Notes for the change feed what SelfKey or a person has changed without its being noted, of stays that leave on
	 * `from` (`YYYY-MM-DD`) or later: noting never stands in the way of a sale, so it may be missed.
	 * @returns how many reservations it concerned
	 */
	noteMissedChanges(hotelSlug: string, from: string): Promise<number>;
	/** What is remembered for that of stays that left before a day (`YYYY-MM-DD`) is remembered no longer, a number at a time. */
	forgetDeparted(hotelSlug: string, before: string): Promise<void>;
	/** What was paid and given back, as things stand at this moment. */
	ledger(hotelSlug: string): LedgerReader;
	/** The hotel of a booking, also of one that was deleted since; `null` where it is not known at all. */
	hotelOf(bookingId: string): Promise<string | null>;
}

/** Only whoever installs this can mend it, and the message, which names no data, says how. */
export class InstallationFault extends Error {
	override readonly name = 'InstallationFault';
}

/** The data can never be stored as they are: to send them again is of no use. */
export class UnstorableData extends Error {
	override readonly name = 'UnstorableData';
}
