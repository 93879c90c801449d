/** Finds international bank account numbers (ISO 13616), which guests write for a refund. */
import { isCardNumber } from './card-schemes';
import { withBlanksForMarkup } from './digit-groups';

/** Characters of each country's, as in SWIFT's IBAN registry. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
	'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
		.split(' ')
		.map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Whose account numbers have no letters: a word behind a number is no part of it. */
const OF_DIGITS = new Set(
	'AE AT BA BE BI CR CZ DE DJ DK EE EG ES FI FO GL HR HU IL IS LT LY ME MN MR NO PL PT RS SD SE SI SK SO ST TL TN VA XK'.split(
		' ',
	),
);
/** Signs that people put between the groups. */
const BETWEEN = /[\s./_,|:;*\u2010-\u2015\u2212-]/;
const MAX_BETWEEN = 3;
/**
 * Country and check digits. Only behind the word itself may they touch a word: many countries' letters end some, as in
 * `Visa4111`. Divided, the country is in capitals, unless it stands behind that word: in small letters many are words.
 */
const HEAD = new RegExp(
	'(?:(?<![\\p{L}\\p{N}])|(?<=(?<![\\p{L}\\p{N}])iban))[a-z]{2}\\d{2}|' +
		`(?<=(?<![\\p{L}\\p{N}])iban[^\\p{L}\\p{N}]{0,3})[a-z]{2}${BETWEEN.source}\\d{2}|` +
		`(?<divided>(?<![\\p{L}\\p{N}])[a-z]{2}(?:${BETWEEN.source}|\u200B){1,10}\\d{1,2})`,
	'giu',
);
/** Any two letters before a digit. */
const MAY_BE_HEAD = new RegExp(`([a-z]{2})(?:${BETWEEN.source}|\u200B){0,10}\\d`, 'giu');
/** Of the same length as the others'. */
const FULL_WIDTH = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g;
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const GOES_ON = new RegExp(`(?:(?:${BETWEEN.source}|\u200B){1,10}\\d{1,19}){1,19}`, 'y');
/** With all that is between its characters. */
const LONGEST = 600;

/** The ranges of the numbers with a valid check sum, in groups or not. */
export function ibansIn(source: string): Array<{ start: number; end: number }> {
	const text = withBlanksForMarkup(source, 3).replace(FULL_WIDTH, (character) => character.normalize('NFKC'));
	const found: Array<{ start: number; end: number }> = [];
	if (!mayHoldOne(text)) return found;
	for (const { index, 0: head, groups } of text.matchAll(HEAD)) {
		if (index < (found.at(-1)?.end ?? 0)) continue;
		const country = head.slice(0, 2);
		const isDivided = groups?.divided !== undefined;
		if (isDivided && country !== country.toUpperCase()) continue;
		const length = LENGTHS[country.toUpperCase()];
		const end = length === undefined ? null : endOf(text, index, length);
		if (end === null || (isDivided && holdsCard(text.slice(index + 2, end), digitsBehind(text, end)))) continue;
		found.push({ start: index, end });
	}
	return found;
}

/** Whether a country's letters stand before a digit: of a few words and numbers, this is told far sooner than by `HEAD`. */
function mayHoldOne(text: string): boolean {
	MAY_BE_HEAD.lastIndex = 0;
	for (let head = MAY_BE_HEAD.exec(text); head; head = MAY_BE_HEAD.exec(text))
		if (LENGTHS[(head[1] ?? '').toUpperCase()] !== undefined) return true;
	return false;
}

/** The groups of digits that go on behind an account, as far as a card's number could. */
function digitsBehind(text: string, end: number): string {
	GOES_ON.lastIndex = end;
	return GOES_ON.exec(text)?.[0] ?? '';
}

/**
 * Whether some groups, one after the other, are a card's: one in a hundred has an account's check sum too.
 * @param behind the account: it may be shorter than the card
 */
function holdsCard(account: string, behind: string): boolean {
	const inAccount = account.match(/[A-Za-z0-9]+/g) ?? [];
	const groups = [...inAccount, ...(behind.match(/\d+/g) ?? [])];
	// Two digits and groups of four, without a word among them: nobody writes a card's number like that.
	const sizes = inAccount.map((group) => (/^\d+$/.test(group) ? group.length : 'word')).join(' ');
	if (/^2(?: 4)+(?: [123])?$/.test(sizes)) return false;
	return groups.some((_, first) => {
		let digits = '';
		return groups.slice(first).some((group) => isCardNumber((digits += group)));
	});
}

function endOf(text: string, start: number, length: number): number | null {
	let characters = '';
	let position = start;
	let gap = 0;
	for (; characters.length < length && position < Math.min(text.length, start + LONGEST); position++) {
		const character = text[position] ?? '';
		if (/[A-Za-z0-9]/.test(character)) {
			characters += character.toUpperCase();
			gap = 0;
		} else if (!UNSEEN.test(character) && (!BETWEEN.test(character) || ++gap > MAX_BETWEEN)) return null;
	}
	// A word may touch it, such as `BIC`.
	const isWhole = characters.length === length && !/\p{N}/u.test(text[position] ?? '');
	// Where they are divided, the first letters of a word could stand for the check digits.
	const isChecked = /^[A-Z]{2}\d{2}/.test(characters);
	const isAccount = !OF_DIGITS.has(characters.slice(0, 2)) || /^\d+$/.test(characters.slice(2));
	return isWhole && isChecked && isAccount && remainder(characters) === 1 ? position : null;
}

/** ISO 7064, MOD 97-10. */
function remainder(characters: string): number {
	let rest = 0;
	for (const character of characters.slice(4) + characters.slice(0, 4)) {
		const value = Number.parseInt(character, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest;
}
