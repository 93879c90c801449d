/** What n8n shows of a run: words to search its list of executions by, and a line on the node. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { LogState } from './log-run';

/** n8n complains about longer values. */
const MAX_VALUE = 255;

type CustomData = { setAll(values: Record<string, string>): void };

/** `12 created, 1 conflict`. */
export function outcomeText({ outcomes }: Pick<LogState, 'outcomes'>): string {
	return outcomes.map(([outcome, count]) => `${count} ${outcome || 'without an outcome'}`).join(', ');
}

/** Under `channel`, `reservation` and `outcome`. A run by hand keeps none, and that is no reason to fail. */
export function describeExecution(context: IExecuteFunctions, state: LogState): void {
	const { outcomes, channels, reservations } = state;
	if (outcomes.length === 0) return;
	context.addExecutionHints({ message: outcomeText(state), location: 'outputPane' });
	const { $execution } = context.getWorkflowDataProxy(0) as { $execution?: { customData?: CustomData } };
	const values = Object.entries({
		channel: channels.join(', '),
		reservation: reservations.join(', '),
		outcome: outcomeText(state),
	}).filter(([, value]) => value !== '');
	$execution?.customData?.setAll(Object.fromEntries(values.map(([name, value]) => [name, value.slice(0, MAX_VALUE)])));
}
