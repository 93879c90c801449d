/**
 * What every command of this repository does first, on a fresh clone with nothing but Node.js:
 * check Node, install the dependencies, run TypeScript. Plain JavaScript without dependencies.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependenciesOf } from './bootstrap/dependencies.js';

const OLDEST_NODE = 20;
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
	console.error(
		`This needs Node.js ${OLDEST_NODE} or newer, and this is ${process.versions.node}. ` +
			'Install a current one from https://nodejs.org and start again.',
	);
	process.exit(1);
}

/**
 * Installs the development dependencies with `npm ci` unless node_modules is complete and matches this
 * lock file.
 * @param {(line: string) => void} [report] gets progress lines; default: standard error
 * @returns {Promise<void>} rejects with an Error that says what to do next
 */
export async function ensureDependencies(report = (line) => console.error(line)) {
	await ensureDependenciesOf(root, report);
}

/**
 * Runs a TypeScript file with our own input and output.
 * @param {string} file relative to the repository
 * @param {string[]} [args]
 * @returns {Promise<number>} its exit code, or 128 + the signal's number if a signal ended it
 */
export function runTypeScript(file, args = []) {
	const { resolve } = createRequire(path.join(root, 'package.json'));
	const child = spawn(process.execPath, [resolve('tsx/cli'), path.join(root, file), ...args], {
		stdio: 'inherit',
	});
	// A terminal sends Ctrl-C to the child as well; a second signal would make it stop at once.
	const forward = (signal) => {
		if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) process.on(signal, forward);
	return new Promise((resolveCode, reject) => {
		child.on('error', reject);
		child.on('exit', (code, signal) => {
			for (const name of signals) process.removeListener(name, forward);
			resolveCode(code ?? 128 + constants.signals[signal]);
		});
	});
}
