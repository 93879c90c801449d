/** Tells SelfKey what became of the changes that a subscriber was given. */
import type { RequestContext } from '../../shared/request/request';
import { unreadable } from '../rest-api/responses';
import { selfKeyRepeatablePost } from '../transport';

/** What SelfKey made of it; `superseded` where the reservation has changed again, or was acknowledged before. */
export type AcknowledgementResult = 'acknowledged' | 'postponed' | 'superseded';

export interface ChangeReference {
	key: string;
	position: number;
	/** Why it was not done, to be offered again later; left out where it was done. */
	error?: string | undefined;
}

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
	const answer = await selfKeyRepeatablePost(context, 'changes/ack', () => ({ subscriber, items }));
	const { results } = answer as { results?: unknown };
	if (!Array.isArray(results) || results.length !== changes.length) {
		throw unreadable("SelfKey's answer does not say what became of the changes");
	}
	return results as AcknowledgementResult[];
}
