/** Whether a reservation is somebody's, by what people know of themselves. Pure. */
import type { PersonalRecord, PersonQuery } from '../ports/personal-data';
import { IDENTITY_SENTINEL } from '../identity/guest-registration';

/** In lower case and without accents, so that "Mueller-Łukasz" is found however it is typed on a keyboard. */
export function nameWords(name: string): string[] {
	const plain = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('ł', 'l')
		.replaceAll('ø', 'o')
		.replaceAll('ß', 'ss')
		.replaceAll('æ', 'ae');
	return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The digits that are the same with and without the country's number: `079 123 45 67` is `+41 79 123 45 67`. */
export function phoneDigits(phone: string): string {
	return phone.replace(/[^0-9]/g, '').replace(/^0+/, '');
}

/** Everything that is given has to fit. */
export function isOf({ email, phone, name, bookingNumber, arrival }: PersonQuery, record: PersonalRecord): boolean {
	const { bookings, reservation } = record;
	const arrivals = [
		...bookings.map(({ checkIn }) => checkIn),
		...(reservation?.rooms ?? []).map(({ checkIn }) => checkIn),
		reservation?.checkIn ?? null,
	];
	return (
		(email === null || emailsOf(record).some((known) => known.toLowerCase() === email)) &&
		(phone === null || phonesOf(record).some((known) => phoneDigits(known).endsWith(phone))) &&
		(name.length === 0 || namesOf(record).some((known) => hasWords(known, name))) &&
		(bookingNumber === null || bookings.some((booking) => booking.bookingNumber === bookingNumber)) &&
		(arrival === null || arrivals.includes(arrival))
	);
}

function hasWords(name: string, words: readonly string[]): boolean {
	const known = nameWords(name);
	return words.every((word) => known.includes(word));
}

/** The booker as booked, and as the desk has corrected it, and everybody who is named for a room. */
export function namesOf({ bookings, reservation }: PersonalRecord): string[] {
	const booker = reservation?.booker;
	return known([
		...bookings.map(({ identity }) => fullName(identity.clientFirstName, identity.clientLastName)),
		fullName(booker?.firstName, booker?.lastName),
		...(reservation?.rooms ?? []).flatMap(({ guests }) => guests.map(({ name }) => name)),
	]);
}

function fullName(first: string | null | undefined, last: string | null | undefined): string {
	const parts = [first, last].filter((part) => part && part !== IDENTITY_SENTINEL.clientLastName);
	return parts.join(' ').trim();
}

function emailsOf({ bookings, reservation }: PersonalRecord): string[] {
	return known([...bookings.map(({ identity }) => identity.clientEmail), reservation?.booker.email ?? null]);
}

function phonesOf({ bookings, reservation }: PersonalRecord): string[] {
	return known([...bookings.map(({ identity }) => identity.clientPhone), reservation?.booker.phone ?? null]);
}

/** No two guests share one of these by chance: addresses, numbers, and first and last name together. */
export function unmistakableOf(record: PersonalRecord): string[] {
	const names = namesOf(record).filter((name) => name.includes(' '));
	const turned = names.map((name) => name.split(' ').reverse().join(' '));
	const numbers = record.bookings.map(({ identity }) => identity.clientIdNumber);
	const found = known([...names, ...turned, ...emailsOf(record), ...phonesOf(record), ...numbers]);
	return found.filter((value) => value.length >= MIN_UNMISTAKABLE);
}

const MIN_UNMISTAKABLE = 5;

/** Every single value that says who the guests are. */
export function knownOf(record: PersonalRecord): string[] {
	const { bookings, reservation } = record;
	const { firstName = null, lastName = null, address = null } = reservation?.booker ?? {};
	const extras = bookings.flatMap(({ row, overwritten }) =>
		[row, overwritten ?? {}].flatMap((columns) =>
			Object.entries(columns).flatMap(([column, value]) =>
				column.startsWith('client') && !VAGUE.has(column) && typeof value === 'string' ? [value] : [],
			),
		),
	);
	return known([...unmistakableOf(record), ...namesOf(record), ...extras, firstName, lastName, address]);
}

/** Half the log would be blotted out for a guest from Switzerland with a passport. */
const VAGUE: ReadonlySet<string> = new Set(['clientCountry', 'clientCity', 'clientIdType', 'clientBirthDate']);

const PLACEHOLDERS: ReadonlySet<string> = new Set(Object.values(IDENTITY_SENTINEL));

function known(values: ReadonlyArray<string | null | undefined>): string[] {
	const texts = values.flatMap((value) => value?.trim() ?? []);
	return [...new Set(texts)].filter((text) => text !== '' && !PLACEHOLDERS.has(text));
}
