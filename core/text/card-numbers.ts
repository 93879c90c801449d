/** Finds payment card numbers that people typed where they do not belong, such as a special request. Linear. */
import { isCardNumber, LEAST_DIGITS } from './card-schemes';
import { countedIn, datesIn, digitGroups, inside, isLetter, isOneNumber, type Group, type Range } from './digit-groups';
import { ibansIn } from './iban';
import { numbersIn } from './numbers-in';
import { REMOVED, securityCodesIn, withoutSecurityCodes } from './security-codes';

/** An expiry or security code directly after the number. */
const BEHIND_A_NUMBER = /(?<!\p{Nd})(?:\p{Nd}{1,2}\s?[/.-]\s?(?:\p{Nd}{4}|\p{Nd}{2})|\p{Nd}{3,4})(?!\p{Nd})/gu;
/** Groups of digits in a row. */
const ROW = /\p{Nd}+(?:\s?[ ./-]\s?\p{Nd}+)*/gu;
const REACH = 40;
/** As far as the code may be where an expiry is announced, or stands directly before the code. */
const LONG_REACH = 80;
const EXPIRY =
	/(?<!\p{L})(?:exp|valid|good thr|g(?:[uü]|u\u0308|ue)ltig|verf[aä]ll|valable|valide|validez|valido|v[aá]lid|caduc|scad|vence|vencimi|geldig|verval)|(?<!\p{Nd})(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:20)?[2-4]\p{Nd}[^\p{L}\p{Nd}]{1,4}\p{Nd}{3,4}(?!\p{Nd})/iu;
/** That a field without a card is about one's expiry. Whole words, as streets have names such as Exposition Road. */
const ANNOUNCED = new RegExp(
	'(?<!\\p{L})(?:exp(?:iry|ir[ae]s?|iration|iring|iraci[oó]n)?|valid(?:ity|ez|[aeo]|ade|it[aà])?|v[aá]lid[ao]|valable|good thr(?:u|ough)|' +
		'g(?:[uü]|u\u0308|ue)ltig(?:keit)?|verf[aä]ll(?:t|s?datum)?|caduc(?:a|idad|it[aà])|scad(?:e|enza)?|vence|vencimiento|geldig(?:heid)?|verval(?:t|len|datum)?)' +
		'(?!\\p{L})[^\\p{Nd}]{0,12}\\p{Nd}',
	'iu',
);
const DATE = '(?:0?[1-9]|1[0-2])\\s?[/.-]\\s?(?:20)?[2-4]\\p{Nd}';
/** Without a comma: a house number and a postal code, as in `Ring 12/24, 1060 Wien`, are none. */
const DATE_AND_CODE = new RegExp(
	`(?<!\\p{Nd})(?:${DATE}[\\s/|;:-]{1,3}\\p{Nd}{3,4}|\\p{Nd}{3,4}[\\s/|;:-]{1,3}${DATE})[^\\p{L}\\p{Nd}]*$`,
	'u',
);
/** Expiry and code in one, as in `1227737`. */
const IN_ONE = /^(?:(?:0[1-9]|1[0-2])(?:20)?[2-4]\d\d{3,4}|\d{3,4}(?:0[1-9]|1[0-2])(?:20)?[2-4]\d)(?!\p{Nd})/u;
const CARD_REACH = 200;
const CARD =
	/(?<!\p{L})(?:(?:credit|debit|bank|kredit|master)[\s-]?)?(?:cards?|karten?|cartes?|cartas?|cartão|tarjetas?|kaart|kort|visa|amex|maestro|american express|diners)(?!\p{L})/iu;
/** What else people count in parts, with a number behind each. */
const OTHER =
	/(?<!\p{L})(?:bookings?|reservations?|rooms?|vouchers?|invoices?|confirmations?|phones?|tel|telephones?|mobiles?|buchung(?:en|snummer)?|reservierung(?:en)?|zimmer|gutscheine?|rechnung(?:en)?|telefon|handy|chambres?|bons?|factures?|t[eé]l[eé]phones?|portables?|reservas?|habitaci[oó]n(?:es)?|facturas?|tel[eé]fonos?|m[oó]vil|camer[ae]|prenotazion[ei]|fattur[ae]|cellulare)(?!\p{L})/iu;
