/** Puts elements into one another as a parser meets their tags. */

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
export interface BuildOptions {
	/** Called as each element closes, before its parent receives it. */
	onElement: ((element: XmlElement) => void) | undefined;
	/** Whether the text of HTML in a text is part of it. */
	joinsHtml: boolean;
	/** The names of elements that hold a text and nothing else: whatever is in them was typed. */
	texts?: ReadonlySet<string> | undefined;
	/** Called as each element begins, with the number of those around it; may throw. */
	onBegin: (depth: number) => void;
}

/** Most elements have none: they share one that nobody can write to. */
const NO_CHILDREN = Object.freeze([]) as unknown as XmlElement[];
export const NO_ATTRIBUTES = Object.freeze(Object.create(null)) as Record<string, string>;

/** A tree that grows from its root, and the elements that are still open. */
export class Tree {
	root: XmlElement | undefined;
	private readonly open: XmlElement[] = [];
	/** The open elements that hold a text. */
	private openTexts = 0;

	/**
	 * @param onElement called as each element closes, before its parent receives it
	 * @param texts the names of elements that hold a text and nothing else
	 */
	constructor(
		private readonly onElement: ((element: XmlElement) => void) | undefined,
		private readonly texts: ReadonlySet<string> | undefined,
	) {}

	get depth(): number {
		return this.open.length;
	}

	/** The element that whatever comes next belongs to. */
	get current(): XmlElement | undefined {
		return this.open[this.open.length - 1];
	}

	begin(name: string, attributes: Record<string, string>): XmlElement {
		const element = { name, attributes, children: NO_CHILDREN, text: '' };
		this.open.push(element);
		if (this.texts?.has(name) === true) this.openTexts++;
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

	/** @param layout where the element is HTML in a text: what its tags stand for, see `layoutOf` */
	end(layout: string | null): void {
		const element = this.open.pop();
		if (!element) return;
		const parent = this.current;
		if (this.texts?.has(element.name) === true) this.openTexts--;
		if (parent && element.mended) parent.mended = true;
		if (parent && layout !== null) {
			parent.text += layout + element.text + (element.text === '' ? '' : layout);
			for (const child of element.children) add(parent, child);
			if (element.incomplete) markIncomplete(parent, OWN_TEXT);
			return;
		}
		if (element.text !== '') element.text = element.text.trim();
		this.onElement?.(element);
		// Its words could stand in the middle of a card's number, and its name say that they are a code.
		if (parent && this.openTexts > 0) {
			this.leftOut();
			if (element.incomplete) markIncomplete(parent, OWN_TEXT);
		} else if (parent) add(parent, element);
		else this.root = element;
	}
}

function add(parent: XmlElement, child: XmlElement): void {
	if (parent.children === NO_CHILDREN) parent.children = [child];
	else parent.children.push(child);
}
