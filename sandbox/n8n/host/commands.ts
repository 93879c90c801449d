/** n8n's command line, for everything that is done before n8n is started. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { N8nInstall } from '../install';
import type { Database } from './database';
import { N8nProcess } from './process';
import type { CredentialImport, WorkflowFile } from './types';

/** n8n's import commands log a failure and exit with 0 all the same. */
const FAILURE =
	/An error occurred while importing|Error updating database|Skipping invalid workflow|does not seem to contain/i;
const TIMEOUT_MS = 180_000;

/** Files for n8n to read. Credentials are in them in clear text, so they are deleted as soon as n8n has read them. */
async function withFiles(files: Record<string, unknown>, work: (folder: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-import-'));
	try {
		for (const [name, content] of Object.entries(files)) {
			await writeFile(path.join(folder, name), JSON.stringify(content), { mode: 0o600 });
		}
		await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

export class N8nCommands {
	/**
	 * @param env the complete environment of the commands
	 * @param database to read back what a command did
	 * @param onOutput gets everything they print
	 */
	constructor(
		private readonly install: N8nInstall,
		private readonly env: NodeJS.ProcessEnv,
		private readonly database: Database,
		private readonly onOutput: (text: string) => void,
	) {}

	/** Imports credentials under their own ids. */
	async importCredentials(credentials: CredentialImport[]): Promise<void> {
		await withFiles({ 'credentials.json': credentials }, async (folder) => {
			await this.run('import:credentials', '--input', path.join(folder, 'credentials.json'));
		});
	}

	/**
	 * Imports workflows with their ids, settings and references to credentials.
	 * @param workflows the files' contents, or a folder of *.json files
	 */
	async importWorkflows(workflows: WorkflowFile[] | string): Promise<void> {
		if (typeof workflows === 'string') {
			await this.run('import:workflow', '--separate', '--input', path.resolve(workflows));
			return;
		}
		const files = Object.fromEntries(workflows.map((workflow, index) => [`${index}.json`, workflow]));
		await withFiles(files, async (folder) => {
			await this.run('import:workflow', '--separate', '--input', folder);
		});
	}

	/**
	 * Publishes a workflow, so that its triggers run from the next start on.
	 * @throws Error if n8n does not treat it as published
	 */
	async publish(id: string): Promise<void> {
		await this.run('publish:workflow', '--id', id);
		const sql = 'SELECT active, "activeVersionId" FROM workflow_entity WHERE id = ?';
		const [row] = await this.database.query({ sql, params: [id] });
		if (!row?.active || !row.activeVersionId) {
			throw new Error(`Workflow ${id} is not published: ${row ? 'n8n left it inactive' : 'n8n does not have it'}.`);
		}
	}

	/**
	 * Runs one command and waits for its end.
	 * @throws Error with the end of its output, if it failed in any way
	 */
	private async run(...args: string[]): Promise<void> {
		let output = '';
		const command = new N8nProcess(this.install, args, this.env, (text) => {
			output += text;
			this.onOutput(text);
		});
		const timer = setTimeout(() => {
			command.kill();
		}, TIMEOUT_MS);
		const how = await command.exit;
		clearTimeout(timer);
		if (how === 'code 0' && !FAILURE.test(output)) return;
		const telling = output
			.trim()
			.split('\n')
			.filter((line) => !/^\s+at |^=+$|^\s*$/.test(line));
		throw new Error(`n8n ${args[0] ?? ''} failed (${how}):\n${telling.slice(-8).join('\n')}`);
	}
}
