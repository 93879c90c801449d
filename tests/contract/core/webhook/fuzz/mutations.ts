/** Changes one valid delivery into one that must not be accepted. */
import type { Random } from '../../../../../sandbox/hotel';
import { SCHEME_NAMES } from '../../../../../core/webhook/schemes';
import { AT, oracle, oracleHeaders } from '../../../../unit/core/webhook/support';
import { BODY_CHANGES } from './bodies';
import { isStillValid, type Valid, type Wire } from './requests';
import { TEXT_CHANGES, TIME_CHANGES } from './texts';

type Mutation = (request: Valid, other: Valid, random: Random) => Wire;

const isSignature = (name: string) => name !== 'content-type' && name !== 'user-agent';
const namesOf = ({ headers }: Wire, which = isSignature) => headers.map(([name]) => name).filter(which);
const valueOf = ({ headers }: Wire, name: string) => headers.find(([given]) => given === name)?.[1];
const withHeader = ({ headers, body }: Wire, name: string, change: (value: string) => unknown): Wire => ({
	body,
	headers: headers.map(([given, value]) => [given, given === name ? change(String(value)) : value]),
});
const withBody = ({ headers }: Wire, body: Buffer): Wire => ({ headers, body });
/** Signed by crypto-js, under the names of the request's own headers. */
const signedAnew = (
	request: Valid,
	secret: string,
	{ seconds = request.seconds, id = request.id, body = request.body } = {},
): Wire => {
	const own = request.scheme.header;
	const ownName = (name: string) =>
		own === '' ? name : name.endsWith('-signature') ? own : name.replace('webhook-', own.replace('signature', ''));
	const signed = Object.entries(oracleHeaders(request.scheme.name, secret, body, { seconds, id }));
	return {
		body,
		headers: [
			...request.headers.filter(([name]) => !isSignature(name)),
			...signed.map<[string, string]>(([name, value]) => [ownName(name), value]),
		],
	};
};
const signatureName = ({ scheme }: Valid) =>
	scheme.header || (scheme.name === 'standard' ? 'webhook-signature' : 'x-signature');
const CONTENT_TYPES = [
	'text/plain',
	'text/json',
	'text/csv',
	'application/xml',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'application/octet-stream',
	'application/json; charset=utf-16',
	'application/json; charset=iso-8859-1',
	'application/json; charset=utf-7',
	'application/json, text/csv',
	'application/json+x',
	'json',
	'*/*',
	'',
];
const OTHER_NAMES = [
	'x-signature',
	'x-signatures',
	'signature',
	'x-hub-signature',
	'x-hub-signature-256',
	'authorization',
	'webhook-signature',
	'svix-signature',
	'stripe-signature',
	'x-signature ',
	'x_signature',
	'__proto__',
	'constructor',
	'x-webhook-signature',
];

