/** The ground that all other end-to-end tests stand on: a real n8n can be prepared, driven and killed. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { WorkflowFile } from '../../sandbox/n8n/host/types';
import { npm } from '../../scripts/bootstrap/run';
import { createTestN8n, N8N_SETUP_MS, type TestN8n } from '../support/n8n';

const TRIGGER = `
class TinyTrigger {
	description = {
		displayName: 'Tiny Trigger', name: 'tinyTrigger', group: ['trigger'], version: 1, description: 'Polls nothing',
		defaults: { name: 'Tiny Trigger' }, polling: true, usableAsTool: true, inputs: [], outputs: ['main'],
		credentials: [{ name: 'tinyApi' }],
		properties: [{ displayName: 'Fail', name: 'fail', type: 'boolean', default: false }],
	};
	async poll() {
		if (this.getNodeParameter('fail')) throw new Error('The source is down');
		const { word } = await this.getCredentials('tinyApi');
		return [[{ json: { word, zone: this.getTimezone() } }]];
	}
}
module.exports = { TinyTrigger };`;
const CREDENTIAL = `
class TinyApi {
	name = 'tinyApi';
	displayName = 'Tiny API';
	properties = [{ displayName: 'Word', name: 'word', type: 'string', default: '' }];
}
module.exports = { TinyApi };`;
const MANIFEST = {
	name: 'n8n-nodes-tiny',
	version: '1.2.3',
	author: { name: 'Somebody', email: 'somebody@example.com' },
	peerDependencies: { 'n8n-workflow': '*' },
	n8n: {
		n8nNodesApiVersion: 1,
		nodes: ['dist/TinyTrigger.node.js'],
		credentials: ['dist/TinyApi.credentials.js'],
	},
};

const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };

function workflow(id: string, fail = false): WorkflowFile {
	return {
		id,
		name: `Tiny ${id}`,
		nodes: [
			{
				id: 'a',
				name: 'Tiny Trigger',
				type: 'n8n-nodes-tiny.tinyTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: { pollTimes: EVERY_MINUTE, fail },
				credentials: { tinyApi: { id: 'tiny-credential', name: 'Tiny' } },
			},
			{
				id: 'b',
				name: 'Note',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [200, 0],
				parameters: {
					resource: 'table',
					operation: 'create',
					tableName: 'tiny_table',
					columns: { column: [{ name: 'word', type: 'string' }] },
					options: { createIfNotExists: true },
				},
			},
			{
				id: 'c',
				name: 'Write',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [400, 0],
				parameters: {
					resource: 'row',
					operation: 'insert',
					dataTableId: { __rl: true, mode: 'name', value: 'tiny_table' },
					columns: {
						mappingMode: 'defineBelow',
						value: { word: '={{ $("Tiny Trigger").item.json.word }}' },
						matchingColumns: [],
						schema: [
							{ id: 'word', displayName: 'word', required: false, defaultMatch: false, display: true, type: 'string' },
						],
					},
					options: {},
				},
			},
		],
		connections: {
			'Tiny Trigger': { main: [[{ node: 'Note', type: 'main', index: 0 }]] },
			Note: { main: [[{ node: 'Write', type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1', timezone: 'Pacific/Kiritimati' },
	};
}

async function packTiny(folder: string): Promise<string> {
	await mkdir(path.join(folder, 'dist'));
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(MANIFEST));
	await writeFile(path.join(folder, 'dist/TinyTrigger.node.js'), TRIGGER);
	await writeFile(path.join(folder, 'dist/TinyApi.credentials.js'), CREDENTIAL);
	const { command, args, shell } = npm();
	await promisify(execFile)(command, [...args, 'pack', '--ignore-scripts', '--silent'], { cwd: folder, shell });
	return path.join(folder, `${MANIFEST.name}-${MANIFEST.version}.tgz`);
}

let folder: string;
let n8n: TestN8n;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-tiny-'));
	n8n = await createTestN8n({ packageTarball: await packTiny(folder) });
	await n8n.host.importCredentials([
		{ id: 'tiny-credential', name: 'Tiny', type: 'tinyApi', data: { word: 'paradise' } },
	]);
	await n8n.host.importWorkflows([workflow('kept'), workflow('failing', true)]);
	await n8n.host.publish('kept');
	await n8n.host.start();
}, N8N_SETUP_MS);

afterAll(async () => {
	await n8n.remove();
	await rm(folder, { recursive: true, force: true });
}, 60_000);

const succeeded = async (workflowId: string) => await n8n.host.api.executions({ workflowId, status: ['success'] });

test("what was imported and published runs with its credential, its settings and n8n's own tables", async () => {
	const { host } = n8n;
	const [first] = await host.waitFor(async () => {
		const found = await succeeded('kept');
		return found.length > 0 && found;
	});
	const { resultData } = (await host.api.execution(first?.id ?? '')).data;
	expect(resultData.runData['Tiny Trigger']?.[0]?.data?.main?.[0]?.[0]?.json).toEqual({
		word: 'paradise',
		zone: 'Pacific/Kiritimati',
	});
	// On a busy machine n8n switches a workflow on twice while it starts.
	const rows = (await host.api.dataTableRows('tiny_table')) ?? [];
	expect([...new Set(rows.map(({ word }) => word))]).toEqual(['paradise']);
	expect(await host.api.dataTableRows('tiny')).toBeNull();
	expect((await host.api.workflows()).map(({ id, active }) => [id, active]).sort()).toEqual([
		['failing', false],
		['kept', true],
	]);
});

test('Settings > Community nodes lists the package', async () => {
	expect(await n8n.host.api.communityPackages()).toMatchObject([
		{
			packageName: 'n8n-nodes-tiny',
			installedVersion: '1.2.3',
			installedNodes: [{ name: 'Tiny Trigger', type: 'n8n-nodes-tiny.tinyTrigger' }],
		},
	]);
});

test('a workflow that cannot be published is not reported as published', async () => {
	await expect(n8n.host.activate('missing')).rejects.toThrow('404');
	await n8n.host.stop();
	await expect(n8n.host.publish('missing')).rejects.toThrow('not found');
	await n8n.host.start();
}, 120_000);

test("the editor's import drops settings and finds the credential; it runs when switched on", async () => {
	const { host } = n8n;
	const file = workflow('imported');
	for (const node of file.nodes) delete node.credentials;
	const id = await host.api.createWorkflow(file);
	const created = await host.api.workflow(id);
	expect(created.id).not.toBe('imported');
	expect(created.settings).not.toHaveProperty('timezone');
	expect(created.nodes[0]?.credentials).toEqual({ tinyApi: { id: 'tiny-credential', name: 'Tiny' } });
	await host.activate(id);
	await host.waitFor(async () => (await succeeded(id)).length > 0);
	await host.deactivate(id);
	expect((await host.api.workflow(id)).active).toBe(false);
});

test('a trigger that cannot be switched on says why', async () => {
	await expect(n8n.host.activate('failing')).rejects.toThrow('The source is down');
	await n8n.host.deactivate('failing');
}, 120_000);

test('after a crash it comes up again with everything it had', async () => {
	const { host } = n8n;
	const before = (await succeeded('kept')).map(({ id }) => id);
	const { url } = host;
	await host.crash();
	expect(host.isRunning).toBe(false);
	expect(() => host.api).toThrow('start()');
	await host.start();
	expect(host.url).toBe(url);
	const after = await host.waitFor(async () => {
		const ids = (await succeeded('kept')).map(({ id }) => id);
		return ids.length > before.length && ids;
	});
	expect(after).toEqual(expect.arrayContaining(before));
}, 120_000);

test('its database can be searched while it runs, and it called nobody outside', async () => {
	const rows = await n8n.host.query({ sql: 'SELECT name FROM workflow_entity WHERE id = ?', params: ['kept'] });
	expect(rows).toEqual([{ name: 'Tiny kept' }]);
	expect(n8n.host.logs()).toContain('Editor is now accessible');
	expect(n8n.host.logs()).not.toMatch(/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|api\.n8n\.io/);
});
