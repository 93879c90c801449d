/**
 * What n8n's Error Trigger says of a failed run → a row of `hotel_failures`. In code, since n8n's expressions cannot read
 * an item that holds an error object, as that of a trigger that could not poll does. Pure.
 */
import { recordOf } from '../../../core/payload/field-reader';
import type { FAILURE_COLUMNS } from '../../shared/log/alerts-table';
import { text, type Json } from '../facts/read-facts';

/** Of our nodes: others may quote an answer in theirs, and with it a guest. */
const OURS =
	/(?:^|\.)(?:n8n-nodes-hotel\.|CUSTOM\.(?:airbnb(?:NotificationTrigger|Trigger)?|bookingCom(?:Trigger)?|cashSystemTrigger|hotelLog|hotelReport|hotelWebhookReply|opera(?:Trigger)?|reservationWebhookTrigger|selfKey(?:Trigger)?)$)/u;

type FailureRow = Record<(typeof FAILURE_COLUMNS)[number], string>;

/** A run that has begun has an `execution`; a trigger that started none has a `trigger`. */
export function failureRow(json: Json, now: number): FailureRow {
	const [workflow, execution, trigger] = ['workflow', 'execution', 'trigger'].map((field) => recordOf(json[field]));
	const error = recordOf(execution?.['error'] ?? trigger?.['error']);
	const node = recordOf(error['node']);
	const advice = OURS.test(text(node['type'])) ? text(error['description']) : '';
	const message = text(error['message']) || 'It failed without a reason';
	return {
		at: new Date(now).toISOString(),
		workflow: text(workflow?.['name']),
		workflowId: text(workflow?.['id']),
		executionId: text(execution?.['id']),
		address: text(execution?.['url']),
		node: text(execution?.['lastNodeExecuted']) || text(node['name']),
		message: withAdvice(message, advice),
	};
}

/** In one column, since n8n adds none to a table that exists. */
function withAdvice(message: string, advice: string): string {
	return advice === '' || advice === message ? message : `${message}\n${advice}`;
}

/** The message of a row, and what to do; `''` where it does not say so. */
export function messageAndAdvice(value: unknown): { message: string; advice: string } {
	const [message = '', ...advice] = typeof value === 'string' ? value.trim().split('\n') : [value];
	return { message: text(message), advice: text(advice.join(' ')) };
}
