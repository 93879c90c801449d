/** SelfKey's REST envelope: `{ success, data, pagination? }`. Card numbers in what it holds go no further than here. */
import type { IDataObject } from 'n8n-workflow';
import { sanitizeRow } from '../../../core/reservation/sanitize-row';
import { ApiError } from '../../shared/request/api-error';
import type { Page } from './read-all-pages';

/** @throws ApiError if `data` is not an object */
export function dataOf(answer: unknown): IDataObject {
	const { data } = answer as { data?: unknown };
	if (typeof data !== 'object' || data === null || Array.isArray(data))
		throw unreadable("SelfKey's answer holds no data");
	return sanitizeRow(data) as IDataObject;
}

/**
 * A page of a list.
 * @throws ApiError if rows or their number are missing: a truncated list must not pass for a complete one
 */
export function pageOf(answer: unknown): Page<IDataObject> {
	const { data, pagination } = answer as { data?: unknown; pagination?: { total?: unknown } };
	const total = pagination?.total;
	if (!Array.isArray(data) || typeof total !== 'number')
		throw unreadable("SelfKey's answer is not a list with its number of rows");
	return { rows: rowsOf(data), total };
}

/** Rows of a list that comes without an envelope. */
export function rowsOf(list: readonly unknown[]): IDataObject[] {
	return list.map((row) => sanitizeRow(row as IDataObject));
}

/** The error for an answer that is not SelfKey's. */
export function unreadable(message: string): ApiError {
	return new ApiError({
		kind: 'unreadable',
		message,
		advice: 'Check the base URL in the SelfKey credential: something else may be answering there',
	});
}
