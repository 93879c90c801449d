/**
 * Whether Booking.com has sold something that SelfKey has not heard of. A count of rooms is absolute: one that was worked
 * out without that sale would put its room on sale again.
 */
import type { RequestContext } from '../../shared/request/request';
import { messagesOf } from '../reservations/ota/ota.mapper';
import { ENDPOINT } from '../reservations/fetch-queues';
import { bookingComRequest } from '../transport';

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

/** Why nothing is put on sale; `null` where nothing waits. */
export function reasonToWait(waiting: number): string | null {
	if (waiting === 0) return null;
	const what = waiting === 1 ? 'a reservation waits' : `${waiting} reservations wait`;
	return `No more rooms are put on sale while ${what} at Booking.com to be written to SelfKey; this comes again by itself`;
}
