/** SelfKey's REST envelope: `{ success, data, pagination? }`. */
import type { IDataObject } from 'n8n-workflow';
import { RemoteProblem } from '../../shared/n8n/problem';
import type { Page } from '../pages';

/** @throws RemoteProblem where there is no `data` */
export function dataOf<T>(answer: unknown): T {
	const { data } = (answer ?? {}) as { data?: T };
	if (data === undefined || data === null) {
		throw new RemoteProblem({ kind: 'unreadable', message: "SelfKey's answer holds no data", advice: 'Check the base URL in the SelfKey credential' });
	}
	return data;
}

/** A page of a list. */
export function pageOf(answer: unknown): Page<IDataObject> {
	const rows = dataOf<IDataObject[]>(answer);
	const { pagination } = answer as { pagination?: { total?: unknown } };
	const total = Number(pagination?.total);
	return { rows, total: Number.isInteger(total) ? total : rows.length };
}
