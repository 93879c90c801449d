/** Finds a guest's profile in OPERA, or makes it, once. */
import type { Fields } from '../../../core/payload/field-reader';
import type { Booker } from '../../../core/reservation/model';
import { ApiError, isTransient } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { operaRequest, type OperaHotel } from '../transport';
import { waitBefore, WRITE_ATTEMPTS } from '../write-attempts';
import {
	guestBody,
	isSamePerson,
	nameOf,
	profileIds,
	readGuest,
	referencesOf,
	type GuestName,
	type OperaGuest,
} from './guest';

export interface GuestOutcome {
	profileId: string;
	outcome: 'created' | 'unchanged';
}

export interface WantedGuest {
	/** What the profile is found again by. */
	reference: string;
	booker: Booker;
	/** Where the booker has no name. */
	fallbackName: string | null;
}

/** Profiles of a search that are looked at. */
const MAX_CANDIDATES = 5;

/**
 * The profile with this reference; else one with the same e-mail address and name; else a new one. What the hotel
 * has entered in a profile is never written over.
 * @throws ApiError
 */
export async function upsertGuest(
	context: RequestContext,
	hotel: OperaHotel,
	{ reference, booker, fallbackName }: WantedGuest,
): Promise<GuestOutcome> {
	const name = nameOf(booker, fallbackName);
	const wanted = { reference, name, email: booker.email };
	const known = (await byReference(context, hotel, wanted)) ?? (await byEmail(context, name, booker.email));
	if (known !== null) return { profileId: known, outcome: 'unchanged' };
	const privateValues = [booker.firstName, booker.lastName, booker.email, booker.phone, fallbackName].filter(
		(value) => value !== null,
	);
	const body = guestBody(name, booker, { id: reference, idContext: hotel.externalSystem });
	for (let attempt = 1; ; attempt++) {
		const made = await operaRequest(context, { method: 'POST', module: 'guests', body, privateValues }).catch(
			(error: unknown) => error,
		);
		const profileId = isAnswer(made) ? made.createdId : null;
		if (profileId !== null) return { profileId, outcome: 'created' };
		if (!isAnswer(made) && !isTransient(made)) throw made;
		if (made instanceof ApiError) await waitBefore(attempt, made);
		// The answer was lost, or names no profile: what was made is looked up before it is made again.
		const found = await byReference(context, hotel, wanted);
		if (found !== null) return { profileId: found, outcome: 'created' };
		if (attempt >= WRITE_ATTEMPTS) throw made instanceof Error ? made : notNamed();
	}
}

/** @throws ApiError */
export async function readFullGuest(context: RequestContext, profileId: string): Promise<OperaGuest | null> {
	return readGuest(await readBody(context, profileId), profileId);
}

async function readBody(context: RequestContext, profileId: string): Promise<Fields> {
	const { body } = await operaRequest(context, {
		method: 'GET',
		module: 'guests',
		path: [profileId],
		query: { fetchInstructions: ['Profile', 'Communication'] },
	});
	return body;
}

interface Wanted {
	reference: string;
	name: GuestName;
	email: string | null;
}

/**
 * A gateway that does not understand the search finds anybody, and every booking would get the same guest: so each one
 * that is found has to show the reference. One that shows none at all counts by e-mail address and name, never by its
 * name alone: rather two profiles of one person than one of two.
 */
async function byReference(
	context: RequestContext,
	{ externalSystem }: OperaHotel,
	{ reference, name, email }: Wanted,
): Promise<string | null> {
	const { body } = await operaRequest(context, {
		method: 'GET',
		module: 'profiles',
		query: {
			profileType: ['Guest'],
			externalReferenceIds: [reference],
			externalSystemCodes: [externalSystem],
			limit: MAX_CANDIDATES,
		},
	});
	const found = profileIds(body).slice(0, MAX_CANDIDATES);
	const ours: string[] = [];
	for (const profileId of found) {
		const shown = await readBody(context, profileId);
		const references = referencesOf(shown);
		const guest = readGuest(shown, profileId);
		const isOurs =
			references.length > 0
				? references.some(({ id, system }) => id === reference && (system ?? externalSystem) === externalSystem)
				: guest !== null && email !== null && isSamePerson(guest, name, email);
		if (isOurs) ours.push(profileId);
	}
	return oldest(ours);
}

async function byEmail(context: RequestContext, name: GuestName, email: string | null): Promise<string | null> {
	if (email === null) return null;
	const { body } = await operaRequest(context, {
		method: 'GET',
		module: 'profiles',
		query: { profileType: ['Guest'], email, profileName: name.lastName, limit: MAX_CANDIDATES },
	});
	const same: string[] = [];
	for (const id of profileIds(body).slice(0, MAX_CANDIDATES)) {
		const guest = await readFullGuest(context, id);
		if (guest !== null && isSamePerson(guest, name, email)) same.push(id);
	}
	return oldest(same);
}

/** Of several the one that was made first, so that every run chooses the same. */
function oldest(ids: readonly string[]): string | null {
	return [...ids].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? null;
}

function isAnswer(value: unknown): value is Awaited<ReturnType<typeof operaRequest>> {
	return typeof value === 'object' && value !== null && 'createdId' in value;
}

function notNamed(): ApiError {
	return new ApiError({
		kind: 'unreadable',
		message: 'Opera does not say which profile it has made',
		advice: 'Nothing is lost: it is tried again later',
	});
}
