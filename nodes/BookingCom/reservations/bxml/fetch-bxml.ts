/**
 * Fetches reservations in B.XML, Booking.com's older format that some gateways still use. Reading removes them from
 * the queue; there is no acknowledgement.
 */
import type { RequestContext } from '../../../shared/request/request';
import { writeXml, xml } from '../../../../core/xml/write';
import { UnusableMessage } from '../ota/ota.mapper';
import { damagedMessage, tryMap, type Fetched, type FetchOptions } from '../fetch-queues';
import { bookingComRequest } from '../../transport';
import { bxmlReservationsOf, mapBxmlReservation } from './bxml.mapper';

/**
 * Reads the queue once per hotel, as a request names one hotel at most.
 * @throws ApiError only if nothing has been read yet
 */
export async function fetchBxml(context: RequestContext, options: FetchOptions, clock: () => Date): Promise<Fetched> {
	const { propertyIds, reservationId, lastChange } = options;
	// Booking.com accepts 10 to 200. All that comes is returned, even beyond a smaller limit: it is gone from the queue.
	const limit = options.limit ? Math.min(200, Math.max(10, options.limit)) : null;
	const fetched: Fetched = { items: [], unusable: [] };
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
			// What was read from earlier hotels is gone from their queues: it is returned, with this error beside it.
			if (fetched.items.length === 0 && fetched.unusable.length === 0) throw answer;
			fetched.unusable.push(new UnusableMessage(answer.message));
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
	return fetched;
}
