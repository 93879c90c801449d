/** Which of OPERA's reservations are not as they were given out, found without events. */
import type { IPollFunctions } from 'n8n-workflow';
import { addDays, isIsoDate } from '../../../core/reservation/dates';
import { readBusinessDate } from '../codes/read-lists';
import { eachOnce, readStays, type OperaStay } from '../reservations/opera-stay';
import { inside, isTrue } from '../responses/lists';
import { readAllPages } from '../responses/read-all-pages';
import type { OperaHotel } from '../transport';
import type { ReservationName } from './business-events';
import { nameOf, type TriggerState } from './memory';
import { isListedOwnWrite, listedMark, ownReference } from './read-reservation';

const EVERY = Number.MAX_SAFE_INTEGER;
const ENDED = ['Cancelled', 'NoShow', 'CheckedOut'];

/** However long nothing was compared; what was remembered of earlier departures is forgotten. */
export const DAYS_REMEMBERED = 30;
/** Each is read by itself. */
const MAX_UNLISTED = 100;

export interface Compared {
	changed: ReservationName[];
	/** Of those, what should still be there and is on no list, such as somebody who has left early, long ago. */
	unlisted: ReservationName[];
	businessDate: string;
}

/**
 * Everything that leaves on the day before the last comparison or later, the cancelled too; what this package has written
 * itself is no news.
 * @param state with the day of the last comparison, `null` if there was none
 * @throws ApiError
 */
export async function changedInOpera(
	context: IPollFunctions,
	hotel: OperaHotel,
	{ seen, comparedOn = null, users = [] }: Partial<TriggerState> & Pick<TriggerState, 'seen'>,
): Promise<Compared> {
	const businessDate = (await readBusinessDate(context, hotel)) ?? new Date().toISOString().slice(0, 10);
	const window = {
		departureStartDate: firstDeparture(businessDate, comparedOn),
		resvExternalReferencesToFetch: [hotel.externalSystem],
	};
	const listed = [
		...(await list(context, { ...window, searchType: 'Any' }, EVERY, hotel.hotelId)),
		...(await list(context, { ...window, reservationStatuses: ENDED }, EVERY, hotel.hotelId)),
	];
	const changed = listed.filter((stay) => {
		const { reservationId } = stay;
		const isOurs = ownReference(stay, hotel) !== null && isListedOwnWrite(stay, users);
		return !isOurs && seen[nameOf({ hotelId: hotel.hotelId, reservationId })]?.listed !== listedMark(stay);
	});
	const isListed = new Set(listed.map(({ reservationId }) => reservationId));
	const { hotelId } = hotel;
	const unlisted = Object.entries(seen)
		.filter(([name, { until }]) => name.startsWith(`${hotelId}/`) && until > businessDate)
		.map(([name]) => name.slice(hotelId.length + 1))
		.filter((reservationId) => !isListed.has(reservationId))
		.sort()
		.slice(0, MAX_UNLISTED);
	const named = (reservationId: string): ReservationName => ({ hotelId, reservationId });
	const names = new Set([...changed.map(({ reservationId }) => reservationId), ...unlisted]);
	return { changed: [...names].map(named), unlisted: unlisted.map(named), businessDate };
}

function firstDeparture(businessDate: string, comparedOn: string | null): string {
	const since = isIsoDate(comparedOn) && comparedOn < businessDate ? comparedOn : businessDate;
	const [first, earliest] = [addDays(since, -1), addDays(businessDate, -DAYS_REMEMBERED)];
	return first < earliest ? earliest : first;
}

/**
 * Those of them that this package has written last, out of one list instead of a request for each. What the list lacks
 * is read by itself. @throws ApiError
 */
export async function ownWritesAmong(
	context: IPollFunctions,
	hotel: OperaHotel,
	reservationIds: readonly string[],
	users: readonly string[],
): Promise<OperaStay[]> {
	if (users.length === 0) return [];
	const query = {
		reservationIdList: reservationIds,
		resvExternalReferencesToFetch: [hotel.externalSystem],
		searchType: 'Any',
	};
	const stays = await list(context, query, reservationIds.length, hotel.hotelId);
	return stays.filter((stay) => ownReference(stay, hotel) !== null && isListedOwnWrite(stay, users));
}

/** The first few reservations that stand, for a run by hand. */
export async function someStays(context: IPollFunctions, hotel: OperaHotel, limit: number): Promise<OperaStay[]> {
	return await list(context, { resvExternalReferencesToFetch: [hotel.externalSystem], searchType: 'Any' }, limit);
}

async function list(
	context: IPollFunctions,
	query: Record<string, string | readonly string[]>,
	limit = EVERY,
	hotelId?: string,
): Promise<OperaStay[]> {
	const request = { method: 'GET', module: 'reservations', hotelId, query } as const;
	const stays = await readAllPages(context, request, limit, (body) => ({
		entries: readStays(body),
		hasMore: isTrue(inside(body, 'reservations')['hasMore']),
	}));
	return eachOnce(stays);
}
