/** For how long the hotel has to know who slept in its rooms. Pure. */
import { isActive } from '../../core/reservation/active';
import { addMonths } from '../../core/reservation/dates';
import type { PersonalRecord } from '../ports/personal-data';

export interface Retention {
	isKept: boolean;
	/** The first day on which it may be erased, `YYYY-MM-DD`; `null` where nobody has said, and where it may be now. */
	until: string | null;
	/** Why it is kept, for people; empty where it is not. */
	reason: string;
}

const FREE: Retention = { isKept: false, until: null, reason: '' };

/**
 * A stay that is not over is kept, since the hotel needs its guest. One that took place is kept for the months that
 * the law demands after the departure. One that never took place is in no register, and may go at once.
 * @param months `null` where the hotel has not said: what was erased too early cannot be brought back
 * @param today the hotel's date, `YYYY-MM-DD`
 */
export function retentionOf(
	record: Pick<PersonalRecord, 'bookings' | 'reservation'>,
	months: number | null,
	today: string,
): Retention {
	const slept = lastNightOf(record);
	const ends = latest([slept, expectedUntil(record)]);
	const until = slept === null || months === null ? null : addMonths(slept, months);
	if (ends !== null && ends >= today) {
		const after = until === null || months === 0 ? '' : `; after that, registration data are kept until ${until}`;
		return { isKept: true, until: latest([ends, until]), reason: `The stay is not over: it ends on ${ends}${after}` };
	}
	if (slept === null) return FREE;
	if (months === null || until === null) return { isKept: true, until: null, reason: NOT_SAID };
	if (today >= until) return FREE;
	return {
		isKept: true,
		until,
		reason: `Registration data have to be kept until ${until}: ${months} months after the departure`,
	};
}

const NOT_SAID =
	'The hotel has not said for how long registration data have to be kept: fill that in in the form of "00 Hotel settings", with 0 if no law demands it';

/** The departure of the last who had a room; of a reservation whose bookings were deleted, what its channel says. */
function lastNightOf({ bookings, reservation }: Pick<PersonalRecord, 'bookings' | 'reservation'>): string | null {
	if (bookings.length === 0) return expectedUntil({ reservation });
	return latest(bookings.filter((booking) => booking.isActive).map(({ checkOut }) => checkOut));
}

/** As long as its channel says that the guest comes, a message can still need to be told from another guest's. */
function expectedUntil({ reservation }: Pick<PersonalRecord, 'reservation'>): string | null {
	return reservation && isActive(reservation) ? reservation.checkOut : null;
}

function latest(dates: ReadonlyArray<string | null>): string | null {
	return (
		dates
			.flatMap((date) => date ?? [])
			.sort()
			.at(-1) ?? null
	);
}
