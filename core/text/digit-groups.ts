/** The digits of a text in groups, however people write them: in any script, with invisible characters in between. */
import { isHtml } from '../xml/html-layout';
import { LEAST_DIGITS } from './card-schemes';

/** A part of a text. */
export interface Range {
	start: number;
	end: number;
}

export interface Group {
	start: number;
	end: number;
	/** As `0` to `9`. */
	digits: string;
	/** What stands between it and the previous group, if it may continue that one's number: what is seen of it, in one spelling. */
	separator: string | null;
	/** Whether a `+` or `00` before it says that a telephone number begins. */
	isPhone: boolean;
}

/** What else a text holds, each list ascending. */
export interface Known {
	/** What is something else, such as dates and account numbers. */
	skipped?: ReadonlyArray<readonly Range[]>;
	/** As `countedIn` finds them: skipped as well, and what follows is announced as the rest of a number. */
	counted?: readonly Range[];
}

/** Decimal digits, and the digits in circles, brackets or above the line. */
const ORNATE =
	'\\u00B2\\u00B3\\u00B9\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u24EA\\u2474-\\u247C\\u2488-\\u2490\\u24F5-\\u24FD\\u2776-\\u277E\\u2780-\\u2788\\u278A-\\u2792';
const DIGITS = new RegExp(`[\\p{Nd}${ORNATE}]+`, 'gu');
const PLAIN_DIGITS = /^[0-9]+$/;
const ORNATE_DIGIT = new RegExp(`^[${ORNATE}]$`, 'u');
/** What is not seen: soft hyphens, direction marks, zero width, variation selectors, combining marks, controls. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\u0000-\u0008\u000E-\u001F\u007F-\u009F\u2800\uFFFD]/gu;
/**
 * Up to four signs between the groups of one number, or more of the same one, and any blanks; what is a time or an
 * address is none.
 */
const SEPARATOR = /^(?:[^\p{L}\p{N}+%€$£¥@=]{0,4}|([^\p{L}\p{N}+%€$£¥@=])\1{4,19}|=)$/u;
const PLUS = /^\s+\+\s+$/;
/** `4111x1111x1111x1111`, `4111€1111€1111€1111`. */
const LETTER = /^(?:\s*\p{L}\s*|[%€$£¥@])$/u;
/** `4111 and 1111 and 1111 and 1111`. */
const WORD = /^[\s,.:-]{1,4}\p{L}{2,8}(?:\s\p{L}{2,8})?[\s,.:-]{1,4}$/u;
/** Of a few words, those that announce the rest of a number whose beginning stands before them. */
const REST =
	/(?<!\p{L})(?:half|halves|part|rest|remaining|remainder|continue[sd]?|continuation|digits|h(?:[aä]|a\u0308|ae)lfte|teil|restliche?n?|fortsetzung|ziffern|moiti(?:[eé]|e\u0301)|partie|reste|suite|chiffres|mitad|parte|resto|d[ií]gitos|cifras|met(?:[aà]|a\u0300)|cifre|helft|deel|vervolg|cijfers|metade)(?!\p{L})/iu;
/** What part of a number is called, in the words above. */
const PART =
	'half|part|h(?:[aä]|a\u0308|ae)lfte|teil|moiti(?:[eé]|e\u0301)|partie|mitad|parte|met(?:[aà]|a\u0300)|metade|helft|deel';
