/** What a folio costs, and what of it is paid and due. Pure; everything in minor units. */
import { balanceOf } from '../../core/payment/balance';
import type { Balance } from '../../core/payment/payment-event';
import { exponentOf, moneyFromDecimal, moneyFromMinor } from '../../core/reservation/money';
import type { Money } from '../../core/reservation/model';
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
	const prepaid = paidToChannelIn(folio, currency, totalMinor) + paidOnlineIn(folio, currency);
	try {
		return balanceOf(entriesIn(folio.entries, currency), total, prepaid);
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

/**
 * What the guest need not pay since the channel does. A virtual card covers what the hotel has not charged it with yet: what
 * it was charged with comes as a payment, like all that a till takes.
 */
function paidToChannelIn({ paidToChannel, entries }: Folio, currency: string, total: bigint): bigint {
	if (paidToChannel === null) return 0n;
	if (paidToChannel === 'transferred') return total;
	const left = total - paidBalance(entries, currency);
	return left > 0n ? left : 0n;
}

/** Once paid, it stays so, whatever the stay costs since and whether or not it takes place. */
function paidOnlineIn({ bookings }: Folio, currency: string): bigint {
	return bookings.reduce(
		(sum, { paidOnline }) =>
			paidOnline !== null && codeOf(paidOnline.currency) === currency
				? sum + minorOf(paidOnline.amount, currency)
				: sum,
		0n,
	);
}

/** What the hotel has still to charge the channel's virtual card with; `null` where there is none. */
export function cardToCharge(folio: Folio): Money | null {
	const [currency] = payableCurrencies(folio);
	if (folio.paidToChannel !== 'virtualCard' || currency === undefined) return null;
	const balance = balanceIn(folio, currency);
	return balance === null
		? null
		: moneyFromMinor(paidToChannelIn(folio, currency, BigInt(balance.total.minor)).toString(), currency);
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
