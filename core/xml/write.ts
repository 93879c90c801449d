/** Writes XML from plain objects, escaping everything that comes from outside. */

export interface XmlNode {
	name: string;
	/** Attributes that are `null` or `undefined` are left out. */
	attributes?: Record<string, string | number | null | undefined>;
	children?: Array<XmlNode | string>;
}

/** One element as an object, for `writeXml`. */
export function xml(name: string, attributes: XmlNode['attributes'] = {}, children: XmlNode['children'] = []): XmlNode {
	return { name, attributes, children };
}

/**
 * The document as UTF-8 text with its declaration.
 * @throws RangeError if a text holds a character that XML cannot carry
 */
export function writeXml(root: XmlNode): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root)}`;
}

function write(node: XmlNode | string): string {
	if (typeof node === 'string') return escape(node);
	const attributes = Object.entries(node.attributes ?? {})
		.filter(([, value]) => value !== null && value !== undefined)
		.map(([name, value]) => ` ${name}="${escape(String(value))}"`)
		.join('');
	const children = (node.children ?? []).map(write).join('');
	return children === '' ? `<${node.name}${attributes}/>` : `<${node.name}${attributes}>${children}</${node.name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
	'\n': '&#10;',
	'\r': '&#13;',
	'\t': '&#9;',
};

function escape(text: string): string {
	// XML 1.0 does not allow them in any form, so the receiver would reject the whole message.
	if (
		/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(
			text,
		)
	) {
		throw new RangeError('A value holds a control character that XML cannot carry; remove it');
	}
	return text.replace(/[&<>"'\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}
