import fc from 'fast-check';
import { numbersIn } from '../../../../core/text/numbers-in';
import { assertProperty } from '../../../support/property';
import { typedText } from '../../../support/typed-texts';

describe('numbersIn', () => {
	it.each([
		['', 0],
		['Anna Müller', 0],
		['Ring 12/24', 4],
		['²³¹¼½¾ and °®', 6],
		['４１１１ ٣ ⑤ 𝟒𝟏', 8],
		['\uD800 4 \uDC00', 1],
	])('counts the numbers of %j', (text, count) => {
		expect(numbersIn(text, 100)).toBe(count);
	});

	it('finds what the expression for numbers finds, up to the most that is asked for', () => {
		const character = fc.oneof(
			fc.integer({ min: 0, max: 0x300 }).map((code) => String.fromCharCode(code)),
			fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
			fc.constantFrom('٣', '½', '𝟒', '４', '\uD835', '\uDFD2', '7'),
		);
		const texts = fc.oneof(
			fc.array(character, { maxLength: 40 }).map((all) => all.join('')),
			typedText.map(({ text }) => text),
		);
		assertProperty(
			fc.property(texts, fc.constantFrom(3, 9, 13), (text, most) => {
				expect(numbersIn(text, most)).toBe(Math.min(text.match(/\p{N}/gu)?.length ?? 0, most));
			}),
		);
	});
});
