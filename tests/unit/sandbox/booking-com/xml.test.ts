import fc from 'fast-check';
import { at, BadXml, readXml } from '../../../../sandbox/booking-com/xml/read';
import { el, toXml } from '../../../../sandbox/booking-com/xml/write';
import { assertProperty } from '../../../support/property';

const text = fc.string({ unit: 'binary' });
/** What XML cannot hold is left out by the writer. */
const holdable = (value: string): string => value.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');

describe('the sandbox writes XML that says what it was given', () => {
	it('escapes markup in text and attributes', () => {
		expect(toXml(el('a', { b: '<"&\'\n' }, ['x < y && "z" > é李']))).toBe(
			'<a b="&lt;&quot;&amp;\'&#10;">x &lt; y &amp;&amp; "z" &gt; é李</a>',
		);
	});

	it('leaves out attributes and children that are not there', () => {
		expect(toXml(el('a', { b: null, c: undefined, d: 0 }, [null, false, el('e')]))).toBe('<a d="0"><e/></a>');
	});

	it('any attribute and text survive a round trip', () => {
		assertProperty(
			fc.property(text, text, (attribute, content) => {
				const read = readXml(toXml(el('root', { value: attribute }, [el('child', {}, [`|${content}|`])])));
				expect(read.attributes['value']).toBe(holdable(attribute));
				expect(at(read, 'child')[0]?.text).toBe(`|${holdable(content)}|`);
			}),
		);
	});
});

describe('the sandbox reads strictly', () => {
	it.each([
		['nothing', ''],
		['an unclosed element', '<a><b></a>'],
		['two roots', '<a/><b/>'],
		['a DOCTYPE', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
		['an unknown entity', '<a>&e;</a>'],
		['text only', 'hello'],
	])('refuses %s', (_what, body) => {
		expect(() => readXml(body)).toThrow(BadXml);
	});

	it('ignores namespace prefixes', () => {
		expect(at(readXml('<o:a xmlns:o="urn:x"><o:b c="1"/></o:a>'), 'b')[0]?.attributes).toEqual({ c: '1' });
	});
});
