import type { Booker, RoomStay } from './model';

/**
 * Where nobody is named as the booker, the first guest who is, of a cancelled room only if no other has one. A first or
 * last name alone is somebody's.
 */
export function namedAfterFirstGuest(booker: Booker, rooms: readonly Pick<RoomStay, 'guests' | 'status'>[]): Booker {
	if (booker.firstName !== null || booker.lastName !== null) return booker;
	const active = rooms.filter(({ status }) => status !== 'cancelled');
	const first = [...active, ...rooms].flatMap(({ guests }) => guests).find(({ name }) => name !== null);
	return first ? { ...booker, lastName: first.name } : booker;
}
