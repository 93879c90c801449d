import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../../scripts/bootstrap/cache';
import { isComplete } from '../../../scripts/bootstrap/dependencies';
import { withLock } from '../../../scripts/bootstrap/lock';
import { adviceFor, lastLines } from '../../../scripts/bootstrap/run';

let scratch: string;

beforeEach(async () => {
	scratch = await mkdtemp(path.join(tmpdir(), 'bootstrap-test-'));
});

afterEach(async () => {
	await rm(scratch, { recursive: true, force: true });
});

describe('the cache folder', () => {
	const home = path.resolve('/home/desk');

	test.each([
		[{ N8N_HOTEL_CACHE: '/big/disk', XDG_CACHE_HOME: '/xdg' }, path.resolve('/big/disk')],
		[{ XDG_CACHE_HOME: path.resolve('/xdg') }, path.join(path.resolve('/xdg'), 'n8n-nodes-hotel')],
		[{ XDG_CACHE_HOME: 'relative' }, path.join(home, '.cache', 'n8n-nodes-hotel')],
		[{}, path.join(home, '.cache', 'n8n-nodes-hotel')],
	])('%j', (env, expected) => {
		expect(cacheFolder(env, home)).toBe(expected);
	});
});

describe('the lock', () => {
	test('lets one in after the other', async () => {
		const file = path.join(scratch, 'a.lock');
		let inside = 0;
		let most = 0;
		const work = () =>
			withLock(file, {}, async () => {
				inside += 1;
				most = Math.max(most, inside);
				await new Promise((resolve) => setImmediate(resolve));
				inside -= 1;
			});
		await Promise.all([work(), work(), work()]);
		expect(most).toBe(1);
	});

	test('tells those who wait for whom', async () => {
		const file = path.join(scratch, 'a.lock');
		let told: (pid: number) => void = () => {};
		const waited = new Promise<number>((resolve) => {
			told = resolve;
		});
		let second: Promise<void> = Promise.resolve();
		await withLock(file, {}, async () => {
			second = withLock(file, { onWait: told }, async () => {});
			expect(await waited).toBe(process.pid);
		});
		await second;
	});

	test('is free again after a failure, which it passes on', async () => {
		const file = path.join(scratch, 'a.lock');
		const failing = withLock(file, {}, () => Promise.reject(new Error('broken')));
		await expect(failing).rejects.toThrow('broken');
		await expect(withLock(file, {}, () => Promise.resolve('in'))).resolves.toBe('in');
	});

	test('is taken over from a process that was killed', async () => {
		const file = path.join(scratch, 'a.lock');
		const script = `require(${JSON.stringify(path.resolve(__dirname, '../../../scripts/bootstrap/lock.js'))})
			.withLock(${JSON.stringify(file)}, {}, async () => process.kill(process.pid, 'SIGKILL'))`;
		expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
		expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: expect.any(Number) as number });
		await expect(withLock(file, {}, () => Promise.resolve('in'))).resolves.toBe('in');
	});
});

describe('whether the dependencies are installed', () => {
	const lock = {
		packages: {
			'': {},
			'node_modules/a': { version: '1.0.0' },
			'node_modules/only-elsewhere': { version: '1.0.0', optional: true },
		},
	};
	const write = async (name: string, content: unknown) => {
		const file = path.join(scratch, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, JSON.stringify(content));
	};

	beforeEach(() => write('package-lock.json', lock));

	test('not without node_modules', async () => {
		expect(await isComplete(scratch)).toBe(false);
	});

	test('not when npm was interrupted: it writes its own list last', async () => {
		await write('node_modules/a/package.json', {});
		expect(await isComplete(scratch)).toBe(false);
	});

	test('yes when npm finished with these versions, and again without its list', async () => {
		await write('node_modules/a/package.json', {});
		await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
		expect(await isComplete(scratch)).toBe(true);
		await rm(path.join(scratch, 'node_modules/.package-lock.json'));
		expect(await isComplete(scratch)).toBe(true);
	});

	test('not when a package has gone, or the lock file has changed since', async () => {
		await write('node_modules/a/package.json', {});
		await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
		expect(await isComplete(scratch)).toBe(true);
		await write('package-lock.json', { packages: { ...lock.packages, 'node_modules/a': { version: '2.0.0' } } });
		expect(await isComplete(scratch)).toBe(false);
		await write('package-lock.json', lock);
		expect(await isComplete(scratch)).toBe(true);
		await rm(path.join(scratch, 'node_modules/a'), { recursive: true });
		expect(await isComplete(scratch)).toBe(false);
	});
});

