/** The answer to a webhook's sender, from the items at the end of the flow. Pure. */
import { recordOf, type Fields } from '../../../core/payload/field-reader';
import { shorten } from '../../../core/text/cut-text';
import { textOf } from '../../../core/text/read-text';
import { failureText, isFailed, outcomeOf } from '../../shared/item-outcome';

const MAX_REASON = 300;

export interface Result {
	/** The reservation's key or the payment's id. */
	key: string | null;
	outcome?: string;
	warnings?: unknown[];
	error?: string;
}

export interface Reply {
	/** 200 all went well; 500 send it again; 422 sending it again changes nothing. */
	statusCode: 200 | 422 | 500;
	body: { status: 'success'; results: Result[] } | { error: string; results: Result[] };
}

type Json = Readonly<Fields>;

/** The text for an item that no node has written: somebody at the hotel has to correct the flow. */
const NOT_WRITTEN = 'No node of the flow has written it';

/**
 * An item failed where it has `error`, as our nodes and n8n's give it out; it failed for good where
 * `details.retryable` says so. Only all of them for good is final: otherwise what may go well later would be lost.
 * @param needsOutcome an item without the outcome of a node that wrote it has failed too
 */
export function replyTo(given: readonly Json[], needsOutcome: boolean): Reply {
	const items = needsOutcome
		? given.map((item) => (isFailed(item) || outcomeOf(item) !== null ? item : { ...item, error: NOT_WRITTEN }))
		: given;
	const results = items.map(resultOf);
	const failed = items.filter(isFailed);
	const [first] = failed;
	if (!first) return { statusCode: 200, body: { status: 'success', results } };
	if (!failed.every(isFinal)) return { statusCode: 500, body: { error: 'Processing failed', results } };
	return { statusCode: 422, body: { error: reasonOf(first), results } };
}

function resultOf(item: Json): Result {
	const key = textOf(item['key']) ?? textOf(item['paymentId']);
	if (isFailed(item)) return { key, error: reasonOf(item) };
	const { outcome, warnings } = recordOf(item['selfKey']);
	return {
		key,
		...(typeof outcome === 'string' ? { outcome } : {}),
		...(Array.isArray(warnings) && warnings.length > 0 ? { warnings } : {}),
	};
}

function isFinal(item: Json): boolean {
	return recordOf(item['details'])['retryable'] === false;
}

/** Our nodes' texts name no guest; of an error of another kind only its message is told. */
function reasonOf(item: Json): string {
	return shorten(failureText(item) ?? 'It failed without a reason', MAX_REASON);
}
