/** Finds a guest's profile in OPERA, or makes it, once. */
import { sleep } from 'n8n-workflow';
import type { Fields } from '../../../core/payload/field-reader';
import type { Booker } from '../../../core/reservation/model';
import { ApiError, isTransient } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { operaRequest, type OperaHotel } from '../transport';
import { guestName, madeBefore, remember } from '../reservations/not-found-again';
import { isSystem } from '../reservations/reference';
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

/** After something was made. */
const LOOKS = 3;

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
	const memory = guestName(reference);
	if (known !== null) {
		remember(context, memory, null);
		return { profileId: known, outcome: 'unchanged' };
	}
	if (madeBefore(context)[memory] !== undefined) throw notFound(reference);
	const privateValues = [booker.firstName, booker.lastName, booker.email, booker.phone, fallbackName].filter(
		(value) => value !== null,
	);
	const body = guestBody(name, booker, { id: reference, idContext: hotel.externalSystem });
	for (let attempt = 1; ; attempt++) {
		const made = await operaRequest(context, { method: 'POST', module: 'guests', body, privateValues }).catch(
			(error: unknown) => error,
		);
		if (isAnswer(made) && made.createdId !== null) return { profileId: made.createdId, outcome: 'created' };
		if (isAnswer(made) || isSuccess(made))
			return { profileId: await foundSoon(context, hotel, wanted, made), outcome: 'created' };
		if (!isTransient(made)) throw made;
		await waitBefore(attempt, made);
		// The answer was lost: what was made is looked up before it is made again.
		const found = await byReference(context, hotel, wanted);
		if (found !== null) return { profileId: found, outcome: 'created' };
		if (attempt >= WRITE_ATTEMPTS) throw made;
	}
}

/**
 * OPERA may need a moment until a search finds what it has made and not named. It is not made again: that would be one
 * profile more each time.
 * @param made the answer, or why it could not be read
 */
async function foundSoon(context: RequestContext, hotel: OperaHotel, wanted: Wanted, made: unknown): Promise<string> {
	for (let look = 1; look <= LOOKS; look++) {
		const found = await byReference(context, hotel, wanted);
		if (found !== null) return found;
		if (look < LOOKS) await sleep(1000 * look);
	}
	// What cannot be read may come from something in between, and nothing was made.
	if (made instanceof Error) throw made;
	remember(context, guestName(wanted.reference), '');
	throw notFound(wanted.reference);
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
				? references.some(({ id, system }) => id === reference && isSystem(system ?? externalSystem, externalSystem))
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

/** An answer that cannot be read, and says by its status that something was made. */
function isSuccess(error: unknown): boolean {
	return error instanceof ApiError && error.status !== null && error.status >= 200 && error.status < 300;
}

function notFound(reference: string): ApiError {
	return new ApiError({
		kind: 'refused',
		message: `Opera has made the guest's profile and does not find it by its external reference ${reference}`,
		advice:
			'It is looked for again with each offer, and not made again. Check in Opera that the external system of the Opera credential is configured',
	});
}
