/**
 * A small tree built from a streaming parser. Rejects what no hotel message needs and attackers use: document types,
 * custom entities, endless nesting. Errors give the position, never the content: the text may hold a card.
 */
import { SaxesParser } from 'saxes';

export interface XmlElement {
	/** Local name, without a namespace prefix. */
	name: string;
	attributes: Record<string, string>;
	children: XmlElement[];
	/** The element's own text, its parts joined; trimmed. */
	text: string;
}

export interface XmlDocument {
	root: XmlElement;
	/** The comments outside and inside the root, trimmed. */
	comments: string[];
}

export interface ReadOptions {
	/** Called as each element closes, before its parent receives it: the place to remove what must not go further. */
	onElement?: (element: XmlElement) => void;
}

/** What was wrong with a text that should have been XML; the message never quotes the text. */
export class XmlError extends Error {
	override readonly name = 'XmlError';
}

const MAX_DEPTH = 64;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * Parses one XML document.
 * @throws XmlError if it is empty, not well-formed, cut off, too deep, over 64 Mi characters, or has a DOCTYPE
 */
export function readXml(text: string, { onElement }: ReadOptions = {}): XmlDocument {
	if (text.trim() === '') throw new XmlError('The answer is empty where XML was expected');
	if (text.length > MAX_CHARACTERS) throw new XmlError('The answer is too large to be read');
	const parser = new SaxesParser();
	const open: XmlElement[] = [];
	const comments: string[] = [];
	let root: XmlElement | undefined;

	parser.on('doctype', () => {
		throw new XmlError('The answer has a document type declaration, which is refused');
	});
	parser.on('error', () => {
		// The parser's own message quotes names and entities from the text.
		throw new XmlError(`The answer is not well-formed XML at line ${parser.line}, column ${parser.column}`);
	});
	parser.on('opentag', (tag) => {
		if (open.length >= MAX_DEPTH) throw new XmlError('The answer is nested too deeply to be read');
		const attributes: Record<string, string> = Object.create(null);
		for (const [name, value] of Object.entries(tag.attributes)) attributes[localName(name)] = value;
		open.push({ name: localName(tag.name), attributes, children: [], text: '' });
	});
	parser.on('closetag', () => {
		const element = open.pop();
		if (!element) return;
		element.text = element.text.trim();
		onElement?.(element);
		const parent = open.at(-1);
		if (parent) parent.children.push(element);
		else root = element;
	});
	const appendText = (part: string) => {
		const element = open.at(-1);
		if (element) element.text += part;
	};
	parser.on('text', appendText);
	parser.on('cdata', appendText);
	parser.on('comment', (comment) => comments.push(comment.trim()));

	parser.write(fromFirstSign(text)).close();
	if (!root) throw new XmlError('The answer ends before its XML does');
	return { root, comments };
}

/** As `readXml`, but returns the error instead of throwing it. */
export function tryReadXml(text: string, options: ReadOptions = {}): XmlDocument | XmlError {
	try {
		return readXml(text, options);
	} catch (error) {
		return error instanceof XmlError ? error : new XmlError('The answer cannot be read as XML');
	}
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
	return element?.children.find((child) => child.name === name);
}

/** All elements at a path of child names, through however many parents: `RoomStays/RoomStay`. */
export function elementsAt(element: XmlElement | undefined, path: string): XmlElement[] {
	return path
		.split('/')
		.reduce<XmlElement[]>(
			(level, name) => level.flatMap((parent) => parent.children.filter((child) => child.name === name)),
			element ? [element] : [],
		);
}

/** The first element at a path of child names. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
	return elementsAt(element, path)[0];
}

/** All elements of that name below this one, at any depth. */
export function descendantsOf(element: XmlElement | undefined, name: string): XmlElement[] {
	return (element?.children ?? []).flatMap((child) => [
		...(child.name === name ? [child] : []),
		...descendantsOf(child, name),
	]);
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

/** Some servers put a byte order mark or an empty line before the declaration, although XML forbids it. */
function fromFirstSign(text: string): string {
	return text.replace(/^[\uFEFF\s]+/, '');
}
