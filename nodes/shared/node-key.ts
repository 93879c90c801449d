/** What tells one node from all others in the memory of a process. */
import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Workflow and node, which keep their ids when a workflow is published anew. */
export function nodeKey(
	context: Pick<IPollFunctions | IWebhookFunctions | IHookFunctions, 'getWorkflow' | 'getNode'>,
): string {
	return `${context.getWorkflow().id}:${context.getNode().id}`;
}
