/** What a failure says about sending the event again, and about the events after it. */

import { isNativeError } from 'node:util/types';

/** The classes that PostgreSQL has; names of operating systems (`EPIPE`) and Prisma's codes (`P2028`) are none. */
const SQLSTATE = /^(?:[0-9][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;

/** Data exception, constraint violation, raised by a function or trigger (PostgreSQL's appendix A). */
const OF_THE_DATA = new Set(['22', '23', 'P0']);

/** Unique, foreign key, exclusion: another transaction may have come between, and the same event may pass later. */
const OF_THE_MOMENT = new Set(['23505', '23503', '23P01']);

/** Connection, resources, a lock waited for in vain, operator's intervention, the system itself. */
const OF_THE_DATABASE = new Set(['08', '53', '55', '57', '58']);

/** The database can never accept these values: to send the event again is of no use. */
export function isDataFault(error: unknown): boolean {
	const state = stateOf(error);
	return state !== null && OF_THE_DATA.has(state.slice(0, 2)) && !OF_THE_MOMENT.has(state);
}

/** The next event will most likely fail too. Whatever did not come from PostgreSQL counts: a lost connection has no code of its. */
export function isOutage(error: unknown): boolean {
	const state = stateOf(error);
	return state === null || OF_THE_DATABASE.has(state.slice(0, 2));
}

/** Somebody else has held a row or a table for longer than was to be waited for. */
export function isLockTimeout(error: unknown): boolean {
	return stateOf(error) === '55P03';
}

/** A function, a table or a column of ours is missing: the SQL files of this version have not been run. */
export function isNotInstalled(error: unknown): boolean {
	return ['42883', '42P01', '42703'].includes(stateOf(error) ?? '');
}

function stateOf(error: unknown): string | null {
	// Not `instanceof`: a driver that was loaded beside the app, such as PGlite, has an `Error` of its own.
	const code = isNativeError(error) && 'code' in error ? error.code : null;
	return typeof code === 'string' && SQLSTATE.test(code) ? code : null;
}
