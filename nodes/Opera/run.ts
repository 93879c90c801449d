/** What every operation on items has in common: one after the other, and none when OPERA itself is away. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { recordOf } from '../../core/payload/field-reader';
import { toNodeError } from '../shared/node-error';
import type { ItemResult } from '../shared/operations/operation';
import { OutageWatch } from './still-answers';
import type { OperaHotel } from './transport';

/**
 * Works on the items one by one. One that fails holds up no other; where OPERA itself does not answer, or does not
 * accept the credentials, the rest fails at once for the same reason, and its source offers it again.
 */
export async function inOrder(
	context: IExecuteFunctions,
	hotel: OperaHotel,
	items: readonly INodeExecutionData[],
	work: (item: INodeExecutionData, index: number) => Promise<ItemResult>,
): Promise<ItemResult[]> {
	const results: ItemResult[] = [];
	const watch = new OutageWatch(context, hotel);
	let fatal: Error | null = null;
	for (const index of orderOf(items, Math.random)) {
		const item = items[index];
		if (item === undefined) continue;
		if (fatal !== null) {
			results[index] = fatal;
			continue;
		}
		const result = await work(item, index).catch((error: unknown) =>
			error instanceof Error ? error : toNodeError(context.getNode(), error, index),
		);
		results[index] = result;
		if (!(result instanceof Error)) watch.succeeded();
		else if (await watch.isOutage(result)) fatal = result;
	}
	return results;
}

/**
 * The places of the items in the order of work: what SelfKey was never handed back comes first. The others follow in
 * any order, so that the same ones do not stand before all others each time.
 * @param random 0 to 1
 */
export function orderOf(items: readonly INodeExecutionData[], random: () => number): number[] {
	const places = items.map(({ json }, index) => {
		const { attempts } = recordOf(recordOf(recordOf(json)['selfKey'])['change']);
		return { index, turn: typeof attempts === 'number' && attempts > 0 ? 1 + random() : 0 };
	});
	return places.sort((a, b) => a.turn - b.turn || a.index - b.index).map(({ index }) => index);
}
