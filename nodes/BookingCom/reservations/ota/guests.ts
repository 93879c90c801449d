/**
 * Who booked, who stays, and what they asked for. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference (ResGlobalInfo, ResGuest, GuestCount).
 */
import type { Booker, RoomGuest } from '../../../../core/reservation/model';
import { childOf, elementAt, elementsAt, type XmlElement } from '../../../../core/xml/read';
import { sumOf } from '../guest-sum';
import { sanitizeFreeText, textOf, wholeNumber } from '../../../../core/text/read-text';

/** OTA's age qualifying codes: Booking.com sends 10 and 8, other dialects 7 for infants. */
const ADULT = new Set(['10']);
const CHILD = new Set(['8', '7']);
/** More than any room holds; keeps a wrong number from filling the memory. */
const MAX_CHILDREN = 50;

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
	const heads = (codes: Set<string>) => sumOf(of(codes).map((count) => wholeNumber(count.attributes.Count)));
	return {
		adults: heads(ADULT),
		children: counts.length > 0 ? (heads(CHILD) ?? 0) : null,
		childAges: of(CHILD).flatMap((count) => {
			const age = wholeNumber(count.attributes.Age);
			return age === null
				? []
				: new Array<number>(Math.min(wholeNumber(count.attributes.Count) ?? 1, MAX_CHILDREN)).fill(age);
		}),
	};
}

/** The reservation's guests by their RPH. A surname may contain the whole name. */
export function guestNames(message: XmlElement): Map<string, RoomGuest> {
	const guests = new Map<string, RoomGuest>();
	for (const [index, guest] of elementsAt(message, 'ResGuests/ResGuest').entries()) {
		const name = elementAt(guest, 'Profiles/ProfileInfo/Profile/Customer/PersonName');
		const parts = [childOf(name, 'GivenName')?.text, childOf(name, 'Surname')?.text]
			.map(sanitizeFreeText)
			.filter((part) => part !== null);
		guests.set(textOf(guest.attributes.ResGuestRPH) ?? String(index + 1), { name: parts.join(' ') || null });
	}
	return guests;
}

/** A room's RPH may refer to no guest; if the reservation has a single guest, that one is used. */
export function roomGuests(stay: XmlElement, guests: Map<string, RoomGuest>): RoomGuest[] {
	const links = elementsAt(stay, 'ResGuestRPHs/ResGuestRPH').map((link) => (link.attributes.RPH ?? link.text).trim());
	const only = guests.size === 1 ? [...guests.values()][0] : undefined;
	const found = links.map((rph) => ({ ...(guests.get(rph) ?? only ?? { name: null }) }));
	return found.length > 0 ? found : [{ ...(only ?? { name: null }) }];
}

/** The person who booked; the e-mail address is Booking.com's alias. */
export function bookerOf(global: XmlElement | undefined): Booker {
	const profile = elementAt(global, 'Profiles/ProfileInfo/Profile');
	const customer = childOf(profile, 'Customer');
	const name = childOf(customer, 'PersonName');
	const phone = childOf(customer, 'Telephone');
	const address = childOf(customer, 'Address');
	const country = childOf(address, 'CountryName');
	return {
		firstName: sanitizeFreeText(childOf(name, 'GivenName')?.text),
		lastName: sanitizeFreeText(childOf(name, 'Surname')?.text),
		email: sanitizeFreeText(childOf(customer, 'Email')?.text),
		phone: sanitizeFreeText(textOf(phone?.attributes.PhoneNumber) ?? phone?.text),
		country: textOf(country?.attributes.Code)?.toUpperCase() ?? sanitizeFreeText(country?.text),
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
	].map((line) => (/[\p{L}\p{N}]/u.test(line ?? '') ? sanitizeFreeText(line) : null));
	return lines.filter((line) => line !== null).join(', ') || null;
}

/** Special requests, comments and flags of the whole reservation. */
export function remarksOf(global: XmlElement | undefined, message: XmlElement): string[] {
	const flags = elementsAt(message, 'TPA_Extensions/flags/flag').map(
		(flag) => sanitizeFreeText(flag.attributes.name ?? flag.attributes.Name) ?? sanitizeFreeText(flag.text),
	);
	return [...specialRequests(global), ...comments(global), ...flags.filter((flag) => flag !== null)];
}

/** `smoking preference: Non-Smoking`, or the name alone. */
export function specialRequests(element: XmlElement | undefined): string[] {
	return elementsAt(element, 'SpecialRequests/SpecialRequest').flatMap((request) => {
		const said = wordsOf(request);
		const name = sanitizeFreeText(request.attributes.Name);
		return said ? [name ? `${name}: ${said}` : said] : name ? [name] : [];
	});
}

/** The text of the comments of a room or of the reservation. */
export function comments(element: XmlElement | undefined): string[] {
	return elementsAt(element, 'Comments/Comment').flatMap((comment) => wordsOf(comment) ?? []);
}

function wordsOf(element: XmlElement): string | null {
	return (
		sanitizeFreeText(
			elementsAt(element, 'Text')
				.map((text) => text.text)
				.join(' '),
		) ?? sanitizeFreeText(element.text)
	);
}
