/** Tells SelfKey what became of the changes that a subscriber was given. */
import { sleep } from 'n8n-workflow';
import type { RequestContext } from '../../shared/request/request';
import { withRetry } from '../../shared/request/retry';
import { unreadable } from '../rest-api/responses';
import { selfKeyPost } from '../transport';

/** What SelfKey made of it; `superseded` where the reservation has changed again, or was acknowledged before. */
export type AcknowledgementResult = 'acknowledged' | 'postponed' | 'superseded';

export interface ChangeReference {
	key: string;
	position: number;
	/** Why it was not done, to be offered again later; left out where it was done. */
	error?: string | undefined;
}

const ATTEMPTS = 3;

/**
 * Results in order. To say the same again changes nothing, so it is repeated after passing faults.
 * @throws ApiError
 */
export async function acknowledgeChanges(
	context: RequestContext,
	subscriber: string,
	changes: readonly ChangeReference[],
): Promise<AcknowledgementResult[]> {
	const items = changes.map(({ key, position, error }) => ({
		key,
		position,
		...(error === undefined ? {} : { error }),
	}));
	// An error text may quote the guest; SelfKey's answer repeats none of it.
	const post = async () => await selfKeyPost(context, { subscriber, items }, [], 'changes/ack');
	const answer = await withRetry(post, { attempts: ATTEMPTS, wait: sleep });
	const { results } = answer as { results?: unknown };
	if (!Array.isArray(results) || results.length !== changes.length) {
		throw unreadable("SelfKey's answer does not say what became of the changes");
	}
	return results as AcknowledgementResult[];
}
