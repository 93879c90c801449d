/** The warning of amounts that somebody has to look up, because nobody can be sure what they mean. Pure. */

const SAID = 'Amounts that cannot be read';
const MAX_PLACES = 20;

/**
 * One warning for all of them; none if there are none.
 * @param places their fields, as the source names them
 */
export function unreadAmounts(places: Iterable<string>): string[] {
	const all = [...new Set(places)];
	const more = all.length > MAX_PLACES ? ` and ${all.length - MAX_PLACES} more` : '';
	return all.length === 0 ? [] : [`${SAID}: ${all.slice(0, MAX_PLACES).join(', ')}${more}`];
}

/** Whether a reservation's warning is this one. */
export function isAboutAmounts(warning: string): boolean {
	return warning.startsWith(`${SAID}: `);
}
