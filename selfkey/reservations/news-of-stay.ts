/** Whether a message says anything new of one room stay, be it something that no column of its booking shows. */
import { isActive } from '../../core/reservation/active';
import { canonicalJson } from '../../core/reservation/fingerprint';
import type { Reservation } from '../../core/reservation/model';

/** What the channel said of the reservation before a message, and says with it. */
export interface Said {
	before: Reservation | null;
	now: Reservation;
}

export function saysNewOf(roomStayId: string, { before, now }: Said): boolean {
	const isOnly = [before, now].every((reservation) => (reservation?.rooms.length ?? 0) <= 1);
	return canonicalJson(before && about(before, roomStayId, isOnly)) !== canonicalJson(about(now, roomStayId, isOnly));
}

/** What holds for the reservation, and the room itself. Of several rooms the sums are left out: news of another room is none of this one. */
function about(reservation: Reservation, roomStayId: string, isOnly: boolean): unknown {
	const { event, revision, observedAt, afterRevision, isByArrival, erasedOn, fingerprint, history, ...others } =
		reservation;
	const { warnings, rooms, ...whole } = others;
	const { total, taxes, fees, services, commission, payout, checkIn, checkOut, nights, adults, children, ...rest } =
		whole;
	// That another guest has come or gone is said by that guest's room.
	const { payment, ...said } = isOnly ? whole : { ...rest, status: isActive(reservation) };
	// The card is another one each time it is looked at.
	return [{ ...said, model: payment.model }, rooms.find((room) => room.roomStayId === roomStayId) ?? null];
}
