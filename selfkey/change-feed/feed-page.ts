/** One page of the change feed. */
import type { BookingStore } from '../ports/booking-store';
import { OWN_CHANNEL } from '../../core/channel/channels';
import { originOf, type Origin } from '../../core/channel/origin';
import { isActive } from '../../core/reservation/active';
import { uniqueKey } from '../../core/reservation/key';
import type { ReservationKey } from '../ports/records';
import { readCursor, writeCursor, type Cursor } from './cursor';
import type { ChangeEvent, FeedMark, StoredChange, StoredState } from '../ports/change-feed';
import { feedReservation, type FeedReservation } from './reservation-state';

export interface FeedChange {
	/** 1, 2, 3 … for each hotel, without gaps; `null` in the snapshot. */
	sequence: number | null;
	/** Who did it. Who serves a channel leaves out that channel's own, so that nothing echoes. */
	origin: Origin;
	/** Through which integration it came, where it came through one. */
	integrationId: string | null;
	/** What happened; `snapshot` where nothing did, and the reservation is only told. */
	event: ChangeEvent | 'snapshot';
	/** ISO 8601, UTC. */
	at: string;
	/** As it is now, which may be later than the change. */
	reservation: FeedReservation;
}

export interface FeedPage {
	changes: FeedChange[];
	cursor: string;
	hasMore: boolean;
}

export type FeedResult = { page: FeedPage } | { refused: 'cursor' } | { resyncFrom: string };

export interface FeedRequest {
	hotelSlug: string;
	/** Empty: from a snapshot of everything that stands; `latest`: from now on. */
	after: string;
	limit: number;
	mark: FeedMark;
	now: Date;
	/** The hotel's date, `YYYY-MM-DD`. */
	today: string;
}

/** Means the present end of the feed; no cursor looks like it. */
const LATEST = 'latest';

/**
 * The changes after the cursor. A first reader gets a snapshot of all reservations that stand today or later,
 * then every change since the snapshot was begun: what changes meanwhile comes after it once more.
 */
export async function feedPage(store: BookingStore, request: FeedRequest): Promise<FeedResult> {
	const { after, mark } = request;
	const { feedId, published, pruned } = mark;
	if (after === LATEST)
		return { page: { changes: [], cursor: writeCursor({ feedId, position: published }), hasMore: false } };
	const beginning: Cursor = { feedId, position: published, snapshot: null };
	const cursor = after === '' ? beginning : readCursor(after);
	if (!cursor) return { refused: 'cursor' };
	// Beyond the end: the database was set back to an earlier state.
	const isUseless = cursor.feedId !== feedId || cursor.position < pruned || cursor.position > published;
	if (isUseless) return { resyncFrom: writeCursor(beginning) };
	const page =
		cursor.snapshot === undefined
			? await changesPage(store, request, cursor)
			: await snapshotPage(store, request, cursor, cursor.snapshot);
	return page ? { page } : { resyncFrom: writeCursor(beginning) };
}

/** `null` where the next change is not there any more. */
async function changesPage(
	store: BookingStore,
	{ hotelSlug, limit, mark }: FeedRequest,
	{ feedId, position }: Cursor,
): Promise<FeedPage | null> {
	const found = (await store.changesAfter(hotelSlug, position, limit)).filter(
		(change) => change.position <= mark.published,
	);
	// Numbers have no gaps, so whatever another process has thrown away meanwhile shows here.
	if (position < mark.published && found[0]?.position !== position + 1) return null;
	// Several changes of one reservation are all told with its one present state.
	const keys = new Map(
		found.map(({ channel, propertyId, reservationId }) => [
			uniqueKey({ channel, propertyId, reservationId }),
			{ channel, propertyId, reservationId },
		]),
	);
	const states = new Map((await store.states(hotelSlug, [...keys.values()])).map((state) => [uniqueKey(state), state]));
	const last = found.at(-1)?.position ?? position;
	return {
		changes: found.map((change) => feedChange(change, states.get(uniqueKey(change)))),
		cursor: writeCursor({ feedId, position: last }),
		hasMore: last < mark.published,
	};
}

async function snapshotPage(
	store: BookingStore,
	{ hotelSlug, limit, now, today }: FeedRequest,
	cursor: Cursor,
	after: ReservationKey | null,
): Promise<FeedPage> {
	const { feedId, position } = cursor;
	const keys = await store.activeKeys(hotelSlug, today, after, limit);
	const states = await store.states(hotelSlug, keys);
	const at = now.toISOString();
	const last = keys.at(-1);
	return {
		changes: states.map((state) => ({
			sequence: null,
			origin: originOf(state.channel === OWN_CHANNEL ? 'direct' : 'channel', state.channel),
			integrationId: null,
			event: 'snapshot' as const,
			at,
			reservation: feedReservation(state, { event: 'snapshot', position, at, deleted: null }),
		})),
		// The page after the last one of the snapshot is the first of the changes.
		cursor: writeCursor(last && keys.length === limit ? { feedId, position, snapshot: last } : { feedId, position }),
		hasMore: true,
	};
}

function feedChange(change: StoredChange, state: StoredState | undefined): FeedChange {
	const { position, originKind, integrationId, changedAt: at, deleted, channel, propertyId, reservationId } = change;
	const known = state ?? { channel, propertyId, reservationId, reservation: null, stays: [], folio: null };
	const reservation = feedReservation(known, { event: change.event, position, at, deleted });
	// One room of several was given up, or the stay was brought back since.
	const event = change.event === 'cancelled' && isActive(reservation) ? 'updated' : change.event;
	return { sequence: position, origin: originOf(originKind, channel), integrationId, event, at, reservation };
}
