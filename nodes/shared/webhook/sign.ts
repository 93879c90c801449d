/** The signer that belongs to `verify.ts`: HMAC-SHA256 over the raw bytes of a body. */
import { createHmac } from 'node:crypto';

/**
 * Lower-case hex HMAC-SHA256 of the raw body, as SelfKey's webhooks and the hotel's cash register send it
 * in `x-signature`.
 * @throws RangeError if the secret is empty: an empty key would let anyone sign
 */
export function signHex(secret: string, rawBody: string | Uint8Array): string {
	if (secret === '') throw new RangeError('The webhook secret is empty; set it before signing');
	return createHmac('sha256', secret).update(rawBody).digest('hex');
}
