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

/** A reservation that a subscriber has not acknowledged since it changed; there is one for each reservation at most. */
export interface PendingChange extends ReservationKey {
	/** Counts up for each hotel; the latest change of the reservation that this covers. */
	position: number;
	/** What all the changes since the last acknowledgement come to. `snapshot`: it only stood when the subscriber began, or is sent again. */
	event: ChangeEvent | 'snapshot';
	/** Who made those changes, each once, the latest last. */
	originKinds: OriginKind[];
	/** Through which integration the latest came, where it came through one. */
	integrationId: string | null;
	/** ISO 8601, UTC: the first of those changes. */
	since: string;
	/** ISO 8601, UTC: the latest. */
	changedAt: string;
	deleted: DeletedBooking | null;
	/** How often the subscriber has handed it back. */
	attempts: number;
	/** Why, the last time; `null` where it never did. */
	reason: string | null;
}

/** A delivery as a subscriber names it. */
export interface DeliveryReference {
	/** `channel/propertyId/reservationId`, as it was given out. */
	key: string;
	position: number;
}

/**
 * What became of an acknowledgement. `superseded`: the reservation has changed again meanwhile, or was acknowledged
 * before; if it has changed, the newer change is given out by itself.
 */
export type AcknowledgementResult = 'acknowledged' | 'postponed' | 'superseded';

/** A delivery that waits, for people. Nothing of the guest is in it, but for what the reason says. */
export interface WaitingDelivery extends DeliveryReference {
	/** ISO 8601, UTC. */
	since: string;
	attempts: number;
	/** ISO 8601, UTC: when it is given out again at the earliest. */
	dueAt: string;
	reason: string | null;
}

export interface Subscriber {
	subscriber: string;
	/** ISO 8601, UTC. */
	createdAt: string;
	/** ISO 8601, UTC: when it asked for changes last. */
	askedAt: string;
	/** How many deliveries it has acknowledged in all. */
	acknowledged: number;
	/** How often it has handed one back. */
	handedBack: number;
	waiting: number;
	/** ISO 8601, UTC: since when the oldest one waits. */
	oldest: string | null;
	/** The same of those that were not handed back. */
	oldestUntried: string | null;
	/** Those that were handed back, the longest waiting first, 100 at most. */
	failing: WaitingDelivery[];
}

/** What is left of a booking that was deleted. */
export interface DeletedBooking {
	bookingId: string;
	bookingNumber: number;
	roomId: string | null;
	checkIn: string;
	checkOut: string;
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

/** Where a subscriber wants to be told that something is due. */
export interface WakeableSubscriber {
	wakeUrl: string;
	/** By whose secret the call is signed. */
	integrationId: string;
}

/** Who asks, and how it is to be told that something is due; `null` where it only asks. */
export interface SubscriberDetails {
	subscriber: string;
	wake: WakeableSubscriber | null;
}

export interface ChangeFeedStore {
	/**
	 * Makes a delivery to each subscriber of every change that was committed since the last time. Costs one index
	 * look-up where there is none; else it grows with the changes, not with the hotel's history.
	 * @returns who wants to be told of it; nobody where there was nothing
	 * @throws InstallationFault where it can never be done until somebody mends the installation
	 */
	publishChanges(hotelSlug: string, now: Date): Promise<WakeableSubscriber[]>;
	/** Every subscriber that wants to be woken. */
	wakeable(hotelSlug: string): Promise<WakeableSubscriber[]>;
	/**
	 * Notes that the subscriber asks. A new one begins with every reservation that stands and leaves on `from`
	 * (`YYYY-MM-DD`) or later, or where `from` is `null` with what changes from now on. Grows with what stands,
	 * the first time only.
	 */
	subscribe(hotelSlug: string, details: SubscriberDetails, from: string | null, now: Date): Promise<void>;
	/**
	 * Reservations with a booking that stands and leaves on `from` (`YYYY-MM-DD`) or later, `limit` at most. Grows with
	 * what stands: only who tries a flow out asks for it.
	 */
	activeKeys(hotelSlug: string, from: string, limit: number): Promise<ReservationKey[]>;
	/** What is due to the subscriber, in the order in which it came due, `limit` at most; costs no more than these. */
	pendingChanges(hotelSlug: string, subscriber: string, limit: number, now: Date): Promise<PendingChange[]>;
	/** Puts these behind all that is due to the subscriber by now; they stay due. */
	moveBehind(hotelSlug: string, subscriber: string, positions: readonly number[], now: Date): Promise<void>;
	/** Takes them off, each only if it is still the one that was given out. Results in order. */
	acknowledge(
		hotelSlug: string,
		subscriber: string,
		deliveries: readonly DeliveryReference[],
	): Promise<AcknowledgementResult[]>;
	/**
	 * Gives them out again later: after 1 minute, then each time twice as long, 1 hour at most. One that waits already was
	 * handed back before, and waits no longer for it. Results in order.
	 */
	postpone(
		hotelSlug: string,
		subscriber: string,
		deliveries: ReadonlyArray<DeliveryReference & { reason: string }>,
		now: Date,
	): Promise<AcknowledgementResult[]>;
	/**
	 * Gives these reservations out now, whether they wait or not; or everything that stands and leaves on `from`
	 * (`YYYY-MM-DD`) or later, which grows with that.
	 * @returns how many there are; 0 where there is no such subscriber
	 */
	sendAgain(
		hotelSlug: string,
		subscriber: string,
		which: readonly ReservationKey[] | { from: string },
		now: Date,
	): Promise<number>;
	/** Every subscriber of the hotel with what waits for it, in the order of their names. Counts what waits, so it grows with that. */
	subscribers(hotelSlug: string): Promise<Subscriber[]>;
	/** Forgets subscribers that have not asked since, with what waits for them. Costs one look-up where there is none. */
	forgetSubscribers(hotelSlug: string, askedBefore: Date): Promise<void>;
	/** How the reservations stand now, each asked for once; one that has no bookings any more is given all the same. */
	states(hotelSlug: string, keys: readonly ReservationKey[]): Promise<StoredState[]>;
}
