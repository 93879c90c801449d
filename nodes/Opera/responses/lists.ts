/** Lists in OPERA's answers. Pure. */
import { idOrNull, isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { wholeNumberIn } from '../../../core/text/read-text';

/**
 * The entries of a list. Where one is specified, OPERA and gateways also send an object: the only entry, or one that
 * holds the list or the only entry (Oracle's own example of a change has `{ "reservationGuest": [...] }` for a list of guests).
 * @param fields what is read of an entry: an object with one of them is an entry, though it may hold nothing but a list of its own
 */
export function listOf(value: unknown, ...fields: readonly string[]): Fields[] {
	if (Array.isArray(value)) return value.filter(isRecord);
	if (!isRecord(value)) return [];
	const [[name, only] = ['', null], ...others] = Object.entries(value);
	if (others.length > 0) return [value];
	// An entry holds one of these, so several are as many entries.
	if (fields.includes(name) && Array.isArray(only) && isOfOne(name))
		return only.map((each: unknown) => (isRecord(each) && name in each ? each : { [name]: each }));
	if (fields.includes(name)) return [value];
	if (Array.isArray(only)) return only.filter(isRecord);
	// Which of the two it is cannot be told where nobody says what an entry looks like.
	return fields.length > 0 && isRecord(only) ? listOf(only, ...fields) : [value];
}

/** By OPERA's names, which are plurals where an entry itself has a list: `postings`, `reservationIdList`. */
const isOfOne = (name: string) => !/(s|List)$/.test(name);

/** A text, also from a number; `null` if it is empty. */
export function textIn(fields: Fields, name: string): string | null {
	const value = fields[name];
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A number, also from a text, as OPERA writes many; `null` if it is none. */
export function numberIn(fields: Fields, name: string): number | null {
	const text = textIn(fields, name);
	return text === null || !Number.isFinite(Number(text)) ? null : Number(text);
}

/** As `numberIn`, of people and the like: its decimals can be no thousands. */
export function countIn(fields: Fields, name: string): number | null {
	return wholeNumberIn(textIn(fields, name) ?? '') ?? numberIn(fields, name);
}

/** Whether it is true, also as a text. */
export function isTrue(value: unknown): boolean {
	return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

/** Of a person's names the one that is used: others are aliases, or how it is said. */
export function nameOfPerson(list: unknown): Fields {
	const names = listOf(list, 'surname', 'givenName');
	return names.find(({ nameType }) => nameType === 'Primary') ?? names[0] ?? {};
}

/** The fields of an object somewhere inside; none if there is no such object. */
export function inside(value: unknown, ...path: string[]): Fields {
	return recordOf(path.reduce<unknown>((found, name) => recordOf(found)[name], value));
}

/** The id of this type in a list such as `reservationIdList`; of several the first. */
export function idOf(list: unknown, type: string): string | null {
	const found = listOf(list, 'id', 'type').find((entry) => entry['type'] === type);
	return found ? idIn(found, 'id') : null;
}

/** An id, which goes into addresses; `null` also for a text with a card number that somebody typed there. */
export function idIn(fields: Fields, name: string): string | null {
	return idOrNull(textIn(fields, name));
}
