/** The lines of an iCalendar file: RFC 5545, section 3.1. */

/** In octets, without the line break. */
const MAX_LINE = 75;

/** The unfolded lines, none of them empty. Line breaks of any kind; a byte order mark is left out. */
export function contentLines(text: string): string[] {
	const lines: string[] = [];
	// A carriage return alone is a line break too, and rare; so is a second one, where a server has ended lines twice.
	const source = /\r(?!\n)/.test(text) ? text.replace(/\r+\n?/g, '\n') : text;
	for (let start = source.startsWith('\uFEFF') ? 1 : 0; start <= source.length;) {
		const found = source.indexOf('\n', start);
		const next = found === -1 ? source.length : found;
		const end = source[next - 1] === '\r' && next > start ? next - 1 : next;
		const isFolded = lines.length > 0 && (source[start] === ' ' || source[start] === '\t');
		// Some servers end each line twice: what goes on behind an empty one is the line before it.
		if (isFolded) lines[lines.length - 1] += source.slice(start + 1, end);
		else if (end > start) lines.push(source.slice(start, end));
		start = next + 1;
	}
	return lines.filter((line) => line.trim() !== '');
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
