/** What is paid at the counter in a day or two: full and partial payments, refunds, and payments for guests whose booking does not exist yet. */
import type { Amount } from '../hotel/booking';
import { seededRandom, type Random } from '../hotel/random';
import type { BookingReference, Receipt } from './register';

/** Somebody who owes the hotel money. */
export interface Folio {
	booking: BookingReference;
	total: Amount;
}

export interface DayOptions {
	seed: number;
	/** The guests whose bookings exist. */
	accounts: readonly Folio[];
	/** ISO 8601; the receipts follow one another from here. */
	from: string;
	/** The first receipt's number; default 1. */
	firstNumber?: number;
}

const METHODS = ['cash', 'card', 'card', 'twint', 'transfer'] as const;
const WRITTEN = ['text', 'number', 'minor'] as const;
/** The share of those who have paid that get a refund. */
const REFUNDED_SHARE = 0.25;

/**
 * The receipts in the order in which they were written, the same for the same seed. Each account is paid at once or
 * in two parts; no refund is larger than what was paid.
 */
export function dayAtTheCounter({ seed, accounts, from, firstNumber = 1 }: DayOptions): Receipt[] {
	const random = seededRandom(seed);
	const start = Date.parse(from);
	const receipts: Receipt[] = [];
	const write = (receipt: Omit<Receipt, 'occurredAt' | 'written'>) => {
		const occurredAt = new Date(start + receipts.length * 7 * 60_000).toISOString();
		receipts.push({ ...receipt, occurredAt, written: WRITTEN[receipts.length % WRITTEN.length] ?? 'text' });
	};
	let number = firstNumber;
	for (const { booking, total } of accounts) {
		const parts = partsOf(random, total);
		for (const amount of parts)
			write({ paymentId: idOf('POS', number++), booking, amount, method: random.pick(METHODS) });
	}
	const paid = receipts.slice();
	for (const payment of paid.slice(0, Math.max(1, Math.floor(paid.length * REFUNDED_SHARE)))) {
		const amount = { ...payment.amount, minor: Math.max(1, Math.floor(payment.amount.minor / 4)) };
		write({
			paymentId: payment.paymentId,
			refundId: idOf('REF', number++),
			booking: payment.booking,
			amount,
			...(payment.method && { method: payment.method }),
			note: 'Minibar charged by mistake',
		});
	}
	return receipts;
}

/** All of it, or a first part and the rest. */
function partsOf(random: Random, total: Amount): Amount[] {
	if (total.minor < 2 || random.chance(0.5)) return [total];
	const first = random.int(1, total.minor - 1);
	return [first, total.minor - first].map((minor) => ({ ...total, minor }));
}

function idOf(prefix: string, number: number): string {
	return `${prefix}-${String(number).padStart(5, '0')}`;
}
