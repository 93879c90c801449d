/** What identifies the guests of a reservation, for whoever must not repeat it. Pure. */
import { recordOf } from '../payload/field-reader';
import type { Reservation } from './model';

/** Names, and each part of them, contact data and what the guests wrote; of an item, which may lack any of it. */
export function guestValuesOf(reservation: Partial<Pick<Reservation, 'booker' | 'rooms' | 'remarks'>>): string[] {
	const { firstName, lastName, email, phone, address } = recordOf(reservation.booker);
	// Items come from anywhere: a field that should be a list may be something else.
	const rooms = Array.isArray(reservation.rooms) ? reservation.rooms : [];
	const names = [firstName, lastName, ...rooms.flatMap((room) => listOf(room?.guests).map((guest) => guest?.name))];
	const texts = [
		email,
		phone,
		address,
		...listOf(reservation.remarks),
		...rooms.flatMap((room) => listOf(room?.remarks)),
	];
	const known = (values: unknown[]) =>
		values.filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
	return [...known(names), ...known(names).flatMap((name) => name.split(/\s+/)), ...known(texts)];
}

function listOf<T>(value: T[] | null | undefined): T[] {
	return Array.isArray(value) ? value : [];
}
