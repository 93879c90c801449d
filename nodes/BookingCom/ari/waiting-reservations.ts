/**
 * Whether Booking.com has sold something that SelfKey has not heard of. A count of rooms is absolute: one that was worked
 * out without that sale would put its room on sale again.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ChannelId } from '../../../core/channel/channels';
import type { RequestContext } from '../../shared/request/request';
import { sourceToRead } from '../../shared/unread-sales';
import { messagesOf } from '../reservations/ota/ota.mapper';
import { ENDPOINT } from '../reservations/fetch-queues';
import { bookingComRequest } from '../transport';

const BOOKING_COM: ChannelId = 'booking.com';
/** The smallest limit that Booking.com accepts. */
const LIMIT = 10;

/**
 * How many reservations wait in both queues of the property, 20 at most. Looking takes nothing off them.
 * @throws ApiError if a queue cannot be read
 */
export async function waitingReservations(context: RequestContext, propertyId: string): Promise<number> {
	let waiting = 0;
	for (const path of [ENDPOINT.new, ENDPOINT.modified]) {
		const qs = { hotel_ids: propertyId, limit: LIMIT };
		const { root, unreadable } = await bookingComRequest(context, {
			method: 'GET',
			host: 'reservations',
			path,
			expects: 'queue',
			qs,
			isPressing: true,
		});
		waiting += messagesOf(root).length + unreadable.length;
	}
	return waiting;
}

/**
 * What each item has to wait for at Booking.com, as a clause; `null` where nothing waits. A property is asked once.
 */
export async function whatWaits(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<Array<string | null>> {
	const clauses = new Map<string, string | null>();
	const found: Array<string | null> = [];
	for (const { json } of items) {
		const { propertyIds } = sourceToRead(json, BOOKING_COM) ?? { propertyIds: [] };
		for (const propertyId of propertyIds) {
			if (clauses.has(propertyId)) continue;
			clauses.set(propertyId, await waitingReservations(context, propertyId).then(clauseFor, cannotBeAsked));
		}
		found.push(propertyIds.map((id) => clauses.get(id) ?? null).find((clause) => clause !== null) ?? null);
	}
	return found;
}

function clauseFor(waiting: number): string | null {
	if (waiting === 0) return null;
	const what = waiting === 1 ? 'a reservation waits' : `${waiting} reservations wait`;
	return `${what} at Booking.com to be written to SelfKey`;
}

function cannotBeAsked(error: unknown): string {
	return `Booking.com does not say whether reservations wait there (${error instanceof Error ? error.message : 'no answer'})`;
}
