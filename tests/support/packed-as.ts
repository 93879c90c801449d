/** Our package under another version, for tests of an upgrade. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../../scripts/bootstrap/run';
import { packedPackage } from '../../sandbox/start/package';

const run = promisify(execFile);

/**
 * The same sources, packed by npm.
 * @param folder to work in; the caller removes it
 * @returns the tarball's path
 */
export async function packedAs(version: string, folder: string): Promise<string> {
	const work = await mkdtemp(path.join(folder, 'version-'));
	await run('tar', ['-xzf', await packedPackage(() => undefined), '-C', work]);
	const unpacked = path.join(work, 'package');
	const file = path.join(unpacked, 'package.json');
	await writeFile(file, JSON.stringify({ ...(JSON.parse(await readFile(file, 'utf8')) as object), version }));
	const { command, args, shell } = npm();
	await run(command, [...args, 'pack', '--ignore-scripts', '--silent', '--pack-destination', work], {
		cwd: unpacked,
		shell,
	});
	const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
	return path.join(work, tarball ?? '');
}
