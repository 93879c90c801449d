/** Writes events to SelfKey in batches, and finds out what became of each. */
import type { IDataObject } from 'n8n-workflow';
import { isPassing, RemoteProblem } from '../shared/n8n/problem';
import { redact } from '../shared/n8n/redact';
import { withRetry, type RetryOptions } from '../shared/n8n/retry';
import type { SelfKeyEvent } from './selfKey.mapper';

/** What SelfKey did, or why it did not. */
export type Outcome = IDataObject | Error;

/** Sends events in one request and gives SelfKey's answer. */
export type Post = (events: SelfKeyEvent[]) => Promise<unknown>;

export interface Written {
	/** One for every event. */
	outcomes: ReadonlyMap<SelfKeyEvent, Outcome>;
	/** Why SelfKey could not be asked at all, where the rest was given up. */
	failure: Error | null;
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
export async function writeEvents(events: readonly SelfKeyEvent[], post: Post, retry: RetryOptions): Promise<Written> {
	const outcomes = new Map<SelfKeyEvent, Outcome>();
	const batches = Array.from({ length: Math.ceil(events.length / BATCH) }, (_, index) => events.slice(index * BATCH, (index + 1) * BATCH));
	let failure: Error | null = null;
	let refusals = 0;
	for (let batch = batches.shift(); batch; batch = batches.shift()) {
		const { unanswered, error } = failure ? { unanswered: batch, error: failure } : await writeBatch(batch, post, retry, outcomes);
		if (error === null) {
			refusals = 0;
			continue;
		}
		const isAboutContent = error instanceof RemoteProblem && CONTENT_REFUSED.has(error.status ?? 0);
		if (isAboutContent && unanswered.length > 1) {
			const middle = Math.ceil(unanswered.length / 2);
			batches.unshift(unanswered.slice(0, middle), unanswered.slice(middle));
			continue;
		}
		const problem = withoutGuests(error, unanswered);
		for (const event of unanswered) outcomes.set(event, problem);
		if (!isAboutContent || ++refusals >= GIVE_UP_AFTER) failure = problem;
	}
	return { outcomes, failure };
}

/** Notes what became of each event; those of which nothing was heard are answered with the reason. */
async function writeBatch(
	events: readonly SelfKeyEvent[],
	post: Post,
	retry: RetryOptions,
	outcomes: Map<SelfKeyEvent, Outcome>,
): Promise<{ unanswered: readonly SelfKeyEvent[]; error: unknown }> {
	let waiting = events;
	let isAnswered = false;
	const send = async () => {
		isAnswered = false;
		const answers = outcomesOf(await post([...waiting]), waiting);
		isAnswered = true;
		for (const [event, outcome] of answers) outcomes.set(event, outcome);
		const passing = answers.filter(([, outcome]) => isPassing(outcome));
		waiting = passing.map(([event]) => event);
		const [first] = passing;
		if (first) throw first[1] as Error;
	};
	const error = await withRetry(send, retry).then(() => null, (reason: unknown) => reason);
	return isAnswered ? { unanswered: [], error: null } : { unanswered: waiting, error };
}

/** SelfKey's answer to each event, in order. An answer that cannot be matched counts for none of them. */
function outcomesOf(answer: unknown, events: readonly SelfKeyEvent[]): Array<readonly [SelfKeyEvent, Outcome]> {
	const { results } = (answer ?? {}) as { results?: unknown };
	if (!Array.isArray(results) || results.length !== events.length) {
		throw new RemoteProblem({
			kind: 'refused',
			message: "SelfKey's answer does not say what became of each reservation",
			advice: 'SelfKey must run the route handler that comes with this package; see docs/selfkey.md',
		});
	}
	return events.map((event, index) => [event, outcomeOf(results[index], event)] as const);
}

function outcomeOf(result: unknown, event: SelfKeyEvent): Outcome {
	const { status, error, retryable, ...outcome } = (result ?? {}) as IDataObject;
	if (status === 'success' && typeof outcome.outcome === 'string') return outcome;
	const reason = typeof error === 'string' && error !== '' ? error.slice(0, 300) : 'it gives no reason';
	const problem = new RemoteProblem({
		kind: retryable === true ? 'server' : 'refused',
		message: `SelfKey did not write the reservation: ${reason}`,
		advice: retryable === true ? 'Nothing is lost: its source offers it again' : 'Correct what it names; its source offers the reservation again',
	});
	return withoutGuests(problem, [event]);
}

/** What SelfKey says of a request may quote what was in it. */
function withoutGuests(error: unknown, events: readonly SelfKeyEvent[]): Error {
	if (!(error instanceof RemoteProblem)) return error instanceof Error ? error : new RangeError('Writing to SelfKey failed; run the flow again');
	const { kind, message, advice, status, retryAfter } = error;
	return new RemoteProblem({ kind, advice, status, retryAfter, message: redact(message, events.flatMap(guestValues)) });
}

function guestValues({ data: { reservation } }: SelfKeyEvent): string[] {
	const { firstName, lastName, email, phone, address } = reservation.booker;
	const names = [firstName, lastName, ...reservation.rooms.flatMap(({ guests }) => (guests ?? []).map(({ name }) => name))].filter((name) => name !== null);
	const texts = [email, phone, address, ...(reservation.remarks ?? [])].filter((text) => text !== null);
	return [...names, ...names.flatMap((name) => String(name).split(/\s+/)), ...texts].map(String);
}
