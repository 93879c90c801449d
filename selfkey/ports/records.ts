/**
 * The rows that the ports speak of, in the hotel's terms. Dates are `YYYY-MM-DD` strings; an adapter stores them
 * as midnight UTC, whatever the time zone of the server.
 */
import type { DateRange } from '../../core/availability/ranges';
import type { ReservationKey } from '../../core/reservation/key';

export type { ReservationKey };

/** A row of SelfKey's `integrations`; `configuration` is whatever its JSON holds. */
export interface Integration {
	id: string;
	hotelSlug: string;
	/** The id of the hotel's row in `establishments`; `null` where there is none. */
	hotelId?: string | null | undefined;
	isActive: boolean;
	configuration: unknown;
	/** Of all of the hotel's integrations that are switched on, as `BookingStore.configurations`; missing where the store has not read them with it. */
	configurations?: readonly unknown[];
}

/** An active stay without a room: it takes a place of its type. */
export interface RoomlessStay extends DateRange {
	channel: string;
	propertyId: string;
	roomTypeId: string | null;
	roomName: string | null;
}

/** A physical room. */
export interface Room {
	id: string;
	name: string;
	isActive: boolean;
}

/** The columns of a booking that a channel's reservation fills. Names are SelfKey's own. */
export interface BookingValues {
	roomId: string | null;
	clientFirstName: string;
	clientLastName: string;
	clientEmail: string;
	clientPhone: string;
	/** `YYYY-MM-DD`. */
	clientBirthDate: string;
	clientAddress: string;
	clientPostalCode: string;
	clientCity: string;
	clientCountry: string;
	clientIdNumber: string;
	/** Major units of `currency`. */
	amount: number;
	/** Major units of `currency`. */
	ownerAmount: number;
	currency: string;
	guests: number;
	adults: number;
	children: number;
	/** `YYYY-MM-DD`. */
	checkInDate: string;
	/** `YYYY-MM-DD`, exclusive. */
	checkOutDate: string;
	/** In SelfKey a room is occupied only while this is `succeeded`. */
	paymentStatus: 'succeeded' | 'failed';
	/** SelfKey's sign of a paid booking; see `payment-mark.ts`. */
	stripePaymentIntentId: string | null;
	bookingLocale: string;
	/** Major units of `currency`. */
	touristTaxTotal: number;
	internalNote: string;
}

/** Whether it holds a room: in SelfKey that is said by the payment's status. */
export function isActiveBooking({ paymentStatus }: Pick<BookingValues, 'paymentStatus'>): boolean {
	return paymentStatus === 'succeeded';
}

/** What was last written of a room stay, kept beside the booking so that an edit at the desk can be told. */
export interface BaselineValues extends BookingValues {
	roomTypeId: string | null;
	/** The desk had cancelled the booking before its channel did, so a reinstatement is for people to decide. */
	isPutAway?: true;
	/** With a price of 0 from the desk beside it: nobody is to pay for it until it stands again, then at its channel's price. */
	isMadeFree?: true;
	/** What its guest has paid on SelfKey's page: the row's amount when we first wrote it after that. Later prices are not what was paid. */
	paidOnline?: { amount: number; currency: string };
}

/** A row as it is. */
export interface StoredBooking extends BookingValues {
	bookingNumber: number;
	/** The first day on which its room is free, by the departure; given where that is another day than the date, since there is a time in it. */
	freeFrom?: string;
	/** What somebody has entered in columns that no channel fills; left out where that is nothing. */
	unfilled?: UnfilledValues;
}

/** The columns that say who the guest is. */
export const IDENTITY_COLUMNS = [
	'clientFirstName',
	'clientLastName',
	'clientEmail',
	'clientPhone',
	'clientBirthDate',
	'clientAddress',
	'clientPostalCode',
	'clientCity',
	'clientCountry',
	'clientIdNumber',
] as const satisfies ReadonlyArray<keyof BookingValues>;

export type IdentityValues = Pick<BookingValues, (typeof IDENTITY_COLUMNS)[number]>;

/** Columns of a guest that no channel fills, and that are empty where nothing is known. */
export const UNFILLED_COLUMNS = ['clientIdType', 'clientBirthPlace', 'clientVehicleNumber'] as const;

export type UnfilledValues = Partial<Record<(typeof UNFILLED_COLUMNS)[number], string>>;

/** Who the guest is, as far as the desk has asked; also columns that no channel fills. */
export type EnteredIdentity = Partial<IdentityValues> & UnfilledValues;

/** At least one of the two; both must mean the same booking. */
export interface BookingReference {
	bookingId: string | null;
	bookingNumber: number | null;
}

/** What became of it. */
export interface IdentityEntered {
	bookingId: string;
	bookingNumber: number;
	/** Whether it came from a channel. */
	isChannels: boolean;
	before: IdentityValues;
	after: IdentityValues;
	/** Columns that have another value now. */
	changed: string[];
}

/** The place in the order of messages that a delivery had when it came first. */
export interface DeliveryPlace {
	/** `observedAt` as it was merged. */
	observedAt: string;
	/** The revision behind which it was placed. */
	afterRevision: string | null;
}

/** A message that was merged, to be known again when it comes once more. */
export interface NewDelivery extends ReservationKey, DeliveryPlace {
	/** A hash of the id and the content. */
	digest: string;
	/** The id as the sender gave it, or as it was made of the content. */
	deliveryId: string;
}

/** A booking whose guest has still to be asked for documents. Nothing of the guest is in it. */
export interface IdentityMissing {
	bookingId: string;
	bookingNumber: number;
	roomName: string | null;
	/** `YYYY-MM-DD`. */
	checkIn: string;
	checkOut: string;
	key: string;
	/** Columns that hold the placeholder. */
	missing: string[];
}
