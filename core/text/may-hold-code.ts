/** Whether a text can hold a security code at all, before it is searched for the names of one. Linear, and without an expression. */

/** A code has no fewer digits. */
const LEAST = 3;
/** The digits of a code and, before it, the last of `CVV2`. */
const MOST_IN_A_ROW = 5;
/** Between two digits of a code; no longer than `-` with two blanks on either side. */
const BETWEEN = new Set([...' \t\n\v\f\r\u00A0.-/,;_*|'].map((sign) => sign.charCodeAt(0)));
const MOST_BETWEEN = 5;
/** They may begin what is read as a blank or as another sign, see `withBlanksForMarkup`; these two only before what no such thing begins with. */
const MARKUP = new Set([...'<\\&%'].map((sign) => sign.charCodeAt(0)));
const [PERCENT, AMPERSAND] = [0x25, 0x26];
const NO_MARKUP_BEHIND = new Set([...' )\n,'].map((sign) => sign.charCodeAt(0)));

/**
 * @returns `false` only for a text in which `searchedCodes` finds nothing: it has no letter, or nowhere three digits
 * that could be a code's. Of signs that may be read as something else, nothing is known.
 */
export function mayHoldCode(text: string): boolean {
	let hasLetter = false;
	let hasDigits = false;
	/** Digits in a row, all that may belong to the same code, and the signs since the last of them. */
	let row = 0;
	let together = 0;
	let between = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code >= 0x30 && code <= 0x39) {
			if (between > 0) row = 0;
			between = 0;
			row++;
			together++;
			continue;
		}
		if (row > MOST_IN_A_ROW) together = 0;
		else if (together >= LEAST) hasDigits = true;
		if (isLetter(code)) {
			hasLetter = true;
			row = together = between = 0;
			continue;
		}
		if (BETWEEN.has(code)) {
			if (++between > MOST_BETWEEN || row > MOST_IN_A_ROW) together = 0;
			continue;
		}
		if (!isPlainSign(code) || (MARKUP.has(code) && !standsAlone(text, at))) return true;
		row = together = between = 0;
	}
	return hasLetter && (hasDigits || (together >= LEAST && row <= MOST_IN_A_ROW));
}

/** Of Latin: each is read as one or two letters without accents. */
function isLetter(code: number): boolean {
	return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0xc0 && code < 0x250);
}

/** Of ASCII, and what people put around words: nothing that is not seen, and no number. */
function isPlainSign(code: number): boolean {
	return (code >= 0x20 && code < 0x7f) || code === 0xab || code === 0xbb || (code >= 0x2018 && code <= 0x2026);
}

function standsAlone(text: string, at: number): boolean {
	const sign = text.charCodeAt(at);
	if (sign !== PERCENT && sign !== AMPERSAND) return false;
	return at + 1 === text.length || NO_MARKUP_BEHIND.has(text.charCodeAt(at + 1));
}
