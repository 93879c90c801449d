/** 100,000 changed deliveries, none of which may be accepted; and proof that this test would notice. */
import { seededRandom, type Random } from '../../../../../sandbox/hotel';
import { receive, type Delivery, type ReceiveOptions, type Received } from '../../../../../core/webhook/receive';
import { SCHEME_NAMES } from '../../../../../core/webhook/schemes';
import { oracle } from '../support';
import { mutate, MUTATION_NAMES } from './mutations';
import { deliveryOf, isStillValid, optionsOf, validRequest, type Valid } from './requests';

const SEED = 20_260_311;

interface Tally {
	accepted: string[];
	statuses: Map<number, number>;
	mutations: Map<string, number>;
	schemes: Map<string, number>;
}

/** Sends up to `count` changed deliveries to a receiver, and tells which it accepted; no more after the tenth. */
function attack(
	receiver: (delivery: Delivery, options: ReceiveOptions) => Received,
	count: number,
	seed = SEED,
): Tally {
	const random = seededRandom(seed);
	const requests = Array.from({ length: 1_000 }, () => validRequest(random));
	const tally: Tally = { accepted: [], statuses: new Map(), mutations: new Map(), schemes: new Map() };
	const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
	for (let index = 0; index < count && tally.accepted.length < 10; index++) {
		const request = random.pick(requests);
		const { mutation, wire } = mutate(request, another(requests, request, random), random);
		const received = receiver(deliveryOf(wire, random.chance(0.5)), optionsOf(request));
		if (received.accepted)
			tally.accepted.push(`#${index} ${request.scheme.name}: ${mutation} ${JSON.stringify(wire.headers)}`);
		else add(tally.statuses, received.status);
		add(tally.mutations, mutation);
		add(tally.schemes, request.scheme.name);
	}
	return tally;
}

/** Parts of another delivery of the same sender are the more dangerous ones. */
function another(requests: readonly Valid[], request: Valid, random: Random): Valid {
	const other = random.pick(requests);
	if (random.chance(0.3)) return other;
	return (
		requests
			.slice(requests.indexOf(other))
			.find((one) => one !== request && one.scheme === request.scheme && one.secret === request.secret) ?? other
	);
}

it('accepts none of 100,000 changed deliveries, and throws at none', () => {
	const { accepted, statuses, mutations, schemes } = attack(receive, 100_000);
	expect(accepted).toEqual([]);
	// It was worth it: every change, every scheme and every kind of refusal had its share.
	expect([...mutations.keys()].sort()).toEqual([...MUTATION_NAMES].sort());
	expect(Math.min(...mutations.values())).toBeGreaterThan(100);
	expect([...schemes.keys()].sort()).toEqual([...SCHEME_NAMES].sort());
	expect(Math.min(...schemes.values())).toBeGreaterThan(20_000);
	expect([...statuses.keys()].sort()).toEqual([400, 401, 413, 415]);
});

describe('the attack itself', () => {
	it('begins with deliveries that are accepted, in every scheme', () => {
		const random = seededRandom(SEED);
		const schemes = new Map<string, number>();
		for (let index = 0; index < 2_000; index++) {
			const request = validRequest(random);
			expect(isStillValid(request, request)).toBe(true);
			expect(receive(deliveryOf(request), optionsOf(request))).toMatchObject({
				accepted: true,
				text: request.body.toString('utf8'),
			});
			schemes.set(request.scheme.name, (schemes.get(request.scheme.name) ?? 0) + 1);
		}
		expect(SCHEME_NAMES.every((name) => (schemes.get(name) ?? 0) > 300)).toBe(true);
	});

	const no: Received = { accepted: false, status: 401, error: '', reason: '' };
	const yes: Received = {
		accepted: true,
		contentType: 'application/json',
		text: '',
		json: {},
		id: null,
		signedAt: null,
		digest: '',
	};
	const onHeaders = (change: (value: string) => string) => (delivery: Delivery, options: ReceiveOptions) => {
		const headers = Object.entries(delivery.headers).map(([name, value]) => [
			name,
			typeof value === 'string' && name !== 'content-type' ? change(value) : value,
		]);
		return receive({ ...delivery, headers: Object.fromEntries(headers) as Delivery['headers'] }, options);
	};
	const onBody = (change: (text: string) => string) => (delivery: Delivery, options: ReceiveOptions) =>
		receive({ ...delivery, rawBody: Buffer.from(change(Buffer.from(delivery.rawBody).toString('utf8'))) }, options);
	const json = (text: string) => {
		try {
			return JSON.stringify(JSON.parse(text));
		} catch {
			return text;
		}
	};

	it.each<[string, Parameters<typeof attack>[0]]>([
		['says yes to everything', () => yes],
		[
			'says yes to whatever has a signature of the right length',
			(delivery) =>
				Object.values(delivery.headers).some((value) => /[0-9a-f]{64}|[\w+/]{43}=/i.test(String(value))) ? yes : no,
		],
		['ignores letter case', onHeaders((value) => (/^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : value))],
		['trims', onHeaders((value) => value.trim())],
		[
			'forgives missing padding',
			onHeaders((value) => (/[\w+/]{43}$/.test(value) && !/[0-9a-f]{64}$/i.test(value) ? `${value}=` : value)),
		],
		[
			'decodes base64 leniently',
			onHeaders((value) =>
				/^(v1,)?[\w+/-]{43}=+$/.test(value)
					? value.replace(/[^,]+$/, (text) => Buffer.from(text, 'base64').toString('base64'))
					: value,
			),
		],
		[
			'looks at no clock',
			(delivery, options) => receive(delivery, { ...options, scheme: { ...options.scheme, toleranceSeconds: 1e12 } }),
		],
		[
			'takes the first of several headers',
			(delivery, options) =>
				receive(
					{
						...delivery,
						headers: Object.fromEntries(
							Object.entries(delivery.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
						),
					},
					options,
				),
		],
		[
			'takes any type for JSON',
			(delivery, options) =>
				receive({ ...delivery, headers: { ...delivery.headers, 'content-type': 'application/json' } }, options),
		],
		['signs what it has parsed, not what was sent', onBody(json)],
		['trims the body', onBody((text) => text.trim())],
		['takes off a byte order mark first', onBody((text) => text.replace(/^\ufeff/, ''))],
		['normalises Unicode first', onBody((text) => text.normalize('NFC'))],
		['decodes and encodes the body', onBody((text) => text.replace(/\u200b|\u200d|\u00ad|\u202e/g, ''))],
		[
			'counts an empty secret',
			({ headers, rawBody }) =>
				Object.values(oracle(Buffer.alloc(0), rawBody)).includes(String(headers['x-signature'])) ? yes : no,
		],
	])('would catch a receiver that %s', (_, receiver) => {
		expect(attack(receiver, 20_000).accepted).not.toEqual([]);
	});

	it('is the same each time, and another with another seed', () => {
		const receiver: Parameters<typeof attack>[0] = (delivery) =>
			Buffer.from(delivery.rawBody).length % 7 === 0 ? yes : no;
		const first = attack(receiver, 500).accepted;
		expect(attack(receiver, 500).accepted).toEqual(first);
		expect(attack(receiver, 500, SEED + 1).accepted).not.toEqual(first);
	});
});
