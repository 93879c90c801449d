/**
 * What n8n's Error Trigger says of a failed run → a row of `hotel_failures`. In code, since n8n's expressions cannot read
 * an item that holds an error object, as that of a trigger that could not poll does. Pure.
 */
import { recordOf } from '../../../core/payload/field-reader';
import type { FAILURE_COLUMNS } from '../../shared/log/alerts-table';
import { text, type Json } from '../facts/read-facts';

type FailureRow = Record<(typeof FAILURE_COLUMNS)[number], string>;

/** A run that has begun has an `execution`; a trigger that started none has a `trigger`. */
export function failureRow(json: Json, now: number): FailureRow {
	const [workflow, execution, trigger] = ['workflow', 'execution', 'trigger'].map((field) => recordOf(json[field]));
	const error = recordOf(execution?.['error'] ?? trigger?.['error']);
	return {
		at: new Date(now).toISOString(),
		workflow: text(workflow?.['name']),
		workflowId: text(workflow?.['id']),
		executionId: text(execution?.['id']),
		address: text(execution?.['url']),
		node: text(execution?.['lastNodeExecuted']) || text(recordOf(error['node'])['name']),
		message: text(error['message']) || 'It failed without a reason',
	};
}
