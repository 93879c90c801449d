/** Puts elements into one another as a parser meets their tags. */
import type { NameOptions, TagName } from './tag-names';

export interface XmlElement {
	/** Local name, without a namespace prefix. */
	name: string;
	attributes: Record<string, string>;
	children: XmlElement[];
	/** The element's own text, its parts joined; trimmed. */
	text: string;
	/** Something in it, or below it, was repaired before it could be read, or was no text where a text belongs. */
	mended?: true;
	/** The attributes that have lost characters, and `OWN_TEXT` if its text has: two ids that differ may have become one. */
	incomplete?: Set<string>;
}

/** In `incomplete`, among the names of attributes. */
export const OWN_TEXT = '';

/** @param part of the element, an attribute's name or `OWN_TEXT`, that has lost characters */
export function markIncomplete(element: XmlElement, part: string): void {
	(element.incomplete ??= new Set()).add(part);
}

export interface XmlDocument {
	root: XmlElement;
	/** The comments outside and inside the root, trimmed. */
	comments: string[];
}

/** How a document is read, in whichever way. */
export interface BuildOptions extends NameOptions {
	/** Called as each element closes that has a name or an attribute that is watched, before its parent receives it. */
	onElement: ((element: XmlElement) => void) | undefined;
	/** Called as each element begins, with the number of those around it; may throw. */
	onBegin: (depth: number) => void;
}

/** Most elements have none: they share one that nobody can write to. */
const NO_CHILDREN = Object.freeze([]) as unknown as XmlElement[];
export const NO_ATTRIBUTES = Object.freeze(Object.create(null)) as Record<string, string>;

/** A tree that grows from its root, and the elements that are still open. */
export class Tree {
	root: XmlElement | undefined;
	/** How many elements are open; what the lists below hold behind them is left over from others. */
	depth = 0;
	private readonly open: XmlElement[] = [];
	private readonly names: TagName[] = [];
	private readonly watched: boolean[] = [];
	/** Of each open element, how many have ended before its first child. */
	private readonly before: number[] = [];
	/** The children of the open elements, of the outermost first: a list of its own, for each of them to grow, takes much longer. */
	private readonly ended: XmlElement[] = [];
	private count = 0;
	/** The open elements that hold a text. */
	private openTexts = 0;

	/** @param onElement see `BuildOptions` */
	constructor(private readonly onElement: ((element: XmlElement) => void) | undefined) {}

	/** The element that whatever comes next belongs to. */
	get current(): XmlElement | undefined {
		return this.depth > 0 ? this.open[this.depth - 1] : undefined;
	}

	/** Of the current element. */
	get currentName(): TagName | undefined {
		return this.depth > 0 ? this.names[this.depth - 1] : undefined;
	}

	/** @param isWatched whether its name or one of its attributes' is */
	begin(name: TagName, attributes: Record<string, string>, isWatched: boolean): XmlElement {
		const element: XmlElement = { name: name.local, attributes, children: NO_CHILDREN, text: '' };
		const { depth } = this;
		this.open[depth] = element;
		this.names[depth] = name;
		this.watched[depth] = isWatched;
		this.before[depth] = this.count;
		this.depth = depth + 1;
		if (name.isText) this.openTexts++;
		return element;
	}

	/**
	 * A comment, an instruction or an element in a text is left out, and the text counts as mended.
	 * @returns whether this is inside a text
	 */
	leftOut(): boolean {
		const element = this.current;
		if (!element || this.openTexts === 0) return false;
		element.mended = true;
		return true;
	}

	/** Ends the current element. */
	end(): void {
		if (this.depth === 0) return;
		const depth = --this.depth;
		const element = this.open[depth] as XmlElement;
		const name = this.names[depth] as TagName;
		const parent = this.current;
		if (name.isText) this.openTexts--;
		if (parent && element.mended) parent.mended = true;
		if (parent && name.layout !== null) {
			parent.text += name.layout + element.text + (element.text === '' ? '' : name.layout);
			// What has ended in it stays where it is, and is the parent's.
			if (element.incomplete) markIncomplete(parent, OWN_TEXT);
			return;
		}
		if (element.text !== '') element.text = element.text.trim();
		const before = this.before[depth] as number;
		if (this.count > before) {
			element.children = this.ended.slice(before, this.count);
			this.count = before;
		}
		if (this.watched[depth]) this.onElement?.(element);
		// Its words could stand in the middle of a card's number, and its name say that they are a code.
		if (parent && this.openTexts > 0) {
			this.leftOut();
			if (element.incomplete) markIncomplete(parent, OWN_TEXT);
		} else if (parent) this.ended[this.count++] = element;
		else this.root = element;
	}
}
