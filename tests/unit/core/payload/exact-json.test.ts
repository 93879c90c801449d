import fc from 'fast-check';
import { parseExactJson } from '../../../../core/payload/exact-json';
import { MAX_JSON } from '../../../../core/payload/json-or-null';
import { within } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';

it('keeps every digit of a number that a JavaScript number cannot hold', () => {
	const text = `{"id":1193287465019283746,"negative":-9007199254740993,"list":[9007199254740992,9007199254740991],
		"price":133.50,"long":0.12345678901234567,"big":1e400,"code":"1193287465019283746","say \\"12345678901234567890\\"":1}`;
	expect(parseExactJson(text)).toEqual({
		id: '1193287465019283746',
		negative: '-9007199254740993',
		list: ['9007199254740992', 9007199254740991],
		price: 133.5,
		long: '0.12345678901234567',
		big: '1e400',
		code: '1193287465019283746',
		'say "12345678901234567890"': 1,
	});
});

it.each(['', '{', '{"a":1,}', '"'.repeat(100_000), `"${'\\"'.repeat(100_000)}`])(
	'throws for what is no JSON',
	(text) => {
		within(1, () => expect(() => parseExactJson(text)).toThrow(SyntaxError));
	},
);

it('is what JSON.parse gives wherever that is exact, and has the digits of any whole number', () => {
	assertProperty(
		fc.property(fc.json(), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (json, number) => {
			const whole = parseExactJson(`{"json":${json},"number":${number}}`) as { json: unknown; number: unknown };
			expect(String(BigInt(whole.number as string))).toBe(String(number));
			if (!/\d{16}|e/i.test(json)) expect(whole.json).toEqual(JSON.parse(json));
		}),
	);
});

it.each(['x', '\\"', '1 ', '\\u0031'])('reads a text of 16 million characters: %s', (unit) => {
	const text = `{"id":1193287465019283746,"a":"${unit.repeat(16_000_000 / unit.length)}"}`;
	expect(within(2, () => parseExactJson(text))).toMatchObject({ id: '1193287465019283746' });
});

it('refuses what is longer than any answer, without reading it', () => {
	expect(() => parseExactJson(`"${'x'.repeat(MAX_JSON)}"`)).toThrow(new SyntaxError('The text is too long to be read'));
});
