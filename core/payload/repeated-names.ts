/** Names that stand more than once in an object of JSON, of which `JSON.parse` silently keeps the last. Pure. */

/** Texts in quotes, and what opens, closes and divides. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/**
 * Of the outermost object, with surrounding white space taken off each name; each of them once.
 * @param json valid JSON: on anything else, a lone quotation mark could make the search slow
 */
export function repeatedNames(json: string): string[] {
	const tokens = json.match(TOKENS) ?? [];
	let depth = 0;
	const names = tokens.flatMap((token, index) => {
		if (token === '{' || token === '[') depth += 1;
		else if (token === '}' || token === ']') depth -= 1;
		const isName = depth === 1 && token.startsWith('"') && tokens[index + 1] === ':';
		return isName ? [String(JSON.parse(token)).trim()] : [];
	});
	const seen = new Set<string>();
	return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
}
