/** JSON with every number as it was written. Pure. */
import { MAX_JSON } from './json-or-null';

/** Where a text begins, or a number, of valid JSON. */
const TEXT_OR_NUMBER = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const END_OF_TEXT = /["\\]/g;

/**
 * As `JSON.parse`, but a number that a JavaScript number cannot hold exactly becomes the text of its digits: an id
 * beyond 2^53 would silently become another one.
 * @throws SyntaxError that may quote the text, or says that it is longer than any answer is
 */
export function parseExactJson(text: string): unknown {
	if (text.length > MAX_JSON) throw new SyntaxError('The text is too long to be read');
	const parsed: unknown = JSON.parse(text);
	const exact = withInexactQuoted(text);
	return exact === text ? parsed : JSON.parse(exact);
}

/** Goes from sign to sign: one expression for a whole text would overflow on a long one. */
function withInexactQuoted(text: string): string {
	let exact = '';
	let from = 0;
	TEXT_OR_NUMBER.lastIndex = 0;
	for (let token = TEXT_OR_NUMBER.exec(text); token; token = TEXT_OR_NUMBER.exec(text)) {
		if (token[0] === '"') {
			TEXT_OR_NUMBER.lastIndex = endOfText(text, TEXT_OR_NUMBER.lastIndex);
		} else if (isInexact(token[0])) {
			exact += `${text.slice(from, token.index)}"${token[0]}"`;
			from = TEXT_OR_NUMBER.lastIndex;
		}
	}
	return exact + text.slice(from);
}

/** @param from behind its first quotation mark */
function endOfText(text: string, from: number): number {
	END_OF_TEXT.lastIndex = from;
	while (END_OF_TEXT.test(text)) {
		if (text[END_OF_TEXT.lastIndex - 1] === '"') return END_OF_TEXT.lastIndex;
		END_OF_TEXT.lastIndex++;
	}
	return text.length;
}

function isInexact(token: string): boolean {
	if (!Number.isFinite(Number(token))) return true;
	const digits = token.replace(/[eE].*$|[-.]/g, '').replace(/^0+/, '');
	// A double is exact to 15 decimal digits, and a whole number to 2^53.
	return digits.length > 15 && !(/^-?\d+$/.test(token) && Number.isSafeInteger(Number(token)));
}
