import fc from 'fast-check';
import { redact } from '../../../../core/text/redact';
import { assertProperty } from '../../../support/property';

describe('redact', () => {
	it.each([
		['Bad guest Zoë Dupont', ['Zoë', 'Dupont'], 'Bad guest […] […]'],
		['DUPONT is too long', ['Dupont'], '[…] is too long'],
		['to a.b+c@example.com.', ['a.b+c@example.com', 'example'], 'to […].'],
		['the channel is unknown', ['Ann', 'e', ''], 'the channel is unknown'],
		['Li, Lin', ['Li'], '[…], Lin'],
		['key (a[b)', ['(a[b)'], 'key […]'],
		['nothing to hide', [], 'nothing to hide'],
		['nothing to hide', ['', ' ', 'x'], 'nothing to hide'],
		['a  padded secret', [' padded '], 'a  […] secret'],
	])('%j without %j is %j', (text, values, expected) => {
		expect(redact(text, values)).toBe(expected);
	});

	it('leaves none of the values between spaces, whatever is in them', () => {
		const value = fc
			.string({ unit: 'grapheme', minLength: 2 })
			.map((text) => text.trim())
			.filter((text) => text.length > 1 && text !== '[…]');
		assertProperty(
			fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
				const said = redact(`Refused: ${values.join(' , ')} .`, values);
				for (const text of values) expect(said.split(' , ').includes(text)).toBe(false);
				expect(said).toContain('[…]');
			}),
		);
	});
});

describe('redact, at length', () => {
	it.each([
		['a megabyte of names', ['Refused: Dupont', Array.from({ length: 100_000 }, (_, index) => `Name${index}`)]],
		['a name of a megabyte', ['Refused: Dupont', ['x'.repeat(1_000_000), 'Dupont']]],
		['a text of a megabyte', ['Dupont '.repeat(150_000), ['Dupont', 'pont Du']]],
	] as Array<[string, [string, string[]]]>)('is quick on %s', (_, [text, values]) => {
		const before = process.cpuUsage();
		const said = redact(text, values);
		expect(said).not.toContain('Dupont');
		expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(2);
	});

	it('finds a name whatever the case of letters that have two forms', () => {
		expect(redact('İSTANBUL, ΝΊΚΟΣ', ['istanbul', 'Νίκος', 'İstanbul'])).toBe('[…], […]');
	});
});
