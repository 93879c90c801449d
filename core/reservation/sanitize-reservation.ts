/**
 * The one border that texts from outside pass on their way into the model: no card number, no security code, no
 * endless text, no endless list. Every reservation is built by `reservation()`, which comes here. A field that is
 * added to the model does not compile until it has a rule below.
 */
import { holdsCardNumber } from '../text/card-in-word';
import { withoutCardNumbers, withoutCardNumbersIn } from '../text/card-numbers';
import { storable } from '../text/storable';
import { cutText } from '../text/cut-text';
import { calendarDate } from './dates';
import { removeCards } from './remove-cards';
import { MAX_NAME, MAX_REMARK } from './text-limits';
import type {
	Booker,
	CardSummary,
	Charge,
	Money,
	Payment,
	Reservation,
	RoomGuest,
	RoomStay,
	Service,
	StoreField,
} from './model';

/** Entries. */
export const MAX_ROOMS = 1_000;
export const MAX_REMARKS = 500;
const MAX_ENTRIES = 500;
const MAX_NIGHTLY_RATES = 1_000;
/** People or things. */
const MAX_COUNT = 10_000;
/** Years; above it stands a year of birth or a typing error. */
const MAX_AGE = 149;

/** Without what `reservation()` and SelfKey's own bookkeeping add. */
type Content = Omit<Reservation, 'fingerprint' | StoreField>;
type Rule<T> = (value: T, at: string, told: Set<string>) => T;
type Rules<T> = { readonly [K in keyof T]-?: Rule<T[K]> };
/** What can hold no words. */
type Wordless = number | boolean | Money | null;

const asIs = <T extends Wordless | Wordless[]>(value: T): T => value;
/** One of a few words that are known, or a date that was checked. */
const known = <T extends string | null>(value: T): T => value;
/** Part of an identity: changed, it would be another one. Nobody types a card number there. */
const id = <T extends string | null>(value: T): T => value;
/** They change nothing and tell of nothing. */
const PLAIN: ReadonlySet<unknown> = new Set([asIs, known, id]);

/** What people write, at most `max` characters of it. @param at its place, for `told`, which is what people have to be told of */
export const shortened =
	(max: number): Rule<string> =>
	(value, at, told) => {
		const kept = storable(value);
		if (kept.length > max) told.add(`shortened to ${max} characters: ${at}`);
		return cutText(kept, max);
	};
/** As it may be kept: without card numbers. */
const text =
	(max: number): Rule<string | null> =>
	(value, at, told) => {
		if (value === null) return null;
		const clean = cutText(withoutCardNumbers(shortened(max)(value, at, told)), max).trim();
		return clean === '' ? null : clean;
	};
const name = text(MAX_NAME);
const orNull =
	<T>(rule: Rule<T>): Rule<T | null> =>
	(value, at, told) =>
		value === null ? null : rule(value, at, told);
/** Texts that are read one after the other are only shortened here: `removeCards` searches them together at the end. */
const field = (max: number) => orNull(shortened(max));
const label = shortened(MAX_NAME);
/** A room type, a rate or the like: a number that is one word may be an id, however long. */
export const code: Rule<string | null> = (value, at, told) =>
	value === null || /^[\w-]{1,12}$/.test(value) ? value : longCode(value, at, told);
const longCode: Rule<string | null> = (value, at, told) => {
	if (/^[\p{L}\p{N}_-]{1,64}$/u.test(value ?? '') && !holdsCardNumber(value ?? '')) return value;
	const clean = text(200)(value, at, told);
	// What is left is no code that anybody knows, so that people have to look at it.
	if (clean?.includes(CARD_REMOVED) && !value?.includes(CARD_REMOVED)) told.add(`without a card number: ${at}`);
	return clean;
};
const CARD_REMOVED = '[card number removed';
/** How many; what cannot be true is unknown, and no reason to lose the reservation. */
const count: Rule<number | null> = (value, at, told) => {
	if (value === null || isWithin(value, MAX_COUNT)) return value;
	told.add(`out of bounds, and not taken: ${at}`);
	return null;
};
const ages: Rule<number[]> = (values, at, told) => {
	const believed = values.filter((value) => isWithin(value, MAX_AGE));
	if (believed.length < values.length) told.add(`out of bounds, and not taken: ${at}`);
	return list<number>(MAX_ENTRIES, asIs)(believed, at, told);
};
const isWithin = (value: number, max: number) => Number.isInteger(value) && value >= 0 && value <= max;
/** A price, which is never below zero. */
const price: Rule<Money | null> = (value, at, told) => {
	if (value === null || value.minor >= 0) return value;
	told.add(`negative, and not taken: ${at}`);
	return null;
};
/** A time as the source writes it. */
const time: Rule<string | null> = (value, at, told) =>
	value !== null &&
	/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(value) &&
	calendarDate(value) !== null
		? value
		: text(200)(value, at, told);

