/** What all polling triggers of this package have in common, however their source is queried. */
import { NodeOperationError, type INodeExecutionData, type IPollFunctions, type IRun } from 'n8n-workflow';
import { isSwitchedOnByN8n } from '../activation';
import { toNodeError } from '../node-error';
import { nodeKey } from '../node-key';
import type { PollLock } from './poll-lock';
import { notePoll, notePollOutcome, takeSilentPoll, type SeenPoll } from './polls-seen';
import { isTransient } from '../request/api-error';

export interface Polled {
	items: INodeExecutionData[];
	/** What could not be returned; reported beside the items, and as the error of a manual run without items. */
	errors: Error[];
	/**
	 * Whether nothing of what it has ever reported lasts; for a source that repeats with each poll what lasts, or knows it
	 * otherwise. Left out, its errors say nothing about the polls after them, and only what a poll throws ends with the next
	 * one that does not.
	 */
	isWell?: boolean;
	/** Those of its errors that a poll ends which goes well; left out, all. */
	lasting?: readonly Error[];
	/** Called once the run that the items started has ended successfully: the moment to advance a cursor. */
	onSuccess?: () => void;
	/**
	 * The source has more, to be asked for once the run with these items has ended, however it did: of a source that
	 * forgets what it gives out, only so much is on its way.
	 */
	next?: () => Promise<Polled>;
}

/**
 * One poll. It is skipped while the last run is unfinished; an empty result starts no run; and no transient error
 * prevents a workflow from being activated.
 * @param fetch queries the source; `lastEnd` is when the last run ended, in milliseconds
 * @param isSilenceToldElsewhere whether the alerts notice from another side that it polls no more
 * @param watchesOthers whether it tells of another trigger of this process that polls no more
 */
export async function pollOnce(
	context: IPollFunctions,
	lock: PollLock,
	fetch: (lastEnd: number | null) => Promise<Polled>,
	{ isSilenceToldElsewhere = false, watchesOthers = false } = {},
): Promise<INodeExecutionData[][] | null> {
	notePoll(context, isSilenceToldElsewhere);
	if (context.getMode() === 'manual') return await pollByHand(context, fetch);
	const silent = watchesOthers ? takeSilentPoll() : null;
	if (silent) context.__emitError(silenceOf(context, silent));
	const run = lock.start(nodeKey(context), Date.now());
	if (run === null) return null;
	const handOver = (polled: Polled) => giveOut(context, polled, () => run.end(Date.now()));
	let handedOver = false;
	try {
		handedOver = await handOver(await fetch(run.lastEnd));
		return null;
	} catch (error) {
		const nodeError = failed(context, error);
		// Wrong settings prevent activation by a person, who sees why. A source that is down does not; and when n8n
		// itself starts, nothing may: after five failures it would never poll again.
		if (!isSwitchedOnByN8n(context.getActivationMode()) && !isTransient(error)) throw nodeError;
		context.__emitError(nodeError);
		return null;
	} finally {
		if (!handedOver) run.end(Date.now());
	}
}

/** Told by a trigger that polls, of one that does not: a failed run, which n8n hands to the error workflow. */
function silenceOf(context: IPollFunctions, { workflow, node, at }: SeenPoll): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		`"${node}" of "${workflow}" has not polled since ${new Date(at).toISOString()}`,
		{
			description: `Open "${workflow}" and publish it again. If it was switched off on purpose, nothing has to be done: this is said once. It concerns that workflow, not the one of this execution`,
		},
	);
}

/**
 * Starts a run with the items, and after it asks for what is next.
 * @param end called once there is nothing more
 * @returns whether a run was started: if not, it has ended
 */
async function giveOut(context: IPollFunctions, first: Polled, end: () => void): Promise<boolean> {
	let polled: Polled | undefined = first;
	for (; polled && polled.items.length === 0; polled = await polled.next?.()) report(context, polled);
	if (!polled) return false;
	const { items, onSuccess, next } = polled;
	report(context, polled);
	const done = context.helpers.createDeferredPromise<IRun | undefined>();
	const goOn = async (result?: IRun) => {
		if (result?.status === 'success') onSuccess?.();
		const isGoingOn = next !== undefined && (await giveOut(context, await next(), end));
		if (!isGoingOn) end();
	};
	const ended = (result?: IRun) => {
		goOn(result).catch((error: unknown) => {
			context.__emitError(failed(context, error));
			end();
		});
	};
	// Not awaited: n8n waits for the first poll before a workflow counts as active. A stopped run rejects; what it
	// did not finish is offered again.
	done.promise.then(ended, () => ended());
	context.__emit([items], undefined, done);
	return true;
}

function report(context: IPollFunctions, { errors, isWell, lasting = errors }: Polled): void {
	const nodeErrors = errors.map((error) => toNodeError(context.getNode(), error));
	const ending = nodeErrors.filter((_, index) => lasting.some((error) => error === errors[index]));
	// n8n keeps no trace of a poll that finds nothing: by this the alerts know that it went well.
	notePollOutcome(context, {
		isWell: isWell ?? errors.length === 0,
		failed: isWell === undefined ? [] : ending.map(({ message }) => message),
	});
	for (const error of nodeErrors) context.__emitError(error);
}

/** As n8n shows it. It lasts until a poll goes well. */
function failed(context: IPollFunctions, error: unknown): ReturnType<typeof toNodeError> {
	const nodeError = toNodeError(context.getNode(), error);
	notePollOutcome(context, { isWell: false, failed: [nodeError.message] });
	return nodeError;
}

/** Manual runs return everything to the editor; errors are shown there. */
async function pollByHand(
	context: IPollFunctions,
	fetch: (lastEnd: null) => Promise<Polled>,
): Promise<INodeExecutionData[][] | null> {
	try {
		const { items, errors } = await fetch(null);
		if (items.length === 0 && errors[0]) throw toNodeError(context.getNode(), errors[0]);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
