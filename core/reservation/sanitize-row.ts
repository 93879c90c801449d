/** A row that another system keeps, as it may be passed on: whatever its columns are, none may hold a card number. Pure. */
import { holdsCardNumber } from '../text/card-in-word';
import { withoutCardNumbers, withoutCardNumbersIn } from '../text/card-numbers';
import { calendarDate } from './dates';

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
	return clean(row, '', 0) as T;
}

function clean(value: unknown, name: string, depth: number): unknown {
	if (typeof value === 'string') return cleanText(value, name);
	if (typeof value === 'number') return cleanNumber(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= MAX_DEPTH) return null;
	if (Array.isArray(value)) {
		const entries = value.map((entry) => clean(entry, name, depth + 1));
		return TEXTS.test(name) ? withoutSplitNumbers(entries) : entries;
	}
	const entries = Object.entries(value).map(([key, entry]): [string, unknown] => [
		withoutCardNumbers(key),
		clean(entry, key, depth + 1),
	]);
	return withSplitNames(Object.fromEntries(entries));
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
	eachText(entries, 0, (text) => {
		texts.push(text);
		return text;
	});
	const cleaned = withoutCardNumbersIn(texts);
	let next = 0;
	return eachText(entries, 0, (text) => cleaned[next++] ?? text) as unknown[];
}

/** The texts themselves, or those under the names of a text in its entries, in their order. */
function eachText(value: unknown, depth: number, change: (text: string) => string): unknown {
	if (typeof value === 'string') return change(value);
	if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return value;
	if (Array.isArray(value)) return value.map((entry) => eachText(entry, depth + 1, change));
	const entries = Object.entries(value).map(([key, entry]): [string, unknown] => [
		key,
		typeof entry === 'object' || IN_TEXTS.test(key) ? eachText(entry, depth + 1, change) : entry,
	]);
	return Object.fromEntries(entries);
}

/** A number may also be split over first and last name. */
function withSplitNames(row: Record<string, unknown>): Record<string, unknown> {
	for (const [name, first] of Object.entries(row)) {
		const other = name.replace(/([fF])irst(?=_?[nN]ame$)/, (_, f: string) => (f === 'F' ? 'Last' : 'last'));
		const last = row[other];
		if (other === name || typeof first !== 'string' || typeof last !== 'string') continue;
		[row[name], row[other]] = withoutCardNumbersIn([first, last]);
	}
	return row;
}
