/** The digits of a text in groups, however people write them: in any script, with invisible characters in between. */

export interface Group {
	start: number;
	end: number;
	/** As `0` to `9`. */
	digits: string;
	/** Whether it may continue the number of the previous group. */
	continues: boolean;
	/** Whether a `+` or `00` before it says that a telephone number begins. */
	isPhone: boolean;
}

/** Decimal digits, and the digits in circles, brackets or above the line. */
const DIGITS =
	/[\p{Nd}\u00B2\u00B3\u00B9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u24EA\u2474-\u247C\u2488-\u2490\u24F5-\u24FD\u2776-\u277E\u2780-\u2788\u278A-\u2792]+/gu;
/** What is not seen: soft hyphens, direction marks, zero width, variation selectors, combining marks, controls. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\u0000-\u0008\u000E-\u001F\u007F-\u009F\u2800\uFFFD]/gu;
/** Up to four signs between the groups of one number; what is a sum, a time or an address is none. */
const SEPARATOR = /^[^\p{L}\p{N}+%€$£¥@=]{0,4}$/u;
const PHONE = /(?:[+\uFF0B\uFE62]|(?<!\p{N})00)[\s([]{0,2}$/u;

/** A calendar date is never part of a card number, and two of them in a row would look like one. */
const DATE = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?!\d)/g;

/**
 * @param skipped ranges that are something else, ascending, such as account numbers
 */
export function digitGroups(text: string, skipped: ReadonlyArray<{ start: number; end: number }>): Group[] {
	const dates = [...text.matchAll(DATE)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
	const groups: Group[] = [];
	const isIn = [inside(dates), inside(skipped)];
	for (const match of text.matchAll(DIGITS)) {
		const [start, end] = [match.index, match.index + match[0].length];
		if (isIn.map((isInside) => isInside(start, end)).includes(true)) continue;
		const before = groups.at(-1);
		const between = before && text.slice(before.end, start).replace(INVISIBLE, '');
		groups.push({
			start,
			end,
			digits: [...match[0]].map(digitOf).join(''),
			continues: between !== undefined && SEPARATOR.test(between),
			isPhone: PHONE.test(text.slice(Math.max(0, start - 6), start)),
		});
	}
	return groups;
}

/** Whether a range overlaps one of these; asked for in ascending order. */
function inside(ranges: ReadonlyArray<{ start: number; end: number }>): (start: number, end: number) => boolean {
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
