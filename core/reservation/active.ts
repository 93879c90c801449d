/** What is still to take place. Pure. */
import type { Reservation, RoomStay } from './model';

/** Neither cancelled nor a no-show: of a reservation, or of one room of it. */
export function isActive({ status }: Pick<Reservation, 'status'>): boolean {
	return status !== 'cancelled' && status !== 'no_show';
}

/** The rooms that are to be occupied: none of a cancelled or no-show reservation, and no room that left it. */
export function activeRooms(reservation: Pick<Reservation, 'status' | 'rooms'>): RoomStay[] {
	return isActive(reservation) ? reservation.rooms.filter(isActive) : [];
}
