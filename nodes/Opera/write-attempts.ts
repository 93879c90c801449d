/** Writes that must not be repeated blindly: after each failure it is looked up what became of the one before. */
import { sleep } from 'n8n-workflow';
import type { ApiError } from '../shared/request/api-error';
import { MAX_WAIT_SECONDS } from './rate-limit';

/** With growing waits, about 7 seconds in all; after that its source offers the reservation again. */
export const WRITE_ATTEMPTS = 4;

/** Why it failed; `null` if it did not. */
export async function failureOf(work: Promise<unknown>): Promise<{ error: unknown } | null> {
	return await work.then(
		() => null,
		(error: unknown) => ({ error }),
	);
}

/**
 * Waits 1, 2, 4 … seconds, or as long as OPERA asked.
 * @throws the error itself where that is longer than a run waits: its source offers it again
 */
export async function waitBefore(attempt: number, error: ApiError): Promise<void> {
	const seconds = error.retryAfter ?? 2 ** (attempt - 1);
	if (seconds > MAX_WAIT_SECONDS) throw error;
	await sleep(1000 * seconds);
}
