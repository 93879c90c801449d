/** Finds payment card numbers that people typed where they do not belong, such as a special request. Linear. */
import { isCardNumber, LEAST_DIGITS } from './card-schemes';
import { datesIn, digitGroups, inside, isLetter, isOneNumber, type Group, type Range } from './digit-groups';
import { ibansIn } from './iban';
import { REMOVED, withoutSecurityCodes } from './security-codes';

/** An expiry or security code directly after the number. */
const BEHIND_A_NUMBER = /(?<!\p{Nd})(?:\p{Nd}{1,2}\s?[/.-]\s?(?:\p{Nd}{4}|\p{Nd}{2})|\p{Nd}{3,4})(?!\p{Nd})/gu;
/** Groups of digits in a row. */
const ROW = /\p{Nd}+(?:\s?[ ./-]\s?\p{Nd}+)*/gu;
const REACH = 40;
/** As most names and remarks are: Latin letters and signs, no number. */
const PLAIN = /^[\t\n\x20-\x2F\x3A-\x7E\xC0-\u024F]*$/;
/** Each digit that `digitGroups` reads is one of these. */
const NUMBER = /\p{N}/gu;

interface Found extends Range {
	/** `null` if several readings overlap. */
	last4: string | null;
}

/** A part of a text to be replaced. */
interface Cut extends Range {
	by: string;
}

/**
 * The text with each card number (of a scheme's range and length, grouped or not, with a valid check digit) replaced by
 * its last four digits, and without the expiry and security code after it. A labelled security code is always removed.
 * Telephone numbers, dates and bank accounts with a valid check sum stay. Other numbers stay; one in ten of those that
 * by their range and length might be a card's is removed too.
 */
export function withoutCardNumbers(text: string): string {
	if (PLAIN.test(text)) return text;
	return hasDigitsOfCard(text) ? (withoutCardNumbersIn([text])[0] ?? text) : withoutSecurityCodes(text);
}

/** As `withoutCardNumbers`, for texts that stand one after the other: a number may be split over two of them. */
export function withoutCardNumbersIn(texts: readonly string[]): string[] {
	if (texts.every((text) => PLAIN.test(text))) return [...texts];
	const joined = texts.join('\n');
	const cuts = hasDigitsOfCard(joined) ? cutsIn(joined) : [];
	if (cuts.length === 0) return texts.map(withoutSecurityCodes);
	let begins = 0;
	let next = 0;
	return texts.map((text) => {
		const ends = begins + text.length;
		let clean = '';
		let from = begins;
		for (; (cuts[next]?.start ?? Infinity) < ends; next++) {
			const { start, end, by } = cuts[next] as Cut;
			// What began in an earlier text has been replaced there.
			clean += joined.slice(from, Math.max(from, start)) + (start >= begins ? by : '');
			from = Math.min(Math.max(from, end), ends);
			if (end > ends) break;
		}
		clean += joined.slice(from, ends);
		begins = ends + 1;
		return withoutSecurityCodes(clean);
	});
}

/** Whether there are as many digits as a card number has. */
function hasDigitsOfCard(text: string): boolean {
	let found = 0;
	for (NUMBER.lastIndex = 0; found < LEAST_DIGITS && NUMBER.test(text);) found++;
	return found >= LEAST_DIGITS;
}

/** In ascending order, none overlapping another. */
function cutsIn(text: string): Cut[] {
	const dates = datesIn(text);
	const found = cardNumbersIn(text, dates);
	const isInDate = inside(dates);
	const cuts: Cut[] = [];
	for (const [index, { start, end, last4 }] of found.entries()) {
		cuts.push({ start, end, by: `[card number removed${last4 === null ? '' : `, ends in ${last4}`}]` });
		for (const cut of codesBehind(text, end, found[index + 1]?.start ?? text.length))
			if (!isInDate(cut.start, cut.end)) cuts.push(cut);
	}
	return cuts;
}

/** Expiry and security codes within reach. Four groups of digits or more are a telephone number, unless they follow at once. */
function codesBehind(text: string, end: number, limit: number): Cut[] {
	let reach = Math.min(end + REACH, limit);
	// Not through the middle of a number: its second half would stay.
	while (reach < limit && /[\p{Nd} ./-]/u.test(text[reach - 1] ?? '')) reach++;
	const rest = text.slice(end, reach);
	const firstWord = /[\p{L}+]/u.exec(rest)?.index ?? Infinity;
	const cuts: Cut[] = [];
	for (const row of rest.matchAll(ROW)) {
		if (row.index >= REACH) break;
		const sizes = row[0].split(/\P{Nd}+/u).map((group) => [...group].length);
		const isLonger = sizes.length > 3 || sizes.some((size) => size > 4);
		if (isLonger && firstWord < row.index) continue;
		const codes = [...row[0].matchAll(BEHIND_A_NUMBER)].slice(0, isLonger ? 2 : 3);
		for (const code of codes) {
			const start = end + row.index + code.index;
			cuts.push({ start, end: start + code[0].length, by: REMOVED });
		}
	}
	return cuts;
}

/** All readings of neighbouring groups as a card number; overlapping ones are merged. */
function cardNumbersIn(text: string, dates: Range[]): Found[] {
	const found: Found[] = [];
	for (const reading of readings(digitGroups(text, dates, ibansIn(text)))) {
		const last = found.at(-1);
		if (last && reading.start < last.end)
			found[found.length - 1] = { start: last.start, end: Math.max(last.end, reading.end), last4: null };
		else found.push(reading);
	}
	return found;
}

function readings(groups: Group[]): Found[] {
	return groups.flatMap((first, index) => {
		const found = insideOf(first);
		let digits = '';
		for (let next = index; next < groups.length; next++) {
			const group = groups[next];
			if (!group || (next > index && group.separator === null)) break;
			digits += group.digits;
			if (digits.length > 19) break;
			if (
				digits.length >= LEAST_DIGITS &&
				isCardNumber(digits) &&
				isOneNumber(groups.slice(index, next + 1)) &&
				!isPhoneNumber(groups, index, next, digits)
			)
				found.push({ start: first.start, end: group.end, last4: digits.slice(-4) });
		}
		return found.sort((a, b) => a.start - b.start);
	});
}

/**
 * Whether a plus or 00 before it makes it a telephone number, of 15 digits at most (ITU-T E.164). Country codes that
 * begin as some schemes do, +30, +34, +36, +37 and +38, have shorter numbers than those.
 */
function isPhoneNumber(groups: Group[], first: number, last: number, digits: string): boolean {
	for (let index = first; index >= 0 && index > first - 8; index--) {
		const group = groups[index];
		if (group?.isPhone) {
			const whole = groups
				.slice(index, last + 1)
				.map((each) => each.digits)
				.join('');
			return whole.length <= 13 || (whole.length <= 15 && !/^(?:1|3[04678])/.test(whole));
		}
		if (!group || group.separator === null || isLetter(group.separator)) return false;
	}
	return digits.length === 0;
}

/** A number with something else attached, such as its expiry. */
function insideOf({ start, end, digits }: Group): Found[] {
	if (digits.length < 17) return [];
	return [15, 16].flatMap((length) =>
		[0, digits.length - length]
			.filter((at) => isCardNumber(digits.slice(at, at + length)))
			.map(() => ({ start, end, last4: null })),
	);
}
