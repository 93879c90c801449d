/** The signers for `verify.ts`: HMAC-SHA256 over the raw bytes of a body, as `schemes.ts` describes. */
import { createHmac } from 'node:crypto';
import { headerNames } from './headers';
import { keyOf, type SchemeName, type SignatureScheme } from './schemes';

type RawBody = string | Uint8Array;

/** An id that can be signed: visible ASCII without a dot, since dots separate the signed parts. */
export const DELIVERY_ID = /^[!-\-/-~]{1,255}$/;

/** The HMAC of `prefix` and the raw body. */
export function digestOf(key: Uint8Array, prefix: string, rawBody: RawBody): Buffer {
	return createHmac('sha256', key).update(prefix, 'utf8').update(rawBody).digest();
}

/**
 * Lower-case hex of the raw body's HMAC, as SelfKey's webhooks and the hotel's cash register send it in
 * `x-signature`, and GitHub behind `sha256=` (GitHub docs, "Validating webhook deliveries").
 * @throws RangeError if the secret cannot be used: an empty key would let anyone sign
 */
export function signHex(secret: string, rawBody: RawBody): string {
	return digestOf(keyOf('hex', secret), '', rawBody).toString('hex');
}

/**
 * Base64 of the raw body's HMAC (Shopify docs, "Verify webhook deliveries").
 * @throws RangeError if the secret cannot be used
 */
export function signBase64(secret: string, rawBody: RawBody): string {
	return digestOf(keyOf('base64', secret), '', rawBody).toString('base64');
}

/**
 * `t=<seconds>,v1=<hex>` over `<seconds>.<body>` (Stripe docs, "Verify webhook signatures manually").
 * @throws RangeError if the secret cannot be used, or the time is invalid
 */
export function signTimestamped(secret: string, rawBody: RawBody, at: Date): string {
	const seconds = secondsOf(at);
	return `t=${seconds},v1=${digestOf(keyOf('timestamped', secret), `${seconds}.`, rawBody).toString('hex')}`;
}

/**
 * `v1,<base64>` over `<id>.<seconds>.<body>` (Standard Webhooks specification; Svix is the same).
 * @throws RangeError if the secret, the id or the time cannot be used
 */
export function signStandard(secret: string, id: string, rawBody: RawBody, at: Date): string {
	if (!DELIVERY_ID.test(id))
		throw new RangeError('The delivery needs an id of 1 to 255 visible characters without a dot');
	return `v1,${digestOf(keyOf('standard', secret), `${id}.${secondsOf(at)}.`, rawBody).toString('base64')}`;
}

/**
 * All headers of a signed delivery, names in lower case.
 * @param delivery `id`: needed for `standard`; otherwise sent only if the scheme names a header for it
 * @throws RangeError if the secret, the id or the time cannot be used
 */
export function signedHeaders(
	scheme: SignatureScheme,
	secret: string,
	rawBody: RawBody,
	{ id, at }: { id?: string; at: Date },
): Record<string, string> {
	const names = headerNames(scheme);
	const headers: Record<string, string> = {
		[names.signature]: signatureOf(scheme.name, secret, rawBody, id ?? '', at),
	};
	if (names.id !== '' && id !== undefined) headers[names.id] = id;
	if (names.timestamp !== '') headers[names.timestamp] = secondsOf(at);
	return headers;
}

function signatureOf(name: SchemeName, secret: string, rawBody: RawBody, id: string, at: Date): string {
	switch (name) {
		case 'hex':
			return signHex(secret, rawBody);
		case 'base64':
			return signBase64(secret, rawBody);
		case 'timestamped':
			return signTimestamped(secret, rawBody, at);
		case 'standard':
			return signStandard(secret, id, rawBody, at);
	}
}

/** Whole seconds since 1970, rounded down as all senders do. */
function secondsOf(at: Date): string {
	const seconds = Math.floor(at.getTime() / 1000);
	if (!(seconds >= 0 && seconds <= 999_999_999_999))
		throw new RangeError('The time of signing must be a date after 1970');
	return String(seconds);
}
