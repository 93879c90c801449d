/**
 * The CSV that SelfKey's own code writes (`bookingToCSV` in its `src/lib/api/webhook.ts`): a line of names, then the
 * values joined by commas, neither quoted nor escaped. What a guest typed may hold commas, quotes and line breaks, and
 * `room`, `establishment` and `selectedPricingOptions` are JSON. Pure.
 *
 * Every way of dividing the values among the columns that fits what each column can hold is followed. A value that is
 * the same in all of them is certain; any other is left out, so that nothing is ever taken for something else.
 */

/** Commas in a body: some twenty times as many as a booking with all its options has. */
const MAX_COMMAS = 1000;

/** Together only in what SelfKey's own code writes: a CSV that somebody else makes has quotes around JSON. */
const OWN_COLUMNS = ['id', 'checkInDate', 'checkOutDate', 'room', 'establishment'];

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const WHOLE = /^\d*$/;
const INSTANT = /^(?:[+-]\d{6}|\d{4})-\d{2}-\d{2}T[\d:.]+Z$/;
const INSTANT_OR_NONE = new RegExp(`${INSTANT.source}|^$`);
const BOOLEAN = /^(?:true|false)$/;
const WORD = /^[\w-]*$/;

/** Columns that SelfKey's code and schema keep to one form; all others are whatever somebody typed. */
const FORMS: Readonly<Record<string, RegExp | 'json'>> = {
	id: /^[\w-]+$/,
	bookingNumber: /^\d+$/,
	hotelSlug: /^[\w-]+$/,
	// A comma would need quotes in an address, which SelfKey's form does not take.
	clientEmail: /^[^\s,]*$/,
	clientBirthDate: INSTANT,
	checkInDate: INSTANT,
	checkOutDate: INSTANT,
	bookingDate: INSTANT,
	adults: WHOLE,
	children: WHOLE,
	guests: WHOLE,
	hasDog: BOOLEAN,
	amount: NUMBER,
	currency: WORD,
	platformCommission: NUMBER,
	ownerAmount: NUMBER,
	pricingOptionsTotal: NUMBER,
	touristTaxTotal: NUMBER,
	selectedPricingOptions: 'json',
	paymentStatus: WORD,
	bookingType: WORD,
	dayParkingStartTime: INSTANT_OR_NONE,
	dayParkingEndTime: INSTANT_OR_NONE,
	confirmationSent: BOOLEAN,
	confirmationSentAt: INSTANT_OR_NONE,
	confirmationMethod: WORD,
	room: 'json',
	establishment: 'json',
};

/**
 * The values that are certain, by column.
 * @returns `null` where the text is not of this form
 */
export function readUnquotedCsv(text: string): Map<string, string> | null {
	const [header = ''] = text.split('\n', 1);
	const names = header.replace(/\r$/, '').split(',');
	const values = text.slice(header.length + 1).replace(/\r?\n$/, '');
	if (!OWN_COLUMNS.every((name) => names.includes(name))) return null;
	if (values.split(',').length > MAX_COMMAS) return null;
	const places = placesOf(values, names);
	if (!places) return null;
	const certain = new Map<string, string>();
	for (const [index, name] of names.entries()) {
		const [place, ...others] = places[index] ?? [];
		if (place && others.length === 0) certain.set(name, values.slice(...place));
	}
	keepTheName(certain, values, places, names);
	return certain;
}

/** From where until where in the text. */
type Place = readonly [start: number, end: number];

/** Where each column's value may be, over all divisions of the whole text; `null` where there is none. */
function placesOf(text: string, names: readonly string[]): Place[][] | null {
	const memory = new Map<number, boolean>();
	/** Whether columns from this one on can be read from this place on. */
	const fits = (column: number, start: number): boolean => {
		if (column === names.length) return start === text.length + 1;
		if (start > text.length) return false;
		const key = start * names.length + column;
		const known = memory.get(key);
		if (known !== undefined) return known;
		const result = endsOf(text, start, FORMS[names[column] ?? '']).some((end) => fits(column + 1, end + 1));
		memory.set(key, result);
		return result;
	};
	if (!fits(0, 0)) return null;
	const places: Place[][] = [];
	let starts = new Set([0]);
	for (const [column, name] of names.entries()) {
		const here = [...starts].flatMap((start) =>
			endsOf(text, start, FORMS[name])
				.filter((end) => fits(column + 1, end + 1))
				.map((end): Place => [start, end]),
		);
		places.push(here);
		starts = new Set(here.map(([, end]) => end + 1));
	}
	return places;
}

/** Where a value of this form may end that begins here: at a comma, or at the end of the text. */
function endsOf(text: string, start: number, form: RegExp | 'json' | undefined): number[] {
	if (form === undefined) return commasFrom(text, start);
	const comma = text.indexOf(',', start);
	const end = form === 'json' ? endOfJson(text, start) : comma < 0 ? text.length : comma;
	if (end === null || (end < text.length && text[end] !== ',')) return [];
	return form === 'json' || form.test(text.slice(start, end)) ? [end] : [];
}

function commasFrom(text: string, start: number): number[] {
	const ends: number[] = [];
	for (let comma = text.indexOf(',', start); comma >= 0; comma = text.indexOf(',', comma + 1)) ends.push(comma);
	return [...ends, text.length];
}

/** Behind the object or list that begins here; here where there is nothing; `null` where it is not closed. */
function endOfJson(text: string, start: number): number | null {
	if (text[start] !== '{' && text[start] !== '[') return start;
	let depth = 0;
	for (const token of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
		if (token[0].startsWith('"')) continue;
		depth += token[0] === '{' || token[0] === '[' ? 1 : -1;
		if (depth === 0) return start + token.index + 1;
	}
	return null;
}

/** Whose first and last name cannot be told apart is called by both together, as far as these are certain. */
function keepTheName(
	certain: Map<string, string>,
	text: string,
	places: ReadonlyArray<readonly Place[]>,
	names: readonly string[],
): void {
	const first = names.indexOf('clientFirstName');
	if (first < 0 || names[first + 1] !== 'clientLastName' || certain.has('clientLastName')) return;
	const starts = new Set(places[first]?.map(([start]) => start));
	const ends = new Set(places[first + 1]?.map(([, end]) => end));
	const [start] = starts;
	const [end] = ends;
	if (starts.size === 1 && ends.size === 1 && start !== undefined)
		certain.set('clientLastName', text.slice(start, end));
}
