import fc from 'fast-check';
import type { WebhookHeaders } from '../../../../core/webhook/headers';
import type { SchemeName, SignatureScheme } from '../../../../core/webhook/schemes';
import { verifySignature } from '../../../../core/webhook/verify';
import { assertProperty } from '../../../support/property';
import { at, AT, oracle, oracleHeaders, OTHER, scheme, SECRET } from './support';

const BODY = Buffer.from('{"event_type":"payment_received"}');
const verify = (which: SignatureScheme, headers: WebhookHeaders, now = at(AT), body: Uint8Array = BODY) => {
	const result = verifySignature(which, [SECRET], headers, body, now);
	return result.valid ? 'valid' : result.reason;
};
const hex = oracleHeaders('hex', SECRET, BODY)['x-signature']!;
const base64 = oracleHeaders('base64', SECRET, BODY)['x-signature']!;
const v1 = oracleHeaders('timestamped', SECRET, BODY)['x-signature']!.split('v1=')[1]!;
const wrong = '0'.repeat(64);
const standard = oracleHeaders('standard', SECRET, BODY);
const svix = Object.fromEntries(
	Object.entries(standard).map(([name, value]) => [name.replace('webhook', 'svix'), value]),
);
const foreign = oracleHeaders('standard', OTHER, BODY)['webhook-signature']!;

describe('one header of hex or base64', () => {
	it.each<[string, SchemeName, string | string[], string]>([
		['hex', 'hex', hex, 'valid'],
		['hex in capitals', 'hex', hex.toUpperCase(), 'valid'],
		['hex with its algorithm', 'hex', `sha256=${hex}`, 'valid'],
		['hex with a blank behind its algorithm', 'hex', `sha256= ${hex}`, 'valid'],
		['hex in a list of one', 'hex', [hex], 'valid'],
		['hex twice', 'hex', [hex, hex], 'malformed'],
		['hex twice, as Node.js joins them', 'hex', `${hex}, ${hex}`, 'malformed'],
		['an empty list', 'hex', [], 'malformed'],
		['hex in mixed case', 'hex', hex.replace(/[a-f]/, (letter) => letter.toUpperCase()), 'malformed'],
		['hex after a space', 'hex', ` ${hex}`, 'malformed'],
		['hex of another algorithm', 'hex', `sha512=${hex}`, 'malformed'],
		['hex in quotes', 'hex', `"${hex}"`, 'malformed'],
		['nothing', 'hex', '', 'no_signature'],
		['base64 where hex is meant', 'hex', base64, 'malformed'],
		['base64', 'base64', base64, 'valid'],
		['hex where base64 is meant', 'base64', hex, 'malformed'],
		['base64 with an algorithm', 'base64', `sha256=${base64}`, 'malformed'],
		['base64 without padding', 'base64', base64.slice(0, -1), 'malformed'],
		['base64 with more padding', 'base64', `${base64}=`, 'malformed'],
		['base64 for addresses', 'base64', Buffer.from(base64, 'base64').toString('base64url'), 'malformed'],
		['base64 with a line break', 'base64', `${base64}\n`, 'malformed'],
	])('%s', (_, name, value, expected) => {
		expect(verify(scheme(name), { 'x-signature': value })).toBe(expected);
	});

	it('knows the stray bits behind the last byte of base64', () => {
		const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
		const last = letters.indexOf(base64[42]!);
		for (const bits of [1, 2, 3]) {
			const stray = `${base64.slice(0, 42)}${letters[last ^ bits]!}=`;
			expect(Buffer.from(stray, 'base64')).toEqual(Buffer.from(base64, 'base64'));
			expect(verify(scheme('base64'), { 'x-signature': stray })).toBe('malformed');
		}
	});

	it('is the one that the scheme names, in lower case, and no other', () => {
		const own = scheme('hex', { header: 'X-Hub-Signature-256' });
		expect(verify(own, { 'x-hub-signature-256': hex })).toBe('valid');
		expect(verify(own, { 'x-signature': hex })).toBe('no_signature');
		expect(verify(scheme('hex'), { 'x-signature-256': hex, signature: hex })).toBe('no_signature');
	});

	it('is never found on the prototype of the headers', () => {
		expect(verify(scheme('hex', { header: 'constructor' }), {})).toBe('no_signature');
		expect(verify(scheme('hex', { header: '__proto__' }), {})).toBe('no_signature');
		expect(verify(scheme('hex'), Object.create({ 'x-signature': hex }) as WebhookHeaders)).toBe('no_signature');
		expect(verify(scheme('hex'), Object.assign(Object.create(null) as object, { 'x-signature': hex }))).toBe('valid');
	});
});

