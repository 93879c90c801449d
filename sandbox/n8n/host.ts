/** Drives one n8n: prepares its folder, installs our package, imports, starts, queries, stops and kills it. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { N8nApi } from './host/api';
import { N8nCommands } from './host/commands';
import { type CommunityPackage, placePackage } from './host/community-package';
import { SqliteFile, type Database, type Row, type Statement } from './host/database';
import { n8nEnvironment } from './host/environment';
import { freePorts, requireFree } from './host/ports';
import { N8nProcess } from './host/process';
import { connect } from './host/start';
import type { CredentialImport, Owner, Report, WorkflowFile } from './host/types';
import { waitFor, type WaitOptions } from './host/wait';
import type { N8nInstall } from './install';

const ASK_AGAIN_AFTER_MS = 25_000;
const START_ATTEMPTS = 3;
const PORT_TAKEN = /port \d+ is already in use/i;

/** Who may log in to a sandbox's n8n. It listens on this machine alone. */
export const SANDBOX_OWNER: Owner = {
	email: 'desk@hotel-paradise.example',
	password: 'Paradise-24-rooms',
	firstName: 'Front',
	lastName: 'Desk',
};

export interface N8nHostOptions {
	install: N8nInstall;
	/** Our package, made by `npm pack`; `null` for an n8n that does not have it. */
	packageTarball: string | null;
	/** Where n8n keeps everything (`<userFolder>/.n8n`); made if missing, kept. */
	userFolder: string;
	/** Default: any free one, chosen at each start until one has been used. */
	port?: number;
	/** Added to n8n's environment, e.g. `GENERIC_TIMEZONE`. */
	env?: Record<string, string>;
	owner?: Owner;
	/** Default: n8n's SQLite file. */
	database?: Database;
	/** Receives progress lines for people. */
	report?: Report;
}

export class N8nHost {
	private process?: N8nProcess;

	private printed = '';

	private connected?: N8nApi;

	protected constructor(
		private readonly options: N8nHostOptions,
		private manifest: CommunityPackage | null,
		private port: number | undefined,
	) {}

	/**
	 * Prepares an n8n that is not running yet: its folder, with our package in it.
	 * @throws Error that says what to do, e.g. if the chosen port is in use
	 */
	static async create(options: N8nHostOptions): Promise<N8nHost> {
		if (options.port) await requireFree(options.port);
		const userFolder = path.resolve(options.userFolder);
		await mkdir(path.join(userFolder, '.n8n'), { recursive: true });
		const { packageTarball } = options;
		const manifest = packageTarball === null ? null : await placePackage(packageTarball, path.join(userFolder, '.n8n'));
		return new N8nHost({ ...options, userFolder }, manifest, options.port);
	}

	/** n8n's SQLite file. The latest writes are in the files `-wal` and `-shm` beside it. */
	get databaseFile(): string {
		return path.join(this.options.userFolder, '.n8n', 'database.sqlite');
	}

	get isRunning(): boolean {
		return this.process?.isRunning ?? false;
	}

	get pid(): number | undefined {
		return this.process?.pid;
	}

	get owner(): Owner {
		return this.options.owner ?? SANDBOX_OWNER;
	}

	/** The editor's address, e.g. `http://127.0.0.1:5678`; known once started. */
	get url(): string {
		if (!this.port) throw new Error('n8n has no address before it is started: call start() first.');
		return `http://127.0.0.1:${this.port}`;
	}

	/** A logged-in client. @throws Error if n8n is not running */
	get api(): N8nApi {
		if (!this.connected || !this.isRunning) throw new Error('n8n is not running: call start() first.');
		return this.connected;
	}

	/** Everything that n8n and its commands have printed so far, over all starts. */
	logs(): string {
		return this.printed;
	}

	/**
	 * Replaces our package by another version of it, as an upgrade does.
	 * @param tarball made by `npm pack`
	 * @throws Error if n8n is running
	 */
	async upgrade(tarball: string): Promise<void> {
		if (this.isRunning) throw new Error('n8n loads a package when it starts: stop() it first.');
		this.manifest = await placePackage(tarball, path.join(this.options.userFolder, '.n8n'));
	}

	/** Imports credentials under their own ids, before the start. */
	async importCredentials(credentials: CredentialImport[]): Promise<void> {
		await this.beforeStart('Importing credentials').importCredentials(credentials);
	}

	/**
	 * Imports workflows before the start, with their ids, settings and references to credentials.
	 * @param workflows the files' contents, or a folder of *.json files
	 */
	async importWorkflows(workflows: WorkflowFile[] | string): Promise<void> {
		await this.beforeStart('Importing workflows').importWorkflows(workflows);
	}