/** A secret that is not one of the receiver's, though it may look much like it. */
function strangeSecret(secret: string, random: Random): string {
	// Not one that ends in NUL: HMAC fills its key with those, so it would be the same key.
	return random.pick([
		'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX',
		'guessed',
		'',
		'whsec_',
		` ${secret}`,
		`${secret}\n`,
		secret.toLowerCase(),
		secret.slice(0, -1),
		`${secret}A`,
		secret.split('').reverse().join(''),
		'undefined',
		'null',
		'[object Object]',
	]);
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
	...Object.fromEntries(
		Object.entries(BODY_CHANGES).map(([name, change]): [string, Mutation] => [
			`body: ${name}`,
			(request, other, random) => withBody(request, change(request.body, random, other.body)),
		]),
	),
	...Object.fromEntries(
		Object.entries({ ...TEXT_CHANGES, ...TIME_CHANGES }).map(([name, change]): [string, Mutation] => [
			`header: ${name}`,
			(request, _, random) => withHeader(request, random.pick(namesOf(request)), (value) => change(value, random)),
		]),
	),
	...Object.fromEntries(
		Object.entries(TEXT_CHANGES).map(([name, change]): [string, Mutation] => [
			`content type: ${name}`,
			(request, _, random) => withHeader(request, 'content-type', (value) => change(value, random)),
		]),
	),
	'content type: another': (request, _, random) =>
		withHeader(request, 'content-type', () => random.pick(CONTENT_TYPES)),
	'header: gone': (request, _, random) => {
		const gone = random.pick(namesOf(request, (name) => name !== 'user-agent'));
		return { ...request, headers: request.headers.filter(([name]) => name !== gone) };
	},
	'header: under another name': (request, _, random) => {
		const [from, to] = [random.pick(namesOf(request)), random.pick(OTHER_NAMES)];
		return { ...request, headers: request.headers.map(([name, value]) => [name === from ? to : name, value]) };
	},
	'header: names exchanged': (request, _, random) => {
		const [one = '', two = ''] = random.shuffle(namesOf(request, () => true));
		return {
			...request,
			headers: request.headers.map(([name, value]) => [name === one ? two : name === two ? one : name, value]),
		};
	},
	'header: twice': (request, other, random) => {
		const name = random.pick(namesOf(request, (given) => given !== 'user-agent'));
		const added = random.pick([valueOf(request, name), valueOf(other, name) ?? 'x', 'x', '']);
		return { ...request, headers: random.shuffle<Wire['headers'][number]>([...request.headers, [name, added]]) };
	},
	'header: of the other request': (request, other, random) => {
		const name = random.pick(namesOf(request));
		return withHeader(request, name, () => valueOf(other, name) ?? 'x');
	},
	'headers: all of the other request': (request, other) => withBody(other, request.body),
	'signature: of the other’s body': (request, other) =>
		withBody(signedAnew(request, request.secret, { body: other.body }), request.body),
	'signature: of another time': (request, _, random) => {
		const name = random.pick(namesOf(request));
		const later = signedAnew(request, request.secret, { seconds: request.seconds + random.pick([-60, -1, 1, 60]) });
		const exchanged = String(valueOf(later, name) ?? 'x');
		// Where time and signature share a header, both of them would be a right signature; so one is.
		return withHeader(request, name, (value) =>
			value.startsWith('t=') ? value.replace(/[^=]+$/, exchanged.slice(-64)) : exchanged,
		);
	},
	'signature: of another id': (request) => {
		const name = signatureName(request);
		return withHeader(
			request,
			name,
			(value) => valueOf(signedAnew(request, request.secret, { id: `${request.id}x` }), name) ?? value,
		);
	},
	'signature: of another scheme': (request, _, random) => {
		const scheme = random.pick(SCHEME_NAMES.filter((name) => name !== request.scheme.name));
		const signed = oracleHeaders(scheme, request.secret, request.body, request);
		return withHeader(request, signatureName(request), () => signed['x-signature'] ?? signed['webhook-signature']);
	},
	'signature: of another secret': (request, _, random) => signedAnew(request, strangeSecret(request.secret, random)),
	'signature: plain hash, without a secret': (request, _, random) =>
		withHeader(
			request,
			signatureName(request),
			() => oracle(Buffer.alloc(0), request.body)[random.pick(['hex', 'base64'] as const)],
		),
	'signature: what another scheme signs, as the body': (request) => {
		// The text before the body of one scheme becomes a part of the body of another: rightly signed, but no JSON.
		const body = Buffer.concat([Buffer.from(`${request.seconds}.`), request.body]);
		return {
			...signedAnew(request, request.secret, { body }),
			body: request.scheme.name === 'timestamped' ? request.body : body,
		};
	},
	'signature: right, but out of time': (request, _, random) => {
		// Rightly signed: only the window refuses it.
		const hasTime = request.scheme.name === 'timestamped' || request.scheme.name === 'standard';
		return hasTime
			? signedAnew(request, request.secret, { seconds: AT + random.pick([-1, 1]) * random.int(301, 1e8) })
			: request;
	},
	'signature: right, but the id has a dot': (request) =>
		request.scheme.name === 'standard'
			? signedAnew(request, request.secret, { id: `${request.id}.${request.seconds}` })
			: request,
};

export const MUTATION_NAMES = Object.keys(MUTATIONS);

export interface Mutated {
	mutation: string;
	wire: Wire;
}

/** A mutation that matters: those that leave the same delivery by definition are tried again. */
export function mutate(request: Valid, other: Valid, random: Random): Mutated {
	for (;;) {
		const mutation = random.pick(MUTATION_NAMES);
		const once = apply(mutation, request, other, random);
		// Some are changed twice.
		const wire =
			random.chance(0.15) && namesOf(once).length > 0
				? apply(random.pick(HEADER_MUTATIONS), { ...request, ...once }, other, random)
				: once;
		// Two changes together can amount to the other delivery as a whole, which is as valid.
		if (!isStillValid(request, wire) && !isStillValid(other, wire)) return { mutation, wire };
	}
}

const HEADER_MUTATIONS = MUTATION_NAMES.filter((name) => /^(header|content type): /.test(name));

function apply(name: string, request: Valid, other: Valid, random: Random): Wire {
	const mutation = MUTATIONS[name];
	if (!mutation) throw new RangeError(`There is no mutation "${name}"`);
	return mutation(request, other, random);
}
