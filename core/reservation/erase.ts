/**
 * A reservation without the people in it: what is left says that a room was sold for these nights at this price, and
 * nothing of who slept in it. Pure.
 */
import { isActive } from './active';
import { withFingerprint } from './fingerprint';
import { merge, type MergeResult } from './merge';
import { unknownBooker, type Reservation } from './model';

/**
 * Without names, contact, address, wishes, children's ages and card. Ids, dates, numbers of people, money and the
 * language stay. The fingerprint is that of what is left; `history`, which holds only hashes and fees, stays as it is.
 * @param erasedOn the hotel's date, `YYYY-MM-DD`
 */
export function erased(reservation: Reservation, erasedOn: string): Reservation {
	const { booker, rooms, payment } = reservation;
	return withFingerprint({
		...reservation,
		booker: { ...unknownBooker(), language: booker.language },
		rooms: rooms.map((room) => ({ ...room, childAges: [], guests: [], remarks: [] })),
		payment: { ...payment, card: null },
		expectedArrival: null,
		remarks: [],
		warnings: [],
		erasedOn,
	});
}

/**
 * As `merge`. Once its guests were erased, messages about a reservation are taken without theirs, however often and in
 * whatever order they come. Only a stay that takes place and ends after that day brings its guests back: then they are
 * coming again, and the hotel has to know who they are.
 */
export function mergeErased(stored: Reservation | null, incoming: Reservation): MergeResult {
	const erasedOn = stored?.erasedOn;
	if (erasedOn === undefined) return merge(stored, incoming);
	// The stamp of the message itself, so that its repeat is known for one.
	const { fingerprint } = incoming;
	const without = merge(stored, { ...erased(incoming, erasedOn), fingerprint });
	const { checkOut } = without.reservation;
	const isComing = isActive(without.reservation) && checkOut !== null && checkOut > erasedOn;
	return isComing ? merge(stored, incoming) : without;
}
