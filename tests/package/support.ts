import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

export interface Manifest {
	name: string;
	version: string;
	license: string;
	engines: Record<string, string>;
	private?: boolean;
	scripts?: Record<string, string>;
	dependencies?: Record<string, string>;
	peerDependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

export const readManifest = (folder: string) =>
	JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;

/** All files below a folder, relative to it, sorted. */
export function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
		.map((file) => file.split(path.sep).join('/'))
		.sort();
}

/** Files that git knows, relative to the repository. */
export function trackedFiles(...folders: string[]): string[] {
	const listed = execFileSync('git', ['ls-files', '-z', '--', ...folders], { cwd: root, encoding: 'utf8' });
	return listed.split('\0').filter(Boolean);
}

export interface Packed {
	tarball: string;
	/** The unpacked package, in a node_modules folder beside n8n-workflow as inside n8n. */
	folder: string;
	remove(): void;
}

/** Builds, packs and unpacks the n8n package the way it is published. */
export function buildAndPack(): Packed {
	const scratch = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-package-'));
	const remove = () => rmSync(scratch, { recursive: true, force: true });
	try {
		build('nodes');
		const tarball = pack(root, scratch);
		const folder = path.join(scratch, 'node_modules', readManifest(root).name);
		mkdirSync(folder, { recursive: true });
		execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
		symlinkSync(path.join(root, 'node_modules/n8n-workflow'), path.join(scratch, 'node_modules/n8n-workflow'));
		return { tarball, folder, remove };
	} catch (error) {
		remove();
		throw error;
	}
}

/** Runs one task of the gulpfile. */
export function build(task: 'nodes' | 'selfkey'): void {
	const gulp = path.join(root, 'node_modules/gulp/bin/gulp.js');
	execFileSync(process.execPath, [gulp, task], { cwd: root, stdio: 'pipe' });
}

/** Packs the package in a folder, without its scripts. @returns the tarball's path */
export function pack(folder: string, target: string): string {
	const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', target];
	execFileSync('npm', args, { cwd: folder, stdio: 'pipe' });
	const name = readdirSync(target).find((file) => file.endsWith('.tgz'));
	if (!name) throw new Error('npm pack made no tarball');
	return path.join(target, name);
}

interface IconPair {
	light: string;
	dark: string;
}

interface Property {
	name: string;
	options?: Array<{ value?: string }>;
	displayOptions?: { show?: Record<string, string[]> };
}

export interface LoadedNode {
	file: string;
	description: {
		name: string;
		displayName: string;
		icon?: string | IconPair;
		group: string[];
		properties: Property[];
		credentials?: Array<{ name: string; testedBy?: string }>;
		polling?: boolean;
	};
}

export interface LoadedCredential {
	file: string;
	name: string;
	icon?: string | IconPair;
	properties: Array<{ name: string }>;
	hasTest: boolean;
}

/** Does what n8n does: require the file, take the class named like the file, make one. */
const LOADER = `
const path = require('node:path');
const { n8n } = require(path.resolve('package.json'));
const load = (file) => new (require(path.resolve(file))[path.basename(file).split('.')[0]])();
process.stdout.write(JSON.stringify({
	nodes: n8n.nodes.map((file) => ({ file, description: load(file).description })),
	credentials: n8n.credentials.map((file) => {
		const { name, icon, properties, test } = load(file);
		return { file, name, icon, properties, hasTest: test !== undefined };
	}),
}));`;

/** Loads every node and credential of a package with plain Node, outside jest's module system. */
export function loadPackage(folder: string) {
	const output = execFileSync(process.execPath, ['-e', LOADER], {
		cwd: folder,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	return JSON.parse(output) as { nodes: LoadedNode[]; credentials: LoadedCredential[] };
}

/** The files that an icon names, relative to the package. */
export function iconFiles(file: string, icon: string | IconPair | undefined): string[] {
	const icons = icon === undefined ? [] : typeof icon === 'string' ? [icon] : [icon.light, icon.dark];
	return icons.map((name) => path.posix.join(path.posix.dirname(file), name.replace(/^file:/, '')));
}

/** Runs the check before publication in a Node of its own, as `npm test` does. */
export function scan(...args: string[]) {
	const script = path.join(root, 'scripts/check-package.mjs');
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
	return { status, output: stdout + stderr };
}
