/** What becomes of a payment or a refund: given the folio, the entries and what has come. Pure. */
import { sameReservation } from '../../core/reservation/key';
import { exponentOf, moneyFromMinor } from '../../core/reservation/money';
import type { ReservationKey } from '../ports/records';
import { balanceIn, paidBalance, payableCurrencies } from './folio-balance';
import {
	isSameEntry,
	mayBeOneRegister,
	paymentOf,
	type Folio,
	type LedgerEntry,
	type MinorAmount,
	type PaymentReferences,
} from '../ports/folio';
import { areAlike, areOtherRooms, connectedWith, isEqual, type Target } from './payment-references';

/** A reason for the sender and the desk, and the places in the payload that it concerns. No guest in it. */
export interface PaymentRejection {
	reason: string;
	fields: string[];
	/** A refund that came before its payment: the same again may be taken later. */
	retryable?: boolean;
}

export type Decision =
	| { outcome: 'created'; folio: ReservationKey; bookingId: string | null }
	/** `problem`: why it cannot count though its booking may be known. */
	| { outcome: 'unmatched'; problem: string | null }
	| { outcome: 'unchanged'; entry: LedgerEntry }
	| { outcome: 'refused'; rejection: PaymentRejection };

export interface Situation {
	incoming: LedgerEntry;
	/** Where it belongs, by its references or by the payment that it gives back. */
	target: Target;
	/** The folio where the target is known. */
	folio: Folio | null;
	/** The entry of the same kind, id and till, with what its references mean now. */
	known: KnownEntry | null;
	/** Entries of the same kind and id, where only either of the two names a till, or both the same in another spelling. */
	namesakes?: readonly KnownEntry[];
	/** The payment that a refund names, where it is known. */
	original: LedgerEntry | null;
	/** Whatever is kept and may hang together with it. */
	unmatched: readonly LedgerEntry[];
}

export interface KnownEntry {
	entry: LedgerEntry;
	target: Target;
}

/** A booking is committed, and clocks differ, by no more than this after its number is told to anybody. */
const NUMBER_TOLERANCE_MS = 10 * 60_000;

const TOO_EARLY: PaymentRejection = {
	reason:
		'No payment with this data.payment_id is recorded; if it comes later, send the refund again after it. If another register took it, send data.payment_register_id',
	fields: ['data.payment_id'],
	retryable: true,
};

const WAITS_FOR_PAYMENT = 'The payment that it gives back is itself unmatched: assign that one first';

/**
 * A repeat changes nothing; an id that comes with another content is refused, as is what no sum can be made
 * of: references to several bookings, another currency, a refund before its payment, or of more than was paid and not
 * given back.
 * A refund of a payment that is kept is kept with it, whatever it names: money that was given back must not
 * be missing on the day on which the payment counts.
 */
export function decide(situation: Situation): Decision {
	const { incoming, target, folio, known, namesakes = [], original, unmatched } = situation;
	if (known) return compare(incoming, target, known);
	const namesake = namesakes.find((known) => differences(incoming, target, known).length === 0);
	if (namesake) {
		const why = mayBeOneRegister(namesake.entry, incoming)
			? 'its register was written in another way; send data.register_id always in the same'
			: 'only one of the two names a register; send data.register_id always or never';
		return rejected({
			reason: `A ${incoming.kind} with this id and content is recorded already, but ${why}`,
			fields: ['data.register_id'],
		});
	}
	const unmatchedOriginal = original?.folio === null ? original : null;
	const isContradictory =
		target.kind === 'contradictory' && !(unmatchedOriginal && areAlike(incoming.given, unmatchedOriginal.given));
	if (isContradictory) return rejected(contradiction(incoming.given, target.fields));
	// Whatever else was paid is another payment's money, and has a refund of its own.
	const early = incoming.kind === 'refund' && !original ? TOO_EARLY : null;
	if (unmatchedOriginal || !folio) {
		const rejection =
			checkOriginal(incoming, target, original) ?? checkUnmatched(incoming, unmatched, early !== null) ?? early;
		const problem =
			unmatchedOriginal && (unmatchedOriginal.problem ?? (target.kind === 'known' ? WAITS_FOR_PAYMENT : null));
		return rejection ? rejected(rejection) : { outcome: 'unmatched', problem };
	}
	const rejection = checkOriginal(incoming, target, original) ?? checkAgainst(folio, incoming, early !== null) ?? early;
	if (rejection) return rejected(rejection);
	const { channel, propertyId, reservationId } = folio;
	return {
		outcome: 'created',
		folio: { channel, propertyId, reservationId },
		bookingId: target.kind === 'known' ? target.bookingId : null,
	};
}

