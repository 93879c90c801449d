/** What n8n shows of a run: words to search its list of executions by, and a line on the node. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { shorten } from '../../../core/text/cut-text';
import type { LogState } from './log-run';

/** n8n complains about longer values. */
const MAX_VALUE = 255;

type CustomData = { setAll(values: Record<string, string>): void };

/** `12 created, 1 conflict`. */
export function outcomeText(state: Pick<LogState, 'outcomes'>): string {
	return outcomesOf(state).join(', ');
}

function outcomesOf({ outcomes }: Pick<LogState, 'outcomes'>): string[] {
	return outcomes.map(([outcome, count]) => `${count} ${outcome || 'without an outcome'}`);
}

const MORE = '…';

/** As many of them as fit, each whole: half a name would be found as another one. */
function fitting(names: readonly string[]): string {
	const all = names.join(', ');
	if (all.length <= MAX_VALUE) return all;
	let text = '';
	for (const name of names) {
		if (`${text}${name}, ${MORE}`.length > MAX_VALUE) break;
		text += `${name}, `;
	}
	return text === '' ? shorten(all, MAX_VALUE) : `${text}${MORE}`;
}

/** Under `channel`, `reservation` and `outcome`. A run by hand keeps none, and that is no reason to fail. */
export function describeExecution(context: IExecuteFunctions, state: LogState): void {
	const { outcomes, channels, reservations } = state;
	if (outcomes.length === 0) return;
	context.addExecutionHints({ message: outcomeText(state), location: 'outputPane' });
	const { $execution } = context.getWorkflowDataProxy(0) as { $execution?: { customData?: CustomData } };
	const values = Object.entries({
		channel: fitting(channels),
		reservation: fitting(reservations),
		outcome: fitting(outcomesOf(state)),
	}).filter(([, value]) => value !== '');
	$execution?.customData?.setAll(Object.fromEntries(values));
}
