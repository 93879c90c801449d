/**
 * Installs the n8n that the sandbox and the end-to-end tests drive: once per machine, into a cache
 * outside the clone, keyed by the lock file beside this module.
 */
import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../../scripts/bootstrap/cache';
import { withLock } from '../../scripts/bootstrap/lock';
import { checkStarts, installPackages } from './install-steps';
import { findNode } from './node-binary';
import { buildSqlite } from './sqlite';

type Report = (line: string) => void;

/** An n8n that is ready to be started. */
export interface N8nInstall {
	/** The folder that holds its node_modules. */
	dir: string;
	/** The Node.js executable that runs it. */
	node: string;
	/** n8n's command line, a JavaScript file for that Node.js. */
	cli: string;
	/** n8n's version, e.g. `2.41.1`. */
	version: string;
}

const MARK = '.complete.json';
const SOURCES = ['package.json', 'package-lock.json'];

/** Overridable for tests of the installing itself. */
export interface InstallOptions {
	/** The folder with package.json and package-lock.json; default: the one of this module. */
	source?: string;
	/** Default: see cacheFolder. */
	cache?: string;
	/** Fills a fresh folder that holds the two files; default: n8n itself. */
	fill?: (folder: string, report: Report) => Promise<void>;
}

async function fillWithN8n(folder: string, report: Report): Promise<void> {
	report('n8n is installed once, into a cache outside this folder: about 5 minutes and 3 GB.');
	await installPackages(folder, report);
	const node = findNode(folder);
	await buildSqlite(folder, node, report);
	await checkStarts(folder, node);
}

/** Lock file, platform and architecture: what distinguishes one installation from another. */
async function keyOf(source: string): Promise<string> {
	const hash = createHash('sha256');
	for (const file of SOURCES) hash.update(await readFile(path.join(source, file)));
	return `n8n-${process.platform}-${process.arch}-${hash.digest('hex').slice(0, 16)}`;
}

async function describe(dir: string): Promise<N8nInstall | null> {
	try {
		await readFile(path.join(dir, MARK));
		const manifest = await readFile(path.join(dir, 'node_modules/n8n/package.json'), 'utf8');
		const { version } = JSON.parse(manifest) as { version: string };
		const cli = path.join(dir, 'node_modules/n8n/bin/n8n');
		return { dir, node: findNode(dir), cli, version };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/** Left behind by interrupted installations; no other process is installing, because we hold the lock. */
async function removePartials(dir: string): Promise<void> {
	const prefix = `${path.basename(dir)}.partial-`;
	for (const name of await readdir(path.dirname(dir))) {
		if (!name.startsWith(prefix)) continue;
		// An npm whose parent was killed may still write there; then the next installation removes it.
		await rm(path.join(path.dirname(dir), name), { recursive: true, force: true }).catch(() => {});
	}
}

async function installInto(dir: string, source: string, options: InstallOptions, report: Report): Promise<void> {
	await removePartials(dir);
	// Without its marker file, the installation counts as incomplete.
	await rm(dir, { recursive: true, force: true });
	const partial = `${dir}.partial-${randomUUID()}`;
	await mkdir(partial, { recursive: true });
	for (const file of SOURCES) await copyFile(path.join(source, file), path.join(partial, file));
	await (options.fill ?? fillWithN8n)(partial, report);
	await writeFile(path.join(partial, MARK), JSON.stringify({ at: new Date().toISOString() }));
	await rename(partial, dir);
}

/**
 * The n8n of the lock file beside this module, installed if it is not there yet. Processes that ask
 * at the same time wait for the first; an interrupted installation is repeated; other versions in
 * the cache are left alone.
 * @param report gets progress lines for people
 * @param options for tests
 * @throws Error that says what to do next: no network, no disk space, no compiler, no Node.js for this platform
 */
export async function ensureN8n(report: Report, options: InstallOptions = {}): Promise<N8nInstall> {
	const source = options.source ?? __dirname;
	const dir = path.join(options.cache ?? cacheFolder(), await keyOf(source));
	const ready = await describe(dir);
	if (ready) return ready;
	const onWait = (pid: number) => {
		report(`Waiting for process ${pid}, which installs n8n ...`);
	};
	await withLock(`${dir}.lock`, { onWait }, async () => {
		if (!(await describe(dir))) await installInto(dir, source, options, report);
	});
	const installed = await describe(dir);
	if (!installed)
		throw new Error(`n8n was installed into ${dir}, but it is not complete: remove that folder and start again.`);
	return installed;
}
