/** Reads fields of a flow's items; a value of an unexpected type counts as empty. Pure. */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { withoutCardNumbers } from '../../../core/text/card-numbers';
import { shorten } from '../../../core/text/cut-text';

export type Json = Readonly<Fields>;

/** Control characters and halves of characters: a PostgreSQL of n8n's refuses some of them, and with them the line. */
const NOT_STORED = /[\p{Cc}\p{Cs}]/gu;

/** A field's text, on one line, of at most `limit` characters; `''` if there is none. */
export function text(value: unknown, limit = 120): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	// n8n limits all tables to 200 MB together; beyond what anybody reads, the text is not even searched.
	const line = String(value).slice(0, 10_000).replace(/\s+/gu, ' ').replace(NOT_STORED, '').trim();
	return shorten(withoutCardNumbers(line), limit);
}

/** A reservation's key. Part by part: property and reservation ID together could pass for a card number. */
export function keyText(value: unknown, limit: number): string {
	if (typeof value !== 'string') return '';
	return shorten(
		value
			.slice(0, 10_000)
			.split('/')
			.map((part) => text(part, limit))
			.join('/'),
		limit,
	);
}

/** A list of short texts, each once. One by one for the same reason: `101, 102, 103, 104, 105` is no card number. */
export function listText(values: readonly string[], limit = 120): string {
	return shorten(
		joined(
			values.map((value) => text(value)),
			', ',
		),
		limit,
	);
}

/** The entries of a list as objects. */
export function records(value: unknown): Json[] {
	return Array.isArray(value) ? value.map(recordOf) : [];
}

/** The non-empty texts, each once, as one. */
export function joined(texts: readonly string[], separator: string): string {
	return [...new Set(texts.filter((each) => each !== ''))].join(separator);
}
