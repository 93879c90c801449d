/** Takes one payment or refund into the ledger, within a transaction of its hotel. */
import { isShortened } from '../../core/text/cut-text';
import type { Balance, PaymentEvent } from '../../core/payment/payment-event';
import { ValidationError } from '../../core/payload/field-reader';
import { reservationKey, sameReservation } from '../../core/reservation/key';
import type { Warning } from '../ports/warnings';
import { balanceIn } from './folio-balance';
import { decide, type Decision, type KnownEntry, type Situation } from './decide-payment';
import { applyPendingPaymentsOf } from './apply-pending-payments';
import type { PaymentsTransaction } from './named-ledger';
import {
	isSameEntry,
	mayBeOneRegister,
	paymentOf,
	type Folio,
	type LedgerEntry,
	type LedgerReader,
	type PaymentKind,
} from '../ports/folio';
import { connectedWith, placeOf, targetOf, type Target } from './payment-references';

export interface PaymentApplied {
	/** `unmatched`: its booking is not known (yet); it is applied once it is. */
	outcome: 'created' | 'unchanged' | 'unmatched';
	payment: { id: string; kind: PaymentKind; registerId?: string };
	/** In the payment's currency; `null` while it is kept. */
	balance: Balance | null;
	/** The reservation that was paid for, `channel/propertyId/reservationId`; `null` while it is kept. */
	reservationKey: string | null;
	/** Every booking of the reservation that was paid for. */
	bookings: Array<{ id: string; bookingNumber: number }>;
	warnings: Warning[];
}

export interface RecordContext {
	integrationId: string;
	receivedAt: Date;
}

/**
 * Decides and writes. The bookings themselves are only read.
 * @returns the key of the reservation too, for the log; `null` while it is kept
 * @throws ValidationError which says what is wrong; nothing was written then
 */
export async function recordPayment(
	transaction: PaymentsTransaction,
	payment: PaymentEvent,
	context: RecordContext,
): Promise<PaymentApplied & { key: string | null }> {
	const { ledger } = transaction;
	const sent = entryOf(payment, context);
	const [incoming = sent] = await ledger.settled([sent]);
	const situation = await situationOf(transaction, incoming, context.integrationId);
	const decision = decide(situation);
	if (decision.outcome === 'refused')
		throw new ValidationError(decision.rejection.reason, decision.rejection.fields, decision.rejection.retryable);
	const entry = entryAfter(incoming, decision);
	if (decision.outcome !== 'unchanged') await ledger.add(entry);
	let folio: Folio | null = await folioOf(ledger, entry);
	// What waited for this payment, such as a refund that came before it.
	if (
		folio &&
		decision.outcome === 'created' &&
		(await applyPendingPaymentsOf(transaction, folio, folio.bookings, context.integrationId)).length > 0
	)
		folio = await folioOf(ledger, entry);
	return {
		key: folio && reservationKey(folio),
		outcome: decision.outcome,
		payment: {
			id: entry.externalId,
			kind: entry.kind,
			...(entry.registerId ? { registerId: entry.registerId } : {}),
		},
		reservationKey: folio && reservationKey(folio),
		balance: folio && balanceIn(folio, entry.amount.currency),
		bookings: folio?.bookings.map(({ id, bookingNumber }) => ({ id, bookingNumber })) ?? [],
		warnings: [...warningsFor(entry), ...overdrawn(entry, situation, folio)],
	};
}

/** By what the ledger tells a payment or refund from all others of its hotel. */
export function entryIdOf({ event, refundId, paymentId, registerId }: PaymentEvent): PaymentApplied['payment'] {
	const kind = event === 'payment_received' ? 'payment' : 'refund';
	return { id: refundId ?? paymentId, kind, ...(registerId === undefined ? {} : { registerId }) };
}

function entryOf(payment: PaymentEvent, { integrationId, receivedAt }: RecordContext): LedgerEntry {
	const { paymentId, bookingNumber, bookingId, reservationKey: key, amount, method, note, occurredAt } = payment;
	const { id: externalId, kind, registerId = null } = entryIdOf(payment);
	return {
		kind,
		registerId,
		externalId,
		paymentId,
		paymentRegisterId: payment.paymentRegisterId ?? registerId,
		amount: { minor: amount.minor, exponent: amount.exponent, currency: amount.currency },
		method,
		note,
		occurredAt,
		receivedAt: receivedAt.toISOString(),
		integrationId,
		given: { bookingNumber, bookingId, reservationKey: key },
		folio: null,
		bookingId: null,
		problem: null,
	};
}

