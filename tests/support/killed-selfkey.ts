/** The sandbox's SelfKey as a process of its own: it can be killed at any moment, and in the middle of what it writes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { SelfKeyOptions } from '../../sandbox/selfkey';
import { lastingPool } from './crashing-postgres';

const PROGRAM = path.join(__dirname, 'serve-selfkey.ts');
const TSX = path.resolve(__dirname, '../../node_modules/tsx/dist/loader.mjs');
/** By this name PostgreSQL lists its connections. */
export const APPLICATION = 'selfkey';
const WRITES_WITHIN_MS = 10_000;
/** What was on its way to PostgreSQL when SelfKey stood still has arrived by then. */
const ARRIVED_MS = 100;

export interface ProgramOptions extends Pick<SelfKeyOptions, 'hotel' | 'apiKey' | 'integrations'> {
	port: number;
	/** A PostgreSQL in which a SelfKey with the same options has made its tables and rows. */
	databaseUrl: string;
}

export class KilledSelfKey {
	private child: ChildProcess | null = null;

	/** Looks at what SelfKey writes. */
	private readonly pool: Pool;

	constructor(private readonly options: ProgramOptions) {
		this.pool = lastingPool(options.databaseUrl);
	}

	/** @throws Error if it ends instead of listening */
	async start(): Promise<void> {
		const child = spawn(process.execPath, ['--import', TSX, PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
		this.child = child;
		child.stdin.on('error', () => {});
		child.stdin.write(`${JSON.stringify(this.options)}\n`);
		const ended = once(child, 'exit').then(() => Promise.reject(new Error('SelfKey has ended')));
		await Promise.race([once(child.stdout, 'data'), ended]);
		ended.catch(() => {});
	}

	/** Ends it at once, whatever it does. */
	async kill(): Promise<void> {
		const { child } = this;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
	}

	/**
	 * Ends it in the middle of the next transaction in which it has written something.
	 * @returns what PostgreSQL says of each transaction that was cut off, which can only be `aborted`; nothing, and it still
	 *   runs, if there was none for ten seconds
	 */
	async killWhileWriting(): Promise<string[]> {
		const until = Date.now() + WRITES_WITHIN_MS;
		while (Date.now() < until) {
			if ((await this.uncommitted()).length > 0) {
				// It cannot commit any more, so what stands open a moment later is open for good.
				this.child?.kill('SIGSTOP');
				await wait(ARRIVED_MS);
				const open = await this.uncommitted();
				if (open.length > 0) {
					await this.kill();
					return await Promise.all(open.map((id) => this.outcomeOf(id)));
				}
				this.child?.kill('SIGCONT');
			}
			await wait(1);
		}
		return [];
	}

	async close(): Promise<void> {
		await this.kill();
		await this.pool.end();
	}

	/** Transactions that have written, and wait for SelfKey to go on. */
	private async uncommitted(): Promise<string[]> {
		const { rows } = await this.pool.query<{ id: string }>(
			`SELECT "backend_xid"::text AS "id" FROM "pg_stat_activity"
			WHERE "application_name" = $1 AND "backend_xid" IS NOT NULL AND "state" = 'idle in transaction'`,
			[APPLICATION],
		);
		return rows.map(({ id }) => id);
	}

	private async outcomeOf(transaction: string): Promise<string> {
		for (;;) {
			const { rows } = await this.pool.query<{ status: string }>('SELECT pg_xact_status($1::text::xid8) AS "status"', [
				transaction,
			]);
			const [{ status }] = rows as [{ status: string }];
			if (status !== 'in progress') return status;
			await wait(10);
		}
	}
}
