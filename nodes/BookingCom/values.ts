/** Values as Booking.com writes them: empty means unknown. Pure. */
import { withoutCardNumbers } from '../shared/reservation/cardNumbers';

/** An id or a code as it is written; `null` where it is empty. */
export function textOf(value: string | null | undefined): string | null {
	return value?.trim() || null;
}

/** What a person wrote: without card numbers that were typed into it; `null` where it is empty. */
export function people(value: string | null | undefined): string | null {
	const text = textOf(value);
	return text === null ? null : withoutCardNumbers(text);
}

/** A whole number that is not negative; `null` for anything else. */
export function wholeNumber(value: string | null | undefined): number | null {
	const text = textOf(value);
	return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
