import { aptInstall } from './apt.mjs';
import { findBinaries } from './postgres.mjs';
import { findRedis } from './redis.mjs';

/** What n8n's queue mode needs and this machine lacks, by the names of Debian's packages. */
export function missingServers() {
	return [...(findBinaries() ? [] : ['postgresql']), ...(findRedis() ? [] : ['redis-server'])];
}

/**
 * Looks for PostgreSQL and Redis, and installs what is missing where that is possible.
 * @returns {Promise<{ reason?: string }>} why n8n's queue mode cannot be tested here
 */
export async function ensureServers() {
	if (missingServers().length > 0) await aptInstall(...missingServers());
	const missing = missingServers();
	if (missing.length === 0) return {};
	return { reason: `Install what is missing (Debian: apt-get install ${missing.join(' ')})` };
}
