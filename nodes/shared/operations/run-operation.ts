/**
 * The one place that handles "On Error: continue" and n8n's error output, so that an operation only does its work.
 */
import type { IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../node-error';
import { ApiError } from '../request/api-error';
import type { ItemResult, Operation } from './operation';

/**
 * Runs an operation over the node's input. A failed item continues with its input and `error` if the node is set to
 * continue; otherwise it stops the node.
 */
export async function runOperation(
	this: IExecuteFunctions,
	execute: Operation['execute'],
): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	let results: ItemResult[];
	try {
		results = await execute.call(this, items);
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
			// n8n sends an item to the error output if its only fields are `error`, `message` and `details`, and adds
			// the input to it. With other fields it would count as a success; with `item.error` set, its fields would
			// be lost.
			return [{ json: hasErrorOutput ? failure : { ...items[item]?.json, ...failure }, pairedItem: { item } }];
		}),
	];
}

/** For the node that answers the sender; only a remote system's error says whether the same may be sent again. */
function detailsOf(error: Error): { details?: { retryable: boolean; status?: number } } {
	if (!(error instanceof ApiError)) return {};
	const { retryable, status } = error;
	return { details: { retryable, ...(status === null ? {} : { status }) } };
}

/** What is wrong and what to do about it, in one text: an item has room for one, and a log has one column for it. */
function inOneText({ message, description }: NodeApiError | NodeOperationError): string {
	return description ? `${message.replace(/\.$/, '')}. ${description}` : message;
}
