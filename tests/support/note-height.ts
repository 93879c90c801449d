/** How much room the text of a note takes on n8n's canvas, in pixels: an estimate by characters, from the editor's own styles. */

/** Between the note's edge and its text: border and padding. */
const SIDE = 13;
const TOP = 9;
const INDENT = 20;
/** Of letters in Inter, on average; bold ones are wider. In parts of the font's size. */
const LETTER = 0.5;
const BOLD_LETTER = 0.55;
const TEXT = { size: 14, line: 14 * 1.35, gap: 8 };
const LIST = { size: 14, line: 14 * 1.3, gap: 8 };
const ABOVE_ITEM = 3.5;
const HEADINGS: Readonly<Record<string, number>> = { '#': 36, '##': 24, '###': 16 };

/** @param content Markdown, as far as the templates use it */
export function noteHeight(content: string, width: number): number {
	const inner = width - 2 * SIDE;
	const lines = (text: string, letter: number, room: number) =>
		Math.max(1, Math.ceil((shown(text).length * letter) / room));
	return content
		.split(/\n\s*\n/)
		.flatMap((block) => block.split(/(?<=^#+ .*)\n/m))
		.filter((block) => block.trim() !== '')
		.reduce((height, block) => {
			const [, marks, title = ''] = /^(#+) (.*)$/.exec(block) ?? [];
			if (marks !== undefined) {
				const size = HEADINGS[marks] ?? TEXT.size;
				return height + lines(title, size * BOLD_LETTER, inner) * size * 1.35 + TEXT.gap;
			}
			const rows = block.split('\n').map((row) => {
				const [, item] = /^\s*(?:-|\d+\.) (.*)$/.exec(row) ?? [];
				return item === undefined
					? lines(row, TEXT.size * LETTER, inner) * TEXT.line
					: ABOVE_ITEM + lines(item, LIST.size * LETTER, inner - INDENT) * LIST.line;
			});
			return rows.reduce((sum, row) => sum + row, height) + TEXT.gap;
		}, TOP);
}

/** Without what Markdown does not show. */
function shown(text: string): string {
	return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*|`|\\/g, '');
}
