/** Sends many things in one request, and one by one where the request is refused, to find which one it is. */
import { isPassing } from '../shared/n8n/problem';

/**
 * @param send sends a batch; what it throws concerns the whole batch
 * @returns per thing, in order, what its batch answered or why it failed
 */
export async function sendTogether<T, R>(things: T[], size: number, send: (batch: T[]) => Promise<R>): Promise<Array<R | Error>> {
	const results: Array<R | Error> = [];
	for (let start = 0; start < things.length; start += size) {
		results.push(...(await sendBatch(things.slice(start, start + size), send)));
	}
	return results;
}

async function sendBatch<T, R>(batch: T[], send: (batch: T[]) => Promise<R>): Promise<Array<R | Error>> {
	try {
		const result = await send(batch);
		return batch.map(() => result);
	} catch (error) {
		const problem = error instanceof Error ? error : new Error('Unknown error');
		// A passing fault would hit each of them alone just as well.
		if (batch.length === 1 || isPassing(problem)) return batch.map(() => problem);
		const results: Array<R | Error> = [];
		for (const thing of batch) results.push(...(await sendBatch([thing], send)));
		return results;
	}
}
