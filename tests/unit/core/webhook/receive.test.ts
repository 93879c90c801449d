import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { WebhookHeaders } from '../../../../core/webhook/headers';
import { receive, rejectUnsigned, type Delivery, type ReceiveOptions } from '../../../../core/webhook/receive';
import { SCHEME_NAMES } from '../../../../core/webhook/schemes';
import { assertProperty } from '../../../support/property';
import { at, AT, oracleHeaders, OTHER, scheme, SECRET } from './support';

const PAYMENT = '{"event_type":"payment_received","data":{"note":"Frühstück – déjà payé 🥐"}}';
const options = (changes: Partial<ReceiveOptions> = {}): ReceiveOptions => ({
	scheme: scheme('hex'),
	secrets: [SECRET],
	maxBytes: 10_000,
	contentTypes: ['application/json', 'text/csv'],
	now: at(AT),
	...changes,
});
const bytes = (body: string | Uint8Array) => Buffer.from(body as Uint8Array);
const delivery = (
	body: string | Uint8Array = PAYMENT,
	type: string | string[] | undefined = 'application/json',
): Delivery => ({
	headers: { 'content-type': type, ...oracleHeaders('hex', SECRET, bytes(body)) },
	rawBody: bytes(body),
});
const unsigned = (body: string | Uint8Array, type: string | undefined = 'application/json'): Delivery => ({
	headers: { 'content-type': type },
	rawBody: bytes(body),
});
const statusOf = (given: Delivery, changes?: Partial<ReceiveOptions>) => {
	const received = receive(given, options(changes));
	return received.accepted ? 200 : received.status;
};

describe('a delivery that is accepted', () => {
	it.each(SCHEME_NAMES)('is signed in the scheme %s', (name) => {
		const rawBody = bytes(PAYMENT);
		const headers = { 'content-type': 'application/json', ...oracleHeaders(name, SECRET, rawBody, { id: 'msg_9' }) };
		const hasTime = name === 'timestamped' || name === 'standard';
		expect(receive({ headers, rawBody }, options({ scheme: scheme(name) }))).toEqual({
			accepted: true,
			contentType: 'application/json',
			text: PAYMENT,
			json: JSON.parse(PAYMENT) as unknown,
			id: name === 'standard' ? 'msg_9' : null,
			signedAt: hasTime ? at(AT) : null,
			digest: createHash('sha256').update(rawBody).digest('hex'),
		});
	});

	it('is CSV too, which is text alone', () => {
		const csv = 'event;room.name\nbooking.completed;Chambre «1»\n';
		expect(receive(delivery(csv, 'text/csv; charset=utf-8'), options())).toMatchObject({
			accepted: true,
			contentType: 'text/csv',
			text: csv,
			json: undefined,
		});
	});

	it('has its byte order mark taken off, and signed', () => {
		const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(PAYMENT)]);
		expect(receive(delivery(marked), options())).toMatchObject({
			accepted: true,
			text: PAYMENT,
			digest: createHash('sha256').update(marked).digest('hex'),
		});
		expect(receive({ ...delivery(PAYMENT), rawBody: marked }, options())).toMatchObject({
			accepted: false,
			status: 401,
		});
	});
});

