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
/**
 * Where pages are counted, an entry that goes from the list moves all behind it: each page begins so many entries before its
 * place, and goes on behind the last one that was read.
 */
const BACK = 5;

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
	let position: Position | null = begin;
	let before = '';
	while (position !== null && entries.length < limit) {
		const key = JSON.stringify(position);
		if (seen.has(key) || seen.size >= MAX_PAGES) return { entries, failure: endless(name), next: null };
		seen.add(key);
		const here: Position = position;
		const { after, ...place } = here;
		const room = limit - entries.length;
		const from = Math.max(0, Number(place['_offset'] ?? 0) - (after === undefined ? 0 : BACK));
		const size = Math.min(PAGE_SIZE, room + Number(place['_offset'] ?? 0) - from);
		const asked: Position = { ...qs, _limit: size, ...place, ...('_offset' in place ? { _offset: from } : {}) };
		const page: Page | Error = await readPage(context, { path, name, qs: asked, within }).catch(
			(error: unknown) => error as Error,
		);
		if (page instanceof Error && entries.length === 0) return await Promise.reject(page);
		if (page instanceof Error) return { entries, failure: page, next: position };
		// A system that does not know `_offset` answers with the same page for ever.
		const content = JSON.stringify(page.list);
		if (page.list.length > 0 && content === before) {
			// One that names pages, and named no next one, had no more.
			const isWhole = page.paging !== null && Object.keys(page.paging).length === 0;
			return { entries, failure: isWhole ? null : endless(name), next: null };
		}
		before = content;
		const known = after === undefined ? 0 : page.list.findLastIndex((entry) => nameOf(entry) === after) + 1;
		if (after !== undefined && known === 0) return { entries, failure: new MovedList(name), next: null };
		const fresh = page.list.slice(known, known + room);
		entries.push(...fresh);
		const isCut = known + fresh.length < page.list.length;
		const last = { _offset: from + known + fresh.length, after: nameOf(fresh.at(-1) ?? page.list.at(-1)) };
		position = isCut && after !== undefined ? last : nextPosition(page, last, size, '_cursor' in here);
	}
	return { entries: entries.slice(0, limit), failure: null, next: position };
}

/**
 * Of Airbnb's query: `_cursor`, or `_offset` for a system that does not know it yet, with the name of the entry before it
 * (`after`, which is not sent).
 */
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
function nextPosition({ list, paging }: Page, last: Position, size: number, knowsCursor: boolean): Position | null {
	const named = CURSORS.filter((name) => paging !== null && name in paging);
	const cursor = named.map((name) => textOf(paging?.[name])).find((text) => text !== null);
	if (cursor !== undefined) return { _cursor: cursor };
	// Whoever has named the next page before would name this one.
	if (knowsCursor) return null;
	// More than was asked for is a list without pages.
	return named.length === 0 && list.length === size ? last : null;
}

/** As the list names it; what it holds may change meanwhile. */
function nameOf(entry: unknown): string {
	const { confirmation_code: code, id } = recordOf(entry);
	return textOf(code) ?? textOf(id) ?? JSON.stringify(entry ?? null);
}

/** Where pages are counted and so much has gone from the list that nobody can say where to go on. */
export class MovedList extends ApiError {
	constructor(name: string) {
		super({
			kind: 'unreadable',
			message: `Airbnb's list of ${name} has changed while it was read`,
			advice: 'What was read is passed on, and the next poll reads all of it again',
		});
	}
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