	/**
	 * Publishes a workflow, so that its triggers run: before the start by n8n's command line, afterwards
	 * as the editor does (see activate).
	 * @throws Error if n8n does not treat it as published
	 */
	async publish(workflowId: string): Promise<void> {
		if (this.isRunning) await this.activate(workflowId);
		else await this.beforeStart(`Publishing ${workflowId}`).publish(workflowId);
	}

	/**
	 * Publishes a workflow of the running n8n and waits until its triggers are on.
	 * @throws Error with n8n's message if a trigger cannot be switched on
	 */
	async activate(workflowId: string): Promise<void> {
		await this.api.requestActivation(workflowId);
		let askedAt = Date.now();
		const { status, triggers } = await this.waitFor(
			async () => {
				const publication = await this.api.publication(workflowId);
				if (!['in_progress', 'not_published'].includes(publication.status)) return publication;
				// A busy n8n forgets a request now and then.
				if (Date.now() - askedAt > ASK_AGAIN_AFTER_MS) {
					askedAt = Date.now();
					await this.api.requestActivation(workflowId);
				}
				return null;
			},
			{ what: `workflow ${workflowId} to be switched on` },
		);
		if (status !== 'published') {
			const why = triggers
				.map(({ errorMessage }) => errorMessage)
				.filter(Boolean)
				.join('; ');
			throw new Error(`Workflow ${workflowId} could not be switched on: ${why}`);
		}
	}

	/** Unpublishes a workflow and waits until its triggers are off: switched on at once, they would be switched off after that. */
	async deactivate(workflowId: string): Promise<void> {
		await this.api.deactivate(workflowId);
		await this.waitFor(async () => (await this.api.publication(workflowId)).status === 'not_published', {
			what: `workflow ${workflowId} to be switched off`,
		});
	}

	/**
	 * Starts n8n on its folder and logs in; the first start creates the owner.
	 * @throws Error with the end of n8n's output, if it does not come up
	 */
	async start(): Promise<void> {
		if (this.isRunning) throw new Error('n8n is running already: stop() it first.');
		for (let attempt = 1; ; attempt += 1) {
			const from = this.printed.length;
			try {
				await this.startOnce();
				return;
			} catch (error) {
				this.kill();
				const taken = PORT_TAKEN.test(this.printed.slice(from));
				// Another process took one of the ports between our check and n8n's start.
				if (!taken || this.options.port || attempt === START_ATTEMPTS) throw error;
				this.port = undefined;
			}
		}
	}

	/** Stops n8n gracefully; running executions may finish. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends n8n at once, as a power cut would, and waits until it is gone. */
	async crash(): Promise<void> {
		this.kill();
		await this.process?.exit;
	}

	/** Sends SIGKILL to n8n and its task runner, without waiting. */
	kill(): void {
		this.process?.kill();
	}

	/** See waitFor; gives up if n8n ends in the meantime. */
	async waitFor<T>(condition: () => Promise<T> | T, options: WaitOptions = {}) {
		const giveUp = () => (this.isRunning ? undefined : new Error(`n8n has ended:\n${this.lastLines()}`));
		return await waitFor(condition, { giveUp, ...options });
	}

	/** Runs SQL on n8n's database, even while n8n is running. */
	async query(...statements: Statement[]): Promise<Row[]> {
		return await this.database.query(...statements);
	}

	private get database(): Database {
		return this.options.database ?? new SqliteFile(this.options.install, this.databaseFile);
	}

	private async startOnce(): Promise<void> {
		const [free = 0, broker = 0] = await freePorts(2);
		if (this.options.port) await requireFree(this.options.port);
		this.port ??= free;
		this.report(`Starting n8n ${this.options.install.version} on ${this.url} ...`);
		const ports = { web: this.port, broker };
		this.process = new N8nProcess(this.options.install, ['start'], this.environment(ports), (text) => {
			this.printed += text;
		});
		this.connected = await connect({
			install: this.options.install,
			process: this.process,
			url: this.url,
			owner: this.owner,
			manifest: this.manifest,
			database: this.database,
			lastLines: () => this.lastLines(),
		});
	}

	private environment(ports?: { web: number; broker: number }): NodeJS.ProcessEnv {
		const { install, userFolder, env } = this.options;
		return n8nEnvironment({ install, userFolder, extra: env, ports });
	}

	/** A running n8n would not notice what its command line changes. */
	private beforeStart(what: string): N8nCommands {
		if (this.isRunning) throw new Error(`${what} is for an n8n that does not run: stop() it first.`);
		this.report(`${what} ...`);
		return new N8nCommands(this.options.install, this.environment(), this.database, (text) => {
			this.printed += text;
		});
	}

	private lastLines(): string {
		return this.printed.trim().split('\n').slice(-15).join('\n');
	}

	private report(line: string): void {
		this.options.report?.(line);
	}
}
