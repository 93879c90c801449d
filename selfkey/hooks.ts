/** What SelfKey's own code calls at its payment, its door codes and its report to the authorities. */
import { isIdentityMissing } from './identity';
import { settleOverlaps, type Settled } from './settle/settle';
import type { BookingStore, IdentityMissing } from './store';

export interface SelfKeyHooks {
	/**
	 * To be called after every direct sale, once it is committed. A channel's stay that lost its room is moved
	 * or becomes a conflict in the change feed. If it is not called, the next request to the handler does it.
	 */
	settleOverlaps(hotelSlug: string): Promise<Settled>;
	/**
	 * To be called before a guest is sent the door code; read the booking's room afterwards. From then on the
	 * guest keeps the room. Harmless for a direct sale, and twice.
	 */
	noteCodeSent(bookingId: string): Promise<void>;
	/**
	 * Whether `booking.completed`, which informs the police, may go out for the booking: not while the papers
	 * are missing, and not where it does not stand.
	 */
	mayReportCompleted(bookingId: string): Promise<boolean>;
	/**
	 * Whose papers the desk has still to ask for, of those who arrive from `from` until before `until`.
	 * @param from `YYYY-MM-DD`
	 * @param until `YYYY-MM-DD`, exclusive
	 */
	identityMissingBookings(hotelSlug: string, from: string, until: string): Promise<IdentityMissing[]>;
}

export function createSelfKeyHooks({ store, clock = () => new Date() }: { store: BookingStore; clock?: () => Date }): SelfKeyHooks {
	return {
		settleOverlaps: (hotelSlug) => settleOverlaps(store, hotelSlug, clock().toISOString().slice(0, 10)),
		noteCodeSent: (bookingId) => store.noteCodeSent(bookingId),
		async mayReportCompleted(bookingId) {
			const identity = await store.identityOf(bookingId);
			return identity !== null && !isIdentityMissing(identity);
		},
		identityMissingBookings: (hotelSlug, from, until) => store.identityMissing(hotelSlug, from, until),
	};
}
