/** What PostgreSQL said, out of what Prisma throws. */

const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * The SQLSTATE of a raw query that PostgreSQL refused; `null` for everything else that can go wrong.
 * Prisma's engine has it in `meta.code`, a driver adapter in `meta.driverAdapterError.cause`.
 */
export function sqlStateOf(error: unknown): string | null {
	// P2010 is "raw query failed"; other codes of Prisma's have five characters too and are no SQLSTATE.
	if (property(error, 'code') !== 'P2010') return null;
	const meta = property(error, 'meta');
	const cause = property(property(meta, 'driverAdapterError'), 'cause');
	const found = [property(cause, 'originalCode'), property(cause, 'code'), property(meta, 'code')].find(isSqlState);
	return found ?? null;
}

function isSqlState(value: unknown): value is string {
	return typeof value === 'string' && SQLSTATE.test(value);
}

function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
