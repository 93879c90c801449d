/** What a subscriber is given: each reservation that has changed since it acknowledged it last, as it is now. */
import { originOf, type Origin } from '../../core/channel/origin';
import { isActive } from '../../core/reservation/active';
import { reservationKey, uniqueKey } from '../../core/reservation/key';
import type { BookingStore } from '../ports/booking-store';
import type { ChangeEvent, PendingChange, StoredState } from '../ports/change-feed';
import type { ReservationKey } from '../ports/records';
import { candidateRooms } from '../room-conflicts/room-rack';
import { hotelSettings } from '../settings/hotel-settings';
import { feedReservation, unreadableReservation, type FeedReservation } from './reservation-state';

export interface Delivery {
	/** `channel/propertyId/reservationId`; with `position` it is what the acknowledgement names. */
	key: string;
	position: number;
	/** What happened since the last acknowledgement; `snapshot` where nothing did, and the reservation is only told. */
	event: ChangeEvent | 'snapshot';
	/** Who made the latest change; `null` in a snapshot. */
	origin: Origin | null;
	/** Who made all of them, each once. Who serves a channel leaves out what that channel alone has made. */
	origins: Origin[];
	/** Through which integration the latest came, where it came through one. */
	integrationId: string | null;
	/** ISO 8601, UTC: the latest change. */
	at: string;
	/** How often this delivery was handed back, and why the last time. */
	attempts: number;
	reason: string | null;
	/** As it is now, which may be later than the change. */
	reservation: FeedReservation;
}

export interface DeliveryPage {
	changes: Delivery[];
	/** More are due already. */
	hasMore: boolean;
}

/**
 * What is due to the subscriber, `limit` at most, and gone from its head: where more is due than fits, the next page
 * begins with what has not been given out. Else a flow that drops a page without a word would be given the same
 * page for ever, and never what came later.
 */
export async function giveOutDeliveries(
	store: BookingStore,
	question: { hotelSlug: string; subscriber: string; limit: number; now: Date },
): Promise<DeliveryPage> {
	const page = await readDeliveries(store, question);
	const { hotelSlug, subscriber, now } = question;
	if (page.hasMore) {
		const positions = page.changes.map(({ position }) => position);
		await store.moveBehind(hotelSlug, subscriber, positions, now);
	}
	return page;
}

/** What is due to the subscriber, `limit` at most. Costs index look-ups for what is due, whatever the hotel's history. */
export async function readDeliveries(
	store: BookingStore,
	{ hotelSlug, subscriber, limit, now }: { hotelSlug: string; subscriber: string; limit: number; now: Date },
): Promise<DeliveryPage> {
	const pending = await store.pendingChanges(hotelSlug, subscriber, limit + 1, now);
	const page = pending.slice(0, limit);
	// What was handed back takes its turn in the queue, but within a page it holds up nothing that was never tried.
	const given = [...page.filter(({ attempts }) => attempts === 0), ...page.filter(({ attempts }) => attempts > 0)];
	const states = new Map((await store.states(hotelSlug, given.map(keyOf))).map((state) => [uniqueKey(state), state]));
	const changes = given.map((change) => deliveryOf(change, states.get(uniqueKey(change))));
	await addTypeRooms(store, hotelSlug, changes);
	return { changes, hasMore: pending.length > limit };
}

/** Some of what stands, for somebody who tries a flow out: as a subscriber would be told it, and nothing is noted. */
export async function readPreview(
	store: BookingStore,
	{ hotelSlug, limit, now, today }: { hotelSlug: string; limit: number; now: Date; today: string },
): Promise<DeliveryPage> {
	const keys = await store.activeKeys(hotelSlug, today, limit);
	const at = now.toISOString();
	const snapshot = {
		position: 0,
		event: 'snapshot' as const,
		originKinds: [],
		integrationId: null,
		since: at,
		changedAt: at,
	};
	const states = await store.states(hotelSlug, keys);
	const changes = states.map((state) =>
		deliveryOf({ ...keyOf(state), ...snapshot, deleted: null, attempts: 0, reason: null }, state),
	);
	await addTypeRooms(store, hotelSlug, changes);
	return { changes, hasMore: false };
}

/** Whoever writes a stay that has no room needs to know its type by the rooms that it could have. Looks up nothing else. */
async function addTypeRooms(store: BookingStore, hotelSlug: string, changes: readonly Delivery[]): Promise<void> {
	const waiting = changes.flatMap(({ reservation }) =>
		reservation.selfKey.bookings.flatMap((booking) => {
			const stay = reservation.rooms.find(({ roomStayId }) => roomStayId === booking.roomStayId);
			return booking.roomId === null && stay && isActive(stay) ? [{ booking, stay, reservation }] : [];
		}),
	);
	if (waiting.length === 0) return;
	const rooms = await store.rooms(hotelSlug);
	const names = new Map(rooms.map(({ id, name }) => [id, name]));
	const roomsOf = candidateRooms((await hotelSettings(store, hotelSlug)).roomMap, rooms);
	for (const { booking, stay, reservation } of waiting) {
		const { channel, propertyId } = reservation;
		const { roomTypeId, roomName } = stay;
		booking.typeRooms = roomsOf({ channel, propertyId, roomTypeId, roomName }).map((id) => names.get(id) ?? id);
	}
}

function keyOf({ channel, propertyId, reservationId }: ReservationKey): ReservationKey {
	return { channel, propertyId, reservationId };
}

function deliveryOf(change: PendingChange, state: StoredState | undefined): Delivery {
	const { position, event: noted, originKinds, integrationId, changedAt: at, attempts, reason, deleted } = change;
	const key = keyOf(change);
	const known = state ?? { ...key, reservation: null, stays: [], folio: null };
	const reservation = reservationOf(known, { event: noted, position, at, deleted });
	const origins = originKinds.map((kind) => originOf(kind, key.channel));
	// One room of several was given up, the stay was brought back since, or it was given up since.
	const event = isActive(reservation) ? (noted === 'cancelled' ? 'updated' : noted) : 'cancelled';
	return {
		key: reservationKey(key),
		position,
		event,
		origin: origins.at(-1) ?? null,
		origins,
		integrationId,
		at,
		attempts,
		reason,
		reservation,
	};
}

/** A row that nobody can make sense of, such as one of the year 20266, is told as such; all others go on. */
function reservationOf(state: StoredState, context: Parameters<typeof feedReservation>[1]): FeedReservation {
	try {
		return feedReservation(state, context);
	} catch {
		return unreadableReservation(state, context);
	}
}
