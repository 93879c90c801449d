/** Texts as the log stores them: whoever looks for a line writes them the same way. Pure. */
import { createHash } from 'node:crypto';
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
 * A reservation's key, or that of what a channel is told. Part by part: property and reservation ID together could pass for
 * a card number.
 * @param ownParts so many at its beginning are not searched: the hotel has entered them itself
 */
export function logKeyOf(key: unknown, ownParts = 0): string {
	if (typeof key !== 'string') return '';
	const parts = lineOf(key).split('/');
	return shorten(parts.map((part, index) => (index < ownParts ? part : idText(part))).join('/'), MAX_KEY);
}

/**
 * An ID. One that could hold a card number is replaced as a whole, with a mark of its own: were two of them alike, one's
 * success would end the other's alert. The mark's 24 bits lead back to no number.
 */
export function idText(id: unknown): string {
	const line = lineOf(id);
	if (withoutCardNumbers(line) === line) return shorten(line, MAX_KEY);
	return `[card number removed, mark ${createHash('sha256').update(line).digest('hex').slice(0, 6)}]`;
}

/** An ID that the hotel has entered itself, or what stands in the log already. */
export function knownText(value: unknown): string {
	return shorten(lineOf(value), MAX_KEY);
}

function lineOf(value: unknown): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	// n8n limits all tables to 200 MB together; beyond what anybody reads, the text is not even searched.
	return String(value).slice(0, 10_000).replace(/\s+/gu, ' ').replace(NOT_STORED, '').trim();
}