/**
 * Why a kept entry cannot be applied; `null` where it can, to the folio of the target.
 * @param folio of the target, where that is known
 * @param original the payment that a refund names, where it is known: the order in which they came must not
 * decide where money goes back
 */
export function obstacle(
	entry: LedgerEntry,
	target: Target,
	folio: Folio | null,
	original: LedgerEntry | null,
): string | null {
	if (target.kind === 'contradictory') return contradiction(entry.given, target.fields).reason;
	if (original?.folio === null) return original.problem ?? WAITS_FOR_PAYMENT;
	const rejection =
		checkOriginal(entry, target, original) ??
		(entry.kind === 'refund' && !original ? TOO_EARLY : null) ??
		checkNumber(entry, target) ??
		(folio && checkAgainst(folio, entry, false));
	return rejection?.reason ?? null;
}

function compare(incoming: LedgerEntry, target: Target, known: KnownEntry): Decision {
	const { entry } = known;
	const differing = differences(incoming, target, known);
	if (differing.length === 0) return { outcome: 'unchanged', entry };
	if (isAnotherPart(incoming, differing)) {
		return rejected({
			reason:
				'A refund of this payment and amount is recorded already, at another time; send data.refund_id, so that two parts can be told from a repeat',
			fields: ['data.refund_id'],
		});
	}
	const id = entry.kind === 'payment' ? 'payment_id' : 'refund_id';
	return rejected({
		reason: `A ${entry.kind} with this id is recorded already, and differs in ${differing.join(', ')}; send another data.${id} if it is another ${entry.kind}, or data.register_id if the register's numbers have begun anew`,
		fields: differing,
	});
}

/** What is not the same, of what both of them say: numbers are given out again by another till, or by one that begins anew. */
function differences(incoming: LedgerEntry, target: Target, { entry, target: known }: KnownEntry): string[] {
	// Of namesakes one names no till, which says nothing of the payment's.
	const isSamePayment =
		entry.paymentId === incoming.paymentId &&
		(!isSameEntry(entry, incoming) || isSameEntry(paymentOf(entry), paymentOf(incoming)));
	const isSame = <Value>(read: (one: LedgerEntry) => Value | null) => {
		const [before, now] = [read(entry), read(incoming)];
		return before === null || now === null || before === now;
	};
	return [
		...(isSamePayment ? [] : ['data.payment_id']),
		...(entry.amount.currency === incoming.amount.currency ? [] : ['data.currency']),
		...(entry.amount.minor === incoming.amount.minor ? [] : ['data.amount']),
		...(isSame(({ method }) => method) ? [] : ['data.method']),
		...(isSame(({ occurredAt }) => occurredAt && Date.parse(occurredAt)) ? [] : ['data.occurred_at']),
		...(isSameBooking(incoming, target, entry, known) ? [] : referencesIn(incoming.given)),
	];
}

/** A payment may be given back in equal parts, and only an id of each tells a second one from a repeat. */
function isAnotherPart({ kind, externalId, paymentId }: LedgerEntry, differing: readonly string[]): boolean {
	return kind === 'refund' && externalId === paymentId && differing.every((place) => place === 'data.occurred_at');
}

function isSameBooking(incoming: LedgerEntry, target: Target, entry: LedgerEntry, known: Target): boolean {
	if (isEqual(incoming.given, entry.given)) return true;
	// The other room of the same reservation is another bill.
	if (areOtherRooms(incoming.given, entry.given)) return false;
	const folio = entry.folio ?? (known.kind === 'known' ? known.folio : null);
	if (folio) return target.kind === 'known' && sameReservation(folio, target.folio);
	return target.kind === 'unknown' && areAlike(incoming.given, entry.given);
}

