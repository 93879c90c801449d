/** What started the execution, for nodes that must know an item again after another node has replaced its fields. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

export interface PastNode {
	isExecuted: boolean;
	all(): INodeExecutionData[];
	itemMatching(index: number): INodeExecutionData | undefined;
}

/** The nodes that the workflow begins with and that have run in this execution. */
export function startsOf(context: IExecuteFunctions): PastNode[] {
	const { $ } = context.getWorkflowDataProxy(0) as unknown as { $: (name: string) => PastNode };
	return context
		.getParentNodes(context.getNode().name)
		.filter(({ name }) => context.getParentNodes(name).length === 0)
		.map(({ name }) => $(name))
		.filter(({ isExecuted }) => isExecuted);
}

/** What they gave out for the input item; `null` if that is not known. */
export function givenOutFor(index: number, starts: readonly PastNode[]): INodeExecutionData['json'] | null {
	for (const start of starts) {
		try {
			const { json } = start.itemMatching(index) ?? {};
			if (json) return json;
		} catch {
			// n8n throws where a node did not say which item came from which.
			continue;
		}
	}
	return null;
}
