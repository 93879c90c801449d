/** HTML in which every value is escaped unless it is HTML itself. */

export class Html {
	constructor(readonly text: string) {}
}

export type Value = Html | string | number | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** For text and for attributes in double quotes; what no document may hold is left out. */
export function escapeHtml(text: string): string {
	return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/gu, '').replace(/[&<>"']/gu, (mark) => ENTITIES[mark] ?? mark);
}

export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
	return new Html(parts.reduce((page, part, index) => page + textOf(values[index - 1] ?? '') + part));
}

function textOf(value: Value): string {
	if (value instanceof Html) return value.text;
	if (typeof value === 'object') return value.map(({ text }) => text).join('');
	return escapeHtml(String(value));
}

export const NOTHING = new Html('');
