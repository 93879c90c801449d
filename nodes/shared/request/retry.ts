/** Retries after a transient error: with growing waits, never at once, never forever. */
import { isTransient } from './api-error';

export interface RetryOptions {
	/** Maximum number of attempts, including the first. */
	attempts: number;
	/** Waits for some milliseconds; injected so that tests take no time. */
	wait: (milliseconds: number) => Promise<void>;
	/** 0 to 1; spreads the attempts of many hotels. */
	random?: () => number;
	/** Longest single wait in seconds; a longer `Retry-After` ends the attempts. */
	longestWait?: number;
	/** Seconds since the beginning after which no other attempt begins; default: no end. */
	within?: number;
}

/**
 * For what gets old while it is sent, and whose sender works it out anew: whoever hears nothing for 10 seconds gives up, and
 * a fault that shows itself sooner is tried again until then. The next channel is told in time.
 */
export const PRESSING = { silenceMs: 10_000, retry: { attempts: 4, within: 10 } } as const;

/** As `PRESSING`, where somebody waits for the answer only so long. */
export function inSeconds(within: number): { silenceMs: number; retry: Pick<RetryOptions, 'attempts' | 'within'> } {
	return { silenceMs: Math.max(1, Math.ceil(within * 1000)), retry: { attempts: 4, within } };
}

/**
 * Does the work until it succeeds, fails for good, or the attempts are used up; then its error is thrown.
 * Waits 1, 2, 4 … seconds, give or take a quarter, or as long as the remote system asked.
 */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
	const { attempts, wait, random = Math.random, longestWait = 60, within = Number.POSITIVE_INFINITY } = options;
	const end = performance.now() + within * 1000;
	for (let attempt = 1; ; attempt++) {
		const outcome = await work().then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		const seconds = isTransient(error)
			? (error.retryAfter ?? 2 ** (attempt - 1) * (0.75 + random() / 2))
			: Number.POSITIVE_INFINITY;
		const isOver = performance.now() + seconds * 1000 > end;
		if (attempt >= attempts || seconds > longestWait || isOver) throw error;
		// Never with zero delay, even if the remote system allows it.
		await wait(Math.max(seconds, 0.25) * 1000);
	}
}
