/** The log's table: its name, its columns and their fixed values. Nothing else knows them. */

export const LOG_TABLE = 'hotel_integration_log';

/** Stands in the error of a run that has a line in the log for everything that failed. */
export const SAYS_WHY = `The table ${LOG_TABLE} says why`;

export const LOG_REFUSED = `the table ${LOG_TABLE} cannot be written to`;

/** Begins the error of a run that has done everything but write its log. */
export const ALL_BUT_THE_LOG = `Everything else was done, but ${LOG_REFUSED}`;

export type LogStatus = 'success' | 'warning' | 'error';

/** One line of the log. Unknown is `''`: n8n shows `null` as a word. */
export interface LogRow {
	/** Which flow wrote the line, such as `Booking.com → SelfKey`. */
	integration: string;
	/** What the source said happened, such as `new` or `payment_received`. */
	action: string;
	status: LogStatus;
	/** For people: what they need to know and do. Never the guest's name. */
	message: string;
	/** SelfKey's short name of the hotel; otherwise the channel's property ID. */
	hotel: string;
	/** The only column with a guest in it, so that clearing one field erases the guest. */
	guest: string;
	/** Hotel-local `YYYY-MM-DD`, as text: a date with a time zone could show the day before. */
	arrival: string;
	departure: string;
	/** The names of SelfKey's rooms; for a stay without one, its room type. */
	room: string;
	bookingNumber: string;
	/** What became of it, such as `created`, `no room` or `not written`. */
	outcome: string;
	reservationKey: string;
	/** The cash register's IDs of a payment and of its refund. */
	payment: string;
	/** The number of attempts; more than 1 if it failed before. */
	attempts: number;
	/** ISO 8601, UTC: the first attempt. */
	firstAt: string;
	/** ISO 8601, UTC: the last attempt. */
	at: string;
	executionId: string;
	/** n8n's ID of the workflow, which the address of an execution contains. */
	workflowId: string;
}

/** In the order in which the table shows them, with n8n's column types. */
export const COLUMNS: Readonly<Record<keyof LogRow, 'string' | 'number' | 'date'>> = {
	at: 'date',
	integration: 'string',
	action: 'string',
	outcome: 'string',
	status: 'string',
	message: 'string',
	guest: 'string',
	arrival: 'string',
	departure: 'string',
	room: 'string',
	bookingNumber: 'string',
	hotel: 'string',
	reservationKey: 'string',
	payment: 'string',
	attempts: 'number',
	firstAt: 'date',
	executionId: 'string',
	workflowId: 'string',
};

export const NOT_WRITTEN = 'not written';
export const NO_ROOM = 'no room';
export const DID_NOT_ARRIVE = 'did not arrive';
