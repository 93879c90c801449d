/** Texts as the log stores them: whoever looks for a line writes them the same way. Pure. */
import { isCardNumber } from '../../../core/text/card-schemes';
import { withoutCardNumbers } from '../../../core/text/card-numbers';
import { shorten } from '../../../core/text/cut-text';

/** Control characters and halves of characters: a PostgreSQL of n8n's refuses some of them, and with them the line. */
const NOT_STORED = /[\p{Cc}\p{Cs}]/gu;
const MAX_KEY = 300;

/** A field's text, on one line, of at most `limit` characters; `''` if there is none. */
export function text(value: unknown, limit = 120): string {
	return shorten(withoutCardNumbers(lineOf(value)), limit);
}

/**
 * A reservation's key. Part by part: property and reservation ID together could pass for a card number. An ID that is
 * digits and nothing else is one only as a whole: where a part of it went, the lines of two reservations would be one.
 */
export function logKeyOf(key: unknown): string {
	if (typeof key !== 'string') return '';
	const parts = lineOf(key).split('/');
	return shorten(parts.map((part) => (isOtherNumber(part) ? part : text(part, MAX_KEY))).join('/'), MAX_KEY);
}

/** As `text`, of an ID that the hotel itself has entered: no guest's card is in it, and no two of them may look the same. */
export function ownId(value: unknown, limit = 120): string {
	return shorten(lineOf(value), limit);
}

/** A key that stands in the log already, or one of rooms and rates that a channel is told of. */
export function storedKey(key: unknown): string {
	return typeof key === 'string' ? ownId(key, MAX_KEY) : '';
}

function isOtherNumber(part: string): boolean {
	return /^\d+$/.test(part) && !isCardNumber(part);
}

function lineOf(value: unknown): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	// n8n limits all tables to 200 MB together; beyond what anybody reads, the text is not even searched.
	return String(value).slice(0, 10_000).replace(/\s+/gu, ' ').replace(NOT_STORED, '').trim();
}
