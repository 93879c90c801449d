import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.mjs';
import { ready, stop } from './server-process.mjs';

const STARTUP_MS = 60_000;
/** PostgreSQL's "fast" shutdown: it does not wait for clients. */
const FAST = 'SIGINT';

/** The folder with both programs, newest version first; undefined if no server is installed. */
export function findBinaries() {
	const folders = [];
	try {
		const bindir = execFileSync('pg_config', ['--bindir'], { stdio: ['ignore', 'pipe', 'ignore'] });
		folders.push(bindir.toString().trim());
	} catch {
		// Only development packages have pg_config; the other places are checked in any case.
	}
	const debian = '/usr/lib/postgresql';
	if (existsSync(debian)) {
		const versions = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
		folders.push(...versions.map((version) => path.join(debian, version, 'bin')));
	}
	folders.push(...(process.env.PATH ?? '').split(path.delimiter));
	return folders.find((folder) =>
		['postgres', 'initdb'].every((program) => folder && existsSync(path.join(folder, program))),
	);
}

/** PostgreSQL refuses to run as root, so root starts it under another account. */
function account() {
	if (process.getuid?.() !== 0) return {};
	const users = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'));
	const user = ['postgres', 'nobody'].map((name) => users.find(([n]) => n === name)).find(Boolean);
	if (!user) throw new Error('it does not run as root, and there is no user "postgres" or "nobody"');
	return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * Starts a throw-away PostgreSQL on loopback with a password of its own. Its `crash` ends it by SIGKILL, as a power cut
 * would, and starts it again on what it had written, at the same address.
 * @returns {Promise<{ url: string, stop: () => Promise<void>, crash: () => Promise<void> } | { reason: string }>} the
 *   reason says why there is none
 */
export async function startPostgres() {
	const binaries = findBinaries();
	if (!binaries) return { reason: 'no PostgreSQL server is installed (Debian: apt-get install postgresql)' };
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-pg-'));
	const remove = () => rm(folder, { recursive: true, force: true });
	let server;
	try {
		const as = account();
		const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C' };
		const password = randomBytes(18).toString('hex');
		const passwordFile = path.join(folder, 'password');
		await writeFile(passwordFile, password, { mode: 0o600 });
		if (as.uid !== undefined) {
			await chown(folder, as.uid, as.gid);
			await chown(passwordFile, as.uid, as.gid);
		}
		const data = path.join(folder, 'data');
		execFileSync(
			path.join(binaries, 'initdb'),
			[
				`--pgdata=${data}`,
				'--username=hotel',
				`--pwfile=${passwordFile}`,
				'--auth=scram-sha-256',
				'--encoding=UTF8',
				'--locale=C',
				'--no-sync',
			],
			{ ...as, cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
		);
		const port = await freePort();
		// In the hotel's time zone, the server reveals every date that should be in UTC and is not.
		const settings = {
			listen_addresses: '127.0.0.1',
			port,
			unix_socket_directories: '',
			fsync: 'off',
			max_connections: 100,
			timezone: 'Europe/Zurich',
		};
		const launch = async () => {
			server = spawn(
				path.join(binaries, 'postgres'),
				['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
				{ ...as, cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
			);
			await ready(server, { output: server.stderr, sentence: 'ready to accept connections', withinMs: STARTUP_MS });
		};
		await launch();
		return {
			url: `postgresql://hotel:${password}@127.0.0.1:${port}/postgres`,
			async crash() {
				await stop(server, 'SIGKILL');
				const giveUpAt = Date.now() + STARTUP_MS;
				for (;;) {
					try {
						return await launch();
					} catch (error) {
						// Its sessions end only once they notice; until then it does not start.
						if (Date.now() > giveUpAt) throw error;
						await wait(100);
					}
				}
			},
			async stop() {
				await stop(server, FAST);
				await remove();
			},
		};
	} catch (error) {
		if (server) await stop(server, FAST);
		await remove();
		return { reason: `PostgreSQL could not be started: ${error.stderr?.toString().trim() || error.message}` };
	}
}