describe('the content type', () => {
	it.each([
		'application/json',
		'Application/JSON',
		'application/json; charset=utf-8',
		'application/json;charset=UTF-8',
		'application/json ; charset="utf-8"',
		'application/json;charset=utf8',
		'application/json;',
		'application/cloudevents+json; charset=utf-8',
		'text/csv',
	])('may be %s', (type) => {
		expect(statusOf(delivery('7', type))).toBe(200);
	});

	it.each([
		undefined,
		'',
		'json',
		'text/json',
		'text/plain',
		'application/xml',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'application/jsonp',
		'application/json+xml',
		'application/+json',
		'text/x+json',
		'*/*',
		'application/*+json',
		'application/json, text/csv',
		'application/json; charset=utf-16',
		'application/json; charset=iso-8859-1',
		'application/json; charset=utf-8; charset=utf-16',
		'application/json; charset=utf-8; charset=utf-8',
		'application/json; charset="utf-8',
		'application/json; charset=',
		'application/json; charset',
		'application/json; encoding=utf-8',
		'application/json; charset=utf-8; boundary=x',
		'application /json',
		'application/json\u00a0',
		`application/json${' '.repeat(300)}`,
		`application/${'x'.repeat(150)}+json`,
	])('may not be %s', (type) => {
		const headers = { 'content-type': type, ...oracleHeaders('hex', SECRET, bytes(PAYMENT)) };
		expect(receive({ headers, rawBody: bytes(PAYMENT) }, options())).toMatchObject({
			accepted: false,
			status: 415,
			error: 'Unsupported content type: send application/json or text/csv in UTF-8',
		});
	});

	it('may not be there twice', () => {
		expect(statusOf(delivery(PAYMENT, ['application/json']))).toBe(200);
		expect(statusOf(delivery(PAYMENT, ['application/json', 'application/json']))).toBe(415);
		expect(statusOf(delivery(PAYMENT, []))).toBe(415);
	});

	it('is one of those that the trigger takes', () => {
		expect(statusOf(delivery(PAYMENT, 'text/csv'), { contentTypes: ['application/json'] })).toBe(415);
		expect(statusOf(delivery(PAYMENT), { contentTypes: ['text/csv'] })).toBe(415);
		expect(
			statusOf(delivery(PAYMENT, 'application/a+json'), { contentTypes: ['text/csv', 'application/b+json'] }),
		).toBe(415);
		expect(statusOf(delivery(PAYMENT), { contentTypes: [] })).toBe(415);
	});
});

