/** Writes XML from nested elements; escapes everything that is not markup. */

export type XmlNode = XmlElement | string;

export interface XmlElement {
	name: string;
	attributes: Record<string, string | number | null | undefined>;
	children: XmlNode[];
}

/** Characters that XML 1.0 cannot hold at all, not even escaped. */
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text content: `&`, `<`, `>` escaped; a carriage return kept as a reference, since parsers turn it into a line feed. */
export function escapeText(text: string): string {
	return text
		.replace(forbidden, '')
		.replace(/[&<>]/g, (sign) => named[sign] ?? sign)
		.replace(/\r/g, '&#13;');
}

/** Attribute value in double quotes; line breaks and tabs kept as references, since parsers turn them into spaces. */
export function escapeAttribute(text: string): string {
	return text
		.replace(forbidden, '')
		.replace(/[&<>"]/g, (sign) => named[sign] ?? sign)
		.replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}

/** An element; attributes that are null or undefined are left out, and so are children that are null or false. */
export function el(
	name: string,
	attributes: XmlElement['attributes'] = {},
	children: ReadonlyArray<XmlNode | null | false> = [],
): XmlElement {
	return { name, attributes, children: children.filter((child) => child !== null && child !== false) };
}

/** Serialises an element without a declaration. */
export function toXml(node: XmlNode): string {
	if (typeof node === 'string') return escapeText(node);
	const attributes = Object.entries(node.attributes)
		.filter(([, value]) => value !== null && value !== undefined)
		.map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
		.join('');
	if (node.children.length === 0) return `<${node.name}${attributes}/>`;
	return `<${node.name}${attributes}>${node.children.map(toXml).join('')}</${node.name}>`;
}
