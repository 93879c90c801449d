/**
 * A small tree. Rejects what no hotel message needs and attackers use: document types,
 * custom entities, endless nesting. Errors give the position, never the content: the text may hold a card.
 */
import { parseXml } from './parse';
import { scanXml } from './scan';
import { OWN_TEXT, type XmlDocument, type XmlElement } from './tree';
import { XmlError } from './xml-error';

export { OWN_TEXT, XmlError };
export type { XmlDocument, XmlElement };

export interface ReadOptions {
	/**
	 * Called as each element closes, before its parent receives it: the place to remove what must not go further. A
	 * document out of the ordinary is read twice.
	 */
	onElement?: (element: XmlElement) => void;
	/**
	 * Whether it has to be called for elements that have this name or such an attribute; asked once for each name, without
	 * its prefix. By default it is called for all.
	 */
	isWatched?: (name: string) => boolean;
	/** Where the text was repaired, ascending; see `mendXml`. */
	mendedAt?: readonly number[];
	/** Whether the text of HTML in a text is part of it: `a <b>quiet</b> room`. */
	joinsHtml?: boolean;
	/**
	 * The names of elements that hold a text and nothing else. Elements and comments that somebody typed into one are left
	 * out; it counts as mended.
	 */
	texts?: ReadonlySet<string>;
	/** The elements read so far, for documents that are read in parts, and how many there may be. */
	count?: { elements: number; max?: number };
}

const MAX_DEPTH = 64;
/** 200 reservations, the most that an answer holds, of 160,000 characters each. */
export const MAX_CHARACTERS = 32 * 1024 * 1024;
/** An element takes some 300 bytes of memory, however short it is in the text. */
export const MAX_ELEMENTS = 1_000_000;
/**
 * Parses one XML document.
 * @throws XmlError if it is empty, not well-formed, cut off, too deep, has over 32 Mi characters or a million
 * elements, or a DOCTYPE
 */
export function readXml(
	text: string,
	{ onElement, isWatched, mendedAt = [], joinsHtml = false, texts, count = { elements: 0 } }: ReadOptions = {},
): XmlDocument {
	if (text.trim() === '') throw new XmlError('The answer is empty where XML was expected');
	if (text.length > MAX_CHARACTERS) throw new XmlError('The answer is too large to be read');
	const start = text.length - fromFirstSign(text).length;
	const options = { onElement, isWatched, joinsHtml, texts, onBegin: counting(count) };
	if (mendedAt.length === 0) {
		const before = count.elements;
		const scanned = scanXml(text.slice(start), options);
		if (scanned) return scanned;
		count.elements = before;
	}
	return parseXml(text, { ...options, start, mendedAt });
}

/** @returns for each element that begins, with the number of elements around it: throws what `readXml` does */
function counting(count: { elements: number; max?: number }): (depth: number) => void {
	return (depth) => {
		if (depth >= MAX_DEPTH) throw new XmlError('The answer is nested too deeply to be read');
		if (++count.elements > (count.max ?? MAX_ELEMENTS)) throw new XmlError('The answer is too large to be read');
	};
}

/** As `readXml`, but returns the error instead of throwing it. */
export function tryReadXml(text: string, options: ReadOptions = {}): XmlDocument | XmlError {
	try {
		return readXml(text, options);
	} catch (error) {
		return error instanceof XmlError ? error : new XmlError('The answer cannot be read as XML');
	}
}

// They are called some hundred times for each message: a plain loop makes no iterator for each list.

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
	if (!element) return undefined;
	const { children } = element;
	for (let index = 0; index < children.length; index++) if (children[index]?.name === name) return children[index];
	return undefined;
}

/** All elements at a path of child names, through however many parents: `RoomStays/RoomStay`. */
export function elementsAt(element: XmlElement | undefined, path: string): XmlElement[] {
	const found: XmlElement[] = [];
	if (element && element.children.length > 0) collect(element, namesOf(path), 0, found);
	return found;
}

/** The first element at a path of child names. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
	return element && firstAt(element, namesOf(path), 0);
}

/** Whether any element at a path of child names passes the test. */
export function someAt(element: XmlElement, path: string, test: (element: XmlElement) => boolean): boolean {
	return someBelow(element, namesOf(path), 0, test);
}

function someBelow(
	parent: XmlElement,
	names: readonly string[],
	depth: number,
	test: (element: XmlElement) => boolean,
): boolean {
	const { children } = parent;
	for (let index = 0; index < children.length; index++) {
		const child = children[index] as XmlElement;
		if (child.name !== names[depth]) continue;
		if (depth + 1 === names.length ? test(child) : someBelow(child, names, depth + 1, test)) return true;
	}
	return false;
}

function collect(parent: XmlElement, names: readonly string[], depth: number, found: XmlElement[]): void {
	const { children } = parent;
	for (let index = 0; index < children.length; index++) {
		const child = children[index] as XmlElement;
		if (child.name !== names[depth]) continue;
		if (depth + 1 === names.length) found.push(child);
		else collect(child, names, depth + 1, found);
	}
}

function firstAt(parent: XmlElement, names: readonly string[], depth: number): XmlElement | undefined {
	const { children } = parent;
	for (let index = 0; index < children.length; index++) {
		const child = children[index] as XmlElement;
		if (child.name !== names[depth]) continue;
		const found = depth + 1 === names.length ? child : firstAt(child, names, depth + 1);
		if (found) return found;
	}
	return undefined;
}

/** Of the paths that the code asks for. */
const PATHS = new Map<string, readonly string[]>();

function namesOf(path: string): readonly string[] {
	let names = PATHS.get(path);
	if (!names) PATHS.set(path, (names = path.split('/')));
	return names;
}

/** All elements of that name below this one, at any depth. */
export function descendantsOf(element: XmlElement | undefined, name: string): XmlElement[] {
	const found: XmlElement[] = [];
	if (element) descend(element, name, found);
	return found;
}

function descend(element: XmlElement, name: string, found: XmlElement[]): void {
	const { children } = element;
	for (let index = 0; index < children.length; index++) {
		const child = children[index] as XmlElement;
		if (child.name === name) found.push(child);
		descend(child, name, found);
	}
}

/** Some servers put a byte order mark or an empty line before the declaration, although XML forbids it. */
function fromFirstSign(text: string): string {
	return text.replace(/^[\uFEFF\s]+/, '');
}
