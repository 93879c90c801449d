import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support';

const moduleUrl = (file: string) => JSON.stringify(pathToFileURL(path.join(root, 'scripts/testing', file)).href);

/** Runs a module of the test entry in a Node of its own: jest cannot load ES modules. */
function evaluate(code: string, env: NodeJS.ProcessEnv = {}): unknown {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, ...env },
	});
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-entry-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('counting', () => {
	const tally = (result: object, code: number) =>
		evaluate(`import { tally } from ${moduleUrl('jest.mjs')};
			console.log(JSON.stringify(tally(${JSON.stringify(result)}, ${code})));`);
	const none = {
		numPassedTests: 0,
		numFailedTests: 0,
		numPendingTests: 0,
		numTodoTests: 0,
		numRuntimeErrorTestSuites: 0,
	};

	it('takes the numbers of the report', () => {
		const result = { ...none, numPassedTests: 7, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
		expect(tally(result, 1)).toEqual({ passed: 7, failed: 2, skipped: 4 });
	});

	it('counts a test file that cannot be loaded as a failure', () => {
		expect(tally({ ...none, numPassedTests: 7, numRuntimeErrorTestSuites: 1 }, 1)).toEqual({
			passed: 7,
			failed: 1,
			skipped: 0,
		});
	});

	it('counts a failure when jest fails without naming a test', () => {
		expect(tally({ ...none, numPassedTests: 7 }, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
	});
});

describe('a jest run', () => {
	const run = (config: object) => {
		writeFileSync(path.join(folder, 'jest.config.json'), JSON.stringify({ rootDir: folder, ...config }));
		const args = JSON.stringify(['--config', path.join(folder, 'jest.config.json')]);
		return evaluate(`import { jest } from ${moduleUrl('jest.mjs')};
			console.log(JSON.stringify(await jest(${JSON.stringify(folder)}, 'report', ${args}, {})));`);
	};

	it('is counted from what ran', () => {
		writeFileSync(
			path.join(folder, 'a.test.js'),
			"it('a', () => {}); it('b', () => { throw new Error('no'); }); it.skip('c', () => {});",
		);
		expect(run({})).toMatchObject({
			passed: 1,
			failed: 1,
			skipped: 1,
			suites: [{ file: expect.stringMatching(/a\.test\.js$/), ms: expect.any(Number) }],
		});
	});

	it('that crashes before it can report is one failure', () => {
		writeFileSync(path.join(folder, 'a.test.js'), "it('a', () => {});");
		expect(run({ globalSetup: path.join(folder, 'missing.js') })).toEqual({
			passed: 0,
			failed: 1,
			skipped: 0,
			suites: [],
		});
	});

	it('that finds no test is one failure', () => {
		expect(run({})).toEqual({ passed: 0, failed: 1, skipped: 0, suites: [] });
	});
});

describe('the throw-away PostgreSQL', () => {
	it('starts where a server is installed, and leaves no file behind', () => {
		chmodSync(folder, 0o755); // under root it is another account that has to get in
		const outcome = evaluate(
			`import { startPostgres } from ${moduleUrl('postgres.mjs')};
			const server = await startPostgres();
			await server.stop?.();
			console.log(JSON.stringify(server));`,
			{ TMPDIR: folder },
		) as { url?: string; reason?: string };
		expect(outcome.url ?? outcome.reason).toMatch(
			/^postgresql:\/\/hotel:\w+@127\.0\.0\.1:\d+\/postgres$|^no PostgreSQL server is installed/,
		);
		expect(readdirSync(folder)).toEqual([]);
	});
});

describe('the command line', () => {
	const npmRun = (script: string, ...args: string[]) =>
		spawnSync('npm', ['run', '--silent', script, '--', ...args], { cwd: root, encoding: 'utf8' });
	const ONE = 'tests/unit/core/reservation/order.test.ts';

	it('runs one file of the inner loop', () => {
		const { stdout } = npmRun('test:unit', ONE, '--listTests');
		expect(stdout.trim().split('\n').slice(1)).toEqual([path.join(root, ONE)]);
	});

	it('runs one file of a part, and tells what took longest', () => {
		const { stdout } = npmRun('test', '--only', 'unit', ONE);
		expect(stdout).toMatch(new RegExp(`The slowest test files:\\n +\\d+\\.\\d s {2}${ONE}\\n\\n`));
		expect(stdout.trim().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed, 0 skipped$/);
	});

	it('wants to know the part of a file', () => {
		const { status, stderr } = npmRun('test', ONE);
		expect(status).toBe(1);
		expect(stderr).toContain('--only e2e');
	});
});

it('names its parts when asked for one that is not there', () => {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[path.join(root, 'scripts/test.mjs'), '--only', 'nothing'],
		{ cwd: root, encoding: 'utf8' },
	);
	expect(status).toBe(1);
	expect(stderr).toContain('lint, types, package, unit, e2e');
	expect(stdout.trim().split('\n').at(-1)).toBe('0 passed, 1 failed, 0 skipped');
});
