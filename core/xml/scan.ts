/**
 * A scanner for XML as machines write it, several times as fast as a parser that knows all of XML. It never judges: at
 * anything out of the ordinary, right or wrong, it gives up, and the document is parsed from its beginning. What it
 * reads, it reads as the parser does; a test compares the two.
 */
import { MAX_NAMES, TagNames, type Expected, type TagName } from './tag-names';
import { NO_ATTRIBUTES, Tree, type BuildOptions, type XmlDocument } from './tree';

const DECLARATION = /^<\?xml[ \t\n]+version="1\.0"(?:[ \t\n]+encoding="[A-Za-z][\w.-]*")?[ \t\n]*\?>/;
/** What XML forbids, or stands for something that is lost. */
const UNUSUAL = /[\0-\x08\v\f\x0E-\x1F\uFDD0\uFFFD-\uFFFF]|\p{Surrogate}/u;
/** Names in other scripts are rare. */
const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}))?(;)?/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const [TAB, LINE_FEED, SPACE, EXCLAMATION, QUOTE, AMPERSAND, APOSTROPHE, SLASH, LESS, EQUALS, GREATER] = [
	0x09, 0x0a, 0x20, 0x21, 0x22, 0x26, 0x27, 0x2f, 0x3c, 0x3d, 0x3e,
] as const;
const FIRST_SURROGATE = 0xd800;

class GaveUp extends Error {}

/**
 * @returns `null` if the document is not of the ordinary kind
 * @throws what `onBegin` throws
 */
export function scanXml(source: string, options: BuildOptions): XmlDocument | null {
	try {
		return new Scanner(source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source, options).scan();
	} catch (error) {
		return nullIfGivenUp(error);
	}
}

function nullIfGivenUp(error: unknown): null {
	if (error instanceof GaveUp) return null;
	throw error;
}

/** An object without `toString` and the like that is as small and fast as any other. */
const Attributes = function () {} as unknown as new () => Record<string, string>;
Attributes.prototype = Object.create(null) as object;

class Scanner {
	private at: number;
	private readonly tree: Tree;
	private readonly comments: string[] = [];
	private readonly names: TagNames;
	/** The names that came here in other messages. */
	private expected: Expected = { first: null, second: null };
	/** The sign that the value of the current attribute begins with. */
	private quote: number = QUOTE;

	constructor(
		private readonly text: string,
		private readonly options: BuildOptions,
	) {
		this.tree = new Tree(options.onElement);
		this.names = new TagNames(options);
		this.at = DECLARATION.exec(text)?.[0].length ?? 0;
	}

	scan(): XmlDocument {
		const { text, tree } = this;
		while (true) {
			this.readText();
			if (this.at >= text.length) break;
			const sign = text.charCodeAt(this.at + 1);
			if (sign === SLASH) this.readEnd();
			else if (sign === EXCLAMATION) this.readComment();
			else this.readBeginning();
		}
		if (!tree.root || tree.depth > 0) throw new GaveUp();
		return { root: tree.root, comments: this.comments };
	}

	/** Up to the next tag. */
	private readText(): void {
		const { text } = this;
		const start = this.at;
		if (text.charCodeAt(start) === LESS) return;
		const first = this.skipBlanks();
		const element = this.tree.current;
		if (first === LESS || this.at >= text.length) {
			// Blanks before and behind all of an element's text are taken off it; HTML's are not.
			if (element && this.at > start && (element.text !== '' || this.tree.currentName?.layout != null))
				element.text += text.slice(start, this.at);
			return;
		}
		if (!element) throw new GaveUp();
		let at = this.at;
		let hasEntity = false;
		for (let code = first; code !== LESS; code = text.charCodeAt(++at)) {
			// Most are letters and digits.
			if (code > APOSTROPHE && code < FIRST_SURROGATE && code !== GREATER) continue;
			if (code === AMPERSAND) hasEntity = true;
			else if (code === GREATER) {
				if (text.startsWith(']]', at - 2)) throw new GaveUp();
			} else if (!(code >= SPACE && code <= APOSTROPHE) && code !== LINE_FEED && code !== TAB) at = endOfRare(text, at);
		}
		const part = text.slice(start, at);
		element.text += hasEntity ? decoded(part) : part;
		this.at = at;
	}

	private readBeginning(): void {
		const { text, tree } = this;
		this.at++;
		const name = this.readName();
		if (tree.root) throw new GaveUp();
		this.options.onBegin(tree.depth);
		let { isWatched } = name;
		let attributes = NO_ATTRIBUTES;
		for (let attribute = this.nextAttribute(); attribute !== null; attribute = this.nextAttribute()) {
			const { local } = attribute;
			if (attributes === NO_ATTRIBUTES) attributes = new Attributes();
			// Perhaps only without their prefixes: the parser knows.
			else if (attributes[local] !== undefined) throw new GaveUp();
			attributes[local] = this.readValue();
			isWatched ||= attribute.isWatched;
		}
		tree.begin(name, attributes, isWatched);
		const isWhole = text.charCodeAt(this.at) === SLASH;
		this.at += isWhole ? 2 : 1;
		if (isWhole) this.end(name);
	}

