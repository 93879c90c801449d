/** What the channels have still to be told, as the trigger reads it. Nothing is remembered in n8n. */
import type { IPollFunctions } from 'n8n-workflow';
import type { Polled } from '../../shared/polling/poll-once';
import type { FeedSettings } from '../change-feed/poll-feed';
import { checkedSubscriber } from '../change-feed/subscriber-parameter';
import { readDueAvailability, type DueAvailability, type ToldResource } from './read-due';

/** Rooms to sell and restrictions. @throws ApiError, RangeError where a field cannot be what it has to be */
export async function readAvailability(
	context: IPollFunctions,
	settings: FeedSettings,
	wakeUrl: string | null,
): Promise<Polled> {
	const { items, unassigned } = await readDue(context, 'availability', settings, wakeUrl);
	return { items, errors: errorsOf(unassigned, unassignedText) };
}

/** Prices; they follow no booking, so nobody is called. @throws ApiError, RangeError */
export async function readRates(context: IPollFunctions, settings: FeedSettings): Promise<Polled> {
	const { items, unassigned, unpriced } = await readDue(context, 'rates', settings, null);
	return { items, errors: [...errorsOf(unassigned, unassignedText), ...errorsOf(unpriced, unpricedText)] };
}

async function readDue(
	context: IPollFunctions,
	resource: ToldResource,
	{ subscriber, channels, leaveOut }: FeedSettings,
	wakeUrl: string | null,
): Promise<DueAvailability> {
	if (channels.length === 0) throw new RangeError('Choose at least one channel in "Channels"');
	return await readDueAvailability(context, resource, {
		subscriber: checkedSubscriber(subscriber),
		channels,
		leaveOut: leaveOut.split(/[\s,;]+/).filter((entry) => entry !== ''),
		wakeUrl,
		isPeek: context.getMode() === 'manual',
	});
}

const MAX_NAMED = 10;

function errorsOf(entries: readonly string[], text: (named: string) => string): RangeError[] {
	if (entries.length === 0) return [];
	const named = entries.slice(0, MAX_NAMED).join(', ');
	const more = entries.length > MAX_NAMED ? ` and ${entries.length - MAX_NAMED} more` : '';
	return [new RangeError(text(named + more))];
}

function unassignedText(named: string): string {
	return `Nobody can be told of the room types ${named}: the hotel settings do not say at which property they are sold. Enter the property ID in the form of "00 Hotel settings", or, where there are several, write these lines as channel/propertyId/roomTypeId = rooms`;
}

function unpricedText(named: string): string {
	return `Nobody is told a price of the room types ${named}: none of their rooms has a price in SelfKey, or the room map names no room for them. All others were told. Enter a price in SelfKey, or take the line off the prices in the form of "00 Hotel settings"`;
}
