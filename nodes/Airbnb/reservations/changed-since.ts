/** Which of the reservations that Airbnb lists are to be passed on. Pure. */
import { recordOf } from '../../../core/payload/field-reader';
import type { Reservation } from '../../../core/reservation/model';
import { idOf } from '../responses/ids';
import { confirmationCodeOf, readReservation } from './airbnb.mapper';
import { UnknownStatus, whyLeft } from './left-as-it-is';
import { markOf, type PassedOn } from './passed-on';

export interface Changed {
	/** New and changed bookings, and the end of bookings. */
	reservations: Array<{ reservation: Reservation; status: string | null }>;
	/** What could not be read, and words that nobody has described. */
	problems: Error[];
	/** What is left as it is although it is no fault, by code. */
	left: Map<string, Error>;
	/** What is remembered once all of them are dealt with. */
	passedOn: PassedOn;
}

export interface ListedIn {
	hostId: string;
	/** When it was read: an instant in UTC. */
	readAt: string;
	/** Only these listings; all if it is empty. */
	listingIds: readonly string[];
}

/**
 * Airbnb tells nothing of what has changed since, so each reservation is compared with what was passed on of it before.
 * One that cannot be read holds up no other.
 */
export function changedSince(
	before: PassedOn,
	listed: readonly unknown[],
	{ hostId, readAt, listingIds }: ListedIn,
): Changed {
	// A map: a code is whatever Airbnb says, `__proto__` too.
	const passedOn = new Map(Object.entries(before));
	const changed: Omit<Changed, 'passedOn'> = { reservations: [], problems: [], left: new Map() };
	for (const [index, entry] of listed.entries()) {
		const code = confirmationCodeOf(entry);
		const known = passedOn.get(code ?? '');
		// A guest who moves to another listing is still followed.
		if (!known && listingIds.length > 0 && !listingIds.includes(idOf(recordOf(entry), 'listing_id') ?? '')) continue;
		try {
			const context = { observedAt: `${readAt}#${index + 1}`, hostId, isKnown: known !== undefined };
			const { reservation, status, meaning, isDated } = readReservation(entry, context);
			const why = whyLeft(code, { status, meaning });
			if (why instanceof UnknownStatus) throw why;
			if (why !== null) changed.left.set(code ?? '', why);
			if (reservation === null) continue;
			const mark = markOf(reservation, isDated);
			// Also where it is listed twice, because something moved between two pages.
			if (known?.mark === mark) continue;
			const until = reservation.checkIn ?? known?.until ?? readAt.slice(0, 10);
			passedOn.set(reservation.reservationId, { mark, until });
			changed.reservations.push({ reservation, status });
		} catch (error) {
			changed.problems.push(error instanceof UnknownStatus ? error : unreadable(code, error as Error));
		}
	}
	return { ...changed, passedOn: Object.fromEntries(passedOn) };
}

function unreadable(code: string | null, { message }: Error): Error {
	return new Error(`Reservation ${code ?? 'without a code'} of Airbnb cannot be read, so look it up there. ${message}`);
}
