/** What prevents a workflow from being activated, and when. */
import { NodeOperationError, type IHookFunctions, type WorkflowActivateMode } from 'n8n-workflow';

/** Not by a person, who would see why it does not start; n8n retries by itself, or never. */
export function isSwitchedOnByN8n(mode: WorkflowActivateMode): boolean {
	return mode === 'init' || mode === 'leadershipChange';
}

/** Each returns what is wrong and what to enter instead, or `null`. */
export interface ActivationChecks {
	credential(): Promise<string | null>;
	/** The node's own fields. */
	fields?(): string | null;
}

/**
 * For a webhook trigger's `checkExists`: a person who activates the workflow sees what is wrong with it. When n8n
 * itself starts, nothing is rejected: with many senders a missing address loses deliveries for good, and a wrong
 * secret lets nobody in.
 * @throws NodeOperationError
 */
export async function refuseUnusable(context: IHookFunctions, { credential, fields }: ActivationChecks): Promise<void> {
	if (isSwitchedOnByN8n(context.getActivationMode())) return;
	refuse(context, await credential(), 'in the credential');
	refuse(context, fields?.() ?? null, 'in this node');
}

function refuse(context: IHookFunctions, reason: string | null, place: string): void {
	if (reason !== null)
		throw new NodeOperationError(context.getNode(), reason, {
			description: `Correct it ${place}, then switch the workflow on again`,
		});
}
