/**
 * A small tree built from a streaming parser. Rejects what no hotel message needs and attackers use: document types,
 * custom entities, endless nesting. Errors give the position, never the content: the text may hold a card.
 */
import { SaxesParser } from 'saxes';
import { layoutOf } from './html-layout';
import { LEFT_OUT } from './mend';

export interface XmlElement {
	/** Local name, without a namespace prefix. */
	name: string;
	attributes: Record<string, string>;
	children: XmlElement[];
	/** The element's own text, its parts joined; trimmed. */
	text: string;
	/** Something in it, or below it, was repaired before it could be read. */
	mended?: true;
	/** Characters of its own text or attributes are lost: two ids that differ may have become one. */
	incomplete?: true;
}

export interface XmlDocument {
	root: XmlElement;
	/** The comments outside and inside the root, trimmed. */
	comments: string[];
}

export interface ReadOptions {
	/** Called as each element closes, before its parent receives it: the place to remove what must not go further. */
	onElement?: (element: XmlElement) => void;
	/** Where the text was repaired, ascending; see `mendXml`. */
	mendedAt?: readonly number[];
	/** Whether the text of HTML in a text is part of it: `a <b>quiet</b> room`. */
	joinsHtml?: boolean;
	/** The elements read so far, for documents that are read in parts. */
	count?: { elements: number };
}

/** What was wrong with a text that should have been XML; the message never quotes the text. */
export class XmlError extends Error {
	override readonly name = 'XmlError';
}

const MAX_DEPTH = 64;
/** 200 reservations, the most that an answer holds, of 160,000 characters each. */
export const MAX_CHARACTERS = 32 * 1024 * 1024;
/** An element takes some 300 bytes of memory, however short it is in the text. */
const MAX_ELEMENTS = 1_000_000;

/**
 * Parses one XML document.
 * @throws XmlError if it is empty, not well-formed, cut off, too deep, has over 32 Mi characters or a million
 * elements, or a DOCTYPE
 */
export function readXml(
	text: string,
	{ onElement, mendedAt = [], joinsHtml = false, count = { elements: 0 } }: ReadOptions = {},
): XmlDocument {
	if (text.trim() === '') throw new XmlError('The answer is empty where XML was expected');
	if (text.length > MAX_CHARACTERS) throw new XmlError('The answer is too large to be read');
	const start = text.length - fromFirstSign(text).length;
	const mends = mendedAt.length > 0 ? new Mends(mendedAt, start) : null;
	const parser = new SaxesParser();
	const open: XmlElement[] = [];
	/** Of each open element, the repairs before it. */
	const mendsBefore: number[] = [];
	const comments: string[] = [];
	let root: XmlElement | undefined;
	const hasLost = /[\uFDD0\uFFFD]|&#0*(?:64976|65533);|&#x0*(?:fdd0|fffd);/i.test(text);

	parser.on('doctype', () => {
		throw new XmlError('The answer has a document type declaration, which is refused');
	});
	parser.on('error', () => {
		// The parser's own message quotes names and entities from the text.
		throw new XmlError(`The answer is not well-formed XML at line ${parser.line}, column ${parser.column}`);
	});
	parser.on('opentag', (tag) => {
		if (open.length >= MAX_DEPTH) throw new XmlError('The answer is nested too deeply to be read');
		if (++count.elements > MAX_ELEMENTS) throw new XmlError('The answer is too large to be read');
		const element: XmlElement = {
			name: localName(tag.name),
			attributes: withLocalNames(tag.attributes),
			children: [],
			text: '',
		};
		if (hasLost) markLost(element);
		open.push(element);
		if (mends) mendsBefore.push(mends.before(parser.position));
	});
	parser.on('closetag', () => {
		const element = open.pop();
		if (!element) return;
		const mended = mends ? mends.upTo(parser.position) > (mendsBefore.pop() ?? 0) : false;
		if (hasLost) markLost(element);
		const parent = open.at(-1);
		const layout = parent && joinsHtml ? layoutOf(element.name) : null;
		if (parent && layout !== null) {
			parent.text += layout + element.text + (element.text === '' ? '' : layout);
			for (const child of element.children) parent.children.push(child);
			if (element.incomplete) parent.incomplete = true;
			return;
		}
		if (element.text !== '') element.text = element.text.trim();
		if (mended) element.mended = true;
		onElement?.(element);
		if (parent) parent.children.push(element);
		else root = element;
	});
	const appendText = (part: string) => {
		const element = open.at(-1);
		if (element) element.text += part;
	};
	parser.on('text', appendText);
	parser.on('cdata', appendText);
	parser.on('comment', (comment) => comments.push(comment.replaceAll(LEFT_OUT, '').trim()));

	parser.write(text.slice(start)).close();
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
	let level = element ? [element] : [];
	// Plain loops: this is called some hundred times for each message.
	for (const name of path.split('/')) {
		if (level.length === 0) break;
		const next: XmlElement[] = [];
		for (const parent of level) for (const child of parent.children) if (child.name === name) next.push(child);
		level = next;
	}
	return level;
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

/** Takes the marks of what was left out off the element's own text and attributes. */
function markLost(element: XmlElement): void {
	for (const [name, value] of Object.entries(element.attributes)) {
		if (!/[\uFDD0\uFFFD]/.test(value)) continue;
		element.attributes[name] = value.replaceAll(LEFT_OUT, '');
		element.incomplete = true;
	}
	if (!/[\uFDD0\uFFFD]/.test(element.text)) return;
	element.text = element.text.replaceAll(LEFT_OUT, '');
	element.incomplete = true;
}

function localName(name: string): string {
	const colon = name.indexOf(':');
	return colon === -1 ? name : name.slice(colon + 1);
}

/** The parser's own object, which has no prototype, unless a name has a prefix. */
function withLocalNames(attributes: Record<string, string>): Record<string, string> {
	for (const name in attributes) {
		if (!name.includes(':')) continue;
		const local = Object.create(null) as Record<string, string>;
		for (const [each, value] of Object.entries(attributes)) local[localName(each)] = value;
		return local;
	}
	return attributes;
}

/** Some servers put a byte order mark or an empty line before the declaration, although XML forbids it. */
function fromFirstSign(text: string): string {
	return text.replace(/^[\uFEFF\s]+/, '');
}

/** Counts the repairs before a place while the parser goes through the text. */
class Mends {
	private passed = 0;
	private last = 0;

	constructor(
		private readonly at: readonly number[],
		/** Characters of the text that the parser does not see. */
		private readonly skipped: number,
	) {}

	/** The repairs before the tag that ends at `position`: its own attributes' are not among them. */
	before(position: number): number {
		const count = this.upTo(this.last);
		this.last = position;
		return count;
	}

	/** The repairs before `position`, which never goes back. */
	upTo(position: number): number {
		while ((this.at[this.passed] ?? Infinity) < position + this.skipped) this.passed++;
		this.last = Math.max(this.last, position);
		return this.passed;
	}
}
