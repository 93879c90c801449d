/**
 * The one place that handles "On Error: continue" and n8n's error output, so that an operation only does its work.
 */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { toNodeError } from '../node-error';
import { ApiError } from '../request/api-error';
import { FailedPart, type ItemResult, type Operation } from './operation';

/**
 * Runs an operation over the node's input. A failed item continues with its input and `error` if the node is set to
 * continue; otherwise it stops the node. So does a part of an item: see `readCalendarItem` for the nights that it is about.
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

	const failed = results.findIndex((result) => failureIn(result) !== null);
	if (failed >= 0 && !this.continueOnFail()) throw toNodeError(this.getNode(), failureIn(results[failed]), failed);

	const hasErrorOutput = this.getNode().onError === 'continueErrorOutput';
	const failedAs = (error: Error, item: number, over: IDataObject = {}): IDataObject => {
		const failure = { error: inOneText(toNodeError(this.getNode(), error, item)) };
		const details = detailsOf(error);
		// n8n sends an item to the error output if its only fields are `error`, `message` and `details`, and adds
		// the input to it. With other fields it would count as a success; with `item.error` set, its fields would
		// be lost. So what differs from the input has to stand in the details.
		const all = hasErrorOutput ? { ...details, ...over } : details;
		const told = { ...failure, ...(Object.keys(all).length > 0 ? { details: all } : {}) };
		return hasErrorOutput ? told : { ...items[item]?.json, ...over, ...told };
	};
	return [
		results.flatMap((result, item) => {
			const parts: Array<IDataObject | FailedPart | Error> = Array.isArray(result) ? result : [result];
			return parts.map((part) => {
				if (part instanceof Error) return { json: failedAs(part, item), pairedItem: { item } };
				if (part instanceof FailedPart) return { json: failedAs(part.error, item, part.over), pairedItem: { item } };
				return { json: part, pairedItem: { item } };
			});
		}),
	];
}

function failureIn(result: ItemResult | undefined): Error | null {
	if (result instanceof Error) return result;
	const part = Array.isArray(result) ? result.find((each) => each instanceof FailedPart) : undefined;
	return part instanceof FailedPart ? part.error : null;
}

/** For the node that answers the sender; only a remote system's error says whether the same may be sent again. */
function detailsOf(error: Error): { retryable?: boolean; status?: number } {
	if (!(error instanceof ApiError)) return {};
	const { retryable, status } = error;
	return { retryable, ...(status === null ? {} : { status }) };
}

/** What is wrong and what to do about it, in one text: an item has room for one, and a log has one column for it. */
function inOneText({ message, description }: NodeApiError | NodeOperationError): string {
	return description ? `${message.replace(/\.$/, '')}. ${description}` : message;
}
