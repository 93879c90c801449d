/** Texts and numbers as other systems write them: empty means unknown. Pure. */
import { withoutCardNumbers } from './card-numbers';

/** An id or code as written, text or number; `null` if it is empty or anything else. */
export function textOf(value: unknown): string | null {
	return typeof value === 'string' || Number.isFinite(value) ? String(value).trim() || null : null;
}

/** The ids or codes of a list, without what is none; none if it is no list. */
export function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(textOf).filter((text) => text !== null) : [];
}

/** Free text without card numbers that were typed into it; `null` if it is empty. */
export function sanitizeFreeText(value: string | null | undefined): string | null {
	const text = textOf(value);
	return text === null ? null : withoutCardNumbers(text);
}

/** Databases and spreadsheets write a count as `2.0` or `2,00`; `2.000` may be two thousand. */
const WHOLE = /^\s*(-?\d+)(?:[.,](?:0{1,2}|0{4,}))?\s*$/;

/** The whole number that a text says, in digits alone or with decimals that are zeros; `null` for anything else. */
export function wholeNumberIn(text: string): number | null {
	const digits = WHOLE.exec(text)?.[1];
	return digits === undefined ? null : Number(digits);
}

/** A non-negative whole number, as a number or in digits; `null` for anything else. */
export function wholeNumber(value: unknown, max = 999_999_999): number | null {
	const number = typeof value === 'string' ? wholeNumberIn(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max ? number : null;
}

/** How many people, `null` where nothing is said. `NaN` where it cannot be read, so that `reservation()` warns of it. */
export function headcount(value: unknown): number | null {
	return textOf(value) === null ? null : (wholeNumber(value, Infinity) ?? Number.NaN);
}
