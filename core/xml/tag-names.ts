/** The names of elements and attributes in a document: what is known of each is found out once, however often it stands there. */
import { layoutOf } from './html-layout';
import { localName } from './local-name';

export interface TagName {
	/** As it is written. */
	readonly whole: string;
	/** Without its prefix. */
	readonly local: string;
	/** Where it is HTML in a text, see `layoutOf`. */
	readonly layout: string | null;
	/** Whether such an element holds a text and nothing else. */
	readonly isText: boolean;
	/** Whether `onElement` is called for an element that has this name or such an attribute. */
	readonly isWatched: boolean;
	/** ` name="`, as most attributes begin. */
	readonly asAttribute: string;
	/** `</name>`, as most elements end. */
	readonly asEnd: string;
	/** What came behind this name the last time, and behind the end of its element. */
	readonly behind: Expected;
	readonly behindEnd: Expected;
}

/** The names that came at a place of other messages, the latest first: messages repeat themselves. */
export interface Expected {
	first: TagName | null;
	second: TagName | null;
}

export interface NameOptions {
	/** Whether the text of HTML in a text is part of it. */
	joinsHtml: boolean;
	/** The names of elements that hold a text and nothing else: whatever is in them was typed. */
	texts?: ReadonlySet<string> | undefined;
	/** Asked once for each name, of an element or an attribute; by default all are. */
	isWatched?: ((name: string) => boolean) | undefined;
}

/** No message has a fiftieth of them; more would only fill the memory. */
export const MAX_NAMES = 10_000;

export class TagNames {
	private readonly known = new Map<string, TagName>();

	constructor(private readonly options: NameOptions) {}

	get size(): number {
		return this.known.size;
	}

	of(whole: string): TagName {
		return this.known.get(whole) ?? this.add(whole);
	}

	private add(whole: string): TagName {
		const { joinsHtml, texts, isWatched } = this.options;
		const local = shared(localName(whole));
		const name: TagName = {
			whole,
			local,
			layout: joinsHtml ? layoutOf(local) : null,
			isText: texts?.has(local) ?? false,
			isWatched: isWatched?.(local) ?? true,
			asAttribute: ` ${whole}="`,
			asEnd: `</${whole}>`,
			behind: { first: null, second: null },
			behindEnd: { first: null, second: null },
		};
		if (this.known.size >= MAX_NAMES) this.known.clear();
		this.known.set(whole, name);
		return name;
	}
}

/**
 * The same text as V8 keeps it for the names that stand in the code: it compares the two by their place in memory
 * alone, and a mapper compares names all the time.
 */
function shared(name: string): string {
	return Object.keys({ [name]: null })[0] ?? name;
}