describe('timestamped', () => {
	it.each([
		['the time and the signature', `t=${AT},v1=${v1}`, 'valid'],
		['the other way round', `v1=${v1},t=${AT}`, 'valid'],
		['a signature in capitals', `t=${AT},v1=${v1.toUpperCase()}`, 'valid'],
		['other versions beside it', `t=${AT},v0=abc,v1=${v1},v2=${wrong},x=y`, 'valid'],
		['several signatures, one of them right', `t=${AT},v1=${wrong},v1=${v1}`, 'valid'],
		['several signatures, none of them right', `t=${AT},v1=${wrong},v1=${'1'.repeat(64)}`, 'wrong'],
		['the right signature under another version', `t=${AT},v0=${v1}`, 'malformed'],
		['the time twice', `t=${AT},t=${AT},v1=${v1}`, 'malformed'],
		['two times', `t=${AT + 1},v1=${v1},t=${AT}`, 'malformed'],
		['no time', `v1=${v1}`, 'malformed'],
		['no signature', `t=${AT}`, 'malformed'],
		['an empty time', `t=,v1=${v1}`, 'malformed'],
		['a time with a sign', `t=+${AT},v1=${v1}`, 'malformed'],
		['a time before 1970', `t=-${AT},v1=${v1}`, 'malformed'],
		['a time with decimals', `t=${AT}.0,v1=${v1}`, 'malformed'],
		['a time in milliseconds', `t=${AT}000,v1=${v1}`, 'malformed'],
		['a time in another notation', `t=1.6e9,v1=${v1}`, 'malformed'],
		['a time in digits of another script', `t=１６１４２６５３３０,v1=${v1}`, 'malformed'],
		['a zero before the time', `t=0${AT},v1=${v1}`, 'wrong'],
		['spaces after the commas', `t=${AT}, v0=x,  v1=${v1}`, 'valid'],
		['a tab after the comma', `t=${AT},\tv1=${v1}`, 'valid'],
		['a space before the comma', `t=${AT} ,v1=${v1}`, 'valid'],
		['blanks around the signs', ` t = ${AT}\t, v1 =\t${v1} `, 'valid'],
		['a blank behind the signature and more behind that', `t=${AT},v1=${v1} ,v0=x`, 'valid'],
		['a line break behind the signature', `t=${AT},v1=${v1}\n`, 'malformed'],
		['a no-break space behind the time', `t=${AT}\u00a0,v1=${v1}`, 'malformed'],
		['a space in the time', `t=${String(AT).replace('6', '6 ')},v1=${v1}`, 'malformed'],
		['a comma at the end', `t=${AT},v1=${v1},`, 'valid'],
		['a word beside the right one', `t=${AT},v1=${v1},foo`, 'valid'],
		['a word before the right one', `foo,t=${AT},,v1=${v1}`, 'valid'],
		['odd parts alone', 'foo,,=', 'malformed'],
		['a second time that cannot be read', `t=${AT},t=${String(AT)[0]}\u200b,v1=${v1}`, 'malformed'],
		['a semicolon between', `t=${AT};v1=${v1}`, 'malformed'],
		['capitals in the names', `T=${AT},V1=${v1}`, 'malformed'],
		['a signature cut off beside the right one', `t=${AT},v1=${v1},v1=${v1.slice(1)}`, 'valid'],
		['a signature cut off before the right one', `t=${AT},v1=${v1.slice(1)},v1=${v1}`, 'valid'],
		['an empty signature beside the right one', `t=${AT},v1=,v1=${v1}`, 'valid'],
		['base64 beside the right one', `t=${AT}, v1=${base64}, v1=${v1}`, 'valid'],
		['none but odd signatures', `t=${AT},v1=${v1.slice(1)},v1=`, 'malformed'],
		['sha256= before the signature', `t=${AT},v1=sha256=${v1}`, 'malformed'],
		['the header twice, as Node.js joins them', `t=${AT},v1=${v1}, t=${AT},v1=${v1}`, 'malformed'],
		['a signature of the body alone', `t=${AT},v1=${hex}`, 'wrong'],
		['the signature alone', v1, 'malformed'],
	])('%s', (_, header, expected) => {
		expect(verify(scheme('timestamped'), { 'x-signature': header })).toBe(expected);
	});
});

