/**
 * A scanner for XML as machines write it, several times as fast as a parser that knows all of XML. It never judges: at
 * anything out of the ordinary, right or wrong, it gives up, and the document is parsed from its beginning. What it
 * reads, it reads as the parser does; a test compares the two.
 */
import { layoutOf } from './html-layout';
import { NO_ATTRIBUTES, Tree, type BuildOptions, type XmlDocument } from './tree';

const DECLARATION = /^<\?xml[ \t\n]+version="1\.0"(?:[ \t\n]+encoding="[A-Za-z][\w.-]*")?[ \t\n]*\?>/;
/** What XML forbids, but for halves of characters. */
const FORBIDDEN = /[\0-\x08\v\f\x0E-\x1F\uFFFE\uFFFF]/;
/** Names in other scripts are rare. */
const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}))?(;)?/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const [TAB, LINE_FEED, SPACE, EXCLAMATION, QUOTE, AMPERSAND, APOSTROPHE, SLASH, LESS, EQUALS, GREATER] = [
	0x09, 0x0a, 0x20, 0x21, 0x22, 0x26, 0x27, 0x2f, 0x3c, 0x3d, 0x3e,
] as const;

class GaveUp extends Error {}

/**
 * @returns `null` if the document is not of the ordinary kind
 * @throws what `onBegin` throws
 */
export function scanXml(source: string, options: BuildOptions): XmlDocument | null {
	if (FORBIDDEN.test(source) || !isWellFormed(source) || source.includes(']]>')) return null;
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

interface Name {
	/** As it is written. */
	whole: string;
	/** Without its prefix. */
	local: string;
	/** Where it is HTML in a text, see `layoutOf`. */
	layout: string | null;
	/** The one that came behind it the last time: messages repeat themselves. */
	next: Name | null;
}

/** An object without `toString` and the like that is as small and fast as any other. */
const Attributes = function () {} as unknown as new () => Record<string, string>;
Attributes.prototype = Object.create(null) as object;

class Scanner {
	private at: number;
	private readonly tree: Tree;
	private readonly comments: string[] = [];
	/** Of the open elements. */
	private readonly names: Name[] = [];
	private readonly known = new Map<string, Name>();
	private last: Name = { whole: '', local: '', layout: null, next: null };

	constructor(
		private readonly text: string,
		private readonly options: BuildOptions,
	) {
		this.tree = new Tree(options.onElement, options.texts);
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
		const first = this.skipBlanks();
		const element = this.tree.current;
		if (first === LESS || this.at >= text.length) {
			// Blanks before and behind all of an element's text are taken off it; HTML's are not.
			if (element && this.at > start && (element.text !== '' || this.names.at(-1)?.layout != null))
				element.text += text.slice(start, this.at);
			return;
		}
		if (!element) throw new GaveUp();
		const end = text.indexOf('<', this.at);
		if (end === -1) throw new GaveUp();
		const part = text.slice(start, end);
		element.text += part.includes('&') ? decoded(part) : part;
		this.at = end;
	}

	private readBeginning(): void {
		const { text, tree } = this;
		this.at++;
		const name = this.readName();
		if (tree.root) throw new GaveUp();
		this.options.onBegin(tree.depth);
		let attributes = NO_ATTRIBUTES;
		while (true) {
			const before = this.at;
			const sign = this.skipBlanks();
			if (sign === GREATER || (sign === SLASH && text.charCodeAt(this.at + 1) === GREATER)) {
				tree.begin(name.local, attributes);
				this.at += sign === GREATER ? 1 : 2;
				if (sign === GREATER) this.names.push(name);
				else tree.end(name.layout);
				return;
			}
			if (this.at === before) throw new GaveUp();
			const { local } = this.readName();
			if (attributes === NO_ATTRIBUTES) attributes = new Attributes();
			// Perhaps only without their prefixes: the parser knows.
			else if (attributes[local] !== undefined) throw new GaveUp();
			attributes[local] = this.readValue();
		}
	}

	private readValue(): string {
		const { text } = this;
		if (this.skipBlanks() !== EQUALS) throw new GaveUp();
		this.at++;
		const quote = this.skipBlanks();
		if (quote !== QUOTE && quote !== APOSTROPHE) throw new GaveUp();
		const start = ++this.at;
		let [hasEntity, hasBlank] = [false, false];
		for (let code = text.charCodeAt(this.at); code !== quote; code = text.charCodeAt(++this.at)) {
			if (code === AMPERSAND) hasEntity = true;
			else if (code === TAB || code === LINE_FEED) hasBlank = true;
			// At the end of the text, there is no code.
			else if (code === LESS || code !== code) throw new GaveUp();
		}
		const written = text.slice(start, this.at++);
		const value = hasBlank ? written.replace(/[\t\n]/g, ' ') : written;
		return hasEntity ? decoded(value) : value;
	}

	private readEnd(): void {
		const name = this.names.pop();
		if (!name || !this.text.startsWith(name.whole, this.at + 2)) throw new GaveUp();
		this.at += 2 + name.whole.length;
		if (this.skipBlanks() !== GREATER) throw new GaveUp();
		this.at++;
		this.tree.end(name.layout);
	}

	private readComment(): void {
		const { text } = this;
		if (!text.startsWith('--', this.at + 2)) throw new GaveUp();
		const start = this.at + 4;
		const end = text.indexOf('--', start);
		if (end === -1 || text.charCodeAt(end + 2) !== GREATER) throw new GaveUp();
		const comment = text.slice(start, end);
		if (!this.tree.leftOut()) this.comments.push(comment.trim());
		this.at = end + 3;
	}

	private readName(): Name {
		const { text, last } = this;
		const guess = last.next;
		if (guess && text.startsWith(guess.whole, this.at) && endsName(text.charCodeAt(this.at + guess.whole.length))) {
			this.at += guess.whole.length;
			return (this.last = guess);
		}
		NAME.lastIndex = this.at;
		if (!NAME.test(text)) throw new GaveUp();
		const whole = text.slice(this.at, NAME.lastIndex);
		this.at = NAME.lastIndex;
		const name = this.known.get(whole) ?? this.newName(whole);
		last.next = name;
		return (this.last = name);
	}

	private newName(whole: string): Name {
		const name: Name = {
			whole,
			local: whole.slice(whole.indexOf(':') + 1),
			layout: this.options.joinsHtml ? layoutOf(whole) : null,
			next: null,
		};
		this.known.set(whole, name);
		return name;
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

function decoded(text: string): string {
	return text.replace(ENTITY, (_, name?: string, decimal?: string, hexadecimal?: string, end?: string) => {
		if (end === undefined) throw new GaveUp();
		if (name !== undefined) return ENTITIES[name] ?? '';
		const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : parseInt(decimal, 10);
		if (!isCharacter(code)) throw new GaveUp();
		return String.fromCodePoint(code);
	});
}

function isWellFormed(text: string): boolean {
	// Node.js has it, the library that is compiled against does not.
	return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** What XML 1.0 allows; not the whole of it. */
function isCharacter(code: number): boolean {
	return (code >= 0x20 && code <= 0xd7ff) || code === 0x0a || code === 0x0d || (code >= 0x10000 && code <= 0x10ffff);
}
