/**
 * Fetches reservations in B.XML, Booking.com's older dialect that some gateways still speak. Reading takes
 * them off the queue; there is no acknowledgement.
 */
import type { RequestContext } from '../../shared/n8n/request';
import { writeXml, xml } from '../../shared/xml/write';
import { UnusableMessage } from '../bookingCom.mapper';
import type { Fetched, FetchOptions } from '../fetch';
import { bookingComRequest } from '../transport';
import { bxmlReservationsOf, mapBxmlReservation } from './bxml.mapper';

/**
 * Reads the queue once per hotel, as a request names one hotel at most.
 * @throws RemoteProblem only where nothing was read yet
 */
export async function fetchBxml(context: RequestContext, options: FetchOptions, clock: () => Date): Promise<Fetched> {
	const { propertyIds, reservationId, lastChange, limit } = options;
	const fetched: Fetched = { items: [], unusable: [] };
	for (const propertyId of propertyIds.length > 0 ? propertyIds : [null]) {
		const filters: Array<[string, string | number | null | undefined]> = [['hotel_id', propertyId], ['id', reservationId], ['last_change', lastChange], ['limit', limit]];
		const request = xml('request', {}, filters.flatMap(([name, value]) => (value ? [xml(name, {}, [String(value)])] : [])));
		try {
			const { root, ruid } = await bookingComRequest(context, { method: 'POST', host: 'reservations', path: '/hotels/xml/reservations', body: writeXml(request) });
			const seenAt = clock().toISOString();
			for (const element of bxmlReservationsOf(root)) {
				const place = fetched.items.length + fetched.unusable.length + 1;
				try {
					fetched.items.push({ ...mapBxmlReservation(element, { propertyId, observedAt: `${seenAt}#${place}` }), bookingCom: { format: 'bxml', ruid } });
				} catch (error) {
					if (!(error instanceof UnusableMessage)) throw error;
					fetched.unusable.push(error);
				}
			}
		} catch (error) {
			// What earlier hotels gave is gone from their queues: it goes on, and this fault is told beside it.
			if (fetched.items.length === 0) throw error;
			fetched.unusable.push(new UnusableMessage(error instanceof Error ? error.message : 'Unknown error'));
		}
	}
	return fetched;
}
