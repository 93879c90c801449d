/** Finds payment card numbers that people typed where they do not belong, such as a special request. */

/** Separators between the groups of a number as people write it. */
const SEPARATOR = /^[\s\u2010-\u2015\u2212._*\u00B7\u200B-\u200D\u2060-]{1,3}$/;
/** A calendar date is never part of a card number, and two of them in a row would look like one. */
const DATE = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?!\d)/g;
/** A security code that is labelled as such, in the guests' languages. */
const NAMED_CODE =
	/(\b(?:cv[cv]2?|cid|security (?:code|number)|code de s[ée]curit[ée]|cryptogramme|pr[üu]f(?:nummer|ziffer|zahl)|sicherheitscode|c[óo]digo de seguridad|codice di sicurezza)(?!\p{L})[^\p{L}\p{Nd}]{0,6}(?:(?:is|est|ist|es|è)[^\p{L}\p{Nd}]{1,3})?)\p{Nd}{3,4}(?!\p{Nd})/giu;
/** An expiry or security code directly after the number. */
const BEHIND_A_NUMBER = /(?<!\p{Nd})(?:\p{Nd}{1,2}\s?[/.-]\s?(?:\p{Nd}{4}|\p{Nd}{2})|\p{Nd}{3,4})(?!\p{Nd})/gu;
const REACH = 40;
const GONE = '[removed]';

interface Group {
	start: number;
	end: number;
	digits: string;
	/** Whether it may continue the number of the previous group. */
	continues: boolean;
}

interface Found {
	start: number;
	end: number;
	/** `null` if several readings overlap. */
	last4: string | null;
}

/**
 * The text with each card number (13 to 19 digits, grouped or not, with a valid check digit) replaced by its last
 * four digits, and without the expiry and security code after it. A labelled security code is always removed. Other
 * numbers stay; one in ten long numbers that resemble a card's is removed too.
 */
export function withoutCardNumbers(text: string): string {
	// A cheap check that is enough for most names and remarks.
	if (!/\p{Nd}{3}|\p{Nd}\P{Nd}{1,3}\p{Nd}/u.test(text)) return text;
	const found = cardNumbersIn(text);
	let clean = '';
	let from = 0;
	for (const [index, { start, end, last4 }] of found.entries()) {
		clean += `${text.slice(from, start)}[card number removed${last4 === null ? '' : `, ends in ${last4}`}]`;
		from = Math.min(end + REACH, found[index + 1]?.start ?? text.length, text.length);
		// Not through the middle of a number: its second half would stay.
		while (
			from < text.length &&
			from < (found[index + 1]?.start ?? text.length) &&
			/\p{Nd}/u.test(text[from - 1] ?? '')
		)
			from++;
		clean += text.slice(end, from).replace(BEHIND_A_NUMBER, GONE);
	}
	return (clean + text.slice(from)).replace(NAMED_CODE, `$1${GONE}`);
}

/** All readings of neighbouring groups as a card number; overlapping ones are merged. */
function cardNumbersIn(text: string): Found[] {
	const found: Found[] = [];
	for (const reading of readings(groupsOf(text))) {
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
			if (!group || (next > index && !group.continues)) break;
			digits += group.digits;
			if (digits.length > 19) break;
			if (isCardNumber(digits)) found.push({ start: first.start, end: group.end, last4: digits.slice(-4) });
		}
		return found.sort((a, b) => a.start - b.start);
	});
}

/** A number with something else attached, such as its expiry. */
function insideOf({ start, end, digits }: Group): Found[] {
	if (digits.length < 17 || end - start !== digits.length) return [];
	return [15, 16].flatMap((length) =>
		[0, digits.length - length]
			.filter((at) => isCardNumber(digits.slice(at, at + length)))
			.map(() => ({ start, end, last4: null })),
	);
}

function groupsOf(text: string): Group[] {
	const dates = [...text.matchAll(DATE)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
	const groups: Group[] = [];
	for (const match of text.matchAll(/\p{Nd}+/gu)) {
		const [start, end] = [match.index, match.index + match[0].length];
		if (dates.some((date) => start < date.end && end > date.start)) continue;
		const before = groups.at(-1);
		const continues = before !== undefined && SEPARATOR.test(text.slice(before.end, start));
		groups.push({ start, end, digits: [...match[0]].map(digitOf).join(''), continues });
	}
	return groups;
}

/** `4` for the digit four of any script: each script's digits are consecutive, zero first. */
function digitOf(character: string): string {
	if (character <= '9') return character;
	const code = character.codePointAt(0) ?? 0;
	let zero = code;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return String(code - zero);
}

/** By its length, its first digit (none begins with 0, 1 or 7) and its check digit (ISO/IEC 7812-1). */
function isCardNumber(digits: string): boolean {
	return /^[2-689]\d{12,18}$/.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return sum % 10 === 0;
}
