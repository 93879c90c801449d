/**
 * All postings of a reservation's folio. Each window of it has pages of its own.
 * Source: Oracle's cashiering API, 25.5 (`getFolio`: `folioWindowNo`, `limit` and `offset` are lists).
 */
import { ApiError } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { operaRequest } from '../transport';
import { readFolioWindows, type FolioWindow, type Posting } from './postings';

/** Lines of a window that are read at once. A guest who stays for months has a few hundred. */
const PAGE = 200;
const MAX_PAGES = 50;

/** @throws ApiError, also where it has no end: what is not seen would be posted again */
export async function readFolio(context: RequestContext, reservationId: string): Promise<Posting[]> {
	let pages = 0;
	const read = async (query: Record<string, number>): Promise<FolioWindow[]> => {
		if (++pages > MAX_PAGES) throw endless(reservationId, `has more than ${MAX_PAGES * PAGE} postings`);
		const { body } = await operaRequest(context, {
			method: 'GET',
			module: 'cashiering',
			path: ['reservations', reservationId, 'folios'],
			query: { fetchInstructions: ['Postings'], limit: PAGE, ...query },
		});
		return readFolioWindows(body);
	};
	const postings: Posting[] = [];
	const begin = await read({ offset: 0 });
	for (const first of begin) {
		postings.push(...first.postings);
		const seen = new Set(first.lines);
		// By all lines that have come, charges too, since a page may be shorter than was asked for.
		let offset = first.lines.length;
		for (let window: FolioWindow | undefined = first; window?.hasMore === true;) {
			const { number } = first;
			if (number === null && begin.length > 1) throw endless(reservationId, 'has several windows without a number');
			const windows: FolioWindow[] = await read({ ...(number === null ? {} : { folioWindowNo: number }), offset });
			window = windows.find((each) => each.number === number);
			// Said to have more, and none of it came.
			if (window === undefined || (window.hasMore && window.lines.length === 0))
				throw endless(reservationId, 'breaks off before its end');
			const { lines } = window;
			if (lines.length > 0 && lines.every((line) => seen.has(line)))
				throw endless(reservationId, 'shows the same postings again and again');
			for (const line of lines) seen.add(line);
			offset += lines.length;
			postings.push(...window.postings);
		}
	}
	return postings;
}

function endless(reservationId: string, what: string): ApiError {
	return new ApiError({
		kind: 'refused',
		message: `The folio of Opera reservation ${reservationId} ${what}, so it cannot be told whether the payment is among them`,
		advice: 'Post it in Opera by hand',
	});
}
