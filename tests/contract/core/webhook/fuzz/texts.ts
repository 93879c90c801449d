/** Ways to spoil the text of one header. */
import type { Random } from '../../../../../sandbox/hotel';

export type TextChange = (text: string, random: Random) => unknown;

const ODD = [
	'',
	' ',
	'\t',
	'\n',
	'\r\n',
	'\0',
	'\u00a0',
	'\u200b',
	'\ufeff',
	',',
	';',
	'=',
	'.',
	'"',
	"'",
	'%',
	'+',
	'-',
	'0',
	'f',
	'v1=',
	't=',
	'v1,',
	'sha256=',
	'é',
	'🥐',
	'７',
];
const at = (text: string, random: Random) => random.int(0, text.length);

export const TEXT_CHANGES: Readonly<Record<string, TextChange>> = {
	bit(text, random) {
		const bytes = Buffer.from(text, 'latin1');
		const where = random.int(0, Math.max(0, bytes.length - 1));
		bytes[where] = (bytes[where] ?? 0) ^ (1 << random.int(0, 7));
		return bytes.toString('latin1');
	},
	insert(text, random) {
		const where = at(text, random);
		return text.slice(0, where) + random.pick(ODD) + text.slice(where);
	},
	remove(text, random) {
		const where = at(text, random);
		return text.slice(0, where) + text.slice(where + random.int(1, 3));
	},
	replace(text, random) {
		const where = at(text, random);
		return text.slice(0, where) + random.pick(ODD) + text.slice(where + 1);
	},
	cutOff: (text, random) => text.slice(0, at(text, random)),
	cutOffBefore: (text, random) => text.slice(at(text, random)),
	around: (text, random) =>
		random.pick([
			` ${text}`,
			`${text} `,
			`\t${text}`,
			`${text}\n`,
			`${text}\r\n`,
			`"${text}"`,
			`'${text}'`,
			`${text}\0`,
			`\ufeff${text}`,
			`${text},`,
			`${text};`,
		]),
	swapTwo(text, random) {
		const where = random.int(0, Math.max(0, text.length - 2));
		return text.slice(0, where) + (text[where + 1] ?? '') + (text[where] ?? '') + text.slice(where + 2);
	},
	reversed: (text) => [...text].reverse().join(''),
	letterCase: (text, random) =>
		random.pick([
			text.toUpperCase(),
			text.toLowerCase(),
			text.replace(/[a-z]/gi, (letter) => (random.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase())),
		]),
	wideDigits: (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
	lookAlikes: (text) => text.replace(/a/g, 'а').replace(/e/g, 'е').replace(/o/g, 'о'),
	twice: (text, random) => text + random.pick(['', ',', ', ', ' ', ';']) + text,
	hexToBase64: (text) => text.replace(/[0-9a-f]{64}/gi, (hex) => Buffer.from(hex, 'hex').toString('base64')),
	base64ToHex: (text) => text.replace(/[A-Za-z0-9+/]{43}=/g, (base64) => Buffer.from(base64, 'base64').toString('hex')),
	base64Dialect: (text, random) =>
		random.pick([
			text.replace(/=+$/, ''),
			text.replaceAll('+', '-').replaceAll('/', '_'),
			`${text}=`,
			text.replace(/.=$/, (tail) => `${String.fromCharCode(tail.charCodeAt(0) + 1)}=`),
		]),
	encodedAgain: (text, random) =>
		random.pick([
			Buffer.from(text).toString('base64'),
			Buffer.from(text).toString('hex'),
			encodeURIComponent(text),
			escape(text),
		]),
	otherAlgorithm: (text, random) =>
		random.pick(['sha1=', 'sha512=', 'SHA256=', 'sha256:', 'sha256', 'hmac-sha256=', 'v1=', 'v1,', 'Bearer ']) + text,
	otherVersion: (text, random) => text.replace(/v1/g, random.pick(['v0', 'v2', 'v1a', 'V1', 'v', 'v01', 'v11', 'v1 '])),
	zeros: (text, random) =>
		text.replace(
			/[0-9a-f]{64}|[A-Za-z0-9+/]{43}=/gi,
			random.pick(['0'.repeat(64), `${'A'.repeat(43)}=`, '', 'undefined', 'null', 'true']),
		),
	noText: (text, random) =>
		random.pick([
			undefined,
			null,
			0,
			true,
			{},
			[],
			[text, text],
			['', text],
			[[text]],
			[null],
			{ toString: () => text },
			Buffer.from(text),
		]),
	empty: () => '',
};

/** Times, which stand in a header alone or behind `t=`. */
const timeOf = (text: string) => /(?<=^|t=)\d{10}(?=$|,)/.exec(text)?.[0];

export const TIME_CHANGES: Readonly<Record<string, TextChange>> = Object.fromEntries(
	Object.entries({
		shifted: (time: number, random: Random) => time + random.pick([-1, 1, -300, 300, random.int(-1e9, 1e9)]),
		milliseconds: (time: number) => time * 1000,
		padded: (time: number, random: Random) =>
			random.pick([
				`0${time}`,
				`+${time}`,
				` ${time}`,
				`${time} `,
				`${time}.0`,
				`${time}e0`,
				`0x${time.toString(16)}`,
				`${time}n`,
				`-${time}`,
			]),
		words: (_: number, random: Random) =>
			random.pick([
				'',
				'now',
				'NaN',
				'Infinity',
				'-1',
				'0',
				'9'.repeat(13),
				'9'.repeat(400),
				new Date(NOW_MS).toISOString(),
			]),
		twice: (time: number, random: Random) =>
			random.pick([`${time},t=${time}`, `${time},t=${time + 1}`, `${time - 1},t=${time}`]),
	}).map(([name, change]) => [
		`time ${name}`,
		(text, random) => {
			const time = timeOf(text);
			return time === undefined ? text : text.replace(time, String(change(Number(time), random)));
		},
	]),
);
const NOW_MS = 1_614_265_330_000;
