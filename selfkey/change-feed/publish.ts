/** Makes deliveries of what was committed, and wakes whoever waits for them. */
import { InstallationFault, type BookingStore } from '../ports/booking-store';
import { addDays } from '../../core/reservation/dates';
import { secretsOf, type SecretSource } from '../settings/integration-secrets';
import { Waker, type CallsMade } from './wake';

export interface PublisherOptions extends SecretSource {
	store: BookingStore;
	clock: () => Date;
	fetch?: typeof fetch;
	keepSubscribersDays?: number;
	onError?: ((error: unknown) => void) | undefined;
}

const DEFAULT_KEEP_DAYS = 30;
const FORGET_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `YYYY-MM-DD`: whoever left before that has left in every time zone. */
export function yesterdayOf(now: number): string {
	return addDays(new Date(now).toISOString().slice(0, 10), -1);
}

export class Publisher {
	private readonly waker: Waker;
	private readonly forgottenAt = new Map<string, number>();

	constructor(private readonly options: PublisherOptions) {
		const { onError, clock, fetch: send = fetch } = options;
		this.waker = new Waker({
			fetch: send,
			clock,
			secretFor: async (hotelSlug, integrationId) => (await secretsOf(options, hotelSlug, integrationId))?.[0] ?? null,
			onError,
		});
	}

	/**
	 * Never rejects: what cannot be published now is with the next request.
	 * @param reading the address of who is just about to read: it need not be called
	 * @returns why nothing will ever be published as things stand; `null` where nothing of that is known
	 */
	async publish(hotelSlug: string, reading: string | null = null): Promise<InstallationFault | null> {
		const { store, clock, onError } = this.options;
		try {
			const wakeable = await store.publishChanges(hotelSlug, clock());
			this.waker.wake(
				hotelSlug,
				wakeable.filter(({ wakeUrl }) => wakeUrl !== reading),
			);
			await this.forget(hotelSlug);
			return null;
		} catch (error) {
			onError?.(error);
			return error instanceof InstallationFault ? error : null;
		}
	}

	/** What this process knows of its calls. */
	async calls(hotelSlug: string): Promise<CallsMade> {
		return this.waker.callsTo(await this.options.store.wakeable(hotelSlug));
	}

	/** Calls every subscriber that wants to be woken. */
	async wakeAll(hotelSlug: string): Promise<void> {
		this.waker.wake(hotelSlug, await this.options.store.wakeable(hotelSlug));
	}

	/** With any request, so that it does not need a reader; once an hour, which is often enough for what is kept for days. */
	private async forget(hotelSlug: string): Promise<void> {
		const { store, clock, keepSubscribersDays = DEFAULT_KEEP_DAYS } = this.options;
		const now = clock().getTime();
		if (now - (this.forgottenAt.get(hotelSlug) ?? 0) < FORGET_EVERY_MS) return;
		this.forgottenAt.set(hotelSlug, now);
		await store.forgetSubscribers(hotelSlug, new Date(now - keepSubscribersDays * DAY_MS));
		await store.forgetDeparted(hotelSlug, yesterdayOf(now));
	}
}
