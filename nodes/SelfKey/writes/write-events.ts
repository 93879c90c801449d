/** Writes events to SelfKey in batches, and finds out what became of each. */
import type { IDataObject } from 'n8n-workflow';
import { isTransient, ApiError } from '../../shared/request/api-error';
import { withRetry, type RetryOptions } from '../../shared/request/retry';
import { redactedMessage } from './redacted-message';

/** What SelfKey did, or why it did not. */
export type Outcome = IDataObject | Error;

/** Sends events in one request and gives SelfKey's answer; what it throws quotes nothing private. */
export type Post<E> = (events: E[]) => Promise<unknown>;

/** What is written: reservations, payments. */
export interface EventKind<E> {
	/** As in "SelfKey did not write the …". */
	name: string;
	/** What to do about one that SelfKey refuses for good. */
	refused: string;
	/** What the guest told, so that no error quotes it. */
	privateIn(event: E): string[];
}

export interface Written<E> {
	/** One for every event. */
	outcomes: ReadonlyMap<E, Outcome>;
	/** Why SelfKey could not be asked at all, where the rest was given up. */
	failure: Error | null;
}

interface Attempt<E> {
	unanswered: readonly E[];
	/** `null` where all were answered. */
	error: unknown;
}

/** SelfKey's handler takes up to 100 events at a time. */
const BATCH = 50;
/** Perhaps for what is in one event: too large a request, or a firewall that takes a guest's wish for an attack. */
const CONTENT_REFUSED: ReadonlySet<number> = new Set([400, 403, 413, 422]);
/** So many single events refused in a row are not about what is in them. */
const GIVE_UP_AFTER = 3;

/**
 * Writes all events. Those that failed for a passing reason are sent again; those already written are not,
 * so that their outcome stays the one of the first time. A request that is refused for what may be in it is
 * sent in halves, so that one event does not keep back the others. Where a request fails as a whole for
 * another reason and goes on failing, the rest is not sent: a long list would keep the run waiting for hours.
 */
export async function writeEvents<E>(
	events: readonly E[],
	kind: EventKind<E>,
	post: Post<E>,
	retry: RetryOptions,
): Promise<Written<E>> {
	const outcomes = new Map<E, Outcome>();
	const batches = Array.from({ length: Math.ceil(events.length / BATCH) }, (_, index) =>
		events.slice(index * BATCH, (index + 1) * BATCH),
	);
	let failure: Error | null = null;
	let refusals = 0;
	for (let batch = batches.shift(); batch; batch = batches.shift()) {
		const { unanswered, error }: Attempt<E> = failure
			? { unanswered: batch, error: failure }
			: await writeBatch(batch, kind, post, retry, outcomes);
		if (error === null) {
			refusals = 0;
			continue;
		}
		const isAboutContent = error instanceof ApiError && CONTENT_REFUSED.has(error.status ?? 0);
		if (isAboutContent && unanswered.length > 1) {
			const middle = Math.ceil(unanswered.length / 2);
			batches.unshift(unanswered.slice(0, middle), unanswered.slice(middle));
			continue;
		}
		const problem: Error =
			error instanceof Error ? error : new RangeError('Writing to SelfKey failed; run the flow again');
		for (const event of unanswered) outcomes.set(event, problem);
		if (!isAboutContent || ++refusals >= GIVE_UP_AFTER) failure = problem;
	}
	return { outcomes, failure };
}

/** Notes what became of each event; those of which nothing was heard are answered with the reason. */
async function writeBatch<E>(
	events: readonly E[],
	kind: EventKind<E>,
	post: Post<E>,
	retry: RetryOptions,
	outcomes: Map<E, Outcome>,
): Promise<Attempt<E>> {
	let waiting = events;
	let isAnswered = false;
	const send = async () => {
		isAnswered = false;
		const answers = outcomesOf(await post([...waiting]), waiting, kind);
		isAnswered = true;
		for (const [event, outcome] of answers) outcomes.set(event, outcome);
		const passing = answers.filter(([, outcome]) => isTransient(outcome));
		waiting = passing.map(([event]) => event);
		const [first] = passing;
		if (first) throw first[1] as Error;
	};
	const error = await withRetry(send, retry).then(
		() => null,
		(reason: unknown) => reason,
	);
	return isAnswered ? { unanswered: [], error: null } : { unanswered: waiting, error };
}

/** SelfKey's answer to each event, in order. An answer that cannot be matched counts for none of them. */
function outcomesOf<E>(answer: unknown, events: readonly E[], kind: EventKind<E>): Array<readonly [E, Outcome]> {
	const { results } = (answer ?? {}) as { results?: unknown };
	if (!Array.isArray(results) || results.length !== events.length) {
		throw new ApiError({
			kind: 'refused',
			message: `SelfKey's answer does not say what became of each ${kind.name}`,
			advice: 'SelfKey must run the route handler that comes with this package; see docs/selfkey.md',
			// It says nothing about the events: what sent them must come again once SelfKey is set up.
			retryable: true,
		});
	}
	return events.map((event, index) => [event, outcomeOf(results[index], event, kind)] as const);
}

function outcomeOf<E>(result: unknown, event: E, { name, refused, privateIn }: EventKind<E>): Outcome {
	const { status, error, retryable, ...outcome } = (result ?? {}) as IDataObject;
	if (status === 'success' && typeof outcome.outcome === 'string') return outcome;
	const reason =
		typeof error === 'string' && error !== '' ? redactedMessage(error, privateIn(event)) : 'it gives no reason';
	return new ApiError({
		kind: retryable === true ? 'server' : 'refused',
		// Only the handler's own word about this very event is final: of what is final the sender never comes again.
		retryable: retryable !== false,
		message: `SelfKey did not write the ${name}: ${reason}`,
		advice: retryable === true ? 'Nothing is lost: its source offers it again' : refused,
	});
}
