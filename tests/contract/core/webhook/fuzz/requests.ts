/** Valid deliveries of every scheme, as they are on the wire, and whether a changed one still means the same. */
import type { Random } from '../../../../../sandbox/hotel';
import type { Delivery, ReceiveOptions } from '../../../../../core/webhook/receive';
import type { SignatureScheme } from '../../../../../core/webhook/schemes';
import { signedHeaders } from '../../../../../core/webhook/sign';
import { AT, at, OTHER, scheme, SECRET } from '../../../../unit/core/webhook/support';

/** The headers in their order; a name may be there twice. */
export interface Wire {
	headers: Array<[name: string, value: unknown]>;
	body: Buffer;
}

export interface Valid extends Wire {
	scheme: SignatureScheme;
	secrets: string[];
	/** What was signed with, of `secrets`. */
	secret: string;
	id: string;
	/** When it was signed. */
	seconds: number;
}

export const NOW = at(AT);
export const MAX_BYTES = 4_000;

/** One secret is used in all schemes, which is the worst case: a signature of one may be tried in another. */
const SCHEMES: readonly SignatureScheme[] = [
	scheme('hex'),
	scheme('hex', { header: 'x-hub-signature-256', idHeader: 'x-github-delivery' }),
	scheme('base64'),
	scheme('base64', { header: 'x-shopify-hmac-sha256', idHeader: 'x-shopify-webhook-id' }),
	scheme('timestamped'),
	scheme('timestamped', { header: 'stripe-signature' }),
	scheme('standard'),
	scheme('standard', { header: 'svix-signature' }),
];
const TYPES = ['application/json', 'application/json; charset=utf-8', 'application/vnd.cash+json'];
const NAMES = ['Zoé Dubois', 'Jürgen Groß', 'Ñandú Peña', 'François Lefèvre', '山田太郎', 'Ångström', 'Ana 🥐'];

export function validRequest(random: Random): Valid {
	const which = random.pick(SCHEMES);
	const seconds = AT + random.int(-300, 300);
	const id = `msg_${random.int(1, 1e9).toString(36)}`;
	const secret = random.pick([SECRET, OTHER]);
	const body = Buffer.from(JSON.stringify(payload(random)));
	const headers: Wire['headers'] = [
		['content-type', random.pick(TYPES)],
		['user-agent', 'Cash/1.0'],
		...Object.entries(signedHeaders(which, secret, body, { id, at: at(seconds) })),
	];
	return { scheme: which, secrets: random.shuffle([SECRET, OTHER]), secret, id, seconds, headers, body };
}

function payload(random: Random): object {
	const amount = `${random.int(1, 900)}.${random.int(10, 99)}`;
	const data = {
		payment_id: `p-${random.int(1, 1e6)}`,
		booking_number: random.int(1, 99_999),
		amount,
		currency: random.pick(['CHF', 'EUR']),
		note: `Reçu de ${random.pick(NAMES)}, n° ${random.int(1, 99)}`,
	};
	return { event_type: random.pick(['payment_received', 'refund_processed']), data };
}

/** As Node.js hands it on, but a header that is there twice stays a list; `Joined` has them as one text. */
export function deliveryOf({ headers, body }: Wire, isJoined = false): Delivery {
	const folded: Record<string, unknown> = {};
	for (const [name, value] of headers) {
		const before = folded[name];
		folded[name] =
			before === undefined ? value : isJoined ? `${String(before)}, ${String(value)}` : [before, value].flat();
	}
	return { headers: folded as Delivery['headers'], rawBody: body };
}

export function optionsOf({ scheme: which, secrets }: Valid): ReceiveOptions {
	return { scheme: which, secrets, maxBytes: MAX_BYTES, contentTypes: ['application/json'], now: NOW };
}

/**
 * Whether a changed request is by definition still the same delivery, so that it may be accepted:
 * - the bytes of the body are the same, and so are those parts of the headers that are signed;
 * - the content type still says JSON in UTF-8: letter case, spaces around `;`, a `;` too many, quotes, `utf8`, a
 *   missing charset and `…+json` make no difference, and no scheme signs it;
 * - hex may be in capitals as a whole and have `sha256=` before it, with blanks between;
 * - in a list, blanks and tabs may stand around its parts and around the `=` of one, and commas between those of
 *   `standard`: what is signed, and the signature, are the same;
 * - of several signatures one is right; other versions and odd parts beside it are passed over, also where they come
 *   from a second header that Node.js joins to the first;
 * - the delivery's id, where the scheme does not sign it, and headers that no scheme reads.
 * Written apart from the verifier: it compares with what was signed, and computes no HMAC.
 */
export function isStillValid(original: Valid, changed: Wire): boolean {
	if (!changed.body.equals(original.body)) return false;
	const before = single(original);
	const after = single(changed);
	const type = after('content-type');
	if (
		typeof type !== 'string' ||
		!/^application\/([^/;]+\+)?json;*(charset=utf-?8)?;*$/.test(type.toLowerCase().replace(/[ \t"]/g, ''))
	)
		return false;
	const name = original.scheme.header || (original.scheme.name === 'standard' ? 'webhook-signature' : 'x-signature');
	const signed = String(before(name));
	const isList = original.scheme.name === 'timestamped' || original.scheme.name === 'standard';
	const given = isList ? joined(changed, name) : after(name);
	if (typeof given !== 'string') return false;
	if (original.scheme.name === 'hex')
		return eitherCase(signed).some((hex) =>
			[hex, `sha256=${hex}`].includes(given.replace(/^sha256=[ \t]+/, 'sha256=')),
		);
	if (original.scheme.name === 'base64') return given === signed;
	if (original.scheme.name === 'timestamped') {
		const [time = '', signature = ''] = signed.split(',');
		const parts = given.split(',').map((part) => part.replace(/^[ \t]+|[ \t]+$|[ \t]+(?==)|(?<==)[ \t]+/g, ''));
		const times = parts.filter((part) => part.startsWith('t='));
		return (
			times.length === 1 &&
			times[0] === time &&
			parts.some((part) => eitherCase(signature.slice(3)).some((hex) => part === `v1=${hex}`))
		);
	}
	const beside = (part: string) => name.replace('signature', part);
	return (
		[beside('id'), beside('timestamp')].every((part) => after(part) === before(part)) &&
		[...` ${given} `.matchAll(/(?<=[ \t,])v1,[^ \t,]+(?=[ \t,])/g)].some(([part]) => part === signed)
	);
}

/** The value of a header as Node.js hands it on, however often it is there. */
function joined({ headers }: Wire, name: string): string {
	return headers
		.filter(([given]) => given === name)
		.flatMap(([, value]) => value)
		.map(String)
		.join(', ');
}

/** The value of a header that is there once, in a list of one or not. */
function single({ headers }: Wire): (name: string) => unknown {
	return (name) => {
		const values = headers.filter(([given]) => given === name).flatMap(([, value]) => value);
		return values.length === 1 ? values[0] : undefined;
	};
}

const eitherCase = (hex: string) => [hex.toLowerCase(), hex.toUpperCase()];
