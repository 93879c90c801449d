/** The webhooks that SelfKey sends when one of its bookings changes, with its signature and its retries. */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { bookingPayload, csvOf, type BookingPayload } from './outgoing-body';
import type { Database } from './tables';

export type OutgoingEvent = 'booking.completed' | 'booking.updated' | 'booking.cancelled';

export interface OutgoingSettings {
	url: string;
	secret: string;
	/** Default `json`. */
	format?: 'json' | 'csv';
	/** Default all three. */
	events?: readonly OutgoingEvent[];
}

/** One request and its result. */
export interface OutgoingAttempt {
	event: OutgoingEvent;
	bookingId: string;
	/** 1 to 3. */
	attempt: number;
	/** HTTP status; `null` if there was no answer. */
	status: number | null;
	/** ISO 8601, UTC. */
	at: string;
}

export interface OutgoingOptions {
	database: Database;
	clock: () => Date;
	/** Milliseconds between the first and the second attempt; between the second and the third, twice as many. Default SelfKey's 60 000. */
	retryMs?: number;
	/** Default SelfKey's 30 000. */
	timeoutMs?: number;
}

const ATTEMPTS = 3;
/** The number of consecutive failed attempts, whichever events they were for. */
const OFF_AFTER = 10;

export class OutgoingWebhooks {
	/** In the order in which they ended. */
	readonly attempts: OutgoingAttempt[] = [];
	private settings: OutgoingSettings | null = null;
	private failuresInARow = 0;
	private readonly running = new Set<Promise<void>>();
	private readonly closing = new AbortController();

	constructor(private readonly options: OutgoingOptions) {}

	/** From now on; `null` switches it off. Resets the count of failures. Deliveries that wait for their next attempt use the new settings. */
	configure(settings: OutgoingSettings | null): void {
		this.settings = settings;
		this.failuresInARow = 0;
	}

	/** Whether SelfKey has given up after too many failures; it stays so until it is configured again. */
	get isSwitchedOff(): boolean {
		return this.failuresInARow >= OFF_AFTER;
	}

	/** The body for a booking as it is now; read it before the booking is deleted. */
	read(bookingId: string): Promise<BookingPayload | null> {
		return bookingPayload(this.options.database, bookingId);
	}

	/** Starts to send. The caller does not wait: a booking never waits for another server. */
	announce(event: OutgoingEvent, data: BookingPayload | null): void {
		const isWanted = this.settings && !this.isSwitchedOff && (this.settings.events?.includes(event) ?? true);
		if (!data || !isWanted) return;
		const delivery = this.deliver(event, data, this.options.clock().toISOString()).finally(() =>
			this.running.delete(delivery),
		);
		this.running.add(delivery);
	}

	/** Resolves once nothing is being sent or waiting for another attempt. */
	async settled(): Promise<void> {
		while (this.running.size > 0) await Promise.all(this.running);
	}

	async close(): Promise<void> {
		this.closing.abort();
		await this.settled();
	}

	private async deliver(event: OutgoingEvent, data: BookingPayload, timestamp: string): Promise<void> {
		const { clock, retryMs = 60_000 } = this.options;
		for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
			if (!this.settings || this.isSwitchedOff || this.closing.signal.aborted) return;
			const status = await this.post(this.settings, event, data, timestamp, attempt);
			if (this.closing.signal.aborted) return;
			this.attempts.push({ event, bookingId: String(data['id']), attempt, status, at: clock().toISOString() });
			const isTaken = status !== null && status >= 200 && status < 300;
			this.failuresInARow = isTaken ? 0 : this.failuresInARow + 1;
			if (isTaken || attempt === ATTEMPTS) return;
			await wait(retryMs * attempt, undefined, { signal: this.closing.signal }).catch(() => undefined);
		}
	}

	private async post(
		{ url, secret, format = 'json' }: OutgoingSettings,
		event: OutgoingEvent,
		data: BookingPayload,
		timestamp: string,
		attempt: number,
	): Promise<number | null> {
		const body = format === 'csv' ? csvOf(data) : JSON.stringify({ event, timestamp, data });
		const controller = new AbortController();
		const abort = () => controller.abort();
		const timer = setTimeout(abort, this.options.timeoutMs ?? 30_000);
		this.closing.signal.addEventListener('abort', abort);
		try {
			const response = await fetch(url, {
				method: 'POST',
				body,
				redirect: 'manual',
				signal: controller.signal,
				headers: {
					'Content-Type': format === 'csv' ? 'text/csv' : 'application/json',
					'User-Agent': 'SelfKey-Webhook/1.0',
					'X-Webhook-Event': event,
					'X-Webhook-Attempt': String(attempt),
					'X-Webhook-Signature': createHmac('sha256', secret).update(body).digest('hex'),
				},
			});
			await response.arrayBuffer();
			return response.status;
		} catch {
			return null;
		} finally {
			clearTimeout(timer);
			this.closing.signal.removeEventListener('abort', abort);
		}
	}
}
