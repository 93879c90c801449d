/** Everything that is held about a reservation's guests, and what erasing them writes. */
import type { Reservation } from '../../core/reservation/model';
import type { IdentityValues, ReservationKey } from './records';

/** Whose data are asked for. What is given must all fit the same reservation. */
export interface PersonQuery {
	/** In lower case. */
	email: string | null;
	/** Digits only, without the zeros in front; what is stored ends with them. */
	phone: string | null;
	/** Words of the name, folded; see `nameWords`. */
	name: readonly string[];
	bookingNumber: number | null;
	/** `YYYY-MM-DD`. */
	arrival: string | null;
}

/** A row of `bookings`. */
export interface PersonalBooking {
	bookingId: string;
	bookingNumber: number;
	roomName: string | null;
	/** `null` for SelfKey's own sale. */
	roomStayId: string | null;
	/** `YYYY-MM-DD`. */
	checkIn: string;
	checkOut: string;
	isActive: boolean;
	identity: IdentityValues;
	/** The whole row as JSON, with the columns that no channel fills. */
	row: Readonly<Record<string, unknown>>;
	/** The desk's entries that a channel's newer message has replaced. */
	overwritten: Readonly<Record<string, unknown>> | null;
}

/** One reservation with everything that names its guests. Of SelfKey's own sale, `reservation` is `null`. */
export interface PersonalRecord extends ReservationKey {
	reservation: Reservation | null;
	/** Those that are still there. */
	bookings: PersonalBooking[];
	/** Rows of the ledger, also unmatched ones that name this reservation. */
	payments: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** Why a destination has handed the reservation back. */
	reasons: ReadonlyArray<{ subscriber: string; reason: string }>;
}

export interface ErasedBooking {
	bookingId: string;
	/** Empty for SelfKey's own sale. */
	internalNote: string | null;
}

/** What is left of a record. */
export interface Erasure {
	reservation: Reservation | null;
	bookings: ErasedBooking[];
	/** The notes that the references remember, by `roomStayId`. */
	notes: ReadonlyMap<string, string>;
	/** What stands in the columns that say who the guest is. */
	identity: IdentityValues;
	/** What was known of the guests, to be taken out of this reservation's log lines and reasons. */
	known: readonly string[];
	/** Those of them that nobody else has, to be taken out of all log lines of the hotel and of unmatched payments. */
	unmistakable: readonly string[];
}

/** What one transaction can do with a person's data. */
export interface PersonalDataRows {
	/**
	 * Everything of one reservation, its bookings locked until the end; `null` where the hotel has none of this key.
	 * @param key `channel/propertyId/reservationId`
	 */
	record(key: string): Promise<PersonalRecord | null>;
	erase(record: PersonalRecord, erasure: Erasure): Promise<void>;
}

export interface PersonalDataStore {
	/** The reservations that may be those of the person, the latest arrival first. @param limit at most so many */
	personalRecords(hotelSlug: string, query: PersonQuery, limit: number): Promise<PersonalRecord[]>;
}
