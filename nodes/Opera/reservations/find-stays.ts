/** OPERA's reservations that belong to one of a channel. */
import type { RequestContext } from '../../shared/request/request';
import { ApiError } from '../../shared/request/api-error';
import { inside, isTrue } from '../responses/lists';
import { operaRequest, type OperaHotel } from '../transport';
import { eachOnce, readStays, type OperaStay } from './opera-stay';

const PAGE = 100;
/** A reservation has a few rooms; more pages are a search that OPERA has not understood. */
const MAX_PAGES = 5;

/**
 * All of them, the cancelled ones too. A search without a result is 204. Whether `searchType=Any` leaves out what is
 * cancelled is not documented, so unless its answer holds such a reservation, those are asked for by their status:
 * else a room that the desk has cancelled would be made again.
 * @param areEndedWanted `false` if only what stands is looked for
 * @throws ApiError, also where a gateway shows of no reservation whose it is: what is not known again would be made twice,
 * and another's written over
 */
export async function findStays(
	context: RequestContext,
	{ externalSystem, hotelId, isGateway }: OperaHotel,
	referenceId: string,
	areEndedWanted = true,
): Promise<OperaStay[]> {
	const reference = {
		externalReferenceIds: [referenceId],
		externalSystemCodes: [externalSystem],
		resvExternalReferencesToFetch: [externalSystem],
	};
	const find = async (query: Query) => await search(context, hotelId, { ...reference, ...query });
	const isOurs = ({ references }: OperaStay) => references.some(({ id }) => id === referenceId);
	const mayBeOurs = (stay: OperaStay) => stay.references.length === 0 || isOurs(stay);
	const named = (await find({ searchType: 'Any' })).filter(mayBeOurs);
	const ended =
		!areEndedWanted || named.some(({ state }) => state === 'cancelled')
			? []
			: (await find({ reservationStatuses: ['Cancelled', 'NoShow', 'CheckedOut'] })).filter(mayBeOurs);
	const all = eachOnce([...named, ...ended]);
	// A gateway may not understand the search, and leave the references out of the list. Read by itself, each has to show them.
	const read = await withReferences(context, hotelId, all);
	const ours = read.filter(isOurs);
	if (isGateway && ours.length === 0 && read.length > 0 && read.every(({ references }) => references.length === 0))
		throw new ApiError({
			kind: 'refused',
			message: `The gateway to Opera answers the search for ${referenceId} with reservations of which it does not say whose they are`,
			advice: 'Have the gateway pass on the external references of a reservation that is read by its ID',
		});
	return ours;
}

/**
 * One of them with its nights and notes; `null` if OPERA does not know it.
 * @param hotelId another hotel than the credential's
 * @throws ApiError
 */
export async function readFullStay(
	context: RequestContext,
	reservationId: string,
	hotelId?: string,
): Promise<OperaStay | null> {
	const { body } = await operaRequest(context, {
		method: 'GET',
		module: 'reservations',
		path: [reservationId],
		hotelId,
		query: { fetchInstructions: ['Reservation', 'Comments'] },
	});
	return readStays(body)[0] ?? null;
}

type Query = Record<string, string | readonly string[]>;

async function search(context: RequestContext, hotelId: string, query: Query): Promise<OperaStay[]> {
	const stays: OperaStay[] = [];
	for (let page = 0; page < MAX_PAGES; page++) {
		const { body } = await operaRequest(context, {
			method: 'GET',
			module: 'reservations',
			hotelId,
			// By what has come, since a page may be shorter than was asked for.
			query: { ...query, limit: PAGE, offset: stays.length },
		});
		const read = readStays(body);
		stays.push(...read);
		if (read.length === 0 || !isTrue(inside(body, 'reservations')['hasMore'])) break;
	}
	return stays;
}

/** A list may leave the references out; then each one is read by itself. */
async function withReferences(
	context: RequestContext,
	hotelId: string,
	stays: readonly OperaStay[],
): Promise<OperaStay[]> {
	const complete: OperaStay[] = [];
	for (const stay of stays)
		complete.push(
			stay.references.length > 0 ? stay : ((await readFullStay(context, stay.reservationId, hotelId)) ?? stay),
		);
	return complete;
}
