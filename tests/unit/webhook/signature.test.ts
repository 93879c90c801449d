import CryptoJS from 'crypto-js';
import fc from 'fast-check';
import { signHex } from '../../../nodes/shared/webhook/sign';
import { verifyHex } from '../../../nodes/shared/webhook/verify';

const HELLO = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
const GITHUB = { secret: "It's a Secret to Everybody", body: 'Hello, World!', signature: HELLO };
const OCTOKIT = { secret: 'mysecret', body: '{"foo":"bar"}', signature: '4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3' };
const secret = fc.string({ unit: 'grapheme', minLength: 1 });
const bytes = fc.uint8Array({ maxLength: 300 });
/** An implementation that shares no code with ours. */
const oracle = (key: string, body: Uint8Array) => CryptoJS.HmacSHA256(CryptoJS.lib.WordArray.create(body as unknown as number[]), CryptoJS.enc.Utf8.parse(key)).toString(CryptoJS.enc.Hex);

describe('signHex', () => {
	it.each([
		['GitHub’s documentation', GITHUB],
		['octokit’s tests', OCTOKIT],
	])('gives the signature of %s', (_, vector) => {
		expect(signHex(vector.secret, vector.body)).toBe(vector.signature);
		expect(verifyHex([vector.secret], Buffer.from(vector.body), `sha256=${vector.signature}`)).toBe(true);
	});

	it('agrees with an independent implementation on any bytes', () => {
		fc.assert(
			fc.property(secret, bytes, (key, body) => {
				expect(signHex(key, body)).toBe(oracle(key, body));
				expect(verifyHex([key], body, oracle(key, body))).toBe(true);
			}),
		);
	});

	it('signs text as its UTF-8 bytes', () => {
		fc.assert(fc.property(secret, fc.string({ unit: 'binary' }), (key, body) => expect(signHex(key, body)).toBe(signHex(key, Buffer.from(body, 'utf8')))));
	});

	it('does not sign with an empty secret', () => {
		expect(() => signHex('', 'body')).toThrow(/secret is empty; set it/);
	});
});

describe('verifyHex', () => {
	it.each([
		['as it is', HELLO],
		['with its scheme', `sha256=${HELLO}`],
		['in capitals', `SHA256=${HELLO.toUpperCase()}`],
		['between spaces', ` ${HELLO}\r\n`],
	])('accepts the signature %s', (_, header) => {
		expect(verifyHex([GITHUB.secret], GITHUB.body, header)).toBe(true);
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['an empty header', ''],
		['the scheme alone', 'sha256='],
		['another scheme', `sha1=${HELLO}`],
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

	it('refuses every signature with one digit changed, and every body with one byte changed', () => {
		for (let index = 0; index < HELLO.length; index++) {
			const digit = ((parseInt(HELLO[index] ?? '0', 16) + 1) % 16).toString(16);
			expect(verifyHex([GITHUB.secret], GITHUB.body, HELLO.slice(0, index) + digit + HELLO.slice(index + 1))).toBe(false);
		}
		fc.assert(
			fc.property(secret, fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (key, body, at, change) => {
				const other = Uint8Array.from(body, (byte, index) => (index === at % body.length ? byte ^ change : byte));
				expect(verifyHex([key], other, signHex(key, body))).toBe(false);
			}),
		);
	});

	it('accepts the old secret while it is being replaced, in any order, and no other', () => {
		for (const secrets of [['new', GITHUB.secret], [GITHUB.secret, 'new'], ['', GITHUB.secret]]) expect(verifyHex(secrets, GITHUB.body, HELLO)).toBe(true);
		expect(verifyHex(['new', 'other'], GITHUB.body, HELLO)).toBe(false);
		expect(verifyHex([GITHUB.secret.toLowerCase()], GITHUB.body, HELLO)).toBe(false);
	});

	it('refuses everything without a secret, also what is signed with an empty one', () => {
		const empty = oracle('', Buffer.from('body'));
		expect(empty).toMatch(/^[0-9a-f]{64}$/);
		for (const secrets of [[], [''], ['', '']]) expect(verifyHex(secrets, 'body', empty)).toBe(false);
	});

	it('covers an empty body', () => {
		expect(verifyHex(['key'], '', signHex('key', new Uint8Array()))).toBe(true);
		expect(verifyHex(['key'], ' ', signHex('key', ''))).toBe(false);
	});
});
