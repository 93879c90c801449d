import type { LogRow } from '../shared/log/columns';
import { number, object, text } from '../shared/operations/output-schema';

/** A line of the log; the second output has the ID of the row too, which it had before. */
export const output = object<LogRow>({
	at: text,
	integration: text,
	action: text,
	outcome: text,
	status: text,
	message: text,
	guest: text,
	arrival: text,
	departure: text,
	room: text,
	bookingNumber: text,
	hotel: text,
	reservationKey: text,
	payment: text,
	attempts: number,
	firstAt: text,
	executionId: text,
	workflowId: text,
});
