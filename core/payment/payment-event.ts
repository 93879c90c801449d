/** What the cash register tells: money that came in or went back, and for which booking. Pure data. */
import type { Money } from '../reservation/model';

export const PAYMENT_EVENTS = ['payment_received', 'refund_processed'] as const;
export type PaymentEventName = (typeof PAYMENT_EVENTS)[number];

export interface PaymentEvent {
	event: PaymentEventName;
	paymentId: string;
	/** Of refunds only: two partial refunds of one payment are told apart by it. */
	refundId: string | null;
	/** At least one of the three names the booking; several must mean the same one. */
	bookingNumber: number | null;
	bookingId: string | null;
	/** `channel/propertyId/reservationId`. */
	reservationKey: string | null;
	/** More than nothing, with as many decimals as the currency has. A refund's is not negative either. */
	amount: Money;
	method: string | null;
	/** UTC instant, ISO 8601. */
	occurredAt: string | null;
	note: string | null;
}

/** Where a booking stands: `due = total − prepaid − paid + refunded`; negative where too much was paid. */
export interface Balance {
	currency: string;
	exponent: number;
	total: Money;
	/** Paid to the channel or online when booking. */
	prepaid: Money;
	paid: Money;
	refunded: Money;
	due: Money;
}

/** A body that will never be a payment as it is. The message names places in it, never their content. */
export class UnusablePayment extends Error {
	override readonly name = 'UnusablePayment';

	/** @param fields places that are missing or invalid, such as `data.payment_id` */
	constructor(
		message: string,
		readonly fields: readonly string[],
	) {
		super(message);
	}
}
