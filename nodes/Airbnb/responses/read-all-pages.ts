/** Lists of the partner API, page by page. */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { textOf } from '../../../core/text/read-text';
import { ApiError } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { airbnbRequest } from '../transport';

/** Airbnb's limit. */
export const PAGE_SIZE = 50;
/** 25,000 entries: more than any host has, and an end for a source that has none. */
const MAX_PAGES = 500;

export interface ReadPages {
	entries: unknown[];
	/** Why the rest could not be read; `null` if everything was. */
	failure: Error | null;
	/** Where to go on, behind the limit or at the page that failed; `null` if there is nothing more. */
	next: Position | null;
}

/**
 * Reads up to `limit` entries. What was read before a page failed is kept.
 * @param name the answer's field with the list, such as `reservations`
 * @param begin where an earlier call said to go on
 * @throws ApiError if not even the first page can be read
 */
export async function readAllPages(
	context: RequestContext,
	{ path, name, qs, limit = Number.POSITIVE_INFINITY, begin = {}, within }: ListAsked,
): Promise<ReadPages> {
	const entries: unknown[] = [];
	const seen = new Set<string>();
	const skipped = Number(begin['_offset'] ?? 0);
	let position: Position | null = begin;
	let last = '';
	while (position !== null && entries.length < limit) {
		const key = JSON.stringify(position);
		if (seen.has(key) || seen.size >= MAX_PAGES) return { entries, failure: endless(name), next: null };
		seen.add(key);
		const size = Math.min(PAGE_SIZE, limit - entries.length);
		const asked = { ...qs, _limit: size, ...position };
		const page = await readPage(context, { path, name, qs: asked, within }).catch((error: unknown) => error as Error);
		if (page instanceof Error && entries.length === 0) return await Promise.reject(page);
		if (page instanceof Error) return { entries, failure: page, next: position };
		// A system that does not know `_offset` answers with the same page for ever.
		const content = JSON.stringify(page.list);
		if (page.list.length > 0 && content === last) return { entries, failure: endless(name), next: null };
		last = content;
		entries.push(...page.list);
		position = nextPosition(page, skipped + entries.length, size);
	}
	return { entries: entries.slice(0, limit), failure: null, next: position };
}

/** Of Airbnb's query: `_cursor`, or `_offset` for a system that does not know it yet. */
export type Position = Record<string, string | number>;

interface ListAsked {
	path: string;
	name: string;
	qs: Position;
	limit?: number;
	begin?: Position;
	within?: number | undefined;
}

interface Page {
	list: unknown[];
	/** What is said of the next page; `null` if nothing is. */
	paging: Fields | null;
}

/** @throws ApiError */
async function readPage(
	context: RequestContext,
	{ path, name, qs, within }: Pick<ListAsked, 'path' | 'name' | 'qs'> & { within: number | undefined },
): Promise<Page> {
	const answer = await airbnbRequest(context, { method: 'GET', path, qs, within });
	const list = answer[name];
	if (!Array.isArray(list)) throw noList(name);
	return { list, paging: 'paging' in answer ? recordOf(answer['paging']) : null };
}

/** As public integrations have it; Airbnb's own name is not published. */
const CURSORS = ['next_cursor', 'cursor', '_cursor'];

/**
 * Where the next page begins; `null` behind the last one. A system that does not know `_cursor` yet says nothing of
 * pages at all, and takes `_offset`; so does what is said under a name that nobody knows, where the page is full.
 */
function nextPosition({ list, paging }: Page, read: number, size: number): Position | null {
	const named = CURSORS.filter((name) => paging !== null && name in paging);
	const cursor = named.map((name) => textOf(paging?.[name])).find((text) => text !== null);
	if (cursor !== undefined) return { _cursor: cursor };
	// More than was asked for is a list without pages.
	return named.length === 0 && list.length === size ? { _offset: read } : null;
}

function noList(name: string): ApiError {
	return new ApiError({
		kind: 'unreadable',
		message: `The answer of Airbnb lists no ${name}`,
		advice: 'The next poll asks again. If this persists, check the base URL in the Airbnb credential',
	});
}

function endless(name: string): ApiError {
	return new ApiError({
		kind: 'unreadable',
		message: `Airbnb's list of ${name} does not end`,
		advice: 'What was read is passed on, and the next poll asks again. Ask for a shorter time if this persists',
	});
}
