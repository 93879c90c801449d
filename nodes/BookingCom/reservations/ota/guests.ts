/**
 * Who booked, who stays, and what they asked for. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference (ResGlobalInfo, ResGuest, GuestCount).
 */
import type { Booker, RoomGuest } from '../../../../core/reservation/model';
import { childOf, elementAt, elementsAt, type XmlElement } from '../../../../core/xml/read';
import { sumOf } from '../guest-sum';
import { headcount, textOf, wholeNumber } from '../../../../core/text/read-text';

/** OTA's age qualifying codes: Booking.com sends 10 and 8, other dialects 7 for infants. */
const ADULT = new Set(['10']);
const CHILD = new Set(['8', '7']);
/** More than any room holds; keeps a wrong number from filling the memory. */
const MAX_CHILDREN = 50;
/** More than a room keeps, so that `reservation()` tells of it. */
const MAX_AGES = 501;

export interface GuestCounts {
	adults: number | null;
	children: number | null;
	/** In years; only the children whose age is known. */
	childAges: number[];
}

/** Guests of one room; `null` if the message does not say. */
export function guestCountsOf(stay: XmlElement): GuestCounts {
	const counts = elementsAt(stay, 'GuestCounts/GuestCount');
	const of = (codes: Set<string>) =>
		counts.filter((count) => codes.has((count.attributes.AgeQualifyingCode ?? '').trim()));
	const heads = (codes: Set<string>) => sumOf(of(codes).map((count) => headcount(count.attributes.Count)));
	return {
		adults: heads(ADULT),
		children: counts.length > 0 ? (heads(CHILD) ?? 0) : null,
		childAges: agesIn(of(CHILD)),
	};
}

function agesIn(counts: XmlElement[]): number[] {
	const ages: number[] = [];
	for (const { attributes } of counts) {
		const age = wholeNumber(attributes.Age, Infinity);
		if (age === null) continue;
		const children = Math.min(wholeNumber(attributes.Count, Infinity) ?? 1, MAX_CHILDREN);
		for (let child = 0; child < children && ages.length < MAX_AGES; child++) ages.push(age);
	}
	return ages;
}

/** The reservation's guests by their RPH, which may repeat. */
export interface NumberedGuests {
	byRph: ReadonlyMap<string, ReadonlyArray<string | null>>;
	/** The name of a single guest. */
	only: string | null;
}

/** A surname may contain the whole name. */
export function guestNames(message: XmlElement): NumberedGuests {
	const guests = elementsAt(message, 'ResGuests/ResGuest');
	const byRph = new Map<string, Array<string | null>>();
	let only: string | null = null;
	for (const [index, guest] of guests.entries()) {
		const name = elementAt(guest, 'Profiles/ProfileInfo/Profile/Customer/PersonName');
		const parts = [childOf(name, 'GivenName')?.text, childOf(name, 'Surname')?.text].map(textOf);
		const whole = parts.filter((part) => part !== null).join(' ') || null;
		const rph = textOf(guest.attributes.ResGuestRPH) ?? String(index + 1);
		const others = byRph.get(rph);
		if (others) others.push(whole);
		else byRph.set(rph, [whole]);
		if (guests.length === 1) only = whole;
	}
	return { byRph, only };
}

/** More than a room keeps, so that `reservation()` tells of it. */
const MAX_GUESTS = 501;

/**
 * Each guest once, however often the room refers to the number. A room's RPH may refer to no guest; if the reservation
 * has a single guest, that one is used.
 */
export function roomGuests(stay: XmlElement, { byRph, only }: NumberedGuests): RoomGuest[] {
	const links = elementsAt(stay, 'ResGuestRPHs/ResGuestRPH').map((link) => (link.attributes.RPH ?? link.text).trim());
	const found: RoomGuest[] = [];
	for (const rph of new Set(links)) {
		for (const name of (byRph.get(rph) ?? [only]).slice(0, MAX_GUESTS - found.length)) found.push({ name });
		if (found.length >= MAX_GUESTS) break;
	}
	return found.length > 0 ? found : [{ name: only }];
}

/** The person who booked; the first guest, if nobody is named. The e-mail address is Booking.com's alias. */
export function bookerOf(global: XmlElement | undefined, message: XmlElement): Booker {
	const booker = personIn(elementAt(global, 'Profiles/ProfileInfo/Profile'));
	if (booker.firstName !== null || booker.lastName !== null) return booker;
	const guests = elementsAt(message, 'ResGuests/ResGuest/Profiles/ProfileInfo/Profile').map(personIn);
	const first = guests.find(({ firstName, lastName }) => firstName !== null || lastName !== null);
	return first ? { ...booker, firstName: first.firstName, lastName: first.lastName } : booker;
}

function personIn(profile: XmlElement | undefined): Booker {
	const customer = childOf(profile, 'Customer');
	const name = childOf(customer, 'PersonName');
	const phone = childOf(customer, 'Telephone');
	const address = childOf(customer, 'Address');
	const country = childOf(address, 'CountryName');
	return {
		firstName: textOf(childOf(name, 'GivenName')?.text),
		lastName: textOf(childOf(name, 'Surname')?.text),
		email: textOf(childOf(customer, 'Email')?.text),
		phone: textOf(textOf(phone?.attributes.PhoneNumber) ?? phone?.text),
		country: textOf(country?.attributes.Code)?.toUpperCase() ?? textOf(country?.text),
		nationality: null,
		language: textOf(customer?.attributes.Language) ?? textOf(profile?.attributes.PrimaryLangID),
		address: addressOf(address),
	};
}

/** One line. Booking.com writes a single dot if it has no city. */
function addressOf(address: XmlElement | undefined): string | null {
	const lines = [
		...elementsAt(address, 'AddressLine').map((line) => line.text),
		[childOf(address, 'PostalCode')?.text, childOf(address, 'CityName')?.text].filter(Boolean).join(' '),
		childOf(address, 'StateProv')?.text,
	].map((line) => (/[\p{L}\p{N}]/u.test(line ?? '') ? textOf(line) : null));
	return lines.filter((line) => line !== null).join(', ') || null;
}

/** Special requests, comments and flags of the whole reservation. */
export function remarksOf(global: XmlElement | undefined, message: XmlElement): string[] {
	const flags = elementsAt(message, 'TPA_Extensions/flags/flag').map(
		(flag) => textOf(flag.attributes.name ?? flag.attributes.Name) ?? textOf(flag.text),
	);
	return [...specialRequests(global), ...comments(global), ...flags.filter((flag) => flag !== null)];
}

/** `smoking preference: Non-Smoking`, or the name alone. */
export function specialRequests(element: XmlElement | undefined): string[] {
	return elementsAt(element, 'SpecialRequests/SpecialRequest').flatMap((request) => {
		const said = wordsOf(request);
		const name = textOf(request.attributes.Name);
		return said ? [name ? `${name}: ${said}` : said] : name ? [name] : [];
	});
}

/** The text of the comments of a room or of the reservation. */
export function comments(element: XmlElement | undefined): string[] {
	return elementsAt(element, 'Comments/Comment').flatMap((comment) => wordsOf(comment) ?? []);
}

function wordsOf(element: XmlElement): string | null {
	return (
		textOf(
			elementsAt(element, 'Text')
				.map((text) => text.text)
				.join(' '),
		) ?? textOf(element.text)
	);
}
