/** What a failure says about sending the event again, and about the events after it. */

/** The classes that PostgreSQL has; names of operating systems (`EPIPE`) and Prisma's codes (`P2028`) are none. */
const SQLSTATE = /^(?:[0-9][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;

/** Data exception, constraint violation, raised by a function or trigger (PostgreSQL's appendix A). */
const OF_THE_DATA = new Set(['22', '23', 'P0']);

/** Connection, resources, a lock waited for in vain, operator's intervention, the system itself. */
const OF_THE_DATABASE = new Set(['08', '53', '55', '57', '58']);

/** The database can never accept these values: to send the event again is of no use. */
export function isDataFault(error: unknown): boolean {
	return OF_THE_DATA.has(classOf(error) ?? '');
}

/** The next event will most likely fail too. Whatever did not come from PostgreSQL counts: a lost connection has no code of its. */
export function isOutage(error: unknown): boolean {
	const found = classOf(error);
	return found === null || OF_THE_DATABASE.has(found);
}

function classOf(error: unknown): string | null {
	const code = error instanceof Error && 'code' in error ? error.code : null;
	return typeof code === 'string' && SQLSTATE.test(code) ? code.slice(0, 2) : null;
}