/** No code has fewer. */
const LEAST_OF_CODE = 3;

interface Found extends Range {
	/** `null` if several readings overlap. */
	last4: string | null;
}

/** A part of a text to be replaced. */
interface Cut extends Range {
	by: string;
	/** Of an expiry or code that only its place tells: where the number before it ends. */
	behind?: number;
}

/**
 * @param texts of one order, which are joined with a line break
 * @returns as many lists as there are ways to read them: what is in any of them goes
 */
type Find = (joined: string, texts: readonly string[]) => Cut[][];

/**
 * The text with each card number (of a scheme's range and length, grouped or not, with a valid check digit) replaced by
 * its last four digits, and without the expiry and security code after it. A labelled security code is always removed.
 * Telephone numbers, dates and bank accounts with a valid check sum stay. Other numbers stay; one in ten of those that
 * by their range and length might be a card's is removed too.
 */
export function withoutCardNumbers(text: string): string {
	const digits = numbersIn(text, LEAST_DIGITS);
	if (digits < LEAST_OF_CODE) return text;
	return digits >= LEAST_DIGITS ? (withoutCardNumbersIn([text])[0] ?? text) : withoutSecurityCodes(text);
}

/**
 * As `withoutCardNumbers`, for texts that stand one after the other: a number may be split over two of them, and its
 * code may stand in the next.
 * @param orders in each of which they may have been read, by their indexes; one text may stand in several of them
 */
export function withoutCardNumbersIn(
	texts: readonly string[],
	orders: ReadonlyArray<readonly number[]> = [[...texts.keys()]],
): string[] {
	return withoutCards(texts, orders, cutsIn);
}

/**
 * As `withoutCardNumbersIn`, for fields that are each about something of their own: of one without the number, digits
 * are taken only if it may hold the expiry or code. A room or a telephone number would go otherwise.
 */
export function withoutCardNumbersInFields(
	texts: readonly string[],
	orders: ReadonlyArray<readonly number[]>,
): string[] {
	return withoutCards(texts, orders, (joined, fields) =>
		cutsIn(joined).map((cuts) => withoutOthersDigits(cuts, fields)),
	);
}

function withoutCards(texts: readonly string[], orders: ReadonlyArray<readonly number[]>, find: Find): string[] {
	const digits = texts.map((text) => numbersIn(text, LEAST_DIGITS));
	// What one order takes away is what another may know a code by: all look at the same texts.
	const clean = without(texts, digits, orders, LEAST_DIGITS, find);
	const left = clean === texts ? digits : clean.map((text) => numbersIn(text, LEAST_OF_CODE));
	return [...without(clean, left, orders, LEAST_OF_CODE, codesIn)];
}

/** @param cuts in ascending order */
function withoutOthersDigits(cuts: readonly Cut[], fields: readonly string[]): Cut[] {
	let begins = 0;
	let at = 0;
	return cuts.filter(({ start, behind }) => {
		for (let field = fields[at]; field !== undefined && start >= begins + field.length; field = fields[++at])
			begins += field.length + 1;
		return behind === undefined || behind > begins || mayBelongToCard(fields[at] ?? '');
	});
}

/** As `withoutCardNumbersInFields`, for two that are read in either order. */
export function withoutCardNumbersInPair(one: string, other: string): [one: string, other: string] {
	const [cleanOne = '', cleanOther = ''] = withoutCardNumbersInFields([one, other], [[0], [1], [0, 1], [1, 0]]);
	return [cleanOne, cleanOther];
}

/** A name may stand in one text and its code in the next; in front of its name, a number of another text is none. */
function codesIn(joined: string): Cut[][] {
	const codes = securityCodesIn(joined)
		.filter(({ end, name }) => end > name || !joined.slice(end, name).includes('\n'))
		.map(({ start, end }) => ({ start, end, by: REMOVED }));
	return [codes];
}

/**
 * @param digits of each text, as many as are looked for or more
 * @param leastDigits of what is looked for: most names and remarks have fewer, and are not even put together
 * @returns the texts themselves if nothing is found
 */