const OF = '\\s?(?:/|of|von|de|di|van|sur)\\s?';
/** A number that counts the digits of a number or its parts: not a digit that is one of these, each by itself. */
const COUNTS = '(?!\\p{Nd}|[\\s.,/-]{0,2}\\p{Nd}(?!\\p{Nd}))';
/** `part 2:`, `part 2/2`, `2nd half`, `(2/2):`, `last 8 digits`: such a number is none of the digits of the other. */
const COUNTED = new RegExp(
	[
		`(?<!\\p{L})(?:${PART})\\s?(?:no\\.?|nr\\.?|n°|#)?\\s?[1-4](?:${OF}[2-4])?${COUNTS}`,
		`(?<!\\p{Nd}[.,/-]?)[1-4](?:st|nd|rd|th|\\.|er|[eè]re|[eè]me|[eaoªº])\\s?(?:${PART})(?!\\p{L})`,
		`(?<!\\p{Nd}(?:[^\\S\\n]|[.,/-])?)[1-4]${OF}[2-4](?=\\)?\\s?[:=])`,
		'(?<!\\p{Nd}(?:[^\\S\\n]|[.,/-])?)(?:4|8|12)(?=\\s(?:digits|ziffern|chiffres|d[ií]gitos|cifras|cifre|cijfers)(?!\\p{L}))',
		'(?<=(?<!\\p{L})(?:first|last|next|other|remaining|erste[nr]?|letzte[nr]?|premiers|derniers|primer[oa]s|[uú]ltim[oaie]s?|prim[ei]|eerste|laatste)\\s)(?:4|8|12)(?=\\s?[:=])',
	].join('|'),
	'giu',
);
/** One of these is in each. */
const COUNT = /(?<!\p{Nd})(?:[12348]|12)(?!\p{Nd})/u;
/** A sum has both of them, or its digits in any groups. */
const OF_A_SUM = /[+=]/;
/** Two zeros that are the minutes of a time or the decimals of an amount are no prefix; behind a numbered label (`Tel. 1: 00 43`) they are. */
const PHONE =
	/(?:[+\uFF0B\uFE62]|(?<!\p{N}|\p{N}(?:[.,'’]|[:\uFF1Ah]|\s[:\uFF1Ah]\s))(?:00|\uFF10\uFF10))[\s([]{0,2}$/iu;
const PHONE_REACH = 10;
/** One of these is in each, in its last four characters. */
const OF_PHONE = /[+\uFF0B\uFE62]|00|\uFF10\uFF10/;
/** In characters. */
const MAX_ANNOUNCEMENT = 80;

/** A calendar date is never part of a card number, and two of them in a row would look like one. */
const DATE =
	/(?<!\d)(?:\d{1,2}([./ -])\d{1,2}\1(?:19|20)\d{2}|(?:19|20)\d{2}([./-])\d{1,2}\2\d{1,2}|(?<!\d[./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\3\d{2}(?![./-]\d))(?!\d)/g;
/** What is seen as a blank where a text was HTML, part of an address or JSON, once or twice: tags and escaped signs. */
const MARKUP =
	/<[/!]?[a-z_:\u0080-\uFFFF][^<>]{0,200}>|&(?:amp;){0,3}(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,31}\d{0,2});|\\{1,4}(?:[nrtfv]|u[\da-f]{4}|x[\da-f]{2})|%(?:25)?(?:0[9ad]|2[0a-f]|3[a-f]|5[b-f]|7[b-e]|c2%a[0d]|e2%80%[89a][\da-f]|e3%80%80)|(?<=(?<!\d)\d{4})\+(?=\d{4}(?!\d))/gi;
/** One of these is in each. */
const OF_MARKUP = /[<&\\%+]/;
/** Tags that are no HTML's with words between them, which nobody sees where a text is read as XML. */
const TAGGED = /<([\p{L}_][\p{L}\p{N}_.:-]{0,40})(?=[\s>])[^<>]{0,200}>([^<>]{0,60})<\/\1\s*>/giu;
const MAX_TAGGED = 400;
const ESCAPED = /^(?:&(?:amp;)*#(?:(\d+)|x([\da-f]+));|\\+[ux]([\da-f]+))$/i;

/**
 * The text with a blank for each tag or reference of HTML and each escaped sign, in the same places; a digit that is
 * escaped is a digit.
 * @param mostDigits of a tag: one with more may hold what is looked for
 * @param isKept a tag that says something
 */
export function withBlanksForMarkup(
	text: string,
	mostDigits: number,
	isKept: (tag: string) => boolean = () => false,
): string {
	if (!OF_MARKUP.test(text)) return text;
	return text.replace(MARKUP, (markup) => {
		if (markup.startsWith('<') && isKept(markup)) return markup;
		if (markup.startsWith('<') && (markup.match(/\p{Nd}/gu)?.length ?? 0) > mostDigits) return markup;
		return escapedDigit(markup).padEnd(markup.length, '\u200B');
	});
}

function escapedDigit(markup: string): string {
	const [, decimal, ...hex] = ESCAPED.exec(markup) ?? [];
	const code =
		decimal === undefined ? Number.parseInt(hex.find((each) => each !== undefined) ?? '', 16) : Number(decimal);
	return code >= 0x30 && code <= 0x39 ? String.fromCharCode(code) : ' ';
}

/** Whether it is a digit in a circle, in brackets or above the line. */
export function isOrnateDigit(character: string): boolean {
	return ORNATE_DIGIT.test(character);
}

/** The calendar dates of a text, ascending. */
export function datesIn(text: string): Range[] {
	return rangesOf(DATE, text);
}

function rangesOf(pattern: RegExp, text: string): Range[] {
	return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Where the parts of a number seem to be counted. One can be a number's own digit (`4*1*1*1. Half board`). */
export function countedIn(source: string): Range[] {
	const text = withBlanksForMarkup(source, LEAST_DIGITS - 1);
	return COUNT.test(text) ? rangesOf(COUNTED, text) : [];
}

export function digitGroups(source: string, { skipped = [], counted = [] }: Known = {}): Group[] {
	const text = withBlanksForMarkup(source, LEAST_DIGITS - 1);
	const groups: Group[] = [];
	const isIn = skipped.map(inside);
	const isCounted = inside(counted);
	let isAnnounced = false;
	for (const match of text.matchAll(DIGITS)) {
		const [start, end] = [match.index, match.index + match[0].length];
		if (isIn.some((isInside) => isInside(start, end))) continue;
		if (isCounted(start, end)) {
			isAnnounced = true;
			continue;
		}
		const before = groups.at(-1);
		groups.push({
			start,
			end,
			digits: PLAIN_DIGITS.test(match[0]) ? match[0] : [...match[0]].map(digitOf).join(''),
			separator: before ? separatorOf(withoutTagged(source, text, before.end, start), isAnnounced) : null,
			isPhone: isPhonePrefix(text, start),
		});
		isAnnounced = false;
	}
	return groups;
}

/** What stands between two groups. @param text the source with blanks for tags */
function withoutTagged(source: string, text: string, start: number, end: number): string {
	const asSent = end - start <= MAX_TAGGED ? source.slice(start, end) : '';
	if (!asSent.includes('</')) return text.slice(start, end);
	return withBlanksForMarkup(
		asSent.replace(TAGGED, (whole, name: string) => (isHtml(name) ? whole : ' ')),
		LEAST_DIGITS - 1,
	);
}

/** @param end where the number behind it begins */
function isPhonePrefix(text: string, end: number): boolean {
	return (
		OF_PHONE.test(text.slice(Math.max(0, end - 4), end)) && PHONE.test(text.slice(Math.max(0, end - PHONE_REACH), end))
	);
}

/** @param asSent with what is not seen */
function separatorOf(asSent: string, isAnnounced: boolean): string | null {
	if (asSent === ' ') return asSent;
	const between = asSent.replace(INVISIBLE, '');
	if (SEPARATOR.test(between.replace(/\s+/g, '')) || PLUS.test(between) || LETTER.test(between))
		return spelled(between);
	// As if the rest stood in the next line.
	if (between.length <= MAX_ANNOUNCEMENT && (isAnnounced || REST.test(between))) return '\n';
	return WORD.test(between) ? spelled(between).toLowerCase() : null;
}

function spelled(separator: string): string {
	return separator.replace(/\s*[\n\r\u2028\u2029]\s*/g, '\n').replace(/[^\S\n]+/g, ' ');
}

/** As cards are printed, and as people divide sixteen to nineteen digits. */
const PRINTED = /^(?:\d+|(?:4 |8 |12 )*(?:4|8|12|16)(?: [123])?|(?:5 )*\d|4 6 [45]|4 5 6|6 13|(?:1 )+1)$/;

const IN_FOURS = /^(?:4 4 4 4(?: [123])?|4 6 [45])$/;

/**
 * Whether people would write one number like that: they divide it evenly, or they keep to one separator. Two
 * telephone numbers, prices or room numbers in a row are digits of any division, with a comma or a slash in between.
 */
export function isOneNumber(groups: readonly Group[]): boolean {
	const separators = groups.slice(1).map((group) => group.separator);
	if (isCount(groups)) return false;
	if (new Set(separators).size > 1 && separators.some((separator) => OF_A_SUM.test(separator ?? ''))) return false;
	const sizes = groups.map((group) => group.digits.length);
	// Two telephone numbers have a word between them as well.
	if (separators.some((separator) => separator !== null && WORD.test(separator)))
		return new Set(separators).size === 1 && IN_FOURS.test(sizes.join(' '));
	// A letter is a measure or a time in most cases (`2x120 cm`, `14h00`).
	if (separators.some(isLetter)) return new Set(separators).size === 1 && PRINTED.test(sizes.join(' '));
	if (PRINTED.test(sizes.join(' '))) return true;
	// A group may be torn apart at the end of a line or of a remark, or by what is not seen.
	const joined: number[] = [];
	for (const [index, size] of sizes.entries()) {
		if (['', '\n'].includes(separators[index - 1] ?? ' ')) joined.push((joined.pop() ?? 0) + size);
		else joined.push(size);
	}
	if (PRINTED.test(joined.join(' '))) return true;
	const isList = sizes.every((size) => size === 3) && /[,;/&] /.test(separators[0] ?? '');
	return new Set(separators).size <= 1 && !isList && groups[0]?.digits[0] !== '1';
}

/** Three or more of one size that rise by one are rooms, such as `4003, 4004, 4005, 4006`. */
function isCount(groups: readonly Group[]): boolean {
	const [first] = groups;
	return (
		groups.length >= 3 &&
		first !== undefined &&
		first.digits.length >= 3 &&
		groups.every(
			({ digits }, index) => digits.length === first.digits.length && Number(digits) === Number(first.digits) + index,
		)
	);
}

/** Whether it is a letter or a word, which stands between the digits of a card number at times, of a telephone number never. */
export function isLetter(separator: string | null): boolean {
	return separator !== null && (LETTER.test(separator) || WORD.test(separator));
}

/** Whether a range overlaps one of these; asked for in ascending order. */
export function inside(ranges: readonly Range[]): (start: number, end: number) => boolean {
	let next = 0;
	return (start, end) => {
		while ((ranges[next]?.end ?? Infinity) <= start) next++;
		return (ranges[next]?.start ?? Infinity) < end;
	};
}

/** `4` for the digit four of any script: each script's digits are consecutive, zero first. */
export function digitOf(character: string): string {
	if (character >= '0' && character <= '9') return character;
	// Full width, in circles, bold: all but the digits of other scripts.
	const plain = /\d/.exec(character.normalize('NFKC'))?.[0];
	if (plain) return plain;
	const code = character.codePointAt(0) ?? 0;
	const ornate = [0x24f5, 0x2776, 0x2780, 0x278a].find((one) => code >= one && code < one + 9);
	if (ornate !== undefined) return String(code - ornate + 1);
	let zero = code;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return String(code - zero);
}
