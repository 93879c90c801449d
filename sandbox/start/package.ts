/** Builds our package and packs it as it would be published. */
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lastLines, npm, runWithProgress, type Command } from '../../scripts/bootstrap/run.js';
import type { Report } from '../n8n/host/types';

const cwd = path.resolve(__dirname, '../..');

/**
 * Builds and packs.
 * @returns the tarball's path, in a temporary folder of its own
 * @throws Error with the end of what the build printed
 */
export async function packPackage(report: Report): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-package-'));
	await run({ command: process.execPath, args: [path.join(cwd, 'node_modules/gulp/bin/gulp.js'), 'build'], label: 'Building the nodes', cwd, report });
	const { command, args, shell } = npm();
	await run({ command, args: [...args, 'pack', '--ignore-scripts', '--pack-destination', folder], shell, label: 'Packing the nodes', cwd, report });
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack wrote no tarball; run `npm pack` by hand to see why');
	return path.join(folder, tarball);
}

async function run(command: Command): Promise<void> {
	const { code, output } = await runWithProgress(command);
	if (code !== 0) throw new Error(`${command.label} failed:\n${lastLines(output)}`);
}
