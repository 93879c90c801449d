/** Sends many entries in one request and, if one is rejected, in ever smaller parts to find which entry it is. */
import { ApiError, isTransient, type ApiErrorKind } from './request/api-error';
import { withRetry, type RetryOptions } from './request/retry';

export interface BatchOptions {
	/** Most entries in one request. */
	size: number;
	/**
	 * Whether an error of a whole request may be caused by its content. Such a request is sent again in halves; any
	 * other error would affect every further request as well, and ends everything. Default: `concernsContentUnless()`.
	 */
	concernsContent?: (error: Error) => boolean;
	/**
	 * If this many entries in a row are rejected alone, their content is not the reason, and everything ends.
	 */
	giveUpAfter?: number;
	/** How requests, and entries whose own result is transient, are sent again. Default: once only. */
	retry?: RetryOptions;
}

export interface BatchResult<R> {
	/** One per entry, in order: its result, or why it has none. */
	results: Array<R | Error>;
	/** Why nothing more was sent; `null` if everything was. */
	fatal: Error | null;
}

/**
 * Sends in order. An entry that was answered for good is never sent again.
 *
 * Requests, not counting retries: ⌈n / size⌉ if all goes well. Each entry that spoils its request costs at most
 * 2·⌈log₂ size⌉ more, 14 for one bad entry among 100. If everything is refused, `giveUpAfter` ends it after
 * giveUpAfter·(1 + ⌈log₂ size⌉) at most. After a fatal error nothing is sent.
 * @param send sends a batch and returns one result per entry, in order; what it throws concerns the whole request
 */
export async function sendInBatches<T, R>(
	entries: readonly T[],
	send: (batch: T[]) => Promise<ReadonlyArray<R | Error>>,
	{ size, concernsContent = concernsContentUnless(), giveUpAfter = Number.POSITIVE_INFINITY, retry }: BatchOptions,
): Promise<BatchResult<R>> {
	const places = entries.map((_, place) => place);
	const results = places.map((): R | Error => new Error('There is no result for this entry; run the flow again'));
	const batches = Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
		places.slice(index * size, (index + 1) * size),
	);
	let refusedInARow = 0;
	for (let batch = batches.shift(); batch; batch = batches.shift()) {
		const { unanswered, error } = await attempt(batch, entries, results, send, retry);
		if (error === null) {
			refusedInARow = 0;
			continue;
		}
		const mayBeOneOfThem = concernsContent(error);
		if (mayBeOneOfThem && unanswered.length > 1) {
			const middle = Math.ceil(unanswered.length / 2);
			batches.unshift(unanswered.slice(0, middle), unanswered.slice(middle));
			continue;
		}
		for (const place of unanswered) results[place] = error;
		if (!mayBeOneOfThem || ++refusedInARow >= giveUpAfter) {
			for (const place of batches.flat()) results[place] = error;
			return { results, fatal: error };
		}
	}
	return { results, fatal: null };
}

/**
 * The default for `concernsContent`: everything except transient errors, rejected credentials (each further try might
 * request another token, and systems limit those), and the kinds given.
 */
export function concernsContentUnless(...kinds: ApiErrorKind[]): (error: Error) => boolean {
	const concernsAll: ReadonlySet<ApiErrorKind> = new Set<ApiErrorKind>(['unauthorized', ...kinds]);
	return (error) => !isTransient(error) && !(error instanceof ApiError && concernsAll.has(error.kind));
}

interface Attempt {
	/** Places of the entries without an answer. */
	unanswered: number[];
	/** `null` if all were answered. */
	error: Error | null;
}

/** Sends a batch until each entry is answered for good or the attempts are used up, and notes the results. */
async function attempt<T, R>(
	batch: number[],
	entries: readonly T[],
	results: Array<R | Error>,
	send: (batch: T[]) => Promise<ReadonlyArray<R | Error>>,
	retry: RetryOptions = { attempts: 1, wait: async () => undefined },
): Promise<Attempt> {
	let waiting = batch;
	let isAnswered = false;
	const sendWaiting = async () => {
		isAnswered = false;
		const answers = await send(waiting.map((place) => entries[place] as T));
		isAnswered = true;
		for (const [index, place] of waiting.entries()) results[place] = answers[index] ?? (results[place] as R | Error);
		waiting = waiting.filter((place) => isTransient(results[place]));
		const [first] = waiting;
		if (first !== undefined) throw results[first] as Error;
	};
	const error = await withRetry(sendWaiting, retry).then(
		() => null,
		(reason: unknown) =>
			reason instanceof Error ? reason : new Error('The request did not go through; run the flow again'),
	);
	return isAnswered ? { unanswered: [], error: null } : { unanswered: waiting, error };
}
