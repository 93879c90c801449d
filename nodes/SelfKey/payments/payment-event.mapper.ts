/** A payment from the node's fields → the event that SelfKey's webhook documents for the cash register. Pure. */
import { ApiError } from '../../shared/request/api-error';
import { paymentBody, readPayment } from '../../../core/payment/read-payment';
import { UnusablePayment, type PaymentEvent } from '../../../core/payment/payment-event';

/** The node's field for each place in the event. */
const LABELS: Readonly<Record<string, string>> = {
	event_type: 'Type',
	'data.payment_id': 'Payment ID',
	'data.refund_id': 'Refund ID',
	'data.register_id': 'Register ID',
	'data.payment_register_id': 'Register ID of the Payment',
	'data.booking_number': 'Booking Number',
	'data.booking_id': 'Booking ID',
	'data.reservation_key': 'Reservation Key',
	'data.amount': 'Amount',
	'data.currency': 'Currency',
	'data.method': 'Method',
	'data.occurred_at': 'Occurred At',
	'data.note': 'Note',
};
const REFERENCES = ['data.booking_number', 'data.booking_id', 'data.reservation_key'];

/** By the event's own field names; empty fields are left out. */
export type PaymentFields = Readonly<Record<string, unknown>>;

export interface SelfKeyPayment {
	event_type: string;
	data: Record<string, string | number>;
}

/**
 * The event for SelfKey's webhook.
 * @param eventType `payment_received` or `refund_processed`
 * @throws ApiError that names the node's missing or wrong fields; not final, since the hotel can correct them
 */
export function toSelfKeyPayment(eventType: unknown, fields: PaymentFields, integrationId: string): SelfKeyPayment {
	const given = Object.entries(fields).map(([name, value]): [string, unknown] => [name, textOrNumber(value)]);
	const { event_type, data } = paymentBody(read({ event_type: eventType, data: Object.fromEntries(given) }));
	return { event_type, data: { integration_id: integrationId, ...data } };
}

/** Free text written by people. */
export function privateInPayment({ data: { note, method } }: SelfKeyPayment): string[] {
	return [note, method].filter((text) => typeof text === 'string');
}

/** Expressions may return anything: nothing at all, or n8n's date objects. */
function textOrNumber(value: unknown): string | number | null {
	if (value === null || value === undefined) return null;
	if (typeof value === 'number') return value;
	return String(value).trim() || null;
}

function read(body: unknown): PaymentEvent {
	const payment = tryRead(body);
	if (!(payment instanceof UnusablePayment)) return payment;
	throw new ApiError({
		kind: 'refused',
		message: `Fill in or correct: ${inWords(payment.fields) || 'the payment'}`,
		advice:
			'Amounts have no more decimals than their currency, which is three letters such as EUR; times are like 2027-01-31T14:30:00Z',
		// The trigger has already rejected its sender's mistakes. What gets here comes from an expression of the node that
		// reads the wrong field: the payment was made all the same, and must be sent again once that is corrected.
		retryable: true,
	});
}

function tryRead(body: unknown): PaymentEvent | UnusablePayment {
	try {
		return readPayment(body);
	} catch (error) {
		// It throws nothing else; only a bug of our own would lose its name here.
		return error instanceof UnusablePayment ? error : new UnusablePayment('The payment cannot be read', []);
	}
}

function inWords(fields: readonly string[]): string {
	const isWithoutBooking = REFERENCES.every((place) => fields.includes(place));
	const wrong = isWithoutBooking ? fields.filter((place) => !REFERENCES.includes(place)) : fields;
	const names = wrong.map((place) => LABELS[place] ?? place);
	return [
		...names,
		...(isWithoutBooking ? [`one of ${REFERENCES.map((place) => LABELS[place]).join(', ')}`] : []),
	].join(', ');
}
