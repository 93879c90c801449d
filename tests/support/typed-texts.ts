/** Texts as guests type them and strangers send them, with a card number in them. */
import fc from 'fast-check';
import { anyCardNumber } from './cards';

const words = fc.constantFrom(
	'late arrival',
	'Smith & Sons',
	'<3',
	'<b>',
	'</b>',
	'<!--',
	'<![CDATA[',
	']]>',
	'<?',
	'<!DOCTYPE x>',
	'"',
	"'",
	'&',
	'&amp;',
	'&nbsp;',
	'&#x0b;',
	'&#0;',
	'&foo;',
	'\u0000',
	'\u000b',
	'\u001b[0m',
	'\uD800',
	'\uDC00',
	'\uFFFE',
	'\u202e',
	'\u00ad',
	'é',
	'e\u0301',
	'漢字',
	'😀',
	'٣',
	'½',
	'\r\n',
	'\t',
	'x',
	'=',
	'/',
	'+86 138 1101 3616',
	'DE89 3704 0044 0532 0130 00',
	'CVV: 737',
	'安全码',
	'验证码是',
	'보안코드',
	'セキュリティコード',
	'セキュリティコードは裏面の三桁です',
	'../../etc',
	"'; --",
	'${x}',
	'{{ $json }}',
	'__proto__',
);
const separators = fc.constantFrom(
	'',
	' ',
	'-',
	'/',
	', ',
	'    ',
	'.',
	'\u00ad',
	'\u200b',
	'\u00a0',
	') (',
	'\ufe0f',
	'\n',
	'       ',
	'\n      ',
	' - - ',
);

export interface Typed {
	text: string;
	/** The card number's digits but the last four, which must be nowhere afterwards. */
	secret: string;
}

/** With letters around the number: a digit that touches it makes it another number. */
export const typedText: fc.Arbitrary<Typed> = fc
	.tuple(
		anyCardNumber,
		separators,
		fc.constantFrom(4, 4, 4, 1, 2, 19),
		fc.array(words, { maxLength: 5 }),
		fc.array(words, { maxLength: 5 }),
	)
	.map(([number, between, size, before, after]) => ({
		text: `${before.join(' ')} no ${(number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between)} ok ${after.join(' ')}`,
		secret: number.slice(0, -4),
	}));

/** The number alone, in groups as people and forms divide it: a run of digits without a word is an id. */
const grouped: fc.Arbitrary<Typed> = fc
	.tuple(anyCardNumber, fc.constantFrom('-', ' ', '.', '/', '_', ', ', '\u200b', '\u00a0'), fc.constantFrom(4, 4, 2, 6))
	.map(([number, between, size]) => ({
		text: (number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between),
		secret: number.slice(0, -4),
	}));

/** Where an id or a code stands: among words, or divided. */
export const typedId: fc.Arbitrary<Typed> = fc.oneof(typedText, grouped);

/** As anybody would read them who looks for the number. */
export function leaks(value: unknown, { secret }: Typed): boolean {
	const texts: string[] = [];
	const collect = (part: unknown): void => {
		if (typeof part === 'string') texts.push(part);
		else if (part instanceof Error) texts.push(part.message, part.stack ?? '');
		else if (part !== null && typeof part === 'object') Object.values(part).forEach(collect);
	};
	collect(value);
	return texts.some((text) => text.normalize('NFKC').replace(/\D/g, '').includes(secret));
}
