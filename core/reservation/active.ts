/** Which reservations and rooms are active. Pure. */
import type { Reservation, RoomStay } from './model';

/** Neither cancelled nor a no-show; for a reservation, or for one of its rooms. */
export function isActive({ status }: Pick<Reservation, 'status'>): boolean {
	return status !== 'cancelled' && status !== 'no_show';
}

/** The rooms to be occupied: none of a cancelled or no-show reservation, and none that was removed from it. */
export function activeRooms(reservation: Pick<Reservation, 'status' | 'rooms'>): RoomStay[] {
	return isActive(reservation) ? reservation.rooms.filter(isActive) : [];
}