function without(
	texts: readonly string[],
	digits: readonly number[],
	orders: ReadonlyArray<readonly number[]>,
	leastDigits: number,
	find: Find,
): readonly string[] {
	let all: Cut[][] | null = null;
	let lists = 0;
	for (const order of orders) {
		let together = 0;
		for (const index of order) together += digits[index] ?? 0;
		if (together < leastDigits) continue;
		const parts = order.map((index) => texts[index] ?? '');
		for (const cuts of find(parts.join('\n'), parts)) {
			lists++;
			if (cuts.length > 0) addCuts((all ??= texts.map(() => [])), cuts, texts, order);
		}
	}
	if (all === null) return texts;
	return texts.map((text, index) => {
		const cuts = all[index] ?? [];
		return cuts.length === 0 ? text : withCuts(text, lists > 1 ? merged(cuts) : cuts);
	});
}

/** Adds to each text's cuts what of these is in it. @param cuts in ascending order, of the texts in this order */
function addCuts(all: Cut[][], cuts: readonly Cut[], texts: readonly string[], order: readonly number[]): void {
	let begins = 0;
	let next = 0;
	for (const index of order) {
		const ends = begins + (texts[index] ?? '').length;
		for (; (cuts[next]?.start ?? Infinity) < ends; next++) {
			const { start, end, by } = cuts[next] as Cut;
			// What began in an earlier text is replaced there.
			const from = Math.max(start, begins);
			if (end > from)
				all[index]?.push({ start: from - begins, end: Math.min(end, ends) - begins, by: start < begins ? '' : by });
			if (end > ends) break;
		}
		begins = ends + 1;
	}
}

function withCuts(text: string, cuts: readonly Cut[]): string {
	let clean = '';
	let from = 0;
	for (const { start, end, by } of cuts) {
		clean += text.slice(from, start) + by;
		from = end;
	}
	return clean + text.slice(from);
}

/** In ascending order; overlapping ones are one, whose last digits are told only if they agree. */
function merged(cuts: readonly Cut[]): Cut[] {
	const all: Cut[] = [];
	for (const cut of [...cuts].sort((a, b) => a.start - b.start || b.end - a.end)) {
		const last = all.at(-1);
		if (!last || cut.start >= last.end) all.push({ ...cut });
		else {
			last.end = Math.max(last.end, cut.end);
			const by = [last.by, cut.by].filter((each) => each !== '' && each !== REMOVED);
			last.by = new Set(by).size > 1 ? numberRemoved(null) : (by[0] ?? (last.by || cut.by));
		}
	}
	return all;
}

function numberRemoved(last4: string | null): string {
	return `[card number removed${last4 === null ? '' : `, ends in ${last4}`}]`;
}

/**
 * Each list in ascending order, none overlapping another. Numbers that count the parts of another are left out in a
 * second reading only: one of them may be a card's own digit, so that it must never keep what the first one finds.
 */
function cutsIn(text: string): Cut[][] {
	const dates = datesIn(text);
	const skipped = [dates, ibansIn(text)];
	const plain = readings(digitGroups(text, { skipped }));
	const cuts = [cutsAround(text, mergedReadings(plain), dates)];
	const counted = countedIn(text);
	const isCounted = inside(counted);
	const announced =
		counted.length === 0
			? []
			: readings(digitGroups(text, { skipped, counted })).filter(
					(number) => isCounted(number.start, number.end) && !isOther(text, number),
				);
	if (announced.length > 0)
		cuts.push(cutsAround(text, mergedReadings([...plain, ...announced].sort((a, b) => a.start - b.start)), dates));
	return cuts;
}

/** Whether numbers whose parts are counted are about something else: it is named with them, and no card is far around. */
function isOther(text: string, { start, end }: Range): boolean {
	return (
		OTHER.test(text.slice(Math.max(0, start - REACH), end)) &&
		!CARD.test(text.slice(Math.max(0, start - CARD_REACH), end + CARD_REACH))
	);
}

/** The numbers, and the expiry and codes behind each. */
function cutsAround(text: string, found: readonly Found[], dates: readonly Range[]): Cut[] {
	const isInDate = inside(dates);
	const cuts: Cut[] = [];
	for (const [index, { start, end, last4 }] of found.entries()) {
		cuts.push({ start, end, by: numberRemoved(last4) });
		cuts.push(...codesBehind(text, end, found[index + 1]?.start ?? text.length, isInDate));
	}
	return cuts;
}

/**
 * Expiry and security codes within reach; what is in a date is neither. Four groups of digits or more are a telephone
 * number, unless they follow at once.
 */
