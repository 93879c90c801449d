/** Guests in OPERA's profiles. Pure. Source: Oracle's description of the CRM API, 25.5 (`guest`). */
import type { Fields } from '../../../core/payload/field-reader';
import type { Booker } from '../../../core/reservation/model';
import { idOf, inside, listOf, nameOfPerson, textIn } from '../responses/lists';

export interface OperaGuest {
	profileId: string;
	firstName: string | null;
	lastName: string | null;
	emails: string[];
	phones: string[];
	language: string | null;
	nationality: string | null;
}

/** OPERA's limits. */
const MAX_NAME = 40;
const MAX_PHONE = 40;

/** A guest without a last name is entered under what is known, or under this. */
const NAMELESS = 'Guest';

export interface GuestName {
	firstName: string | null;
	lastName: string;
}

export function nameOf({ firstName, lastName }: Booker, fallbackName: string | null): GuestName {
	const last = lastName ?? firstName ?? fallbackName ?? NAMELESS;
	return {
		firstName: lastName === null || firstName === null ? null : begins(firstName, MAX_NAME),
		lastName: begins(last, MAX_NAME),
	};
}

/** `POST /guests`. */
export function guestBody(
	{ firstName, lastName }: GuestName,
	{ email, phone, country, language }: Booker,
	reference: { id: string; idContext: string },
): object {
	return {
		guestDetails: {
			customer: {
				personName: [
					{ ...(firstName === null ? {} : { givenName: firstName }), surname: lastName, nameType: 'Primary' },
				],
				...(language === null || !/^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(language) ? {} : { language }),
			},
			...(country === null || !/^[A-Z]{2}$/i.test(country)
				? {}
				: {
						addresses: { addressInfo: [{ address: { country: { code: country.toUpperCase() }, primaryInd: true } }] },
					}),
			...(phone === null
				? {}
				: {
						telephones: {
							telephoneInfo: [{ telephone: { phoneNumber: begins(phone, MAX_PHONE), primaryInd: true } }],
						},
					}),
			...(email === null ? {} : { emails: { emailInfo: [{ email: { emailAddress: email, primaryInd: true } }] } }),
			profileType: 'Guest',
		},
		externalReferences: [reference],
	};
}

/** One guest as `GET /guests/{id}` shows it; `null` if there is none. */
export function readGuest(body: Fields, profileId: string): OperaGuest | null {
	const details = inside(body, 'guestDetails');
	const customer = inside(details, 'customer');
	const name = nameOfPerson(customer['personName']);
	if (Object.keys(name).length === 0) return null;
	return {
		profileId: idOf(body['guestIdList'], 'Profile') ?? profileId,
		firstName: textIn(name, 'givenName'),
		lastName: textIn(name, 'surname'),
		emails: listOf(inside(details, 'emails')['emailInfo'], 'email').flatMap(
			({ email }) => textIn(inside(email), 'emailAddress') ?? [],
		),
		phones: listOf(inside(details, 'telephones')['telephoneInfo'], 'telephone').flatMap(
			({ telephone }) => textIn(inside(telephone), 'phoneNumber') ?? [],
		),
		language: textIn(customer, 'language'),
		nationality: textIn(customer, 'nationality'),
	};
}

/** What other systems call the guest, as `GET /guests/{id}` shows it; empty where it shows none. */
export function referencesOf(body: Fields): Array<{ id: string | null; system: string | null }> {
	return listOf(body['externalReferences'], 'id').map((reference) => ({
		id: textIn(reference, 'id'),
		system: textIn(reference, 'idContext'),
	}));
}

const profilesIn = (body: Fields) =>
	listOf(inside(body, 'profileSummaries')['profileInfo'], 'profileIdList', 'profile');

/** The ids of profiles in a search's answer. */
export function profileIds(body: Fields): string[] {
	return profilesIn(body).flatMap(({ profileIdList }) => idOf(profileIdList, 'Profile') ?? []);
}

/** Whether it is the same person: the e-mail address and both names, ignoring case. A name alone never is. */
export function isSamePerson(guest: OperaGuest, name: GuestName, email: string): boolean {
	return guest.emails.some((known) => folded(known) === folded(email)) && hasName(guest, name);
}

function hasName(guest: OperaGuest, { firstName, lastName }: GuestName): boolean {
	return folded(guest.lastName) === folded(lastName) && folded(guest.firstName) === folded(firstName);
}

const folded = (text: string | null) => (text ?? '').normalize('NFC').trim().toLowerCase();

/** Its first characters; never half of one. */
const begins = (text: string, max: number) => [...text].slice(0, max).join('');

export type GuestSummary = Pick<OperaGuest, 'profileId' | 'firstName' | 'lastName'>;

/** The guests of a search. Where the name stands in it differs from one release to the next. */
export function readSummaries(body: Fields): GuestSummary[] {
	return profilesIn(body).flatMap(({ profileIdList, profile }) => {
		const profileId = idOf(profileIdList, 'Profile');
		if (profileId === null) return [];
		const person = nameOfPerson(inside(profile, 'customer')['personName']);
		const former = inside(profile, 'formerName');
		return [
			{
				profileId,
				firstName: textIn(person, 'givenName') ?? textIn(former, 'givenName'),
				lastName: textIn(person, 'surname') ?? textIn(former, 'surname') ?? textIn(former, 'name'),
			},
		];
	});
}
