/** What a node's run came to, whether it is a trigger or not. */
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import type { FakeContext } from '../fake-context';
import type { Attempt } from './scene';

/** Polls once, and lets the run that it starts end in success. */
export async function attemptOf(
	trigger: INodeType,
	context: FakeContext,
	nameOf: (json: IDataObject) => string = ({ reservationId }) => String(reservationId),
): Promise<Attempt> {
	const thrown: unknown[] = [];
	await trigger.poll?.call(context.poll).catch((error: unknown) => thrown.push(error));
	// A source that forgets what it gave out is asked for more once a run has ended.
	for (let ended = 0; ended < context.emitted.length; ended++) {
		context.emitted[ended]?.end('success');
		for (let turn = 0; turn < 50 && context.emitted.length === ended + 1; turn++)
			await new Promise((resolve) => setTimeout(resolve, 4));
	}
	const items = context.emitted.flatMap((run) => run.items.map(({ json }) => json));
	return { done: items.map(nameOf), errors: [...context.emittedErrors, ...thrown] };
}

/** Of a node whose items go on in spite of errors: those that do, and why the others do not. */
export function readyItems(output: readonly INodeExecutionData[], nameOf: (json: IDataObject) => string): Attempt {
	const [failed, ready] = [
		output.filter(({ json }) => json['error'] !== undefined),
		output.filter(({ json }) => json['error'] === undefined),
	];
	return { done: ready.map(({ json }) => nameOf(json)), errors: failed.map(({ json }) => json['error']) };
}
