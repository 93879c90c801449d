/**
 * Whether Booking.com has sold something that SelfKey has not heard of. A count of rooms is absolute: one that was worked
 * out without that sale would put its room on sale again.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ChannelId } from '../../../core/channel/channels';
import type { RequestContext } from '../../shared/request/request';
import { channelAsker, type NoAnswer } from '../../shared/ask-channel';
import { sourceToRead } from '../../shared/unread-sales';
import { messagesOf } from '../reservations/ota/ota.mapper';
import { ENDPOINT } from '../reservations/fetch-queues';
import { bookingComRequest } from '../transport';

const BOOKING_COM: ChannelId = 'booking.com';
/** The smallest limit that Booking.com accepts. */
const LIMIT = 10;

/**
 * How many reservations wait in both queues of the property, 20 at most. Looking takes nothing off them.
 * @param within seconds
 * @throws ApiError if a queue cannot be read
 */
export async function waitingReservations(
	context: RequestContext,
	propertyId: string,
	within: number,
): Promise<number> {
	let waiting = 0;
	for (const path of [ENDPOINT.new, ENDPOINT.modified]) {
		const qs = { hotel_ids: propertyId, limit: LIMIT };
		const { root, unreadable } = await bookingComRequest(context, {
			method: 'GET',
			host: 'reservations',
			path,
			expects: 'queue',
			qs,
			within,
		});
		waiting += messagesOf(root).length + unreadable.length;
	}
	return waiting;
}

/**
 * What each item has to wait for at Booking.com; `null` where nothing waits, an error where it refuses to say. A property is
 * asked once.
 */
export async function whatWaits(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<Array<NoAnswer | null>> {
	const ask = channelAsker('Booking.com', 'Booking.com does not say whether reservations wait there');
	const waits = new Map<string, NoAnswer | null>();
	const found: Array<NoAnswer | null> = [];
	for (const { json } of items) {
		const { propertyIds } = sourceToRead(json, BOOKING_COM) ?? { propertyIds: [] };
		for (const propertyId of propertyIds) {
			if (waits.has(propertyId)) continue;
			const said = await ask(async (seconds) => await waitingReservations(context, propertyId, seconds));
			waits.set(propertyId, 'answer' in said ? unreadIf(said.answer) : said.noAnswer);
		}
		found.push(propertyIds.map((id) => waits.get(id) ?? null).find((each) => each !== null) ?? null);
	}
	return found;
}

function unreadIf(waiting: number): NoAnswer | null {
	if (waiting === 0) return null;
	const what = waiting === 1 ? 'a reservation waits' : `${waiting} reservations wait`;
	return { what: `${what} at Booking.com to be written to SelfKey` };
}
