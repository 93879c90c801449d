/** Texts and numbers as other systems write them: empty means unknown. Pure. */
import { withoutCardNumbers } from './card-numbers';

/** An id or a code as it is written, text or number; `null` where it is empty or something else. */
export function textOf(value: unknown): string | null {
	return typeof value === 'string' || Number.isFinite(value) ? String(value).trim() || null : null;
}

/** What a person wrote: without card numbers that were typed into it; `null` where it is empty. */
export function sanitizeFreeText(value: string | null | undefined): string | null {
	const text = textOf(value);
	return text === null ? null : withoutCardNumbers(text);
}

/** A telephone number as it is written. None has more than 15 digits, or 12 without its country: what has may be a card's. */
export function phoneNumber(value: string | null | undefined): string | null {
	const text = textOf(value) ?? '';
	const most = /^(?:\+|00)/.test(text) ? 15 : 12;
	return text.replace(/\P{Nd}/gu, '').length > most ? sanitizeFreeText(text) : textOf(text);
}

/** A whole number that is not negative, as a number or in digits; `null` for anything else. */
export function wholeNumber(value: unknown, max = 999_999_999): number | null {
	const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max ? number : null;
}
