import fc from 'fast-check';
import { parseExactJson } from '../../../../core/payload/exact-json';
import { answerOrNull, jsonOrNull, MAX_JSON } from '../../../../core/payload/json-or-null';
import { inASecond } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';

describe('the JSON of an answer', () => {
	it('is read with what a guest typed and its sender did not escape', () => {
		expect(answerOrNull('{\n\t"a": "late \u000b thanks",\r\n"b\u0001": "one\ntwo\t\\"\u001b\\\\"}')).toEqual({
			a: 'late \u000b thanks',
			'b\u0001': 'one\ntwo\t"\u001b\\',
		});
		expect(answerOrNull('{"id":1193287465019283746,"a":"\u000b"}', parseExactJson)).toEqual({
			id: '1193287465019283746',
			a: '\u000b',
		});
	});

	it.each(['', '{', '{"a":"\u000b}', '\u000b', '{"a":"\\\u000b"}', '{"a\u000b":}'])('is none: %j', (text) => {
		expect(answerOrNull(text)).toBeNull();
	});

	it('is the same without escapes of what must be escaped', () => {
		assertProperty(
			fc.property(fc.json(), fc.string(), (json, typed) => {
				const value = { json: JSON.parse(json) as unknown, typed: `${typed}\u000b\n` };
				const raw = JSON.stringify(value).replace(/\\(u000b|n)/g, (whole, code: string, at: number, all: string) => {
					const isEscaped = (/\\*$/.exec(all.slice(0, at))?.[0].length ?? 0) % 2 === 1;
					return isEscaped ? whole : code === 'n' ? '\n' : '\u000b';
				});
				expect(answerOrNull(raw)).toEqual(value);
			}),
		);
	});

	it('is none where it is longer than an answer is', () => {
		const text = `"${'x'.repeat(MAX_JSON)}"`;
		expect([jsonOrNull(text), answerOrNull(text), jsonOrNull(text.slice(0, 2) + text.slice(4))]).toEqual([
			null,
			null,
			expect.any(String),
		]);
	});

	it.each(['"', '\\"', '\u000b', '"\u000b', '{"', '\\'])('takes a moment, though it is a million of %j', (unit) => {
		const text = `{"a":"${unit.repeat(1_000_000 / unit.length)}`;
		inASecond(() => answerOrNull(text));
		inASecond(() => answerOrNull(`${text}"}`));
	});
});
