/** The two ways to process a node's items: one by one, or grouped by destination. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { canonicalJson } from '../../../core/reservation/fingerprint';
import { sanitizeRow } from '../../../core/reservation/sanitize-row';
import { toNodeError } from '../node-error';
import type { ItemResult, Operation } from './operation';

type Work = (this: IExecuteFunctions, index: number, item: INodeExecutionData) => Promise<IDataObject | IDataObject[]>;

/** An operation whose items are independent of each other. */
export function eachItem(work: Work): Operation['execute'] {
	return eachItemUntil(() => false, work);
}

/**
 * As `eachItem`, until an item fails for a reason that all further ones would fail for too: nothing is asked for these,
 * and each has the same reason.
 * @param endsAll `before` is why the item before it failed; `null` if it did not
 */
export function eachItemUntil(
	endsAll: (error: Error, before: Error | null) => boolean,
	work: Work,
): Operation['execute'] {
	return async function (items) {
		const results: ItemResult[] = [];
		let before: Error | null = null;
		for (const [index, item] of items.entries()) {
			try {
				results.push(await work.call(this, index, item));
				before = null;
			} catch (error) {
				if (!this.continueOnFail()) throw toNodeError(this.getNode(), error, index);
				// Unchanged: what it says about a remote system would be lost in n8n's own error.
				const failure: Error = error instanceof Error ? error : toNodeError(this.getNode(), error, index);
				results.push(failure);
				if (endsAll(failure, before)) return items.map((_, each) => results[each] ?? failure);
				before = failure;
			}
		}
		return results;
	};
}

/** Shorter than a poll's interval, so that what is held back is not held back long. */
const LATE_AFTER_MS = 20_000;

/**
 * As `eachItem`, for what another system holds and `reservation()` has not built: people type card numbers into any of
 * its texts, and none of them gets further.
 */
export function eachRow(
	work: (this: IExecuteFunctions, index: number, item: INodeExecutionData) => Promise<unknown>,
): Operation['execute'] {
	return eachItem(async function (index, item) {
		return sanitizeRow((await work.call(this, index, item)) as IDataObject | IDataObject[]);
	});
}

/** How items are sent together. `D` is where an item goes (a queue, a hotel), `T` what is sent for it. */
export interface GroupedWork<D, T, R> {
	/** If it throws, only that item fails. */
	read(item: INodeExecutionData, index: number): { destination: D; entry: T };
	/**
	 * Sends everything for one destination, usually with `sendInBatches`.
	 * @param isLate whether what is left may be out of date: see `late`
	 * @returns one result per entry, in order; if it throws, only this destination's items fail
	 */
	send(destination: D, entries: T[], isLate: () => boolean): Promise<ReadonlyArray<R | Error>>;
	/**
	 * What the items of later destinations pass on if the earlier ones took so long that what they hold may be out of date;
	 * without it, everything is sent, however long that takes.
	 */
	late?(json: IDataObject): IDataObject;
	/** What the item passes on once it has been sent. */
	output(json: IDataObject, result: R): ItemResult;
}

/**
 * Sends items with the same destination (compared by content) together, one destination after the other, and assigns
 * each item its result. An item that cannot be read, or was not accepted, does not hold up the others.
 * @returns one result per item, in order
 */
export async function groupedItems<D, T, R>(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	{ read, send, late, output }: GroupedWork<D, T, R>,
): Promise<ItemResult[]> {
	const asError = (error: unknown, index: number) =>
		error instanceof Error ? error : toNodeError(context.getNode(), error, index);
	const results: ItemResult[] = items.map(() => new Error('There is no result for this item; run the flow again'));
	const groups = new Map<string, { destination: D; members: Array<{ index: number; entry: T }> }>();
	for (const [index, item] of items.entries()) {
		try {
			const { destination, entry } = read(item, index);
			const key = canonicalJson(destination);
			const group = groups.get(key) ?? { destination, members: [] };
			group.members.push({ index, entry });
			groups.set(key, group);
		} catch (error) {
			results[index] = asError(error, index);
		}
	}
	const end = performance.now() + LATE_AFTER_MS;
	const isLate = () => late !== undefined && performance.now() > end;
	for (const { destination, members } of groups.values()) {
		if (late && isLate()) {
			for (const { index } of members) results[index] = late(items[index]?.json ?? {});
			continue;
		}
		const sent = await send(
			destination,
			members.map(({ entry }) => entry),
			isLate,
		).catch((error: unknown) => members.map(({ index }) => asError(error, index)));
		for (const [place, { index }] of members.entries()) {
			const result = sent[place];
			if (result instanceof Error) results[index] = result;
			else if (result !== undefined) results[index] = output(items[index]?.json ?? {}, result);
		}
	}
	return results;
}