describe('what is refused', () => {
	it('is refused for its size first, then its type, its signature, its content', () => {
		const huge = 'x'.repeat(10_001);
		expect(statusOf(unsigned(huge, 'text/plain'))).toBe(413);
		expect(statusOf(unsigned('x', 'text/plain'))).toBe(415);
		expect(statusOf(unsigned('x'))).toBe(401);
		expect(statusOf(delivery('x'))).toBe(400);
	});

	it('keeps to the limit to the byte, and to no limit that is no number', () => {
		const body = `"${'é'.repeat(4_999)}"`;
		expect(bytes(body)).toHaveLength(10_000);
		expect(statusOf(delivery(body))).toBe(200);
		expect(statusOf(delivery(`${body} `))).toBe(413);
		expect(statusOf(delivery(body), { maxBytes: Number.NaN })).toBe(413);
	});

	it.each([
		['nothing', ''],
		['a byte order mark alone', '\ufeff'],
		['spaces', '  \n'],
		['half an object', '{"a":'],
		['two values', '{}{}'],
		['single quotes', "{'a':1}"],
		['a comma too many', '[1,]'],
		['NaN', 'NaN'],
		['a form', 'a=1&b=2'],
		['a line break in a text', '"a\nb"'],
		['a NUL behind it', '{}\0'],
		['two byte order marks', '\ufeff\ufeff{}'],
	])('is %s', (_, body) => {
		expect(receive(delivery(body), options())).toMatchObject({
			accepted: false,
			status: 400,
			error: expect.stringMatching(/The body is (empty|not valid JSON)/) as string,
		});
	});

	it('is empty, of any type', () => {
		for (const type of ['application/json', 'text/csv'])
			expect(receive(delivery('', type), options())).toMatchObject({ status: 400, error: 'The body is empty' });
	});

	it.each([
		['Latin-1', Buffer.from('"déjà"', 'latin1')],
		['UTF-16', Buffer.from('\ufeff"a"', 'utf16le')],
		['an overlong character', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
		['half of a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
		['a character cut off', bytes('"é"').subarray(0, 2)],
		['a character beyond Unicode', Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22])],
	])('is not UTF-8: %s', (_, body) => {
		for (const type of ['application/json', 'text/csv'])
			expect(receive(delivery(body, type), options())).toMatchObject({ status: 400, error: 'The body is not UTF-8' });
	});

	it('is nested too deeply', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(statusOf(delivery(nested(100)))).toBe(200);
		expect(receive(delivery(nested(101)), options())).toMatchObject({
			status: 400,
			error: 'The body is nested too deeply',
		});
		expect(statusOf(delivery('{"a":'.repeat(101) + '1' + '}'.repeat(101)))).toBe(400);
		expect(statusOf(delivery(nested(100_000)), { maxBytes: 1e6 })).toBe(400);
		expect(statusOf(delivery('['.repeat(2e5)), { maxBytes: 1e6 })).toBe(400);
	});

	it('tells a stranger nothing, and who signed rightly what to mend', () => {
		const forged = {
			headers: { 'content-type': 'application/json', ...oracleHeaders('hex', OTHER, bytes(PAYMENT)) },
			rawBody: bytes(PAYMENT),
		};
		for (const given of [unsigned(PAYMENT), forged])
			expect(receive(given, options())).toMatchObject({ status: 401, error: 'Invalid signature' });
		for (const secrets of [[], [' x']])
			expect(receive(delivery(), options({ secrets }))).toMatchObject({ status: 401, error: 'Invalid signature' });
		const timed = (seconds: number) => ({
			headers: {
				'content-type': 'application/json',
				...oracleHeaders('timestamped', SECRET, bytes(PAYMENT), { seconds }),
			},
			rawBody: bytes(PAYMENT),
		});
		expect(receive(timed(AT - 301), options({ scheme: scheme('timestamped') }))).toMatchObject({
			status: 401,
			error:
				"The secret is right, but the signed time is 301 seconds behind this server's clock, and 300 are allowed: sign anew whenever it is sent, and set the clock right, by NTP",
		});
		expect(receive(timed(AT + 301), options({ scheme: scheme('timestamped') }))).toMatchObject({
			status: 401,
			error:
				"The secret is right, but the signed time is 301 seconds ahead of this server's clock, and 300 are allowed: set the clock right, by NTP",
		});
		// Whoever only guesses learns nothing about the clock either.
		expect(receive(timed(AT - 301), options({ scheme: scheme('timestamped'), secrets: [OTHER] }))).toMatchObject({
			status: 401,
			error: 'Invalid signature',
		});
	});

	it('is told to the log in one line, without anything that was sent', () => {
		const marker = 'attacker-text';
		const attempts: Delivery[] = [
			unsigned(marker.repeat(1000)),
			unsigned(marker, marker),
			unsigned(marker),
			{ headers: { 'content-type': 'application/json', 'x-signature': marker }, rawBody: bytes(marker) },
			{ headers: { 'content-type': 'application/json', 'x-signature': '0'.repeat(64) }, rawBody: bytes(marker) },
			delivery(marker),
			delivery(Buffer.from(`"${marker}\xff`, 'latin1')),
			{ headers: null as never, rawBody: bytes(marker) },
		];
		const told = attempts.map((attempt) => receive(attempt, options()));
		expect(told.map((received) => (received.accepted ? 200 : received.status))).toEqual([
			413, 415, 401, 401, 401, 400, 400, 400,
		]);
		for (const received of told) {
			if (received.accepted) throw new Error('accepted');
			expect(received.reason).toMatch(/^[\x20-\x7e]{10,150}$/);
			expect(JSON.stringify(received)).not.toContain(marker);
			expect(JSON.stringify(received)).not.toContain(SECRET);
		}
	});
});

describe('keys that mean a prototype', () => {
	it('are gone, at any depth and however they are written', () => {
		const body =
			'{"__proto__":{"admin":true},"data":[{"\\u005f_proto__":{"admin":true},"a":1}],"constructor":{"prototype":{"b":2}}}';
		const received = receive(delivery(body), options());
		if (!received.accepted) throw new Error('refused');
		expect(JSON.stringify(received.json)).toBe('{"data":[{"a":1}],"constructor":{"prototype":{"b":2}}}');
		const copy = Object.assign({}, received.json) as { admin?: boolean; data: Array<{ admin?: boolean }> };
		expect(copy.admin).toBeUndefined();
		expect(({} as { admin?: boolean }).admin).toBeUndefined();
		expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
	});
});

