/** What the change feed needs of the database. */
import type { OriginKind } from '../../core/channel/origin';
import type { Reservation } from '../../core/reservation/model';
import type { Folio } from './folio';
import type { ConflictKind } from './occupancy';
import type { BookingValues, ReservationKey, BaselineValues } from './records';

/** `conflict`: a stay that has no room, or shares one, without a write of its own that said so. */
export type ChangeEvent = 'created' | 'updated' | 'cancelled' | 'conflict';

export interface NewChange extends ReservationKey {
	/** `channel` where a message of the reservation's own channel was written. */
	originKind: OriginKind;
	/** Through which integration it came, where it came through one. */
	integrationId: string | null;
	event: ChangeEvent;
}

export interface StoredChange extends NewChange {
	/** 1, 2, 3 … for each hotel, without gaps, in the order in which they can be read. */
	position: number;
	/** ISO 8601, UTC. */
	changedAt: string;
	deleted: DeletedBooking | null;
}

/** What is left of a booking that was deleted. */
export interface DeletedBooking {
	bookingId: string;
	bookingNumber: number;
	roomId: string | null;
	checkIn: string;
	checkOut: string;
}

export interface FeedMark {
	/** Another one where the feed has begun anew. */
	feedId: string;
	/** Position of the last change that can be read. */
	published: number;
	/** Up to here changes were thrown away. */
	pruned: number;
}

/** A booking of a reservation as it is now. */
export interface StateStay {
	roomStayId: string;
	/** What the handler last wrote; `null` for SelfKey's own sales. */
	baseline: BaselineValues | null;
	bookingId: string;
	roomName: string | null;
	booking: BookingValues & { bookingNumber: number };
	bookingType: string;
	/** ISO 8601, UTC. */
	bookedAt: string;
	conflicts: ConflictKind[];
}

/** A reservation as it is now. */
export interface StoredState extends ReservationKey {
	/** The merged reservation of its channel; `null` for SelfKey's own sales. */
	reservation: Reservation | null;
	stays: StateStay[];
	/** What was paid for it; `null` where nothing was told of any payment. */
	folio: Folio | null;
}

export interface FeedStore {
	/**
	 * Numbers what was committed since the last time, then throws away what is older than `pruneBefore`.
	 * Whatever commits later gets a higher number, so a reader who knows a number misses nothing after it.
	 */
	publishChanges(hotelSlug: string, pruneBefore: Date | null): Promise<FeedMark>;
	/** Numbered changes after the position, in order. */
	changesAfter(hotelSlug: string, position: number, limit: number): Promise<StoredChange[]>;
	/** Reservations with a booking that stands and leaves on `from` or later, in the order of their keys. */
	activeKeys(hotelSlug: string, from: string, after: ReservationKey | null, limit: number): Promise<ReservationKey[]>;
	/** How the reservations stand now, each asked for once; one that has no bookings any more is given all the same. */
	states(hotelSlug: string, keys: readonly ReservationKey[]): Promise<StoredState[]>;
}
