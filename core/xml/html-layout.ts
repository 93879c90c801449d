/** HTML in a text: guests paste it, and Booking.com's own remarks have line breaks. No message has elements of these names. */

import { localName } from './local-name';

const LINES = new Set(
	'br p div li tr hr h1 h2 h3 h4 h5 h6 ul ol table tbody blockquote html head body pre section'.split(' '),
);
const INLINE = new Set('b i u s a em strong span font small big sub sup center img td th wbr strike'.split(' '));

/** What a tag of HTML stands for in its text, a new line or nothing; `null` for any other element. @param name of the tag, with its prefix */
export function layoutOf(name: string): string | null {
	const local = localName(name).toLowerCase();
	if (LINES.has(local)) return '\n';
	return INLINE.has(local) ? '' : null;
}

/** Whether it is an element of HTML that stands in texts. */
export function isHtml(name: string): boolean {
	return layoutOf(name) !== null;
}