it('gives back any JSON as it is, and never throws at any bytes', () => {
	const plain = fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
	assertProperty(
		fc.property(plain, (value) => {
			const text = JSON.stringify(value);
			fc.pre(!/\p{Cs}/u.test(text));
			expect(receive(delivery(text), options({ maxBytes: 1e6 }))).toMatchObject({
				accepted: true,
				text,
				json: JSON.parse(text) as unknown,
			});
		}),
	);
	assertProperty(
		fc.property(fc.uint8Array({ maxLength: 50 }), fc.constantFrom('application/json', 'text/csv'), (body, type) => {
			expect([200, 400]).toContain(statusOf(delivery(body, type)));
			expect(statusOf({ ...delivery(body, type), rawBody: Uint8Array.of(...body, 0) })).toBe(401);
		}),
	);
});

it('never throws, whatever it is given', () => {
	const anything = fc.anything({ withNullPrototype: true, withTypedArray: true });
	assertProperty(
		fc.property(anything, anything, anything, anything, (headers, rawBody, one, other) => {
			expect(receive({ headers, rawBody } as Delivery, options()).accepted).toBe(false);
			expect(receive(one as Delivery, other as ReceiveOptions).accepted).toBe(false);
			expect(receive(delivery(), { ...options(), scheme: one, secrets: other } as ReceiveOptions).accepted).toBe(false);
		}),
	);
});

describe('rejectUnsigned', () => {
	const CONTENT = { 'content-type': 'application/json', 'user-agent': 'Cash/1.0', 'content-length': '17' };
	const INVALID = { status: 401, error: 'Invalid signature' };

	it.each(SCHEME_NAMES)('lets everything pass that can be signed by %s, whether its scheme is known or not', (name) => {
		for (const secret of [SECRET, OTHER]) {
			const headers = { ...CONTENT, ...oracleHeaders(name, secret, bytes(PAYMENT)) };
			expect(rejectUnsigned(headers, scheme(name))).toBeNull();
			expect(rejectUnsigned(headers, null)).toBeNull();
		}
	});

	it.each<[string, WebhookHeaders]>([
		['no header of a signature', {}],
		['an empty one', { 'x-signature': '' }],
		['a word', { 'x-signature': 'let-me-in' }],
		['hex that is too short', { 'x-signature': 'ab'.repeat(31) }],
		['hex that is too long', { 'x-signature': 'ab'.repeat(33) }],
		['hex in mixed case', { 'x-signature': 'aB'.repeat(32) }],
		['base64 of other bytes', { 'x-signature': Buffer.alloc(31).toString('base64') }],
		['a time alone', { 'x-signature': `t=${AT}` }],
		['another version alone', { 'webhook-id': 'a', 'webhook-timestamp': String(AT), 'webhook-signature': 'v1a,AAAA' }],
		['a password', { authorization: 'Basic dXNlcjpwYXNzd29yZA==' }],
		['a trace', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
	])('refuses %s, whatever the scheme is', (_, headers) => {
		for (const known of [null, ...SCHEME_NAMES.map((name) => scheme(name))])
			expect(rejectUnsigned({ ...CONTENT, ...headers }, known)).toMatchObject(INVALID);
	});

	it('refuses a signature in another header than the one that is known', () => {
		const signed = oracleHeaders('hex', SECRET, bytes(PAYMENT));
		expect(rejectUnsigned(signed, scheme('hex', { header: 'x-webhook-signature' }))).toMatchObject(INVALID);
	});

	it('takes no time over headers of any form', () => {
		const before = process.cpuUsage();
		for (const text of [' ', ',', 'v1=', 't=1, ', 'a', ' \t', 'v1,'])
			for (const known of [null, ...SCHEME_NAMES.map((name) => scheme(name))])
				rejectUnsigned({ 'x-signature': text.repeat(100_000), 'webhook-signature': text.repeat(100_000) }, known);
		expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(2);
	});
});