function contradiction(given: PaymentReferences, fields: readonly string[]): PaymentRejection {
	const all = referencesIn(given);
	const reason =
		fields.length < all.length
			? `${fields.join(', ')} names no known booking, though ${all.filter((field) => !fields.includes(field)).join(', ')} does; send only references that belong together`
			: `${fields.join(', ')} mean${fields.length === 1 ? 's' : ''} more than one reservation; send data.booking_number or data.booking_id of the one that is meant`;
	return { reason, fields: [...fields] };
}

/** A refund that names a payment for somebody else's booking, also where nobody knows yet whose it is by what it names. */
function checkOriginal(entry: LedgerEntry, target: Target, original: LedgerEntry | null): PaymentRejection | null {
	if (!original?.folio || (target.kind === 'known' && sameReservation(original.folio, target.folio))) return null;
	return {
		reason: 'The payment of data.payment_id was recorded for another booking than this refund names',
		fields: ['data.payment_id', ...referencesIn(entry.given)],
	};
}

/** A number that nobody had when the payment came was misread, whoever has got it since. */
function checkNumber({ receivedAt }: LedgerEntry, target: Target): PaymentRejection | null {
	const since = target.kind === 'known' ? target.numberSince : undefined;
	if (since === undefined || Date.parse(since) <= Date.parse(receivedAt) + NUMBER_TOLERANCE_MS) return null;
	return {
		reason:
			'The booking number was given out only after this had come, so it meant another booking: assign it to that one',
		fields: ['data.booking_number'],
	};
}

function checkAgainst(folio: Folio, entry: LedgerEntry, retryable: boolean): PaymentRejection | null {
	const { kind, amount } = entry;
	const paid = paidBalance(folio.entries, amount.currency);
	const currencies = payableCurrencies(folio);
	// What was paid in a currency is given back in it, whatever the booking has become since.
	const isPayable = currencies.length === 0 || currencies.includes(amount.currency) || (kind === 'refund' && paid > 0n);
	if (!isPayable)
		return {
			reason: `The booking is in ${currencies.join(' and ')}, not in ${amount.currency}`,
			fields: ['data.currency'],
		};
	if (kind === 'refund') return checkRefund(amount, paid, retryable);
	return isCountable({ ...folio, entries: [...folio.entries, entry] }, amount.currency)
		? null
		: { reason: 'With this amount the sum of the payments is too large to be exact', fields: ['data.amount'] };
}

/** Until the booking is known, a refund counts within what is kept and hangs together with it. */
function checkUnmatched(
	entry: LedgerEntry,
	unmatched: readonly LedgerEntry[],
	retryable: boolean,
): PaymentRejection | null {
	if (entry.kind === 'payment') return null;
	return checkRefund(entry.amount, paidBalance(connectedWith(entry, unmatched), entry.amount.currency), retryable);
}

/** @param retryable its payment may come yet */
function checkRefund({ minor, currency }: MinorAmount, paid: bigint, retryable: boolean): PaymentRejection | null {
	if (BigInt(minor) <= paid) return null;
	const left = moneyFromMinor(paid.toString(), currency, exponentOf(currency))?.amount ?? '0';
	return {
		reason: `The refund is larger than what was paid and not given back yet (${left} ${currency})${retryable ? '; if its payment comes later, send the refund again after it' : ''}`,
		fields: ['data.amount'],
		retryable,
	};
}

/** Whether every sum stays exact, also once all of it is given back. */
function isCountable(folio: Folio, currency: string): boolean {
	const balance = balanceIn(folio, currency);
	return balance !== null && Number.isSafeInteger(Math.abs(balance.total.minor) + 2 * balance.paid.minor);
}

function referencesIn({ bookingNumber, bookingId, reservationKey }: PaymentReferences): string[] {
	return [
		...(bookingNumber === null ? [] : ['data.booking_number']),
		...(bookingId === null ? [] : ['data.booking_id']),
		...(reservationKey === null ? [] : ['data.reservation_key']),
	];
}
function rejected(rejection: PaymentRejection): Decision {
	return { outcome: 'refused', rejection };
}
