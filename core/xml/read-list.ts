/**
 * A document that is a list of messages, of which one may be damaged: what can be repaired is repaired, and a message
 * that still cannot be read is left out and told. Around the messages the document must be whole.
 */
import { crossingsIn, tagBefore } from './crossing';
import { mendXml } from './mend';
import {
	MAX_CHARACTERS,
	MAX_ELEMENTS,
	readXml,
	tryReadXml,
	XmlError,
	type ReadOptions,
	type XmlDocument,
	type XmlElement,
} from './read';

export interface XmlList extends XmlDocument {
	/** The source of the messages that cannot be read. It may hold a card: only an id may be taken from it. */
	unreadable: string[];
	/**
	 * What looks like the ends of messages inside a section of CDATA. If one names its message, that may have been sent, and two guests
	 * have typed the signs of the section. It may hold a card: only an id may be taken from it.
	 */
	ends: string[];
}

type ReadMessages = Omit<XmlList, 'ends'>;

type ListOptions = Pick<ReadOptions, 'onElement' | 'isWatched' | 'joinsHtml' | 'texts'> & {
	/** The names of the other elements of messages, by which a text that was typed with tags is known to have ended. */
	elements?: ReadonlySet<string>;
};

/**
 * @param itemName matches the local names of messages, wherever they are in the document
 * @throws XmlError as `readXml`, for everything around the messages
 */
export function readXmlList(source: string, itemName: RegExp, options: ListOptions = {}): XmlList {
	if (source.length > MAX_CHARACTERS) throw new XmlError('The answer is too large to be read');
	const { typedAt, hidden, ends } = crossingsIn(source, itemName, options.texts ?? NO_NAMES, (part, typed) =>
		countReadable(part, itemName, options, typed),
	);
	const list = readMessages(source, itemName, options, typedAt);
	return { ...list, unreadable: [...list.unreadable, ...hidden], ends };
}

/** @param typedAt the places of signs that begin nothing, although they would be well-formed */
function readMessages(
	source: string,
	itemName: RegExp,
	options: ListOptions,
	typedAt: readonly number[],
): ReadMessages {
	if (typedAt.length === 0) {
		const asSent = tryReadXml(source, { ...options, mendedAt: lostIn(source) });
		if (!(asSent instanceof XmlError)) return { ...asSent, unreadable: [] };
	}
	if (hasTooManyTags(source)) throw new XmlError('The answer is too large to be read');
	const { text, at } = mendXml(source, itemName, { texts: options.texts, elements: options.elements, typedAt });
	const mended = tryReadXml(text, { ...options, mendedAt: at });
	if (!(mended instanceof XmlError)) return { ...mended, unreadable: [] };
	const parts = partsOf(text, itemName);
	if (!parts) throw mended;
	return readParts(text, at, parts, options);
}

/** How many messages of a part of a list can be read. */
function countReadable(part: string, itemName: RegExp, options: ListOptions, typedAt: readonly number[]): number {
	const begin = `<${PART}>`;
	const shifted = typedAt.map((at) => at + begin.length);
	try {
		const { root } = readMessages(`${begin}${part}</${PART}>`, itemName, options, shifted);
		return root.children.filter(({ name }) => itemName.test(name)).length;
	} catch (error) {
		return noneIfXmlError(error);
	}
}

function noneIfXmlError(error: unknown): 0 {
	if (error instanceof XmlError) return 0;
	throw error;
}

/** A repair makes no fewer elements, and takes much longer than reading. A message may have some that are no tags. */
function hasTooManyTags(source: string): boolean {
	let count = 0;
	for (let at = source.indexOf('<'); at !== -1; at = source.indexOf('<', at + 1))
		if (source[at + 1] !== '/' && ++count > MAX_BEGINNINGS) return true;
	return false;
}

/**
 * Where something could not be decoded, which is well-formed, but not what was sent. One place between two tags is
 * enough to know the element.
 */
function lostIn(source: string): number[] {
	const places: number[] = [];
	let at = source.indexOf('\uFFFD');
	while (at !== -1 && places.length < MAX_LOST) {
		places.push(at);
		const tag = source.indexOf('<', at);
		at = tag === -1 ? -1 : source.indexOf('\uFFFD', tag);
	}
	return places;
}

