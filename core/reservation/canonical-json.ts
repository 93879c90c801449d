/** JSON that is the same text for the same content, whatever the order of its keys. Pure. */

/** The keys of objects of one kind, which mostly come in one order. */
interface Kind {
	given: readonly string[];
	/** The same keys, sorted, and each as it is written in front of all others, `{"name":`, and behind one, `,"name":`. */
	sorted: readonly string[];
	first: readonly string[];
	next: readonly string[];
}

/** Kinds that were met before, by their first key: sorting takes longer than all the rest. */
const known = new Map<string, Kind[]>();
let remembered = 0;
const MAX_KINDS = 100;
/** Characters; longer ones come from outside, and none of ours has as many. */
const MAX_KEYS = 1_000;
const ESCAPED = /["\\\0-\x1F\uD800-\uDFFF]/;

/** JSON with the keys of each object sorted, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
	if (typeof value === 'string') return quoted(value);
	if (value === null || typeof value !== 'object') return word(value);
	if (!Array.isArray(value)) return objectText(value as Record<string, unknown>, null);
	let text = '';
	for (const entry of value) text += (text === '' ? '' : ',') + canonicalJson(entry);
	return `[${text}]`;
}

/** To the outermost object only. */
interface Changes {
	leftOut: ReadonlySet<string>;
	instead: Readonly<Record<string, unknown>>;
}

/**
 * @param leftOut keys that do not count; in the objects within, they do
 * @param instead what counts in the place of the object's own, of keys that it has
 */
export function canonicalObject(
	entries: object,
	leftOut: ReadonlySet<string>,
	instead: Changes['instead'] = {},
): string {
	return objectText(entries as Record<string, unknown>, { leftOut, instead });
}

function objectText(entries: Record<string, unknown>, changes: Changes | null): string {
	const { sorted, first, next } = kindOf(entries);
	let text = '';
	for (let index = 0; index < sorted.length; index++) {
		const key = sorted[index] as string;
		const entry = changes !== null && Object.hasOwn(changes.instead, key) ? changes.instead[key] : entries[key];
		if (entry === undefined || changes?.leftOut.has(key) === true) continue;
		text += ((text === '' ? first : next)[index] as string) + canonicalJson(entry);
	}
	return text === '' ? '{}' : `${text}}`;
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

function kindOf(entries: object): Kind {
	let first = '';
	for (first in entries) break;
	const candidates = known.get(first);
	if (candidates) for (const kind of candidates) if (isOf(kind, entries)) return kind;
	const given = Object.keys(entries);
	const sorted = [...given].sort();
	const written = sorted.map((key) => `${JSON.stringify(key)}:`);
	const kind = { given, sorted, first: written.map((key) => `{${key}`), next: written.map((key) => `,${key}`) };
	if (given.join('').length > MAX_KEYS) return kind;
	if (remembered++ >= MAX_KINDS) {
		known.clear();
		remembered = 1;
	}
	known.set(first, [...(known.get(first) ?? []), kind]);
	return kind;
}

function isOf({ given }: Kind, entries: object): boolean {
	let index = 0;
	for (const key in entries) if (key !== given[index++]) return false;
	return index === given.length;
}
