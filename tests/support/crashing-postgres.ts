/** A PostgreSQL of a test's own, which can be killed and comes back on what it had written. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Pool } from 'pg';
import { overPool, type SqlDatabase } from '../../selfkey/index';

const PROGRAM = path.join(__dirname, '../../scripts/testing/serve-postgres.mjs');

export interface CrashingPostgres {
	url: string;
	database: SqlDatabase;
	/** Kills the server with all it was doing, and waits until it is up again. @throws Error if it does not come up */
	crash(): Promise<void>;
	close(): Promise<void>;
}

/** @returns the reason instead, where no server is installed */
export async function startCrashingPostgres(): Promise<CrashingPostgres | { reason: string }> {
	const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	const answer = async () => {
		const { value } = (await lines.next()) as { value?: string };
		return JSON.parse(value ?? '{"reason":"PostgreSQL has ended"}') as { url?: string; reason?: string };
	};
	const end = async () => {
		const ended = once(child, 'exit');
		child.stdin.end();
		await ended;
	};
	const { url, reason = '' } = await answer();
	if (url === undefined) {
		await end();
		return { reason };
	}
	const pool = lastingPool(url);
	return {
		url,
		database: overPool(pool),
		async crash() {
			child.stdin.write('crash\n');
			const { reason: why } = await answer();
			if (why !== undefined) throw new Error(`PostgreSQL did not come back: ${why}`);
		},
		async close() {
			await pool.end();
			await end();
		},
	};
}

/** Connections that may be cut at any time. @param name by which PostgreSQL lists them */
export function lastingPool(url: string, name = 'test'): Pool {
	const pool = new Pool({ connectionString: url, max: 10, application_name: name });
	// Without a listener, a connection that is cut while nobody uses it would end the process.
	pool.on('error', () => {});
	pool.on('connect', (client) => client.on('error', () => {}));
	return pool;
}
