/** What others have published, signed and refused; each was computed anew with another implementation. */
import { signBase64, signHex, signStandard } from '../../../../core/webhook/sign';
import { verifyHex, verifySignature } from '../../../../core/webhook/verify';
import { at, AT, oracle, scheme, SECRET } from './support';

const verdict = (
	...[which, secret, headers, body, now = at(AT)]: [
		Parameters<typeof scheme>,
		string,
		Record<string, string>,
		string,
		Date?,
	]
) => {
	const result = verifySignature(scheme(...which), [secret], headers, Buffer.from(body), now);
	return result.valid ? 'valid' : result.reason;
};

describe('GitHub’s documentation', () => {
	const secret = "It's a Secret to Everybody";
	const body = 'Hello, World!';
	const signature = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

	it('is signed and accepted', () => {
		expect(signHex(secret, body)).toBe(signature);
		expect(verifyHex([secret], body, `sha256=${signature}`)).toBe(true);
		expect(
			verdict(
				['hex', { header: 'x-hub-signature-256' }],
				secret,
				{ 'x-hub-signature-256': `sha256=${signature}` },
				body,
			),
		).toBe('valid');
	});
});

describe('octokit’s tests', () => {
	const [secret, body] = ['mysecret', '{"foo":"bar"}'];
	const signature = '4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3';

	it('are signed and accepted', () => {
		expect(signHex(secret, body)).toBe(signature);
		expect(verdict(['hex'], secret, { 'x-signature': `sha256=${signature}` }, body)).toBe('valid');
		expect(verdict(['hex'], secret, { 'x-signature': signature }, '{"foo": "bar"}')).toBe('wrong');
	});
});

describe('Shopify’s tests', () => {
	const [secret, body, signature] = [
		'test_secret_key',
		'{"foo": "bar"}',
		'B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=',
	];

	it('are signed and accepted', () => {
		expect(signBase64(secret, body)).toBe(signature);
		expect(
			verdict(['base64', { header: 'x-shopify-hmac-sha256' }], secret, { 'x-shopify-hmac-sha256': signature }, body),
		).toBe('valid');
		expect(verdict(['base64'], secret, { 'x-signature': signature }, '{"foo":"bar"}')).toBe('wrong');
	});
});

describe('Standard Webhooks’ tests', () => {
	const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
	const body = '{"test": 2432232314}';
	const right = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
	const other = 'Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
	const check = (signature: string, family = 'webhook', secret = SECRET) =>
		verdict(
			['standard'],
			secret,
			{ [`${family}-id`]: id, [`${family}-timestamp`]: String(AT), [`${family}-signature`]: signature },
			body,
		);

	it('are signed as published', () => {
		expect(signStandard(SECRET, id, body, at(AT))).toBe(right);
		expect(signStandard(SECRET.replace('whsec_', ''), id, body, at(AT))).toBe(right);
	});

	it.each(['webhook', 'svix'])('are accepted under the names of %s', (family) => {
		expect(check(right, family)).toBe('valid');
		expect(check(right, family, SECRET.replace('whsec_', ''))).toBe('valid');
	});

	it.each([
		['another signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA='],
		['one that ends in another way', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLawdd'],
		['no base64', 'v1,dawfeoifkpqwoekfpqoekf'],
		['nothing behind the version', 'v1,'],
		['the signature without its version', right.slice(3)],
		['the signature under a version that we do not know', right.replace('v1', 'v2')],
	])('refuse %s', (_, signature) => {
		expect(check(signature)).toMatch(/wrong|malformed/);
	});

	it('accept the right one in a list of several', () => {
		expect(check(`v1,${other} v2,${other} ${right} v1,${other}`)).toBe('valid');
		expect(check(`v1,${other} v2,${other} v1,${other}`)).toBe('wrong');
		expect(check(`v1a,${other} ${right}`)).toBe('valid');
	});

	it('do not sign with an empty secret', () => {
		for (const empty of ['', 'whsec_']) {
			expect(() => signStandard(empty, id, body, at(AT))).toThrow(RangeError);
			expect(check(right, 'webhook', empty)).toMatch(/no_secret|bad_secret/);
		}
	});

	it('verify an empty body', () => {
		const headers = {
			'webhook-id': id,
			'webhook-timestamp': String(AT),
			'webhook-signature': signStandard(SECRET, id, '', at(AT)),
		};
		expect(verdict(['standard'], SECRET, headers, '')).toBe('valid');
		expect(verdict(['standard'], SECRET, headers, ' ')).toBe('wrong');
	});
});

describe('Stripe’s way of making a header for tests', () => {
	it('takes the whole secret as the key, its prefix too', () => {
		const body = '{"id":"evt_1"}';
		const header = `t=${AT},v1=${oracle(Buffer.from(SECRET), `${AT}.${body}`).hex},v0=${'6'.repeat(64)}`;
		expect(verdict(['timestamped', { header: 'stripe-signature' }], SECRET, { 'stripe-signature': header }, body)).toBe(
			'valid',
		);
		expect(
			verdict(['timestamped', { header: 'stripe-signature' }], SECRET.slice(6), { 'stripe-signature': header }, body),
		).toBe('wrong');
	});
});
