/**
 * Fetches reservations in B.XML, Booking.com's older format that some gateways still use. Reading removes them from
 * the queue; there is no acknowledgement.
 */
import { ApiError } from '../../../shared/request/api-error';
import type { RequestContext } from '../../../shared/request/request';
import { writeXml, xml } from '../../../../core/xml/write';
import { UnusableMessage } from '../ota/ota.mapper';
import { damagedMessage, tryMap, type Fetched, type FetchOptions } from '../fetch-queues';
import { bookingComRequest } from '../../transport';
import { bxmlReservationsOf, mapBxmlReservation } from './bxml.mapper';

/**
 * Reads the queue once per hotel, as a request names one hotel at most. A hotel that cannot be read does not hold back
 * the others.
 * @throws ApiError if nothing came of any hotel and one of them could not be read
 */
export async function fetchBxml(context: RequestContext, options: FetchOptions, clock: () => Date): Promise<Fetched> {
	const { propertyIds, reservationId, lastChange } = options;
	// Booking.com accepts 10 to 200. All that comes is returned, even beyond a smaller limit: it is gone from the queue.
	const limit = options.limit ? Math.min(200, Math.max(10, options.limit)) : null;
	const fetched: Fetched = { items: [], unusable: [] };
	const failures: Error[] = [];
	for (const propertyId of propertyIds.length > 0 ? propertyIds : [null]) {
		const filters: Array<[string, string | number | null | undefined]> = [
			['hotel_id', propertyId],
			['id', reservationId],
			['last_change', lastChange],
			['limit', limit],
		];
		const request = xml(
			'request',
			{},
			filters.flatMap(([name, value]) => (value ? [xml(name, {}, [String(value)])] : [])),
		);
		const answer = await bookingComRequest(context, {
			method: 'POST',
			host: 'reservations',
			path: '/hotels/xml/reservations',
			expects: 'bxml',
			body: writeXml(request),
		}).catch((error: unknown) =>
			error instanceof Error ? error : new Error('Booking.com could not be reached; run the flow again'),
		);
		if (answer instanceof Error) {
			failures.push(answer);
			// The others have the same credential, and a wrong one must not be tried over and over.
			if (answer instanceof ApiError && answer.kind === 'unauthorized') break;
			continue;
		}
		fetched.unusable.push(...answer.unreadable.map((id) => damagedMessage(id, answer.ruid)));
		const seenAt = clock().toISOString();
		for (const element of bxmlReservationsOf(answer.root)) {
			const place = fetched.items.length + fetched.unusable.length + 1;
			const mapped = tryMap(() => mapBxmlReservation(element, { propertyId, observedAt: `${seenAt}#${place}` }));
			if (mapped instanceof UnusableMessage) fetched.unusable.push(mapped);
			else fetched.items.push({ ...mapped, bookingCom: { format: 'bxml', ruid: answer.ruid } });
		}
	}
	if (failures[0] && fetched.items.length === 0 && fetched.unusable.length === 0) throw failures[0];
	// What was read is gone from its queue: it is returned, with the errors beside it.
	fetched.unusable.unshift(...failures);
	return fetched;
}
