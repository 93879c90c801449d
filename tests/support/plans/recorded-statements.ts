/** Remembers what a store sends to its database, to look at the plans afterwards. */
import type { SqlClient, SqlDatabase } from '../../../selfkey/sql/client';

/** Values differ, and with them plans: so many of one statement are looked at. */
const VALUES_KEPT = 3;

export class RecordedStatements {
	private readonly sent = new Map<string, unknown[][]>();

	/** The same database, listened to. */
	record(database: SqlDatabase): SqlDatabase {
		const { transactionAfter } = database;
		return {
			...this.recordClient(database),
			transaction: (work) => database.transaction((client) => work(this.recordClient(client))),
			...(transactionAfter && {
				transactionAfter: (first, work) => transactionAfter(first, (client) => work(this.recordClient(client))),
			}),
		};
	}

	/** What reads or writes rows, with its values. */
	*statements(): Generator<{ text: string; values: unknown[] }> {
		for (const [text, all] of this.sent)
			if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(text)) for (const values of all) yield { text, values };
	}

	private recordClient(client: SqlClient): SqlClient {
		return {
			query: (text, params = []) => {
				const known = this.sent.get(text) ?? [];
				this.sent.set(text, [...known.slice(1 - VALUES_KEPT), params]);
				return client.query(text, params);
			},
		};
	}
}
