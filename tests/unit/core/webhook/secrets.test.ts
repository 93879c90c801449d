import { SCHEME_NAMES, validateNewSecret, validateSecret, type SchemeName } from '../../../../core/webhook/schemes';
import { verifySignature } from '../../../../core/webhook/verify';
import { at, AT, oracle, oracleHeaders, OTHER, scheme, SECRET } from './support';

const BODY = Buffer.from('{"event_type":"payment_received"}');

describe.each(SCHEME_NAMES)('the secrets of the scheme %s', (name) => {
	it('are all tried, in any order, and no other', () => {
		const signed = oracleHeaders(name, SECRET, BODY);
		const verify = (...secrets: string[]) => verifySignature(scheme(name), secrets, signed, BODY, at(AT));
		for (const secrets of [[SECRET], [SECRET, OTHER], [OTHER, SECRET], [OTHER, OTHER, SECRET], ['', SECRET]])
			expect(verify(...secrets).valid).toBe(true);
		expect(verify(OTHER)).toEqual({ valid: false, reason: 'wrong' });
		expect(verify(OTHER, '')).toEqual({ valid: false, reason: 'wrong' });
	});

	it('are needed', () => {
		for (const secrets of [[], [''], ['', '']]) {
			for (const headers of [{}, oracleHeaders(name, '', BODY)])
				expect(verifySignature(scheme(name), secrets, headers, BODY, at(AT))).toEqual({
					valid: false,
					reason: 'no_secret',
				});
		}
	});

	it.each([
		['a space before it', ` ${SECRET}`],
		['a space behind it', `${SECRET} `],
		['a line break behind it', `${SECRET}\n`],
		['a Windows line break behind it', `${SECRET}\r\n`],
		['a tab before it', `\t${SECRET}`],
		['a no-break space behind it', `${SECRET}\u00a0`],
		['a zero-width space behind it', `${SECRET}\u200b`],
		['a byte order mark before it', `\ufeff${SECRET}`],
		['two secrets in one', `${SECRET}\n${OTHER}`],
		['a soft hyphen in it', `${SECRET.slice(0, 12)}\u00ad${SECRET.slice(12)}`],
		['a NUL behind it, which HMAC would not notice', `${SECRET}\0`],
		['half a character', `${SECRET}\ud83d`],
		['nothing but spaces', '   '],
		['nothing', ''],
	])('are not used with %s, even by who signs with the very same', (_, secret) => {
		const problem = validateSecret(name, secret);
		expect(problem).toMatch(/^The webhook secret .+; .+/);
		expect(problem).not.toContain(SECRET);
		const signed = oracleHeaders(name, secret, BODY);
		expect(verifySignature(scheme(name), [secret], signed, BODY, at(AT))).toEqual({
			valid: false,
			reason: secret === '' ? 'no_secret' : 'bad_secret',
		});
		// The right one beside it still counts.
		expect(verifySignature(scheme(name), [secret, SECRET], oracleHeaders(name, SECRET, BODY), BODY, at(AT)).valid).toBe(
			true,
		);
		if (secret !== '')
			expect(verifySignature(scheme(name), [secret, SECRET], oracleHeaders(name, OTHER, BODY), BODY, at(AT))).toEqual({
				valid: false,
				reason: 'bad_secret',
			});
	});

	it('are refused, not trusted, if they are no text at all', () => {
		for (const secret of [undefined, null, 7, {}, ['x']])
			expect(
				verifySignature(scheme(name), [secret as unknown as string], oracleHeaders(name, SECRET, BODY), BODY, at(AT))
					.valid,
			).toBe(false);
		for (const secrets of [undefined, null, SECRET])
			expect(
				verifySignature(scheme(name), secrets as unknown as string[], oracleHeaders(name, SECRET, BODY), BODY, at(AT))
					.valid,
			).toBe(false);
	});
});

