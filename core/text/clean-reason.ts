/** Why something failed, as it may be kept and shown: somebody else's error text without what is nobody's business. Pure. */
import { storable } from '../payload/field-reader';
import { withoutCardNumbers } from './card-numbers';
import { redact } from './redact';

export const MAX_REASON = 300;
const GONE = '[…]';
const ADDRESS = /\bhttps?:\/\/\S+/giu;
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const CREDENTIALS = /\b(bearer|basic)\s+[\w+/.~=-]{8,}/giu;
/** A token in the form of RFC 7519, whole or cut off. One that is just being renewed is not among the values that are known. */
const TOKEN = /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/gu;
const NAMED_SECRET =
	/\b((?:x-)?(?:api|app|access|client)?[-_ ]?(?:key|token|secret|password|passwd|pwd|signature|authorization|cookie))("?\s*[:=]\s*"?)(?!\[…\])[^\s"',;&]+/giu;

/**
 * One line of 300 characters at most, without card numbers, addresses, secrets that are named as such, and the values.
 * @param privateValues what is known of the guest
 */
export function reasonText(text: string, privateValues: readonly string[] = []): string {
	const line = storable(text)
		.slice(0, 10 * MAX_REASON)
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	const anonymous = redact(line, privateValues)
		.replace(ADDRESS, GONE)
		.replace(EMAIL, GONE)
		.replace(CREDENTIALS, `$1 ${GONE}`)
		.replace(NAMED_SECRET, `$1$2${GONE}`)
		// Behind the above: of a secret that only begins like a token, the rest would stay.
		.replace(TOKEN, GONE);
	// Cut last: half a card number would not be known for one.
	return withoutCardNumbers(anonymous).slice(0, MAX_REASON) || 'No reason given';
}
