/** However long a text is, card numbers are looked for in a time that its length asks for. */
import fc from 'fast-check';
import { withoutCardNumbers } from '../../../../core/text/card-numbers';
import { inASecond, inProportion } from '../../../support/cpu-time';
import { assertProperty } from '../../../support/property';

describe('a long text', () => {
	const units = [
		'4',
		'41 ',
		'5 4 ',
		'4111 1111 1111 1112 ',
		'4111111111111111 ',
		'cvv ',
		'cvv code ',
		'security code on the ',
		'+',
		'+41 ',
		'1.1.2026 ',
		'DE89 3704 ',
		'DE89',
		'\u200b',
		'4\u200b',
		'(',
		'a1',
		'٤',
		'737 (',
		'de ',
		'cvv 4 4 4 4 4 4 4 4 ',
		// Words without blanks, of which each is the name of a code.
		'安全码',
		'安全码安',
		'背面',
		'背面三位',
		'后三码5',
		'보안코드',
		'안전',
		'セキュリティコード',
		'セキュリティコードは裏面',
		'cvv码',
		'rakam',
		'arkasindaki uc rakam ',
		'code on the ',
		'cvv no ',
		'no ',
		'numbers back ',
		'numbers behind cvv ',
		'digits back ',
		'4 digits front ',
		'位背面',
		'背面位cvv',
		'code hinten ',
		'cvv by phone + ',
		'cvv on + 0 ',
		'cvv 7 - ',
		'7 - ',
		'7/',
		'3-digit ',
		'c-v',
		'card_',
		'cvv_code',
		'&nbsp;',
		'cvv&nbsp;',
		'<a ',
		'<',
		'&amp;',
		'&#',
		'\\',
		'%25',
		'4111 + ',
		'4=',
		'.',
		'4111.....',
	];
	const ofLength = (unit: string, length: number) => `${unit.repeat(Math.floor(length / unit.length))}123`;

	it.each(units)('of %j and a number takes a moment', (unit) => {
		inASecond(() => withoutCardNumbers(ofLength(unit, 4_000)));
		inProportion((length) => withoutCardNumbers(ofLength(unit, length)), 250_000);
	});

	it.each(['安全码', '보안코드', 'セキュリティコード'])('of a million characters %s takes a moment', (unit) => {
		inProportion((length) => withoutCardNumbers(ofLength(unit, length)), 1_000_000, 3);
	});

	it('of words that name a code takes a moment, whatever it ends in', () => {
		const names = fc.constantFrom(
			'安全码',
			'校验码',
			'背面',
			'보안코드',
			'セキュリティコード',
			'cvv',
			'csc',
			'5',
			' ',
			'的',
		);
		assertProperty(
			fc.property(
				fc.array(names, { minLength: 1, maxLength: 5 }),
				fc.constantFrom('', '12', '123', '!'),
				(unit, end) => {
					const text = unit.join('').repeat(1_000).slice(0, 4_000) + end;
					inASecond(() => withoutCardNumbers(text));
				},
			),
			{ numRuns: 50 },
		);
	});

	it.each(['00000..', '00000', '0 ', '12/27 ', '1234567 ', '. ', '123..'])(
		'of a card number and then %j takes a moment',
		(unit) => {
			inProportion((length) => withoutCardNumbers(`4111111111111111 ${ofLength(unit, length)}`), 500_000);
		},
	);
});