describe('standard', () => {
	it('is read where the signature itself begins with a version', () => {
		let signed: WebhookHeaders = {};
		let count = 0;
		for (; !/^v1,v[0-9]/.test(String(signed['webhook-signature'])) && count < 5_000; count++)
			signed = oracleHeaders('standard', SECRET, Buffer.from(String(count)));
		expect(count).toBeLessThan(5_000);
		expect(verifySignature(scheme('standard'), [SECRET], signed, Buffer.from(String(count - 1)), at(AT)).valid).toBe(
			true,
		);
	});

	const others = (changes: WebhookHeaders) => verify(scheme('standard'), { ...standard, ...changes });

	it.each<[string, WebhookHeaders, string]>([
		['nothing changed', {}, 'valid'],
		['lists of one', { 'webhook-id': ['msg_1'], 'webhook-timestamp': [String(AT)] }, 'valid'],
		['several signatures', { 'webhook-signature': `${foreign} ${standard['webhook-signature']}` }, 'valid'],
		[
			'signatures of other versions',
			{ 'webhook-signature': `v1a,abc v2,def== ${standard['webhook-signature']} v99x,g` },
			'valid',
		],
		...['v1,', 'v1,AAAA', `v1,${hex}`, 'v1,!?', 'v1', 'abc', 'v1,ed=25'].flatMap(
			(odd): Array<[string, WebhookHeaders, string]> => [
				[`"${odd}" after the right one`, { 'webhook-signature': `${standard['webhook-signature']} ${odd}` }, 'valid'],
				[`"${odd}" before the right one`, { 'webhook-signature': `${odd} ${standard['webhook-signature']}` }, 'valid'],
				[`"${odd}" alone`, { 'webhook-signature': odd }, 'malformed'],
			],
		),
		['a comma at the end', { 'webhook-signature': `${standard['webhook-signature']},` }, 'valid'],
		['a tab between', { 'webhook-signature': `${foreign}\t${standard['webhook-signature']}` }, 'valid'],
		['a comma between', { 'webhook-signature': `${foreign},${standard['webhook-signature']}` }, 'valid'],
		['a comma and a blank between', { 'webhook-signature': `${foreign}, ${standard['webhook-signature']} ,` }, 'valid'],
		['nothing but commas', { 'webhook-signature': ', ,,' }, 'malformed'],
		['another id', { 'webhook-id': 'msg_2' }, 'wrong'],
		['another time', { 'webhook-timestamp': String(AT + 1) }, 'wrong'],
		['no id', { 'webhook-id': undefined }, 'malformed'],
		['an empty id', { 'webhook-id': '' }, 'malformed'],
		['an id with a dot', { 'webhook-id': 'msg.1' }, 'malformed'],
		['an id with a space', { 'webhook-id': 'msg 1' }, 'malformed'],
		['an id with a line break', { 'webhook-id': 'msg_1\n' }, 'malformed'],
		['two ids', { 'webhook-id': ['msg_1', 'msg_1'] }, 'malformed'],
		['an endless id', { 'webhook-id': 'm'.repeat(256) }, 'malformed'],
		['no time', { 'webhook-timestamp': undefined }, 'malformed'],
		['two times', { 'webhook-timestamp': [String(AT), String(AT)] }, 'malformed'],
		['a time in milliseconds', { 'webhook-timestamp': `${AT}000` }, 'malformed'],
		['no signature', { 'webhook-signature': undefined }, 'no_signature'],
		['an empty signature', { 'webhook-signature': '' }, 'no_signature'],
		['two headers of signatures', { 'webhook-signature': [foreign, standard['webhook-signature']!] }, 'malformed'],
		['two spaces', { 'webhook-signature': `${foreign}  ${standard['webhook-signature']}` }, 'valid'],
		['a space at the end', { 'webhook-signature': `${standard['webhook-signature']} ` }, 'valid'],
		['two commas in one part', { 'webhook-signature': `v1,a,b ${standard['webhook-signature']}` }, 'valid'],
		// Two headers that Node.js has joined look like this: what stands beside the right one says nothing.
		[
			'a comma behind another signature',
			{ 'webhook-signature': `${foreign}, ${standard['webhook-signature']}` },
			'valid',
		],
		['a comma behind the right one', { 'webhook-signature': `${standard['webhook-signature']}, ${foreign}` }, 'valid'],
		['= for the comma', { 'webhook-signature': standard['webhook-signature']!.replace(',', '=') }, 'malformed'],
		['a capital version', { 'webhook-signature': standard['webhook-signature']!.replace('v', 'V') }, 'malformed'],
		['no padding', { 'webhook-signature': standard['webhook-signature']!.slice(0, -1) }, 'malformed'],
		[
			'Svix’s beside it, of somebody else',
			{ 'svix-id': 'x', 'svix-timestamp': '1', 'svix-signature': foreign },
			'valid',
		],
		['somebody else’s before Svix’s right ones', { ...svix, 'webhook-signature': foreign }, 'wrong'],
		['an empty one before Svix’s right ones', { ...svix, 'webhook-signature': '' }, 'no_signature'],
	])('%s', (_, changes, expected) => {
		expect(others(changes)).toBe(expected);
	});

	it('takes Svix’s names as a whole, or its own', () => {
		expect(verify(scheme('standard'), svix)).toBe('valid');
		expect(verify(scheme('standard'), { ...svix, 'svix-id': undefined, 'webhook-id': 'msg_1' })).toBe('malformed');
		const own = scheme('standard', { header: 'acme-signature' });
		expect(verify(own, svix)).toBe('no_signature');
		expect(
			verify(own, { 'acme-signature': svix['svix-signature'], 'acme-id': 'msg_1', 'acme-timestamp': String(AT) }),
		).toBe('valid');
	});

	it('cannot be cut into id, time and body in another way', () => {
		const key = Buffer.from(SECRET.slice(6), 'base64');
		const signature = `v1,${oracle(key, `a.${AT}.${AT}.{}`).base64}`;
		const cut = (id: string, body: string) =>
			verify(
				scheme('standard'),
				{ 'webhook-id': id, 'webhook-timestamp': String(AT), 'webhook-signature': signature },
				at(AT),
				Buffer.from(body),
			);
		expect(cut('a', `${AT}.{}`)).toBe('valid');
		expect(cut(`a.${AT}`, '{}')).toBe('malformed');
	});
});

