/** Changed deliveries, none of which may be accepted; and proof that this test would notice. */
import { seededRandom } from '../../../../sandbox/hotel';
import { receive, type Delivery, type ReceiveOptions, type Received } from '../../../../core/webhook/receive';
import { SCHEME_NAMES } from '../../../../core/webhook/schemes';
import { EFFORT, SEED } from '../../../support/property';
import { oracle } from '../../../unit/core/webhook/support';
import { attack } from './fuzz/attack';
import { deliveryOf, isStillValid, optionsOf, validRequest } from './fuzz/requests';

/** The contract tests send ten times as many. */
it('accepts none of 10,000 changed deliveries', () => {
	expect(attack(receive, 10_000 * EFFORT, SEED).accepted).toEqual([]);
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
		expect(attack(receiver, 20_000, SEED).accepted).not.toEqual([]);
	});

	it('is the same each time, and another with another seed', () => {
		const receiver: Parameters<typeof attack>[0] = (delivery) =>
			Buffer.from(delivery.rawBody).length % 7 === 0 ? yes : no;
		const first = attack(receiver, 500, SEED).accepted;
		expect(attack(receiver, 500, SEED).accepted).toEqual(first);
		expect(attack(receiver, 500, SEED + 1).accepted).not.toEqual(first);
	});
});
