/**
 * Money as integer minor units. Sources write it as minor units with a number of decimals (Booking.com OTA),
 * as decimal text (B.XML, Airbnb) or as floats (fees); each amount keeps the currency it came with.
 */
import { currencyCode } from './currencies';
import type { Money } from './model';

/** ISO 4217 currencies whose exponent is not 2. */
const EXPONENTS: Readonly<Record<string, number>> = {
	BIF: 0,
	CLP: 0,
	DJF: 0,
	GNF: 0,
	ISK: 0,
	JPY: 0,
	KMF: 0,
	KRW: 0,
	PYG: 0,
	RWF: 0,
	UGX: 0,
	UYI: 0,
	VND: 0,
	VUV: 0,
	XAF: 0,
	XOF: 0,
	XPF: 0,
	BHD: 3,
	IQD: 3,
	JOD: 3,
	KWD: 3,
	LYD: 3,
	OMR: 3,
	TND: 3,
	CLF: 4,
	UYW: 4,
};

/** An amount with more characters is none. */
const MAX_DIGITS = 64;

/** The currency's number of decimals (ISO 4217); 2 if it is not listed. */
export function exponentOf(currency: string): number {
	return EXPONENTS[currency] ?? 2;
}

/**
 * An amount given as an integer number of minor units, such as `13350` with 2 decimals.
 * @param exponent number of decimals in `minor`; by default the currency's own
 * @returns `null` if the text is not a whole number, is too large to be exact, or there is no currency
 */
export function moneyFromMinor(
	minor: string | number | null | undefined,
	currency: string | null | undefined,
	exponent?: number,
	taxIncluded: boolean | null = null,
): Money | null {
	const code = currencyCode(currency);
	const text = bounded(String(minor ?? ''));
	if (!code || !/^-?\d+$/.test(text)) return null;
	return money(text, code, exponent ?? exponentOf(code), taxIncluded);
}

/**
 * An amount given in major units, such as `133.5` or `"58.80"`. Digits beyond the currency's own are kept
 * (the exponent grows), never rounded: what a guest owes is not ours to round.
 * @returns `null` if the text is not a plain decimal number, if it may be a number in thousands, or if there is no
 * currency
 */
export function moneyFromDecimal(
	amount: string | number | null | undefined,
	currency: string | null | undefined,
	taxIncluded: boolean | null = null,
): Money | null {
	const code = currencyCode(currency);
	const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plainDecimal(amount));
	if (!code || !match || (!match[2] && !match[3])) return null;
	if (typeof amount === 'string' && isAmbiguous(amount, code)) return null;
	const fraction = (match[3] ?? '').replace(/0+$/, '');
	const exponent = Math.max(exponentOf(code), fraction.length);
	return money(`${match[1]}${match[2]}${fraction.padEnd(exponent, '0')}`, code, exponent, taxIncluded);
}

/** Whether a text such as `1.250` may mean a number in thousands: the currency has fewer decimals than three. */
export function isAmbiguous(amount: string, currency: string): boolean {
	return exponentOf(currency) < 3 && /^-?0*[1-9]\d{0,2}\.\d{3}$/.test(bounded(amount));
}

/**
 * The sum, with the largest exponent among them; a tax flag is kept only if all agree.
 * @throws RangeError if the currencies differ or there is nothing to add
 */
export function addMoney(...amounts: Money[]): Money {
	const [first, ...others] = amounts;
	if (!first) throw new RangeError('There is nothing to add');
	if (others.some((other) => other.currency !== first.currency)) {
		throw new RangeError('Amounts in different currencies cannot be added');
	}
	const exponent = Math.max(...amounts.map((amount) => amount.exponent));
	const minor = amounts.reduce(
		(sum, amount) => sum + BigInt(amount.minor) * 10n ** BigInt(exponent - amount.exponent),
		0n,
	);
	const taxIncluded = others.every((other) => other.taxIncluded === first.taxIncluded) ? first.taxIncluded : null;
	const sum = money(minor.toString(), first.currency, exponent, taxIncluded);
	if (!sum) throw new RangeError('The sum is too large to be exact');
	return sum;
}

function money(minorText: string, currency: string, exponent: number, taxIncluded: boolean | null): Money | null {
	const minor = Number(minorText);
	if (!Number.isSafeInteger(minor) || !Number.isInteger(exponent) || exponent < 0 || exponent > 6) return null;
	// `|| 0`: turns minus zero into zero.
	return { minor: minor || 0, exponent, currency, amount: decimalText(minor, exponent), taxIncluded };
}

/** `13350` with 2 decimals is `133.50`. Done on text: floats would lose digits. */
function decimalText(minor: number, exponent: number): string {
	const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
	const sign = minor < 0 ? '-' : '';
	return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Text is only trimmed. A number's binary noise (0.1 + 0.2) is cut off after the sixth decimal. */
function plainDecimal(amount: string | number | null | undefined): string {
	if (typeof amount !== 'number') return bounded(amount ?? '');
	if (!Number.isFinite(amount)) return '';
	return Math.abs(amount) < 1e15 ? amount.toFixed(6) : String(amount);
}

/** Trimmed; empty if it is longer than any amount. */
function bounded(text: string): string {
	return text.length > MAX_DIGITS ? '' : text.trim();
}