describe('the window', () => {
	const header = (seconds: number) => oracleHeaders('standard', SECRET, BODY, { seconds });
	const now = AT * 1000;

	it.each<[string, number, string]>([
		['now', 0, 'valid'],
		['at its end', -300, 'valid'],
		['at its beginning', 300, 'valid'],
		['a second late', -301, 'too_old'],
		['a second early', 301, 'too_new'],
		['a year late', -31_536_000, 'too_old'],
		['in 1970', -AT, 'too_old'],
		['beyond all clocks', 999_999_999_999 - AT, 'too_new'],
	])('is kept both ways: %s', (_, difference, expected) => {
		expect(verify(scheme('standard'), header(AT + difference))).toBe(expected);
		expect(
			verify(scheme('timestamped'), oracleHeaders('timestamped', SECRET, BODY, { seconds: AT + difference })),
		).toBe(expected);
	});

	it('counts whole seconds', () => {
		expect(verify(scheme('standard'), header(AT - 300), new Date(now + 999))).toBe('valid');
		expect(verify(scheme('standard'), header(AT - 300), new Date(now + 1000))).toBe('too_old');
		expect(verify(scheme('standard'), header(AT + 300), new Date(now - 1))).toBe('too_new');
	});

	it('can be set', () => {
		const wide = scheme('standard', { toleranceSeconds: 3600 });
		expect([-3601, -3600, 3600, 3601].map((difference) => verify(wide, header(AT + difference)))).toEqual([
			'too_old',
			'valid',
			'valid',
			'too_new',
		]);
		const none = scheme('standard', { toleranceSeconds: 0 });
		expect([-1, 0, 1].map((difference) => verify(none, header(AT + difference)))).toEqual([
			'too_old',
			'valid',
			'too_new',
		]);
	});

	it('is closed where the clock or the tolerance is no number', () => {
		for (const toleranceSeconds of [Number.NaN, -1, undefined as unknown as number])
			expect(verify(scheme('standard', { toleranceSeconds }), header(AT))).toBe('too_old');
		expect(verify(scheme('standard'), header(AT), new Date(Number.NaN))).toBe('too_old');
	});

	it('is spoken of to who signed rightly alone', () => {
		const late = header(AT - 9999);
		expect(verify(scheme('standard'), { ...late, 'webhook-signature': foreign })).toBe('wrong');
	});

	it('does not concern schemes without a time', () => {
		for (const name of ['hex', 'base64'] as const)
			expect(verify(scheme(name, { toleranceSeconds: 0 }), oracleHeaders(name, SECRET, BODY), at(0))).toBe('valid');
	});

	it('accepts exactly what is within it', () => {
		assertProperty(
			fc.property(
				fc.integer({ min: 0, max: 1000 }),
				fc.integer({ min: -1200, max: 1200 }),
				(toleranceSeconds, difference) => {
					const expected = Math.abs(difference) <= toleranceSeconds ? 'valid' : difference < 0 ? 'too_old' : 'too_new';
					expect(verify(scheme('standard', { toleranceSeconds }), header(AT + difference))).toBe(expected);
				},
			),
		);
	});
});

