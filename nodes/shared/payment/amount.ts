/** The amount of a payment: exact, more than nothing, with no more decimals than its currency has. */
import type { Fields, Reader } from '../payload/reader';
import type { Money } from '../reservation/model';
import { exponentOf, moneyFromDecimal, moneyFromMinor } from '../reservation/money';

/** A JSON number of more digits is not exact, and no hotel is paid that much. */
const MAX_MINOR = 999_999_999_999_999;
const NOTHING: Money = { minor: 0, exponent: 0, currency: '', amount: '', taxIncluded: null };

/**
 * `amount` in major units or `amount_minor` in minor units; if both are there, they must agree. Problems are
 * noted in the reader, and the amount is then of no use.
 */
export function readAmount(reader: Reader, data: Fields, path: string): Money {
	const currency = moneyFromMinor(0, reader.text(data, 'currency', path, 10))?.currency ?? reader.fail(`${path}.currency`);
	const [major, minor] = [data.amount ?? null, data.amount_minor ?? null];
	if (major === null && minor === null) reader.fail(`${path}.amount`);
	// Without a currency nobody knows how many decimals there may be; the currency is named already.
	const code = currency ?? 'EUR';
	const inMajor = major === null ? null : (positive(fromMajor(major, code)) ?? reader.fail(`${path}.amount`));
	const inMinor = minor === null ? null : (positive(fromMinor(minor, code)) ?? reader.fail(`${path}.amount_minor`));
	if (inMajor && inMinor && inMajor.minor !== inMinor.minor) reader.fail(`${path}.amount_minor`);
	return inMajor ?? inMinor ?? NOTHING;
}

/** By its text: `1.000` of a currency with two decimals may as well be meant as a thousand. */
function fromMajor(value: unknown, currency: string): Money | null {
	const exponent = exponentOf(currency);
	const texts = typeof value === 'string' ? [value.trim()] : typeof value === 'number' ? [String(value), withoutNoise(value)] : [];
	const text = texts.find((candidate) => (/^\d+(?:\.(\d+))?$/.exec(candidate)?.[1] ?? '').length <= exponent && /^\d/.test(candidate));
	return text === undefined ? null : moneyFromDecimal(text, currency);
}

/** `0.30000000000000004`, as 0.1 + 0.2 is in binary, is 0.3. */
function withoutNoise(value: number): string {
	return value.toFixed(6).replace(/\.?0+$/, '');
}

function fromMinor(value: unknown, currency: string): Money | null {
	const isWhole = typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && /^\d+$/.test(value);
	return isWhole ? moneyFromMinor(value as number | string, currency) : null;
}

function positive(money: Money | null): Money | null {
	return money && money.minor > 0 && money.minor <= MAX_MINOR ? money : null;
}
