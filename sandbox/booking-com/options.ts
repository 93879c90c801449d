import type { Hotel } from '../hotel/hotel';
import type { ReservationStream } from '../hotel/stream';
import type { Credentials } from './auth';
import type { BxmlRooms } from './bxml';
import type { TokenOptions } from './tokens';

export interface BookingComOptions {
	credentials: Credentials;
	/** The connected properties; default Hôtel Paradise (or those of the streams). */
	hotel?: Hotel;
	hotels?: Hotel[];
	/** Reservations to offer; each further step follows the acknowledgement of the previous one. */
	stream?: ReservationStream | ReservationStream[];
	/** 0 (default): any free port. */
	port?: number;
	/** Epoch milliseconds; default the real time. Decides expiry, limits and `last_change`. */
	clock?: () => number;
	tokens?: TokenOptions;
	/** The most messages in one answer; default 200. */
	pageSize?: number;
	/** If true, `last_change` is an error; default false. */
	reservationRecovery?: boolean;
	/**
	 * What one bad id in an acknowledgement does to the good ones is not documented: `all_or_nothing` (default)
	 * removes none from the queue, `each` removes the good ones; both answer with the error.
	 */
	acknowledgements?: 'all_or_nothing' | 'each';
	/** What a second acknowledgement of the same message gets is not documented either; default `success`. */
	repeatedAcknowledgement?: 'success' | 'wrong_type';
	bxmlRooms?: BxmlRooms;
	/** Delay of every answer in milliseconds, so that overlapping calls of a client can be seen; default 0. */
	latencyMs?: number;
}
