/** What a folio costs, and what of it is paid and due. Pure; everything in minor units. */
import { balanceOf } from '../../core/payment/balance';
import type { Balance } from '../../core/payment/payment-event';
import { exponentOf, moneyFromDecimal, moneyFromMinor } from '../../core/reservation/money';
import type { Folio, FolioBooking, LedgerEntry } from '../ports/folio';

/**
 * SelfKey's floating-point column as whole minor units of the currency, rounded half up, once. Its binary
 * noise is cut off behind the sixth decimal first, or 1.005 would be less than it is.
 * @param amount major units as decimal text
 * @returns 0 where it is no amount, or too large to be exact
 */
export function minorOf(amount: string, currency: string): bigint {
	const money = moneyFromDecimal(Number(amount), currency);
	if (!money) return 0n;
	const [minor, step] = [BigInt(money.minor), 10n ** BigInt(money.exponent - exponentOf(currency))];
	const half = minor < 0n ? -step / 2n : step / 2n;
	return (minor + half) / step;
}

/** The currencies in which the folio can be paid: its active bookings', else what is left to go by. Empty: any. */
export function payableCurrencies({ bookings, fee = null, currency, entries }: Folio): string[] {
	const codes = (values: ReadonlyArray<string | null>) => [...new Set(values.flatMap((value) => codeOf(value) ?? []))];
	const tries = [
		() => codes(bookings.filter(({ isActive }) => isActive).map((booking) => booking.currency)),
		() => codes([fee?.currency ?? null]),
		() => codes(bookings.map((booking) => booking.currency)),
		() => codes([currency]),
		() => codes(entries.map(({ amount }) => amount.currency)),
	];
	return tries.map((read) => read()).find((found) => found.length > 0) ?? [];
}

/**
 * The folio's balance in one currency: the total of what stands, whatever was paid for what stands no more; where
 * nothing stands, the fee.
 * @returns `null` where it is too large to be exact
 */
export function balanceIn(folio: Folio, currency: string): Balance | null {
	const active = folio.bookings.filter((booking) => booking.isActive && codeOf(booking.currency) === currency);
	const sum = (bookings: readonly FolioBooking[]) =>
		bookings.reduce((minor, booking) => minor + minorOf(booking.amount, currency), 0n);
	const totalMinor = folio.bookings.some(({ isActive }) => isActive) ? sum(active) : feeIn(folio, currency);
	const total = moneyFromMinor(totalMinor.toString(), currency);
	if (!total) return null;
	const prepaid = folio.isPaidToChannel ? totalMinor : sum(active.filter(({ isPaidOnline }) => isPaidOnline));
	try {
		return balanceOf(entriesIn(folio.entries, currency), total, prepaid);
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

function feeIn({ fee = null }: Folio, currency: string): bigint {
	return fee !== null && codeOf(fee.currency) === currency ? minorOf(fee.amount, currency) : 0n;
}

/** One balance for each currency that the folio can be paid or was paid in. */
export function balancesOf(folio: Folio): Balance[] {
	const currencies = new Set([...payableCurrencies(folio), ...folio.entries.map(({ amount }) => amount.currency)]);
	return [...currencies].flatMap((currency) => balanceIn(folio, currency) ?? []);
}

/** What was paid in the currency and not given back. */
export function paidBalance(entries: readonly LedgerEntry[], currency: string): bigint {
	return entriesIn(entries, currency).reduce(
		(sum, { kind, minor }) => (kind === 'payment' ? sum + minor : sum - minor),
		0n,
	);
}

function entriesIn(
	entries: readonly LedgerEntry[],
	currency: string,
): Array<{ kind: LedgerEntry['kind']; minor: bigint }> {
	return entries
		.filter(({ amount }) => amount.currency === currency)
		.map(({ kind, amount }) => ({ kind, minor: BigInt(amount.minor) }));
}

function codeOf(currency: string | null): string | null {
	return moneyFromMinor(0, currency)?.currency ?? null;
}
