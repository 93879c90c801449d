/** Starts n8n and waits until it answers requests. */
import type { N8nInstall } from '../install';
import { N8nApi } from './api';
import { type CommunityPackage, registration } from './community-package';
import type { Database } from './database';
import type { N8nProcess } from './process';
import { N8nSession } from './session';
import type { Owner } from './types';
import { waitFor } from './wait';

/** It usually takes 15 s, but far longer on a busy machine; an n8n that ends is noticed at once. */
const START_MS = 300_000;

export interface Starting {
	install: N8nInstall;
	process: N8nProcess;
	url: string;
	owner: Owner;
	/** `null` where there is none. */
	manifest: CommunityPackage | null;
	database: Database;
	/** The end of n8n's output, for error messages. */
	lastLines: () => string;
}

/** Makes sure that n8n has loaded our nodes, and lists the package where it lists packages. */
async function registerPackage(api: N8nApi, { manifest, database, lastLines }: Starting): Promise<void> {
	if (!manifest) return;
	const { name, version } = manifest;
	const sql = 'SELECT 1 FROM installed_packages WHERE "packageName" = ? AND "installedVersion" = ?';
	if ((await database.query({ sql, params: [name, version] })).length > 0) return;
	const ours = (await api.loadedNodeTypes()).filter((type) => type.name.startsWith(`${name}.`));
	// n8n adds a variant for AI agents to nodes that allow it, and does not count it as installed.
	const names = new Set(ours.map((type) => `${type.name}Tool`));
	const nodes = ours.filter((type) => !names.has(type.name));
	if (nodes.length === 0) throw new Error(`n8n has loaded no node of ${name}:\n${lastLines()}`);
	await database.query(...registration(manifest, nodes));
}

/**
 * Waits until n8n answers, logs in (the first time: creates the owner) and registers our package.
 * @throws Error with the end of n8n's output, if it ends or does not come up
 */
export async function connect(starting: Starting): Promise<N8nApi> {
	const { process, url, owner, install, lastLines } = starting;
	const giveUp = () => (process.isRunning ? undefined : new Error(`n8n has ended:\n${lastLines()}`));
	const session = new N8nSession(url);
	await waitFor(async () => (await fetch(`${url}/healthz/readiness`)).ok, {
		what: 'n8n to come up',
		timeoutMs: START_MS,
		giveUp,
	});
	await waitFor(
		async () => {
			await session.open(owner);
			return true;
		},
		{ what: 'the login', giveUp },
	);
	const api = new N8nApi(session, install);
	await registerPackage(api, starting);
	return api;
}
