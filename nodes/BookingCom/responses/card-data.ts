/**
 * Removes card data from a message while it is read. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference/paymentcard, and the B.XML customer fields.
 */
import { calendarDate } from '../../../core/reservation/dates';
import type { XmlElement } from '../../../core/xml/read';

/** A card's attributes that are kept, by lower-case name; everything else (number, code, expiry, holder) is removed. */
const KEPT: Readonly<Record<string, string>> = {
	cardcode: 'CardCode',
	effectivedate: 'EffectiveDate',
	currentbalance: 'CurrentBalance',
	currencycode: 'CurrencyCode',
	decimalplaces: 'DecimalPlaces',
};
const CARD = /^(?:payment|credit|debit|bank)_?card$/i;
/** Single fields: those of B.XML, and those of OTA in any place where a dialect may put them. */
const FIELD = /^(?:(?:cc|dc)_.*|card_?number|card_?holder.*|series_?code|cv[cv]2?|vcc_?expiration_?date)$/i;

/**
 * Call it as each element closes, so that no card data is ever part of a finished tree. A `PaymentCard`
 * keeps its brand, its virtual card's balance and activation, and gets `Last4` and `Virtual`; a field such as
 * `cc_number` keeps four digits, `cc_type` its brand.
 */
export function withoutCardData(element: XmlElement): void {
	if (CARD.test(element.name)) reduceCard(element);
	else if (FIELD.test(element.name)) reduceField(element);
	else if (hasField(element.attributes)) {
		const kept = Object.entries(element.attributes).filter(([name]) => !FIELD.test(name));
		element.attributes = Object.assign(Object.create(null), Object.fromEntries(kept)) as Record<string, string>;
	}
}

/** Whether `withoutCardData` may have to do with an element that has this name or such an attribute. */
export function mayBeCardData(name: string): boolean {
	return CARD.test(name) || FIELD.test(name);
}

function hasField(attributes: Record<string, string>): boolean {
	for (const name in attributes) if (FIELD.test(name)) return true;
	return false;
}

function reduceCard(card: XmlElement): void {
	const given = new Map(Object.entries(card.attributes).map(([name, value]) => [name.toLowerCase(), value]));
	// A child's number was reduced to four digits when the child closed.
	const child = card.children.find(({ name }) => /^card_?number$/i.test(name))?.text;
	const last4 = lastFour(given.get('cardnumber')) ?? (/^\d{4}$/.test(child ?? '') ? child : undefined);
	// Only a card that Booking.com pays with has an activation date, a balance or an expiry date of its own; on a
	// guest's card, EffectiveDate is the month in which it became valid.
	const virtual =
		calendarDate(given.get('effectivedate')) !== null ||
		['currentbalance', 'vccexpirationdate'].some((name) => /[1-9]/.test(given.get(name) ?? ''));
	const attributes: Record<string, string> = Object.create(null);
	for (const [name, kept] of Object.entries(KEPT)) {
		const value = given.get(name);
		if (value !== undefined && (name !== 'effectivedate' || virtual)) attributes[kept] = value;
	}
	attributes.Virtual = String(virtual);
	if (last4) attributes.Last4 = last4;
	Object.assign(card, { name: 'PaymentCard', attributes, children: [], text: '' });
}

function reduceField(field: XmlElement): void {
	const isNumber = /number$/i.test(field.name) && !/issue/i.test(field.name);
	const isBrand = /^(?:cc|dc)_type$/i.test(field.name);
	const said = [field.text, ...field.children.map((child) => child.text)].join('');
	field.text = (isNumber ? lastFour(said) : isBrand ? brandOf(said) : null) ?? '';
	// In lower case, as in B.XML, so that the mapper finds the brand and the digits.
	field.name = field.name.toLowerCase();
	field.children = [];
	field.attributes = Object.create(null);
}

/** A brand's code or name; `null` for `XX` (Booking.com could not read the card) and for anything that is not a name. */
export function brandOf(text: string | null | undefined): string | null {
	const brand = (text ?? '').trim();
	return /^\p{L}[\p{L} ]{0,30}$/u.test(brand) && brand.toUpperCase() !== 'XX' ? brand : null;
}

/** `null` if there is no number, or only the zeros that mean "look-up failed, try later". */
function lastFour(cardNumber: string | undefined): string | null {
	const digits = (cardNumber ?? '').replace(/\D/g, '');
	return digits.length >= 12 && !/^0+$/.test(digits) ? digits.slice(-4) : null;
}
