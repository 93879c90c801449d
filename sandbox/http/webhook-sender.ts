/**
 * Sends signed webhooks as a careful system does: the same delivery again, with growing pauses, until an
 * answer says that it was accepted or never will be. All answers are recorded.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom, type Random } from '../hotel/random';
import { signatureHeaders, type Signing } from './signing';

export interface SenderOptions {
	/** The address that it sends to; `''` until it is entered. */
	url?: string;
	signing: Signing;
	/** Requests for one delivery, the first included; default 5. */
	attempts?: number;
	/** Milliseconds before the second attempt; each later pause is twice as long. Default 1000. */
	firstPauseMs?: number;
	/** Default 30 s, as most systems wait. */
	timeoutMs?: number;
	/** For the jitter of the pauses. */
	seed?: number;
	clock?: () => Date;
	pause?: (milliseconds: number) => Promise<unknown>;
}

/** One delivery; each deviation from a valid one is a field of its own. */
export interface Message {
	/** For the record: `right`, `forged` … */
	kind: string;
	id: string;
	body: string | Buffer;
	/** Default `application/json`. */
	contentType?: string;
	/** Signs with another secret than the sender's own. */
	secret?: string;
	/** Sends no signature at all. */
	unsigned?: boolean;
	/** The body to send instead of the one that was signed. */
	sent?: string | Buffer;
	/** How many seconds ago it was signed. */
	signedSecondsAgo?: number;
}

/** The result of one request. */
export interface Answer {
	kind: string;
	id: string;
	/** 1, 2, 3 … of this delivery. */
	attempt: number;
	/** `null`: no answer. */
	status: number | null;
	body: string;
	/** The delivery's last attempt. */
	last: boolean;
	at: Date;
}

interface Request {
	kind: string;
	id: string;
	body: Buffer;
	/** Created for each attempt, because a signature may contain the time. */
	headers: () => Record<string, string>;
}

const MAX_PAUSE_MS = 5 * 60_000;
/** Answers that may change later; every other 4xx is final. 404: a receiver that is starting has no addresses yet. */
const PASSING = new Set([404, 409, 425, 429]);

/**
 * Whether the receiver said that it will never accept the request as it is, or that it has accepted it: in JSON, because
 * a server that is starting may answer 200 on its own.
 */
function isFinal(status: number | null, body: string): boolean {
	if (status === null) return false;
	return (
		(status >= 200 && status < 300 && body.startsWith('{')) || (status >= 400 && status < 500 && !PASSING.has(status))
	);
}

export class WebhookSender {
	/** Every request's, in the order in which they were answered. */
	readonly answers: Answer[] = [];

	url: string;

	private readonly random: Random;

	private readonly captured = new Map<string, Request>();

	constructor(private readonly options: SenderOptions) {
		this.url = options.url ?? '';
		this.random = seededRandom(options.seed ?? 1);
	}

	/** How it signs. */
	get signing(): Signing {
		return this.options.signing;
	}

	/** Each delivery's last answer. */
	get outcomes(): Answer[] {
		return this.answers.filter(({ last }) => last);
	}

	/**
	 * Sends until the answer is final or the attempts are used up.
	 * @returns the last answer
	 * @throws Error where it has no address yet
	 */
	async send(message: Message): Promise<Answer> {
		const { kind, id, contentType = 'application/json' } = message;
		const signed = Buffer.from(message.body);
		const body = Buffer.from(message.sent ?? signed);
		const signing = { ...this.signing, secret: message.secret ?? this.signing.secret };
		const headers = () => {
			const at = new Date(this.now().getTime() - (message.signedSecondsAgo ?? 0) * 1000);
			const signature = message.unsigned ? {} : signatureHeaders(signing, signed, { id, at });
			return { 'content-type': contentType, ...signature };
		};
		return await this.deliver({ kind, id, body, headers });
	}

	/**
	 * Sends the exact bytes and headers of an earlier delivery's last attempt, like somebody who intercepted it.
	 * @throws RangeError if there was no such delivery
	 */
	async replay(id: string, kind = 'replayed'): Promise<Answer> {
		const earlier = this.captured.get(id);
		if (!earlier) throw new RangeError(`There was no delivery ${id}`);
		return await this.deliver({ ...earlier, kind });
	}

	private async deliver(request: Request): Promise<Answer> {
		if (this.url === '') throw new Error('Nobody has entered where this system sends its webhooks to');
		const { attempts = 5, firstPauseMs = 1000, pause = wait } = this.options;
		for (let attempt = 1; ; attempt++) {
			const { status, body, retryAfter } = await this.post(request);
			const last = isFinal(status, body) || attempt >= attempts;
			const answer: Answer = { kind: request.kind, id: request.id, attempt, status, body, last, at: this.now() };
			this.answers.push(answer);
			if (last) return answer;
			const own = firstPauseMs * 2 ** (attempt - 1) * (1 + this.random.next() / 4);
			await pause(Math.min(Math.max(own, retryAfter * 1000), MAX_PAUSE_MS));
		}
	}

	private async post({
		kind,
		id,
		body,
		headers,
	}: Request): Promise<{ status: number | null; body: string; retryAfter: number }> {
		const made = headers();
		this.captured.set(id, { kind, id, body, headers: () => made });
		try {
			// A redirect leads to an address that nobody has entered.
			const answer = await fetch(this.url, {
				method: 'POST',
				body,
				// The receiver may close a kept-alive connection just as the next delivery is sent on it.
				headers: { ...made, connection: 'close' },
				redirect: 'manual',
				signal: AbortSignal.timeout(this.options.timeoutMs ?? 30_000),
			});
			return {
				status: answer.status,
				body: await answer.text(),
				retryAfter: Number(answer.headers.get('retry-after')) || 0,
			};
		} catch (error) {
			return { status: null, body: error instanceof Error ? error.message : String(error), retryAfter: 0 };
		}
	}

	private now(): Date {
		return this.options.clock?.() ?? new Date();
	}
}
