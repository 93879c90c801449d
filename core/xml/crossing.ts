/**
 * Comments, CDATA sections and instructions of which somebody typed the beginning into one text, and which end in
 * another one, perhaps of another message. The document is well-formed, and the rooms and messages in between would be
 * gone without a word. Linear.
 */

import { localName } from './local-name';
import { NextPlaces } from './next-place';

export interface Crossings {
	/** The places of the signs that begin none, as they were typed; ascending. */
	typedAt: number[];
	/** What looks like messages inside sections that stay what they are. It may hold a card. */
	hidden: string[];
	/** What looks like the ends of messages there. Of most it cannot be said which messages. It may hold a card. */
	ends: string[];
}

interface Section {
	at: number;
	end: number;
}

/** The messages that can be read in a part of the document. @param typedAt places in the part of signs that begin nothing */
type CountReadable = (part: string, typedAt: readonly number[]) => number;

const OPENING = /<!--|<!\[CDATA\[|<\?/g;
const CLOSING: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };
const CDATA = '<![CDATA[';
/** Nobody's text has the end of a section in it more often. */
const MAX_DIVIDED = 100;
/** A start tag up to the end; a value in quotes may have the sign of its end in it. */
const START_BEFORE = /<([\w.:-]+)(?:[^<>"']|"[^"<]*"|'[^'<]*')*>\s*$/;
const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])/g;
/** Characters that may be read to judge sections, besides a quarter of the document's own; then a section counts as typed. */
const READ_AGAIN = 100_000;

/**
 * A section that begins in a text of a message and has the tag of a message or the end of a text in it was typed if, with
 * its beginning as a text, at least as many messages can be read as otherwise. What begins between the elements was written
 * by the sender, unless it hides the end of its own message and messages with it: a guest may have typed the end of the
 * text as well. So was what is the whole of a text, as machines write it: a guest whose text is sent like that could type
 * messages of his own.
 * @param texts the names of elements that hold a text and nothing else
 */
export function crossingsIn(
	source: string,
	itemName: RegExp,
	texts: ReadonlySet<string>,
	readable: CountReadable,
): Crossings {
	const crossings: Crossings = { typedAt: [], hidden: [], ends: [] };
	const places = new Places(source);
	const items = new ItemTags(source, itemName, texts);
	let allowance = READ_AGAIN + source.length / 4;
	for (let at = places.opening(0); at !== -1;) {
		const section = places.sectionAt(at);
		// Most have no tag at all.
		const hasTag = section !== null && source.slice(at + 2, section.end).includes('<');
		const message = hasTag ? items.around(section) : null;
		if (!section || !message) {
			// Without a tag there is nothing to skip, and a document that has only its declaration is searched for none.
			if (hasTag) items.skip(section);
			at = places.opening(section?.end ?? at + 2);
			continue;
		}
		const part = source.slice(message.at, message.end);
		allowance -= 2 * part.length;
		const isWhole = source.startsWith(CDATA, at) && isWholeText(source, section, texts);
		const asSent = allowance > 0 ? readable(part, []) : 0;
		const asTyped = allowance > 0 ? readable(part, [at - message.at]) : 1;
		if (!isWhole && (message.isInText ? asTyped >= asSent : asTyped > asSent)) {
			crossings.typedAt.push(at);
			at = places.opening(at + 2);
			continue;
		}
		crossings.hidden.push(...items.begunIn(section));
		crossings.ends.push(...items.endedIn(section));
		items.skip(section);
		at = places.opening(section.end);
	}
	return crossings;
}

/** The name of the start tag directly before this place; `null` if something else is there. */
export function tagBefore(text: string, at: number): string | null {
	const before = text.slice(Math.max(0, at - 1_000), at);
	return START_BEFORE.exec(before.slice(Math.max(0, before.lastIndexOf('<'))))?.[1] ?? null;
}

function isWholeText(source: string, { at, end }: Section, texts: ReadonlySet<string>): boolean {
	const name = tagBefore(source, at);
	if (name === null || !texts.has(localName(name))) return false;
	return new RegExp(`^\\s*</${name.replaceAll('.', '\\.')}\\s*>`).test(source.slice(end, end + 1_000));
}

/** Finds openings and their ends; each end is looked for once, however many openings wait for it. */
class Places {
	private readonly next: NextPlaces;

	private knownLastEnd: number | null = null;

	constructor(private readonly source: string) {
		this.next = new NextPlaces(source);
	}

	/** Of the last section of CDATA. Most documents have none, and it is looked for through the whole of one. */
	private get lastEnd(): number {
		return (this.knownLastEnd ??= this.source.lastIndexOf(']]>'));
	}

	opening(from: number): number {
		OPENING.lastIndex = from;
		return OPENING.exec(this.source)?.index ?? -1;
	}

	/**
	 * With those that follow at once, since a machine divides a text that has the end of a section in it. `null` if it has
	 * no end, or another comment begins before it: both are no document as they were sent.
	 */
	sectionAt(at: number): Section | null {
		OPENING.lastIndex = at;
		const opening = OPENING.exec(this.source)?.[0] ?? '';
		const closing = CLOSING[opening] ?? '';
		const found = this.next.of(closing, at + opening.length);
		const again = opening === '<!--' ? this.next.of(opening, at + opening.length) : -1;
		if (found === -1 || (again !== -1 && again < found)) return null;
		let end = found + closing.length;
		for (let more = 0; more < MAX_DIVIDED && this.source.startsWith(CDATA, end) && end < this.lastEnd; more++)
			end = this.source.indexOf(']]>', end) + 3;
		return { at, end };
	}
}

interface ItemTag extends Section {
	begins: boolean;
	/** The end of the last message that ends between this place and the next beginning; -1 if there is none. */
	lastEnd: number;
}

interface TextTag {
	at: number;
	begins: boolean;
}

/** The tags of messages and of texts, as they are written; asked in ascending order. */
class ItemTags {
	private tags: ItemTag[] | null = null;
	private readonly textTags: TextTag[] = [];
	private nextTextTag = 0;
	private isInText = false;
	/** The first tag behind the last place asked for. */
	private next = 0;
	/** Where the last message before it begins; -1 if there is none. */
	private begun = -1;

	constructor(
		private readonly source: string,
		private readonly itemName: RegExp,
		private readonly texts: ReadonlySet<string>,
	) {}

	/**
	 * The part of the document with the messages that it begins and ends in; `null` if it crosses no border: of a text or a
	 * message where it begins in a text, else of its own message.
	 */
	around({ at, end }: Section): (Section & { isInText: boolean }) | null {
		const tags = this.upTo(at);
		const first = tags[this.next];
		const { isInText } = this;
		if (this.begun === -1 || (!isInText && first?.begins !== false)) return null;
		let textEnd = this.nextTextTag;
		while (this.textTags[textEnd]?.begins) textEnd++;
		const border = Math.min(first?.at ?? Infinity, isInText ? (this.textTags[textEnd]?.at ?? Infinity) : Infinity);
		if (border > end) return null;
		let after = this.next;
		while ((tags[after]?.at ?? Infinity) < end) after++;
		const last = tags[after]?.lastEnd ?? -1;
		return { at: this.begun, end: last === -1 ? (tags[after]?.at ?? this.source.length) : last, isInText };
	}

	/** What is in this section is no tag. */
	skip({ at, end }: Section): void {
		const tags = this.upTo(at);
		while ((tags[this.next]?.at ?? Infinity) < end) this.next++;
		while ((this.textTags[this.nextTextTag]?.at ?? Infinity) < end) this.nextTextTag++;
	}

	private upTo(at: number): ItemTag[] {
		const tags = (this.tags ??= this.all());
		for (; (tags[this.next]?.at ?? Infinity) < at; this.next++) {
			const tag = tags[this.next] as ItemTag;
			if (tag.begins) this.begun = tag.at;
		}
		for (; (this.textTags[this.nextTextTag]?.at ?? Infinity) < at; this.nextTextTag++)
			this.isInText = this.textTags[this.nextTextTag]?.begins ?? false;
		return tags;
	}

	/** What looks like messages in a section that was asked for last: each begins behind another tag. */
	begunIn({ end }: Section): string[] {
		const begins: number[] = [];
		for (let index = this.next; (this.tags?.[index]?.at ?? Infinity) < end; index++) {
			const { at, begins: isBegin } = this.tags?.[index] as ItemTag;
			if (isBegin && this.isBehindTag(at)) begins.push(at);
		}
		return begins.map((begin, index) => this.source.slice(begin, begins[index + 1] ?? end));
	}

	/** In the same section, what stands before the end of a message that has not begun in it. */
	endedIn({ at, end }: Section): string[] {
		const first = this.tags?.[this.next];
		return first === undefined || first.begins || first.at >= end ? [] : [this.source.slice(at, first.end)];
	}

	private isBehindTag(at: number): boolean {
		return />\s*$/.test(this.source.slice(Math.max(0, at - 100), at));
	}

	private all(): ItemTag[] {
		const tags: ItemTag[] = [];
		for (const { index, 0: whole, 1: slash, 2: name = '' } of this.source.matchAll(TAG)) {
			if (this.texts.has(name)) this.textTags.push({ at: index, begins: slash === '' });
			if (!this.itemName.test(name)) continue;
			const rest = /^\s*>/.exec(this.source.slice(index + whole.length, index + whole.length + 1_000));
			tags.push({ at: index, end: index + whole.length + (rest?.[0].length ?? 0), begins: slash === '', lastEnd: -1 });
		}
		let lastEnd = -1;
		for (const tag of [...tags].reverse()) {
			if (tag.begins) lastEnd = -1;
			else if (lastEnd === -1) lastEnd = tag.end;
			tag.lastEnd = lastEnd;
		}
		return tags;
	}
}
