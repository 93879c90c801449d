/** The paid and due amounts, added up in minor units. */
import type { Money } from '../reservation/model';
import { moneyFromMinor } from '../reservation/money';
import type { Balance } from './payment-event';

export interface LedgerEntry {
	kind: 'payment' | 'refund';
	/** Greater than zero, in the currency and with the decimals of the booking's total. */
	minor: number | bigint;
}

/**
 * The balance of a booking.
 * @param total the price of the stay; its currency and decimals apply to all amounts
 * @param prepaidMinor what was paid elsewhere, in minor units
 * @throws RangeError if an amount is not a whole number, or a sum is too large to be exact
 */
export function balanceOf(entries: readonly LedgerEntry[], total: Money, prepaidMinor: number | bigint): Balance {
	const { currency, exponent } = total;
	const money = (minor: bigint) => {
		const amount = moneyFromMinor(minor.toString(), currency, exponent);
		if (!amount) throw new RangeError('The balance is too large to be exact, or has no currency');
		return amount;
	};
	const sum = (kind: LedgerEntry['kind']) =>
		entries.reduce((minor, entry) => (entry.kind === kind ? minor + BigInt(entry.minor) : minor), 0n);
	const [prepaid, paid, refunded] = [BigInt(prepaidMinor), sum('payment'), sum('refund')];
	const due = BigInt(total.minor) - prepaid - paid + refunded;
	return {
		currency,
		exponent,
		total,
		prepaid: money(prepaid),
		paid: money(paid),
		refunded: money(refunded),
		due: money(due),
	};
}
