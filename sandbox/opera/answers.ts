/** Answers in OHIP's form. Source: Oracle's API descriptions, 25.5 (`exceptionDetailType`, `links`). */
import type { HttpAnswer } from '../http/server';

export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const asJson = (value: unknown): Json => (isJson(value) ? value : {});

/**
 * The entries of a list; an object where a list is specified counts as it, as live gateways accept it.
 * @param names properties of an entry: an object with one of them is an entry, whatever is in it
 */
export function entries(value: unknown, ...names: readonly string[]): Json[] {
	if (Array.isArray(value)) return value.filter(isJson);
	if (!isJson(value)) return [];
	const [list, ...others] = Object.values(value);
	const isList = others.length === 0 && Array.isArray(list) && !names.some((name) => name in value);
	return isList ? entries(list) : [value];
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
	return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** A search without a result, or an id that is unknown. */
export const noContent = (): HttpAnswer => ({ status: 204 });

export interface Problem {
	title: string;
	detail: string;
	/** `o:errorCode`. */
	code: string;
	/** `o:errorPath` of the first detail. */
	path?: string;
}

export function problem(status: number, { title, detail, code, path }: Problem): HttpAnswer {
	const type = 'https://www.rfc-editor.org/rfc/rfc7231';
	return answer(status, {
		type,
		title,
		status,
		'o:errorCode': code,
		'o:errorDetails': [{ type, title: detail, detail, 'o:errorCode': code, ...(path ? { 'o:errorPath': path } : {}) }],
	});
}

/** A refusal of the property's own rules. */
export const refused = (detail: string, code: string, path?: string): HttpAnswer =>
	problem(400, { title: 'The request is not valid for this property.', detail, code, ...(path ? { path } : {}) });

/** Something made: its address, in the header and in the body. */
export function created(url: string, operationId: string, body: Json = {}): HttpAnswer {
	return answer(201, { ...body, links: [{ href: url, rel: 'self', method: 'GET', operationId }] }, { Location: url });
}

/** A refusal that ends the handling of a request. */
export class Refusal extends Error {
	constructor(readonly reply: HttpAnswer) {
		super('refused');
	}
}

export interface Page {
	limit: number;
	offset: number;
}

export function pageOf(query: URLSearchParams, most: number): Page {
	const limit = Number(query.get('limit') ?? most);
	const offset = Number(query.get('offset') ?? 0);
	const isCount = (value: number) => Number.isInteger(value) && value >= 0;
	if (!isCount(limit) || !isCount(offset)) throw new Refusal(refused('limit and offset are whole numbers.', 'GEN0002'));
	return { limit: Math.min(limit || most, most), offset };
}

/** The paging fields beside a page; without `hasMore` all rows were fetched. */
export function pagingOf(total: number, { limit, offset }: Page): Json {
	const hasMore = offset + limit < total;
	return {
		totalPages: Math.ceil(total / limit),
		offset,
		limit,
		totalResults: total,
		count: Math.max(0, Math.min(limit, total - offset)),
		...(hasMore ? { hasMore } : {}),
	};
}
