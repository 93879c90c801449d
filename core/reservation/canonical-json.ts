/** JSON that is the same text for the same content, whatever the order of its keys. Pure. */

/** The keys of objects of one kind, which mostly come in one order. */
interface Kind {
	given: readonly string[];
	/** The same keys, sorted, and each as it is written: `"name":`. */
	sorted: readonly string[];
	written: readonly string[];
}

/** Kinds that were met before, by their first key: sorting takes longer than all the rest. */
const known = new Map<string, Kind[]>();
let remembered = 0;
const MAX_KINDS = 100;
/** Characters; longer ones come from outside, and none of ours has as many. */
const MAX_KEYS = 1_000;
const ESCAPED = /["\\\0-\x1F\uD800-\uDFFF]/;
const NOTHING: ReadonlySet<string> = new Set();

/** JSON with the keys of each object sorted, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
	if (typeof value === 'string') return quoted(value);
	if (value === null || typeof value !== 'object') return word(value);
	if (!Array.isArray(value)) return canonicalObject(value as Record<string, unknown>, NOTHING);
	let text = '';
	for (const entry of value) text += (text === '' ? '' : ',') + canonicalJson(entry);
	return `[${text}]`;
}

/** @param leftOut keys that do not count; in the objects within, they do */
export function canonicalObject(entries: Record<string, unknown>, leftOut: ReadonlySet<string>): string {
	const { sorted, written } = kindOf(entries);
	let text = '';
	for (let index = 0; index < sorted.length; index++) {
		const key = sorted[index] as string;
		const entry = entries[key];
		if (entry === undefined || leftOut.has(key)) continue;
		text += (text === '' ? '' : ',') + (written[index] as string) + canonicalJson(entry);
	}
	return `{${text}}`;
}

/** As `JSON.stringify` writes it, which takes longer than all the rest. */
function word(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'boolean') return value ? 'true' : 'false';
	return typeof value === 'number' && Number.isFinite(value) ? String(value) : JSON.stringify(value);
}

function quoted(text: string): string {
	return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function kindOf(entries: Record<string, unknown>): Kind {
	let first = '';
	for (first in entries) break;
	const candidates = known.get(first);
	if (candidates) for (const kind of candidates) if (isOf(kind, entries)) return kind;
	const given = Object.keys(entries);
	const sorted = [...given].sort();
	const kind = { given, sorted, written: sorted.map((key) => `${JSON.stringify(key)}:`) };
	if (given.join('').length > MAX_KEYS) return kind;
	if (remembered++ >= MAX_KINDS) {
		known.clear();
		remembered = 1;
	}
	known.set(first, [...(known.get(first) ?? []), kind]);
	return kind;
}

function isOf({ given }: Kind, entries: Record<string, unknown>): boolean {
	let index = 0;
	for (const key in entries) if (key !== given[index++]) return false;
	return index === given.length;
}
