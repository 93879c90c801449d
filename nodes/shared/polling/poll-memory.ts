/**
 * What a trigger has passed on and a run has dealt with, kept in the workflow's static data. n8n saves that when it
 * starts a run, or after a quiet poll where it schedules polls itself, but never when a run has ended: so what a run
 * has dealt with is held here until the next poll, and is saved with it. A restart in between repeats that run's items,
 * and loses none.
 */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { nodeKey } from '../node-key';

export class PollMemory<T> {
	/** By workflow and node. */
	private readonly held = new Map<string, T>();

	/**
	 * @param name in the static data; it never changes
	 * @param read what was stored, which may be anything
	 */
	constructor(
		private readonly name: string,
		private readonly read: (stored: unknown) => T,
	) {}

	/** Nothing for a run by hand, which shows what there is and moves nothing on. */
	recall(context: IPollFunctions): T {
		if (context.getMode() === 'manual') return this.read(undefined);
		const stored = context.getWorkflowStaticData('node');
		const held = this.held.get(nodeKey(context));
		// Assigned as a whole: n8n does not notice a change inside.
		if (held !== undefined) stored[this.name] = held;
		this.held.delete(nodeKey(context));
		return this.read(stored[this.name]);
	}

	/** For what must outlive a restart while the run is under way: n8n saves it when it starts the run. */
	meanwhile(context: IPollFunctions, value: T): void {
		if (context.getMode() !== 'manual') context.getWorkflowStaticData('node')[this.name] = value as IDataObject;
	}

	/** For `onSuccess` of a poll, or for one that starts no run; nothing for a run by hand, which has recalled nothing. */
	keep(context: IPollFunctions, value: T): void {
		if (context.getMode() !== 'manual') this.held.set(nodeKey(context), value);
	}
}
