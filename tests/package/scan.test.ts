import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readManifest, root, scan } from './support';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-scan-test-'));
	for (const part of ['package.json', 'core', 'nodes', 'credentials']) {
		if (existsSync(path.join(root, part))) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
	}
	mkdirSync(path.join(folder, 'nodes/shared'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('passes our sources', () => {
	expect(scan('--source', folder)).toEqual({ status: 0, output: 'Sources: passed\n' });
});

it('refuses what n8n refuses, and no comment can switch that off', () => {
	writeFileSync(
		path.join(folder, 'nodes/shared/leak.ts'),
		'/* eslint-disable */\nexport const home = process.env.HOME;\n',
	);
	const { status, output } = scan('--source', folder);
	expect(status).toBe(1);
	expect(output).toContain('no-restricted-globals');
});

it('does not take an empty folder for a package that passed', () => {
	for (const part of ['package.json', 'core', 'nodes', 'credentials']) {
		rmSync(path.join(folder, part), { recursive: true, force: true });
	}
	expect(scan('--source', folder).status).toBe(1);
});

it('refuses a tarball that was packed without a build', () => {
	const empty = path.join(folder, 'package');
	mkdirSync(empty);
	writeFileSync(path.join(empty, 'package.json'), JSON.stringify(readManifest(root)));
	const tarball = path.join(folder, 'empty.tgz');
	expect(spawnSync('tar', ['-czf', tarball, '-C', folder, 'package']).status).toBe(0);
	const { status, output } = scan('--tarball', tarball);
	expect(status).toBe(1);
	expect(output).toContain('npm run build');
});
