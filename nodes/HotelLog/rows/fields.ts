/** Reads fields of a flow's items; a value of an unexpected type counts as empty. Pure. */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { shorten } from '../../../core/text/cut-text';
import { text } from '../../shared/log/log-text';

export type Json = Readonly<Fields>;

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
