/** What the processes of queue mode are started with: the settings of `deploy/`, and the addresses of this machine. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Servers } from './servers';

export const DEPLOY = path.resolve(__dirname, '../../../deploy');

/** n8n's command for each kind of process. */
export const COMMANDS = {
	main: ['start'],
	worker: ['worker', '--concurrency=10'],
	webhook: ['webhook'],
} as const;

export const WORKERS = 2;
export const WEBHOOK_PROCESSORS = 2;

/** The lines `NAME=value` of a file; everything after a `#` at the start of a line is for people. */
export function parseEnvFile(text: string): Record<string, string> {
	return Object.fromEntries(
		[...text.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
	);
}

/** What differs from one installation to another, as the compose file passes it on. */
export function ownSettings({
	servers: { postgres, redis },
	encryptionKey,
	address,
	timeZone,
}: {
	servers: Pick<Servers, 'postgres' | 'redis'>;
	encryptionKey: string;
	/** Where senders and people reach n8n, without a slash at the end. */
	address: string;
	/** IANA. */
	timeZone: string;
}): Record<string, string> {
	const { hostname, port, username, password, pathname } = new URL(postgres.url);
	return {
		DB_POSTGRESDB_HOST: hostname,
		DB_POSTGRESDB_PORT: port,
		DB_POSTGRESDB_DATABASE: pathname.slice(1),
		DB_POSTGRESDB_USER: username,
		DB_POSTGRESDB_PASSWORD: password,
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		N8N_ENCRYPTION_KEY: encryptionKey,
		WEBHOOK_URL: `${address}/`,
		N8N_EDITOR_BASE_URL: address,
		GENERIC_TIMEZONE: timeZone,
	};
}

/** The settings that `deploy/` gives to every process. */
export async function sharedSettings(): Promise<Record<string, string>> {
	return parseEnvFile(await readFile(path.join(DEPLOY, 'n8n.env'), 'utf8'));
}
