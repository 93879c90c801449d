/** A row that another system keeps, as it may be passed on: whatever its columns are, none may hold a card number. Pure. */
import { holdsCardNumber } from '../text/card-in-word';
import { withoutCardNumbers, withoutCardNumbersIn, withoutCardNumbersInPair } from '../text/card-numbers';
import { cutText } from '../text/cut-text';
import { calendarDate } from './dates';

/** Far more than anybody writes; bounds the search. */
const MAX_TEXT = 200_000;
/** No system nests what it keeps deeper; also bounds the recursion. */
const MAX_DEPTH = 20;
const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const ID_NAME = /(?:^|_)(?:id|key|slug)$|(?:Id|Key|Slug)$/;
/** Of letters and digits, as ids are made: no number of a card, of which 13 digits or more would follow one another. */
const ID = /^(?=.*\p{L})(?!.*\p{Nd}{13})[\p{L}\p{N}_-]{1,64}$/u;

/** What people write, of which a list may hold one after the other. Lists of numbers, codes and names are none. */
const TEXTS = /^(?!.*(?:ids?|codes?|keys?|numbers?|types?)$).*(?:note|comment|remark|message|request|warning|wish)/i;
const IN_TEXTS = /^(?:text|value|comment|note|message|description)$/i;

/** The row without card numbers and security codes, in its columns, their names and whatever they contain. */
export function sanitizeRow<T>(row: T): T {
	return clean(shortened(row, 0), '') as T;
}

/** With every text cut, and no deeper than it may be. */
function shortened(value: unknown, depth: number): unknown {
	if (typeof value === 'string') return cutText(value, MAX_TEXT);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= MAX_DEPTH) return null;
	if (Array.isArray(value)) return value.map((entry) => shortened(entry, depth + 1));
	const entries = Object.entries(value).map(([key, entry]) => [cutText(key, MAX_TEXT), shortened(entry, depth + 1)]);
	return Object.fromEntries(entries) as unknown;
}

function clean(value: unknown, name: string): unknown {
	if (typeof value === 'string') return cleanText(value, name);
	if (typeof value === 'number') return cleanNumber(value);
	if (typeof value !== 'object' || value === null) return value;
	// First together, then each: without the number, nothing would tell what its rest or its code in the next text was.
	if (Array.isArray(value)) {
		const entries: unknown[] = TEXTS.test(name) ? withoutSplitNumbers(value) : value;
		return entries.map((entry) => clean(entry, name));
	}
	const entries = Object.entries(withoutSplitPairs(value as Record<string, unknown>));
	return Object.fromEntries(entries.map(([key, entry]) => [withoutCardNumbers(key), clean(entry, key)]));
}

function cleanText(text: string, name: string): string {
	const isTime = text.length <= 40 && INSTANT.test(text) && calendarDate(text) !== null;
	const isId = text.length <= 64 && ID_NAME.test(name) && ID.test(text) && !holdsCardNumber(text);
	if (isTime || isId) return text;
	return withoutCardNumbers(text);
}

/** A number in a numeric column stays one unless it is a card's. */
function cleanNumber(value: number): unknown {
	if (!Number.isInteger(value) || value < 1e12) return value;
	const text = withoutCardNumbers(BigInt(value).toString());
	return text === BigInt(value).toString() ? value : text;
}

/** A number may also be split over two texts of a list, such as two notes. */
function withoutSplitNumbers(entries: unknown[]): unknown[] {
	const texts: string[] = [];
	eachText(entries, (text) => {
		texts.push(text);
		return text;
	});
	const cleaned = withoutCardNumbersIn(texts);
	let next = 0;
	return eachText(entries, (text) => cleaned[next++] ?? text) as unknown[];
}

/** The texts themselves, or those under the names of a text in its entries, in their order. */
function eachText(value: unknown, change: (text: string) => string): unknown {
	if (typeof value === 'string') return change(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((entry) => eachText(entry, change));
	const entries = Object.entries(value).map(([key, entry]): [string, unknown] => [
		key,
		typeof entry === 'object' || IN_TEXTS.test(key) ? eachText(entry, change) : entry,
	]);
	return Object.fromEntries(entries);
}

/** A number may also be split over first and last name, or how somebody paid and the note on it. */
function withoutSplitPairs(row: Record<string, unknown>): Record<string, unknown> {
	const changes: Record<string, string> = {};
	for (const [name, one] of Object.entries(row)) {
		const other = name
			.replace(/([fF])irst(?=_?[nN]ame$)/, (_, f: string) => (f === 'F' ? 'Last' : 'last'))
			.replace(/^method$/, 'note');
		const rest = row[other];
		if (other === name || typeof one !== 'string' || typeof rest !== 'string') continue;
		[changes[name], changes[other]] = withoutCardNumbersInPair(one, rest);
	}
	return { ...row, ...changes };
}
