/**
 * Repairs what people type into a text and a careless sender passes on unescaped: characters that XML forbids, raw or
 * as references; a bare ampersand; a `<` that begins no tag; a tag that is never closed, a document type or a declaration
 * in a text. Everything else is left for the parser to refuse. Linear in the length of the text.
 */

import { isHtml } from './html-layout';
import { localName } from './local-name';
import { NextPlaces } from './next-place';

export interface MendedXml {
	text: string;
	/** Where in `text` something was repaired, ascending. */
	at: number[];
}

const SPECIAL =
	/\](?=\]>)|[<&\u0000-\u0008\u000B\u000C\u000E-\u001F\uFDD0\uFFFD-\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const REFERENCE = /&(?:#(\d{1,10})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z]{1,8}\d{0,2}));/y;
const LOW_SURROGATE = /&#(?:(5[67]\d{3})|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));/y;
const NAME = /[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?/uy;
const END_TAG = /<\/([\p{L}_][\p{L}\p{N}_.:-]*)\s*>/uy;
/** As it is written, or the beginning of something else. */
const ANY_TAG = /<(?:(\/?)([\p{L}_][\p{L}\p{N}_.:-]*)(?=[\s/>])|[!?])/gu;
const BEFORE_VALUE = /\s+[\p{L}_][\p{L}\p{N}_.:-]*\s*=\s*(["'])/uy;
const TAG_END = /\s*(\/?)>/y;
const PROLOGUE = /<(?:!DOCTYPE|\?xml(?=[\s?]))/iy;
const OWN_ENTITIES = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);
/** HTML's names of the letters in guests' names. */
const MARKS: ReadonlyMap<string, string> = new Map([
	['grave', '\u0300'],
	['acute', '\u0301'],
	['circ', '\u0302'],
	['tilde', '\u0303'],
	['uml', '\u0308'],
	['ring', '\u030A'],
	['caron', '\u030C'],
	['cedil', '\u0327'],
]);
const HTML_ENTITIES: ReadonlyMap<string, string> = new Map(
	'nbsp=\u00A0 szlig=ß euro=€ oslash=ø Oslash=Ø aelig=æ AElig=Æ oelig=œ OElig=Œ eth=ð thorn=þ lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ laquo=« raquo=» ndash=– mdash=— hellip=… bull=• middot=· deg=° ordm=º ordf=ª iquest=¿ iexcl=¡ copy=© reg=® trade=™ pound=£ yen=¥ sect=§ times=× frac12=½ sup2=² hearts=♥'
		.split(' ')
		.map((entry) => entry.split('=') as [string, string]),
);

/** So many in one message are no guest's typing: its rest is left for the parser to refuse. */
const MAX_MENDS = 100_000;
/** In a whole document, for the memory that they take. */
const MAX_MENDS_IN_ALL = 1_000_000;
/** Beginnings of elements in one text; with more, it is left to the parser. */
const MAX_TYPED = 30;
const NO_NAMES: ReadonlySet<string> = new Set();
/** HTML's elements that are never closed. */
const VOID = /^(?:br|hr|img|wbr)$/i;

interface Open {
	name: string;
	/** The depth of the nearest element around it that has the same name; -1 if there is none. */
	outer: number;
	/** The place of its tag among the parts written. */
	part: number;
	/** If it holds a text and nothing else, or is HTML in one, where the text's own end tag is; -1 if it is none. */
	textEnd: number;
	/** Whether an element inside it, other than HTML's, was opened and closed. */
	hasElements: boolean;
}

interface MendOptions {
	/** The names of elements that hold a text and nothing else: a tag of any name inside of one was typed. */
	texts?: ReadonlySet<string> | undefined;
	/** The names of the other elements that the sender writes: behind a text, such a beginning was not typed. */
	elements?: ReadonlySet<string> | undefined;
	/** Where comments, CDATA sections and instructions begin that are none: see `crossingsIn`. */
	typedAt?: readonly number[];
	/** It is an attribute's value, not a document. */
	isValue?: boolean;
}

/**
 * The document with what can be repaired repaired; unchanged if nothing has to be.
 * @param itemName matches the local names of its messages, if it is a list: each may have as many repairs as one
 */
export function mendXml(source: string, itemName: RegExp | null = null, options: MendOptions = {}): MendedXml {
	return new Mender(source, itemName, options).run();
}

class Mender {
	private readonly parts: string[] = [];
	/** The parts that differ from the source. */
	private readonly mended = new Set<number>();
	private readonly open: Open[] = [];
	/** The depth of the innermost open element of each name. */
	private readonly innermost = new Map<string, number>();
	/** The names, as they are written, of the messages so far and of what they are in: no guest's end tag counts for less. */
	private readonly frame = new Set<string>();
	private readonly next: NextPlaces;
	/** The depth of the first open element that is a message; -1 if there is none. */
	private outermostItem = -1;

	/** Repairs before this message. */
	private mendedBefore = 0;
	private readonly texts: ReadonlySet<string> | undefined;
	private readonly elements: ReadonlySet<string>;
	private readonly isValue: boolean;
	private readonly typedAt: ReadonlySet<number>;

	constructor(
		private readonly source: string,
		private readonly itemName: RegExp | null = null,
		{ texts, elements = NO_NAMES, typedAt = [], isValue = false }: MendOptions = {},
	) {
		this.next = new NextPlaces(source);
		this.texts = texts;
		this.elements = elements;
		this.isValue = isValue;
		this.typedAt = new Set(typedAt);
	}

	run(): MendedXml {
		const { source } = this;
		let position = 0;
		while (position < source.length && this.mended.size <= MAX_MENDS_IN_ALL) {
			if (this.mended.size - this.mendedBefore > MAX_MENDS) {
				const next = this.nextItem(position);
				this.parts.push(source.slice(position, next));
				position = next;
				this.mendedBefore = this.mended.size;
				if (this.outermostItem !== -1) this.closeTo(this.outermostItem);
				continue;
			}
			SPECIAL.lastIndex = position;
			const found = SPECIAL.test(source) ? SPECIAL.lastIndex - 1 : source.length;
			if (found > position) this.parts.push(source.slice(position, found));
			position = found < source.length ? this.special(found) : found;
		}
		this.parts.push(source.slice(position));
		let length = 0;
		const at: number[] = [];
		for (const [index, part] of this.parts.entries()) {
			if (this.mended.has(index)) at.push(length);
			length += part.length;
		}
		return { text: this.parts.join(''), at };
	}

	/** Where the next message begins; the end of the text if there is none, or it is no list. */
	private nextItem(from: number): number {
		if (this.itemName === null) return this.source.length;
		const tags = /<(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])/g;
		tags.lastIndex = from;
		for (let tag = tags.exec(this.source); tag; tag = tags.exec(this.source))
			if (this.isItem(tag[1] ?? '')) return tag.index;
		return this.source.length;
	}

	/** Whether the open element of that depth is a message or in one. */
	private isInItem(depth: number): boolean {
		return this.outermostItem <= depth;
	}

	private closeTo(depth: number): void {
		for (const { name, outer } of this.open.splice(depth).reverse()) {
			if (outer === -1) this.innermost.delete(name);
			else this.innermost.set(name, outer);
		}
		if (this.outermostItem >= depth) this.outermostItem = -1;
	}

	private hasItemTag(from: number, to: number): boolean {
		if (this.itemName === null || to - from < 3) return false;
		for (const [, name = ''] of this.source.slice(from, to).matchAll(/<\/?([\w.:-]+)(?=[\s/>])/g))
			if (this.isItem(name)) return true;
		return false;
	}

	private isItem(name: string): boolean {
		return this.itemName?.test(localName(name)) ?? false;
	}

	/** Writes what begins here and returns where the rest begins. */
	private special(at: number): number {
		const character = this.source[at];
		if (character === '&') return this.reference(at);
		if (character === '<') return this.tag(at);
		if (character === ']') return this.mend(']]&gt;', at + 3);
		// Around the document, such as the zeros that fill up a buffer, nothing may stand in its place.
		this.mend(this.isValue || this.open.length > 0 ? cleanCharacter(character ?? '') : '');
		return at + 1;
	}

	private reference(at: number): number {
		const match = matchAt(REFERENCE, this.source, at);
		if (!match) return this.mend('&amp;', at + 1);
		const [whole, decimal, hex, name] = match;
		const end = at + whole.length;
		if (name !== undefined) {
			if (OWN_ENTITIES.has(name)) return this.keep(whole, end);
			const letter = htmlLetter(name);
			return letter === null ? this.mend('&amp;', at + 1) : this.mend(letter, end);
		}
		const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
		if (isCarried(code)) return whole[2] === 'X' ? this.mend(`&#${code};`, end) : this.keep(whole, end);
		const low = code >= 0xd800 && code <= 0xdbff ? matchAt(LOW_SURROGATE, this.source, end) : null;
		if (low) {
			const pair = String.fromCharCode(code, low[1] !== undefined ? Number(low[1]) : Number.parseInt(low[2] ?? '', 16));
			return this.mend(/^\p{Surrogate}/u.test(pair) ? '\uFFFD' : pair, end + low[0].length);
		}
		return this.mend(code > 0x10ffff ? '\uFFFD' : cleanCharacter(String.fromCodePoint(code)), end);
	}

	private tag(at: number): number {
		const { source } = this;
		if (this.typedAt.has(at)) return this.mend('&lt;', at + 1);
		if (source.startsWith('<!--', at)) return this.comment(at);
		if (source.startsWith('<![CDATA[', at)) return this.verbatim(at, '<![CDATA[', ']]>');
		// Both stand before the document, or were typed into a text.
		if (matchAt(PROLOGUE, source, at)) return this.open.length > 0 ? this.mend('&lt;', at + 1) : this.keep('<', at + 1);
		if (source.startsWith('<?', at)) return this.verbatim(at, '<?', '?>');
		if (source[at + 1] === '/') return this.endTag(at);
		return this.startTag(at);
	}

	private comment(at: number): number {
		const end = this.next.of('-->', at + 4);
		const next = this.next.of('<!--', at + 4);
		// A guest's `<!--` would swallow everything up to the next real comment.
		if (end === -1) return this.unfinished(at);
		if (next !== -1 && next < end) return this.mend('&lt;', at + 1);
		const inside = this.source.slice(at + 4, end);
		const clean = withoutForbidden(inside).replace(/--/g, '- ').replace(/-$/, ' ');
		return clean === inside ? this.keep(`<!--${inside}-->`, end + 3) : this.mend(`<!--${clean}-->`, end + 3);
	}

	private verbatim(at: number, opening: string, closing: string): number {
		const end = this.next.of(closing, at + opening.length);
		const next = this.next.of(opening, at + opening.length);
		if (end === -1) return this.unfinished(at);
		if (next !== -1 && next < end) return this.mend('&lt;', at + 1);
		const whole = this.source.slice(at, end + closing.length);
		const clean = withoutForbidden(whole);
		return clean === whole ? this.keep(whole, at + whole.length) : this.mend(clean, at + whole.length);
	}

	/** Typed into a text; of a document that was cut off there, the elements are not closed either. */
	private unfinished(at: number): number {
		return this.open.length > 0 ? this.mend('&lt;', at + 1) : this.keep('<', at + 1);
	}

	private endTag(at: number): number {
		const [whole, name] = matchAt(END_TAG, this.source, at) ?? [];
		if (whole === undefined || name === undefined)
			return /^<\/[\p{L}_:]/u.test(this.source.slice(at, at + 4)) ? this.keep('<', at + 1) : this.mend('&lt;', at + 1);
		const end = at + whole.length;
		const depth = this.innermost.get(name) ?? -1;
		const top = this.open.at(-1);
		// What ends where it began is left to the reader, and so is HTML: other words between tags are left out with them.
		const isPaired = depth !== -1 && depth === this.open.length - 1 && !this.isText(name);
		if (this.isInText(at) && !isPaired && !(depth !== -1 && isHtml(name))) return this.mend('&lt;', at + 1);
		if (depth === -1) {
			// In a text only: elsewhere it is a sign that something is missing.
			if (top && !top.hasElements && this.open.length > 1 && !this.frame.has(name)) return this.mend('&lt;', at + 1);
			return this.keep(whole, end);
		}
		const unclosed = this.open.slice(depth + 1);
		const areTexts = this.open.slice(depth).every(({ hasElements }) => !hasElements);
		// The end of the whole list, typed into the text of a message, makes no text of the message.
		const isInMessage = !unclosed.some((element) => this.isItem(element.name)) || this.isInItem(depth);
		if (unclosed.length > 0 && areTexts && isInMessage) {
			for (const element of unclosed) {
				const tag = this.parts[element.part] ?? '';
				this.parts[element.part] = VOID.test(element.name) ? tag.replace(/>$/, '/>') : tag.replace('<', '&lt;');
				this.mended.add(element.part);
			}
		}
		this.closeTo(depth);
		const parent = this.open.at(-1);
		if (parent && !isHtml(name) && !this.isInText(at)) parent.hasElements = true;
		return this.keep(whole, end);
	}

	private startTag(at: number): number {
		const { source } = this;
		const name = matchAt(NAME, source, at + 1)?.[0];
		if (name === undefined) return this.nameless(at);
		// Its own end tag would be the real one.
		if (this.isInText(at) && this.isText(name)) return this.mend('&lt;', at + 1);
		if (this.isItem(name)) this.mendedBefore = this.mended.size;
		const edits: Array<[from: number, to: number]> = [];
		let position = at + 1 + name.length;
		for (;;) {
			const ending = matchAt(TAG_END, source, position);
			if (ending) {
				const selfClosing = ending[1] === '/';
				this.writeTag(at, position + ending[0].length, edits);
				const parent = this.open.at(-1);
				if (!selfClosing) this.begin(name, position + ending[0].length);
				else if (parent && !VOID.test(name) && !this.isInText(at)) parent.hasElements = true;
				return position + ending[0].length;
			}
			const before = matchAt(BEFORE_VALUE, source, position);
			const from = position + (before?.[0].length ?? 0);
			const to = before ? this.next.of(before[1] ?? '', from) : -1;
			// A value that would go on into another message or behind the text was typed, or its end is missing.
			const isBeyond = this.isInText(at) && !this.isInText(to);
			if (!before || to === -1 || isBeyond || this.hasItemTag(from, to)) return this.noTag(at, name);
			edits.push([from, to]);
			position = to + 1;
		}
	}

	/** @param content where what is in the element begins */
	private begin(name: string, content: number): void {
		if (this.isItem(name)) {
			if (this.outermostItem === -1) {
				this.outermostItem = this.open.length;
				const container = this.open.at(-1);
				if (container) this.frame.add(container.name);
			}
			this.frame.add(name);
		}
		const part = this.parts.length - 1;
		const around = this.open.at(-1)?.textEnd ?? -1;
		const textEnd = around > content ? around : this.textEnd(name, content);
		this.open.push({ name, outer: this.innermost.get(name) ?? -1, part, textEnd, hasElements: false });
		this.innermost.set(name, this.open.length - 1);
	}

	private isInText(at: number): boolean {
		return at < (this.open.at(-1)?.textEnd ?? -1);
	}

	/**
	 * Of an element that holds a text and nothing else, the last end tag of its name before another element begins: one
	 * of that element would come behind its beginning. -1 if there is none.
	 */
	private textEnd(name: string, content: number): number {
		let end = -1;
		if (!this.isText(name) || this.next.of(`</${name}`, content) === -1) return end;
		ANY_TAG.lastIndex = content;
		for (let tag = ANY_TAG.exec(this.source), typed = 0; tag; tag = ANY_TAG.exec(this.source)) {
			const [, slash, found] = tag;
			if (slash === '/' && found === name) end = tag.index;
			// The end of a text around it: this beginning was typed into that one, and the next of its name is its own.
			else if (slash === '/' && found !== undefined && this.isText(found) && this.innermost.has(found)) break;
			if (found === undefined || slash === '/' || isHtml(found)) continue;
			// Before its end, its own beginning was typed as well.
			const isOther = this.isItem(found) || this.elements.has(localName(found));
			if (isOther || (this.isText(found) && (end !== -1 || found !== name)) || ++typed > MAX_TYPED) break;
		}
		return end;
	}

	private isText(name: string): boolean {
		return this.texts?.has(localName(name)) === true;
	}

	/** A name that is not followed as a tag's is: typed, unless it has what only a damaged tag has. */
	private noTag(at: number, name: string): number {
		const afterName = at + 1 + name.length;
		const ends = [this.next.of('>', afterName), this.next.of('<', afterName)].filter((end) => end !== -1);
		// Nothing more follows: the document was cut off.
		if (ends.length === 0) return this.keep('<', at + 1);
		const inside = this.source.slice(afterName, Math.min(...ends, afterName + 200));
		const isDamaged =
			!this.isInText(at) && !isHtml(name) && /^[\s/\u0000-\u001F]/.test(inside) && /=\s*["']/.test(inside);
		return isDamaged ? this.keep('<', at + 1) : this.mend('&lt;', at + 1);
	}

	private nameless(at: number): number {
		// At the end of the text it is a document that was cut off.
		return at + 1 >= this.source.length ? this.keep('<', at + 1) : this.mend('&lt;', at + 1);
	}

	/** A start tag whose values are mended like texts. */
	private writeTag(at: number, end: number, values: Array<[from: number, to: number]>): void {
		const { source } = this;
		let written = at;
		let tag = '';
		for (const [from, to] of values) {
			tag += source.slice(written, from) + mendValue(source.slice(from, to));
			written = to;
		}
		tag += source.slice(written, end);
		this.parts.push(tag);
		if (tag !== source.slice(at, end)) this.mended.add(this.parts.length - 1);
	}

	private keep(part: string, end: number): number {
		this.parts.push(part);
		return end;
	}

	private mend(part: string, end = 0): number {
		this.mended.add(this.parts.length);
		this.parts.push(part);
		return end;
	}
}

function mendValue(value: string): string {
	if (!/[<&\u0000-\u001F\uD800-\uDFFF\uFDD0\uFFFE\uFFFF]/.test(value)) return value;
	return new Mender(value.replaceAll('<', '&lt;'), null, { isValue: true }).run().text;
}

/**
 * Where a character was left out: the reader takes the mark off, and knows that something is missing. Unicode keeps it
 * for use inside a program; XML may hold it.
 */
export const LEFT_OUT = '\uFDD0';

/** A separator that XML lacks becomes a blank; others are left out, as nothing that they do can be shown. */
function cleanCharacter(character: string): string {
	if (character === '\u000B' || character === '\u000C') return ` ${LEFT_OUT}`;
	return /[\uD800-\uDFFF\uFFFD]/.test(character) ? '\uFFFD' : LEFT_OUT;
}

function withoutForbidden(text: string): string {
	return text.replace(SPECIAL, (character) => (/[<&\]]/.test(character) ? character : cleanCharacter(character)));
}

/** XML 1.0, production [2] Char. */
function isCarried(code: number): boolean {
	if (code === LEFT_OUT.codePointAt(0)) return false;
	if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
	return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

function htmlLetter(name: string): string | null {
	const mark = MARKS.get(name.slice(1));
	const letter = mark === undefined ? null : `${name[0]}${mark}`.normalize('NFC');
	return letter?.length === 1 ? letter : (HTML_ENTITIES.get(name) ?? null);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}
