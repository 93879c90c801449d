/** `GET /v2/reservations`: who is listed, page by page. */
import { addDays, isDate } from '../hotel/calendar';
import { Refused, type Account } from './account';
import { endDateOf, type AirbnbReservation } from './reservation';

/** More is refused. */
const LARGEST_PAGE = 50;
const USUAL_PAGE = 20;

export interface Page {
	reservations: AirbnbReservation[];
	/** `null` on the last page. */
	nextCursor: string | null;
}

/**
 * By default only accepted ones, and for one year only. The order is consistent and means nothing; a cursor names the
 * place in it, and is nobody's to read.
 */
export function pageOf(account: Account, query: URLSearchParams, today: string): Page {
	const hostId = query.get('host_id');
	if (hostId === null) throw new Refused(400, 'host_id_required');
	if (hostId !== account.host.id) throw new Refused(403, 'not_your_host');
	const limit = numberIn(query, '_limit') ?? USUAL_PAGE;
	if (limit < 1 || limit > LARGEST_PAGE) throw new Refused(400, 'limit_too_large');
	const only = query.get('include_only_status');
	const allStatus = query.get('all_status') === 'true';
	if (only !== null && query.has('all_status')) throw new Refused(400, 'status_filters_exclude_each_other');
	const start = dateIn(query, 'start_date') ?? today;
	const end = dateIn(query, 'end_date') ?? addDays(start, 365);
	const listingId = query.get('listing_id');
	const all = account.list(
		(reservation) =>
			reservation.startDate >= start &&
			endDateOf(reservation) < end &&
			(listingId === null || reservation.listingId === listingId) &&
			(only !== null ? reservation.status === only : allStatus || reservation.status === 'accept'),
	);
	const cursor = query.get('_cursor');
	// `_offset` is deprecated, and still works.
	const from = cursor === null ? (numberIn(query, '_offset') ?? 0) : placeOf(cursor);
	const reservations = all.slice(from, from + limit);
	const isLast = from + limit >= all.length;
	return { reservations, nextCursor: isLast ? null : cursorAt(from + limit) };
}

function cursorAt(place: number): string {
	return Buffer.from(`v2:${place}`).toString('base64url');
}

function placeOf(cursor: string): number {
	const [, place] = /^v2:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (place === undefined) throw new Refused(400, 'invalid_cursor');
	return Number(place);
}

function dateIn(query: URLSearchParams, name: string): string | null {
	const value = query.get(name);
	if (value !== null && !isDate(value)) throw new Refused(400, `invalid_${name}`);
	return value;
}

function numberIn(query: URLSearchParams, name: string): number | null {
	const value = query.get(name);
	if (value === null) return null;
	if (!/^\d{1,9}$/.test(value)) throw new Refused(400, `invalid${name}`);
	return Number(value);
}
