/** n8n's database driver is a native module: its prebuilt binary is used if there is one; otherwise it is compiled. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { lastLines, npm, runWithProgress } from '../../scripts/bootstrap/run';
import { npmEnvironment } from './install-steps';
import { nodeFolder } from './node-binary';

const run = promisify(execFile);
const DOWNLOAD_MS = 60_000;

async function loads(folder: string, node: string): Promise<boolean> {
	try {
		await run(node, ['-e', 'require("sqlite3")'], { cwd: folder, timeout: 60_000, env: npmEnvironment() });
		return true;
	} catch {
		return false;
	}
}

function environment(node: string): NodeJS.ProcessEnv {
	const env = npmEnvironment();
	// Programs that are started as plain `node` must be this Node.js too.
	const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	return { ...env, JOBS: 'max', [name]: [path.dirname(node), env[name]].filter(Boolean).join(path.delimiter) };
}

/** Its maintainers publish it for common platforms; not every network can reach it. */
async function download(folder: string, node: string, report: (line: string) => void): Promise<void> {
	const tool = path.join(folder, 'node_modules/prebuild-install/bin.js');
	report('Fetching the ready-made database driver (sqlite3) ...');
	const cwd = path.join(folder, 'node_modules/sqlite3');
	await run(node, [tool, '-r', 'napi'], { cwd, timeout: DOWNLOAD_MS, env: environment(node) }).catch(() => {
		report('It cannot be fetched here, so it is compiled.');
	});
}

/** npm's own node-gyp first: it is newer and supports newer versions of Python. */
function compilers(folder: string): string[] {
	const npmCli = npm().args[0];
	const besideNode = path.resolve(path.dirname(process.execPath), '../lib/node_modules/npm');
	const homes = [npmCli && path.resolve(path.dirname(npmCli), '..'), besideNode, folder];
	return homes
		.filter((home): home is string => Boolean(home))
		.map((home) => path.join(home, 'node_modules/node-gyp/bin/node-gyp.js'))
		.filter((file) => existsSync(file));
}

async function compile(folder: string, node: string, report: (line: string) => void): Promise<string> {
	const headers = nodeFolder(folder);
	let last = 'No node-gyp was found.';
	for (const tool of compilers(folder)) {
		const { output } = await runWithProgress({
			command: node,
			// With the headers of the npm package, compiling needs no network.
			args: [tool, 'rebuild', ...(headers ? [`--nodedir=${headers}`] : [])],
			cwd: path.join(folder, 'node_modules/sqlite3'),
			env: environment(node),
			label: 'Compiling the database driver (sqlite3)',
			report,
		});
		if (await loads(folder, node)) return '';
		last = output;
	}
	return last;
}

/**
 * Makes `sqlite3` loadable in an installation.
 * @param folder the installation
 * @param node the Node.js that will run it
 * @throws Error that says what to install, if there is neither a binary nor a compiler
 */
export async function buildSqlite(folder: string, node: string, report: (line: string) => void): Promise<void> {
	if (await loads(folder, node)) return;
	await download(folder, node, report);
	if (await loads(folder, node)) return;
	const output = await compile(folder, node, report);
	if (output === '') return;
	const room = /ENOSPC|no space left/i.test(output) ? 'The disk is full: make room and start again.' : '';
	throw new Error(
		`n8n's database driver (sqlite3) could be neither fetched nor compiled. ${
			room ||
			'Compiling needs a C++ compiler, make and Python 3 (Debian and Ubuntu: apt-get install g++ make python3; macOS: xcode-select --install): install them and start again.'
		}\n${lastLines(output)}`,
	);
}
