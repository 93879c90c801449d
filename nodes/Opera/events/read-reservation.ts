/** Reads from OPERA how a reservation stands now, with all of its rooms, and decides whether that is news. */
import { createHash } from 'node:crypto';
import { channelById } from '../../../core/channel/channels';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { readingsOf } from '../../../core/reservation/key';
import type { Reservation } from '../../../core/reservation/model';
import { holdsTypedCard } from '../../../core/text/card-in-word';
import { ApiError, type ApiErrorKind } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import type { OperaGuest } from '../guests/guest';
import { readFullGuest } from '../guests/upsert-guest';
import { findStays, readFullStay } from '../reservations/find-stays';
import { isAsWritten } from '../reservations/written-mark';
import {
	isUnclear,
	isWhollyUnclear,
	lastWrittenOf,
	operasOwn,
	reportOn,
	type ReadAt,
} from '../reservations/opera.mapper';
import type { OperaStay } from '../reservations/opera-stay';
import { isShortened, isSystem } from '../reservations/reference';
import type { OperaHotel } from '../transport';
import { nameOf, type Seen } from './memory';
import type { ReservationName } from './business-events';

export interface StayRead {
	/** The reservation, and whether it is a report of one that another channel has made; `null` where there is no news. */
	found: {
		reservation: Reservation;
		isReport: boolean;
		stays: OperaStay[];
		/** Of a report: what OPERA was told last of each room. */
		lastWritten?: ReturnType<typeof lastWrittenOf>;
	} | null;
	/** What is remembered once it is dealt with. */
	seen: Record<string, Seen>;
	/** Our user's name in OPERA, where it was seen. */
	user?: string | null;
	/** Why OPERA does not give out the guest's profile: the reservation is told without. */
	guestFailure?: ApiError;
}

/** No list shows it: what was given out in part only. */
export const NOT_LISTED = '';

const NOTHING: StayRead = { found: null, seen: {} };

/**
 * @param hotel the hotel of the reservation
 * @param seen how everything was given out last
 * @param users ours, as OPERA names them
 * @throws ApiError; RangeError for a reservation that cannot be passed on, with what to do
 */
export async function readReservation(
	context: RequestContext,
	hotel: OperaHotel,
	{ reservationId }: ReservationName,
	{ seen, users = [], readAt }: { seen: Readonly<Record<string, Seen>>; users?: readonly string[]; readAt: ReadAt },
): Promise<StayRead> {
	const stay = await readFullStay(context, reservationId, hotel.hotelId);
	if (stay === null) return NOTHING;
	const key = nameOf({ hotelId: hotel.hotelId, reservationId });
	const before = seen[key];
	const reference = ownReference(stay, hotel);
	if (reference !== null && isOwnWrite(stay, users))
		return { found: null, seen: { [key]: seenOf(stay, before?.given ?? '') }, user: ownUser(stay) };
	const isKnown = (before?.given ?? '') !== '';
	if (reference !== null && holdsTypedCard(reference))
		throw new RangeError(
			`A card number stands in the external reference of Opera confirmation ${stay.confirmationNumber ?? stay.reservationId}, so that it cannot be told which reservation of SelfKey it is; correct it in Opera`,
		);
	if (reference === null) {
		if (isUnclear(stay)) throw unclear(stay);
		const guest = await guestOf(context, stay);
		const isGuestUnread = guest instanceof ApiError;
		const own = { hotelId: hotel.hotelId, guest: isGuestUnread ? null : guest, isGuestUnread, readAt, isKnown };
		const reservation = operasOwn(stay, own);
		if (reservation === null) return { found: null, seen: { [key]: seenOf(stay, '') } };
		const read = ifNews({ reservation, isReport: false, stays: [stay] }, hotel, seen);
		return isGuestUnread ? { ...read, seen: toReadAgain(read.seen), guestFailure: guest } : read;
	}
	const stays = await withAllRooms(context, hotel, reference, stay);
	if (isWhollyUnclear(stays, reference)) throw unclear(stays.find(isUnclear) ?? stay);
	const reservation = reportOn(stays, { key: keyOf(reference, stay), reference, readAt, isKnown });
	return ifNews({ reservation, isReport: true, stays, lastWritten: lastWrittenOf(stays, reference) }, hotel, seen);
}

const NOT_GIVEN_OUT: ReadonlySet<ApiErrorKind> = new Set<ApiErrorKind>(['forbidden', 'not_found', 'refused']);

/**
 * With contact data. A room is taken whoever has it, so a profile that OPERA does not give out is no reason to keep the stay back.
 * @returns why, in that case
 * @throws what passes by itself, and what concerns all of OPERA
 */
async function guestOf(context: RequestContext, { guest }: OperaStay): Promise<OperaGuest | ApiError | null> {
	if (guest.profileId === null) return null;
	return await readFullGuest(context, guest.profileId).catch((error: unknown) => {
		if (error instanceof ApiError && NOT_GIVEN_OUT.has(error.kind)) return error;
		throw error;
	});
}

