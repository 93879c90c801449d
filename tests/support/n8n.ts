/** A real n8n with our package in it, for the end-to-end tests. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { N8nHost, type N8nHostOptions } from '../../sandbox/n8n/host';
import { ensureN8n } from '../../sandbox/n8n/install';
import { npmEnvironment } from '../../sandbox/n8n/install-steps';
import { cacheFolder } from '../../scripts/bootstrap/cache';
import { withLock } from '../../scripts/bootstrap/lock';
import { npm } from '../../scripts/bootstrap/run';

const root = path.resolve(__dirname, '../..');
/** What the packed package depends on. */
const INPUTS = [
	'nodes', 'credentials', 'selfkey', 'workflows', 'scripts/build', 'gulpfile.js', 'package.json',
	'package-lock.json', 'README.md', 'LICENSE',
];
const KEEP_MS = 7 * 24 * 3600 * 1000;

const run = promisify(execFile);
const report = (line: string) => {
	process.stderr.write(`${line}\n`);
};

async function filesOf(input: string): Promise<string[]> {
	const file = path.join(root, input);
	if (!existsSync(file)) return [];
	if ((await stat(file)).isFile()) return [file];
	const entries = await readdir(file, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function fingerprint(): Promise<string> {
	const files = (await Promise.all(INPUTS.map(filesOf))).flat().sort();
	const hash = createHash('sha256');
	for (const file of files) hash.update(`${path.relative(root, file)}\0`).update(await readFile(file));
	return hash.digest('hex').slice(0, 16);
}

async function removeOld(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const file = path.join(folder, name);
		if (name.endsWith('.tgz') && (await stat(file)).mtimeMs < Date.now() - KEEP_MS) await rm(file);
	}
}

async function buildAndPack(target: string): Promise<void> {
	report('Building and packing the package for the end-to-end tests ...');
	const env = npmEnvironment();
	await run(process.execPath, [path.join(root, 'node_modules/gulp/bin/gulp.js'), 'build'], { cwd: root, env });
	const folder = await mkdtemp(path.join(path.dirname(target), `pack-${randomUUID()}`));
	try {
		const { command, args, shell } = npm();
		const pack = [...args, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
		await run(command, pack, { cwd: root, env, shell });
		const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
		if (!tarball) throw new Error('npm pack made no tarball: run it by hand to see why.');
		await rename(path.join(folder, tarball), target);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * The package as it would be published, built from the sources as they are now; built once, however
 * many test files and processes ask.
 * @returns the tarball's path
 */
export async function packedPackage(): Promise<string> {
	const folder = path.join(cacheFolder(), 'packages');
	const tarball = path.join(folder, `${await fingerprint()}.tgz`);
	await withLock(path.join(folder, 'build.lock'), {}, async () => {
		await removeOld(folder);
		if (!existsSync(tarball)) await buildAndPack(tarball);
	});
	return tarball;
}

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
	const packageTarball = options.packageTarball ?? (await packedPackage());
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