describe('validateSecret', () => {
	it.each<[SchemeName, string]>([
		['hex', "It's a Secret to Everybody"],
		['hex', 'x'],
		['base64', 'clé secrète 🔑'],
		['timestamped', 'whsec_not base64!'],
		['standard', SECRET],
		['standard', SECRET.slice(6)],
		['standard', 'whsec_AA=='],
		['standard', 'whsec_AAA='],
		['standard', 'whsec_AA'],
		['standard', 'whsec_AAA'],
	])('has nothing to say about a secret of %s: %s', (name, secret) => {
		expect(validateSecret(name, secret)).toBeNull();
	});

	it.each([
		['cut off in the middle of a byte', SECRET.slice(0, -3), /not base64 after whsec_; copy it again/],
		['with half its padding', 'whsec_AA=', /not base64/],
		['in two alphabets', 'whsec_-_+/', /not base64/],
		['that is a pass phrase', 'correct horse battery', /not base64/],
		['with its prefix twice', `whsec_${SECRET}`, /not base64/],
		['with too much padding', 'whsec_AAAA====', /not base64/],
		['that is only its prefix', 'whsec_', /nothing after whsec_/],
		['for ed25519', 'whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /ed25519.*use the one that begins with whsec_/],
		['for ed25519, its public half', 'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', /ed25519/],
	])('calls out a secret of the scheme standard %s', (_, secret, expected) => {
		expect(validateSecret('standard', secret)).toMatch(expected);
		const lenient = {
			'webhook-id': 'a',
			'webhook-timestamp': String(AT),
			'webhook-signature': `v1,${oracle(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'), `a.${AT}.`, BODY).base64}`,
		};
		expect(verifySignature(scheme('standard'), [secret], lenient, BODY, at(AT))).toEqual({
			valid: false,
			reason: 'bad_secret',
		});
	});
});

describe('a secret in base64', () => {
	it.each([1, 2, 3, 31, 32, 33, 64])('of %i bytes is the same key with its padding and without', (length) => {
		const key = Buffer.alloc(length, 'key');
		const [padded, bare] = [`whsec_${key.toString('base64')}`, `whsec_${key.toString('base64').replace(/=+$/, '')}`];
		const signed = {
			'webhook-id': 'a',
			'webhook-timestamp': String(AT),
			'webhook-signature': `v1,${oracle(key, `a.${AT}.`, BODY).base64}`,
		};
		for (const secret of [padded, bare, bare.slice(6)])
			expect(verifySignature(scheme('standard'), [secret], signed, BODY, at(AT)).valid).toBe(true);
	});
});

describe('a secret in base64 of addresses', () => {
	it('is the same key', () => {
		const key = Buffer.alloc(32, 0xfb);
		const signed = {
			'webhook-id': 'a',
			'webhook-timestamp': String(AT),
			'webhook-signature': `v1,${oracle(key, `a.${AT}.`, BODY).base64}`,
		};
		const secret = `whsec_${key.toString('base64url')}`;
		expect(secret).toMatch(/[-_].*[-_]/);
		for (const each of [secret, `${secret}=`, secret.slice(6)])
			expect(verifySignature(scheme('standard'), [each], signed, BODY, at(AT)).valid).toBe(true);
		expect(validateNewSecret('standard', secret)).toBeNull();
	});
});

describe('validateNewSecret', () => {
	it.each(['a'.repeat(16), 'whsec_AAAAAAAAAAAAAAAAAAAAAAAA', '0'.repeat(64)])('refuses %s', (secret) => {
		for (const name of SCHEME_NAMES) expect(validateNewSecret(name, secret)).toMatch(/one character over and over/);
	});

	it.each([
		'<your secret here>',
		'<YOUR_WEBHOOK_SECRET>',
		'whsec_<your secret here>',
		'openssl rand -hex 32',
		'$(openssl rand -hex 32)',
		'SECRET=$(openssl  rand -base64 32)',
		'${WEBHOOK_SECRET}',
		'{{ $env.WEBHOOK_SECRET }}',
		'[your secret here]',
	])('refuses what stands in the place of a secret: %s', (secret) => {
		for (const name of SCHEME_NAMES)
			expect(validateNewSecret(name, secret)).toMatch(/in its place.*openssl rand -hex 32/);
	});

	it('takes brackets in a secret', () => {
		expect(validateNewSecret('hex', 'k<3>w[7]{q}1$z%92')).toBeNull();
	});

	it.each<[SchemeName, string]>([
		['hex', 'hunter2'],
		['base64', 'fifteen-chars--'],
		['timestamped', 'whsec_123456789012345'],
		['standard', 'whsec_AAA='],
		['standard', `whsec_${Buffer.alloc(11, 'key').toString('base64').slice(0, 15)}`],
		['hex', '🔑'.repeat(15)],
	])('says of a secret of %s that can be guessed how to make a better one: %s', (name, secret) => {
		expect(validateSecret(name, secret)).toBeNull();
		const reason = validateNewSecret(name, secret);
		expect(reason).toMatch(/shorter than 16 characters.*openssl rand -hex 32/);
		expect(reason).not.toContain(secret);
	});

	it('has nothing to say about one of 16 characters', () => {
		for (const name of SCHEME_NAMES) {
			expect(validateNewSecret(name, 'AAAABBBBCCCCDDDD')).toBeNull();
			expect(validateNewSecret(name, SECRET)).toBeNull();
		}
	});

	it('finds the mistakes of copying all the same', () => {
		expect(validateNewSecret('hex', ' a secret that is long enough')).toMatch(/begins or ends with a space/);
		expect(validateNewSecret('hex', '')).toMatch(/is empty/);
	});
});
