/** The languages that people at the desk are spoken to in, and the spaces of French. Pure. */

export type Language = 'en' | 'fr';

/** By code or by its own name, as a form gives it: `fr`, `fr-CH`, `Français`. Anything else is English. */
export function languageOf(value: unknown): Language {
	return typeof value === 'string' && /^fr(?:$|[-_]|an[cç]ais)/iu.test(value.trim()) ? 'fr' : 'en';
}

/**
 * Words of French with the spaces that must not end a line: no-break within « » and before a colon, narrow before `;`,
 * `!` and `?`. Words are written with plain spaces, which people can see.
 */
export function withFrenchSpaces<T>(words: T): T {
	if (typeof words === 'string') return frenchSpaces(words) as T;
	if (typeof words === 'function')
		return ((...parameters: unknown[]) => withFrenchSpaces<unknown>(words(...parameters))) as T;
	if (typeof words !== 'object' || words === null || Array.isArray(words)) return words;
	return Object.fromEntries(Object.entries(words).map(([name, part]) => [name, withFrenchSpaces<unknown>(part)])) as T;
}

function frenchSpaces(text: string): string {
	return text
		.replace(/« /gu, '«\u00a0')
		.replace(/ (?=[»:])/gu, '\u00a0')
		.replace(/ (?=[;!?])/gu, '\u202f');
}
