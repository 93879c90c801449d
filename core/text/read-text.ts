/** Texts and numbers as other systems write them: empty means unknown. Pure. */
import { withoutCardNumbers } from './card-numbers';

/** An id or a code as it is written; `null` where it is empty. */
export function textOf(value: string | null | undefined): string | null {
	return value?.trim() || null;
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

/** A whole number that is not negative; `null` for anything else. */
export function wholeNumber(value: string | null | undefined): number | null {
	const text = textOf(value);
	return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
