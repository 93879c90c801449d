/** Checks the signature of a webhook over its raw bytes, before anything of it is parsed. */
import { timingSafeEqual } from 'node:crypto';
import { hexBytes, readSignatureHeader } from './signature-header';
import type { WebhookHeaders } from './headers';
import { keyOf, validateSecret, type SchemeName, type SignatureScheme } from './schemes';
import { digestOf } from './sign';

/**
 * - `no_secret`: none is set. `bad_secret`: nothing matches, and at least one secret cannot be used (`validateSecret`).
 * - `no_signature`, `malformed`: the headers; `wrong`: no usable secret made this signature over these bytes.
 * - `too_old`, `too_new`: rightly signed, but outside the window.
 */
export type InvalidSignature =
	'no_secret' | 'bad_secret' | 'no_signature' | 'malformed' | 'wrong' | 'too_old' | 'too_new';

export type Verification =
	| {
			valid: true;
			/** The delivery's id; signed in the scheme `standard` only. */
			id: string | null;
			signedAt: Date | null;
	  }
	| { valid: false; reason: InvalidSignature };

/**
 * Whether the delivery was signed by someone who knows one of the secrets (several while one is being
 * replaced), and lately if the scheme carries a time. Fails closed, never throws.
 */
export function verifySignature(
	scheme: SignatureScheme,
	secrets: readonly string[],
	headers: WebhookHeaders,
	rawBody: Uint8Array,
	now: Date,
): Verification {
	try {
		const result = check(scheme, secrets, headers, rawBody, now);
		return typeof result === 'string' ? { valid: false, reason: result } : result;
	} catch {
		// Headers or a body that are none of what the types say: nothing that could be trusted.
		return { valid: false, reason: 'malformed' };
	}
}

function check(
	scheme: SignatureScheme,
	secrets: readonly string[],
	headers: WebhookHeaders,
	rawBody: Uint8Array,
	now: Date,
): Verification | InvalidSignature {
	const set = secrets.filter((secret) => secret !== '');
	const usable = set.filter((secret) => validateSecret(scheme.name, secret) === null);
	if (set.length === 0) return 'no_secret';
	if (usable.length === 0) return 'bad_secret';
	const claim = readSignatureHeader(scheme, headers);
	if (typeof claim === 'string') return claim;
	if (!isSigned(scheme.name, usable, claim.prefix, rawBody, claim.signatures))
		return usable.length < set.length ? 'bad_secret' : 'wrong';
	const { id, seconds } = claim;
	if (seconds === null) return { valid: true, id, signedAt: null };
	// Whole seconds, as senders cut theirs off. The time is judged last: only a real sender learns of its clock.
	const age = Math.floor(now.getTime() / 1000) - seconds;
	// Written so that a tolerance or a clock that is no number refuses.
	if (!(Math.abs(age) <= scheme.toleranceSeconds)) return age < 0 ? 'too_new' : 'too_old';
	return { valid: true, id, signedAt: new Date(seconds * 1000) };
}

/** Every secret is tried against every signature, whichever matches: the time taken must not tell which. */
function isSigned(
	scheme: SchemeName,
	secrets: readonly string[],
	prefix: string,
	rawBody: string | Uint8Array,
	signatures: readonly Buffer[],
): boolean {
	let valid = false;
	for (const secret of secrets) {
		const right = digestOf(keyOf(scheme, secret), prefix, rawBody);
		for (const signature of signatures) {
			// Both are 32 bytes, or it would throw and so refuse.
			if (timingSafeEqual(right, signature)) valid = true;
		}
	}
	return valid;
}

/**
 * Whether `header` is the hex HMAC-SHA256 of the raw body under one of the secrets. A leading `sha256=` is
 * allowed. Fails closed: no usable secret, no header, no match. For what is not a webhook's delivery, such as a
 * signed GET; deliveries go through `receive`.
 */
export function verifyHex(
	secrets: readonly string[],
	rawBody: string | Uint8Array,
	header: string | null | undefined,
): boolean {
	const signature = hexBytes((header ?? '').replace(/^sha256=/, ''));
	const usable = secrets.filter((secret) => validateSecret('hex', secret) === null);
	return signature !== null && isSigned('hex', usable, '', rawBody, [signature]);
}
