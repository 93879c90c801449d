/** One running n8n process: records its output and how it ended, and makes sure that it never outlives us. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { N8nInstall } from '../install';

/** n8n gives running executions 30 s to finish. */
const GRACE_MS = 45_000;
const WATCHER = path.join(__dirname, 'watch-parent.cjs');
const WINDOWS = process.platform === 'win32';

const running = new Set<N8nProcess>();
// Ends the processes that were not stopped; the pipe does the same if we are killed.
process.on('exit', () => {
	for (const child of running) child.kill();
});

export class N8nProcess {
	private readonly child: ChildProcess;

	private ended = false;

	/** Resolves with the way it ended, e.g. `code 0` or `SIGKILL`. */
	readonly exit: Promise<string>;

	/**
	 * Starts n8n with a command of its command line.
	 * @param install the n8n to run
	 * @param args e.g. `['start']`
	 * @param env its complete environment
	 * @param onOutput gets everything it prints
	 */
	constructor(install: N8nInstall, args: string[], env: NodeJS.ProcessEnv, onOutput: (text: string) => void) {
		const child = spawn(install.node, ['--require', WATCHER, install.cli, ...args], {
			cwd: install.dir,
			env,
			stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
			// Its own process group: a terminal's Ctrl-C reaches only us, and we stop n8n gracefully.
			detached: !WINDOWS,
		});
		this.child = child;
		child.stdout?.setEncoding('utf8').on('data', onOutput);
		child.stderr?.setEncoding('utf8').on('data', onOutput);
		// The other end closes when n8n is killed; that is not an error.
		child.stdio[3]?.on('error', () => {});
		running.add(this);
		this.exit = new Promise((resolve) => {
			const finish = (how: string) => {
				this.ended = true;
				running.delete(this);
				resolve(how);
			};
			child.on('error', (error) => {
				finish(error.message);
			});
			child.on('close', (code, signal) => {
				finish(signal ?? `code ${code}`);
			});
		});
	}

	get isRunning(): boolean {
		return !this.ended;
	}

	get pid(): number | undefined {
		return this.child.pid;
	}

	/** Asks it to stop, and gives running executions some time to finish. */
	async stop(): Promise<void> {
		if (this.ended) return;
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => {
			this.kill();
		}, GRACE_MS);
		await this.exit;
		clearTimeout(timer);
	}

	/** Ends it at once, with its task runner, as a power cut would. */
	kill(): void {
		if (this.ended || this.child.pid === undefined) return;
		try {
			if (WINDOWS) this.child.kill('SIGKILL');
			else process.kill(-this.child.pid, 'SIGKILL');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}
