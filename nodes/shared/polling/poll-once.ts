/** What every polling trigger of this package does the same way, however its source is asked. */
import type { INodeExecutionData, IPollFunctions, IRun } from 'n8n-workflow';
import { isSwitchedOnByN8n } from '../activation';
import { toNodeError } from '../node-error';
import type { PollLock } from './poll-lock';
import { isTransient } from '../request/api-error';

export interface Polled {
	items: INodeExecutionData[];
	/** What could not be given out; told beside the items, and as the error of a manual run without any. */
	problems: Error[];
	/** Called once the run that the items started has ended in success: the moment to move a cursor. */
	onSuccess?: () => void;
}

/**
 * One poll. It is left out while the run that the last one started is unfinished; nothing starts a run when
 * there is nothing; and no passing fault keeps a workflow from being switched on.
 * @param fetch asks the source; `lastEnd` is when the last run ended, in milliseconds
 */
export async function pollOnce(
	context: IPollFunctions,
	guard: PollLock,
	fetch: (lastEnd: number | null) => Promise<Polled>,
): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await pollByHand(context, fetch);
	const run = guard.start(`${context.getWorkflow().id}:${context.getNode().id}`, Date.now());
	if (run === null) return null;
	let handedOver = false;
	try {
		const { items, problems, onSuccess } = await fetch(run.lastEnd);
		for (const problem of problems) context.__emitError(toNodeError(context.getNode(), problem));
		if (items.length === 0) return null;
		const done = context.helpers.createDeferredPromise<IRun | undefined>();
		const ended = (result?: IRun) => {
			if (result?.status === 'success') onSuccess?.();
			run.end(Date.now());
		};
		// Not awaited: n8n waits for the first poll before a workflow counts as switched on. A run that was
		// stopped rejects; what it did not finish is offered again.
		done.promise.then(ended, () => ended());
		context.__emit([items], undefined, done);
		handedOver = true;
		return null;
	} catch (error) {
		const nodeError = toNodeError(context.getNode(), error);
		// Wrong settings keep a workflow from being switched on by a person, who sees why. A source that is down does
		// not; and when n8n itself starts nothing may: after five refusals it would never poll again.
		if (!isSwitchedOnByN8n(context.getActivationMode()) && !isTransient(error)) throw nodeError;
		context.__emitError(nodeError);
		return null;
	} finally {
		if (!handedOver) run.end(Date.now());
	}
}

/** Manual runs hand everything to the editor; what went wrong is shown there. */
async function pollByHand(
	context: IPollFunctions,
	fetch: (lastEnd: null) => Promise<Polled>,
): Promise<INodeExecutionData[][] | null> {
	try {
		const { items, problems } = await fetch(null);
		if (items.length === 0 && problems[0]) throw toNodeError(context.getNode(), problems[0]);
		return items.length > 0 ? [items] : null;
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
