import type { AlertRow, FAILURE_COLUMNS } from '../shared/log/alerts-table';
import { object, text } from '../shared/operations/output-schema';
import type { Mail } from './digest/digest';

/** n8n knows one schema for a node without operations: each report has its own of these fields. */
export const output = object<
	{ page: string } & Mail & { kind: string } & AlertRow & Record<(typeof FAILURE_COLUMNS)[number], string>
>({
	page: text,
	subject: text,
	html: text,
	text,
	kind: text,
	fault: text,
	status: text,
	title: text,
	watched: text,
	since: text,
	lastAt: text,
	alertedAt: text,
	clearedAt: text,
	at: text,
	workflow: text,
	workflowId: text,
	executionId: text,
	address: text,
	node: text,
	message: text,
});
