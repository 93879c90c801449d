/** What all operations that write to SelfKey have in common: as few requests as possible, an answer for each item. */
import { sleep, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { groupedItems } from '../../shared/operations/item-loop';
import type { ItemResult } from '../../shared/operations/operation';
import { integrationOf, MAX_WAIT_SECONDS, selfKeyPost, type IntegrationName } from '../transport';
import { writeEvents, type EventKind, type Post } from './write-events';

const ATTEMPTS = 4;

/**
 * Writes an event for each item. The items pass on with SelfKey's answer added under `selfKey`, and the hotel; an
 * item that has no event, or whose event was not written, is an error.
 * @param read makes the item's event; if it throws, only that item fails
 */
export async function writeItems<E>(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	kind: EventKind<E>,
	read: (item: INodeExecutionData, index: number, integration: IntegrationName) => E,
): Promise<ItemResult[]> {
	const integration = await integrationOf(context);
	return await groupedItems<IntegrationName, E, IDataObject>(context, items, {
		read: (item, index) => ({ destination: integration, entry: read(item, index, integration) }),
		send: async (_integration, events) => {
			const post: Post<E> = async (batch) =>
				await selfKeyPost(context, { events: batch }, batch.flatMap(kind.privateIn));
			const retry = { attempts: ATTEMPTS, wait: sleep, longestWait: MAX_WAIT_SECONDS };
			return (await writeEvents(events, kind, post, retry)).results;
		},
		output: (json, outcome) => ({ ...json, selfKey: { hotelSlug: integration.hotelSlug, ...outcome } }),
	});
}
