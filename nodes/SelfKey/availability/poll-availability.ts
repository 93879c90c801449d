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
	const { items, unassigned, unmapped, leftOpen, notClosed } = await readDue(
		context,
		'availability',
		settings,
		wakeUrl,
	);
	return {
		items,
		errors: [
			...errorsOf(unassigned, unassignedText),
			...errorsOf(unmapped, unmappedText),
			...errorsOf(leftOpen, leftOpenText),
			...errorsOf(notClosed, notClosedText),
		],
	};
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

function unmappedText(named: string): string {
	return `The room types ${named} are being closed at their channels, once: the room map names them no longer, so nobody counts their rooms. If that is a mistake, put their lines back in the form of "00 Hotel settings"; if they are to be sold in another way, enter them in "Leave Out" and open their nights at the channel`;
}

function leftOpenText(named: string): string {
	return `The room types ${named} are still on sale at their channel, and nobody counts their rooms any more: the room map names none of this channel. Put the lines back in the form of "00 Hotel settings", or close the nights at the channel; to stop for good, take the channel off "Channels"`;
}

function notClosedText(named: string): string {
	return `The channel of the room types ${named} has refused for an hour that they are closed, and is not asked any more: the room map names them no longer, so nobody counts their rooms. Close them at the channel, if it still sells them; if they are to be sold in another way, enter them in "Leave Out"`;
}

function unpricedText(named: string): string {
	return `Nobody is told a price of the room types ${named}: none of their rooms has a price in SelfKey, or the room map names no room for them. All others were told. Enter a price in SelfKey, or take the line off the prices in the form of "00 Hotel settings"`;
}
