/** The steps of installing n8n that need npm and n8n itself. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { adviceFor, lastLines, npm, runWithProgress } from '../../scripts/bootstrap/run';

/**
 * The environment for npm in a folder other than the one in which npm may have started us:
 * `local-prefix` would send it back there.
 */
export function npmEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
	const inherited =
		/^npm_(config_local_prefix|config_prefix|package_.*|lifecycle_.*|command)$|^(INIT_CWD|NODE_ENV|NODE_OPTIONS)$/i;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.test(name)));
}

/**
 * `npm ci` without the packages' own scripts: what they would build is built elsewhere or comes prebuilt.
 * @param folder holds package.json and package-lock.json
 * @throws Error that says what to do next
 */
export async function installPackages(folder: string, report: (line: string) => void): Promise<void> {
	const { command, args, shell } = npm();
	const { code, output } = await runWithProgress({
		command,
		args: [...args, 'ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
		cwd: folder,
		env: npmEnvironment(),
		shell,
		label: 'Installing n8n and its Node.js (npm ci)',
		report,
	});
	if (code !== 0) throw new Error(`n8n could not be installed. ${adviceFor(output)}\n${lastLines(output)}`);
}

/**
 * Asks the installed n8n for its version, so that a broken installation is noticed here.
 * @throws Error with what n8n printed
 */
export async function checkStarts(folder: string, node: string): Promise<void> {
	const cli = path.join(folder, 'node_modules/n8n/bin/n8n');
	try {
		await promisify(execFile)(node, [cli, '--version'], { timeout: 120_000, env: npmEnvironment() });
	} catch (error) {
		const { message } = error as Error;
		throw new Error(`n8n was installed, but does not start: start again to install it anew.\n${lastLines(message)}`);
	}
}
