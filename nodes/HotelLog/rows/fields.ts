/** Reads what a flow's items hold; whatever else a node puts there is passed over. Pure. */
import { withoutCardNumbers } from '../../../core/text/card-numbers';

export type Json = Readonly<Record<string, unknown>>;

/** A field's text, on one line and at most `limit` characters; `''` where there is none. */
export function text(value: unknown, limit = 120): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	// n8n keeps all tables within 200 MB; what is longer than anybody reads is not even searched.
	const line = withoutCardNumbers(String(value).slice(0, 10_000).replace(/\s+/gu, ' ').trim());
	return line.length > limit ? `${[...line].slice(0, limit - 1).join('')}…` : line;
}

export function record(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The objects of a list. */
export function records(value: unknown): Json[] {
	return Array.isArray(value) ? value.map(record) : [];
}

/** The texts that say something, once each, as one. */
export function joined(texts: readonly string[], separator: string): string {
	return [...new Set(texts.filter((each) => each !== ''))].join(separator);
}
