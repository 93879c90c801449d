/** Puts the rooms of a hotel in order after something was sold or changed without a look at what is free. */
import type { BookingStore } from '../ports/booking-store';
import { hotelSettings, todayIn, type HotelSettings } from '../settings/hotel-settings';
import { carryOut, planClaimed, recordStay } from './carry-out';
import { rackOf } from './room-rack';
import { isUnchanged, planRoomMoves, roomSearch, type RoomSearch } from './plan-moves';

export interface ResolvedConflicts {
	/** Stays that changed rooms or were given one. */
	moved: number;
	/** Conflicts that are new, and those that are over. */
	arisen: number;
	resolved: number;
}

export interface ResolveOptions {
	/** Of the request, where it is not the only one in it. */
	search?: RoomSearch;
	/** If the request has read them already: by these it is seen whether there is anything to do. */
	settings?: HotelSettings;
	/** They are of the request's beginning: where there is something to do, they are read again. */
	areOld?: boolean;
	/** If that has been asked already. */
	isInOrder?: boolean;
}

/**
 * Looks for stays that share a room and for stays without one, and moves what may be moved; what cannot be
 * helped becomes a `conflict` in the change feed, once. The room map is the one of now, so that a correction of it
 * is followed here. Takes the hotel's lock only if there is something to do.
 */
export async function resolveRoomConflicts(
	store: BookingStore,
	hotelSlug: string,
	now: Date,
	{ search, settings: read, areOld = false, isInOrder }: ResolveOptions = {},
): Promise<ResolvedConflicts> {
	const known = read ?? (await hotelSettings(store, hotelSlug));
	// Most of the time there is nothing to do, and that is seen without reading the whole house.
	if (isInOrder ?? (await store.isInOrder(hotelSlug, todayIn(known, now)))) return { moved: 0, arisen: 0, resolved: 0 };
	const settings = areOld ? await hotelSettings(store, hotelSlug) : known;
	const { roomMap } = settings;
	const today = todayIn(settings, now);
	const look = search ?? roomSearch(now);
	if (isUnchanged(planRoomMoves(rackOf(await store.occupancy(hotelSlug, today), roomMap, today), look)))
		return { moved: 0, arisen: 0, resolved: 0 };
	return store.transaction(hotelSlug, async (transaction) => {
		const rack = rackOf(await transaction.occupancy(today), roomMap, today);
		const { moves, arisen, resolved } = await planClaimed(transaction, rack, search ?? roomSearch(now));
		const moved = await carryOut(transaction, hotelSlug, moves);
		for (const { stay, kind } of arisen) {
			await transaction.saveConflict(stay.bookingId, kind);
			await recordStay(transaction, hotelSlug, stay, 'conflict');
		}
		for (const { bookingId, kind, stay } of resolved) {
			await transaction.removeConflict(bookingId, kind);
			if (stay) await recordStay(transaction, hotelSlug, stay, 'updated');
		}
		return { moved, arisen: arisen.length, resolved: resolved.length };
	});
}
