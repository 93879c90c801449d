/** n8n's database in queue mode. */
import { Client } from 'pg';
import type { Database, Row, Statement } from '../host/database';

export class Postgres implements Database {
	constructor(private readonly url: string) {}

	async query(...statements: Statement[]): Promise<Row[]> {
		const client = new Client({ connectionString: this.url });
		await client.connect();
		try {
			let rows: Row[] = [];
			await client.query('BEGIN');
			for (const { sql, params = [] } of statements) {
				let number = 0;
				({ rows } = await client.query<Row>(
					sql.replace(/\?/g, () => `$${++number}`),
					params,
				));
			}
			await client.query('COMMIT');
			return rows;
		} finally {
			await client.end();
		}
	}
}
