/** Reads the host's reservations of a window of time. */
import { addDays } from '../../../core/reservation/dates';
import type { RequestContext } from '../../shared/request/request';
import { readAllPages, type Position, type ReadPages } from '../responses/read-all-pages';

export interface Window {
	/** First day of arrival, `YYYY-MM-DD`. */
	from: string;
	/** Exclusive: departures before it. */
	to: string;
}

/** Airbnb sells two years ahead; without an end it answers one year only. */
const DAYS_AHEAD = 760;

/**
 * From so far back that whoever is in the house is in it, to the last night that can be sold. Days of UTC, so one more
 * at each end.
 * @param daysBack the longest stay
 */
export function windowAround(now: Date, daysBack: number): Window {
	const today = now.toISOString().slice(0, 10);
	return { from: addDays(today, -daysBack - 1), to: addDays(today, DAYS_AHEAD) };
}

export interface ReservationFilter {
	hostId: string;
	window: Window;
	/** Only this listing's. */
	listingId?: string | null;
	limit?: number;
	/** Where an earlier call said to go on. */
	begin?: Position;
	/** Seconds for each page, where somebody waits for it. */
	within?: number | undefined;
}

/**
 * Reservations of every status: by default Airbnb leaves out all that are not accepted, and no cancellation would be
 * seen. @throws ApiError if nothing can be read
 */
export async function fetchReservations(
	context: RequestContext,
	{ hostId, window, listingId = null, limit, begin, within }: ReservationFilter,
): Promise<ReadPages> {
	return await readAllPages(context, {
		path: '/v2/reservations',
		name: 'reservations',
		qs: {
			host_id: hostId,
			...(listingId === null ? {} : { listing_id: listingId }),
			start_date: window.from,
			end_date: window.to,
			all_status: 'true',
		},
		limit,
		begin,
		within,
	});
}