describe('the id of a delivery', () => {
	const verified = (name: SchemeName, id: string | string[] | undefined) =>
		verifySignature(
			scheme(name, { idHeader: 'X-Delivery' }),
			[SECRET],
			{ ...oracleHeaders(name, SECRET, BODY), 'x-delivery': id },
			BODY,
			at(AT),
		);

	it.each<SchemeName>(['hex', 'base64', 'timestamped'])('is read from its own header in the scheme %s', (name) => {
		expect(verified(name, '72d3162e-cc78-11e3-81ab-4c9367dc0958')).toMatchObject({
			valid: true,
			id: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
		});
		expect(verified(name, ['with.dot'])).toMatchObject({ valid: true, id: 'with.dot' });
		expect(verified(name, undefined)).toMatchObject({ valid: true, id: null });
		// It is not signed: one that cannot be used must not keep out what is rightly signed.
		for (const bad of [['a', 'b'], '', ' ', 'a b', 'ä', 'x'.repeat(256)])
			expect(verified(name, bad)).toMatchObject({ valid: true, id: null });
		expect(
			verifySignature(
				scheme(name),
				[SECRET],
				{ ...oracleHeaders(name, SECRET, BODY), 'x-delivery': 'a' },
				BODY,
				at(AT),
			),
		).toMatchObject({ id: null });
	});

	it('is the signed one in the scheme standard', () => {
		expect(verified('standard', 'another')).toMatchObject({ valid: true, id: 'msg_1', signedAt: at(AT) });
	});
});

it('never throws, whatever it is given', () => {
	const anything = fc.anything({ withNullPrototype: true, withTypedArray: true, withDate: true });
	const name = fc.constantFrom('hex', 'base64', 'timestamped', 'standard', 'none');
	const headers = fc.oneof(
		anything,
		fc.dictionary(
			fc.constantFrom(
				'x-signature',
				'webhook-signature',
				'webhook-id',
				'webhook-timestamp',
				'svix-signature',
				'__proto__',
			),
			fc.oneof(anything, fc.string(), fc.constant(hex)),
		),
	);
	assertProperty(
		fc.property(
			name,
			fc.oneof(anything, fc.constant([SECRET])),
			headers,
			fc.oneof(anything, fc.constant(BODY)),
			fc.oneof(anything, fc.constant(at(AT))),
			(which, secrets, given, body, now) => {
				const result = verifySignature(
					scheme(which as SchemeName),
					secrets as string[],
					given as WebhookHeaders,
					body as Uint8Array,
					now as Date,
				);
				// Where chance put the right things together, it is right.
				const isRight =
					which === 'hex' && body === BODY && (given as Record<string, unknown> | null)?.['x-signature'] === hex;
				if (!isRight) expect(result.valid).toBe(false);
			},
		),
		{ numRuns: 2000 },
	);
});
