import fc from 'fast-check';
import { decodeXml } from '../../../../core/xml/decode';
import { assertProperty } from '../../../support/property';

const utf16 = (text: string, order: 'le' | 'be', mark = true): Buffer => {
	const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
	return order === 'le' ? bytes : Buffer.from(bytes).swap16();
};
const utf32 = (text: string, order: 'le' | 'be', mark = true): Buffer => {
	const codes = [...((mark ? '\uFEFF' : '') + text)].map((character) => character.codePointAt(0) ?? 0);
	const bytes = Buffer.alloc(4 * codes.length);
	codes.forEach((code, at) => (order === 'le' ? bytes.writeUInt32LE(code, 4 * at) : bytes.writeUInt32BE(code, 4 * at)));
	return bytes;
};
const said = (encoding: string, text = 'Zoë Müller') => `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;

describe('the bytes of an XML document', () => {
	it.each<[string, Buffer, string | null, string]>([
		['UTF-8 that nothing names', Buffer.from('<a>Zoë</a>'), null, '<a>Zoë</a>'],
		['UTF-8 with a mark', Buffer.from('\uFEFF<a>Zoë</a>'), 'text/xml; charset=iso-8859-1', '<a>Zoë</a>'],
		['ISO-8859-1 by its declaration', Buffer.from(said('ISO-8859-1'), 'latin1'), 'text/xml', said('ISO-8859-1')],
		['ISO-8859-1 by the header', Buffer.from('<a>Zoë</a>', 'latin1'), 'text/xml; charset=ISO-8859-1', '<a>Zoë</a>'],
		['a header before a declaration', Buffer.from(said('ISO-8859-1')), 'text/xml;charset="UTF-8"', said('ISO-8859-1')],
		[
			'ISO-8859-1 by a header in single quotes',
			Buffer.from('<a>Zoë</a>', 'latin1'),
			"text/xml; charset='iso-8859-1'",
			'<a>Zoë</a>',
		],
		[
			'windows-1252',
			Buffer.from([0x3c, 0x61, 0x3e, 0x80, 0x3c, 0x2f, 0x61, 0x3e]),
			'application/xml; charset=windows-1252',
			'<a>€</a>',
		],
		...[
			'ISO8859_1',
			'ISO8859-1',
			'iso88591',
			'8859_1',
			'Cp1252',
			'CP-1252',
			'win-1252',
			'windows1252',
			'Windows_1252',
		].map((name): [string, Buffer, string | null, string] => [
			`what calls itself ${name}`,
			Buffer.from(said(name), 'latin1'),
			null,
			said(name),
		]),
		[
			'ISO-8859-15 by the name that Java has for it',
			Buffer.from([0x3c, 0x61, 0x3e, 0xa4, 0x3c, 0x2f, 0x61, 0x3e]),
			'text/xml; charset=ISO8859_15',
			'<a>€</a>',
		],
		['UTF-16 LE with a mark', utf16(said('UTF-16'), 'le'), null, said('UTF-16')],
		['UTF-16 BE with a mark', utf16(said('UTF-16'), 'be'), 'text/xml; charset=utf-16', said('UTF-16')],
		['UTF-16 LE without one', utf16(said('UTF-16'), 'le', false), null, said('UTF-16')],
		['UTF-16 BE without one', utf16(said('UTF-16BE'), 'be', false), 'text/xml; charset=utf-16be', said('UTF-16BE')],
		...(['le', 'be'] as const).flatMap((order) =>
			['\n', '\r\n', ' ', '\t\t', '\n\n \n', ' '.repeat(100)].map((blank): [string, Buffer, null, string] => [
				`UTF-16 ${order} without one, behind ${JSON.stringify(blank)}`,
				utf16(blank + said('UTF-16'), order, false),
				null,
				blank + said('UTF-16'),
			]),
		),
		['UTF-32 LE with a mark', utf32(said('UTF-32', 'Zoë 😀'), 'le'), null, said('UTF-32', 'Zoë 😀')],
		['UTF-32 BE with a mark', utf32(said('UTF-32'), 'be'), 'text/xml; charset=utf-16', said('UTF-32')],
		['UTF-32 LE without one', utf32(said('UTF-32'), 'le', false), 'text/xml; charset=utf-8', said('UTF-32')],
		['UTF-32 BE without one', utf32(said('UTF-32'), 'be', false), null, said('UTF-32')],
		[
			'UTF-32 that was cut off and has no character',
			Buffer.concat([utf32('<a>', 'le'), Buffer.from([0, 0, 0x11, 0, 0x3c, 0])]),
			null,
			'<a>\uFFFD\uFFFD',
		],
		['UTF-16 LE without one, of another alphabet', utf16('<и/>', 'le', false), null, '<и/>'],
		['UTF-8 behind a blank line', Buffer.from('\n<a>Zoë</a>'), null, '\n<a>Zoë</a>'],
		['nothing but blanks', utf16('\n\n', 'le', false), null, '\n\0\n\0'],
		['UTF-8 that calls itself UTF-16', Buffer.from(said('utf-16')), null, said('utf-16')],
		['UTF-8 that calls itself ASCII', Buffer.from(said('US-ASCII')), null, said('US-ASCII')],
		['UTF-8 that its header calls ASCII', Buffer.from(said('utf-8')), 'text/xml; charset=us-ascii', said('utf-8')],
		['windows-1252 that calls itself ASCII', Buffer.from(said('ascii'), 'latin1'), null, said('ascii')],
		['an encoding that nobody knows', Buffer.from(said('klingon')), 'text/xml; charset=klingon', said('klingon')],
		[
			'a byte that UTF-8 does not have',
			Buffer.from([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e]),
			null,
			'<a>\uFFFD</a>',
		],
	])('are read as %s', (_, bytes, contentType, text) => {
		expect(decodeXml(bytes, contentType)).toBe(text);
	});

	it('never fail, whatever they are and whatever the header says', () => {
		assertProperty(
			fc.property(fc.uint8Array({ maxLength: 60 }), fc.string({ maxLength: 30 }), (bytes, label) => {
				expect(typeof decodeXml(bytes, `text/xml; charset=${label}`)).toBe('string');
			}),
		);
	});
});