function readParts(text: string, at: readonly number[], parts: Parts, options: ReadOptions): ReadMessages {
	const count = { elements: 0 };
	const document = readXml(parts.around, { ...options, count });
	const unreadable: string[] = [];
	let mend = 0;
	const items = parts.items.map(([from, to]): XmlElement | null => {
		const mendedAt: number[] = [];
		for (; (at[mend] ?? Infinity) < to; mend++) if ((at[mend] ?? 0) >= from) mendedAt.push((at[mend] ?? 0) - from);
		const item = text.slice(from, to);
		const own = { elements: 0, max: MAX_ELEMENTS_OF_ONE };
		const read = tryReadXml(item, { ...options, mendedAt, count: own });
		if (read instanceof XmlError) {
			unreadable.push(item);
			return null;
		}
		// What is not kept takes no memory from the others.
		count.elements += own.elements;
		if (count.elements > MAX_ELEMENTS) throw new XmlError('The answer is too large to be read');
		return read.root;
	});
	putIn(document.root, items);
	return { ...document, unreadable };
}

interface Parts {
	items: Array<[from: number, to: number]>;
	/** The document with a placeholder for each message. */
	around: string;
}

const MAX_BEGINNINGS = 1.25 * MAX_ELEMENTS;
/** A document has no more elements. */
const MAX_LOST = MAX_ELEMENTS;
const NO_NAMES: ReadonlySet<string> = new Set();
const PART = 'part-of-a-list';
const PLACEHOLDER = 'message-placeholder';
/** A message has 160,000 characters at most. */
const MAX_ELEMENTS_OF_ONE = 100_000;
const TAG_END = /\s*>/y;

/**
 * A message ends at the last end tag before the next one begins, as a guest may have typed an end tag too.
 * `null` if there is no message, or the last one is cut off.
 */
function partsOf(text: string, itemName: RegExp): Parts | null {
	const tags = text.matchAll(/<(\/?)(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])/g);
	let container: string | null = null;
	let end = -1;
	const items: Array<[from: number, to: number]> = [];
	let opened: { at: number; closedAt: number | null } | null = null;
	for (const tag of tags) {
		const [whole, slash, name = ''] = tag;
		if (!itemName.test(name)) continue;
		if (opened === null) {
			if (slash !== '') continue;
			container = tagBefore(text, tag.index);
			end = container === null ? -1 : text.lastIndexOf(`</${container}`);
		}
		// Behind the list: it is part of no message.
		if (end !== -1 && tag.index > end) break;
		if (slash === '') {
			if (opened !== null && !beginsMessage(text, tag.index, container)) continue;
			// The one before may have no end of its own.
			if (opened !== null) items.push([opened.at, opened.closedAt ?? tag.index]);
			opened = { at: tag.index, closedAt: null };
		} else if (opened !== null) {
			TAG_END.lastIndex = tag.index + whole.length;
			if (TAG_END.test(text)) opened.closedAt = TAG_END.lastIndex;
		}
	}
	if (opened === null) return null;
	const last = opened.closedAt ?? end;
	if (last < opened.at) return null;
	items.push([opened.at, last]);
	const first = items[0]?.[0] ?? 0;
	// What follows an end tag that was typed belongs to the last message.
	const after = text.slice(Math.max(last, end));
	return { items, around: text.slice(0, first) + `<${PLACEHOLDER}/>`.repeat(items.length) + after };
}

/** Whether a message may begin here: behind something that has ended, not within a text or at its beginning. */
function beginsMessage(text: string, at: number, container: string | null): boolean {
	let before = at - 1;
	while (/\s/.test(text[before] ?? '')) before--;
	if (text[before] !== '>') return false;
	const opening = text.lastIndexOf('<', before);
	if (/[/!?]/.test(text[opening + 1] ?? '') || text[before - 1] === '/') return true;
	return container !== null && text.startsWith(`<${container}`, opening);
}

/** The messages in the places of their placeholders. */
function putIn(root: XmlElement, items: Array<XmlElement | null>): void {
	let next = 0;
	const fill = (element: XmlElement): void => {
		element.children = element.children.flatMap((child) => {
			if (child.name === PLACEHOLDER) return items[next++] ?? [];
			fill(child);
			return [child];
		});
	};
	fill(root);
}
