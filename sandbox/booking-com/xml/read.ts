/** Reads what a client sends. Strict: well-formed XML only, no DOCTYPE, no entities of its own. */
import { SaxesParser } from 'saxes';

export interface ReadElement {
	/** Without a namespace prefix. */
	name: string;
	attributes: Record<string, string>;
	children: ReadElement[];
	/** The element's own text, trimmed. */
	text: string;
}

/** The body is not XML that the channel would accept; the message says why. */
export class BadXml extends Error {}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * The root element of a document.
 * @throws BadXml if the text is not one well-formed document, or has a DOCTYPE.
 */
export function readXml(text: string): ReadElement {
	const parser = new SaxesParser();
	const top: ReadElement = { name: '', attributes: {}, children: [], text: '' };
	const open: ReadElement[] = [top];
	parser.on('error', (error) => {
		throw new BadXml(error.message);
	});
	parser.on('doctype', () => {
		throw new BadXml('DOCTYPE is not allowed');
	});
	parser.on('opentag', (tag) => {
		const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([name, value]) => [local(name), value]));
		const element: ReadElement = { name: local(tag.name), attributes, children: [], text: '' };
		open.at(-1)?.children.push(element);
		open.push(element);
	});
	parser.on('text', (part) => {
		const current = open.at(-1);
		if (current !== undefined) current.text += part;
	});
	parser.on('closetag', () => {
		const closed = open.pop();
		if (closed !== undefined) closed.text = closed.text.trim();
	});
	parser.write(text).close();
	const root = top.children[0];
	if (root === undefined) throw new BadXml('The document is empty');
	return root;
}

/** The children called `name`. */
export function all(element: ReadElement, name: string): ReadElement[] {
	return element.children.filter((child) => child.name === name);
}

/** Every element at the end of `path`, below `element`. */
export function at(element: ReadElement, ...path: string[]): ReadElement[] {
	return path.reduce<ReadElement[]>((found, name) => found.flatMap((each) => all(each, name)), [element]);
}
