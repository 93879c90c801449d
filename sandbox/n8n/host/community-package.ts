/**
 * Puts a packed package where n8n's own installation of community packages puts it, so that it is
 * loaded under its own name. (Installing through n8n itself needs the package in npm's registry; a
 * registry of our own needs a licence.)
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Statement } from './database';

export interface CommunityPackage {
	name: string;
	version: string;
	author?: { name?: string; email?: string };
	dependencies?: Record<string, string>;
}

interface Manifest extends CommunityPackage {
	devDependencies?: unknown;
	peerDependencies?: unknown;
	optionalDependencies?: unknown;
}

/** A node of the package as n8n loaded it. */
export interface LoadedNode {
	displayName: string;
	/** With the package's prefix, e.g. `n8n-nodes-hotel.selfKey`. */
	name: string;
	version: number | number[];
}

async function readManifest(folder: string): Promise<Manifest> {
	return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/**
 * Unpacks a tarball below n8n's folder and registers it in the package.json there.
 * @param tarball made by `npm pack`
 * @param n8nFolder `<user folder>/.n8n`
 * @throws Error if it has dependencies: n8n's nodes ship bundled
 */
export async function placePackage(tarball: string, n8nFolder: string): Promise<CommunityPackage> {
	const nodes = path.join(n8nFolder, 'nodes');
	const staging = path.join(nodes, '.incoming');
	await rm(staging, { recursive: true, force: true });
	await mkdir(staging, { recursive: true });
	await promisify(execFile)('tar', ['-xzf', path.resolve(tarball), '-C', staging, '--strip-components=1']);
	const { devDependencies, peerDependencies, optionalDependencies, ...manifest } = await readManifest(staging);
	if (Object.keys(manifest.dependencies ?? {}).length > 0) {
		throw new Error(`${manifest.name} has dependencies of its own: bundle them, as n8n asks of its nodes.`);
	}
	// n8n leaves these out as well: it provides the peer dependencies itself.
	void [devDependencies, peerDependencies, optionalDependencies];
	await writeFile(path.join(staging, 'package.json'), JSON.stringify(manifest, null, 2));

	const target = path.join(nodes, 'node_modules', manifest.name);
	await rm(target, { recursive: true, force: true });
	await mkdir(path.dirname(target), { recursive: true });
	await rename(staging, target);
	const ledger = { name: 'installed-nodes', private: true, dependencies: { [manifest.name]: manifest.version } };
	await writeFile(path.join(nodes, 'package.json'), JSON.stringify(ledger, null, 2));
	return manifest;
}

/**
 * Writes what n8n itself stores in its database after installing a package; Settings > Community nodes
 * lists that.
 * @param nodes those that n8n has loaded from it
 */
export function registration(manifest: CommunityPackage, nodes: LoadedNode[]): Statement[] {
	const { name, version, author } = manifest;
	const now = new Date().toISOString().replace('T', ' ').replace('Z', '');
	return [
		{ sql: 'DELETE FROM installed_packages WHERE "packageName" = ?', params: [name] },
		{
			sql: 'INSERT INTO installed_packages ("packageName", "installedVersion", "authorName", "authorEmail", "createdAt", "updatedAt") VALUES (?, ?, ?, ?, ?, ?)',
			params: [name, version, author?.name ?? null, author?.email ?? null, now, now],
		},
		...nodes.map((node) => ({
			sql: 'INSERT INTO installed_nodes (name, type, "latestVersion", package) VALUES (?, ?, ?, ?)',
			params: [node.displayName, node.name, [node.version].flat().at(-1) ?? 1, name],
		})),
	];
}
