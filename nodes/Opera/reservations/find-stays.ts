/** OPERA's reservations that belong to one of a channel. */
import type { RequestContext } from '../../shared/request/request';
import { operaRequest, type OperaHotel } from '../transport';
import { readStays, type OperaStay } from './opera-stay';

const PAGE = 100;
/** A reservation has a few rooms; more pages are a search that OPERA has not understood. */
const MAX_PAGES = 5;

/**
 * All of them, the cancelled ones too. A search without a result is 204; what `searchType=Any` leaves out is asked for
 * by status before anything is taken for missing.
 * @throws ApiError
 */
export async function findStays(
	context: RequestContext,
	{ externalSystem, hotelId }: OperaHotel,
	referenceId: string,
): Promise<OperaStay[]> {
	const reference = {
		externalReferenceIds: [referenceId],
		externalSystemCodes: [externalSystem],
		resvExternalReferencesToFetch: [externalSystem],
	};
	const find = async (query: Query) => await search(context, hotelId, { ...reference, ...query });
	const active = await find({ searchType: 'Any' });
	const isOurs = ({ references }: OperaStay) =>
		references.length === 0 || references.some(({ id }) => id === referenceId);
	if (active.length > 0) return await withReferences(context, hotelId, active.filter(isOurs));
	const ended = await find({ reservationStatuses: ['Cancelled', 'NoShow', 'CheckedOut'] });
	return await withReferences(context, hotelId, ended.filter(isOurs));
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
			query: { ...query, limit: PAGE, offset: page * PAGE },
		});
		stays.push(...readStays(body));
		if ((body['reservations'] as { hasMore?: unknown } | undefined)?.hasMore !== true) break;
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
