/** The one place that owns the item loop and "On Error: continue", so that an operation only does its work. */
import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type NodeApiError,
} from 'n8n-workflow';
import { toNodeError } from './node-error';
import { ApiError } from './request/api-error';

/** What became of one input item: what it gives out, or why it failed. */
export type ItemResult = IDataObject | IDataObject[] | Error;

export interface Operation {
	description: INodeProperties[];
	/**
	 * All items at once, so that an operation may send many in one request. One result per input item, in
	 * order; an `Error` fails that item alone. What it throws fails all.
	 */
	execute(this: IExecuteFunctions, items: INodeExecutionData[]): Promise<ItemResult[]>;
}

/** An operation whose items have nothing to do with each other. */
export function eachItem(
	work: (this: IExecuteFunctions, index: number, item: INodeExecutionData) => Promise<IDataObject | IDataObject[]>,
): Operation['execute'] {
	return async function (items) {
		const results: ItemResult[] = [];
		for (const [index, item] of items.entries()) {
			try {
				results.push(await work.call(this, index, item));
			} catch (error) {
				if (!this.continueOnFail()) throw toNodeError(this.getNode(), error, index);
				// As it is: what it says of a remote system is lost in n8n's own error.
				results.push(error instanceof Error ? error : toNodeError(this.getNode(), error, index));
			}
		}
		return results;
	};
}

/**
 * Runs an operation over the node's input. An item that failed goes on with its input and `error` where the
 * node is set to continue, else it stops the node.
 */
export async function runOperation(this: IExecuteFunctions, operation: Operation): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	let results: ItemResult[];
	try {
		results = await operation.execute.call(this, items);
	} catch (error) {
		const nodeError = toNodeError(this.getNode(), error);
		if (!this.continueOnFail()) throw nodeError;
		results = items.map(() => (error instanceof Error ? error : nodeError));
	}

	const failed = results.findIndex((result) => result instanceof Error);
	if (failed >= 0 && !this.continueOnFail()) throw toNodeError(this.getNode(), results[failed], failed);

	const hasErrorOutput = this.getNode().onError === 'continueErrorOutput';
	return [
		results.flatMap((result, item) => {
			if (!(result instanceof Error)) return [result].flat().map((json) => ({ json, pairedItem: { item } }));
			const failure = { error: inOneText(toNodeError(this.getNode(), result, item)), ...detailsOf(result) };
			// n8n sends to the error output what has no other fields than `error`, `message` and `details`, and adds
			// the input to it. With more the item would count as a success; with `item.error` set, its fields would
			// be lost.
			return [{ json: hasErrorOutput ? failure : { ...items[item]?.json, ...failure }, pairedItem: { item } }];
		}),
	];
}

/** Whether it may go well later, for the node that answers the sender; only a remote system's word tells. */
function detailsOf(error: Error): { details?: { retryable: boolean; status?: number } } {
	if (!(error instanceof ApiError)) return {};
	const { retryable, status } = error;
	return { details: { retryable: retryable, ...(status === null ? {} : { status }) } };
}

/** What is wrong and what to do about it: an item carries one text, and a log has one column for it. */
function inOneText({ message, description }: NodeApiError | NodeOperationError): string {
	return description ? `${message.replace(/\.$/, '')}. ${description}` : message;
}

/** A node's operations by `resource.operation`. */
export type Operations = Readonly<Record<string, Operation>>;

/** The fields of all operations. */
export function propertiesOf(operations: Operations): INodeProperties[] {
	return Object.values(operations).flatMap((operation) => operation.description);
}

/** Runs the operation that the node is set to. */
export async function route(this: IExecuteFunctions, operations: Operations): Promise<INodeExecutionData[][]> {
	return await runOperation.call(this, {
		description: [],
		async execute(items) {
			// In here, because n8n takes the input for a success where a node that is set to continue throws.
			const name = `${String(this.getNodeParameter('resource', 0))}.${String(this.getNodeParameter('operation', 0))}`;
			const operation = operations[name];
			if (!operation)
				throw new NodeOperationError(this.getNode(), `This node has no operation "${name}"; choose one of its list`);
			return await operation.execute.call(this, items);
		},
	});
}

/** Descriptions that show only for one resource and operation. */
export function shownFor(resource: string, operation: string, properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...property.displayOptions?.show, resource: [resource], operation: [operation] },
		},
	}));
}
