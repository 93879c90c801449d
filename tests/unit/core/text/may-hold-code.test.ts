import fc from 'fast-check';
import { countedIn } from '../../../../core/text/digit-groups';
import { ibansIn } from '../../../../core/text/iban';
import { mayHoldCode } from '../../../../core/text/may-hold-code';
import { searchedCodes } from '../../../../core/text/security-codes';
import { assertProperty, EFFORT } from '../../../support/property';

const names = [
	...[
		'CVV',
		'cvv2',
		'CVC:',
		'c.v.v.',
		'CSC',
		'CID',
		'security code',
		'code de sécurité',
		'Prüfnummer',
		'ЦВВ',
		'安全码',
	],
	...[
		'the three digits on the back of my card',
		'hinten',
		'numbers behind',
		'card code',
		'código de seguridad',
		'last 3',
	],
];
const digits = [
	'7',
	'73',
	'737',
	'4737',
	'2737',
	'21234',
	'73712',
	'737123',
	'٧٣٧',
	'７３７',
	'⁷³⁷',
	'¼',
	'²',
	'①②③',
	'12/27',
];
const signs = [
	...[
		' ',
		'  ',
		'   ',
		'.',
		'-',
		'/',
		',',
		';',
		':',
		'_',
		'*',
		'|',
		'–',
		'—',
		'\n',
		'\t',
		'\u00a0',
		'\u2003',
		'\u3000',
	],
	...[
		'(',
		')',
		'+',
		'%',
		'& ',
		'&',
		'% ',
		'<',
		'>',
		'\\',
		'\\n',
		'&#55;',
		'&nbsp;',
		'%20',
		'<b>',
		'</b>',
		'<x 7>',
		'!',
	],
	...['\u00ad', '\u200b', '\u0301', '\u0007', '\u007f', '😀', '’', '«', '»', '…', '\ufeff', '\u{1d7d5}', 'º', '\ud83d'],
];
const words = ['room', 'is', 'my', 'Köln', 'St', 'phone', 'and', '客房', 'е', 'x', 'Ŋ', '٪', 'K'];
const text = fc
	.array(
		fc.oneof(
			fc.constantFrom(...names),
			fc.constantFrom(...digits),
			fc.constantFrom(...signs),
			fc.constantFrom(...words),
		),
		{
			minLength: 1,
			maxLength: 9,
		},
	)
	.map((parts) => parts.join(''));

describe('texts that are not searched', () => {
	it('hold no security code that the search would find', () => {
		let [passedOver, found] = [0, 0];
		assertProperty(
			fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (any) => {
				const codes = searchedCodes(any);
				if (codes.length > 0) found++;
				if (mayHoldCode(any)) return;
				passedOver++;
				expect(codes).toEqual([]);
			}),
			{ numRuns: 15_000 },
		);
		expect(passedOver).toBeGreaterThan(1_500 * EFFORT);
		expect(found).toBeGreaterThan(300 * EFFORT);
	});

	it.each([
		'guest.854741@guest.example',
		'Via Roma 8',
		'between 14:00 and 15:00',
		'VAT (3.7%)',
		'+41 79 638 57 29',
		'K & Q 12',
	])('are most of those that people write: %s', (any) => {
		expect(mayHoldCode(any)).toBe(false);
	});
});

const counting = fc
	.array(
		fc.constantFrom(
			...[
				'half',
				'part',
				'Teil',
				'moitié',
				'nd',
				'st',
				'.',
				'digits',
				'last',
				'first',
				'of',
				'/',
				'no.',
				'#',
				':',
				'=',
				'(',
			],
			...['1', '2', '3', '4', '8', '12', '2/2', '41', '4111', '٢', '&#50;', '<b>', ' ', ' ', ' ', '\n', 'x', 'ª'],
		),
		{ minLength: 2, maxLength: 9 },
	)
	.map((parts) => parts.join(''));
const account = fc
	.array(
		fc.constantFrom(
			...[
				'CH',
				'ch',
				'Ch',
				'GB',
				'at',
				'XX',
				'E\u017f',
				'es',
				'IBAN',
				'iban',
				'visa',
				'CH93',
				'93',
				'0076',
				'2011',
				'6238',
				'5295',
				'7',
			],
			...[
				'CH9300762011623852957',
				'CH93 0076 2011 6238 5295 7',
				'ＣＨ９３',
				'GB82WEST12345698765432',
				'\u200b',
				' ',
				'.',
				'/',
				':',
				'x',
				'&#57;',
			],
		),
		{ minLength: 1, maxLength: 8 },
	)
	.map((parts) => parts.join(''));

describe('what is looked for only where one of its signs stands', () => {
	it('is found as it is where the sign stands elsewhere: counts of parts', () => {
		let found = 0;
		assertProperty(
			fc.property(counting, (any) => {
				const counted = countedIn(`${any}\nwords words 3 words`);
				found += counted.length;
				expect(countedIn(any)).toEqual(counted);
			}),
			{ numRuns: 20_000 },
		);
		expect(found).toBeGreaterThan(1_000 * EFFORT);
	});

	it('is found as it is where the sign stands elsewhere: bank accounts', () => {
		let found = 0;
		assertProperty(
			fc.property(account, (any) => {
				const accounts = ibansIn(`${any}\n\n\n\n(x) CH1`);
				found += accounts.length;
				expect(ibansIn(any)).toEqual(accounts);
			}),
			{ numRuns: 20_000 },
		);
		expect(found).toBeGreaterThan(1_000 * EFFORT);
	});
});
