/** What to make of events whose sender gave neither an order nor an id: the documented payload alone has none. */
import { activeRooms } from '../../core/reservation/active';
import { compareMessages, compareOrder } from '../../core/reservation/order';
import type { Reservation } from '../../core/reservation/model';
import type { IncomingEvent } from '../webhook/read-events';
import { ValidationError } from '../../core/payload/field-reader';

const BEFORE_EVERYTHING = '1970-01-01T00:00:00.000Z#0';

/**
 * The message as it is to be merged. Without a revision and a time, the order of arrival counts, but a new
 * reservation that is known as changed or cancelled already is a late repeat, and sorts before everything.
 * @throws ValidationError where an event without an id could mean two things: to guess would lose a stay or
 * keep a room blocked, so the sender is told to send `external_id`
 */
export function placeInOrder(
	{ reservation, orderUnknown, idDerived, isPlacedByArrival }: IncomingEvent,
	stored: Reservation | null,
): Reservation {
	const { event } = reservation;
	if (idDerived && event !== 'new' && stored === null) {
		throw new ValidationError(
			'No reservation with this guest, room type and dates is known. Send data.external_id, so that a change can find its reservation',
			['data.external_id'],
		);
	}
	if (idDerived && event !== 'cancelled' && stored?.status === 'cancelled') {
		throw new ValidationError(
			'A reservation with this guest, room type and dates was cancelled. Send data.external_id, so that a new booking can be told from a repeat',
			['data.external_id'],
		);
	}
	const isLateRepeat = orderUnknown && event === 'new' && stored !== null && stored.event !== 'new';
	if (isLateRepeat) return { ...reservation, observedAt: BEFORE_EVERYTHING };
	return isPlacedByArrival ? afterLatest(reservation, stored) : reservation;
}

/**
 * The order of arrival is the order of taking the hotel's lock: several servers' clocks differ, and one clock
 * gives several messages the same millisecond.
 */
function afterLatest(reservation: Reservation, stored: Reservation | null): Reservation {
	const latest = stored?.history?.latest;
	if (!latest || latest.revision !== null || compareOrder(reservation, latest) > 0) return reservation;
	const [instant = '', place = '0'] = latest.observedAt.split('#');
	return { ...reservation, observedAt: `${instant}#${Number(place) + 1}` };
}

/**
 * A message that came before, at the place that it had then: were it taken for a new one, an older message
 * that is sent again would undo a newer one.
 * @param observedAt its place when it came first
 * @throws ValidationError as `placeInOrder`, unless its sender says by an id that it is the same message
 */
export function placeAgain(event: IncomingEvent, stored: Reservation | null, observedAt: string): Reservation {
	if (event.delivery?.isDerived !== false) placeInOrder(event, stored);
	return { ...event.reservation, observedAt };
}

/** Whether something newer has come since the message came first, so that what it says of a stay is not written again. */
export function isSuperseded(again: Reservation, { history }: Reservation): boolean {
	const { revision } = again;
	return (
		revision === null &&
		history !== undefined &&
		activeRooms(again).length > 0 &&
		compareMessages(again, history.latest) < 0
	);
}
