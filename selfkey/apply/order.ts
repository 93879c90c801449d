/** What to make of events whose sender gave neither an order nor an id: the documented payload alone has none. */
import type { Reservation } from '../../nodes/shared/reservation/model';
import type { IncomingEvent } from '../payload/events';
import { RefusedEvent } from '../../nodes/shared/payload/reader';

const BEFORE_EVERYTHING = '1970-01-01T00:00:00.000Z#0';

/**
 * The message as it is to be merged. Without a revision and a time, the order of arrival counts, but a new
 * reservation that is known as changed or cancelled already is a late repeat, and sorts before everything.
 * @throws RefusedEvent where an event without an id could mean two things: to guess would lose a stay or
 * keep a room blocked, so the sender is told to send `external_id`
 */
export function placeInOrder({ reservation, orderUnknown, idDerived }: IncomingEvent, stored: Reservation | null): Reservation {
	const { event } = reservation;
	if (idDerived && event !== 'new' && stored === null) {
		throw new RefusedEvent(
			'No reservation with this guest, room type and dates is known. Send data.external_id, so that a change can find its reservation',
			['data.external_id'],
		);
	}
	if (idDerived && event !== 'cancelled' && stored?.status === 'cancelled') {
		throw new RefusedEvent(
			'A reservation with this guest, room type and dates was cancelled. Send data.external_id, so that a new booking can be told from a repeat',
			['data.external_id'],
		);
	}
	const isLateRepeat = orderUnknown && event === 'new' && stored !== null && stored.event !== 'new';
	return isLateRepeat ? { ...reservation, observedAt: BEFORE_EVERYTHING } : reservation;
}
