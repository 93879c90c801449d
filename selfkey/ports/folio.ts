/** The ledger of what guests have paid and been given back, and what is needed of the database for it. */
import type { PaymentEventName } from '../../core/payment/payment-event';
import type { ReservationKey } from './records';

export type PaymentKind = 'payment' | 'refund';

/** The type of event that brings an entry of this kind. */
export function eventTypeOfKind(kind: PaymentKind): PaymentEventName {
	return kind === 'payment' ? 'payment_received' : 'refund_processed';
}

/** Which booking a payment is for, as it was sent, except that the key may call the hotel by another of its names; at least one of them. */
export interface PaymentReferences {
	bookingNumber: number | null;
	bookingId: string | null;
	/** `channel/propertyId/reservationId`. */
	reservationKey: string | null;
}

/** Integer minor units; never negative. */
export interface MinorAmount {
	minor: number;
	exponent: number;
	/** ISO 4217. */
	currency: string;
}

/** By what a payment or a refund is told from all others of its hotel. */
export interface LedgerId {
	kind: PaymentKind;
	/** The till that gave out `externalId`; missing where the sender names none. */
	registerId?: string | null;
	/** The refund's own id, else the payment's. */
	externalId: string;
}

/** A payment or a refund. */
export interface LedgerEntry extends LedgerId {
	paymentId: string;
	/** The till that gave out `paymentId`: a refund's own, unless it names another. */
	paymentRegisterId?: string | null;
	amount: MinorAmount;
	method: string | null;
	note: string | null;
	/** ISO 8601, UTC. */
	occurredAt: string | null;
	/** ISO 8601, UTC. */
	receivedAt: string;
	integrationId: string;
	given: PaymentReferences;
	/** `null` while it is kept for the desk. */
	folio: ReservationKey | null;
	/** The booking that was named, where it was one. */
	bookingId: string | null;
	/** Why it could not be applied though its booking is known. */
	problem: string | null;
}

/** A booking of a folio, with what its row says of money. */
export interface FolioBooking {
	id: string;
	bookingNumber: number;
	isActive: boolean;
	/** Major units of `currency` as decimal text. */
	amount: string;
	currency: string;
	/** What the guest has paid for it on SelfKey's own page, in major units as decimal text; whatever it costs since. */
	paidOnline: { amount: string; currency: string } | null;
}

/** What is paid for together: a reservation with all its rooms, or one of SelfKey's own sales. */
export interface Folio extends ReservationKey {
	/** In the order of their numbers. */
	bookings: FolioBooking[];
	/** What is due of a reservation that was cancelled or is a no-show; `amount` in major units as decimal text. */
	fee?: { amount: string; currency: string } | null;
	/** The channel's own total's currency, where no booking says any. */
	currency: string | null;
	/** The guest has paid the channel, and the channel pays the hotel: by itself, or by a card that the hotel has to charge. */
	paidToChannel: 'transferred' | 'virtualCard' | null;
	/** Applied entries, in the order in which they were received. */
	entries: LedgerEntry[];
}

/** A reference of `PaymentReferences`, with every folio that it can mean. */
export interface ResolvedReference {
	field: 'data.booking_number' | 'data.booking_id' | 'data.reservation_key';
	/** `bookedAt`, of a booking number: since when there is a booking with it. ISO 8601, UTC. */
	matches: Array<{ folio: ReservationKey; bookingId: string | null; bookedAt?: string | null }>;
}

/** Whether it is the same payment or refund: the same number at another till is another one. */
export function isSameEntry(a: LedgerId, b: LedgerId): boolean {
	return a.kind === b.kind && a.externalId === b.externalId && (a.registerId ?? '') === (b.registerId ?? '');
}

/** Whether two registers may be one that somebody has typed twice: capitals, blanks and the way an accent is composed differ. */
export function mayBeOneRegister(a: LedgerId, b: LedgerId): boolean {
	const plain = ({ registerId }: LedgerId) => (registerId ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, '');
	return plain(a) === plain(b);
}

/** The payment that an entry is or gives back. */
export function paymentOf({ paymentId, paymentRegisterId = null }: LedgerEntry): LedgerId {
	return { kind: 'payment', externalId: paymentId, registerId: paymentRegisterId };
}

export interface LedgerReader {
	/** In the order of what is asked: the given references only, each with what it means now. */
	resolve(references: readonly PaymentReferences[]): Promise<ResolvedReference[][]>;
	/** Those that there are of any till, in no particular order. */
	entries(kind: PaymentKind, externalIds: readonly string[]): Promise<LedgerEntry[]>;
	/** In the order of the keys, each asked for once; one of which nothing is known has neither bookings nor entries. */
	folios(keys: readonly ReservationKey[]): Promise<Folio[]>;
	/**
	 * Kept entries that name the folio or one of its bookings, and kept refunds of what was paid for it.
	 * @param otherKeys under which the folio's reservation may have been named too
	 */
	unmatchedFor(
		key: ReservationKey,
		bookings: ReadonlyArray<Pick<FolioBooking, 'id' | 'bookingNumber'>>,
		otherKeys?: readonly string[],
	): Promise<LedgerEntry[]>;
	/** Kept entries that share a reference or the payment with one of these; those of these that are kept, too. */
	unmatchedWith(entries: ReadonlyArray<Pick<LedgerEntry, 'paymentId' | 'given'>>): Promise<LedgerEntry[]>;
	/** Everything that is kept, the oldest first. */
	unmatched(): Promise<LedgerEntry[]>;
	/** Whether there is still such an integration, to which a row in the log can belong. */
	hasIntegration(integrationId: string): Promise<boolean>;
	/** Kept entries without a problem that came after this and name a booking which is there now. Costs a look-up for each. */
	unmatchedWithBooking(since: Date): Promise<LedgerEntry[]>;
}

/** Within a transaction of the hotel. Entries are added and applied, never changed or removed. */
export interface Ledger extends LedgerReader {
	add(entry: LedgerEntry): Promise<void>;
	/** The kept entry belongs to the folio from now on. */
	apply(entry: LedgerEntry, folio: ReservationKey, bookingId: string | null): Promise<void>;
	noteProblem(entry: LedgerEntry, problem: string): Promise<void>;
}