const list =
	<T>(max: number, rule: Rule<T>): Rule<T[]> =>
	(values, at, told) => {
		if (values.length > max) told.add(`only the first ${max} of ${at} are kept`);
		return values.slice(0, max).map((value, index) => rule(value, `${at}[${index}]`, told));
	};

const remarks = list<string>(MAX_REMARKS, shortened(MAX_REMARK));
const warnings: Rule<string[]> = (values, at, told) => withoutCardNumbersIn(remarks(values, at, told));

function object<T extends object>(rules: Rules<T>): Rule<T> {
	const keys = Object.keys(rules) as Array<keyof T & string>;
	const isKey = new Set<string>(keys);
	const parts = keys.map((key) => ({ key, rule: rules[key] as Rule<T[typeof key]>, isPlain: PLAIN.has(rules[key]) }));
	const ruled = parts.filter(({ isPlain }) => !isPlain);
	const hasOnlyThese = (value: T) => {
		const own = Object.keys(value);
		// Mostly they come in this order, and no list has to be asked for each.
		return own.length === keys.length && own.every((key, index) => key === keys[index] || isKey.has(key));
	};
	return (value, at, told) => {
		const isWhole = hasOnlyThese(value);
		// As nights, of which there are many.
		if (isWhole && ruled.length === 0) return value;
		// A copy of all is much faster than one of each.
		const clean: Partial<T> = isWhole ? { ...value } : {};
		for (const { key, rule } of isWhole ? ruled : parts)
			clean[key] = rule(value[key], at === '' ? key : `${at}.${key}`, told);
		return clean as T;
	};
}

const guest = object<RoomGuest>({ name: field(MAX_NAME) });

const booker = object<Booker>({
	firstName: field(MAX_NAME),
	lastName: field(MAX_NAME),
	email: field(MAX_NAME),
	phone: field(MAX_NAME),
	country: field(MAX_NAME),
	nationality: field(MAX_NAME),
	language: field(MAX_NAME),
	address: field(MAX_REMARK),
});

const room = object<RoomStay>({
	roomStayId: id,
	roomTypeId: code,
	roomName: name,
	ratePlanId: code,
	checkIn: known,
	checkOut: known,
	status: known,
	adults: count,
	children: count,
	childAges: ages,
	guests: list(MAX_ENTRIES, guest),
	mealPlan: text(MAX_REMARK),
	total: price,
	nightlyRates: list(MAX_NIGHTLY_RATES, object<RoomStay['nightlyRates'][number]>({ date: known, amount: asIs })),
	remarks,
});

const charge = object<Charge>({ name: label, amount: asIs, included: asIs, collectedBy: known });
const service = object<Service>({ name: label, quantity: count, amount: asIs });

const card = object<CardSummary>({
	brand: (value, at, told) => (/\p{Nd}\P{L}*\p{Nd}/u.test(value ?? '') ? null : name(value, at, told)),
	last4: (value) => (/^\d{4}$/.test(value ?? '') ? value : null),
	virtual: asIs,
	activeFrom: known,
	balance: asIs,
});
const payment = object<Payment>({ model: known, card: orNull(card) });

const content = object<Content>({
	key: id,
	channel: id,
	propertyId: id,
	reservationId: id,
	event: known,
	status: known,
	revision: id,
	observedAt: id,
	checkIn: known,
	checkOut: known,
	nights: asIs,
	rooms: list(MAX_ROOMS, room),
	booker,
	adults: count,
	children: count,
	expectedArrival: name,
	total: price,
	taxes: list(MAX_ENTRIES, charge),
	fees: list(MAX_ENTRIES, charge),
	services: list(MAX_ENTRIES, service),
	commission: asIs,
	payout: asIs,
	cancellationFee: price,
	cancelledAt: time,
	payment,
	bookedAt: time,
	remarks,
	warnings,
});

/** The reservation as it may be kept; what was shortened or left out is told in its warnings. */
export function sanitizeReservation(reservation: Content): Content {
	const told = new Set<string>();
	const clean = content(reservation, '', told);
	removeCards(clean);
	const warning = inWords([...told]);
	if (warning !== null && !clean.warnings.includes(warning)) clean.warnings.push(warning);
	if (clean.warnings.length > MAX_REMARKS) clean.warnings = clean.warnings.slice(-MAX_REMARKS);
	return clean;
}

const MAX_TOLD = 20;

/** One warning for all that was told; `null` if there is nothing. */
export function inWords(told: string[]): string | null {
	if (told.length === 0) return null;
	const more = told.length > MAX_TOLD ? ` and ${told.length - MAX_TOLD} more` : '';
	return `Not kept as it came: ${told.slice(0, MAX_TOLD).join('; ')}${more}`;
}
