/**
 * The ways in which senders sign a webhook. All are HMAC-SHA256 with a shared secret:
 *
 * | scheme | header | what is signed | the same as |
 * |---|---|---|---|
 * | hex | `x-signature: <hex>` or `sha256=<hex>` | the body | GitHub's `X-Hub-Signature-256`, SelfKey, the cash register |
 * | base64 | `x-signature: <base64>` | the body | Shopify's `X-Shopify-Hmac-SHA256` |
 * | timestamped | `x-signature: t=<seconds>,v1=<hex>` | `<seconds>.<body>` | Stripe's `Stripe-Signature` |
 * | standard | `webhook-signature: v1,<base64>` | `<id>.<seconds>.<body>` | Standard Webhooks, Svix |
 */

export const SCHEME_NAMES = ['hex', 'base64', 'timestamped', 'standard'] as const;
export type SchemeName = (typeof SCHEME_NAMES)[number];

/**
 * How far the signed time may differ from our clock, in either direction: as Stripe and Standard Webhooks recommend.
 */
export const DEFAULT_TOLERANCE_SECONDS = 300;

export interface SignatureScheme {
	name: SchemeName;
	/**
	 * Lower-case name of the signature header. `''` means the usual one: `x-signature`, and for `standard`
	 * `webhook-signature` or `svix-signature`, whichever is sent. For `standard`, the id and the time are in the
	 * matching `-id` and `-timestamp` headers.
	 */
	header: string;
	/**
	 * Lower-case name of a header with the delivery's id, such as `x-github-delivery`; `''` if there is none. It is
	 * not signed, so it can identify repeats but prove nothing. `standard` has its own id, which is signed.
	 */
	idHeader: string;
	/** Seconds in either direction; only `timestamped` and `standard` carry a time. */
	toleranceSeconds: number;
}

const PREFIX = 'whsec_';
/** Characters that are picked up when a secret is copied: spaces, line breaks and invisible characters. */
const STRAY = /^[\s\p{Cf}]|[\s\p{Cf}]$/u;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** With its padding or without: what is copied loses it easily. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The alphabet of addresses, which some tools make secrets in; Node.js decodes it as it does base64. */
const BASE64URL = /^(?:[\w-]{4})*(?:[\w-]{2}(?:==)?|[\w-]{3}=?)?$/;

/** Fewer can be found by trying them all, offline, from one signed message. */
export const MIN_SECRET_LENGTH = 16;
/** For who has no secret yet, or too short a one. */
export const SECRET_GENERATOR = 'openssl rand -hex 32';

/**
 * What is wrong with a secret and what to do next, or `null`. Never quotes the secret. An invalid secret is never
 * used, neither for signing nor for checking.
 */
export function validateSecret(scheme: SchemeName, secret: string): string | null {
	if (typeof secret !== 'string' || secret === '')
		return 'The webhook secret is empty; set it to the one that the sender signs with';
	if (STRAY.test(secret))
		return 'The webhook secret begins or ends with a space, a line break or an invisible character; remove it';
	if (INVISIBLE.test(secret))
		return 'The webhook secret contains a line break or an invisible character; copy it again, one secret alone';
	return scheme === 'standard' ? validateStandardSecret(secret) : null;
}

/**
 * As `validateSecret`, for where a secret is entered: it must also be long enough. One that is in use already goes on
 * counting, so that a request is never refused for what only a person can mend.
 */
export function validateNewSecret(scheme: SchemeName, secret: string): string | null {
	const reason = validateSecret(scheme, secret);
	if (reason !== null && !(typeof secret === 'string' && NO_SECRET.test(secret))) return reason;
	const weakness = weaknessOf(secret);
	if (weakness === null) return null;
	const valid = scheme === 'standard' ? ', whose digits are base64 as they are' : '';
	return `The webhook secret ${weakness} and can be guessed; make a new one with: ${SECRET_GENERATOR}${valid}`;
}

/** Also with the name of a variable before it: `openssl rand …`, `<your secret here>`, `${SECRET}`. */
const NO_SECRET = /openssl\s+rand|^[^<>]{0,40}<[^<>]*>$|^\{\{.*\}\}$|^\$\{[^{}]*\}$|^\[[\p{L}\s_-]*\]$/isu;

function weaknessOf(secret: string): string | null {
	// The prefix is known to everybody.
	const characters = [...withoutPrefix(secret)];
	if (characters.length < MIN_SECRET_LENGTH) return `is shorter than ${MIN_SECRET_LENGTH} characters`;
	if (new Set(characters).size === 1) return 'is one character over and over';
	return NO_SECRET.test(secret) ? 'is not a secret but what stands in its place in an instruction,' : null;
}

/** Standard Webhooks specification, "Signature scheme": `whsec_` and 24 to 64 random bytes in base64. */
function validateStandardSecret(secret: string): string | null {
	if (/^wh[sp]k_/.test(secret))
		return 'The webhook secret is a key for ed25519 signatures, which are not supported; use the one that begins with whsec_';
	const encoded = withoutPrefix(secret);
	if (encoded === '') return 'The webhook secret has nothing after whsec_; copy it again as a whole';
	// `whsec_` twice is base64 of addresses too.
	if (encoded.startsWith(PREFIX) || (!BASE64.test(encoded) && !BASE64URL.test(encoded)))
		return 'The webhook secret is not base64 after whsec_; copy it again as a whole';
	return null;
}

/**
 * The HMAC key: the secret's UTF-8 bytes as they are (Stripe's with its `whsec_`); for `standard`, its decoded
 * base64.
 * @throws RangeError with the text of `validateSecret`
 */
export function keyOf(scheme: SchemeName, secret: string): Buffer {
	const reason = validateSecret(scheme, secret);
	if (reason !== null) throw new RangeError(reason);
	return scheme === 'standard' ? Buffer.from(withoutPrefix(secret), 'base64') : Buffer.from(secret, 'utf8');
}

function withoutPrefix(secret: string): string {
	return secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
}
