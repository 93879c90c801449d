const NUMBER = /\p{N}/u;
/** None of them is in most names and words, which this tells much sooner than a look at each character. */
const MAY_BE_NUMBER = /[0-9\u00B2-\u00BF\u0250-\uFFFF]/;

/**
 * How many characters of a text are digits or other numbers of any script, at most `most`. Each digit of a card number or
 * code is one. Asked of every text, of which most have none: characters of Latin are told by their code alone.
 */
export function numbersIn(text: string, most: number): number {
	let found = 0;
	if (!MAY_BE_NUMBER.test(text)) return found;
	for (let at = 0; at < text.length && found < most; at++) {
		const code = text.charCodeAt(at);
		if (code < 0xb2 || (code >= 0xc0 && code < 0x250)) {
			if (code >= 0x30 && code <= 0x39) found++;
			continue;
		}
		const point = text.codePointAt(at) ?? code;
		if (point > 0xffff) at++;
		if (NUMBER.test(String.fromCodePoint(point))) found++;
	}
	return found;
}
