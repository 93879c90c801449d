/** Writes events to SelfKey in batches, and reports the outcome of each. */
import { randomInt } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { sendInBatches, type BatchResult } from '../../shared/batch';
import { ApiError } from '../../shared/request/api-error';
import type { RetryOptions } from '../../shared/request/retry';
import { redactedMessage } from './redacted-message';

/** Sends events in one request and returns SelfKey's answer; its errors quote nothing private. */
export type Post<E> = (events: E[]) => Promise<unknown>;

/** What is written: reservations or payments. */
export interface EventKind<E> {
	/** As in "SelfKey did not write the …". */
	name: string;
	/** What to do if SelfKey refuses one for good. */
	refused: string;
	/** Guest data that no error may quote. */
	privateIn(event: E): string[];
}

/** SelfKey's handler accepts up to 100 events at a time. */
const BATCH = 50;
/**
 * Possibly caused by the content of one event: the request is too large, or a firewall mistakes a guest's request for
 * an attack.
 */
const CONTENT_REFUSED: ReadonlySet<number> = new Set([400, 403, 413, 422]);
/** If this many single events in a row are refused, their content is hardly the reason. */
const GIVE_UP_AFTER = 3;

/**
 * Writes all events. Those that failed for a transient reason are sent again; those already written are not, so that
 * they keep their first outcome. A request that may have been refused for its content is sent in halves, so that one
 * event does not hold up the others. If a request fails as a whole for another reason and keeps failing, the rest is
 * not sent: a long list would keep the run waiting for hours. If single events are refused in a row, one of the rest is
 * tried, drawn by lot: the source offers them in the same order each time, and those at its head must not keep the
 * others out for ever.
 * @param draw which of so many is tried
 * @returns what SelfKey did with each event, in order
 */
export async function writeEvents<E>(
	events: readonly E[],
	kind: EventKind<E>,
	post: Post<E>,
	retry: RetryOptions,
	draw: (count: number) => number = randomInt,
): Promise<BatchResult<IDataObject>> {
	const send = async (places: number[], giveUpAfter: number) =>
		await sendInBatches(
			places.map((place) => events[place] as E),
			async (batch) => outcomesOf(await post(batch), batch, kind),
			{ size: BATCH, concernsContent: mayConcernContent, giveUpAfter, retry },
		);
	const places = events.map((_, place) => place);
	const { results, fatal: first } = await send(places, GIVE_UP_AFTER);
	let fatal = first;
	while (fatal && mayConcernContent(fatal)) {
		// The first one that has it was refused itself; the others were never sent.
		const [, ...unsent] = places.filter((place) => results[place] === fatal);
		const lot = unsent.length === 0 ? undefined : unsent[draw(unsent.length)];
		if (lot === undefined) break;
		const trial = await send([lot], 1);
		results[lot] = trial.results[0] as IDataObject | Error;
		if (trial.fatal) break;
		const rest = unsent.filter((place) => place !== lot);
		const again = await send(rest, GIVE_UP_AFTER);
		for (const [index, place] of rest.entries()) results[place] = again.results[index] as IDataObject | Error;
		fatal = again.fatal;
	}
	return { results, fatal };
}

function mayConcernContent(error: Error): boolean {
	return error instanceof ApiError && CONTENT_REFUSED.has(error.status ?? 0);
}

/** SelfKey's answer to each event, in order. An answer that cannot be matched counts for none of them. */
function outcomesOf<E>(answer: unknown, events: readonly E[], kind: EventKind<E>): Array<IDataObject | Error> {
	const { results } = (answer ?? {}) as { results?: unknown };
	if (!Array.isArray(results) || results.length !== events.length) {
		throw new ApiError({
			kind: 'refused',
			message: `SelfKey's answer does not say what became of each ${kind.name}`,
			advice: 'SelfKey must run the route handler that comes with this package; see docs/selfkey.md',
			// It says nothing about the events: the sender must send them again once SelfKey is set up.
			retryable: true,
		});
	}
	return events.map((event, index) => outcomeOf(results[index], event, kind));
}

function outcomeOf<E>(result: unknown, event: E, { name, refused, privateIn }: EventKind<E>): IDataObject | Error {
	const { status, error, retryable, ...outcome } = (result ?? {}) as IDataObject;
	if (status === 'success' && typeof outcome.outcome === 'string') return outcome;
	const reason =
		typeof error === 'string' && error !== '' ? redactedMessage(error, privateIn(event)) : 'no reason given';
	return new ApiError({
		kind: retryable === true ? 'server' : 'refused',
		// Only the handler's answer about this very event is final: the sender never repeats what is final.
		retryable: retryable !== false,
		message: `SelfKey did not write the ${name}: ${reason}`,
		advice: retryable === true ? 'Nothing is lost: its source offers it again' : refused,
	});
}
