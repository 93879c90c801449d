/**
 * A document that is a list of messages, of which one may be damaged: what can be repaired is repaired, and a message
 * that still cannot be read is left out and told. Around the messages the document must be whole.
 */
import { mendXml } from './mend';
import {
	MAX_CHARACTERS,
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
}

/**
 * @param itemName matches the local names of messages, wherever they are in the document
 * @throws XmlError as `readXml`, for everything around the messages
 */
export function readXmlList(
	source: string,
	itemName: RegExp,
	options: Pick<ReadOptions, 'onElement' | 'joinsHtml'> = {},
): XmlList {
	if (source.length > MAX_CHARACTERS) throw new XmlError('The answer is too large to be read');
	// What could not be decoded is well-formed, but not what was sent.
	const lost = [...source.matchAll(/\uFFFD/g)].map(({ index }) => index);
	const asSent = tryReadXml(source, { ...options, mendedAt: lost });
	if (!(asSent instanceof XmlError)) return { ...asSent, unreadable: [] };
	const { text, at } = mendXml(source);
	const mended = tryReadXml(text, { ...options, mendedAt: at });
	if (!(mended instanceof XmlError)) return { ...mended, unreadable: [] };
	const parts = partsOf(text, itemName);
	if (!parts) throw mended;
	return readParts(text, at, parts, options);
}

function readParts(text: string, at: readonly number[], parts: Parts, options: ReadOptions): XmlList {
	const count = { elements: 0 };
	const document = readXml(parts.around, { ...options, count });
	const unreadable: string[] = [];
	let mend = 0;
	const items = parts.items.map(([from, to]): XmlElement | null => {
		const mendedAt: number[] = [];
		for (; (at[mend] ?? Infinity) < to; mend++) if ((at[mend] ?? 0) >= from) mendedAt.push((at[mend] ?? 0) - from);
		const item = text.slice(from, to);
		const read = tryReadXml(item, { ...options, mendedAt, count });
		if (!(read instanceof XmlError)) return read.root;
		unreadable.push(item);
		return null;
	});
	putIn(document.root, items);
	return { ...document, unreadable };
}

interface Parts {
	items: Array<[from: number, to: number]>;
	/** The document with a placeholder for each message. */
	around: string;
}

const PLACEHOLDER = 'message-placeholder';

/** `null` if there is no message, or the last one is cut off. */
function partsOf(text: string, itemName: RegExp): Parts | null {
	const items: Array<[from: number, to: number]> = [];
	let opened: number | null = null;
	for (const tag of text.matchAll(/<(\/?)(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])/g)) {
		const [, slash, name = ''] = tag;
		if (!itemName.test(name)) continue;
		if (slash === '') {
			// The one before has no end of its own.
			if (opened !== null) items.push([opened, tag.index]);
			opened = tag.index;
			continue;
		}
		if (opened === null) continue;
		const end = text.indexOf('>', tag.index);
		if (end === -1) return null;
		items.push([opened, end + 1]);
		opened = null;
	}
	const first = items[0]?.[0] ?? opened;
	if (first === null || first === undefined) return null;
	if (opened !== null) {
		const container = /<([\w.:-]+)[^<>]*>\s*$/.exec(text.slice(Math.max(0, first - 1_000), first))?.[1];
		const end = container === undefined ? -1 : text.lastIndexOf(`</${container}`);
		if (end < opened) return null;
		items.push([opened, end]);
	}
	const last = items.at(-1)?.[1] ?? first;
	return { items, around: text.slice(0, first) + `<${PLACEHOLDER}/>`.repeat(items.length) + text.slice(last) };
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
