/**
 * Card data in the texts of a reservation that are read one after the other: a number may be split over two of them,
 * and its expiry and code may stand in another than the number. They come here only shortened: once the number is
 * gone, nothing would tell what the rest of it was. Pure.
 */
import { mayBelongToCard, withoutCardNumbersIn, withoutCardNumbersInFields } from '../text/card-numbers';
import { LEAST_DIGITS } from '../text/card-schemes';
import { cutText } from '../text/cut-text';
import { numbersIn } from '../text/numbers-in';
import type { Reservation } from './model';
import { MAX_NAME, MAX_REMARK } from './text-limits';

type Content = Pick<Reservation, 'booker' | 'rooms' | 'remarks' | 'services' | 'taxes' | 'fees'>;

/** @param reservation is changed */
export function removeCards(reservation: Content): void {
	const { booker, rooms, remarks, services, taxes, fees } = reservation;
	removeFromPeople(
		booker,
		rooms.map(({ guests }) => guests),
	);
	for (const named of [services, taxes, fees]) {
		const names = withoutCardsInList(named.map((one) => one.name));
		for (const [index, one] of named.entries()) one.name = kept(names[index], MAX_NAME);
	}
	const texts = [...remarks, ...rooms.flatMap((each) => each.remarks)];
	const clean = withoutCardNumbersIn(texts, aloneAndTogether(texts));
	let taken = 0;
	const take = (count: number) =>
		clean
			.slice(taken, (taken += count))
			.map((remark) => kept(remark, MAX_REMARK))
			.filter((remark) => remark !== '');
	reservation.remarks = take(remarks.length);
	for (const each of rooms) each.remarks = take(each.remarks.length);
}

const FIELDS = ['firstName', 'lastName', 'email', 'phone', 'country', 'nationality', 'language', 'address'] as const;
const [FIRST, LAST, EMAIL, PHONE, ADDRESS] = [0, 1, 2, 3, 7];
const MANY_DIGITS = /(?:\p{N}\P{N}*){4}/u;
/** Four digits at most, an expiry such as 12/27, or words about it: eight are a telephone number in Norway and Singapore. */
const CODE_IN_PHONE =
	/^\P{N}*(?:\p{N}\P{N}*){0,4}$|(?<!\p{Nd})(?:0?[1-9]|1[0-2])\s?\/\s?(?:20)?[2-4]\p{Nd}(?!\p{Nd})|\p{L}/u;
const CARD_REMOVED = '[card number removed';
/** Nobody writes one number into more of them; bounds the work. */
const MOST = 20;

function removeFromPeople(person: Content['booker'], guestsOfRooms: Array<Content['rooms'][number]['guests']>): void {
	const guests = guestsOfRooms.flat();
	const texts = [...FIELDS.map((field) => person[field] ?? ''), ...guests.map(({ name }) => name ?? '')];
	let taken: number = FIELDS.length;
	const ofRooms = guestsOfRooms.map((each) => each.map(() => taken++));
	const orders = [...alone(texts), [FIRST, LAST], [LAST, FIRST], ...ofRooms.filter(({ length }) => length > 1)];
	let clean = withoutCardNumbersInFields(texts, [...orders, ...behindCards(texts)]);
	// Nobody's name has so many digits: one is part of a number, whose rest stands in whichever field comes next in the form.
	if ([FIRST, LAST].some((index) => MANY_DIGITS.test(clean[index] ?? ''))) {
		const withDigits = [...clean.keys()].slice(FIELDS.length).filter((index) => /\p{N}/u.test(clean[index] ?? ''));
		const last = [ADDRESS, ...withDigits.slice(0, MOST)].flatMap((index) => [
			[FIRST, LAST, index],
			[LAST, FIRST, index],
		]);
		clean = withoutCardNumbersInFields(clean, last);
	}
	for (const [index, field] of FIELDS.entries())
		person[field] = kept(clean[index], index === ADDRESS ? MAX_REMARK : MAX_NAME) || null;
	for (const [index, one] of guests.entries()) one.name = kept(clean[FIELDS.length + index], MAX_NAME) || null;
}

/** Behind a card in one field, or over both names, what is nothing but its expiry or code in any other. */
function behindCards(texts: readonly string[]): number[][] {
	const withDigits = [...texts.keys()].filter((index) => numbersIn(texts[index] ?? '', 1) > 0).slice(0, MOST);
	// Most people have a telephone number, and digits in their address, and no card.
	if (!mayHoldCard(texts, [FIRST, LAST]) && !withDigits.some((index) => mayHoldCard(texts, [index]))) return [];
	const others = withDigits.filter((index) => mayBeCode(texts[index] ?? '', index));
	if (others.length === 0) return [];
	const cards = [...withDigits.map((index) => [index]), [FIRST, LAST], [LAST, FIRST]].filter((card) =>
		holdsCard(texts, card),
	);
	return cards.flatMap((card) => others.filter((other) => !card.includes(other)).map((other) => [...card, other]));
}

function holdsCard(texts: readonly string[], order: readonly number[]): boolean {
	if (!mayHoldCard(texts, order)) return false;
	const clean = withoutCardNumbersIn(order.map((index) => texts[index] ?? ''));
	return clean.some((text) => text.includes(CARD_REMOVED));
}

/** Without looking for one: it has as many digits, or one was removed before. */
function mayHoldCard(texts: readonly string[], order: readonly number[]): boolean {
	let digits = 0;
	for (const index of order) {
		const text = texts[index] ?? '';
		if (text.includes(CARD_REMOVED)) return true;
		digits += numbersIn(text, LEAST_DIGITS);
	}
	return digits >= LEAST_DIGITS;
}

function mayBeCode(text: string, index: number): boolean {
	return index !== EMAIL && (index !== PHONE || CODE_IN_PHONE.test(text)) && mayBelongToCard(text);
}

function withoutCardsInList(texts: readonly string[]): string[] {
	return withoutCardNumbersInFields(texts, aloneAndTogether(texts));
}

function aloneAndTogether(texts: readonly string[]): number[][] {
	return texts.length > 1 ? [...alone(texts), [...texts.keys()]] : alone(texts);
}

/** Each by itself as well: what stands before or behind it may make it look like something else. */
function alone(texts: readonly string[]): number[][] {
	return texts.map((_, index) => [index]);
}

/** What was removed leaves blanks, or a few words more than there were. */
function kept(text: string | undefined, max: number): string {
	return cutText((text ?? '').trim(), max);
}
