/** Removes known values from a text of another system before it becomes an error. Pure. */

/**
 * The text with each of the values replaced by `[…]`, ignoring case. Only whole words are replaced, so that a guest
 * called Ann does not blot out half of "channel"; values of one character are left alone.
 */
export function redact(text: string, values: readonly string[]): string {
	const known = [...new Set(values.map((value) => value.trim()).filter((value) => value.length > 1))];
	if (known.length === 0) return text;
	// Longest first: an address before the name in it.
	const pattern = known
		.sort((a, b) => b.length - a.length)
		.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), '[…]');
}
