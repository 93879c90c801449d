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
	{ externalSystem }: OperaHotel,
	referenceId: string,
): Promise<OperaStay[]> {
	const reference = {
		externalReferenceIds: [referenceId],
		externalSystemCodes: [externalSystem],
		resvExternalReferencesToFetch: [externalSystem],
	};
	const standing = await search(context, { ...reference, searchType: 'Any' });
	const isOurs = ({ references }: OperaStay) =>
		references.length === 0 || references.some(({ id }) => id === referenceId);
	if (standing.length > 0) return await withReferences(context, standing.filter(isOurs));
	const ended = await search(context, { ...reference, reservationStatuses: ['Cancelled', 'NoShow', 'CheckedOut'] });
	return await withReferences(context, ended.filter(isOurs));
}

/** One of them with its nights and notes; `null` if OPERA does not know it. @throws ApiError */
export async function readFullStay(context: RequestContext, reservationId: string): Promise<OperaStay | null> {
	const { body } = await operaRequest(context, {
		method: 'GET',
		module: 'reservations',
		path: [reservationId],
		query: { fetchInstructions: ['Reservation', 'Comments'] },
	});
	return readStays(body)[0] ?? null;
}

async function search(
	context: RequestContext,
	query: Record<string, string | readonly string[]>,
): Promise<OperaStay[]> {
	const stays: OperaStay[] = [];
	for (let page = 0; page < MAX_PAGES; page++) {
		const { body } = await operaRequest(context, {
			method: 'GET',
			module: 'reservations',
			query: { ...query, limit: PAGE, offset: page * PAGE },
		});
		stays.push(...readStays(body));
		if ((body['reservations'] as { hasMore?: unknown } | undefined)?.hasMore !== true) break;
	}
	return stays;
}

/** A list may leave the references out; then each one is read by itself. */
async function withReferences(context: RequestContext, stays: readonly OperaStay[]): Promise<OperaStay[]> {
	const complete: OperaStay[] = [];
	for (const stay of stays)
		complete.push(stay.references.length > 0 ? stay : ((await readFullStay(context, stay.reservationId)) ?? stay));
	return complete;
}
