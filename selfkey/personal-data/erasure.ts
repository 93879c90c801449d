/** What is left of a record once its guests are erased. Nights, rooms, money and ids stay as they are. Pure. */
import { canonicalJson } from '../../core/reservation/fingerprint';
import { erased } from '../../core/reservation/erase';
import { IDENTITY_SENTINEL } from '../identity/guest-registration';
import { IDENTITY_COLUMNS, UNFILLED_COLUMNS } from '../ports/records';
import type { Erasure, PersonalRecord } from '../ports/personal-data';
import { noteOf } from '../reservations/target-stays';
import { knownOf, unmistakableOf } from './person';

/** @param today the hotel's date, `YYYY-MM-DD` */
export function erasureOf(record: PersonalRecord, today: string): Erasure {
	const { bookings } = record;
	const reservation = record.reservation && erased(record.reservation, record.reservation.erasedOn ?? today);
	const notes = new Map(reservation?.rooms.map((room) => [room.roomStayId, noteOf(room, reservation)]) ?? []);
	return {
		reservation,
		notes,
		bookings: bookings.map(({ bookingId, roomStayId }) => ({
			bookingId,
			internalNote: reservation ? (notes.get(roomStayId ?? '') ?? noteOf(null, reservation)) : null,
		})),
		// What a channel's message would write of a guest whom nobody knows, so that the next one changes nothing.
		identity: IDENTITY_SENTINEL,
		known: knownOf(record),
		unmistakable: unmistakableOf(record),
	};
}

/** Whether nothing is left to be erased. */
export function isErased(record: PersonalRecord, { reservation, bookings }: Erasure): boolean {
	const { reservation: before } = record;
	return (
		canonicalJson(before) === canonicalJson(reservation) &&
		record.payments.every(({ note }) => note === null) &&
		record.bookings.every(
			({ bookingId, identity, row, overwritten }) =>
				IDENTITY_COLUMNS.every((column) => identity[column] === IDENTITY_SENTINEL[column]) &&
				UNFILLED_COLUMNS.every((column) => (row[column] ?? null) === null) &&
				row['internalNote'] === bookings.find((booking) => booking.bookingId === bookingId)?.internalNote &&
				!Object.keys(overwritten ?? {}).some((column) => column.startsWith('client') || column === 'internalNote'),
		)
	);
}
