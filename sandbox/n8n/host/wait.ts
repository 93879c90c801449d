/** Waiting for something to become true, instead of for some time to pass. */

const INTERVAL_MS = 100;
const DEFAULT_TIMEOUT_MS = 60_000;

export interface WaitOptions {
	/** What the wait is for, for the error message: `the acknowledgement`. */
	what?: string;
	timeoutMs?: number;
	/** Ends the wait with this error as soon as it returns one. */
	giveUp?: () => Error | undefined;
}

/**
 * Calls the condition repeatedly until its result is not false, null or undefined.
 * @param condition may be asynchronous; an error that it throws counts as "not yet"
 * @returns that result
 * @throws Error with the last error, or with what the wait was for, after the time limit
 */
export async function waitFor<T>(
	condition: () => Promise<T> | T,
	{ what = 'a condition', timeoutMs = DEFAULT_TIMEOUT_MS, giveUp }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
	const deadline = Date.now() + timeoutMs;
	let last = '';
	for (;;) {
		try {
			const answer = await condition();
			if (answer !== false && answer !== null && answer !== undefined) {
				return answer as Exclude<T, false | null | undefined>;
			}
			last = '';
		} catch (error) {
			last = ` (last: ${error instanceof Error ? error.message : String(error)})`;
		}
		const reason = giveUp?.();
		if (reason) throw reason;
		if (Date.now() >= deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}${last}.`);
		await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
	}
}
