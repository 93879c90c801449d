/** Ways to change the bytes of a body, most of which leave its meaning to a careless reader as it was. */
import { gzipSync } from 'node:zlib';
import type { Random } from '../../../../../sandbox/hotel';

export type BodyChange = (body: Buffer, random: Random, other: Buffer) => Buffer;

const onText =
	(change: (text: string, random: Random) => string): BodyChange =>
	(body, random) =>
		Buffer.from(change(body.toString('utf8'), random), 'utf8');
const place = (body: Buffer, random: Random) => random.int(0, Math.max(0, body.length - 1));

export const BODY_CHANGES: Readonly<Record<string, BodyChange>> = {
	bit(body, random) {
		const changed = Buffer.from(body);
		const where = place(body, random);
		changed[where] = (changed[where] ?? 0) ^ (1 << random.int(0, 7));
		return changed;
	},
	byte(body, random) {
		const changed = Buffer.from(body);
		changed[place(body, random)] = random.int(0, 255);
		return changed;
	},
	insert(body, random) {
		const where = place(body, random);
		return Buffer.concat([
			body.subarray(0, where),
			Buffer.from([random.pick([0, 9, 10, 13, 32, 48, 57, 0x7f, 0xc2, 0xff])]),
			body.subarray(where),
		]);
	},
	remove(body, random) {
		const where = place(body, random);
		return Buffer.concat([body.subarray(0, where), body.subarray(where + random.int(1, 4))]);
	},
	cutOff: (body, random) => body.subarray(0, place(body, random)),
	empty: () => Buffer.alloc(0),
	twice: (body) => Buffer.concat([body, body]),
	otherBody: (_, __, other) => other,
	halfOfAnother: (body, random, other) =>
		Buffer.concat([body.subarray(0, place(body, random)), other.subarray(place(other, random))]),
	spaces: (body, random) =>
		Buffer.from(
			random.pick([`${body} `, ` ${body}`, `${body}\n`, `${body}\r\n`, `\ufeff${body}`, `${body}\0`, `\n\n${body}`]),
		),
	digit: onText((text, random) => {
		const digits = [...text.matchAll(/\d/g)];
		const where = random.pick(digits).index;
		return text.slice(0, where) + String(random.int(0, 9)) + text.slice(where + 1);
	}),
	amount: onText((text, random) =>
		text.replace(/"amount":"[^"]*"/, `"amount":${random.pick(['"0.01"', '99999', '-1', '1e9', '"9999.00"'])}`),
	),
	event: onText((text) =>
		text.replace(/payment_received|refund_processed/, (name) =>
			name === 'payment_received' ? 'refund_processed' : 'payment_received',
		),
	),
	keyTwice: onText((text) => text.replace('"data":{', '"data":{"amount":"1.00",')),
	laterKey: onText((text) => text.replace(/\}\}$/, ',"amount":"1.00"}}')),
	prototype: onText((text) => text.replace('{', '{"__proto__":{"amount":"1.00"},')),
	nested: onText((text, random) => '['.repeat(random.int(1, 600)) + text),
	normalised: onText((text, random) => text.normalize(random.pick(['NFC', 'NFD', 'NFKC', 'NFKD'] as const))),
	lookAlike: onText((text, random) =>
		text.replace(
			random.pick(['a', 'e', 'o', 'p', 'c']),
			(letter) => ({ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с' })[letter] ?? letter,
		),
	),
	invisible: onText((text, random) =>
		text.replace('"data"', random.pick(['"data\u200b"', '"\u200ddata"', '"da\u00adta"', '"data\u202e"'])),
	),
	escaped: onText((text) =>
		text
			.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
			.replace('"data"', '"d\\u0061ta"'),
	),
	writtenAnew: onText((text, random) => {
		const value = JSON.parse(text) as object;
		return random.pick([
			JSON.stringify(value, null, 2),
			JSON.stringify(value, null, '\t'),
			JSON.stringify(Object.fromEntries(Object.entries(value).reverse())),
			text.replaceAll(':', ': '),
			text.replaceAll('/', '\\/'),
		]);
	}),
	lineEnds: onText((text) => JSON.stringify(JSON.parse(text), null, 1).replaceAll('\n', '\r\n')),
	otherEncoding: (body, random) => {
		const text = body.toString('utf8');
		return random.pick([
			Buffer.from(text, 'latin1'),
			Buffer.from(text, 'utf16le'),
			Buffer.from(text, 'utf16le').swap16(),
			Buffer.from(body.toString('latin1'), 'utf8'),
			Buffer.from(text.replace(/[^\x20-\x7e]/g, '?')),
		]);
	},
	wrapped: (body, random) => {
		const text = body.toString('utf8');
		return random.pick([
			Buffer.from(body.toString('base64')),
			Buffer.from(body.toString('hex')),
			gzipSync(body),
			Buffer.from(encodeURIComponent(text)),
			Buffer.from(`payload=${encodeURIComponent(text)}`),
			Buffer.from(JSON.stringify(text)),
			Buffer.from(`[${text}]`),
		]);
	},
	tooLarge: (body) => Buffer.concat([body, Buffer.alloc(4_000, 32)]),
};
