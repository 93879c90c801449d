/** What all operations that write to SelfKey have in common: as few requests as possible, an answer for each item. */
import { sleep, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { groupedItems, type GroupedWork } from '../../shared/operations/item-loop';
import type { ItemResult } from '../../shared/operations/operation';
import { MAX_WAIT_SECONDS, selfKeyPost } from '../transport';
import { writeEvents, type EventKind, type Post } from './write-events';

const ATTEMPTS = 4;

/** Where an event goes; events with the same destination go together. */
export interface Destination {
	hotelSlug: string;
	/** Further fields of the request's body. */
	shared: Readonly<Record<string, unknown>>;
}

/**
 * Writes an event for each item. The items pass on with SelfKey's answer added under `selfKey`; an item that
 * has no event, or whose event was not written, is an error.
 * @param read makes the item's event; what it throws fails the item alone
 */
export async function writeItems<E>(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	kind: EventKind<E>,
	read: GroupedWork<Destination, E, IDataObject>['read'],
): Promise<ItemResult[]> {
	let attempts = ATTEMPTS;
	return await groupedItems<Destination, E, IDataObject>(context, items, {
		read,
		send: async ({ hotelSlug, shared }, events) => {
			const post: Post<E> = async (batch) =>
				await selfKeyPost(context, hotelSlug, { events: batch, ...shared }, batch.flatMap(kind.privateIn));
			const { results, fatal } = await writeEvents(events, kind, post, {
				attempts,
				wait: sleep,
				longestWait: MAX_WAIT_SECONDS,
			});
			// If SelfKey is down for one hotel, the next is still tried, but with a shorter wait.
			if (fatal) attempts = 1;
			return results;
		},
		output: (json, selfKey) => ({ ...json, selfKey }),
	});
}

/** SelfKey's id of the integration, as the credential has it; SelfKey knows it by the address in any case. */
export async function integrationOf(context: IExecuteFunctions): Promise<string> {
	const { integrationId } = await context.getCredentials('selfKeyApi');
	return String(integrationId ?? '').trim();
}
