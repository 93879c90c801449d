/** The change feed as the trigger reads it: from where the last successful run ended, as items. */
import type { IDataObject, INodeExecutionData, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Polled } from '../../shared/polling/poll-once';
import { ApiError } from '../../shared/request/api-error';
import { hotelOf } from '../transport';
import { readChanges, type Change } from './read-changes';

/** The node's fields that the feed depends on. */
export interface FeedSettings {
	startWith: string;
	origins: string[];
	events: string[];
}

export function settingsOf(context: IPollFunctions | IWebhookFunctions): FeedSettings {
	return {
		startWith: String(context.getNodeParameter('startWith', 'everything')),
		origins: context.getNodeParameter('origins', []) as string[],
		events: context.getNodeParameter('events', []) as string[],
	};
}

/** What the workflow remembers. */
export interface FeedMemory {
	cursor?: string;
	hotel?: string;
}

/**
 * The next changes as items. The cursor advances when the run that they start has ended successfully.
 * @throws ApiError, RangeError if the hotel is not a hotel's slug
 */
export async function readFeed(
	context: IPollFunctions,
	{ startWith, ...filter }: FeedSettings,
	memory: FeedMemory,
): Promise<Polled> {
	const isManual = context.getMode() === 'manual';
	const hotel = await hotelOf(context);
	// Anyone trying the workflow out wants to see something, not to wait for the next change.
	const start = startWith === 'now' && !isManual ? 'latest' : '';
	// Another hotel in the credential means another feed.
	const cursor = memory.hotel === hotel ? (memory.cursor ?? start) : start;
	const page = await readChanges(context, cursor, filter);
	const items = page.changes.map(toItem);
	if (isManual) return { items, errors: [] };
	const moveTo = (next: string) => {
		memory.hotel = hotel;
		memory.cursor = next;
	};
	// At once, whatever the outcome of the run: nothing follows the old cursor any more, and this is reported only
	// once.
	if (page.begunAnewAt !== null) moveTo(page.begunAnewAt);
	// Nothing to run: skipped changes need not be read again.
	if (items.length === 0) moveTo(page.cursor);
	return { items, errors: page.begunAnewAt === null ? [] : [changesGone()], onSuccess: () => moveTo(page.cursor) };
}

function changesGone(): ApiError {
	return new ApiError({
		kind: 'refused',
		status: 410,
		message: 'SelfKey no longer has the changes since the last run, so everything that stands is given out again',
		advice:
			'What was cancelled meanwhile is not told: compare the coming stays with the system that this workflow serves. SelfKey keeps changes for 30 days by default, and begins anew when its database was restored',
	});
}

function toItem({ reservation, ...change }: Change): INodeExecutionData {
	return { json: { ...reservation, selfKey: { ...reservation.selfKey, change } } as unknown as IDataObject };
}
