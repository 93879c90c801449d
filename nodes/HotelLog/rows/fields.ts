/** Reads fields of a flow's items; a value of an unexpected type counts as empty. Pure. */
import { withoutCardNumbers } from '../../../core/text/card-numbers';

export type Json = Readonly<Record<string, unknown>>;

/** A field's text, on one line, of at most `limit` characters; `''` if there is none. */
export function text(value: unknown, limit = 120): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	// n8n limits all tables to 200 MB together; beyond what anybody reads, the text is not even searched.
	return cut(withoutCardNumbers(String(value).slice(0, 10_000).replace(/\s+/gu, ' ').trim()), limit);
}

/** A reservation's key. Part by part: property and reservation ID together could pass for a card number. */
export function keyText(value: unknown, limit: number): string {
	if (typeof value !== 'string') return '';
	return cut(
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
	return cut(
		joined(
			values.map((value) => text(value)),
			', ',
		),
		limit,
	);
}

function cut(line: string, limit: number): string {
	return line.length > limit ? `${[...line].slice(0, limit - 1).join('')}…` : line;
}

export function record(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The entries of a list as objects. */
export function records(value: unknown): Json[] {
	return Array.isArray(value) ? value.map(record) : [];
}

/** The non-empty texts, each once, as one. */
export function joined(texts: readonly string[], separator: string): string {
	return [...new Set(texts.filter((each) => each !== ''))].join(separator);
}
