/** Removes known values from a text of another system before it becomes an error. Pure. */

/** More than any error says, and long enough for what it quotes to be found whole. */
const MAX_TEXT = 20_000;
const MAX_VALUES = 10_000;

/**
 * The text with each of the values replaced by `[…]`, ignoring case. Only whole words are replaced, so that a guest
 * called Ann does not blot out half of "channel"; values of one character are left alone. Of a text that is longer
 * than 20,000 characters the rest is replaced too, and all of it if there are more than 10,000 values.
 */
export function redact(text: string, values: readonly string[]): string {
	const said = folded(text.slice(0, MAX_TEXT));
	const known = new Set(values.filter((value) => value.length <= 2 * MAX_TEXT).map((value) => folded(value.trim())));
	const wanted = [...known].filter((value) => value.length > 1 && value.length <= said.length);
	if (wanted.length > MAX_VALUES) return '[…]';
	// Longest first: an address before the name in it.
	const covered: Array<[from: number, to: number]> = [];
	const isCovered = new Uint8Array(said.length);
	for (const value of wanted.sort((a, b) => b.length - a.length)) {
		for (let at = said.indexOf(value); at !== -1; at = said.indexOf(value, at + 1)) {
			const end = at + value.length;
			if (isCovered[at] || isCovered[end - 1] || isWord(said, at, -1) || isWord(said, end, 1)) continue;
			isCovered.fill(1, at, end);
			covered.push([at, end]);
			at = end - 1;
		}
	}
	let clean = '';
	let from = 0;
	for (const [start, end] of covered.sort(([a], [b]) => a - b)) {
		clean += `${text.slice(from, start)}[…]`;
		from = end;
	}
	return clean + text.slice(from, MAX_TEXT) + (text.length > MAX_TEXT ? '[…]' : '');
}

/** Whether a letter or digit touches this place from that side. */
function isWord(text: string, at: number, side: 1 | -1): boolean {
	const [from, to] = side === 1 ? [at, at + 2] : [Math.max(0, at - 2), at];
	const neighbour = side === 1 ? /^[\p{L}\p{N}]/u : /[\p{L}\p{N}]$/u;
	return neighbour.test(text.slice(from, to));
}

/** In lower case, of the same length. */
function folded(text: string): string {
	const lower = text.toLowerCase();
	const same = lower.length === text.length ? lower : [...text].map(foldedCharacter).join('');
	return same.replaceAll('ς', 'σ');
}

function foldedCharacter(character: string): string {
	const lower = character.toLowerCase();
	return lower.length === character.length ? lower : character;
}
