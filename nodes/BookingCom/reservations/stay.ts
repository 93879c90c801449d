/** What follows from the rooms of a reservation. Pure. */
import { nightsBetween } from '../../../core/reservation/dates';
import type { Reservation, RoomStay } from '../../../core/reservation/model';

/** `null` where nothing is known at all. */
export function sumOf(numbers: Array<number | null>): number | null {
	const known = numbers.filter((number) => number !== null);
	return known.length > 0 ? known.reduce((sum, number) => sum + number, 0) : null;
}

/** From the first arrival to the last departure of these rooms; nights are counted between the two. */
export function stayOf(rooms: RoomStay[]): Pick<Reservation, 'checkIn' | 'checkOut' | 'nights'> {
	const checkIn =
		rooms
			.map((room) => room.checkIn)
			.filter((date) => date !== null)
			.sort()[0] ?? null;
	const checkOut =
		rooms
			.map((room) => room.checkOut)
			.filter((date) => date !== null)
			.sort()
			.at(-1) ?? null;
	return { checkIn, checkOut, nights: checkIn && checkOut ? nightsBetween(checkIn, checkOut) : null };
}
