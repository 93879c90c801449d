/** What every operation on items has in common: one after the other, and none when OPERA itself is away. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toNodeError } from '../shared/node-error';
import type { ItemResult } from '../shared/operations/operation';
import { ApiError, isTransient } from '../shared/request/api-error';

/** If so many items in a row fail by a passing fault, though each was repeated, the rest is not sent. */
const GIVE_UP_AFTER = 3;

/**
 * Works on the items in order. One that fails holds up no other; where OPERA cannot be reached, or does not accept the
 * credentials, the rest fails at once for the same reason, and its source offers it again.
 */
export async function inOrder(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	work: (item: INodeExecutionData, index: number) => Promise<ItemResult>,
): Promise<ItemResult[]> {
	const results: ItemResult[] = [];
	let failedInARow = 0;
	let fatal: ApiError | null = null;
	for (const [index, item] of items.entries()) {
		if (fatal !== null) {
			results.push(fatal);
			continue;
		}
		const result = await work(item, index).catch((error: unknown) =>
			error instanceof Error ? error : toNodeError(context.getNode(), error, index),
		);
		results.push(result);
		failedInARow = isTransient(result) ? failedInARow + 1 : 0;
		if (result instanceof ApiError && (failedInARow >= GIVE_UP_AFTER || endsAll(result))) fatal = result;
	}
	return results;
}

const endsAll = ({ kind }: ApiError) => kind === 'unauthorized' || kind === 'unreachable';
