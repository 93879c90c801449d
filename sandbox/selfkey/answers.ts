/** Answers in the form of SelfKey's REST API. */
import type { HttpAnswer } from '../http/server';

export interface Page {
	limit: number;
	offset: number;
}

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
	return {
		status,
		headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
		body: JSON.stringify(body),
	};
}

export function errorAnswer(
	status: number,
	error: string,
	message?: string,
	headers: Record<string, string> = {},
): HttpAnswer {
	return jsonAnswer(status, message === undefined ? { error } : { error, message }, headers);
}

/** `{"success":true,"data":[…],"pagination":{…}}`. */
export function pageAnswer(data: unknown[], total: number, { limit, offset }: Page): HttpAnswer {
	return jsonAnswer(200, {
		success: true,
		data,
		pagination: { total, limit, offset, hasMore: offset + data.length < total },
	});
}

/** Reads `limit` and `offset`; a limit that is too large is reduced, invalid values become the default. */
export function pageOf(
	query: URLSearchParams,
	{ defaultLimit, maxLimit }: { defaultLimit: number; maxLimit: number },
): Page {
	const number = (name: string, fallback: number) => {
		const text = query.get(name) ?? '';
		return /^\d{1,9}$/.test(text) ? Number(text) : fallback;
	};
	return { limit: Math.min(Math.max(1, number('limit', defaultLimit)), maxLimit), offset: number('offset', 0) };
}

/** Timestamps in a row of the database, which are UTC without a zone, as JSON has them. */
export function withIsoDates(row: Record<string, unknown>, columns: readonly string[]): Record<string, unknown> {
	const dates = columns.flatMap((column) =>
		typeof row[column] === 'string' ? [[column, new Date(`${row[column]}Z`).toISOString()]] : [],
	);
	return { ...row, ...Object.fromEntries(dates) };
}