async function situationOf(
	transaction: PaymentsTransaction,
	incoming: LedgerEntry,
	integrationId: string,
): Promise<Situation> {
	const { ledger } = transaction;
	const [means = []] = await ledger.resolve([incoming.given]);
	const before = placeOf(incoming, targetOf(means), await originalOf(ledger, incoming));
	let folio = await folioOf(ledger, before);
	// A direct sale may have come since the ledger was last looked at.
	const applied = folio ? await applyPendingPaymentsOf(transaction, folio, folio.bookings, integrationId) : [];
	const original = await originalOf(ledger, incoming);
	const target = placeOf(incoming, targetOf(means), original);
	if (applied.length > 0 || !isSamePlace(before, target)) folio = await folioOf(ledger, target);
	const known = await knownEntries(ledger, incoming);
	const mayBeUnmatched = incoming.kind === 'refund' && (folio === null || original?.folio === null);
	return {
		incoming,
		target,
		folio,
		known: known.find(({ entry }) => isSameEntry(entry, incoming)) ?? null,
		namesakes: known.filter(
			({ entry }) =>
				!isSameEntry(entry, incoming) &&
				(Boolean(entry.registerId) !== Boolean(incoming.registerId) || mayBeOneRegister(entry, incoming)),
		),
		original,
		unmatched: mayBeUnmatched ? await unmatchedAround(ledger, incoming) : [],
	};
}

/** Of any till. */
async function knownEntries(ledger: LedgerReader, { kind, externalId }: LedgerEntry): Promise<KnownEntry[]> {
	const entries = await ledger.entries(kind, [externalId]);
	if (entries.length === 0) return [];
	const means = await ledger.resolve(entries.map(({ given }) => given));
	return entries.map((entry, index) => ({ entry, target: targetOf(means[index] ?? []) }));
}

/** Everything that is kept and may hang together with the refund, however many links lie between. */
async function unmatchedAround(ledger: LedgerReader, refund: LedgerEntry): Promise<LedgerEntry[]> {
	for (let known: LedgerEntry[] = []; ;) {
		const found = connectedWith(refund, await ledger.unmatchedWith([refund, ...known]));
		if (found.length === known.length) return found;
		known = found;
	}
}

async function originalOf(ledger: LedgerReader, entry: LedgerEntry): Promise<LedgerEntry | null> {
	if (entry.kind !== 'refund') return null;
	const payments = await ledger.entries('payment', [entry.paymentId]);
	return payments.find((payment) => isSameEntry(payment, paymentOf(entry))) ?? null;
}

function entryAfter(incoming: LedgerEntry, decision: Exclude<Decision, { outcome: 'refused' }>): LedgerEntry {
	if (decision.outcome === 'unchanged') return decision.entry;
	if (decision.outcome === 'unmatched') return { ...incoming, problem: decision.problem };
	return { ...incoming, folio: decision.folio, bookingId: decision.bookingId };
}

function isSamePlace(one: Target, other: Target): boolean {
	return one.kind === 'known'
		? other.kind === 'known' && sameReservation(one.folio, other.folio)
		: one.kind === other.kind;
}

async function folioOf(ledger: LedgerReader, place: Target | LedgerEntry): Promise<Folio | null> {
	const key = 'folio' in place ? place.folio : null;
	return key && ((await ledger.folios([key]))[0] ?? null);
}

function warningsFor(entry: LedgerEntry): Warning[] {
	const shortened = (['note', 'method'] as const).filter((name) => isShortened(entry[name]));
	const ofTexts = shortened.map((name): Warning => ({
		code: 'text_shortened',
		message: `The ${name} of the ${entry.kind} was too long and is kept without its end; the whole text is in the cash register`,
		roomStayId: null,
	}));
	return [...placeWarnings(entry), ...ofTexts];
}

/** What was paid together may be given back in one; but then nothing is left for the refund of the other payment. */
function overdrawn(entry: LedgerEntry, { original, unmatched }: Situation, folio: Folio | null): Warning[] {
	if (entry.kind !== 'refund' || original === null) return [];
	const others = (folio?.entries ?? unmatched).filter((other) => !isSameEntry(other, entry));
	const given = [...others, entry].filter(
		(other) =>
			other.kind === 'refund' &&
			other.amount.currency === entry.amount.currency &&
			isSameEntry(paymentOf(other), original),
	);
	const minor = given.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
	const isSameCurrency = original.amount.currency === entry.amount.currency;
	if (isSameCurrency && minor <= BigInt(original.amount.minor)) return [];
	return [
		{
			code: 'refund_exceeds_payment',
			message:
				'More was given back of this payment than was paid with it, so the rest is taken from other payments for the booking, whose own refunds may then be refused; compare with the cash register',
			roomStayId: null,
		},
	];
}

function placeWarnings({ folio, problem, kind }: LedgerEntry): Warning[] {
	if (folio) return [];
	if (problem !== null)
		return [{ code: 'payment_not_applied', message: `The ${kind} is left for the desk: ${problem}`, roomStayId: null }];
	return [
		{
			code: 'booking_unknown',
			message: `No booking is known by what the ${kind} names; it is kept and counts as soon as the booking is there. If that does not happen, compare the number with the booking in SelfKey`,
			roomStayId: null,
		},
	];
}
