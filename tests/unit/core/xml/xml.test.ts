import fc from 'fast-check';
import {
	childOf,
	descendantsOf,
	elementAt,
	elementsAt,
	readXml,
	tryReadXml,
	XmlError,
} from '../../../../core/xml/read';
import { writeXml, xml } from '../../../../core/xml/write';
import { assertProperty } from '../../../support/property';

/** Any text that XML 1.0 can carry. */
const carried = fc
	.string({ unit: 'binary', maxLength: 60 })
	.filter((text) => !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text) && !/\p{Surrogate}/u.test(text));

describe('XML', () => {
	it('comes back as it was written, whatever the text', () => {
		assertProperty(
			fc.property(carried, carried, carried, (attribute, text, more) => {
				const written = writeXml(
					xml('root', { attribute, none: null, nothing: undefined, number: 7 }, [
						xml('a', {}, [text]),
						xml('a', {}, ['<', more, '>']),
						xml('b'),
					]),
				);
				const { root } = readXml(written);
				expect({ ...root.attributes }).toEqual({ attribute, number: '7' });
				expect(elementsAt(root, 'a').map((element) => element.text)).toEqual([text.trim(), `<${more}>`]);
				expect(childOf(root, 'b')).toEqual({ name: 'b', attributes: {}, children: [], text: '' });
			}),
			{ numRuns: 500 },
		);
	});

	it.each(['\u0000', 'a\u0008', '\uFFFE', '\uD800', '\uDC00\uD800'])(
		'is not written with %j, which would spoil the whole message',
		(text) => {
			expect(() => writeXml(xml('a', {}, [text]))).toThrow(RangeError);
			expect(() => writeXml(xml('a', { b: text }))).toThrow(RangeError);
		},
	);

	it('is read without namespaces, with its comments, and with its text in parts', () => {
		const { root, comments } = readXml(
			'\uFEFF\n <?xml version="1.0"?><!-- one --><o:a xmlns:o="urn:o" o:b="1">x<!-- two --><![CDATA[<y>]]>&amp;<c/> z </o:a><!-- three -->',
		);
		expect(root).toMatchObject({ name: 'a', text: 'x<y>& z' });
		expect(root.attributes.b).toBe('1');
		expect(comments).toEqual(['one', 'two', 'three']);
	});

	it('finds elements by path and at any depth', () => {
		const { root } = readXml('<r><a><b n="1"/></a><a><b n="2"/><c><b n="3"/></c></a></r>');
		expect(elementsAt(root, 'a/b').map(({ attributes }) => attributes.n)).toEqual(['1', '2']);
		expect(elementAt(root, 'a/c/b')?.attributes.n).toBe('3');
		expect(descendantsOf(root, 'b')).toHaveLength(3);
		expect([
			elementAt(root, 'x/y'),
			childOf(undefined, 'a'),
			...elementsAt(undefined, 'a'),
			...descendantsOf(undefined, 'a'),
		]).toEqual([undefined, undefined]);
	});

	it('lets nothing of a closed element past the one who looks', () => {
		const seen: string[] = [];
		const { root } = readXml('<a><b>secret</b></a>', {
			onElement: (element) => {
				seen.push(element.name);
				element.text = '';
			},
		});
		expect(seen).toEqual(['b', 'a']);
		expect(JSON.stringify(root)).not.toContain('secret');
	});

	it.each([
		['nothing', '', /empty/],
		['blanks', ' \n ', /empty/],
		['a cut-off document', '<a><b>', /not well-formed/],
		['a cut-off tag', '<a b="', /not well-formed/],
		['a document type', '<!DOCTYPE a><a/>', /document type/],
		['an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', /document type/],
		['an unknown entity', '<a>&secret;</a>', /not well-formed/],
		['two roots', '<a/><b/>', /not well-formed/],
		['a repeated attribute', '<a b="1" b="2"/>', /not well-formed/],
		['endless nesting', '<a>'.repeat(65), /too deeply/],
		['plain text', 'Service unavailable', /not well-formed/],
		['a control character', '<a>\u0001</a>', /not well-formed/],
	])('is refused for %s, without quoting it', (_, text, message) => {
		const problem = tryReadXml(text);
		expect(problem).toBeInstanceOf(XmlError);
		expect((problem as XmlError).message).toMatch(message);
		expect((problem as XmlError).message).not.toContain('secret');
		expect(() => readXml(text)).toThrow(XmlError);
	});

	it('takes 64 levels, and an attribute called like a part of every object', () => {
		expect(tryReadXml('<a>'.repeat(64) + '</a>'.repeat(64))).not.toBeInstanceOf(XmlError);
		const { root } = readXml('<a __proto__="1" constructor="2"/>');
		expect([root.attributes['__proto__'], root.attributes.constructor, root.attributes.toString]).toEqual([
			'1',
			'2',
			undefined,
		]);
	});
});
