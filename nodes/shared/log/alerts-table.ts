/** The tables of the alerts: `hotel_failures`, what n8n reported as failed, and `hotel_alerts`, what people were told. */

export interface AlertRow {
	/** What identifies the fault. */
	fault: string;
	/** `watching`: seen, but not for long enough; `open`: people were told; `over`. `unsent`: of a check, a message did not get through, and none has since. */
	status: 'watching' | 'open' | 'over' | 'unsent';
	title: string;
	/** Reservations seen, each with the moment of the first time, as JSON. */
	watched: string;
	/** ISO 8601, UTC; `''` for never. Texts, since n8n has no empty date. */
	since: string;
	lastAt: string;
	alertedAt: string;
	clearedAt: string;
}

export const ALERTS_TABLE = 'hotel_alerts';

export const ALERT_COLUMNS: readonly (keyof AlertRow)[] = [
	'fault',
	'status',
	'title',
	'watched',
	'since',
	'lastAt',
	'alertedAt',
	'clearedAt',
];

export const FAILURES_TABLE = 'hotel_failures';

export const FAILURE_COLUMNS = ['at', 'workflow', 'workflowId', 'executionId', 'address', 'node', 'message'] as const;
