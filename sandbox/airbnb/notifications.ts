/** What Airbnb sends to the hotel's software: notifications, and questions that it waits for. Nothing is signed. */
import type { Account } from './account';
import { reservationJson, writeJson } from './wire';

export type Action =
	| 'reservation_acceptance_confirmation'
	| 'reservation_cancellation_confirmation'
	| 'reservation_alteration_confirmation'
	| 'reservation_requested'
	| 'reservation_request_voided'
	| 'listings_unlinked'
	| 'payout_notification'
	| 'test_notification';

export interface Reply {
	/** `null`: no answer in time. */
	status: number | null;
	/** The answer's JSON; `null` for anything else. */
	body: Record<string, unknown> | null;
	milliseconds: number;
}

export class Notifier {
	/** Entered by the hotel at Airbnb; `''` until then. */
	url = '';
	/** How long an answer is waited for. Airbnb's own limit is not known. */
	timeoutMs = 15_000;
	readonly replies: Reply[] = [];

	constructor(private readonly account: Account) {}

	/** @param over fields of the reservation that a stranger claims, who knows the address */
	async notify(action: Action, code: string, over: Record<string, unknown> = {}): Promise<Reply> {
		const found = this.account.reservations.get(code);
		const reservation = {
			...(found ? reservationJson(this.account.host, found) : { confirmation_code: code }),
			...over,
		};
		return await this.send('POST', '', { action, reservation });
	}

	/** Airbnb's test of the address. */
	async test(): Promise<Reply> {
		const reservation = { confirmation_code: 'HMTEST0000', listing_id: 0, listing_id_str: '0', status_type: 'accept' };
		return await this.send('POST', '', { action: 'reservation_acceptance_confirmation', reservation });
	}

	/** Before a guest may book: whether the nights are free. */
	async checkAvailability(listingId: string, startDate: string, nights: number): Promise<Reply> {
		const query = {
			action: 'check_availability',
			listing_id: listingId,
			start_date: startDate,
			nights: String(nights),
		};
		return await this.send('GET', `?${new URLSearchParams(query).toString()}`);
	}

	/** When a guest has paid: the last question before the reservation is confirmed. */
	async checkReservation(code: string, listingId: string, startDate: string, nights: number): Promise<Reply> {
		const body = { confirmation_code: code, listing_id: listingId, start_date: startDate, nights, number_of_guests: 2 };
		return await this.send('POST', '', body);
	}

	async send(method: string, more: string, body?: object): Promise<Reply> {
		const started = performance.now();
		const reply = await fetch(this.url + more, {
			method,
			signal: AbortSignal.timeout(this.timeoutMs),
			// n8n may close a kept-alive connection just as the next request is sent on it.
			headers: { connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
			...(body === undefined ? {} : { body: writeJson(body) }),
		}).then(
			async (response) => ({ status: response.status, body: jsonIn(await response.text()) }),
			() => ({ status: null, body: null }),
		);
		const whole = { ...reply, milliseconds: performance.now() - started };
		this.replies.push(whole);
		return whole;
	}
}

function jsonIn(text: string): Record<string, unknown> | null {
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' ? (parsed as Record<string, unknown> | null) : null;
	} catch {
		return null;
	}
}
