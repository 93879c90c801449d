/** Makes deliveries of what was committed, and wakes whoever waits for them. */
import type { BookingStore } from '../ports/booking-store';
import { Waker } from './wake';

export interface PublisherOptions {
	store: BookingStore;
	clock: () => Date;
	secretFor(
		hotelSlug: string,
		integrationId: string,
	): string | readonly string[] | null | Promise<string | readonly string[] | null>;
	fetch?: typeof fetch;
	onError?: ((error: unknown) => void) | undefined;
}

export class Publisher {
	private readonly waker: Waker;

	constructor(private readonly options: PublisherOptions) {
		const { secretFor, onError, clock, fetch: send = fetch } = options;
		this.waker = new Waker({
			fetch: send,
			clock,
			secretFor: async (hotelSlug, integrationId) => [await secretFor(hotelSlug, integrationId)].flat()[0] ?? null,
			onError,
		});
	}

	/** Never rejects: what cannot be published now is with the next request. */
	async publish(hotelSlug: string): Promise<void> {
		const { store, clock, onError } = this.options;
		const wakeable = await store.publishChanges(hotelSlug, clock()).catch((error: unknown) => {
			onError?.(error);
			return [];
		});
		this.waker.wake(hotelSlug, wakeable);
	}
}