/** By the next comparison, as if its list showed something else. */
function toReadAgain(seen: StayRead['seen']): StayRead['seen'] {
	return Object.fromEntries(Object.entries(seen).map(([name, each]) => [name, { ...each, listed: NOT_LISTED }]));
}

/** What a list shows of a stay, to be compared with what was seen before. */
export function listedMark({ status, changedAt, arrival, departure, adults, children, roomId }: OperaStay): string {
	return hash([status, changedAt, arrival, departure, adults, children ?? 0, roomId]);
}

/**
 * The external reference that this package gives the reservations it makes. A gateway may leave out whose it is: then it is
 * ours where it begins with a channel that is known, or the reservation shows what was written.
 */
export function ownReference({ references, written }: OperaStay, { externalSystem }: OperaHotel): string | null {
	const isOurs = (id: string) =>
		readingsOf(id).some(({ channel }) => written !== undefined || channelById(channel) !== null);
	const own = references.find(({ system }) => system !== null && isSystem(system, externalSystem));
	return (own ?? references.find(({ id, system }) => system === null && isOurs(id)))?.id ?? null;
}

/**
 * Made by our user and changed last by it: what OPERA holds is what was written there. The guest's coming and going is
 * never our doing. Somebody at the desk who enters a reservation by hand, with the channel's number, has made and changed
 * it too: so the user has to be known as ours, or the reservation to stand as its custom reference says it was written.
 * @param stay one that was read by itself
 * @param users ours, as far as they are known; until one is, whoever has made and changed it counts
 */
export function isOwnWrite(stay: OperaStay, users: readonly string[]): boolean {
	if (!isOneUsers(stay)) return false;
	return standsAsWritten(stay) || (users.length === 0 ? stay.written === undefined : isOf(stay, users));
}

/** As `isOwnWrite`, of a list, which does not show what was written. */
export function isListedOwnWrite(stay: OperaStay, users: readonly string[]): boolean {
	return isOneUsers(stay) && isOf(stay, users);
}

/** Our user's name in OPERA, where this reservation shows it: nobody else notes there what was written. */
export function ownUser(stay: OperaStay): string | null {
	return isOneUsers(stay) && standsAsWritten(stay) ? (stay.createdBy ?? null) : null;
}

function isOneUsers({ createdBy, changedBy, state }: OperaStay): boolean {
	return createdBy !== undefined && createdBy === changedBy && (state === 'open' || state === 'cancelled');
}

function standsAsWritten({ written, ...stay }: OperaStay): boolean {
	return written !== undefined && isAsWritten(stay, written, ['arrival', 'departure', 'adults', 'children']);
}

const isOf = ({ createdBy }: OperaStay, users: readonly string[]) =>
	createdBy !== undefined && users.includes(createdBy);

function ifNews(
	found: NonNullable<StayRead['found']>,
	hotel: OperaHotel,
	before: Readonly<Record<string, Seen>>,
): StayRead {
	const given = hash([found.reservation.fingerprint, found.stays.map(({ changedAt }) => changedAt ?? null)]);
	const names = found.stays.map(({ reservationId }) => nameOf({ hotelId: hotel.hotelId, reservationId }));
	const seen = Object.fromEntries(found.stays.map((stay, index) => [names[index] ?? '', seenOf(stay, given)]));
	const isNews = names.some((name) => before[name]?.given !== given);
	return { found: isNews ? found : null, seen };
}

/** @param given a hash of what was given out; `''` where nothing was */
export function seenOf(stay: OperaStay, given: string): Seen {
	return { listed: listedMark(stay), given, until: stay.departure ?? stay.arrival ?? '9999-12-31' };
}

/** The other rooms of the same reservation, each one of OPERA's. */
async function withAllRooms(
	context: RequestContext,
	hotel: OperaHotel,
	reference: string,
	stay: OperaStay,
): Promise<OperaStay[]> {
	const others = (await findStays(context, hotel, reference)).filter(
		({ reservationId }) => reservationId !== stay.reservationId,
	);
	const stays = [stay];
	for (const { reservationId } of others) {
		const other = await readFullStay(context, reservationId, hotel.hotelId);
		if (other !== null) stays.push(other);
	}
	return stays;
}

function unclear({ confirmationNumber, reservationId }: OperaStay): RangeError {
	return new RangeError(
		`Opera confirmation ${confirmationNumber ?? reservationId} has a status or dates that cannot be read, so it is left as it is in SelfKey; look at it in Opera, and if the guest does not come or has other dates, enter that in SelfKey by hand`,
	);
}

/** @throws RangeError where the reference does not name one reservation */
function keyOf(reference: string, { confirmationNumber, reservationId }: OperaStay) {
	const [key, ...others] = readingsOf(reference);
	if (key && others.length === 0 && !isShortened(reference)) return key;
	throw new RangeError(
		`Opera confirmation ${confirmationNumber ?? reservationId} was changed in Opera, but its external reference is too long to tell which reservation of SelfKey it is; make the same change in SelfKey by hand`,
	);
}

function hash(value: unknown): string {
	return createHash('sha256').update(canonicalJson(value)).digest('base64url').slice(0, 12);
}
