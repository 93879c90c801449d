import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Set once we are asked to stop: nothing new is started after that. */
export const interruption = { signal: null };
const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		interruption.signal ??= signal;
		for (const child of running) child.kill(signal);
	});
}

/**
 * Runs a command with our own input and output, in the repository's folder.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, cwd?: string }} [options]
 * @returns {Promise<number>} its exit code; 127 when it could not be started at all, 128 + the
 *   signal's number when it was killed
 */
export function run(command, args, { env, cwd = root } = {}) {
	if (interruption.signal) return Promise.resolve(128 + constants.signals[interruption.signal]);
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
		running.add(child);
		const end = (code) => {
			running.delete(child);
			resolve(code);
		};
		child.on('error', (error) => {
			console.error(`${command} could not be started: ${error.message}`);
			end(127);
		});
		child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal]));
	});
}

/** Runs a JavaScript tool of node_modules with the current Node. */
export function runTool(file, args, options) {
	return run(process.execPath, [file, ...args], options);
}

/** @param {number} since `performance.now()` at the start */
export function seconds(since) {
	return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
