/** One of n8n's processes beside main: a worker or a webhook processor. */
import path from 'node:path';
import { n8nEnvironment } from '../host/environment';
import { N8nProcess } from '../host/process';
import { waitFor } from '../host/wait';
import type { N8nInstall } from '../install';
import { COMMANDS } from './settings';

/** Five of them start at once on two cores. */
const START_MS = 300_000;

export interface MemberOptions {
	kind: 'worker' | 'webhook';
	install: N8nInstall;
	/** Its own, with the package in it. */
	userFolder: string;
	/** Where it answers, at least whether it is ready. */
	port: number;
	brokerPort: number;
	env: Record<string, string>;
}

export class Member {
	private process?: N8nProcess;

	private printed = '';

	constructor(private readonly options: MemberOptions) {}

	/** For people and folders: `worker-1`. */
	get name(): string {
		return path.basename(this.options.userFolder);
	}

	get url(): string {
		return `http://127.0.0.1:${this.options.port}`;
	}

	/** Of the running process. */
	get pid(): number | undefined {
		return this.process?.pid;
	}

	get isRunning(): boolean {
		return this.process?.isRunning ?? false;
	}

	/** Everything that it has printed so far, over all starts. */
	logs(): string {
		return this.printed;
	}

	/** @throws Error with the end of its output, if it ends or does not become ready */
	async start(): Promise<void> {
		const { kind, install, userFolder, port, brokerPort, env } = this.options;
		const own = { QUEUE_HEALTH_CHECK_PORT: String(port), N8N_WORKER_SERVER_ADDRESS: '127.0.0.1' };
		const environment = n8nEnvironment({
			install,
			userFolder,
			ports: { web: port, broker: brokerPort },
			extra: { ...env, ...own },
		});
		const started = new N8nProcess(install, [...COMMANDS[kind]], environment, (text) => {
			this.printed += text;
		});
		this.process = started;
		await waitFor(async () => (await fetch(`${this.url}/healthz/readiness`)).ok, {
			what: `${this.name} to be ready`,
			timeoutMs: START_MS,
			giveUp: () => (started.isRunning ? undefined : new Error(`${this.name} has ended:\n${this.lastLines()}`)),
		});
	}

	/** Lets it finish what it is doing. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends it at once, as a power cut would, and waits until it is gone. */
	async crash(): Promise<void> {
		this.process?.kill();
		await this.process?.exit;
	}

	private lastLines(): string {
		return this.printed.trim().split('\n').slice(-15).join('\n');
	}
}
