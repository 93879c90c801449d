import { mendXml } from '../../../../core/xml/mend';
import { inASecond } from '../../../support/cpu-time';
import { elementsAt, readXml, tryReadXml, XmlError } from '../../../../core/xml/read';

describe('a document that is mended', () => {
	it.each([
		['late \u000b thanks', 'late   thanks'],
		['\u001b[1mlate', '[1mlate'],
		['nul\u0000l', 'null'],
		['late&#x0b;thanks', 'late thanks'],
		['late&#X0B;&#27;&#0;thanks', 'late thanks'],
		['a&#xD800;b', 'a\uFFFDb'],
		['a&#99999999;b', 'a\uFFFDb'],
		['a&#xFFFE;b\uFFFF', 'ab'],
		['a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
		['Smith & Sons', 'Smith & Sons'],
		['Smith &Sons; & co &', 'Smith &Sons; & co &'],
		['M&uuml;ller&nbsp;&eacute; &szlig;', 'Müller\u00a0é ß'],
		['&amp;&lt;&#233;&#xE9;', '&<éé'],
		['I <3 you', 'I <3 you'],
		['a < b > c', 'a < b > c'],
		['a <b and c', 'a <b and c'],
		['2<3', '2<3'],
		['<<', '<<'],
		['write <john@example.com> please', 'write <john@example.com> please'],
		['see <http://example.com/a?b=c>', 'see <http://example.com/a?b=c>'],
		['one<p>two<p>three', 'one<p>two<p>three'],
		['<x a="b">'.repeat(70), '<x a="b">'.repeat(70)],
		['a&toString;b&valueOf;&constructor;', 'a&toString;b&valueOf;&constructor;'],
		['x&__proto__;y', 'x&__proto__;y'],
		['<!DOCTYPE html> hi', '<!DOCTYPE html> hi'],
		['<?xml version="1.0"?> hi', '<?xml version="1.0"?> hi'],
		['<a href="x>y</a>', '<a href="x>y</a>'],
		['I <love> you', 'I <love> you'],
		['not </b> bold', 'not </b> bold'],
		['</ what', '</ what'],
		['look <!-- here', 'look <!-- here'],
		['a <![CDATA[b', 'a <![CDATA[b'],
		['<![CDATA[a\u0001b]]>', 'ab'],
		['😀 é', '😀 é'],
	])('has "%s" as a text', (typed, read) => {
		// Something follows that an opening could swallow.
		const { root } = readXml(
			mendXml(`<r><m><t>${typed}</t></m><m><t><![CDATA[x]]></t></m></r><!-- RUID: [abc] -->`).text,
		);
		expect(elementsAt(root, 'm/t').map(({ text }) => text)).toEqual([read, 'x']);
	});

	it('has the line breaks and pictures of HTML, which are never closed, as elements', () => {
		const typed = 'one<br>two<BR >three<hr><img src="a">four'.repeat(8);
		const { text } = mendXml(`<r><m><t>${typed}</t></m><m><t>a<br></br>b</t></m></r>`);
		const [first, second] = elementsAt(readXml(text, { joinsHtml: true }).root, 'm/t').map((each) => each.text);
		expect(first).toBe('one\ntwo\nthree\nfour'.repeat(8));
		expect(second).toBe('a\nb');
	});

	it('says where it was mended, whatever name an entity has', () => {
		const { text, at } = mendXml('<r><a>&toString;</a>&</r>');
		expect(at).toEqual([text.indexOf('&amp;'), text.lastIndexOf('&amp;')]);
	});

	it('has the values of attributes mended too', () => {
		const { root } = readXml(mendXml('<a b="Smith & Sons <3 \u000b&#0;" c=\'"&amp;\'/>').text);
		expect({ ...root.attributes }).toEqual({ b: 'Smith & Sons <3  ', c: '"&' });
	});

	it('keeps what was right as it was', () => {
		for (const text of [
			'<?xml version="1.0"?><!-- one --><o:a xmlns:o="urn:o" o:b="1 > 0">x<c/><![CDATA[<y> & z]]>&amp;</o:a>',
			'<a\n b = "1"\t/>',
		])
			expect(mendXml(text)).toEqual({ text, at: [] });
	});

	it.each(['\0\0', '\uFFFD', '\n\0', '\u001a'])('may have %j around it', (filling) => {
		const { text } = mendXml(`${filling}<?xml version="1.0"?><r>x</r>${filling}`);
		expect(readXml(text).root.text).toBe('x');
	});

	it.each([
		'<a><b>',
		'<a b="',
		'<a',
		'<',
		'<a><!-- b',
		'<a><![CDATA[b',
		'<a><b x="1"></a>x',
		'<r><a/><b></r>',
		'<a b=1/>',
	])('stays refused where something is missing: %s', (text) => {
		expect(tryReadXml(mendXml(text).text)).toBeInstanceOf(XmlError);
	});

	it.each([
		['a room whose tag is damaged', '<r><m IndexNumber=460><n/></m></r>'],
		['a room without its end', '<r><m><n/><o>x</o><m><n/></m></r>'],
		['a value without its end', '<r><m x="foo><n y="bar"/></m></r>'],
	])('never becomes a text: %s', (_, text) => {
		expect(tryReadXml(mendXml(text).text)).toBeInstanceOf(XmlError);
	});

	it('is told where it was mended, for each element', () => {
		const { text, at } = mendXml('<r><a>x</a><b>y & z</b><c d="&"/><e/> <f>\u0001</f></r>');
		const { root } = readXml(text, { mendedAt: at });
		expect(root.mended).toBe(true);
		expect(root.children.map(({ name, mended }) => [name, mended ?? false])).toEqual([
			['a', false],
			['b', true],
			['c', true],
			['e', false],
			['f', true],
		]);
	});

	it('takes no longer than its length asks for', () => {
		for (const unit of [
			'<',
			'&',
			'<a ',
			'<a b="',
			"<a b='",
			'<!--',
			'<![CDATA[',
			'</a>',
			'<a>',
			'</',
			'&#x',
			'\u0001',
			'<?',
			'<b><i></b>',
			'<a\n',
		]) {
			const before = process.cpuUsage();
			mendXml(`<r>${unit.repeat(200_000 / unit.length)}</r>`);
			mendXml(`<r>${unit.repeat(200_000 / unit.length)}</r>`, /^m$/);
			expect(process.cpuUsage(before).user / 1_000_000).toBeLessThan(4);
		}
	});

	it('takes no longer for messages that end with another element, however deep they are', () => {
		const source = '<x>'.repeat(100_000) + '<m></x>'.repeat(30_000);
		inASecond(() => mendXml(source, /^m$/));
	});
});
