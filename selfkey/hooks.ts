/** What SelfKey's own code calls at its payment, its door codes and its report to the authorities. */
import { isIdentityMissing } from './identity/guest-registration';
import {
	readUnmatchedPayments,
	readPaymentsOf,
	type BookingPayments,
	type UnmatchedPayment,
} from './payments/payments-view';
import { assignPayment, type UnmatchedPaymentId } from './payments/assign-payment';
import { applyPendingPayments, keptSince } from './payments/apply-pending-payments';
import { resolveRoomConflicts, type ResolvedConflicts } from './room-conflicts/resolve-room-conflicts';
import { Publisher } from './change-feed/publish';
import type { SelfKeyHandlerOptions } from './webhook/handler';
import type { IdentityMissing } from './ports/records';

export interface SelfKeyHooks {
	/**
	 * To be called after every direct sale, once it is committed. A channel's stay that lost its room is moved
	 * or becomes a conflict in the change feed, and what was paid for the sale before it came counts. If it is
	 * not called, the next request to the handler does it.
	 */
	resolveRoomConflicts(hotelSlug: string): Promise<ResolvedConflicts>;
	/**
	 * To be called before a guest is sent the door code; read the booking's room afterwards. From then on the
	 * guest keeps the room. Harmless for a direct sale, and twice.
	 */
	noteCodeSent(bookingId: string): Promise<void>;
	/**
	 * Whether `booking.completed`, which informs the police, may go out for the booking: not while the documents
	 * are missing, and not where it does not stand.
	 */
	mayReportCompleted(bookingId: string): Promise<boolean>;
	/**
	 * Whose documents the desk has still to ask for, of those who arrive from `from` until before `until`.
	 * @param from `YYYY-MM-DD`
	 * @param until `YYYY-MM-DD`, exclusive
	 */
	identityMissingBookings(hotelSlug: string, from: string, until: string): Promise<IdentityMissing[]>;
	/** What is paid and due of the booking's reservation, for the desk's page of it; `null` where there is no such booking. */
	paymentsOf(bookingId: string): Promise<BookingPayments | null>;
	/** Payments that name no known booking, or that could not be applied to it: for somebody at the desk to look at. */
	unmatchedPayments(hotelSlug: string): Promise<UnmatchedPayment[]>;
	/**
	 * Somebody at the desk says for which booking a kept payment or refund was; it counts for that from now on.
	 * @throws ValidationError whose message says why it cannot be, such as another currency
	 */
	assignPayment(hotelSlug: string, payment: UnmatchedPaymentId, bookingId: string): Promise<BookingPayments>;
}

/** With the options of the handler. */
export function createSelfKeyHooks({
	store,
	clock = () => new Date(),
	...options
}: Pick<
	SelfKeyHandlerOptions,
	'store' | 'clock' | 'fetch' | 'onError' | 'secretFor' | 'keepSubscribersDays'
>): SelfKeyHooks {
	const publisher = new Publisher({ store, clock, ...options });
	return {
		async resolveRoomConflicts(hotelSlug) {
			const resolved = await resolveRoomConflicts(store, hotelSlug, clock());
			await applyPendingPayments(store, hotelSlug, { since: keptSince(clock()) });
			await publisher.publish(hotelSlug);
			return resolved;
		},
		noteCodeSent: (bookingId) => store.noteCodeSent(bookingId),
		async mayReportCompleted(bookingId) {
			const identity = await store.identityOf(bookingId);
			return identity !== null && !isIdentityMissing(identity);
		},
		identityMissingBookings: (hotelSlug, from, until) => store.identityMissing(hotelSlug, from, until),
		async paymentsOf(bookingId) {
			const hotelSlug = await store.hotelOf(bookingId);
			if (hotelSlug === null) return null;
			await applyPendingPayments(store, hotelSlug, { since: keptSince(clock()) });
			return readPaymentsOf(store, hotelSlug, bookingId);
		},
		unmatchedPayments: (hotelSlug) => readUnmatchedPayments(store, hotelSlug),
		assignPayment: (hotelSlug, payment, bookingId) => assignPayment(store, hotelSlug, payment, bookingId),
	};
}
