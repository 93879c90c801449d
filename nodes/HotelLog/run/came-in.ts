/** What started the execution, so that what got lost on the way is seen. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Json } from '../rows/fields';
import { identityOf } from '../rows/row-of';

interface PastNode {
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

/** What the trigger gave out. */
export function cameIn(starts: readonly PastNode[]): Json[] {
	return starts.flatMap((start) => start.all().map(({ json }) => json));
}

/**
 * The items of this run, each with `error` where n8n keeps it beside the fields. A node of another kind may have
 * replaced the fields by its own: such an item is told by what the trigger gave out for it.
 */
export function recognised(items: readonly INodeExecutionData[], starts: readonly PastNode[]): Json[] {
	return items.map(({ json, error }, index) => {
		const item: Json = error && !json['error'] ? { ...json, error: error.message } : json;
		const { reservationKey, payment } = identityOf(item);
		if (reservationKey !== '' || payment !== '') return item;
		const origin = originOf(index, starts);
		return origin ? { ...origin, ...own(item) } : item;
	});
}

/** What a replaced item still says about this package's work. */
function own({ error, selfKey }: Json): Json {
	return { ...(error === undefined ? {} : { error }), ...(selfKey === undefined ? {} : { selfKey }) };
}

function originOf(index: number, starts: readonly PastNode[]): Json | null {
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
