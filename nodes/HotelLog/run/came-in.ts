/** What started the execution, so that items lost on the way are noticed. */
import type { INodeExecutionData } from 'n8n-workflow';
import { givenOutFor, type PastNode } from '../../shared/given-out';
import type { Json } from '../rows/fields';
import { identityOf } from '../rows/row-of';

/** The items that the trigger emitted. */
export function cameIn(starts: readonly PastNode[]): Json[] {
	return starts.flatMap((start) => start.all().map(({ json }) => json));
}

/**
 * The items of this run, each with `error` if n8n keeps it beside the fields. A node of another kind may have
 * replaced the fields with its own: such an item is identified by what the trigger emitted for it.
 */
export function recognised(items: readonly INodeExecutionData[], starts: readonly PastNode[]): Json[] {
	return items.map(({ json, error }, index) => {
		const item: Json = error && !json['error'] ? { ...json, error: error.message } : json;
		const { reservationKey, payment } = identityOf(item);
		if (reservationKey !== '' || payment !== '') return item;
		const origin = givenOutFor(index, starts);
		return origin ? { ...origin, ...own(item) } : item;
	});
}

/** What a replaced item still contains of this package's work. */
function own({ error, selfKey }: Json): Json {
	return { ...(error === undefined ? {} : { error }), ...(selfKey === undefined ? {} : { selfKey }) };
}
