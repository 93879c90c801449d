/** Which room of a reservation a change is about, where nobody has said so. */
import type { RequestContext } from '../../shared/request/request';
import { fetchUpcoming } from '../reservations/bxml/fetch-upcoming';

/**
 * The number of its only room, out of Booking.com's list of what has still to leave.
 * @throws RangeError that names the rooms to choose from; ApiError
 */
export async function onlyRoomOf(
	context: RequestContext,
	reservationId: string,
	propertyIds: readonly string[],
): Promise<string> {
	if (propertyIds.length === 0)
		throw new RangeError('Fill in "Room Number", or the property IDs, so that Booking.com can be asked for it');
	const upcoming = await fetchUpcoming(context, propertyIds, new Date());
	const rooms = upcoming.flatMap((entry) =>
		'reservation' in entry && entry.reservation.reservationId === reservationId ? entry.reservation.rooms : [],
	);
	const [only, ...others] = rooms;
	const refused = upcoming.find((entry) => 'refusal' in entry);
	if (only === undefined && refused && 'error' in refused) throw refused.refusal ?? refused.error;
	if (only === undefined)
		throw new RangeError(
			`Booking.com lists no reservation ${reservationId} that has still to leave; fill in "Room Number" with the room's number within the reservation`,
		);
	if (others.length === 0) return only.roomStayId;
	const named = rooms.map(
		({ roomStayId, roomName, checkIn, checkOut }) =>
			`${roomStayId} (${[roomName ?? 'room', `${checkIn ?? '?'} to ${checkOut ?? '?'}`].join(', ')})`,
	);
	throw new RangeError(`The reservation has several rooms; fill in "Room Number" with one of ${named.join('; ')}`);
}