function codesBehind(text: string, end: number, limit: number, isInDate: ReturnType<typeof inside>): Cut[] {
	const farthest = EXPIRY.test(text.slice(end, Math.min(end + LONG_REACH, limit))) ? LONG_REACH : REACH;
	let reach = Math.min(end + farthest, limit);
	// Not through the middle of a number: its second half would stay.
	while (reach < limit && /[\p{Nd} ./-]/u.test(text[reach - 1] ?? '')) reach++;
	const rest = text.slice(end, reach);
	const firstWord = /[\p{L}+]/u.exec(rest)?.index ?? Infinity;
	const announced = farthest === REACH ? Infinity : (EXPIRY.exec(rest)?.index ?? Infinity);
	const cuts: Cut[] = [];
	const cut = (row: number, code: RegExpMatchArray) => {
		const start = end + row + (code.index ?? 0);
		return { start, end: start + code[0].length, by: REMOVED, behind: end };
	};
	for (const row of rest.matchAll(ROW)) {
		if (row.index >= farthest) break;
		if (row.index >= REACH && row.index < announced) continue;
		const inOne = cuts.length === 0 && row.index < firstWord ? IN_ONE.exec(row[0]) : null;
		if (inOne) {
			const whole = cut(row.index, inOne);
			if (!isInDate(whole.start, whole.end)) cuts.push(whole);
			continue;
		}
		const sizes = row[0].split(/\P{Nd}+/u, 4).map((group) => [...group].length);
		const isLonger = sizes.length > 3 || sizes.some((size) => size > 4);
		if (isLonger && firstWord < row.index) continue;
		let most = isLonger ? 2 : 3;
		for (const match of row[0].matchAll(BEHIND_A_NUMBER)) {
			const code = cut(row.index, match);
			if (isInDate(code.start, code.end)) continue;
			cuts.push(code);
			if (--most === 0) break;
		}
	}
	return cuts;
}

/** Whether the text may be the expiry or code of a card that stands elsewhere: it says so, or it is a few digits and no word. */
export function mayBelongToCard(text: string): boolean {
	if (ANNOUNCED.test(text) || DATE_AND_CODE.test(text)) return true;
	const digits = /\p{L}/u.test(text) ? 0 : numbersIn(text, 9);
	return digits >= 3 && digits <= 8;
}

/** Overlapping ones are one. @param all in ascending order */
function mergedReadings(all: readonly Found[]): Found[] {
	const found: Found[] = [];
	for (const reading of all) {
		const last = found.at(-1);
		if (last && reading.start < last.end)
			found[found.length - 1] = { start: last.start, end: Math.max(last.end, reading.end), last4: null };
		else found.push(reading);
	}
	return found;
}

/** All readings of neighbouring groups as a card number, in ascending order. */
function readings(groups: Group[]): Found[] {
	const joined = groups.map(({ digits }) => digits).join('');
	let end = 0;
	return groups.flatMap((first, index) => {
		const found = insideOf(first);
		const start = end;
		end += first.digits.length;
		let length = 0;
		for (let next = index; next < groups.length; next++) {
			const group = groups[next];
			if (!group || (next > index && group.separator === null)) break;
			// In digits of one by one, there is nothing to look for, twenty times each.
			if (group.digits.length > 6 && length >= 10) found.push(...endingInside(groups.slice(index, next), group));
			length += group.digits.length;
			if (length > 19) break;
			if (length < LEAST_DIGITS) continue;
			const digits = joined.slice(start, start + length);
			if (
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

/** In groups as printed, the last of which has something else attached: `4111 1111 1111 11111227737`. */
function endingInside(before: readonly Group[], { digits, end, separator }: Group): Found[] {
	const last = { '4 4 4': 4, '4 6': 5 }[before.map((group) => group.digits.length).join(' ')];
	const attached = digits.length - (last ?? Infinity);
	if (!before[0] || last === undefined || attached < 3 || attached > 10) return [];
	const number = before.map((group) => group.digits).join('') + digits.slice(0, last);
	const isOne = before.slice(1).every((group) => group.separator === separator);
	if (!isOne || !isCardNumber(number) || before.some((group) => group.isPhone)) return [];
	return [{ start: before[0].start, end, last4: number.slice(-4) }];
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
