/** OPERA's pages: `limit` and `offset`, and no `hasMore` on the last one. 204 is a page without entries. */
import type { RequestContext } from '../../shared/request/request';
import type { Fields } from '../../../core/payload/field-reader';
import { operaRequest, type OperaRequest } from '../transport';

const PAGE = 200;
/** Half a million entries: more is a search that never ends. */
const MAX_PAGES = 2_500;

/**
 * @param skip entries that are left out at the beginning
 * @throws ApiError
 */
export async function readAllPages<T>(
	context: RequestContext,
	request: OperaRequest,
	limit: number,
	read: (body: Fields) => { entries: T[]; hasMore: boolean },
	skip = 0,
): Promise<T[]> {
	const all: T[] = [];
	for (let page = 0; page < MAX_PAGES && all.length < limit; page++) {
		const query = { ...request.query, limit: Math.min(PAGE, limit), offset: skip + all.length };
		const { body } = await operaRequest(context, { ...request, query });
		const { entries, hasMore } = read(body);
		all.push(...entries);
		if (!hasMore || entries.length === 0) break;
	}
	return all.slice(0, limit);
}
