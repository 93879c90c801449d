/** The hotel's cash register: signs what was paid and paid back, and sends it. */
import { majorUnits, type Amount } from '../hotel/booking';
import { misused, type Misuse } from '../http/misuse';
import { WebhookSender, type Answer, type Message, type SenderOptions } from '../http/webhook-sender';

/** Which booking is meant, by one of the references that the counter may know. */
export type BookingReference = { bookingNumber: number } | { bookingId: string } | { reservationKey: string };

export interface Receipt {
	paymentId: string;
	/** Given for money that goes back to the guest. */
	refundId?: string;
	/** Which register gave out the numbers, where the hotel has several or numbers that begin anew. */
	registerId?: string;
	booking: BookingReference;
	/** Always above zero, also for a refund. */
	amount: Amount;
	/** How the register writes the amount: `12.50` as text, 12.5 as a number, or 1250 as `amount_minor`. */
	written?: 'text' | 'number' | 'minor';
	method?: 'cash' | 'card' | 'twint' | 'transfer';
	/** ISO 8601. */
	occurredAt?: string;
	note?: string;
}

/** A register without its own signing is the hotel's: hex of the body in `x-signature`. */
export type RegisterOptions = Omit<SenderOptions, 'signing'> & {
	secret: string;
	signing?: Omit<SenderOptions['signing'], 'secret'>;
};

/** The payload, as the register documents it. */
export function payloadOf({
	paymentId,
	refundId,
	registerId,
	booking,
	amount,
	written = 'text',
	method,
	occurredAt,
	note,
}: Receipt): Record<string, unknown> {
	const decimal = majorUnits(amount.minor, amount.decimals);
	const amounts = {
		text: { amount: decimal },
		number: { amount: Number(decimal) },
		minor: { amount_minor: amount.minor },
	};
	return {
		event_type: refundId === undefined ? 'payment_received' : 'refund_processed',
		data: {
			payment_id: paymentId,
			...(refundId !== undefined && { refund_id: refundId }),
			...(registerId !== undefined && { register_id: registerId }),
			...('bookingNumber' in booking && { booking_number: booking.bookingNumber }),
			...('bookingId' in booking && { booking_id: booking.bookingId }),
			...('reservationKey' in booking && { reservation_key: booking.reservationKey }),
			...amounts[written],
			currency: amount.currency,
			...(method && { method }),
			...(occurredAt && { occurred_at: occurredAt }),
			...(note && { note }),
		},
	};
}

export class CashRegister {
	readonly sender: WebhookSender;

	constructor({ secret, signing = { scheme: 'hex' }, ...options }: RegisterOptions) {
		this.sender = new WebhookSender({ ...options, signing: { ...signing, secret } });
	}

	/** A payment or a refund, sent until it is accepted. */
	async send(receipt: Receipt): Promise<Answer> {
		return await this.sender.send(messageOf(receipt, 'right'));
	}

	/** The same bytes once more: the register has not received the answer. */
	async sendAgain(receipt: Receipt): Promise<Answer> {
		return await this.sender.send(messageOf(receipt, 'duplicate'));
	}

	/** The same payment in different bytes: the register was restarted and writes its journal again. */
	async sendReworded(receipt: Receipt, printedAt: string): Promise<Answer> {
		const { id } = messageOf(receipt, 'reworded');
		return await this.sender.send({
			kind: 'reworded',
			id: `${id}-${printedAt}`,
			body: JSON.stringify({ ...payloadOf(receipt), printed_at: printedAt }),
		});
	}

	/** The bytes and headers of an earlier receipt, replayed by somebody who intercepted it. */
	async replay(receipt: Receipt): Promise<Answer> {
		return await this.sender.replay(messageOf(receipt, 'replayed').id);
	}

	/** A message that must be rejected. */
	async misuse(misuse: Misuse, receipt: Receipt): Promise<Answer> {
		return await this.sender.send(misused(misuse, messageOf(receipt, 'right')));
	}

	/** Correctly signed, but a field of `data` is missing. */
	async sendIncomplete(receipt: Receipt, missing: string): Promise<Answer> {
		const { data, ...rest } = payloadOf(receipt);
		const kept = Object.entries(data as object).filter(([name]) => name !== missing);
		return await this.sender.send({
			kind: 'incomplete',
			id: `${receipt.paymentId}-incomplete`,
			body: JSON.stringify({ ...rest, data: Object.fromEntries(kept) }),
		});
	}
}

function messageOf(receipt: Receipt, kind: string): Message {
	return { kind, id: receipt.refundId ?? receipt.paymentId, body: JSON.stringify(payloadOf(receipt)) };
}
