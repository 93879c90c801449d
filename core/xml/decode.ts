/**
 * The text of an XML document that came as bytes. A byte order mark counts before the HTTP header's charset, and that
 * before the document's own declaration (RFC 7303, section 3); without any of them it is UTF-8.
 */

type Decoder = InstanceType<typeof TextDecoder>;

/** Some servers put an empty line before the declaration, although XML forbids it. */
const DECLARED = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/;
const CHARSET = /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i;

/**
 * Decodes a document. A byte that the encoding does not have becomes U+FFFD; it never fails.
 * @param contentType the HTTP header, if there is one
 */
export function decodeXml(bytes: Uint8Array, contentType: string | null = null): string {
	const utf32 = utf32Order(bytes);
	if (utf32) return fromUtf32(bytes, utf32);
	const decoder = decoderFor(bytes, contentType);
	const text = decoder.decode(bytes);
	// Some versions of Node.js decode them as ISO-8859-1's control characters, which nobody sends.
	return decoder.encoding === 'windows-1252'
		? text.replace(/[\u0080-\u009F]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80] ?? c)
		: text;
}

/** Of a byte order mark, or of a `<` at the beginning; before UTF-16, whose mark begins the longer one. */
function utf32Order(bytes: Uint8Array): 'big' | 'little' | null {
	const first = bytes.length < 4 ? '' : [...bytes.subarray(0, 4)].join(' ');
	if (first === '255 254 0 0' || first === '60 0 0 0') return 'little';
	return first === '0 0 254 255' || first === '0 0 0 60' ? 'big' : null;
}

/** `TextDecoder` has no UTF-32. */
function fromUtf32(bytes: Uint8Array, order: 'big' | 'little'): string {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const parts: string[] = [];
	for (let at = 0; at + 4 <= bytes.length; at += 4) {
		const code = view.getUint32(at, order === 'little');
		if (at === 0 && code === 0xfeff) continue;
		parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(code));
	}
	return parts.join('') + (bytes.length % 4 === 0 ? '' : '\uFFFD');
}

const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

function decoderFor(bytes: Uint8Array, contentType: string | null): Decoder {
	const [a, b, c] = bytes;
	if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder('utf-8');
	if ((a === 0xfe && b === 0xff) || isUtf16(bytes, 1)) return new TextDecoder('utf-16be');
	if ((a === 0xff && b === 0xfe) || isUtf16(bytes, 0)) return new TextDecoder('utf-16le');
	const declared = DECLARED.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 300)))?.[1];
	// Readable as one byte a character, it is not UTF-16, whatever it says: a gateway has converted it.
	const labels = [CHARSET.exec(contentType ?? '')?.[1], declared].filter(
		(label) => !/^(?:utf|ucs)-?(?:16|32)/i.test(label ?? ''),
	);
	for (const label of labels) {
		// The standard takes it for Windows' encoding, whatever the bytes are.
		if (/^(?:us-?)?ascii$|^ansi_x3/i.test(label ?? '') && isUtf8(bytes)) break;
		const decoder = label === undefined ? null : decoderNamed(label);
		if (decoder) return decoder;
	}
	return new TextDecoder('utf-8');
}

function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

const MAX_BLANKS = 1_000;

/**
 * Whether it begins, behind any blanks, with a tag of two bytes a character and without a byte order mark.
 * @param low the place of a character's lower byte: 0 or 1
 */
function isUtf16(bytes: Uint8Array, low: 0 | 1): boolean {
	let at = 0;
	const next = (place: number) => (bytes[place + 1 - low] === 0 ? bytes[place + low] : undefined);
	while (at < 2 * MAX_BLANKS && BLANKS.includes(next(at) ?? 0)) at += 2;
	// Two zeros behind the sign are UTF-32.
	return next(at) === 0x3c && (bytes[at + 2] !== 0 || bytes[at + 3] !== 0);
}

/** As XML has them: tab, line feed, carriage return and space. */
const BLANKS: readonly number[] = [0x09, 0x0a, 0x0d, 0x20];

/** @param label as the document or the header names it, also in the way of Java and others, such as `ISO8859_1` */
function decoderNamed(label: string): Decoder | null {
	const usual = label
		.replace(/^(?:iso[_-]?)?8859[_-]?(\d{1,2})$/i, 'iso-8859-$1')
		.replace(/^(?:cp|win(?:dows)?)[_-]?(125\d)$/i, 'windows-$1');
	try {
		return new TextDecoder(usual);
	} catch {
		return null;
	}
}
