/** A payment or refund from the cash register, and the booking it belongs to. Pure data. */
import type { Money } from '../reservation/model';

export const PAYMENT_EVENTS = ['payment_received', 'refund_processed'] as const;
export type PaymentEventName = (typeof PAYMENT_EVENTS)[number];

export interface PaymentEvent {
	event: PaymentEventName;
	paymentId: string;
	/** Whose numbers `paymentId` and `refundId` are: each till may begin with 1. */
	registerId?: string;
	/** Refunds only: the till that took the payment, if it was another one. */
	paymentRegisterId?: string;
	/** Refunds only: distinguishes partial refunds of the same payment. */
	refundId: string | null;
	/** At least one of the three identifies the booking; if several are given, they must identify the same one. */
	bookingNumber: number | null;
	bookingId: string | null;
	/** `channel/propertyId/reservationId`. */
	reservationKey: string | null;
	/** Greater than zero, with as many decimals as the currency has. A refund's amount is positive too. */
	amount: Money;
	method: string | null;
	/** UTC instant, ISO 8601. */
	occurredAt: string | null;
	note: string | null;
	/** What was not kept as it came; left out if there is nothing. */
	warnings?: string[];
}

/** A booking's account: `due = total − prepaid − paid + refunded`; negative if too much was paid. */
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
