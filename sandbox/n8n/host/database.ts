/** Runs SQL on n8n's database file, even while n8n is running. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { N8nInstall } from '../install';

const SCRIPT = path.join(__dirname, 'query.cjs');

export interface Statement {
	sql: string;
	params?: Array<string | number | null>;
}

/**
 * Runs statements in one transaction.
 * @returns the rows of the last one
 * @throws Error with SQLite's message
 */
export function queryDatabase(
	install: N8nInstall,
	file: string,
	statements: Statement[],
): Promise<Array<Record<string, unknown>>> {
	return new Promise((resolve, reject) => {
		const child = spawn(install.node, ['--no-warnings', SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
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
			if (code === 0) resolve(JSON.parse(output) as Array<Record<string, unknown>>);
			else reject(new Error(`n8n's database could not be read: ${errors.trim()}`));
		});
		// A script that ends early closes its input; its exit code says why.
		child.stdin.on('error', () => {});
		child.stdin.end(JSON.stringify({ file, statements }));
	});
}
