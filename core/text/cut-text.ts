const MARK = '… [shortened]';

/** Whether `cutText` has shortened it, here or at whoever has passed it on. */
export function isShortened(text: string | null): boolean {
	return text?.endsWith(MARK) ?? false;
}

/**
 * The text if it has at most `max` characters, else its beginning with a mark, `max` characters in all. It is not
 * cut within a number: half a card number would no longer be known as one.
 */
export function cutText(text: string, max: number): string {
	if (text.length <= max) return text;
	const most = max - MARK.length;
	let end = most;
	while (end > 0 && !/\p{L}/u.test(text[end - 1] ?? '')) end--;
	const isInNumber = /\p{N}/u.test(text.slice(end, most));
	return text.slice(0, isInNumber ? end : most).replace(/[\uD800-\uDBFF]$/, '') + MARK;
}

/** The text if it has at most `max` characters, else its beginning with an ellipsis; never half a character. For texts of our own. */
export function shorten(text: string, max: number): string {
	return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
