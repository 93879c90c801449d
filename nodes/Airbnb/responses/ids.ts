/** Ids as text. Airbnb is replacing its numbers, some of them beyond 2^53, by texts in fields of their own. Pure. */
import type { Fields } from '../../../core/payload/field-reader';
import { textOf } from '../../../core/text/read-text';

/** `listing_id` from `listing_id_str` if it is there, else from the number; `null` if neither is. */
export function idOf(fields: Fields, name: string): string | null {
	return textOf(fields[`${name}_str`]) ?? textOf(fields[name]);
}
