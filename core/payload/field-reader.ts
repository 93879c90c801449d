/** Reads values of unchecked JSON and collects every missing or invalid place, so that one answer lists them all. */
import { isIsoDate } from '../reservation/dates';
import type { ReservationStatus } from '../reservation/model';
import { statusNamed } from '../reservation/status';
import { holdsTypedCard } from '../text/card-in-word';
import { wholeNumberIn } from '../text/read-text';
import { isStorable, storable } from '../text/storable';

export { storable };

export const MAX_TEXT = 4_000;
export const MAX_ID = 200;
const HOLDS_CARD = 'it holds a card number: send an id there, and no text';
/** Limit for one event: an answer must not be larger than the request. */
const MAX_NAMED = 50;

/**
 * An event that is not accepted as it is, and usually never will be. The message names places in the payload, never
 * their content.
 */
export class ValidationError extends Error {
	override readonly name = 'ValidationError';

	/**
	 * @param fields places in the payload that are missing or invalid, such as `data.check_in`
	 * @param retryable the same event may be accepted later, once what it depends on has arrived
	 */
	constructor(
		message: string,
		readonly fields: readonly string[] = [],
		readonly retryable = false,
	) {
		super(message);
	}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Fields = Record<string, unknown>;

/** The value's fields; none if it is not an object. */
export function recordOf(value: unknown): Fields {
	return isRecord(value) ? value : {};
}

/** As it was sent; `null` where nothing was: forms and spreadsheets send an empty text, or blanks, for a field without a value. */
export function givenOrNull(value: unknown): unknown {
	return value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value;
}

/** A number, or its digits as text; `null` for anything else. */
export function numberOrNull(value: unknown): number | null {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string') return null;
	return wholeNumberIn(value) ?? (/^\s*-?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : null);
}

/** @throws ValidationError unless it is a list of so many at most */
export function boundedList(value: unknown, path: string, most: number): unknown[] {
	if (Array.isArray(value) && value.length <= most) return value;
	throw new ValidationError(`Missing or invalid: ${path} (a list of ${most} at most)`, [path]);
}

/** An id from outside; `null` for what is none: far too long, or a text with a card number that somebody typed. */
export function idOrNull(text: string | null): string | null {
	return text !== null && text.length <= MAX_ID && !holdsTypedCard(text) ? text : null;
}

export class Reader {
	constructor(
		private readonly invalid = new Set<string>(),
		private readonly names: Readonly<Record<string, string>> = {},
		private readonly reasons = new Map<string, string>(),
	) {}

	/** A reader that records its places here, with other names for the last part of a place. */
	renaming(names: Readonly<Record<string, string>>): Reader {
		return new Reader(this.invalid, names, this.reasons);
	}

	/** Records that the value at this place is missing or invalid, and why if that is not clear. */
	fail(path: string, reason?: string): null {
		const place = path.replace(/[^.]+$/, (last) => this.names[last] ?? last);
		this.invalid.add(place);
		if (reason !== undefined) this.reasons.set(place, reason);
		return null;
	}

