/** Our package as it would be published, built from the sources as they are now. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../../scripts/bootstrap/cache.js';
import { withLock } from '../../scripts/bootstrap/lock.js';
import { npm, runWithProgress } from '../../scripts/bootstrap/run.js';
import type { Report } from '../n8n/host/types';
import { npmEnvironment } from '../n8n/install-steps';

const root = path.resolve(__dirname, '../..');
/** What the packed package depends on. */
const INPUTS = [
	'core',
	'nodes',
	'credentials',
	'workflows',
	'scripts/build',
	'gulpfile.js',
	'package.json',
	'package-lock.json',
	'README.md',
	'LICENSE',
];
const KEEP_MS = 7 * 24 * 3600 * 1000;

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

async function buildAndPack(target: string, report: Report): Promise<void> {
	const env = npmEnvironment();
	// As every long command, so that it ends with us.
	const run = async (label: string, command: { command: string; args: string[]; shell?: boolean }) => {
		const { code, output } = await runWithProgress({ ...command, cwd: root, env, label, report });
		if (code !== 0) throw new Error(`${label} failed:\n${output}`);
	};
	const gulp = path.join(root, 'node_modules/gulp/bin/gulp.js');
	await run('Building the nodes', { command: process.execPath, args: [gulp, 'nodes'] });
	const folder = await mkdtemp(path.join(path.dirname(target), `pack-${randomUUID()}`));
	try {
		const { command, args, shell } = npm();
		const pack = [...args, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
		await run('Packing the nodes', { command, args: pack, shell });
		const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
		if (!tarball) throw new Error('npm pack made no tarball: run it by hand to see why.');
		await rename(path.join(folder, tarball), target);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Builds and packs it once for each state of the sources, even if several processes ask at the same time.
 * @returns the tarball's path
 * @throws Error with the output of the build
 */
export async function packedPackage(report: Report): Promise<string> {
	const folder = path.join(cacheFolder(), 'packages');
	const tarball = path.join(folder, `${await fingerprint()}.tgz`);
	await withLock(path.join(folder, 'build.lock'), {}, async () => {
		await removeOld(folder);
		if (!existsSync(tarball)) await buildAndPack(tarball, report);
	});
	return tarball;
}
