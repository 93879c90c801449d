/** Puts the rooms of a hotel in order after something was sold or changed without a look at what is free. */
import { OWN_CHANNEL } from '../../core/channel/channels';
import type { ChangeEvent } from '../ports/change-feed';
import type { BookingStore, HotelTransaction } from '../ports/booking-store';
import { isUnchanged, planRoomMoves } from './plan-moves';
import type { ActiveStay } from '../ports/occupancy';

export interface ResolvedConflicts {
	/** Stays that changed rooms or were given one. */
	moved: number;
	/** Conflicts that are new, and those that are over. */
	arisen: number;
	resolved: number;
}

/**
 * Looks for stays that share a room and for stays without one, and moves what may be moved; what cannot be
 * helped becomes a `conflict` in the change feed, once. Takes the hotel's lock only if there is something to do.
 */
export async function resolveRoomConflicts(
	store: BookingStore,
	hotelSlug: string,
	today: string,
): Promise<ResolvedConflicts> {
	if (isUnchanged(planRoomMoves(await store.house(hotelSlug, today), today)))
		return { moved: 0, arisen: 0, resolved: 0 };
	return store.transaction(hotelSlug, async (transaction) => {
		const { moves, arisen, resolved } = planRoomMoves(await transaction.house(today), today);
		let moved = 0;
		for (const { stay, roomId } of moves) {
			const { bookingId, roomId: from, start, end } = stay;
			if (!(await transaction.moveBooking({ bookingId, from, nights: { start, end }, to: roomId }))) continue;
			moved += 1;
			await record(transaction, hotelSlug, stay, 'updated');
		}
		for (const { stay, kind } of arisen) {
			await transaction.saveConflict(stay.bookingId, kind);
			await record(transaction, hotelSlug, stay, 'conflict');
		}
		for (const { bookingId, kind, stay } of resolved) {
			await transaction.removeConflict(bookingId, kind);
			if (stay) await record(transaction, hotelSlug, stay, 'updated');
		}
		return { moved, arisen: arisen.length, resolved: resolved.length };
	});
}

async function record(
	transaction: HotelTransaction,
	hotelSlug: string,
	{ bookingId, reference }: ActiveStay,
	event: ChangeEvent,
): Promise<void> {
	const own = { channel: OWN_CHANNEL, propertyId: hotelSlug, reservationId: bookingId };
	const { channel, propertyId, reservationId } = reference ?? own;
	await transaction.recordChange({
		channel,
		propertyId,
		reservationId,
		originKind: 'roomMove',
		integrationId: null,
		event,
	});
}
