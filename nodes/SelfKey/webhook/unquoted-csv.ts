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
/** Databases write a count with decimals, too. */
const WHOLE = /^(?:\d+(?:\.0+)?)?$/;
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

type Form = Pick<RegExp, 'test'> | 'json' | 'json in blanks' | undefined;
/** @param name of a column, as somebody wrote it */
type FormOf = (name?: string) => Form;

const asWritten: FormOf = (name = '') => (Object.hasOwn(FORMS, name) ? FORMS[name] : undefined);

/** Blanks around a value change nothing, of whatever kind; any text without a comma may stand for an e-mail address. */
const withBlanks: FormOf = (name) => {
	if (name === 'clientEmail') return /^[^,]*$/;
	const form = asWritten(name);
	if (form === 'json') return 'json in blanks';
	return typeof form === 'object' ? { test: (value) => form.test(value.trim()) } : form;
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
	// The stricter one first: it tells more columns from what somebody typed. A blank is no reason to lose the booking.
	const columns = divide(values, names, asWritten) ?? divide(values, names, withBlanks);
	if (!columns) return null;
	const certain = new Map<string, string>();
	for (const [index, name] of names.entries()) {
		const place = onlyPlace(columns[index], columns[index]);
		if (place) certain.set(name, values.slice(...place));
	}
	keepTheName(certain, values, columns, names);
	return certain;
}

/** From where until where in the text. */
type Place = readonly [start: number, end: number];

/** Where a column's value may begin and end, over all divisions of the whole text. */
interface Column {
	starts: ReadonlySet<number>;
	ends: ReadonlySet<number>;
}

/**
 * Every column; `null` where the text cannot be divided. Costs columns · commas: how far a text reaches is asked once for
 * each comma, and not for each pair of them.
 */
function divide(text: string, names: readonly string[], formOf: FormOf): Column[] | null {
	const memory = new Map<number, boolean>();
	/** Whether columns from this one on can be read from this place on. */
	const fits = (column: number, start: number): boolean => {
		if (column === names.length) return start === text.length + 1;
		if (start > text.length) return false;
		const key = start * names.length + column;
		const known = memory.get(key);
		if (known !== undefined) return known;
		const form = formOf(names[column]);
		const end = form === undefined ? nextEnd(text, start) : endOf(text, start, form);
		// What somebody typed may reach over the next comma.
		const reachesOn = form === undefined && end !== null && end < text.length;
		const result = end !== null && (fits(column + 1, end + 1) || (reachesOn && fits(column, end + 1)));
		memory.set(key, result);
		return result;
	};
	if (!fits(0, 0)) return null;
	const columns: Column[] = [];
	let starts: ReadonlySet<number> = new Set([0]);
	for (const [column, name] of names.entries()) {
		const form = formOf(name);
		const ends =
			form === undefined
				? endsFrom(text, Math.min(...starts))
				: [...starts].flatMap((start) => endOf(text, start, form) ?? []);
		const here = { starts, ends: new Set(ends.filter((end) => fits(column + 1, end + 1))) };
		columns.push(here);
		starts = new Set([...here.ends].map((end) => end + 1));
	}
	return columns;
}

/** From the first one's beginning to the last one's end, if there is but one of each. */
function onlyPlace(first: Column | undefined, last: Column | undefined): Place | null {
	const [[start, ...otherStarts], [end, ...otherEnds]] = [[...(first?.starts ?? [])], [...(last?.ends ?? [])]];
	const isOne = otherStarts.length === 0 && otherEnds.length === 0;
	return isOne && start !== undefined && end !== undefined ? [start, end] : null;
}

function nextEnd(text: string, start: number): number {
	const comma = text.indexOf(',', start);
	return comma < 0 ? text.length : comma;
}

/** Where a value of this form ends that begins here: at a comma, or at the end of the text; `null` where there is none. */
function endOf(text: string, start: number, form: Exclude<Form, undefined>): number | null {
	const end = typeof form === 'string' ? endOfJson(text, start, form === 'json in blanks') : nextEnd(text, start);
	if (end === null || (end < text.length && text[end] !== ',')) return null;
	return typeof form === 'string' || form.test(text.slice(start, end)) ? end : null;
}

function endsFrom(text: string, start: number): number[] {
	const ends = [nextEnd(text, start)];
	for (let end = ends[0] ?? 0; end < text.length;) ends.push((end = nextEnd(text, end + 1)));
	return ends;
}

/** Behind the object or list that begins here; here where there is nothing; `null` where it is not closed. */
function endOfJson(text: string, from: number, inBlanks: boolean): number | null {
	const beyond = (place: number) => (inBlanks ? endOfBlanks(text, place) : place);
	const start = beyond(from);
	if (text[start] !== '{' && text[start] !== '[') return start;
	let depth = 0;
	for (const token of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
		if (token[0].startsWith('"')) continue;
		depth += token[0] === '{' || token[0] === '[' ? 1 : -1;
		if (depth === 0) return beyond(start + token.index + 1);
	}
	return null;
}

function endOfBlanks(text: string, start: number): number {
	let end = start;
	while (end < text.length && text[end]?.trim() === '') end++;
	return end;
}

/** Whose first and last name cannot be told apart is called by both together, as far as these are certain. */
function keepTheName(
	certain: Map<string, string>,
	text: string,
	columns: readonly Column[],
	names: readonly string[],
): void {
	const first = names.indexOf('clientFirstName');
	if (first < 0 || names[first + 1] !== 'clientLastName' || certain.has('clientLastName')) return;
	const place = onlyPlace(columns[first], columns[first + 1]);
	if (place) certain.set('clientLastName', text.slice(...place));
}
