/**
 * Reads payments from the cash register's webhooks, and writes them in the same form:
 * `{ event_type, data: { payment_id, refund_id?, register_id?, payment_register_id?, booking_number?, booking_id?, reservation_key?, amount |
 * amount_minor, currency, method?, occurred_at?, note? } }`.
 */
import { MAX_ID, Reader, recordOf, type Fields } from '../payload/field-reader';
import { isIsoDate, isStorableInstant } from '../reservation/dates';
import { inWords as toldInWords, shortened } from '../reservation/sanitize-reservation';
import { MAX_REMARK } from '../reservation/text-limits';
import { withoutCardNumbersInPair } from '../text/card-numbers';
import { cutText } from '../text/cut-text';
import { readAmount } from './read-amount';
import { PAYMENT_EVENTS, UnusablePayment, type PaymentEvent } from './payment-event';

export { UnusablePayment };

const REFERENCES = ['data.booking_number', 'data.booking_id', 'data.reservation_key'] as const;
/** SelfKey numbers its bookings with PostgreSQL's `integer`. */
const MAX_BOOKING_NUMBER = 2_147_483_647;
/** Three ids and their separators. */
const MAX_KEY = 3 * MAX_ID + 2;

/**
 * Reads a payment or a refund.
 * @throws UnusablePayment naming every field that is missing or invalid, never its content
 */
export function readPayment(body: unknown): PaymentEvent {
	const invalid = new Set<string>();
	const reader = new Reader(invalid);
	const root = recordOf(body);
	const event =
		PAYMENT_EVENTS.find((name) => name === root.event_type) ?? reader.fail('event_type') ?? 'payment_received';
	const data = recordOf(root.data);
	const refundId = reader.id(data, 'refund_id', 'data');
	// The ledger recognises a refund by this id, so on a payment either the id or the event type is wrong.
	if (refundId !== null && root.event_type === 'payment_received') reader.fail('data.refund_id');
	const registerId = reader.id(data, 'register_id', 'data');
	const paymentRegisterId = reader.id(data, 'payment_register_id', 'data');
	if (paymentRegisterId !== null && root.event_type === 'payment_received') reader.fail('data.payment_register_id');
	const told = new Set<string>();
	const payment = withoutCards({
		event,
		paymentId: reader.required(data, 'payment_id', 'data'),
		refundId,
		...(registerId === null ? {} : { registerId }),
		...(paymentRegisterId === null ? {} : { paymentRegisterId }),
		...readReferences(reader, data, invalid),
		amount: readAmount(reader, data, 'data'),
		method: freeText(reader, data, 'method', MAX_ID, told),
		occurredAt: readTime(reader, data, 'occurred_at', 'data'),
		note: freeText(reader, data, 'note', MAX_REMARK, told),
	});
	if (invalid.size > 0) throw new UnusablePayment(`Missing or invalid: ${inWords([...invalid])}`, [...invalid]);
	const warning = toldInWords([...told]);
	return warning === null ? payment : { ...payment, warnings: [warning] };
}

/** The inverse of `readPayment`: what is sent on to SelfKey. */
export function paymentBody(payment: PaymentEvent): { event_type: string; data: Record<string, string | number> } {
	const data = {
		payment_id: payment.paymentId,
		refund_id: payment.refundId,
		register_id: payment.registerId ?? null,
		payment_register_id: payment.paymentRegisterId ?? null,
		booking_number: payment.bookingNumber,
		booking_id: payment.bookingId,
		reservation_key: payment.reservationKey,
		// As text, so that no receiver's floating point can change it.
		amount: payment.amount.amount,
		currency: payment.amount.currency,
		method: payment.method,
		occurred_at: payment.occurredAt,
		note: payment.note,
	};
	const known = Object.entries(data).filter((entry): entry is [string, string | number] => entry[1] !== null);
	return { event_type: payment.event, data: Object.fromEntries(known) };
}

type References = Pick<PaymentEvent, 'bookingNumber' | 'bookingId' | 'reservationKey'>;

function readReferences(reader: Reader, data: Fields, invalid: ReadonlySet<string>): References {
	const key = reader.id(data, 'reservation_key', 'data', MAX_KEY);
	const references = {
		bookingNumber: readBookingNumber(reader, data),
		bookingId: reader.id(data, 'booking_id', 'data'),
		reservationKey: key === null || /^[^/]+\/.+\/.+$/.test(key) ? key : reader.fail('data.reservation_key'),
	};
	const isGiven =
		Object.values(references).some((reference) => reference !== null) || REFERENCES.some((place) => invalid.has(place));
	if (!isGiven) REFERENCES.forEach((place) => reader.fail(place));
	return references;
}

function readBookingNumber(reader: Reader, data: Fields): number | null {
	const given = reader.text(data, 'booking_number', 'data', 20);
	if (given === null) return null;
	const number = /^\d{1,10}$/.test(given) ? Number(given) : 0;
	return number >= 1 && number <= MAX_BOOKING_NUMBER ? number : reader.fail('data.booking_number');
}

/** Whatever people type into it: that a payment was made must not be lost to a long note. */
function freeText(reader: Reader, data: Fields, name: string, max: number, told: Set<string>): string {
	return shortened(max)(reader.words(data, name, 'data') ?? '', name, told);
}

/** A card number may begin in one of its texts and end in the other, or have its code there. */
function withoutCards(payment: PaymentEvent & { method: string; note: string }): PaymentEvent {
	const [method, note] = withoutCardNumbersInPair(payment.method, payment.note);
	return {
		...payment,
		method: cutText(method, MAX_ID).trim() || null,
		note: cutText(note, MAX_REMARK).trim() || null,
	};
}

/** An instant with its offset, as UTC: a time without one would be read in the server's time zone. */
function readTime(reader: Reader, data: Fields, name: string, path: string): string | null {
	const given = reader.text(data, name, path, MAX_ID);
	if (given === null) return null;
	const [, day, time = '', sign = '', hours = '', minutes = ''] =
		/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|([+-])(\d{2}):?(\d{2}))$/.exec(given) ?? [];
	const instant = isIsoDate(day) ? new Date(`${day}T${time}${sign === '' ? 'Z' : `${sign}${hours}:${minutes}`}`) : null;
	return instant && isStorableInstant(instant) ? instant.toISOString() : reader.fail(`${path}.${name}`);
}

/** The three references are one requirement: any one of them is enough. */
function inWords(fields: readonly string[]): string {
	const places = fields.map((place) =>
		place === 'event_type' ? `event_type (${PAYMENT_EVENTS.join(' or ')})` : place,
	);
	if (!REFERENCES.every((place) => fields.includes(place))) return places.join(', ');
	const others = places.filter((place) => !REFERENCES.some((reference) => reference === place));
	return [...others, `one of ${REFERENCES.join(', ')}`].join(', ');
}
