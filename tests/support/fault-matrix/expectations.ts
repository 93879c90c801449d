/** What each fault has to come to: where it strikes one request, and where it lasts for the whole run. */
import { FAULTS, type Fault } from './faults';
import type { Word } from './words';

/** `null`: there is no such thing. */
export type Cell = readonly [once: Word, lasting: Word] | null;
type Column = Readonly<Record<Fault, Cell>>;

const DONE: Cell = ['done', 'done'];
const REPEATED: Cell = ['repeated', 'told'];
const TOLD: Cell = ['told', 'told'];
const OTHERS: Cell = ['others go on', 'told'];
const ONE: Cell = ['others go on', 'others go on'];
const ALWAYS: Cell = ['repeated', 'repeated'];

/** @param usual what most faults come to */
function column(usual: Cell, exceptions: Partial<Record<Fault, Cell>>): Column {
	const usually = Object.fromEntries(Object.keys(FAULTS).map((fault) => [fault, usual])) as Record<Fault, Cell>;
	return { ...usually, slow: DONE, ...exceptions };
}

/** By system and work. */
export const EXPECTED: Readonly<Record<string, Column>> = {
	'Booking.com: fetching': column(OTHERS, { 401: REPEATED, refused: TOLD, oneRefused: null }),
	'Booking.com: acknowledging': column(REPEATED, { oneRefused: ONE }),
	'Booking.com: availability': column(REPEATED, { 403: TOLD, 404: TOLD, oneRefused: ONE }),
	'Booking.com: rates': column(REPEATED, { 403: TOLD, 404: TOLD, oneRefused: ONE }),
	'Airbnb: reading': column(REPEATED, { 403: TOLD, 404: TOLD, 409: TOLD, oneRefused: null }),
	'Airbnb: calendar': column(REPEATED, { 403: OTHERS, 404: OTHERS, 409: OTHERS, oneRefused: ONE }),
	'Calendar (iCal): reading': column(ONE, {
		401: ['repeated', 'others go on'],
		refused: TOLD,
		errorsInside: null,
		oneRefused: null,
	}),
	'OPERA: looking up': column(REPEATED, { 403: OTHERS, 404: OTHERS, 409: OTHERS, oneRefused: null }),
	'OPERA: reservations': column(REPEATED, {
		403: OTHERS,
		404: OTHERS,
		409: OTHERS,
		truncated: ALWAYS,
		shortened: ALWAYS,
		lostAnswer: ALWAYS,
		gatewayTimeout: ALWAYS,
		oneRefused: ONE,
	}),
	'OPERA: events': column(TOLD, { 401: REPEATED, oneRefused: null }),
	'OPERA: payments': column(REPEATED, {
		403: OTHERS,
		404: OTHERS,
		409: OTHERS,
		truncated: ALWAYS,
		shortened: ALWAYS,
		lostAnswer: ALWAYS,
		gatewayTimeout: ALWAYS,
		oneRefused: null,
	}),
	'SelfKey: reservations': column(REPEATED, { 401: TOLD, 404: TOLD, 409: TOLD, errorsInside: TOLD, oneRefused: ONE }),
	'SelfKey: changes': column(REPEATED, {
		401: TOLD,
		403: TOLD,
		404: TOLD,
		409: TOLD,
		errorsInside: TOLD,
		oneRefused: null,
	}),
	'SelfKey: acknowledging': column(REPEATED, { 401: TOLD, errorsInside: TOLD, oneRefused: null }),
	'SelfKey: payments': column(REPEATED, { 401: TOLD, 404: TOLD, 409: TOLD, errorsInside: TOLD, oneRefused: ONE }),
};
