/** Checks a delivery: size, type, signature, text, in this order. Independent of any HTTP server. */
import { createHash } from 'node:crypto';
import { mediaType, isJson } from './content-type';
import { decodeUtf8, parseJson } from './body';
import type { WebhookHeaders } from './headers';
import type { SignatureScheme } from './schemes';
import { missingSignature } from './signature-header';
import { verifySignature, type InvalidSignature, type Verification } from './verify';

export interface Delivery {
	/** Names in lower case, as Node.js provides them. */
	headers: WebhookHeaders;
	/** The bytes as they were sent: a body that was parsed and serialised again has another signature. */
	rawBody: Uint8Array;
}

export interface ReceiveOptions {
	scheme: SignatureScheme;
	/** The current one and, while it is being replaced, the previous ones. */
	secrets: readonly string[];
	maxBytes: number;
	/**
	 * Such as `application/json` (then `application/…+json` too) and `text/csv`. `any` where only the signature matters:
	 * then the body is not decoded either, and `contentType` and `text` are empty.
	 */
	contentTypes: readonly string[] | 'any';
	now: Date;
}

export type Received =
	| {
			accepted: true;
			/** `type/subtype` in lower case. */
			contentType: string;
			/** The body, without a byte order mark. */
			text: string;
			/** The parsed body if it is JSON, else `undefined`. */
			json: unknown;
			id: string | null;
			signedAt: Date | null;
			/** SHA-256 of the raw body in hex. */
			digest: string;
	  }
	| {
			accepted: false;
			status: 400 | 401 | 413 | 415;
			/** For the sender. */
			error: string;
			/** For the log: one line, without anything that the sender wrote. */
			reason: string;
	  };

type Rejected = Extract<Received, { accepted: false }>;

/**
 * Accepts or rejects a delivery. Never throws; a body without a valid signature is never decoded or parsed.
 * 413 too large, 415 not an allowed type in UTF-8, 401 no valid signature, 400 not UTF-8, not JSON, or empty.
 */
export function receive(delivery: Delivery, options: ReceiveOptions): Received {
	try {
		return check(delivery, options);
	} catch {
		return reject(400, 'Invalid request', 'the request could not be read');
	}
}

function check(
	{ headers, rawBody }: Delivery,
	{ scheme, secrets, maxBytes, contentTypes, now }: ReceiveOptions,
): Received {
	// Written so that a limit that is not a number rejects.
	if (!(rawBody.byteLength <= maxBytes))
		return reject(413, `Payload too large: send at most ${maxBytes} bytes`, 'the body is larger than allowed');
	const contentType = contentTypes === 'any' ? '' : mediaType(headers, contentTypes);
	if (contentType === null)
		return reject(
			415,
			`Unsupported content type: send ${[contentTypes].flat().join(' or ')} in UTF-8`,
			'the content type is not one of those allowed, in UTF-8',
		);
	const verification = verifySignature(scheme, secrets, headers, rawBody, now);
	if (!verification.valid)
		return 'apart' in verification
			? rejectSkewed(verification, scheme)
			: reject(401, ...SIGNATURE[verification.reason]);
	const digest = createHash('sha256').update(rawBody).digest('hex');
	const { id, signedAt } = verification;
	if (contentTypes === 'any') return { accepted: true, contentType, text: '', json: undefined, id, signedAt, digest };
	const text = decodeUtf8(rawBody);
	if (text === null) return reject(400, 'The body is not UTF-8', 'the body is signed, but not UTF-8');
	if (text === '') return reject(400, 'The body is empty', 'the body is signed, but empty');
	const parsed = isJson(contentType) ? parseJson(text) : { json: undefined };
	if (parsed === 'invalid') return reject(400, 'The body is not valid JSON', 'the body is signed, but not valid JSON');
	if (parsed === 'too_deep')
		return reject(400, 'The body is nested too deeply', 'the body is signed, but nested too deeply');
	return { accepted: true, contentType, text, json: parsed.json, id, signedAt, digest };
}

function reject(status: Rejected['status'], error: string, reason: string): Rejected {
	return { accepted: false, status, error, reason };
}

/**
 * The answer for a request that nobody can have signed, whatever the secret: it needs neither the secret nor the body.
 * @param scheme `null` where it is not known yet
 * @returns `null` for what has to be checked with the secret
 */
export function rejectUnsigned(headers: WebhookHeaders, scheme: SignatureScheme | null): Rejected | null {
	const reason = missingSignature(headers, scheme);
	return reason === null ? null : reject(401, ...SIGNATURE[reason]);
}

/** Only who has signed rightly gets here, and so may learn what this machine's clock says. */
function rejectSkewed(
	{ reason, apart }: Extract<Verification, { apart: number }>,
	{ toleranceSeconds }: SignatureScheme,
): Rejected {
	const isLate = reason === 'too_old';
	const distance = `${apart} seconds ${isLate ? 'behind' : 'ahead of'} this server's clock, and ${toleranceSeconds} are allowed`;
	return reject(
		401,
		`The secret is right, but the signed time is ${distance}: ${isLate ? 'sign anew whenever it is sent, and ' : ''}set the clock right, by NTP`,
		`correctly signed, but ${isLate ? 'too long ago' : 'for a future time'}: the signed time is ${distance}. ${
			isLate
				? 'A late or repeated delivery, or a clock that is wrong'
				: 'The clock of the sender or of this machine is wrong'
		}`,
	);
}

const INVALID = 'Invalid signature';
/** For the sender, and for the log. A stranger learns nothing. */
const SIGNATURE: Readonly<
	Record<Exclude<InvalidSignature, 'too_old' | 'too_new'>, readonly [error: string, reason: string]>
> = {
	no_secret: [INVALID, 'no webhook secret is set in the credential: set the one that the sender signs with'],
	bad_secret: [INVALID, 'a webhook secret in the credential cannot be used: test the credential to see why'],
	no_signature: [INVALID, 'the signature header is missing, or what it holds cannot be a signature'],
	malformed: [INVALID, 'the signature headers are not in the form of the chosen scheme, or were sent twice'],
	wrong: [INVALID, 'the signature matches no secret: another secret, or the body was changed on its way'],
};
