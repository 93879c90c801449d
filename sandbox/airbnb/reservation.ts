/** A reservation as Airbnb holds it; the wire format is written from this. */
import { addDays } from '../hotel/calendar';

export type StatusType =
	| 'new'
	| 'accept'
	| 'pending'
	| 'pending_payment'
	| 'at_checkpoint'
	| 'deny'
	| 'timeout'
	| 'pending_voided'
	| 'checkpoint_voided'
	| 'cancelled_by_guest'
	| 'cancelled_by_host'
	| 'cancelled_by_admin';

export interface AirbnbGuest {
	id: string;
	firstName: string;
	lastName: string;
	/** Airbnb's alias, never the guest's own. */
	email: string;
	phone: string | null;
	locale: string;
}

/** Minor units of the host's currency. */
export interface Prices {
	currency: string;
	decimals: number;
	base: number;
	cleaning: number;
	resortFee: number;
	/** Negative; already taken off the base price. */
	promotion: number;
	/** Occupancy tax that the host gets with the payout and hands on. */
	passThroughTax: number;
	/** Tax that Airbnb collects and hands on itself. */
	collectedTax: number;
	hostFee: number;
	hostFeeVat: number;
}

export interface AirbnbReservation {
	/** 10 characters today; an old one has 6. */
	code: string;
	listingId: string;
	status: StatusType;
	/** `YYYY-MM-DD`. */
	startDate: string;
	nights: number;
	adults: number;
	children: number;
	infants: number;
	pets: number;
	guest: AirbnbGuest;
	prices: Prices;
	/** Instants, ISO 8601 in UTC. `bookedAt` is set once it was accepted. */
	createdAt: string;
	bookedAt: string | null;
	updatedAt: string;
	/** What the host gets and pays after a cancellation, in minor units. */
	cancellation: { payout: number; hostFee: number } | null;
	/** How it is written: without `end_date`, with numbers as text, with the fields of some years ago. */
	wording: { withoutEndDate?: boolean; numbersAsText?: boolean; deprecatedFields?: boolean };
	/** Fields that are added to the wire as they are; for tests. */
	extra?: Record<string, unknown>;
}

export type AlterationStatus = 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'VOID' | 'CANCELED' | 'AWAITING_PAYMENT';

/** A change that somebody has asked for. Until it is accepted the reservation is as it was. */
export interface Alteration {
	id: string;
	code: string;
	status: AlterationStatus;
	initiatedBy: 'host' | 'guest' | 'admin';
	startDate: string;
	nights: number;
	createdAt: string;
}

export function endDateOf({ startDate, nights }: Pick<AirbnbReservation, 'startDate' | 'nights'>): string {
	return addDays(startDate, nights);
}

/** What the host is paid. */
export function payoutOf({ base, cleaning, resortFee, passThroughTax, hostFee, hostFeeVat }: Prices): number {
	return base + cleaning + resortFee + passThroughTax - hostFee - hostFeeVat;
}

/** The statuses whose nights nobody else can book. */
export function holdsNights({ status }: Pick<AirbnbReservation, 'status'>): boolean {
	return ['accept', 'pending', 'pending_payment', 'at_checkpoint'].includes(status);
}
