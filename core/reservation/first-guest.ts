import type { Booker, RoomStay } from './model';

/** Where nobody is named as the booker, the first guest who is. A first or last name alone is somebody's. */
export function namedAfterFirstGuest(booker: Booker, rooms: readonly Pick<RoomStay, 'guests'>[]): Booker {
	if (booker.firstName !== null || booker.lastName !== null) return booker;
	const first = rooms.flatMap(({ guests }) => guests).find(({ name }) => name !== null);
	return first ? { ...booker, lastName: first.name } : booker;
}
