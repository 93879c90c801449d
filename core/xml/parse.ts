/** The parser that knows all of XML, for damaged documents and those out of the ordinary. */
import { SaxesParser } from 'saxes';
import { localName } from './local-name';
import { LEFT_OUT } from './mend';
import { TagNames } from './tag-names';
import { markIncomplete, OWN_TEXT, Tree, type BuildOptions, type XmlDocument, type XmlElement } from './tree';
import { XmlError } from './xml-error';

/** What stands for characters that are lost. */
const LOST = /[\uFDD0\uFFFD]|&#0*(?:64976|65533);|&#x0*(?:fdd0|fffd);/i;

interface ParseOptions extends BuildOptions {
	/** Where the document begins. */
	start: number;
	/** Where the text was repaired, ascending; see `mendXml`. */
	mendedAt: readonly number[];
}

/**
 * Parses a document of any kind.
 * @throws XmlError if it is not well-formed
 */
export function parseXml(text: string, options: ParseOptions): XmlDocument {
	const { onElement, onBegin, start, mendedAt } = options;
	const mends = mendedAt.length > 0 ? new Mends(mendedAt, start) : null;
	const parser = new SaxesParser();
	/** Of each open element, the repairs before it. */
	const mendsBefore: number[] = [];
	const comments: string[] = [];
	const hasLost = LOST.test(text);
	let isMended = false;
	const tree = new Tree((element) => {
		if (isMended) element.mended = true;
		onElement?.(element);
	});
	const names = new TagNames(options);

	parser.on('doctype', () => {
		throw new XmlError('The answer has a document type declaration, which is refused');
	});
	parser.on('error', () => {
		// The parser's own message quotes names and entities from the text.
		throw new XmlError(`The answer is not well-formed XML at line ${parser.line}, column ${parser.column}`);
	});
	parser.on('opentag', (tag) => {
		onBegin(tree.depth);
		const element = tree.begin(names.of(tag.name), withLocalNames(tag.attributes), true);
		if (hasLost) markLost(element);
		if (mends) mendsBefore.push(mends.before(parser.position));
	});
	parser.on('closetag', () => {
		isMended = mends ? mends.upTo(parser.position) > (mendsBefore.pop() ?? 0) : false;
		const element = tree.current;
		if (!element) return;
		if (hasLost) markLost(element);
		tree.end();
	});
	const appendText = (part: string) => {
		if (tree.current) tree.current.text += part;
	};
	parser.on('text', appendText);
	parser.on('cdata', appendText);
	parser.on('comment', (comment) => {
		if (!tree.leftOut()) comments.push(comment.replaceAll(LEFT_OUT, '').trim());
	});
	parser.on('processinginstruction', () => tree.leftOut());

	parser.write(text.slice(start)).close();
	if (!tree.root) throw new XmlError('The answer ends before its XML does');
	return { root: tree.root, comments };
}

/** Takes the marks of what was left out off the element's own text and attributes. */
function markLost(element: XmlElement): void {
	for (const [name, value] of Object.entries(element.attributes)) {
		if (!/[\uFDD0\uFFFD]/.test(value)) continue;
		element.attributes[name] = value.replaceAll(LEFT_OUT, '');
		markIncomplete(element, name);
	}
	if (!/[\uFDD0\uFFFD]/.test(element.text)) return;
	element.text = element.text.replaceAll(LEFT_OUT, '');
	markIncomplete(element, OWN_TEXT);
}

/** The parser's own object, which has no prototype, unless a name has a prefix. */
function withLocalNames(attributes: Record<string, string>): Record<string, string> {
	for (const name in attributes) {
		if (!name.includes(':')) continue;
		const local = Object.create(null) as Record<string, string>;
		for (const [each, value] of Object.entries(attributes)) local[localName(each)] = value;
		return local;
	}
	return attributes;
}

/** Counts the repairs before a place while the parser goes through the text. */
class Mends {
	private passed = 0;
	private last = 0;

	constructor(
		private readonly at: readonly number[],
		/** Characters of the text that the parser does not see. */
		private readonly skipped: number,
	) {}

	/** The repairs before the tag that ends at `position`: its own attributes' are not among them. */
	before(position: number): number {
		const count = this.upTo(this.last);
		this.last = position;
		return count;
	}

	/** The repairs before `position`, which never goes back. */
	upTo(position: number): number {
		while ((this.at[this.passed] ?? Infinity) < position + this.skipped) this.passed++;
		this.last = Math.max(this.last, position);
		return this.passed;
	}
}
