/** Reads what a delivery's headers claim: signatures, time and id. Strict: what is not exactly as documented is refused. */
import { headerNames, onlyHeader, type WebhookHeaders } from './headers';
import type { SchemeName, SignatureScheme } from './schemes';
import { DELIVERY_ID } from './sign';

export interface SignatureHeader {
	/** 32 bytes each; the delivery is authentic if one of them is right. Never empty. */
	signatures: Buffer[];
	/** What is signed before the body, exactly as it was sent: never a number written anew. */
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
/** An id that nobody signed may hold a dot. */
const UNSIGNED_ID = /^[!-~]{1,255}$/;

export function readSignatureHeader(
	scheme: SignatureScheme,
	headers: WebhookHeaders,
): SignatureHeader | MissingSignature {
	// The family is chosen by its signature alone: parts of both never mix.
	const isSvix = scheme.name === 'standard' && onlyHeader(headers, 'webhook-signature') === null;
	const names = headerNames(scheme, isSvix);
	const signature = onlyHeader(headers, names.signature);
	if (signature === null || signature === '') return 'no_signature';
	const id = names.id === '' ? null : onlyHeader(headers, names.id);
	const timestamp = names.timestamp === '' ? null : onlyHeader(headers, names.timestamp);
	if (signature === undefined || timestamp === undefined) return 'malformed';
	if (scheme.name === 'standard')
		return (id === undefined ? null : standardClaim(signature, id, timestamp)) ?? 'malformed';
	// Only a help to tell repeats: one that cannot be used refuses nothing.
	return unsignedIdClaim(scheme.name, signature, id && UNSIGNED_ID.test(id) ? id : null) ?? 'malformed';
}

function unsignedIdClaim(
	name: Exclude<SchemeName, 'standard'>,
	header: string,
	id: string | null,
): SignatureHeader | null {
	if (name === 'timestamped') return timestampedClaim(header, id);
	const signature = name === 'hex' ? hexBytes(header.replace(/^sha256=/, '')) : base64Bytes(header);
	return signature && { signatures: [signature], prefix: '', id, seconds: null };
}

/** `t=<seconds>,v1=<hex>`, with several `v1` while a secret is replaced; other versions are passed over. */
function timestampedClaim(header: string, id: string | null): SignatureHeader | null {
	const signatures: Buffer[] = [];
	let time: string | null = null;
	for (const part of header.split(',')) {
		const [, key, value = ''] = /^([a-z][a-z0-9]{0,15})=([!-~]+)$/.exec(part) ?? [];
		if (key === undefined) return null;
		if (key === 't') {
			// Which of two times was signed is anybody's guess.
			if (time !== null || !SECONDS.test(value)) return null;
			time = value;
		} else if (key === 'v1') {
			const signature = hexBytes(value);
			if (!signature) return null;
			signatures.push(signature);
		}
	}
	if (time === null || signatures.length === 0) return null;
	return { signatures, prefix: `${time}.`, id, seconds: Number(time) };
}

/** Signatures `v1,<base64>` with one space between them; other versions, such as `v1a` (ed25519), are passed over. */
function standardClaim(header: string, id: string | null, timestamp: string | null): SignatureHeader | null {
	// With a dot in the id, the same signed text could be cut into id, time and body in more than one way.
	if (id === null || timestamp === null || !DELIVERY_ID.test(id) || !SECONDS.test(timestamp)) return null;
	const signatures: Buffer[] = [];
	for (const part of header.split(' ')) {
		const [, version, value = ''] = /^(v\d{1,3}[a-z]?),([!-~]+)$/.exec(part) ?? [];
		if (version === undefined) return null;
		if (version !== 'v1') continue;
		const signature = base64Bytes(value);
		if (!signature) return null;
		signatures.push(signature);
	}
	return signatures.length === 0 ? null : { signatures, prefix: `${id}.${timestamp}.`, id, seconds: Number(timestamp) };
}

/** All lower or all upper case: in mixed case, a changed bit could go unnoticed. */
export function hexBytes(text: string): Buffer | null {
	return HEX.test(text) ? Buffer.from(text, 'hex') : null;
}

/** As an encoder writes it: with its padding, and no stray bits behind the last byte. */
function base64Bytes(text: string): Buffer | null {
	const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : null;
	return bytes?.toString('base64') === text ? bytes : null;
}