describe('what to do about a failed installation', () => {
	test.each([
		['npm error code ENOSPC', /disk is full/],
		['npm error code EACCES', /N8N_HOTEL_CACHE/],
		['npm error code ENOTFOUND', /network/],
		['npm error network timeout at: https://example.com', /network/],
		['npm error code EINTEGRITY', /cache clean/],
		['npm error code EUSAGE', /belong together/],
		['npm could not be started: spawn npm ENOENT', /npm was not found/],
		['npm error something new', /^$/],
	])('%s', (output, advice) => {
		expect(adviceFor(output)).toMatch(advice);
	});

	test('the message keeps what npm says about the cause, not its manual', () => {
		const output =
			'npm error code EUSAGE\nnpm error\nnpm error Missing: a@1 from lock file\nnpm error\nnpm error Usage:\nnpm error npm ci\n';
		expect(lastLines(output)).toBe('npm error code EUSAGE\nnpm error Missing: a@1 from lock file');
	});
});

describe('an installation that is interrupted', () => {
	const isAlive = (pid: number) => {
		try {
			return process.kill(pid, 0);
		} catch {
			return false;
		}
	};

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
		'by %s ends with everything that it has started',
		async (signal) => {
			const note = path.join(scratch, 'pid');
			const run = path.resolve(__dirname, '../../../scripts/bootstrap/run.js');
			// As npm: a process that starts another one, which does the work.
			const worker = `require('node:fs').writeFileSync(${JSON.stringify(note)}, String(process.pid)); setInterval(() => {}, 1000)`;
			const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(worker)}])`;
			const script = `require(${JSON.stringify(run)}).runWithProgress({ command: process.execPath, args: ['-e', ${JSON.stringify(parent)}], cwd: '.', label: 'Installing', report: () => {} }).then(() => console.log('went on'))`;
			const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
			let output = '';
			child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
			const pid = await until(async () => Number(await readFile(note, 'utf8').catch(() => '')) || null);
			child.kill(signal);
			const code = await new Promise((resolve) => child.on('exit', resolve));
			expect(code).toBe(128 + constants.signals[signal]);
			expect(output).toBe('');
			expect(await until(() => !isAlive(pid) || null)).toBe(true);
		},
	);
});

test.each([
	[['--help'], 0, /^Usage: npm start/, ''],
	[['--reservatons', '5'], 1, /^$/, '--reservatons'],
	[['--port', 'x'], 1, /^$/, '--port needs a whole number'],
])('npm start %j is answered before anything is installed', async (args, code, out, said) => {
	// A clone without node_modules, in which nothing can be installed: there is no lock file either.
	for (const file of ['start.mjs', 'bootstrap.mjs', 'bootstrap', 'start'])
		await cp(path.resolve(__dirname, '../../../scripts', file), path.join(scratch, 'scripts', file), {
			recursive: true,
		});
	await writeFile(path.join(scratch, 'package.json'), '{}');
	const result = spawnSync(process.execPath, ['scripts/start.mjs', ...args], { cwd: scratch, encoding: 'utf8' });
	expect(result.status).toBe(code);
	expect(result.stdout).toMatch(out);
	expect(result.stderr).toContain(said);
});

async function until<T>(look: () => Promise<T | null> | T | null): Promise<T> {
	for (;;) {
		const found = await look();
		if (found !== null) return found;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
