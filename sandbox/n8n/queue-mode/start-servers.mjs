/**
 * What n8n needs for its queue mode: a throw-away PostgreSQL and Redis, started by the process that holds the other end
 * of standard input, and gone with it. Prints one line of JSON: `{ postgres, redis }`, or `{ reason }` why not.
 * With `--missing`, only what is not installed, by the names of Debian's packages.
 */
import { startPostgres } from '../../../scripts/testing/postgres.mjs';
import { startRedis } from '../../../scripts/testing/redis.mjs';
import { missingServers } from '../../../scripts/testing/servers.mjs';

const started = [];

async function start() {
	const servers = {};
	for (const [name, open] of Object.entries({ postgres: startPostgres, redis: startRedis })) {
		const { reason, stop, ...server } = await open();
		if (reason) return { reason };
		started.push(stop);
		servers[name] = server;
	}
	return servers;
}

if (process.argv.includes('--missing')) {
	process.stdout.write(JSON.stringify(missingServers()), () => process.exit(0));
} else {
	const starting = start();
	const end = async () => {
		await starting;
		for (const stop of started.splice(0)) await stop();
		process.exit(0);
	};
	// Ctrl+C in a terminal reaches us too, while n8n still needs both.
	process.on('SIGINT', () => {});
	process.on('SIGTERM', () => void end());
	process.stdin.on('end', () => void end()).resume();
	process.stdout.write(`${JSON.stringify(await starting)}\n`);
}
