/** Which of OPERA's reservations are not as they were given out, found without events. */
import type { IPollFunctions } from 'n8n-workflow';
import { addDays } from '../../../core/reservation/dates';
import { readBusinessDate } from '../codes/read-lists';
import { readStays, type OperaStay } from '../reservations/opera-stay';
import { inside } from '../responses/lists';
import { readAllPages } from '../responses/read-all-pages';
import type { OperaHotel } from '../transport';
import type { ReservationName } from './business-events';
import { nameOf, type Seen } from './memory';
import { isOwnWrite, listedMark, ownReference } from './read-reservation';

const EVERY = Number.MAX_SAFE_INTEGER;
const ENDED = ['Cancelled', 'NoShow', 'CheckedOut'];

/**
 * Everything that leaves yesterday or later, the cancelled too; what this package has written itself is no news.
 * @throws ApiError
 */
export async function changedInOpera(
	context: IPollFunctions,
	hotel: OperaHotel,
	seen: Readonly<Record<string, Seen>>,
): Promise<{ changed: ReservationName[]; businessDate: string }> {
	const businessDate = (await readBusinessDate(context, hotel)) ?? new Date().toISOString().slice(0, 10);
	const window = {
		departureStartDate: addDays(businessDate, -1),
		resvExternalReferencesToFetch: [hotel.externalSystem],
	};
	const listed = [
		...(await list(context, { ...window, searchType: 'Any' }, EVERY, hotel.hotelId)),
		...(await list(context, { ...window, reservationStatuses: ENDED }, EVERY, hotel.hotelId)),
	];
	const changed = listed.filter((stay) => {
		const { reservationId } = stay;
		const isOurs = ownReference(stay, hotel) !== null && isOwnWrite(stay);
		return !isOurs && seen[nameOf({ hotelId: hotel.hotelId, reservationId })]?.listed !== listedMark(stay);
	});
	const names = new Set(changed.map(({ reservationId }) => reservationId));
	return { changed: [...names].map((reservationId) => ({ hotelId: hotel.hotelId, reservationId })), businessDate };
}

/**
 * Those of them that this package has written last, out of one list instead of a request for each. What the list lacks
 * is read by itself. @throws ApiError
 */
export async function ownWritesAmong(
	context: IPollFunctions,
	hotel: OperaHotel,
	reservationIds: readonly string[],
): Promise<OperaStay[]> {
	const query = {
		reservationIdList: reservationIds,
		resvExternalReferencesToFetch: [hotel.externalSystem],
		searchType: 'Any',
	};
	const stays = await list(context, query, reservationIds.length, hotel.hotelId);
	return stays.filter((stay) => ownReference(stay, hotel) !== null && isOwnWrite(stay));
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
	return await readAllPages(context, { method: 'GET', module: 'reservations', hotelId, query }, limit, (body) => ({
		entries: readStays(body),
		hasMore: inside(body, 'reservations')['hasMore'] === true,
	}));
}
