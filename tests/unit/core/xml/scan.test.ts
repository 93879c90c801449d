import fc from 'fast-check';
import { parseXml } from '../../../../core/xml/parse';
import { readXml } from '../../../../core/xml/read';
import { scanXml } from '../../../../core/xml/scan';
import type { XmlDocument } from '../../../../core/xml/tree';
import { assertProperty, EFFORT } from '../../../support/property';

const options = (joinsHtml: boolean) => ({
	onElement: undefined,
	joinsHtml,
	texts: joinsHtml ? new Set(['b', 'RoomStay']) : undefined,
	onBegin: () => undefined,
});

function parsed(text: string, joinsHtml: boolean): XmlDocument | null {
	try {
		return parseXml(text, { ...options(joinsHtml), start: 0, mendedAt: [] });
	} catch {
		return null;
	}
}

/** Whatever may stand in a document, in any order: most of it comes out as no document at all. */
const piece = fc.constantFrom(
	...['<a>', '</a>', '<a', '</a', '<b c="1">', '</b>', '<b/>', '<o:b o:c="1" c="2"/>', '<p>', '</p>', '<br/>'],
	...[' ', '\n', '\r\n', '\t', '>', '/>', '=', '"', "'", '<', '&', ';', ']]>', '<![CDATA[x]]>', '--', '-->'],
	...['<!-- x -->', '<!-- x -- y -->', '<!DOCTYPE a>', '<?xml version="1.0"?>', '<?x y?>', '<?xml version="1.1"?>'],
	...['&amp;', '&lt;', '&#65;', '&#x41;', '&#xD800;', '&#0;', '&#9;', '&nope;', '&#xFFFE;', '&#1114112;', '&;', '&#;'],
	...['x', 'é', '漢', '😀', '\uD83D', '\uDE00', '\u0001', '\uFFFE', '\u0085', '\u00a0', '\uFEFF', '__proto__="1"'],
	...[' c="1"', " d='2\n3'", ' e = "&quot;"', ' é="1"', ' c="<"', ' c=1', ' c', 'c="1"', ' xmlns:o="urn:o"'],
);
/** Elements in elements, mostly well-formed. */
const { content } = fc.letrec<{ content: string }>((tie) => ({
	content: fc
		.array(
			fc.oneof(
				{ depthSize: 'small' },
				piece,
				fc.constantFrom('words', ' two words ', '\n\t', 'R&amp;B', '<c d="e"/>'),
				fc
					.tuple(
						fc.constantFrom('a', 'o:b', 'p', 'b', 'RoomStay'),
						fc.constantFrom('', ' c="1"', " d='2\n3'"),
						tie('content'),
					)
					.map(([name, attributes, inside]) => `<${name}${attributes}>${inside}</${name}>`),
			),
			{ maxLength: 4 },
		)
		.map((parts) => parts.join('')),
}));

describe('the scanner', () => {
	it('reads what it reads as the parser does, and nothing that the parser refuses', () => {
		let scanned = 0;
		const compare = (text: string, joinsHtml: boolean) => {
			const fast = scanXml(text, options(joinsHtml));
			if (fast === null) return;
			scanned++;
			expect(fast).toEqual(parsed(text, joinsHtml));
		};
		assertProperty(
			fc.property(fc.array(piece, { maxLength: 8 }), content, fc.boolean(), (pieces, inside, joinsHtml) => {
				compare(pieces.join(''), joinsHtml);
				compare(`<a>${inside}</a>`, joinsHtml);
				compare(`<?xml version="1.0" encoding="UTF-8"?>\r\n<a>${pieces.join('')}${inside}</a>`, joinsHtml);
			}),
			{ numRuns: 5_000 },
		);
		expect(scanned).toBeGreaterThan(2_000 * EFFORT);
	});

	it.each([
		'<?xml version="1.0" encoding="utf-8"?>\n<a b="1" c=\'2\'>\n  <o:d xmlns:o="urn:o"/>\r\n <!-- e --> R&amp;B &#65; 😀 <p>x<br/> y</p></a>\n',
		'<a/>',
		'<a __proto__="1"><b>é</b ></a >',
	])('knows the ordinary: %s', (text) => {
		for (const joinsHtml of [true, false]) {
			expect(scanXml(text, options(joinsHtml))).not.toBeNull();
			expect(scanXml(text, options(joinsHtml))).toEqual(parsed(text, joinsHtml));
		}
	});

	it.each(['<a><![CDATA[x]]></a>', '<a é="1"/>', '<?x y?><a/>', '<a>x</a><!DOCTYPE a>', '<a><b></a></b>', ''])(
		'leaves the rest to the parser: %s',
		(text) => {
			expect(scanXml(text, options(false))).toBeNull();
		},
	);

	it.each(['\uFFFD', '\uFDD0', '\u0001', '\uD83D'])('leaves what is lost or forbidden to the parser: %j', (sign) => {
		for (const text of [`<a>x${sign}</a>`, `<a b="x${sign}"/>`, `<a/><!-- x${sign} -->`])
			expect(scanXml(text, options(false))).toBeNull();
	});

	it('remembers only so many names', () => {
		const many = Array.from({ length: 10_001 }, (_, index) => `<b${index}/>`).join('');
		expect(scanXml(`<a>${many}</a>`, options(false))).toBeNull();
		expect(readXml(`<a>${many}</a>`).root.children).toHaveLength(10_001);
	});

	it('leaves no count of what it gave up on', () => {
		const count = { elements: 0 };
		readXml('<a><b/><b/><![CDATA[x]]></a>', { count });
		expect(count.elements).toBe(3);
	});

	it('shares no list that one element could write into another', () => {
		const { root } = readXml('<a><b/><c/></a>');
		expect(() => root.children[0]?.children.push(root)).toThrow(TypeError);
		expect(root.children[1]?.children).toEqual([]);
	});
});