	/** @throws ValidationError with every place recorded so far */
	finish(): void {
		if (this.invalid.size === 0) return;
		const fields = [...this.invalid].slice(0, MAX_NAMED);
		const more = this.invalid.size - fields.length;
		const places = fields.map((field) => field + (this.reasons.has(field) ? ` (${this.reasons.get(field)})` : ''));
		throw new ValidationError(`Missing or invalid: ${places.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, fields);
	}

	/**
	 * Text without leading and trailing spaces; `null` if there is none. Numbers count as text, since codes are often
	 * sent as numbers.
	 */
	text(fields: Fields, name: string, path: string, max = MAX_TEXT): string | null {
		return this.textOf(fields[name] ?? null, `${path}.${name}`, max);
	}

	/** What people write: however long, as `reservation()` shortens it; `null` if there is none. */
	words(fields: Fields, name: string, path: string): string | null {
		return this.textOf(fields[name] ?? null, `${path}.${name}`, Infinity);
	}

	/**
	 * As `text`, for what identifies something: cleaned of what no database holds, or of a card number that somebody
	 * typed there, it would identify something else.
	 */
	id(fields: Fields, name: string, path: string, max = MAX_ID): string | null {
		return this.idOf(fields[name] ?? null, `${path}.${name}`, max);
	}

	/** As `text`, for a value outside an object. */
	textOf(value: unknown, path: string, max = MAX_TEXT): string | null {
		if (value === null) return null;
		if (typeof value !== 'string' && !Number.isSafeInteger(value)) return this.fail(path);
		const text = storable(String(value)).trim();
		if (text.length > max) return this.fail(path);
		return text === '' ? null : text;
	}

	/** As `id`, for a value outside an object. */
	idOf(value: unknown, path: string, max = MAX_ID): string | null {
		if (typeof value === 'string' && !isStorable(value)) return this.fail(path);
		const id = this.textOf(value, path, max);
		return id !== null && holdsTypedCard(id) ? this.fail(path, HOLDS_CARD) : id;
	}

	required(fields: Fields, name: string, path: string, max = MAX_ID): string {
		return this.id(fields, name, path, max) ?? this.fail(`${path}.${name}`) ?? '';
	}

	oneOf<T extends string>(fields: Fields, name: string, path: string, allowed: readonly T[]): T | null {
		const value = givenOrNull(fields[name]);
		if (value === null) return null;
		return allowed.find((entry) => entry === value) ?? this.fail(`${path}.${name}`);
	}

	/** A status in any spelling. */
	status(fields: Fields, name: string, path: string): ReservationStatus | null {
		const value = givenOrNull(fields[name]);
		if (value === null) return null;
		return (typeof value === 'string' ? statusNamed(value) : null) ?? this.fail(`${path}.${name}`);
	}

	date(fields: Fields, name: string, path: string): string | null {
		const value = givenOrNull(fields[name]);
		if (value === null || isIsoDate(value)) return value;
		return this.fail(`${path}.${name}`);
	}

	/** A number; digits as text are accepted. Whether it can be true is for `reservation()` to say, which keeps the rest. */
	count(fields: Fields, name: string, path: string): number | null {
		return this.countOf(fields[name], `${path}.${name}`);
	}

	/** As `count`, for a value outside an object. */
	countOf(value: unknown, path: string): number | null {
		const given = givenOrNull(value);
		return given === null ? null : (numberOrNull(given) ?? this.fail(path));
	}

	flag(fields: Fields, name: string, path: string): boolean | null {
		const value = givenOrNull(fields[name]);
		if (value === null || typeof value === 'boolean') return value;
		return this.fail(`${path}.${name}`);
	}

	object(fields: Fields, name: string, path: string): Fields | null {
		const value = givenOrNull(fields[name]);
		if (value === null || isRecord(value)) return value;
		return this.fail(`${path}.${name}`);
	}

	/**
	 * As `list`, of which only the first count: one more than `max` at most is read, so that `reservation()` sees that
	 * there were too many.
	 */
	firstOf<T>(
		fields: Fields,
		name: string,
		path: string,
		max: number,
		read: (entry: unknown, path: string) => T | null,
	): T[] {
		const value = fields[name];
		const first = Array.isArray(value) && value.length > max ? { [name]: value.slice(0, max + 1) } : fields;
		return this.list(first, name, path, max + 1, read);
	}

	/** The entries of a list, each read by `read`; entries that it rejects are left out (and recorded by it). */
	list<T>(
		fields: Fields,
		name: string,
		path: string,
		max: number,
		read: (entry: unknown, path: string) => T | null,
	): T[] {
		const value = givenOrNull(fields[name]) ?? [];
		if (!Array.isArray(value) || value.length > max) {
			this.fail(`${path}.${name}`);
			return [];
		}
		return value.map((entry, index) => read(entry, `${path}.${name}[${index}]`)).filter((entry) => entry !== null);
	}
}
