/** What is said of payments to who asks: the signed GET `…/payments`, and the hooks. */
import type { Balance } from '../../core/payment/payment-event';
import { moneyFromMinor } from '../../core/reservation/money';
import { reservationKey } from '../../core/reservation/key';
import type { Money } from '../../core/reservation/model';
import { json } from '../webhook/http';
import type { BookingStore } from '../ports/booking-store';
import { balancesOf } from './folio-balance';
import { applyPendingPayments } from './apply-pending-payments';
import {
	isSameEntry,
	type Folio,
	type LedgerEntry,
	type LedgerId,
	type PaymentKind,
	type PaymentReferences,
} from '../ports/folio';
import { targetOf } from './payment-references';

export interface PaymentView {
	kind: PaymentKind;
	paymentId: string;
	/** Of a refund that has an id of its own. */
	refundId: string | null;
	/** The till whose numbers they are, where it names itself. */
	registerId?: string;
	amount: Money;
	method: string | null;
	/** ISO 8601, UTC. */
	occurredAt: string | null;
	note: string | null;
}

/** What was paid for a booking, or rather for its reservation with all its rooms. */
export interface BookingPayments {
	key: string;
	/** `null` where neither a booking nor an entry says a currency. */
	balance: Balance | null;
	/** One for each currency, `balance` first; more than one only where rooms are priced in several. */
	balances: Balance[];
	entries: PaymentView[];
	bookings: Array<{ id: string; bookingNumber: number }>;
}

/** A payment or refund that the desk has to look at: its booking is not known, or `problem` says what is wrong. */
export interface UnmatchedPayment extends PaymentView, PaymentReferences {
	/** ISO 8601, UTC. */
	receivedAt: string;
	integrationId: string;
	problem: string | null;
}

/** `null` where the hotel knows no such booking. */
export async function readPaymentsOf(
	store: BookingStore,
	hotelSlug: string,
	bookingId: string,
): Promise<BookingPayments | null> {
	const ledger = store.ledger(hotelSlug);
	const target = targetOf((await ledger.resolve([{ bookingId, bookingNumber: null, reservationKey: null }])).flat());
	if (target.kind !== 'known') return null;
	const [folio] = await ledger.folios([target.folio]);
	return folio ? paymentsOf(folio) : null;
}

/** Where a payment or refund stands: its reservation, or why it is kept. */
export interface PaymentPlace extends PaymentView {
	/** `channel/propertyId/reservationId`; `null` while it is kept for its booking or for the desk. */
	reservationKey: string | null;
	/** Why it could not be applied though its booking is known; `null` otherwise. */
	problem: string | null;
}

/** By the till's own id; `null` where none such was recorded. */
export async function readPaymentPlace(
	store: BookingStore,
	hotelSlug: string,
	wanted: LedgerId,
): Promise<PaymentPlace | null> {
	const entries = await store.ledger(hotelSlug).entries(wanted.kind, [wanted.externalId]);
	const entry = entries.find((known) => isSameEntry(known, wanted));
	if (!entry) return null;
	const { folio, problem } = entry;
	return { ...viewOf(entry), reservationKey: folio && reservationKey(folio), problem: folio ? null : problem };
}

/** The desk's list, the oldest first. Looks again at everything that is kept before it answers. */
export async function readUnmatchedPayments(store: BookingStore, hotelSlug: string): Promise<UnmatchedPayment[]> {
	await applyPendingPayments(store, hotelSlug, { since: null });
	return (await store.ledger(hotelSlug).unmatched()).map((entry) => {
		const { given, receivedAt, integrationId, problem } = entry;
		return { ...viewOf(entry), ...given, receivedAt, integrationId, problem };
	});
}

export async function answerPayments({
	store,
	hotelSlug,
	query,
}: {
	store: BookingStore;
	hotelSlug: string;
	query: URLSearchParams;
}): Promise<Response> {
	if (query.get('unmatched') === 'true')
		return json(200, { status: 'success', payments: await readUnmatchedPayments(store, hotelSlug) });
	for (const kind of ['payment', 'refund'] as const) {
		const externalId = query.get(kind);
		if (!externalId) continue;
		const place = await readPaymentPlace(store, hotelSlug, { kind, externalId, registerId: query.get('register') });
		return place
			? json(200, { status: 'success', payment: place })
			: json(404, { error: `No ${kind} with this id is recorded`, fields: [kind] });
	}
	const bookingId = query.get('booking') ?? '';
	if (bookingId === '')
		return json(400, {
			error:
				"Missing or invalid: booking (a booking's id; or payment or refund, an id of the cash register's; or unmatched=true for what the desk has to look at)",
			fields: ['booking'],
		});
	const payments = await readPaymentsOf(store, hotelSlug, bookingId);
	return payments
		? json(200, { status: 'success', ...payments })
		: json(404, { error: 'This hotel has no such booking', fields: ['booking'] });
}

function paymentsOf(folio: Folio): BookingPayments {
	const { bookings, entries } = folio;
	const balances = balancesOf(folio);
	return {
		key: reservationKey(folio),
		balance: balances[0] ?? null,
		balances,
		entries: entries.map(viewOf),
		bookings: bookings.map(({ id, bookingNumber }) => ({ id, bookingNumber })),
	};
}

function viewOf({
	kind,
	registerId,
	paymentId,
	externalId,
	amount,
	method,
	occurredAt,
	note,
}: LedgerEntry): PaymentView {
	const money = moneyFromMinor(amount.minor, amount.currency, amount.exponent);
	if (!money) throw new RangeError('An amount in the ledger cannot be read');
	return {
		kind,
		paymentId,
		refundId: kind === 'refund' && externalId !== paymentId ? externalId : null,
		...(registerId ? { registerId } : {}),
		amount: money,
		method,
		occurredAt,
		note,
	};
}
