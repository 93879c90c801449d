/** 100 requests a minute and key, as SelfKey's REST API counts them. */

export interface RateLimitVerdict {
	isAllowed: boolean;
	headers: Record<string, string>;
}

const WINDOW_MS = 60_000;

export class RateLimit {
	private readonly windows = new Map<string, { startedAt: number; used: number }>();

	constructor(private readonly perMinute: number) {}

	/** Counts one request of the key. @param now epoch milliseconds */
	take(key: string, now: number): RateLimitVerdict {
		let window = this.windows.get(key);
		if (!window || now - window.startedAt >= WINDOW_MS) {
			window = { startedAt: now, used: 0 };
			this.windows.set(key, window);
		}
		window.used += 1;
		const endsAt = window.startedAt + WINDOW_MS;
		const isAllowed = window.used <= this.perMinute;
		return {
			isAllowed,
			headers: {
				'X-RateLimit-Limit': String(this.perMinute),
				'X-RateLimit-Remaining': String(Math.max(0, this.perMinute - window.used)),
				'X-RateLimit-Reset': String(Math.ceil(endsAt / 1000)),
				...(isAllowed ? {} : { 'Retry-After': String(Math.max(1, Math.ceil((endsAt - now) / 1000))) }),
			},
		};
	}
}
