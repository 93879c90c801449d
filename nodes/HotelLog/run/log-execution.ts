/** One run of the node: passes n8n's input to the pure log of the execution. */
import { recordOf } from '../../../core/payload/field-reader';
import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { LogSettings } from '../rows/row-of';
import { startsOf } from '../../shared/given-out';
import { describeExecution } from './execution-data';
import { cameIn, recognised } from './came-in';
import {
	logMissing,
	logOutcomes,
	newState,
	openLines,
	tableFailureOf,
	verdictOf,
	type LogRun,
	type LogState,
} from './log-run';

const OUTCOMES = 0;
const TABLE = 1;

export type Logged = Pick<LogRun, 'newLines' | 'repeatedLines'> & {
	/** The error that the execution ends with; `null` if it continues or all is well. */
	verdict: string | null;
};

/** @throws NodeOperationError if the table's answer would not return to the node */
export function logExecution(context: IExecuteFunctions): Logged {
	refuseOpenLoop(context);
	const kept = context.getContext('node') as { log?: LogState };
	const before = withTable(context, kept.log ?? newState());
	const outcomes = context.getInputData(OUTCOMES);
	const starts = startsOf(context);
	const settings = settingsOf(context);
	const ignoresMissing = context.getNodeParameter('options.missing', 0, 'failed') === 'ignored';
	const run =
		outcomes.length > 0
			? logOutcomes(recognised(outcomes, starts), before, settings)
			: logMissing(ignoresMissing ? [] : cameIn(starts), before, settings);
	const verdict = run.isLast ? verdictOf(run.state, String(context.getNodeParameter('whatNext', 0, ''))) : null;
	// Not with a verdict: if the node is set to retry on failure, the next attempt must start from the same state.
	if (verdict === null) kept.log = run.state;
	describeExecution(context, run.state);
	return { newLines: run.newLines, repeatedLines: run.repeatedLines, verdict };
}

/** Without the loop, n8n would run this node for each branch at once, and never after the last. */
function refuseOpenLoop(context: IExecuteFunctions): void {
	const name = context.getNode().name;
	const behind = new Set(context.getChildNodes(name).map((node) => node.name));
	if (context.getParentNodes(name).some((node) => behind.has(node.name))) return;
	throw new NodeOperationError(context.getNode(), 'The log table is not connected back to Hotel Log', {
		description:
			'Connect the output of the Data Table node that writes the lines to the input "Table" of this node. Only then can it tell when everything is logged, and end the execution red if something failed',
	});
}

/** The table's answer: the open lines of earlier executions, or whether it accepted this one's. */
function withTable(context: IExecuteFunctions, state: LogState): LogState {
	const rows = context.getInputData(TABLE).map(({ json, error }) => (error ? { ...json, error } : json));
	if (rows.length === 0) return state;
	const from = recordOf(context.getInputSourceData(TABLE))['previousNode'];
	const answersUs = context.getChildNodes(context.getNode().name).some(({ name }) => name === from);
	return answersUs
		? { ...state, tableFailure: state.tableFailure || tableFailureOf(rows) }
		: { ...state, open: openLines(rows) };
}

function settingsOf(context: IExecuteFunctions): LogSettings {
	return {
		integration: String(context.getNodeParameter('integration', 0, '')),
		needsOutcome: context.getNodeParameter('success', 0, 'written') === 'written',
		namesGuest: context.getNodeParameter('options.namesGuest', 0, true) !== false,
		executionId: context.getExecutionId(),
		workflowId: String(context.getWorkflow().id ?? ''),
		at: new Date().toISOString(),
	};
}
