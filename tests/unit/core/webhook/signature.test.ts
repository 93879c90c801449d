import fc from 'fast-check';
import { SCHEME_NAMES } from '../../../../core/webhook/schemes';
import { signBase64, signedHeaders, signHex, signStandard, signTimestamped } from '../../../../core/webhook/sign';
import { verifyHex, verifySignature } from '../../../../core/webhook/verify';
import { assertProperty } from '../../../support/property';
import { anyBytes, at, AT, oracle, oracleHeaders, scheme, secretOf } from './support';

const HELLO = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
const GITHUB = { secret: "It's a Secret to Everybody", body: 'Hello, World!' };
const time = fc.integer({ min: 1, max: 999_999_999_999 });
const id = fc.stringMatching(/^[!-\-/-~]{1,255}$/);

describe.each(SCHEME_NAMES)('the scheme %s', (name) => {
	it('agrees with an independent implementation on any secret, body, time and id', () => {
		assertProperty(
			fc.property(secretOf(name), anyBytes, time, id, (secret, body, seconds, delivery) => {
				const signed = oracleHeaders(name, secret, body, { id: delivery, seconds });
				expect(signedHeaders(scheme(name), secret, body, { id: delivery, at: at(seconds) })).toEqual(signed);
				const hasTime = name === 'timestamped' || name === 'standard';
				const expected = {
					valid: true,
					id: name === 'standard' ? delivery : null,
					signedAt: hasTime ? at(seconds) : null,
				};
				expect(verifySignature(scheme(name), [secret], signed, body, at(seconds))).toEqual(expected);
			}),
		);
	});

	it('signs text as its UTF-8 bytes', () => {
		assertProperty(
			fc.property(secretOf(name), fc.string({ unit: 'binary' }), (secret, body) => {
				const sign = (raw: string | Uint8Array) => signedHeaders(scheme(name), secret, raw, { id: 'a', at: at(AT) });
				expect(sign(body)).toEqual(sign(Buffer.from(body, 'utf8')));
			}),
		);
	});

	it('refuses any body with one byte changed, added or gone, and any other secret', () => {
		assertProperty(
			fc.property(
				secretOf(name),
				secretOf(name),
				fc.uint8Array({ minLength: 1, maxLength: 100 }),
				fc.nat(),
				fc.integer({ min: 1, max: 255 }),
				(secret, other, body, where, change) => {
					const headers = signedHeaders(scheme(name), secret, body, { id: 'a', at: at(AT) });
					const verify = (raw: Uint8Array, key = secret) =>
						verifySignature(scheme(name), [key], headers, raw, at(AT)).valid;
					expect(verify(body)).toBe(true);
					expect(verify(body.map((byte, index) => (index === where % body.length ? byte ^ change : byte)))).toBe(false);
					expect(verify(Uint8Array.of(...body, change))).toBe(false);
					expect(verify(body.slice(0, -1))).toBe(false);
					const keyOf = (text: string) =>
						(name === 'standard' ? Buffer.from(text.replace(/^whsec_/, ''), 'base64') : Buffer.from(text))
							.toString('hex')
							.padEnd(128, '0');
					// HMAC fills short keys with zeros: two that differ in zeros at the end are the same key.
					if (keyOf(other) !== keyOf(secret)) expect(verify(body, other)).toBe(false);
				},
			),
		);
	});
});

