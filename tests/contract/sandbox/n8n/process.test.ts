import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts, requireFree } from '../../../../sandbox/n8n/host/ports';
import { n8nEnvironment } from '../../../../sandbox/n8n/host/environment';
import { N8nProcess } from '../../../../sandbox/n8n/host/process';
import { waitFor } from '../../../../sandbox/n8n/host/wait';
import type { N8nInstall } from '../../../../sandbox/n8n/install';

/** Stands in for n8n: it has a task runner, and does not end by itself. */
const FAKE_N8N = `
const { spawn } = require('node:child_process');
const runner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
process.on('SIGTERM', () => { runner.kill(); process.exit(0); });
console.log('pids ' + process.pid + ' ' + runner.pid);
setInterval(() => {}, 1000);`;

let scratch: string;
let install: N8nInstall;

beforeAll(async () => {
	scratch = await mkdtemp(path.join(tmpdir(), 'n8n-process-test-'));
	const cli = path.join(scratch, 'fake-n8n.js');
	await writeFile(cli, FAKE_N8N);
	install = { dir: scratch, node: process.execPath, cli, version: '0' };
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

const pidsIn = (output: string) => /pids (\d+) (\d+)/.exec(output)?.slice(1).map(Number);

async function startFake() {
	let output = '';
	const child = new N8nProcess(install, ['start'], process.env, (text) => {
		output += text;
	});
	const pids = await waitFor(() => pidsIn(output), { what: 'the process to tell its ids' });
	return { child, pids };
}

const gone = (pids: number[]) =>
	waitFor(() => !pids.some(isAlive), { what: 'the processes to end', timeoutMs: 10_000 });

test('stop() lets it end in order', async () => {
	const { child, pids } = await startFake();
	await child.stop();
	expect(await child.exit).toBe('code 0');
	expect(child.isRunning).toBe(false);
	await gone(pids);
});

test('kill() ends it together with what it has started', async () => {
	const { child, pids } = await startFake();
	child.kill();
	expect(await child.exit).toBe('SIGKILL');
	await gone(pids);
	child.kill();
});

test('it does not outlive us, even if we are killed outright', async () => {
	const script = path.join(scratch, 'parent.ts');
	const module = path.resolve(__dirname, '../../../../sandbox/n8n/host/process');
	await writeFile(
		script,
		`import { N8nProcess } from ${JSON.stringify(module)};
		new N8nProcess(${JSON.stringify(install)}, ['start'], process.env, (text) => process.stdout.write(text));`,
	);
	const tsx = path.resolve(__dirname, '../../../../node_modules/tsx/dist/loader.mjs');
	const parent = spawn(process.execPath, ['--import', tsx, script], { stdio: ['ignore', 'pipe', 'inherit'] });
	let output = '';
	parent.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		output += chunk;
	});
	const pids = await waitFor(() => pidsIn(output), { what: 'the process to tell its ids' });
	parent.kill('SIGKILL');
	await once(parent, 'exit');
	await gone(pids);
});

test('a port in use is reported with what to do; free ports are free and differ', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	await expect(requireFree(port)).rejects.toThrow(new RegExp(`Port ${port} is in use: stop what uses it`));
	server.close();
	await once(server, 'close');
	await requireFree(port);
	const [one = 0, other = 0] = await freePorts(2);
	expect(one).not.toBe(other);
	await Promise.all([requireFree(one), requireFree(other)]);
});

test('n8n gets nothing of our environment that it does not need', () => {
	process.env.SOME_SECRET = 'hidden';
	process.env.N8N_ENCRYPTION_KEY = 'ours';
	try {
		const env = n8nEnvironment({
			install,
			userFolder: '/user',
			ports: { web: 1, broker: 2 },
			extra: { GENERIC_TIMEZONE: 'Europe/Zurich' },
		});
		expect(Object.values(env)).not.toContain('hidden');
		expect(env.N8N_ENCRYPTION_KEY).toBeUndefined();
		expect(env.PATH?.split(path.delimiter)[0]).toBe(path.dirname(process.execPath));
		expect(env).toMatchObject({
			N8N_USER_FOLDER: '/user',
			HOME: '/user',
			N8N_PORT: '1',
			N8N_RUNNERS_BROKER_PORT: '2',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			GENERIC_TIMEZONE: 'Europe/Zurich',
		});
	} finally {
		delete process.env.SOME_SECRET;
		delete process.env.N8N_ENCRYPTION_KEY;
	}
});

test('waiting gives up in time, says for what, and sooner if there is no more hope', async () => {
	await expect(waitFor(() => false, { what: 'snow', timeoutMs: 1 })).rejects.toThrow('in vain for snow');
	await expect(waitFor(() => Promise.reject(new Error('not yet')), { what: 'snow', timeoutMs: 1 })).rejects.toThrow(
		'not yet',
	);
	await expect(waitFor(() => null, { giveUp: () => new Error('melted') })).rejects.toThrow('melted');
	await expect(waitFor(() => 0)).resolves.toBe(0);
});
