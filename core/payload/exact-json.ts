/** JSON with every number as it was written. Pure. */

/** A text in quotes, or a number, of valid JSON. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * As `JSON.parse`, but a number that a JavaScript number cannot hold exactly becomes the text of its digits: an id
 * beyond 2^53 would silently become another one.
 * @throws SyntaxError that may quote the text
 */
export function parseExactJson(text: string): unknown {
	// Only valid JSON is searched, or a lone quotation mark could make it slow.
	const parsed: unknown = JSON.parse(text);
	const exact = text.replace(TOKENS, (token) => (isInexact(token) ? `"${token}"` : token));
	return exact === text ? parsed : JSON.parse(exact);
}

function isInexact(token: string): boolean {
	if (token.startsWith('"')) return false;
	if (!Number.isFinite(Number(token))) return true;
	const digits = token.replace(/[eE].*$|[-.]/g, '').replace(/^0+/, '');
	// A double is exact to 15 decimal digits, and a whole number to 2^53.
	return digits.length > 15 && !(/^-?\d+$/.test(token) && Number.isSafeInteger(Number(token)));
}
