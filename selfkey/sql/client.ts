/** The little of a PostgreSQL client that the SQL store needs. PGlite has it as it is; see `pool.ts` for `pg`. */

export interface SqlClient {
	query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface SqlDatabase extends SqlClient {
	/**
	 * Commits when the work resolves, rolls back when it rejects. READ COMMITTED, whatever the database's default is: under a
	 * stricter level every read would show the database as it was before the wait for a lock.
	 */
	transaction<T>(work: (client: SqlClient) => Promise<T>): Promise<T>;
	/**
	 * The same, where a statement without parameters can be sent together with the beginning: one round trip less.
	 * @param first statement of the transaction; those of the work see what is committed until it is done
	 */
	transactionAfter?<T>(first: string, work: (client: SqlClient) => Promise<T>): Promise<T>;
}

/** The rows of a query as one value, in their order, so that several queries fit into one statement. Only for columns that JSON holds as they are: no dates, no large numbers. */
export function listOf(query: string): string {
	return `(SELECT COALESCE(json_agg(q), '[]') FROM (${query}) AS q)`;
}

/** The rows of a query; the caller names the columns that it selected. */
export async function select<Row>(client: SqlClient, text: string, params: unknown[] = []): Promise<Row[]> {
	return (await client.query(text, params)).rows as Row[];
}
