/** Sends many things in one request, and in ever smaller parts where it is refused, to find which one it is. */
import { isTransient, ApiError, type ApiErrorKind } from './request/api-error';

/**
 * Sends in order, `size` things at most in one request. A refused request is halved until the thing to blame
 * is alone, so one bad thing among 100 costs about 14 requests more. After a fault that would hit every further
 * request just as well (no answer, 5xx, refused credentials) nothing more is sent.
 * @param send sends a batch and gives one result per thing; what it throws concerns the whole batch
 * @param endings further kinds of problem that concern all things alike
 * @returns per thing, in order, its result or why it failed
 */
export async function sendInBatches<T, R>(
	things: T[],
	size: number,
	send: (batch: T[]) => Promise<Array<R | Error>>,
	endings: readonly ApiErrorKind[] = [],
): Promise<Array<R | Error>> {
	let hopeless: Error | null = null;

	async function sendBatch(batch: T[]): Promise<Array<R | Error>> {
		if (hopeless) return batch.map(() => hopeless as Error);
		try {
			return await send(batch);
		} catch (error) {
			const problem = error instanceof Error ? error : new Error('Something that is no error was thrown');
			// Each further try with refused credentials would ask for one more token, of which there are 30 an hour.
			if (isTransient(problem) || (problem instanceof ApiError && ['unauthorized', ...endings].includes(problem.kind)))
				hopeless = problem;
			if (hopeless || batch.length === 1) return batch.map(() => problem);
			const middle = Math.ceil(batch.length / 2);
			return [...(await sendBatch(batch.slice(0, middle))), ...(await sendBatch(batch.slice(middle)))];
		}
	}

	const results: Array<R | Error> = [];
	for (let start = 0; start < things.length; start += size)
		results.push(...(await sendBatch(things.slice(start, start + size))));
	return results;
}
