/**
 * The one Reservation that every source maps to and every destination reads.
 * Pure data: no n8n, no provider. Unknown is `null`, never `''`; ids are strings; dates are hotel-local
 * `YYYY-MM-DD` strings with an exclusive end; money is integer minor units with its exponent.
 */

/** What the source said happened. */
export type ReservationEvent = 'new' | 'modified' | 'cancelled';

/** The state of the stay. */
export type ReservationStatus = 'confirmed' | 'cancelled' | 'no_show' | 'checked_in' | 'checked_out';

/** `133.50 EUR` is `{ minor: 13350, exponent: 2, currency: 'EUR', amount: '133.50' }`; `amount` is for people only. */
export interface Money {
	minor: number;
	exponent: number;
	currency: string;
	amount: string;
	/** `null` if the source does not say. */
	taxIncluded: boolean | null;
}

export interface NightlyRate {
	/** The night that begins on this date. */
	date: string;
	amount: Money;
}

export interface RoomGuest {
	name: string | null;
}

export interface RoomStay {
	/** The room's identity within the reservation; it survives modifications. */
	roomStayId: string;
	roomTypeId: string | null;
	roomName: string | null;
	ratePlanId: string | null;
	checkIn: string | null;
	/** Exclusive: the day of departure. */
	checkOut: string | null;
	status: ReservationStatus;
	adults: number | null;
	children: number | null;
	childAges: number[];
	guests: RoomGuest[];
	mealPlan: string | null;
	total: Money | null;
	nightlyRates: NightlyRate[];
	remarks: string[];
}

export interface Booker {
	firstName: string | null;
	lastName: string | null;
	email: string | null;
	phone: string | null;
	country: string | null;
	nationality: string | null;
	language: string | null;
	address: string | null;
}

/** A tax or a fee, city tax among them. */
export interface Charge {
	name: string;
	amount: Money;
	included: boolean;
	collectedBy: 'hotel' | 'channel';
}

export interface Service {
	name: string;
	quantity: number | null;
	amount: Money | null;
}

/** All that may remain of a payment card. The number, the code, the expiry and the holder never enter the model. */
export interface CardSummary {
	brand: string | null;
	last4: string | null;
	virtual: boolean;
	/** First day on which a virtual card can be charged. */
	activeFrom: string | null;
	balance: Money | null;
}

export interface Payment {
	model: 'hotel_collect' | 'channel_collect' | 'virtual_card' | null;
	card: CardSummary | null;
}

/** A message's place in its reservation's history; compared by `compareOrder` in `order.ts`. */
export interface OrderStamp {
	revision: string | null;
	observedAt: string;
	/**
	 * The message had no order that can be compared with the revision that was stored when it came first, and counts as
	 * the next one behind it.
	 */
	afterRevision?: string | undefined;
	/** `observedAt` is when it came here, for want of a time of its sender's. Missing in what an earlier version has stored. */
	isByArrival?: true | undefined;
}

/** Identifies a message: its place, and what distinguishes it from another message with the same place. */
export interface MessageStamp extends OrderStamp {
	event: ReservationEvent;
	fingerprint: string;
}

export interface Reservation {
	/** `channel/propertyId/reservationId`. */
	key: string;
	channel: string;
	propertyId: string;
	reservationId: string;
	event: ReservationEvent;
	status: ReservationStatus;
	/** The source's own order; of a calendar, when it was read (`revisionOfReading`); `null` if it has none (Booking.com). */
	revision: string | null;
	/** UTC instant at which it was seen, and the number of the message in its poll: `2026-03-11T15:02:40.123Z#7`. */
	observedAt: string;
	/** `sha256:…` of the normalised content; see `fingerprint.ts`. */
	fingerprint: string;
	/** `null` only if a cancellation came without dates and nothing is stored. */
	checkIn: string | null;
	checkOut: string | null;
	nights: number | null;
	rooms: RoomStay[];
	booker: Booker;
	adults: number | null;
	children: number | null;
	/** Hotel-local `HH:MM`, or the source's own words. */
	expectedArrival: string | null;
	total: Money | null;
	taxes: Charge[];
	fees: Charge[];
	services: Service[];
	commission: Money | null;
	payout: Money | null;
	cancellationFee: Money | null;
	/** As the source writes it; UTC if it says so. */
	cancelledAt: string | null;
	payment: Payment;
	/** As the source writes it; Booking.com's has no offset. */
	bookedAt: string | null;
	remarks: string[];
	/** What had to be assumed when the message was read; for people, never compared. */
	warnings: string[];
	/** Given by who stores it, where the message came without an order behind ordered ones; see `OrderStamp`. */
	afterRevision?: string;
	/** Given by who stores it, where `observedAt` is no time of the sender's; see `OrderStamp`. */
	isByArrival?: true;
	/** The hotel's date on which its guests were erased, `YYYY-MM-DD`; given by who stores it. See `erase.ts`. */
	erasedOn?: string;
	/**
	 * Written by `merge` only: which messages the content and the cancellation came from, so that a late message is
	 * still put in its place. Sources do not set it.
	 */
	history?: MergeHistory;
}

export interface MergeHistory {
	/** The latest message of all. */
	latest: MessageStamp;
	/** The message that the dates, rooms and prices are taken from. */
	content: MessageStamp;
	/** The latest cancellation, if there ever was one. */
	cancelled: MessageStamp | null;
	/** The latest message with a card: Booking.com sends a guest's card only once. */
	card: MessageStamp | null;
	/** Missing in what an earlier version has stored. */
	fees?: FeeHistory;
	/** Given by who stores it, once the house itself has reported something of the stay; `merge` only carries it along. */
	reportedOver?: ReportedOver;
}

/** What the channel had said itself when the house reported something else, to tell its next change from a repeat. */
export interface ReportedOver extends Pick<Reservation, 'fingerprint' | 'total' | 'adults' | 'children'> {
	rooms: Array<
		Pick<RoomStay, 'roomStayId' | 'checkIn' | 'checkOut' | 'adults' | 'children' | 'total' | 'nightlyRates'> &
			Partial<Pick<RoomStay, 'status'>>
	>;
}

/** A message that states a fee. */
export interface FeeStamp extends MessageStamp {
	fee: Money;
}

/** What is needed to say which fee is due; see `cancellation.ts`. */
export interface FeeHistory {
	/** The latest cancellation that states a fee. */
	cancellation: FeeStamp | null;
	/** The latest no-show that states a fee. */
	noShow: FeeStamp | null;
	/** The latest message that says that the stay takes place. */
	standing: MessageStamp | null;
	/** The first such message after `noShow`; left out where there is none. */
	back?: MessageStamp;
}

export type MergeOutcome = 'created' | 'updated' | 'cancelled' | 'unchanged' | 'stale' | 'conflict';

export function unknownBooker(): Booker {
	return {
		firstName: null,
		lastName: null,
		email: null,
		phone: null,
		country: null,
		nationality: null,
		language: null,
		address: null,
	};
}

/** Fields that only who stores a reservation gives it; nobody else sees or sends them. */
export type StoreField = 'history' | 'afterRevision' | 'isByArrival' | 'erasedOn';
