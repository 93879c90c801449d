/** Verifies the signature of a webhook over its raw bytes, before anything in it is parsed. */
import { timingSafeEqual } from 'node:crypto';
import { hexBytes, readSignatureHeader } from './signature-header';
import type { WebhookHeaders } from './headers';
import { keyOf, validateSecret, type SchemeName, type SignatureScheme } from './schemes';
import { digestOf } from './sign';

/**
 * - `no_secret`: none is set. `bad_secret`: nothing matches, and at least one secret is invalid (`validateSecret`).
 * - `no_signature`, `malformed`: the headers; `wrong`: no usable secret made this signature over these bytes.
 * - `too_old`, `too_new`: correctly signed, but outside the window.
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
	| {
			valid: false;
			reason: Exclude<InvalidSignature, 'too_old' | 'too_new'>;
	  }
	| {
			valid: false;
			reason: 'too_old' | 'too_new';
			/** How many seconds the signed time and ours are apart. */
			apart: number;
	  };

/**
 * Whether the delivery was signed with one of the secrets (several while one is being replaced), and recently if the
 * scheme has a time. Fails closed, never throws.
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
		// Headers or a body that do not match the declared types: nothing that could be trusted.
		return { valid: false, reason: 'malformed' };
	}
}

function check(
	scheme: SignatureScheme,
	secrets: readonly string[],
	headers: WebhookHeaders,
	rawBody: Uint8Array,
	now: Date,
): Verification | Exclude<InvalidSignature, 'too_old' | 'too_new'> {
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
	// Whole seconds, as senders round theirs down. The time is checked last: only a real sender learns about its
	// clock.
	const age = Math.floor(now.getTime() / 1000) - seconds;
	// Written so that a tolerance or a clock that is not a number rejects.
	if (!(Math.abs(age) <= scheme.toleranceSeconds))
		return { valid: false, reason: age < 0 ? 'too_new' : 'too_old', apart: Math.abs(age) };
	return { valid: true, id, signedAt: new Date(seconds * 1000) };
}

/**
 * Every secret is tried against every signature, even after a match: the time taken must not reveal which one
 * matched.
 */
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
			// Both are 32 bytes; otherwise it would throw, and so reject.
			if (timingSafeEqual(right, signature)) valid = true;
		}
	}
	return valid;
}

/**
 * Whether `header` is the hex HMAC-SHA256 of the raw body under one of the secrets. A leading `sha256=` is allowed.
 * Fails closed: no usable secret, no header, no match. For signed data that is not a webhook delivery, such as a
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
