/** Settings that hold a list of texts for each name, as they stand in JSON. Pure. */
import { recordOf } from './field-reader';
import { textOf } from '../text/read-text';

export type ListsByName = Readonly<Record<string, readonly string[]>>;

/**
 * A person may have edited them by hand: one entry counts as a list of one, a number as its digits. What is neither is
 * left out, and never the name.
 */
export function listsByName(value: unknown): ListsByName {
	return Object.fromEntries(
		Object.entries(recordOf(value)).map(([name, list]) => [
			name.trim(),
			[list].flat().flatMap((entry: unknown) => textOf(entry) ?? []),
		]),
	);
}
