/** What the channels have still to be told, as the trigger reads it. Nothing is remembered in n8n. */
import type { IPollFunctions } from 'n8n-workflow';
import type { Polled } from '../../shared/polling/poll-once';
import type { FeedSettings } from '../change-feed/poll-feed';
import { checkedSubscriber } from '../change-feed/subscriber-parameter';
import { readDueAvailability } from './read-due';

/** @throws ApiError, RangeError where a field cannot be what it has to be */
export async function readAvailability(
	context: IPollFunctions,
	{ subscriber, channels, leaveOut }: FeedSettings,
	wakeUrl: string | null,
): Promise<Polled> {
	if (channels.length === 0) throw new RangeError('Choose at least one channel in "Channels"');
	const { items, unassigned } = await readDueAvailability(context, {
		subscriber: checkedSubscriber(subscriber),
		channels,
		leaveOut: leaveOut.split(/[\s,;]+/).filter((entry) => entry !== ''),
		wakeUrl,
		isPeek: context.getMode() === 'manual',
	});
	const errors = unassigned.length === 0 ? [] : [new RangeError(unassignedText(unassigned))];
	return { items, errors };
}

const MAX_NAMED = 10;

function unassignedText(entries: readonly string[]): string {
	const named = entries.slice(0, MAX_NAMED).join(', ');
	const more = entries.length > MAX_NAMED ? ` and ${entries.length - MAX_NAMED} more` : '';
	return `Nobody can be told of the room types ${named}${more}: the hotel settings do not say at which property they are sold. Enter the property ID in the form of "00 Hotel settings", or, where there are several, write these lines as channel/propertyId/roomTypeId = rooms`;
}
