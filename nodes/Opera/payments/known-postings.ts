/**
 * Which of a reservation's postings is a payment of the cash register, and which takes it back. Pure. Source: Oracle's
 * cashiering API, 25.5: what takes a payment back is asked for by its number alone, so it need not bear the reference.
 */
import type { Posting } from './postings';

export interface OperaPayment {
	/** The cash register's ID of the payment. */
	paymentId: string;
	/** Set if it takes that payment back. */
	refundId: string | null;
	/** Major units, above zero. */
	amount: number;
	currency: string;
	/** OPERA's code. */
	method: string;
}

/** The payment, also for what takes it back: the sum itself before any other under its number. */
export function paymentIn<P extends Posting>(postings: readonly P[], payment: OperaPayment): P | null {
	return chosen(
		postings.filter(({ reference, amount }) => reference === payment.paymentId && (amount === null || amount > 0)),
		payment,
	);
}

/** What has taken it back for certain, by its reference or by the numbers of the two. */
export function refundIn<P extends Posting>(postings: readonly P[], payment: OperaPayment): P | null {
	const original = paymentIn(postings, payment);
	const known = postings.filter(
		(posting) =>
			(posting.reference === payment.paymentId && (posting.amount === null || posting.amount < 0)) ||
			(original !== null && isRefund(posting) && areLinked(posting, original)),
	);
	return chosen(known, payment);
}

/** What may have taken it back: the same sum, and of no other payment that is there. */
export function perhapsRefundIn<P extends Posting>(postings: readonly P[], payment: OperaPayment): P | null {
	const others = postings.filter(
		({ amount, reference }) => amount !== null && amount > 0 && reference !== payment.paymentId,
	);
	const isOfAnother = (posting: P) =>
		others.some(
			(other) => areLinked(posting, other) || (posting.reference !== null && posting.reference === other.reference),
		);
	return postings.find((each) => isRefund(each) && isSameSum(each, payment) && !isOfAnother(each)) ?? null;
}

function chosen<P extends Posting>(postings: readonly P[], payment: OperaPayment): P | null {
	const known = postings.filter(({ amount }) => amount !== null);
	return known.find((posting) => isSameSum(posting, payment)) ?? known[0] ?? postings[0] ?? null;
}

const isRefund = ({ amount }: Posting) => amount !== null && amount < 0;

/** Which of the two names the other is not documented. */
function areLinked(a: Posting, b: Posting): boolean {
	return isNumber(a.linkedTo, b.transactionNo) || isNumber(b.linkedTo, a.transactionNo);
}

const isNumber = (link: number | null, number: number | null) => link !== null && link === number;

/** Whichever way it went. */
export function isSameSum(posting: Posting, payment: OperaPayment): boolean {
	const { amount } = posting;
	return amount !== null && Math.abs(Math.abs(amount) - payment.amount) <= 0.000_05 && isSameCurrency(posting, payment);
}

/** The same figure is another sum in another currency; where OPERA names none, nothing speaks against it. */
export function isSameCurrency({ currency }: Posting, payment: OperaPayment): boolean {
	return currency === null || currency.toUpperCase() === payment.currency.toUpperCase();
}
