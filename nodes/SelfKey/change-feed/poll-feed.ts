/** The change feed as the trigger reads it: what is due to its subscriber, as items. Nothing is remembered in n8n. */
import type { IDataObject, INodeExecutionData, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Polled } from '../../shared/polling/poll-once';
import type { Change } from './change';
import { readChanges } from './read-changes';
import { checkedSubscriber } from './subscriber-parameter';

/** The node's fields that the feed depends on. */
export interface FeedSettings {
	subscriber: string;
	startWith: string;
	origins: string[];
	events: string[];
	/** Of the sources *Availability* and *Rates*; empty for the change feed. */
	channels: string[];
	leaveOut: string;
}

export function settingsOf(context: IPollFunctions | IWebhookFunctions): FeedSettings {
	return {
		subscriber: String(context.getNodeParameter('subscriber', '')).trim(),
		startWith: String(context.getNodeParameter('startWith', 'everything')),
		origins: context.getNodeParameter('origins', []) as string[],
		events: context.getNodeParameter('events', []) as string[],
		channels: tellsChannels(context) ? (context.getNodeParameter('channels', []) as string[]) : [],
		leaveOut: tellsChannels(context) ? String(context.getNodeParameter('leaveOut', '')) : '',
	};
}

function tellsChannels(context: IPollFunctions | IWebhookFunctions): boolean {
	return ['availability', 'rates'].includes(String(context.getNodeParameter('source', 'feed')));
}

/**
 * What is due, as items. They come again until the SelfKey node acknowledges them.
 * @param wakeUrl this workflow's own address, for SelfKey to call
 * @throws ApiError, RangeError where a field cannot be what it has to be
 */
export async function readFeed(
	context: IPollFunctions,
	{ subscriber: name, startWith, ...filter }: FeedSettings,
	wakeUrl: string | null,
): Promise<Polled> {
	const subscriber = checkedSubscriber(name);
	const start = startWith === 'now' ? 'now' : 'everything';
	const isPeek = context.getMode() === 'manual';
	const changes = await readChanges(context, { subscriber, start, wakeUrl, isPeek }, filter);
	return { items: changes.map((change) => toItem(change, subscriber)), errors: [] };
}

function toItem({ reservation, ...change }: Change, subscriber: string): INodeExecutionData {
	return {
		json: {
			...reservation,
			selfKey: { ...reservation.selfKey, change: { ...change, subscriber } },
		} as unknown as IDataObject,
	};
}
