/** Runs long commands so that people see progress and learn why a command failed. */
const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const TAIL_CHARACTERS = 20_000;
const PROGRESS_MS = 15_000;

const WINDOWS = process.platform === 'win32';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const running = new Set();
/** The signal that we were ended by, and that ends us once our children have ended. */
let stoppedBy = null;

process.on('exit', () => killAll('SIGTERM'));

/** With everything that they have started: npm runs npm runs node. */
function killAll(signal) {
	for (const child of running) {
		try {
			if (WINDOWS || child.pid === undefined) child.kill(signal);
			else process.kill(-child.pid, signal);
		} catch {
			// It has ended meanwhile.
		}
	}
}

/** An installation that went on by itself would be in the way of the next one. */
function stop(signal) {
	killAll(stoppedBy === null ? 'SIGTERM' : 'SIGKILL');
	stoppedBy = signal;
}

function noteStart(child) {
	if (running.size === 0) for (const signal of SIGNALS) process.on(signal, stop);
	running.add(child);
}

function noteEnd(child) {
	running.delete(child);
	if (running.size > 0) return;
	for (const signal of SIGNALS) process.removeListener(signal, stop);
	if (stoppedBy !== null) process.exit(128 + constants.signals[stoppedBy]);
}

/**
 * How to call npm: the one that runs us, if any; otherwise the one on the PATH.
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
function npm() {
	const own = process.env.npm_execpath;
	if (own && /npm-cli\.c?js$/.test(own)) return { command: process.execPath, args: [own], shell: false };
	return { command: WINDOWS ? 'npm.cmd' : 'npm', args: [], shell: WINDOWS };
}

/**
 * Runs a command silently and reports from time to time that it is still running.
 * @param {{ command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean,
 *   label: string, report: (line: string) => void }} options
 * @returns {Promise<{ code: number, output: string }>} its exit code (127: could not be started,
 *   128: killed by a signal) and the end of what it printed
 */
function runWithProgress({ command, args, cwd, env, shell = false, label, report }) {
	const start = Date.now();
	const elapsed = () => Math.round((Date.now() - start) / 1000);
	report(`${label} ...`);
	const timer = setInterval(() => report(`${label} ... ${elapsed()} s`), PROGRESS_MS);
	return new Promise((resolve) => {
		let output = '';
		const keep = (chunk) => {
			output = (output + chunk).slice(-TAIL_CHARACTERS);
		};
		// In a group of its own, which can be ended as a whole; the terminal's Ctrl-C reaches it by way of us.
		const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'], detached: !WINDOWS });
		noteStart(child);
		const end = (code) => {
			clearInterval(timer);
			noteEnd(child);
			if (code === 0) report(`${label}: done in ${elapsed()} s`);
			resolve({ code, output });
		};
		child.stdout.setEncoding('utf8').on('data', keep);
		child.stderr.setEncoding('utf8').on('data', keep);
		child.on('error', (error) => {
			keep(`${command} could not be started: ${error.message}`);
			end(127);
		});
		child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)));
	});
}

/** The known causes of failed installations, by npm's output, and what to do next. */
const CAUSES = [
	[/ENOSPC|no space left on device/i, 'The disk is full: make room and start again.'],
	[
		/EACCES|EPERM|EROFS/,
		'A folder may not be written: set N8N_HOTEL_CACHE to a folder that you may write to, and npm_config_cache if npm names its own.',
	],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network (request|timeout)|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT/i,
		'The package registry could not be reached: check the network (behind a proxy, npm needs its `proxy` and `https-proxy` settings; behind an inspecting one, its `cafile`) and start again.',
	],
	[/EINTEGRITY/, 'A downloaded package is damaged: run "npm cache clean --force" and start again.'],
	[/could not be started: .*ENOENT/, 'npm was not found: install Node.js together with npm, and start again.'],
	[
		/EUSAGE|lock file.*(not in sync|out of sync|satisfy)/i,
		'package.json and package-lock.json do not belong together: run "npm install" and commit both.',
	],
];

/**
 * What to do about a failed installation.
 * @param {string} output what npm printed
 * @returns {string} one sentence, or an empty string if the cause is not known
 */
function adviceFor(output) {
	return CAUSES.find(([pattern]) => pattern.test(output))?.[1] ?? '';
}

/** After an error, npm prints help and advertisements, which are left out. */
const CHATTER =
	/^npm (notice|error (Options:|Usage:|Run "npm help|A complete log|aliases:|\s*(--|\[|-[a-z])))|^npm error\s*$/;

/** The last meaningful lines of an output, for an error message. */
function lastLines(output, count = 15) {
	const lines = output.trim().split('\n');
	const usage = lines.findIndex((line) => /^npm error (Usage|Options):/.test(line));
	const telling = (usage < 0 ? lines : lines.slice(0, usage)).filter((line) => !CHATTER.test(line));
	return telling.slice(-count).join('\n');
}

module.exports = { adviceFor, lastLines, npm, runWithProgress };
