/** What a request puts in order besides what it is about. Nothing here rejects: what fails now is tried with the next request. */
import { Publisher, yesterdayOf, type PublisherOptions } from '../change-feed/publish';
import type { CallsMade } from '../change-feed/wake';
import { applyPendingPayments, keptSince } from '../payments/apply-pending-payments';
import type { InstallationFault } from '../ports/booking-store';
import { todayIn, type HotelSettings } from '../settings/hotel-settings';
import { resolveRoomConflicts, type ResolveOptions } from '../room-conflicts/resolve-room-conflicts';

export class HotelUpkeep {
	private readonly publisher: Publisher;

	constructor(private readonly options: PublisherOptions) {
		this.publisher = new Publisher(options);
	}

	/** Gives rooms to whoever waits for one, and ends what overlaps where a stay may move. */
	async resolveRoomConflicts(hotelSlug: string, known?: ResolveOptions): Promise<void> {
		const { store, clock } = this.options;
		await this.attempt(() => resolveRoomConflicts(store, hotelSlug, clock(), known));
	}

	/** What the triggers on SelfKey's table could not note. From yesterday on, so that no time zone leaves a stay out. */
	async noteMissedChanges(hotelSlug: string): Promise<void> {
		const { store, clock } = this.options;
		await this.attempt(() => store.noteMissedChanges(hotelSlug, yesterdayOf(clock().getTime())));
	}

	/** For SelfKey's own sales, which come without a message: what was paid before them. */
	async applyPendingPayments(hotelSlug: string, integrationId: string): Promise<void> {
		const { store, clock } = this.options;
		await this.attempt(() => applyPendingPayments(store, hotelSlug, { integrationId, since: keptSince(clock()) }));
	}

	/** Gives rooms and applies payments, for a request that is about rooms: one question where there is nothing to do. */
	async settle(hotelSlug: string, integrationId: string, settings: HotelSettings): Promise<void> {
		const { store, clock } = this.options;
		const now = clock();
		const found = await this.attempt(() => store.unsettled(hotelSlug, todayIn(settings, now), keptSince(now)));
		// Where that was not answered, each is asked for itself: what fails of one is no reason to leave the other.
		const { rooms, payments } = found ?? { rooms: true, payments: true };
		if (rooms) await this.resolveRoomConflicts(hotelSlug, { settings, ...(found && { isInOrder: false }) });
		if (payments) await this.applyPendingPayments(hotelSlug, integrationId);
	}

	/** As `Publisher.publish`: to whoever reads what was published, its fault is the answer. */
	async publish(hotelSlug: string, reading: string | null = null): Promise<InstallationFault | null> {
		return await this.publisher.publish(hotelSlug, reading);
	}

	/** For what is in no reservation, such as a restriction of the sale. */
	async wakeAll(hotelSlug: string): Promise<void> {
		await this.attempt(() => this.publisher.wakeAll(hotelSlug));
	}

	/** How many of those that want to be woken this process has reached; of a look-up that fails, nothing is known. */
	async calls(hotelSlug: string): Promise<CallsMade> {
		return (await this.attempt(() => this.publisher.calls(hotelSlug))) ?? { reached: 0, failed: 0 };
	}

	/** @returns `null` where it has failed */
	private async attempt<T>(work: () => Promise<T>): Promise<T | null> {
		try {
			return await work();
		} catch (error) {
			this.options.onError?.(error);
			return null;
		}
	}
}
