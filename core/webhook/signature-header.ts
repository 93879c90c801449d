/**
 * Reads the signatures, time and id from a delivery's headers. Strict: only what is exactly as documented counts. In a
 * list, what is not is passed over, as a signature of another version is.
 */
import { headerNames, onlyHeader, type WebhookHeaders } from './headers';
import type { SchemeName, SignatureScheme } from './schemes';
import { DELIVERY_ID } from './sign';

export interface SignatureHeader {
	/** 32 bytes each; the delivery is authentic if one of them matches. Never empty. */
	signatures: Buffer[];
	/** The signed text before the body, exactly as sent: numbers are never reformatted. */
	prefix: string;
	id: string | null;
	/** When it was signed, in seconds since 1970. */
	seconds: number | null;
}

export type MissingSignature = 'no_signature' | 'malformed';

const HEX = /^(?:[0-9a-f]{64}|[0-9A-F]{64})$/;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;
/** Twelve digits reach far beyond any clock; milliseconds have thirteen and would be read as the year 50000. */
const SECONDS = /^\d{1,12}$/;
/** A comma counts between a signature's padding and the next version or the end. */
const BETWEEN_STANDARD = /(?<==)[ \t,]+(?=v\d{1,3}[a-z]?,|$)|[ \t]+/;
/** An unsigned id may contain a dot. */
const UNSIGNED_ID = /^[!-~]{1,255}$/;

export function readSignatureHeader(
	scheme: SignatureScheme,
	headers: WebhookHeaders,
): SignatureHeader | MissingSignature {
	// The signature header alone decides: `webhook-` and `svix-` headers are never mixed.
	const isSvix = scheme.name === 'standard' && onlyHeader(headers, 'webhook-signature') === null;
	const names = headerNames(scheme, isSvix);
	const signature = onlyHeader(headers, names.signature);
	if (signature === null || signature === '') return 'no_signature';
	const id = names.id === '' ? null : onlyHeader(headers, names.id);
	const timestamp = names.timestamp === '' ? null : onlyHeader(headers, names.timestamp);
	if (signature === undefined || timestamp === undefined) return 'malformed';
	if (scheme.name === 'standard')
		return (id === undefined ? null : standardClaim(signature, id, timestamp)) ?? 'malformed';
	// It only helps to recognise repeats: an unusable id rejects nothing.
	return unsignedIdClaim(scheme.name, signature, id && UNSIGNED_ID.test(id) ? id : null) ?? 'malformed';
}

/**
 * What is wrong with a request that nobody can have signed, whatever the secret; `null` if a signature may be in it.
 * @param scheme `null` where the header and its form are not known yet: then any header may hold one, in any form
 */
export function missingSignature(headers: WebhookHeaders, scheme: SignatureScheme | null): MissingSignature | null {
	if (scheme !== null) {
		const claim = readSignatureHeader(scheme, headers);
		return typeof claim === 'string' ? claim : null;
	}
	return Object.values(headers).flat().some(holdsSignature) ? null : 'no_signature';
}

/** Of any scheme: hex or base64 of 32 bytes, alone or in a list. */
function holdsSignature(header: unknown): boolean {
	if (typeof header !== 'string') return false;
	const parts = header.split(/[\s,]+/).map((part) => part.replace(/^(?:sha256|v1)=/, ''));
	return parts.some((part) => hexBytes(part) !== null || base64Bytes(part) !== null);
}

function unsignedIdClaim(
	name: Exclude<SchemeName, 'standard'>,
	header: string,
	id: string | null,
): SignatureHeader | null {
	if (name === 'timestamped') return timestampedClaim(header, id);
	const signature = name === 'hex' ? hexBytes(header.replace(/^sha256=[ \t]*/, '')) : base64Bytes(header);
	return signature && { signatures: [signature], prefix: '', id, seconds: null };
}

/**
 * `t=<seconds>,v1=<hex>`, with several `v1` while a secret is being replaced; blanks may stand around each part. A part
 * that is nothing of that does not spoil a right signature beside it.
 */
function timestampedClaim(header: string, id: string | null): SignatureHeader | null {
	const signatures: Buffer[] = [];
	let time: string | null = null;
	for (const part of header.split(',')) {
		const equals = part.indexOf('=');
		const key = withoutBlanks(part.slice(0, Math.max(equals, 0)));
		const value = withoutBlanks(part.slice(equals + 1));
		if (key === 't') {
			// With two times, readable or not, it is unclear which one was signed.
			if (time !== null || !SECONDS.test(value)) return null;
			time = value;
		}
		const signature = key === 'v1' ? hexBytes(value) : null;
		if (signature) signatures.push(signature);
	}
	if (time === null || signatures.length === 0) return null;
	return { signatures, prefix: `${time}.`, id, seconds: Number(time) };
}

/**
 * Signatures `v1,<base64>` separated by blanks, or by commas as well; other versions, such as `v1a` (ed25519), and whatever else stands there
 * are passed over.
 */
function standardClaim(header: string, id: string | null, timestamp: string | null): SignatureHeader | null {
	// With a dot in the id, the same signed text could be split into id, time and body in more than one way.
	if (id === null || timestamp === null || !DELIVERY_ID.test(id) || !SECONDS.test(timestamp)) return null;
	const signatures = header
		.split(BETWEEN_STANDARD)
		.map((part) => (part.startsWith('v1,') ? base64Bytes(part.slice(3)) : null))
		.filter((signature) => signature !== null);
	return signatures.length === 0 ? null : { signatures, prefix: `${id}.${timestamp}.`, id, seconds: Number(timestamp) };
}

/** HTTP's own blanks, and no others. */
function withoutBlanks(text: string): string {
	let [start, end] = [0, text.length];
	while (isBlank(text[start])) start++;
	while (end > start && isBlank(text[end - 1])) end--;
	return text.slice(start, end);
}

const isBlank = (character: string | undefined) => character === ' ' || character === '\t';

/** All lower or all upper case: in mixed case, a changed bit could go unnoticed. */
export function hexBytes(text: string): Buffer | null {
	return HEX.test(text) ? Buffer.from(text, 'hex') : null;
}

/** As an encoder writes it: padded, and without stray bits after the last byte. */
function base64Bytes(text: string): Buffer | null {
	const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : null;
	return bytes?.toString('base64') === text ? bytes : null;
}
