/**
 * Tells subscribers that something is due, so that nobody has to wait for the next poll. A call that is lost costs
 * that wait and nothing else: what is due stays due.
 */
import { randomUUID } from 'node:crypto';
import { isLoopback } from '../../core/text/web-address';
import { signHex } from '../../core/webhook/sign';
import type { WakeableSubscriber } from '../ports/change-feed';

export interface WakerOptions {
	fetch: typeof fetch;
	clock: () => Date;
	/** The secret that the subscriber's integration signs with. */
	secretFor: (hotelSlug: string, integrationId: string) => Promise<string | null>;
	onError?: ((error: unknown) => void) | undefined;
}

const TIMEOUT_MS = 5_000;

/** More than one server's subscribers have; the one that was called longest ago makes room. */
const MAX_KNOWN = 500;

/** Of the subscribers that want to be woken: how many this process has reached with its last call, and how many not. */
export interface CallsMade {
	reached: number;
	failed: number;
}

export class Waker {
	/** Addresses that are being called, and whether something came due meanwhile. */
	private readonly calls = new Map<string, { isDueAgain: boolean }>();

	/** By address: whether this process has got through with its last call. */
	private readonly reached = new Map<string, boolean>();

	constructor(private readonly options: WakerOptions) {}

	/** Whoever this process has not called yet counts as neither. */
	callsTo(subscribers: readonly WakeableSubscriber[]): CallsMade {
		const known = [...new Set(subscribers.map(({ wakeUrl }) => wakeUrl))].map((url) => this.reached.get(url));
		const count = (wanted: boolean) => known.filter((reached) => reached === wanted).length;
		return { reached: count(true), failed: count(false) };
	}

	/** Calls each once, in the background; while a call is under way, once more after it at most. */
	wake(hotelSlug: string, subscribers: readonly WakeableSubscriber[]): void {
		for (const subscriber of subscribers) {
			const call = this.calls.get(subscriber.wakeUrl);
			if (call) call.isDueAgain = true;
			else void this.call(hotelSlug, subscriber);
		}
	}

	private async call(hotelSlug: string, { wakeUrl, integrationId }: WakeableSubscriber): Promise<void> {
		const call = { isDueAgain: true };
		this.calls.set(wakeUrl, call);
		try {
			const secret = await this.options.secretFor(hotelSlug, integrationId);
			while (secret !== null && call.isDueAgain) {
				call.isDueAgain = false;
				await this.send(wakeUrl, secret);
				this.note(wakeUrl, true);
			}
		} catch (error) {
			this.note(wakeUrl, false);
			this.options.onError?.(error);
		} finally {
			this.calls.delete(wakeUrl);
		}
	}

	private note(wakeUrl: string, reached: boolean): void {
		this.reached.delete(wakeUrl);
		this.reached.set(wakeUrl, reached);
		const [oldest] = this.reached.keys();
		if (this.reached.size > MAX_KNOWN && oldest !== undefined) this.reached.delete(oldest);
	}

	/** Nothing of any reservation is in it: it is signed as SelfKey's webhooks are, and says that there is something. */
	private async send(wakeUrl: string, secret: string): Promise<void> {
		// With an id, for whoever takes the same twice for a repeat.
		const body = JSON.stringify({
			event: 'changes.due',
			id: randomUUID(),
			timestamp: this.options.clock().toISOString(),
		});
		const { ok, status } = await this.options.fetch(wakeUrl, {
			method: 'POST',
			body,
			// Where it leads is what the subscriber said, and nothing that somebody else's answer says.
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			headers: {
				'content-type': 'application/json',
				'x-webhook-event': 'changes.due',
				'x-webhook-signature': signHex(secret, body),
			},
		});
		if (!ok)
			throw new Error(
				`A subscriber was to be told of a change and answered ${status}: it learns of changes by its own polls only. Check that its workflow is published and its credential has this integration's secret`,
			);
	}
}

/** An address that a subscriber may be called at: https, or http on this machine; `null` for any other. */
export function wakeUrlOf(text: string | null): string | null {
	if (text === null || text.length > 2_000 || !URL.canParse(text)) return null;
	const { protocol, hostname, href, username } = new URL(text);
	return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) ? href : null;
}
