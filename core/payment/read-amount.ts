/** A payment's amount: exact, greater than zero, with no more decimals than its currency has. */
import { givenOrNull, type Fields, type Reader } from '../payload/field-reader';
import type { Money } from '../reservation/model';
import { exponentOf, moneyFromDecimal, moneyFromMinor } from '../reservation/money';

/** A JSON number with more digits is not exact, and no payment to a hotel is that large. */
const MAX_MINOR = 999_999_999_999_999;
const NOTHING: Money = { minor: 0, exponent: 0, currency: '', amount: '', taxIncluded: null };

/**
 * `amount` in major units or `amount_minor` in minor units; if both are given, they must agree. Problems are recorded
 * in the reader, and the result is then meaningless.
 */
export function readAmount(reader: Reader, data: Fields, path: string): Money {
	const currency =
		moneyFromMinor(0, reader.text(data, 'currency', path, 10))?.currency ?? reader.fail(`${path}.currency`);
	const [major, minor] = [givenOrNull(data.amount), givenOrNull(data.amount_minor)];
	if (major === null && minor === null) reader.fail(`${path}.amount`);
	// Without a currency the number of decimals is unknown; the missing currency is already recorded.
	const code = currency ?? 'EUR';
	const inMajor = major === null ? null : (positive(fromMajor(major, code)) ?? reader.fail(`${path}.amount`));
	const inMinor = minor === null ? null : (positive(fromMinor(minor, code)) ?? reader.fail(`${path}.amount_minor`));
	if (inMajor && inMinor && inMajor.minor !== inMinor.minor) reader.fail(`${path}.amount_minor`);
	return inMajor ?? inMinor ?? NOTHING;
}

/** Text is not reinterpreted: `1.000` in a currency with two decimals could also mean one thousand. */
function fromMajor(value: unknown, currency: string): Money | null {
	const decimals = exponentOf(currency);
	if (typeof value === 'number') {
		const text = value.toFixed(decimals);
		// Binary noise, as in 0.1 + 0.2, is far smaller; a larger difference is not ours to round.
		return Math.abs(Number(text) - value) < 1e-6 ? moneyFromDecimal(text, currency) : null;
	}
	const text = typeof value === 'string' ? value.trim() : '';
	const [whole, fraction = ''] = /^\d+(?:\.(\d+))?$/.exec(text) ?? [];
	return whole !== undefined && fraction.length <= decimals ? moneyFromDecimal(text, currency) : null;
}

function fromMinor(value: unknown, currency: string): Money | null {
	const isWhole =
		typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && /^\d+$/.test(value);
	return isWhole ? moneyFromMinor(value as number | string, currency) : null;
}

function positive(money: Money | null): Money | null {
	return money && money.minor > 0 && money.minor <= MAX_MINOR ? money : null;
}
