/** Every template as hotel staff import it, in a real browser: complete, with its credentials, and without a complaint. */
import path from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import type { WorkflowFile } from '../../../sandbox/n8n/host/types';
import { Editor, openBrowser } from '../../support/browser';
import { describeWithBrowser } from '../../support/describe-with-browser';
import { openTestEnvironment, type SandboxEnvironment } from '../../support/environment';
import { N8N_SETUP_MS } from '../../support/n8n';
import { content, hasAddress, isNote, needsCredential, readFile, templateFiles, VIEW } from './template-files';

describeWithBrowser('importing', () => {
	jest.setTimeout(300_000);
	let environment: SandboxEnvironment;
	let browser: Browser;
	let editor: Editor;
	let types: INodeTypeDescription[];

	beforeAll(async () => {
		environment = await openTestEnvironment();
		browser = await openBrowser();
		editor = await Editor.open(browser, environment.n8n, VIEW);
		types = (await environment.n8n.api.loadedNodeTypes()) as unknown as INodeTypeDescription[];
	}, N8N_SETUP_MS);

	afterAll(async () => {
		await browser?.close();
		await environment?.close();
	}, 60_000);

	describe.each(templateFiles.map((file) => [path.basename(file), file]))('%s', (_, file) => {
		const template = readFile(file);
		const notes = template.nodes.filter(isNote).length;
		let imported: WorkflowFile;

		beforeAll(async () => {
			imported = await environment.n8n.api.workflow(await editor.importFile(file));
		});

		test('shows every node and note, none of them marked, and complains of nothing', async () => {
			expect(await editor.counts()).toEqual({ nodes: template.nodes.length - notes, notes });
			expect(await editor.faultyNodes()).toEqual([]);
			expect(editor.complaints.splice(0)).toEqual([]);
		});

		test('gives each node that reaches a system its credential, and says nothing else', async () => {
			const needy = imported.nodes.filter((node) => needsCredential(node, types)).map(({ name }) => name);
			const given = imported.nodes.filter(({ credentials }) => credentials).map(({ name }) => name);
			expect(given).toEqual(expect.arrayContaining(needy));
			const said = given.length > 0 ? [expect.stringMatching(/^Credentials auto-added/)] : [];
			expect(await editor.messagesSoFar()).toEqual(said);
		});

		test('keeps what is in the file', () => {
			expect(imported.name).toBe(template.name);
			expect(content(imported, types)).toEqual(content(template, types));
		});

		test('gives each form and each webhook a secret address of its own, which no file has', () => {
			expect(template.nodes.filter((node) => 'webhookId' in node || 'credentials' in node)).toEqual([]);
			const addresses = imported.nodes.filter((node) => hasAddress(node, types)).map(({ webhookId }) => webhookId);
			for (const address of addresses) expect(address).toMatch(/^[0-9a-f-]{36}$/);
			expect(new Set(addresses).size).toBe(addresses.length);
			expect(imported.nodes.filter((node) => node.webhookId && !hasAddress(node, types))).toEqual([]);
		});
	});
});
