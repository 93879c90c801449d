/** Errors as n8n shows them: a message, what to do next, and nothing from the request or the answer. */
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { ApiError } from './request/api-error';

/**
 * The error to show for anything thrown. An error that is not ours is reduced to the first line of its message: a raw
 * HTTP error contains the request with its Authorization header and the whole answer.
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	if (error instanceof ApiError) {
		return new NodeApiError(
			node,
			{},
			{
				message: error.message,
				description: error.advice,
				httpCode: error.status === null ? undefined : String(error.status),
				itemIndex,
			},
		);
	}
	return new NodeOperationError(node, messageOf(error), { itemIndex });
}

function messageOf(error: unknown): string {
	// A SyntaxError, such as JSON.parse's, quotes what could not be read, and with it the guest's data.
	const isOurs = error instanceof Error && !(error instanceof SyntaxError);
	const [line = ''] = isOurs ? error.message.split('\n') : [];
	return (
		line ||
		`Unexpected fault in the node (${error instanceof Error ? error.name : typeof error}). Report it with the node's version`
	);
}
