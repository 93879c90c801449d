import fc from 'fast-check';
import { readXml, type XmlElement } from '../../../../../core/xml/read';
import { mayBeCardData, withoutCardData } from '../../../../../nodes/BookingCom/responses/card-data';
import { assertProperty } from '../../../../support/property';

const name = fc.oneof(
	fc.constantFrom(
		...[
			'PaymentCard',
			'payment_card',
			'CreditCard',
			'cc_number',
			'CC_CVC',
			'dc_issue_number',
			'CardNumber',
			'card_holder',
		],
		...[
			'CardHolderName',
			'SeriesCode',
			'cvc',
			'CVV2',
			'vcc_expiration_date',
			'Total',
			'Amount',
			'CardCode',
			'ExpireDate',
		],
	),
	fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/),
);
const element = fc
	.tuple(name, fc.dictionary(name, fc.constantFrom('4111111111111111', '737', 'x'), { maxKeys: 3 }), fc.boolean())
	.map(([tag, attributes, hasChild]) => {
		const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
		return `<${tag}${written.join('')}>4111111111111111${hasChild ? '<card_number>4111111111111111</card_number>' : ''}</${tag}>`;
	});
const read = (text: string, isWatched?: (name: string) => boolean): XmlElement =>
	readXml(text, { onElement: withoutCardData, isWatched }).root;

describe('card data in elements', () => {
	it('goes wherever it is looked for, and is looked for wherever it may be', () => {
		assertProperty(
			fc.property(fc.array(element, { maxLength: 4 }), (elements) => {
				const text = `<a>${elements.join('')}</a>`;
				expect(read(text, mayBeCardData)).toEqual(read(text));
				// The parser, which reads what is out of the ordinary, asks for none.
				expect(read(`<a><![CDATA[ ]]>${elements.join('')}</a>`, mayBeCardData)).toEqual(read(text));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('is looked for in no element that can have none', () => {
		const asked: string[] = [];
		const seen: string[] = [];
		readXml('<o:a><b c="1" o:d="2"/><b o:d="3"/><e/><o:f d="4">x</o:f></o:a>', {
			onElement: ({ name: found }) => seen.push(found),
			isWatched: (each) => asked.push(each) > 0 && /^[ce]$/.test(each),
		});
		expect(seen).toEqual(['b', 'e']);
		expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'd']);
	});
});