	/** Up to the beginning of its value; `null` at the end of the tag. */
	private nextAttribute(): TagName | null {
		const { text } = this;
		if (this.isAtTagEnd(text.charCodeAt(this.at))) return null;
		const expected = this.expectedAttribute();
		if (expected !== null) return expected;
		const before = this.at;
		if (this.isAtTagEnd(this.skipBlanks())) return null;
		if (this.at === before) throw new GaveUp();
		const name = this.readName();
		if (this.skipBlanks() !== EQUALS) throw new GaveUp();
		this.at++;
		this.quote = this.skipBlanks();
		if (this.quote !== QUOTE && this.quote !== APOSTROPHE) throw new GaveUp();
		this.at++;
		return name;
	}

	private isAtTagEnd(code: number): boolean {
		return code === GREATER || (code === SLASH && this.text.charCodeAt(this.at + 1) === GREATER);
	}

	/** If it is one that came here before, and as most are written. */
	private expectedAttribute(): TagName | null {
		const { text, at, expected } = this;
		const { first, second } = expected;
		let name = first;
		if (name === null || !text.startsWith(name.asAttribute, at)) {
			if (second === null || !text.startsWith(second.asAttribute, at)) return null;
			expected.second = first;
			expected.first = name = second;
		}
		this.at += name.asAttribute.length;
		this.expected = name.behind;
		this.quote = QUOTE;
		return name;
	}

	private readValue(): string {
		const { text, quote } = this;
		const start = this.at;
		let at = start;
		let [hasEntity, hasBlank] = [false, false];
		for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(++at)) {
			// Most are letters and digits.
			if (code > APOSTROPHE && code < FIRST_SURROGATE && code !== LESS) continue;
			if (code === AMPERSAND) hasEntity = true;
			else if (code === TAB || code === LINE_FEED) hasBlank = true;
			// `"` in `'` and the like; at the end of the text, there is no code.
			else if (!(code >= SPACE && code < LESS)) at = endOfRare(text, at);
		}
		this.at = at + 1;
		const written = text.slice(start, at);
		const value = hasBlank ? written.replace(/[\t\n]/g, ' ') : written;
		return hasEntity ? decoded(value) : value;
	}

	private readEnd(): void {
		const { text } = this;
		const name = this.tree.currentName;
		if (!name) throw new GaveUp();
		if (text.startsWith(name.asEnd, this.at)) this.at += name.asEnd.length;
		else {
			if (!text.startsWith(name.whole, this.at + 2)) throw new GaveUp();
			this.at += 2 + name.whole.length;
			if (this.skipBlanks() !== GREATER) throw new GaveUp();
			this.at++;
		}
		this.end(name);
	}

	private end(name: TagName): void {
		this.tree.end();
		this.expected = name.behindEnd;
	}

	private readComment(): void {
		const { text } = this;
		if (!text.startsWith('--', this.at + 2)) throw new GaveUp();
		const start = this.at + 4;
		const end = text.indexOf('--', start);
		if (end === -1 || text.charCodeAt(end + 2) !== GREATER) throw new GaveUp();
		const comment = text.slice(start, end);
		if (UNUSUAL.test(comment)) throw new GaveUp();
		if (!this.tree.leftOut()) this.comments.push(comment.trim());
		this.at = end + 3;
	}

	private readName(): TagName {
		const { expected } = this;
		const { first, second } = expected;
		let name = first;
		if (name === null || !this.isHere(name)) {
			name = second !== null && this.isHere(second) ? second : this.newName();
			expected.second = first;
			expected.first = name;
		}
		this.at += name.whole.length;
		this.expected = name.behind;
		return name;
	}

	private isHere({ whole }: TagName): boolean {
		const { text, at } = this;
		return text.startsWith(whole, at) && endsName(text.charCodeAt(at + whole.length));
	}

	private newName(): TagName {
		NAME.lastIndex = this.at;
		if (!NAME.test(this.text) || this.names.size >= MAX_NAMES) throw new GaveUp();
		return this.names.of(this.text.slice(this.at, NAME.lastIndex));
	}

	/** @returns the code of what comes behind them */
	private skipBlanks(): number {
		const { text } = this;
		let code = text.charCodeAt(this.at);
		while (code === SPACE || code === LINE_FEED || code === TAB) code = text.charCodeAt(++this.at);
		return code;
	}
}

function endsName(code: number): boolean {
	return code === SPACE || code === EQUALS || code === GREATER || code === SLASH || code === LINE_FEED || code === TAB;
}

/** The last half of a character that is none of Latin's and the like, if it is allowed and stands for nothing that is lost. */
function endOfRare(text: string, at: number): number {
	const code = text.charCodeAt(at);
	if (code >= 0xe000 && code < 0xfffd && code !== 0xfdd0) return at;
	const low = text.charCodeAt(at + 1);
	if (code < FIRST_SURROGATE || code >= 0xdc00 || !(low >= 0xdc00 && low < 0xe000)) throw new GaveUp();
	return at + 1;
}

function decoded(text: string): string {
	return text.replace(ENTITY, (_, name?: string, decimal?: string, hexadecimal?: string, end?: string) => {
		if (end === undefined) throw new GaveUp();
		if (name !== undefined) return ENTITIES[name] ?? '';
		const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : parseInt(decimal, 10);
		if (!isCharacter(code)) throw new GaveUp();
		return String.fromCodePoint(code);
	});
}

/** What XML 1.0 allows; not the whole of it. */
function isCharacter(code: number): boolean {
	return (code >= 0x20 && code <= 0xd7ff) || code === 0x0a || code === 0x0d || (code >= 0x10000 && code <= 0x10ffff);
}
