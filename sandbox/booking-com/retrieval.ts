/** Reads the filters of a retrieval (Booking.com connectivity docs, retrieving new / modified reservations). */
import type { QueueFilter } from './queues';

/** A retrieval that the channel refuses, with its HTTP status. */
export class RefusedRetrieval extends Error {
	constructor(
		readonly status: 400 | 403 | 404,
		message: string,
	) {
		super(message);
	}
}

export interface RawFilter {
	/** Comma-separated property ids. */
	hotelIds: string | null;
	id: string | null;
	/** `YYYY-MM-DD HH:MM:SS`, UTC in the sandbox. */
	lastChange: string | null;
	limit: string | null;
}

export interface RetrievalRules {
	connected: ReadonlySet<string>;
	isKnown: (reservationId: string) => boolean;
	/** With Reservation Recovery switched on, `last_change` is an error. */
	reservationRecovery: boolean;
	/** The most messages in one answer; the channel may always return fewer than asked for. */
	pageSize: number;
}

function properties(text: string | null, connected: ReadonlySet<string>): ReadonlySet<string> {
	if (text === null || text === '') return connected;
	const ids = text.split(',').map((id) => id.trim());
	if (ids.some((id) => !connected.has(id))) throw new RefusedRetrieval(403, 'Access denied for hotel');
	return new Set(ids);
}

function changedSince(text: string, reservationRecovery: boolean): number {
	if (reservationRecovery) throw new RefusedRetrieval(400, 'last_change cannot be used with Reservation Recovery');
	const time = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)
		? Date.parse(`${text.replace(' ', 'T')}Z`)
		: Number.NaN;
	if (Number.isNaN(time)) throw new RefusedRetrieval(400, 'last_change must be YYYY-MM-DD HH:MM:SS');
	return time;
}

/** @throws RefusedRetrieval */
export function readFilter(raw: RawFilter, rules: RetrievalRules): QueueFilter {
	const propertyIds = properties(raw.hotelIds, rules.connected);
	const limit = raw.limit === null || raw.limit === '' ? rules.pageSize : Number(raw.limit);
	if (raw.limit !== null && raw.limit !== '' && (!/^\d+$/.test(raw.limit) || limit < 10 || limit > 200)) {
		throw new RefusedRetrieval(400, 'limit must be from 10 to 200');
	}
	if (raw.id !== null && raw.id !== '' && !rules.isKnown(raw.id)) {
		throw new RefusedRetrieval(404, 'Hotel reservation was not found');
	}
	return {
		propertyIds,
		limit: Math.min(limit, rules.pageSize),
		...(raw.id === null || raw.id === '' ? {} : { reservationId: raw.id }),
		...(raw.lastChange === null || raw.lastChange === ''
			? {}
			: { changedSince: changedSince(raw.lastChange, rules.reservationRecovery) }),
	};
}
