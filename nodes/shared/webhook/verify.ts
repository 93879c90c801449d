/** Checks the signature of a webhook over its raw bytes, before anything of it is parsed. */
import { timingSafeEqual } from 'node:crypto';
import { signHex } from './sign';

/**
 * Whether `header` is the hex HMAC-SHA256 of the raw body under one of the secrets (several while one is
 * being replaced). A leading `sha256=` is allowed. Fails closed: no secret, no header, no match.
 */
export function verifyHex(secrets: readonly string[], rawBody: string | Uint8Array, header: string | null | undefined): boolean {
	const given = (header ?? '').trim().replace(/^sha256=/i, '').toLowerCase();
	if (!/^[0-9a-f]{64}$/.test(given)) return false;
	const candidate = Buffer.from(given, 'hex');
	let valid = false;
	// Every secret is tried, whichever matches: the time taken must not tell which.
	for (const secret of secrets) {
		if (secret !== '' && timingSafeEqual(Buffer.from(signHex(secret, rawBody), 'hex'), candidate)) valid = true;
	}
	return valid;
}
