/** The lines of an iCalendar file: RFC 5545, section 3.1. */

/** In octets, without the line break. */
const MAX_LINE = 75;

/** The unfolded lines, none of them empty. Line breaks of any kind; a byte order mark is left out. */
export function contentLines(text: string): string[] {
	return text
		.replace(/^\uFEFF/, '')
		.replace(/\r\n?/g, '\n')
		.replace(/\n[ \t]/g, '')
		.split('\n')
		.filter((line) => line.trim() !== '');
}

/** The line with its line break, folded so that no piece has more than 75 octets, and no character is split. */
export function folded(line: string): string {
	const pieces: string[] = [];
	let [piece, octets] = ['', 0];
	for (const character of line) {
		const size = new TextEncoder().encode(character).length;
		if (octets + size > MAX_LINE) {
			pieces.push(piece);
			// The space of a continued line counts.
			[piece, octets] = ['', 1];
		}
		piece += character;
		octets += size;
	}
	return `${[...pieces, piece].join('\r\n ')}\r\n`;
}

/** A text value: RFC 5545, section 3.3.11. */
export function escapedText(text: string): string {
	return text
		.replace(/[\\;,]/g, (sign) => `\\${sign}`)
		.replace(/\r\n?|\n/g, '\\n')
		.replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '');
}
