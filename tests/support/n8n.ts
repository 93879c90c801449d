/** A real n8n with our package in it, for the end-to-end tests. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { N8nHost, type N8nHostOptions } from '../../sandbox/n8n/host';
import { ensureN8n } from '../../sandbox/n8n/install';
import { packedPackage } from '../../sandbox/start/package';

const report = (line: string) => {
	process.stderr.write(`${line}\n`);
};

export interface TestN8n {
	host: N8nHost;
	/** n8n's user folder, e.g. to search everything in it. */
	userFolder: string;
	/** Stops n8n and removes its folder. */
	remove(): Promise<void>;
}

/**
 * An n8n of its own for one test file, not started yet: import, publish, then `host.start()`. The
 * first call on a machine installs n8n, which takes minutes: give `beforeAll` that time.
 * @param options what differs from a fresh n8n with our package
 */
export async function createTestN8n(options: Partial<N8nHostOptions> = {}): Promise<TestN8n> {
	const install = options.install ?? (await ensureN8n(report));
	const { packageTarball = await packedPackage(report) } = options;
	const parent = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-e2e-'));
	const userFolder = options.userFolder ?? path.join(parent, 'user');
	await mkdir(userFolder, { recursive: true });
	const host = await N8nHost.create({ ...options, install, packageTarball, userFolder });
	const remove = async () => {
		await host.stop();
		await rm(parent, { recursive: true, force: true });
	};
	return { host, userFolder, remove };
}

/** For `beforeAll`: installing n8n on a fresh machine, or starting it on a busy one. */
export const N8N_SETUP_MS = 20 * 60_000;
