/** A `pg` pool as the store's database. Structural, so that nothing here depends on `pg`. */
import type { SqlClient, SqlDatabase } from './client';

export interface PoolClientLike {
	query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
	/** With an error, the connection is thrown away instead of being used again. */
	release(error?: Error | boolean): void;
	/** `pg` tells by it of a connection that was lost, beside failing the query that runs. */
	on?(event: 'error', listener: (error: Error) => void): unknown;
	removeListener?(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Its driver sends a text without parameters by the simple protocol, as `pg` does: `BEGIN …; WITH …` comes as one such text.
 * One that prepares every statement is refused that by PostgreSQL (`cannot insert multiple commands into a prepared statement`).
 */
export interface PoolLike {
	query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
	connect(): Promise<PoolClientLike>;
}

/** Wraps a `pg.Pool`; the caller keeps the pool and ends it. */
export function overPool(pool: PoolLike): SqlDatabase {
	return {
		query: (text, params) => pool.query(text, params),
		transaction: (work) => transactionOver(pool, work),
		transactionAfter: (first, work) => transactionOver(pool, work, `; ${first}`),
	};
}

/** @param first what is sent with BEGIN: a text of several statements, each of which looks at the database anew */
async function transactionOver<T>(pool: PoolLike, work: (client: SqlClient) => Promise<T>, first = ''): Promise<T> {
	const client = await pool.connect();
	// The pool listens to a connection only while it is idle, and an error event that nobody hears ends the process.
	// What it would say, the query that fails says too.
	client.on?.('error', ignore);
	const release = (isBroken?: boolean) => {
		client.removeListener?.('error', ignore);
		client.release(isBroken);
	};
	try {
		await client.query(`BEGIN ISOLATION LEVEL READ COMMITTED${first}`);
		const result = await work(client);
		await client.query('COMMIT');
		release();
		return result;
	} catch (error) {
		const rolledBack = await client.query('ROLLBACK').then(
			() => true,
			() => false,
		);
		// A connection that cannot even roll back must not serve the next caller inside this transaction.
		release(!rolledBack);
		throw error;
	}
}

function ignore(): void {}
