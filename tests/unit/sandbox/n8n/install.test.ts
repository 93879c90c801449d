import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureN8n } from '../../../../sandbox/n8n/install';
import { npmEnvironment } from '../../../../sandbox/n8n/install-steps';
import { nodePackage } from '../../../../sandbox/n8n/node-binary';

const HOST = path.resolve(__dirname, '../../../../sandbox/n8n');

let scratch: string;
let source: string;
let cache: string;
let fills: number;

beforeEach(async () => {
	scratch = await mkdtemp(path.join(tmpdir(), 'n8n-install-test-'));
	source = path.join(scratch, 'source');
	cache = path.join(scratch, 'cache');
	fills = 0;
	await mkdir(source);
	await writeFile(path.join(source, 'package.json'), '{}');
	await writeFile(path.join(source, 'package-lock.json'), '{"lock":1}');
});

afterEach(async () => {
	await rm(scratch, { recursive: true, force: true });
});

async function put(file: string, content = ''): Promise<void> {
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, content);
}

/** Stands in for npm: makes what an installation is recognised by. */
async function fill(folder: string): Promise<void> {
	fills += 1;
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	await put(path.join(folder, 'node_modules/n8n/package.json'), '{"version":"2.41.1"}');
	await put(path.join(folder, 'node_modules', nodePackage(), 'package.json'), '{}');
	await put(path.join(folder, 'node_modules', nodePackage(), 'bin', binary));
}

const ensure = (fillWith = fill) => ensureN8n(() => {}, { source, cache, fill: fillWith });
const folders = async () =>
	(await readdir(cache, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);

test('an installation is made once and then reused', async () => {
	const first = await ensure();
	const second = await ensure();
	expect(fills).toBe(1);
	expect(second).toEqual(first);
	expect(first.version).toBe('2.41.1');
	expect(first.dir.startsWith(cache)).toBe(true);
	expect(existsSync(first.node)).toBe(true);
});

test('two that ask at the same time install once', async () => {
	const [one, other] = await Promise.all([ensure(), ensure()]);
	expect(fills).toBe(1);
	expect(other).toEqual(one);
});

test('another lock file is another installation, and the first is left alone', async () => {
	const first = await ensure();
	await writeFile(path.join(source, 'package-lock.json'), '{"lock":2}');
	const second = await ensure();
	expect(second.dir).not.toBe(first.dir);
	expect(existsSync(path.join(first.dir, 'node_modules/n8n/package.json'))).toBe(true);
	expect(await folders()).toHaveLength(2);
});

test('an installation that failed half way leaves nothing that counts, and is made again', async () => {
	const half = async (folder: string) => {
		await fill(folder);
		throw new Error('The disk is full: make room and start again.');
	};
	await expect(ensure(half)).rejects.toThrow('make room');
	await ensure();
	expect(fills).toBe(2);
	expect(await folders()).toHaveLength(1);
});

test('an installation that was cut off before its mark is made again, its remains are removed', async () => {
	const { dir } = await ensure();
	await rm(path.join(dir, '.complete.json'));
	await mkdir(`${dir}.partial-of-somebody-who-died`);
	await ensure();
	expect(fills).toBe(2);
	expect(await folders()).toEqual([path.basename(dir)]);
});

test('the lock of an installer that died is taken over', async () => {
	const { dir } = await ensure();
	await rm(dir, { recursive: true });
	// No process has this id: it is beyond what the kernel hands out.
	await writeFile(`${dir}.lock`, JSON.stringify({ pid: 2 ** 30, host: (await import('node:os')).hostname() }));
	await ensure();
	expect(fills).toBe(2);
});

test('n8n and every Node.js are pinned exactly, in step with the lock file', async () => {
	const manifest = JSON.parse(await readFile(path.join(HOST, 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
		optionalDependencies: Record<string, string>;
	};
	const lock = JSON.parse(await readFile(path.join(HOST, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { version?: string; os?: unknown; cpu?: unknown; dependencies?: unknown }>;
	};
	expect(manifest.dependencies).toEqual({ n8n: '2.41.1' });
	for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
		expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
	}
	for (const [name, version] of Object.entries(manifest.optionalDependencies)) {
		expect(version).toMatch(/^24\.\d+\.\d+$/);
		// Without these npm would install all of them everywhere.
		expect(lock.packages[`node_modules/${name}`]).toMatchObject({
			os: expect.anything() as unknown,
			cpu: expect.anything() as unknown,
		});
	}
});

test('every platform asks for a Node.js that is listed', async () => {
	const { optionalDependencies } = JSON.parse(await readFile(path.join(HOST, 'package.json'), 'utf8')) as {
		optionalDependencies: Record<string, string>;
	};
	const platforms: Array<[NodeJS.Platform, NodeJS.Architecture]> = [
		['linux', 'x64'],
		['linux', 'arm64'],
		['darwin', 'x64'],
		['darwin', 'arm64'],
		['win32', 'x64'],
	];
	const named = platforms.map(([platform, arch]) => nodePackage(platform, arch));
	expect(named.sort()).toEqual(Object.keys(optionalDependencies).sort());
});

test('the lock file names no registry', async () => {
	const lock = await readFile(path.join(HOST, 'package-lock.json'), 'utf8');
	expect(lock).not.toContain('"resolved"');
	const withoutFunding = JSON.stringify(
		JSON.parse(lock, (key, value: unknown) => (key === 'funding' ? undefined : value)),
	);
	expect(withoutFunding).not.toMatch(/https?:\/\//);
});

test('npm is not sent back to the folder that npm started us in', () => {
	const env = npmEnvironment({
		PATH: '/bin',
		npm_config_local_prefix: '/clone',
		npm_package_name: 'n8n-nodes-hotel',
		npm_lifecycle_event: 'start',
		npm_config_cafile: '/ca.pem',
		NODE_ENV: 'test',
	});
	expect(env).toEqual({ PATH: '/bin', npm_config_cafile: '/ca.pem' });
});
