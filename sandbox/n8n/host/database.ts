/** n8n's database, asked with SQL even while n8n is running. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { N8nInstall } from '../install';

const SCRIPT = path.join(__dirname, 'query.cjs');

/** Parameters are `?`; names with capitals are quoted, which both of n8n's databases understand. */
export interface Statement {
	sql: string;
	params?: Array<string | number | null>;
}

export type Row = Record<string, unknown>;

export interface Database {
	/**
	 * Runs statements in one transaction.
	 * @returns the rows of the last one
	 * @throws Error with the database's message
	 */
	query(...statements: Statement[]): Promise<Row[]>;
}

/** The file that n8n keeps where nothing else is said. */
export class SqliteFile implements Database {
	constructor(
		private readonly install: Pick<N8nInstall, 'node'>,
		private readonly file: string,
	) {}

	query(...statements: Statement[]): Promise<Row[]> {
		return new Promise((resolve, reject) => {
			const child = spawn(this.install.node, ['--no-warnings', SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
			let output = '';
			let errors = '';
			child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
				output += chunk;
			});
			child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
				errors += chunk;
			});
			child.on('error', reject);
			child.on('close', (code) => {
				if (code === 0) resolve(JSON.parse(output) as Row[]);
				else reject(new Error(`n8n's database could not be read: ${errors.trim()}`));
			});
			// A script that ends early closes its input; its exit code says why.
			child.stdin.on('error', () => {});
			child.stdin.end(JSON.stringify({ file: this.file, statements }));
		});
	}
}
