/** Guests. Source: Oracle's description of the CRM API, 25.5 (`guest`, `profileSummaries`). */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { answer, asJson, created, entries, noContent, pageOf, pagingOf, Refusal, refused, type Json } from './answers';

export interface Profile {
	id: string;
	givenName: string | null;
	surname: string;
	emails: string[];
	phones: string[];
	country: string | null;
	nationality: string | null;
	language: string | null;
	references: Array<{ id: string; idContext: string }>;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);
const same = (a: string | null, b: string | null) => (a ?? '').toLowerCase() === (b ?? '').toLowerCase();

export class Profiles {
	readonly all = new Map<string, Profile>();
	private next = 700_001;

	constructor(
		private readonly externalSystems: readonly string[],
		private readonly ignoresReferences: boolean,
	) {}

	/** `POST /crm/v1/guests`. */
	post({ body }: HttpRequest, base: string): HttpAnswer {
		const given = asJson(JSON.parse(body.toString('utf8')));
		const profile = this.add(asJson(given['guestDetails']), entries(given['externalReferences']));
		return created(`${base}/crm/v1/guests/${profile.id}`, 'getGuestProfile');
	}

	/** A new profile from a `guestDetails` or a reservation's `profile`. @throws Refusal */
	add(details: Json, references: Json[] = []): Profile {
		const names = entries(asJson(details['customer'])['personName']);
		const name = names.find(({ nameType }) => nameType === 'Primary') ?? names[0] ?? {};
		const surname = textOf(name['surname']);
		if (surname === null) throw new Refusal(refused('A guest needs a last name.', 'CRM0011', 'surname'));
		for (const part of [surname, textOf(name['givenName'])])
			if (part !== null && part.length > 40) throw new Refusal(refused('A name has at most 40 characters.', 'CRM0012'));
		const customer = asJson(details['customer']);
		const [address] = entries(asJson(details['addresses'])['addressInfo']);
		const profile: Profile = {
			id: String(this.next++),
			givenName: textOf(name['givenName']),
			surname,
			emails: entries(asJson(details['emails'])['emailInfo']).flatMap(
				({ email }) => textOf(asJson(email)['emailAddress']) ?? [],
			),
			phones: entries(asJson(details['telephones'])['telephoneInfo']).flatMap(
				({ telephone }) => textOf(asJson(telephone)['phoneNumber']) ?? [],
			),
			country: textOf(asJson(asJson(asJson(address)['address'])['country'])['code']),
			nationality: textOf(customer['nationality']),
			language: textOf(customer['language']),
			references: references.map((reference) => this.reference(reference)),
		};
		this.all.set(profile.id, profile);
		return profile;
	}

	private reference(value: Json): { id: string; idContext: string } {
		const [id, idContext] = [textOf(value['id']), textOf(value['idContext'])];
		if (id === null || idContext === null || id.length > 80 || !this.externalSystems.includes(idContext))
			throw new Refusal(refused('The external system is not configured.', 'CRM0020', 'externalReferences'));
		return { id, idContext };
	}

	/** `GET /crm/v1/profiles`: what is given must all match. Names match from their beginning, as OPERA searches. */
	search({ query }: HttpRequest, most: number): HttpAnswer {
		const ids = this.ignoresReferences ? [] : query.getAll('externalReferenceIds');
		const systems = query.getAll('externalSystemCodes');
		const [surname, givenName, email] = [query.get('profileName'), query.get('givenName'), query.get('email')];
		const begins = (text: string | null, start: string) => (text ?? '').toLowerCase().startsWith(start.toLowerCase());
		const found = [...this.all.values()].filter(
			(profile) =>
				(ids.length === 0 ||
					profile.references.some(
						({ id, idContext }) => ids.includes(id) && (systems.length === 0 || systems.includes(idContext)),
					)) &&
				(surname === null || begins(profile.surname, surname)) &&
				(givenName === null || begins(profile.givenName, givenName)) &&
				(email === null || profile.emails.some((known) => same(known, email))),
		);
		const page = pageOf(query, most);
		const profileInfo = found.slice(page.offset, page.offset + page.limit).map((profile) => ({
			profileIdList: [{ id: profile.id, type: 'Profile' }],
			profile: {
				formerName: { name: profile.surname, ...(profile.givenName ? { givenName: profile.givenName } : {}) },
				profileType: 'Guest',
				statusCode: 'Active',
			},
		}));
		if (profileInfo.length === 0) return noContent();
		return answer(200, { profileSummaries: { profileInfo, ...pagingOf(found.length, page) } });
	}

	/** `GET /crm/v1/guests/{guestId}`. */
	get(id: string, { query }: HttpRequest): HttpAnswer {
		const profile = this.all.get(id);
		if (!profile) return noContent();
		const parts = query.getAll('fetchInstructions');
		const shows = (part: string) => parts.includes(part);
		return answer(200, {
			guestIdList: [{ id: profile.id, type: 'Profile' }],
			...(profile.references.length > 0 ? { externalReferences: profile.references } : {}),
			guestDetails: {
				customer: {
					personName: [
						{
							...(profile.givenName ? { givenName: profile.givenName } : {}),
							surname: profile.surname,
							nameType: 'Primary',
						},
					],
					...(profile.language ? { language: profile.language } : {}),
					...(profile.nationality ? { nationality: profile.nationality } : {}),
				},
				...(shows('Communication') && profile.emails.length > 0
					? { emails: { emailInfo: profile.emails.map((emailAddress) => ({ email: { emailAddress } })) } }
					: {}),
				...(shows('Communication') && profile.phones.length > 0
					? { telephones: { telephoneInfo: profile.phones.map((phoneNumber) => ({ telephone: { phoneNumber } })) } }
					: {}),
				profileType: 'Guest',
			},
		});
	}
}