describe('signing', () => {
	it('takes a header of its own, and the id beside it where there is one', () => {
		const delivery = { id: 'd-1', at: at(AT) };
		expect(
			signedHeaders(
				scheme('hex', { header: 'x-hub-signature-256', idHeader: 'x-github-delivery' }),
				's',
				'b',
				delivery,
			),
		).toEqual({ 'x-hub-signature-256': signHex('s', 'b'), 'x-github-delivery': 'd-1' });
		expect(signedHeaders(scheme('base64', { idHeader: 'x-id' }), 's', 'b', { at: at(AT) })).toEqual({
			'x-signature': signBase64('s', 'b'),
		});
		expect(signedHeaders(scheme('timestamped', { header: 'stripe-signature' }), 's', 'b', delivery)).toEqual({
			'stripe-signature': signTimestamped('s', 'b', at(AT)),
		});
		expect(Object.keys(signedHeaders(scheme('standard', { header: 'acme-signature' }), 'AAAA', 'b', delivery))).toEqual(
			['acme-signature', 'acme-id', 'acme-timestamp'],
		);
		expect(Object.keys(signedHeaders(scheme('standard', { header: 'acme' }), 'AAAA', 'b', delivery))).toEqual([
			'acme',
			'acme-id',
			'acme-timestamp',
		]);
	});

	it('cuts the time off to whole seconds, as all senders do', () => {
		expect(signTimestamped('s', 'b', new Date(AT * 1000 + 999))).toBe(signTimestamped('s', 'b', at(AT)));
		expect(signTimestamped('s', 'b', at(AT))).toBe(`t=${AT},v1=${oracle(Buffer.from('s'), `${AT}.b`).hex}`);
	});

	it.each(['', 'a.b', '.', 'a b', 'ä', 'a\n', 'x'.repeat(256)])('does not sign the id "%s"', (bad) => {
		expect(() => signStandard('AAAA', bad, 'body', at(AT))).toThrow(/id of 1 to 255 visible characters without a dot/);
		expect(() => signedHeaders(scheme('standard'), 'AAAA', 'body', { id: bad, at: at(AT) })).toThrow(RangeError);
	});

	it('needs a time, and in the scheme standard an id', () => {
		for (const bad of [new Date(Number.NaN), new Date(-1)])
			expect(() => signTimestamped('s', 'b', bad)).toThrow(/date after 1970/);
		expect(() => signedHeaders(scheme('standard'), 'AAAA', 'b', { at: at(AT) })).toThrow(/needs an id/);
	});

	it('does not sign with a secret that cannot be used', () => {
		for (const secret of ['', ' s', 's\n']) {
			expect(() => signHex(secret, 'body')).toThrow(RangeError);
			expect(() => signBase64(secret, 'body')).toThrow(RangeError);
			expect(() => signTimestamped(secret, 'body', at(AT))).toThrow(RangeError);
			expect(() => signStandard(secret, 'a', 'body', at(AT))).toThrow(RangeError);
		}
	});
});

describe('verifyHex', () => {
	it.each([
		['as it is', HELLO],
		['with its scheme', `sha256=${HELLO}`],
		['in capitals', HELLO.toUpperCase()],
	])('accepts the signature %s', (_, header) => {
		expect(verifyHex([GITHUB.secret], GITHUB.body, header)).toBe(true);
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['an empty header', ''],
		['the scheme alone', 'sha256='],
		['another scheme', `sha1=${HELLO}`],
		['the scheme in capitals', `SHA256=${HELLO}`],
		['the scheme twice', `sha256=sha256=${HELLO}`],
		['spaces around it', ` ${HELLO}`],
		['a line break behind it', `${HELLO}\n`],
		['one letter in another case', HELLO.replace('e', 'E')],
		['a character less', HELLO.slice(1)],
		['a byte less', HELLO.slice(2)],
		['a byte more', `${HELLO}00`],
		['a space inside', `${HELLO.slice(0, 32)} ${HELLO.slice(33)}`],
		['a letter beyond f', `g${HELLO.slice(1)}`],
		['digits of another script', `７${HELLO.slice(1)}`],
		['base64 of it', Buffer.from(HELLO, 'hex').toString('base64')],
		['two of them', `${HELLO},${HELLO}`],
		['zeros', '0'.repeat(64)],
	])('refuses %s', (_, header) => {
		expect(verifyHex([GITHUB.secret], GITHUB.body, header)).toBe(false);
	});

	it('refuses every signature with one bit changed', () => {
		for (let bit = 0; bit < HELLO.length * 8; bit++) {
			const bytes = Buffer.from(HELLO, 'latin1');
			bytes[bit >> 3] = bytes[bit >> 3]! ^ (1 << (bit & 7));
			expect(verifyHex([GITHUB.secret], GITHUB.body, bytes.toString('latin1'))).toBe(false);
		}
	});

	it('accepts the old secret while it is being replaced, in any order, and no other', () => {
		for (const secrets of [
			['new', GITHUB.secret],
			[GITHUB.secret, 'new'],
			['', GITHUB.secret],
		])
			expect(verifyHex(secrets, GITHUB.body, HELLO)).toBe(true);
		expect(verifyHex(['new', 'other'], GITHUB.body, HELLO)).toBe(false);
		expect(verifyHex([GITHUB.secret.toLowerCase()], GITHUB.body, HELLO)).toBe(false);
	});

	it('refuses everything without a secret, also what is signed with an empty one', () => {
		const empty = oracle(Buffer.from(''), 'body').hex;
		expect(empty).toMatch(/^[0-9a-f]{64}$/);
		for (const secrets of [[], [''], ['', '']]) expect(verifyHex(secrets, 'body', empty)).toBe(false);
	});

	it('covers an empty body', () => {
		expect(verifyHex(['key'], '', signHex('key', new Uint8Array()))).toBe(true);
		expect(verifyHex(['key'], ' ', signHex('key', ''))).toBe(false);
	});
});
