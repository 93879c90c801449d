import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.mjs';
import { ready, stop } from './server-process.mjs';

const STARTUP_MS = 20_000;
const READY = 'Ready to accept connections';

/** Redis, or its successor that speaks the same protocol. */
export function findRedis() {
	const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
	return ['redis-server', 'valkey-server']
		.flatMap((program) => folders.map((folder) => path.join(folder, program)))
		.find((file) => existsSync(file));
}

/**
 * Starts a throw-away Redis on loopback with a password of its own; nothing is written to disk.
 * @returns {Promise<{ host: string, port: number, password: string, stop: () => Promise<void> } | { reason: string }>}
 *   the reason says why there is none
 */
export async function startRedis() {
	const program = findRedis();
	if (!program) return { reason: 'no Redis server is installed (Debian: apt-get install redis-server)' };
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-redis-'));
	const remove = () => rm(folder, { recursive: true, force: true });
	const host = '127.0.0.1';
	const port = await freePort();
	const password = randomBytes(18).toString('hex');
	// The settings go in by standard input: a command line is there for everyone to read.
	const server = spawn(program, ['-'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
	server.stdin.on('error', () => {});
	server.stdin.end(
		[`bind ${host}`, `port ${port}`, `requirepass ${password}`, 'save ""', 'appendonly no', `dir ${folder}`].join('\n'),
	);
	try {
		await ready(server, { output: server.stdout, sentence: READY, withinMs: STARTUP_MS });
	} catch (error) {
		await stop(server, 'SIGTERM');
		await remove();
		return { reason: `Redis could not be started: ${error.message}` };
	}
	return {
		host,
		port,
		password,
		async stop() {
			await stop(server, 'SIGTERM');
			await remove();
		},
	};
}
