/**
 * Asks a channel what it has sold, before more rooms are put on sale. Only one run is on its way at a time, so that fewer rooms
 * that come up meanwhile wait until it has answered: all questions of a run together get a few seconds.
 */
import { ApiError, isTransient } from './request/api-error';
import type { Unread } from './unread-sales';

/** For all questions of a node in a run. */
export const ASKED_FOR_MS = 5_000;

/**
 * Why the channel has not answered: what passes by itself is waited for; any other fault is an error, which people have to
 * see at once.
 */
export type NoAnswer = Unread | Error;

/** @param seconds what is left of the time */
type Question<T> = (seconds: number) => Promise<T>;

/**
 * For the questions of one run, one after the other. Once the channel was silent or has not accepted the credential, or the
 * time is over, it is not asked again.
 * @param channel as errors name it
 * @param silence a clause such as `Airbnb does not say what it has booked`
 * @param forMs for all of them
 */
export function channelAsker(channel: string, silence: string, forMs: number = ASKED_FOR_MS) {
	const end = performance.now() + forMs;
	const late = () => lateError(channel, forMs);
	let over: NoAnswer | null = null;
	const noAnswer = (error: unknown): NoAnswer =>
		isTransient(error)
			? { what: `${silence} (${error.message})`, silence: error }
			: error instanceof Error
				? error
				: new Error(`${silence} (no answer)`);
	return async function ask<T>(question: Question<T>): Promise<{ answer: T } | { noAnswer: NoAnswer }> {
		if (over !== null) return { noAnswer: over };
		try {
			const left = end - performance.now();
			if (left <= 0) throw late();
			return { answer: await within(left, question, late) };
		} catch (error) {
			const reason = noAnswer(error);
			if (error instanceof ApiError && ENDING.has(error.kind)) over = reason;
			return { noAnswer: reason };
		}
	};
}

/** What the next question would meet as well. */
const ENDING: ReadonlySet<string> = new Set<ApiError['kind']>(['unreachable', 'unauthorized', 'rate_limited']);

/** Whatever the question does: a new token has a time-out of its own, and an answer may come in many pages. */
async function within<T>(ms: number, question: Question<T>, late: () => ApiError): Promise<T> {
	const timeIsUp = new Promise<never>((_, reject) => {
		AbortSignal.timeout(Math.ceil(ms)).addEventListener('abort', () => reject(late()));
	});
	return await Promise.race([question(ms / 1000), timeIsUp]);
}

function lateError(channel: string, forMs: number): ApiError {
	return new ApiError({
		kind: 'unreachable',
		message: `${channel} is slow: it has not said everything within ${forMs / 1000} seconds`,
		advice: 'The next poll asks again',
	});
}
