/** CONTRIBUTING.md tells how a channel is added: its steps are followed here in a copy of the repository, and nothing else. */
import { execFile } from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesBelow, loadPackage, root, trackedFiles } from './support';

interface Block {
	language: string;
	file: string;
	lines: string[];
}

const GUIDE = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
const section = GUIDE.slice(GUIDE.indexOf('## Add a channel')).split(/\n(?=## (?!Add a channel))/)[0]!;
const blocks = [...section.matchAll(/^( *)```(\w+) (\S+)\n([\s\S]*?)^\1```$/gm)].map(
	([, indent = '', language = '', file = '', text = '']): Block => ({
		language,
		file,
		lines: text
			.split('\n')
			.slice(0, -1)
			.map((line) => line.slice(Math.min(indent.length, line.length))),
	}),
);
const written = blocks.filter(({ language }) => language !== 'diff');
const changed = blocks.filter(({ language }) => language === 'diff');

let copy: string;

beforeAll(async () => {
	copy = realpathSync(mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-channel-')));
	for (const file of trackedFiles().filter((name) => existsSync(path.join(root, name)))) put(file, null);
	// Each by itself: the build writes into a folder beside them, which is to be the copy's own.
	mkdirSync(path.join(copy, 'node_modules'));
	for (const name of readdirSync(path.join(root, 'node_modules')).filter((each) => each !== '.cache'))
		symlinkSync(path.join(root, 'node_modules', name), path.join(copy, 'node_modules', name));
	for (const { file, lines } of written) put(file, `${lines.join('\n')}\n`);
	for (const { file, lines } of changed) put(file, amended(readFileSync(path.join(copy, file), 'utf8'), lines));
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Writes a file of the copy; `null` takes it over as it is. */
function put(file: string, text: string | null): void {
	const target = path.join(copy, file);
	mkdirSync(path.dirname(target), { recursive: true });
	if (text === null) copyFileSync(path.join(root, file), target);
	else writeFileSync(target, text);
}

/** The text with the lines marked `+` behind the line before them, which has to be there once. */
function amended(text: string, lines: string[]): string {
	const [before, ...added] = lines.map((line) => line.slice(1));
	const places = text.split('\n').flatMap((line, index) => (line.trim() === before?.trim() ? index : []));
	if (places.length !== 1 || !lines.slice(1).every((line) => line.startsWith('+')))
		throw new Error(`CONTRIBUTING.md no longer fits the file at "${before?.trim()}"`);
	const all = text.split('\n');
	return [...all.slice(0, places[0]! + 1), ...added, ...all.slice(places[0]! + 1)].join('\n');
}

/** Runs one of the repository's tools in the copy. */
function run(tool: string, ...args: string[]): Promise<{ failed: boolean; output: string }> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			[path.join(root, 'node_modules', tool), ...args],
			// n8n's linter takes every file for a node where it thinks that it is itself under test.
			{ cwd: copy, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NODE_ENV: '' } },
			(error, stdout, stderr) => resolve({ failed: error !== null, output: error === null ? '' : stdout + stderr }),
		);
	});
}
const FINE = { failed: false, output: '' };

it('takes ten steps, and no more than a line or two in files that are there already', () => {
	expect([...section.matchAll(/^\d+\. /gm)].map(([step]) => parseInt(step, 10))).toEqual([
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
	]);
	expect(changed.map(({ file, lines }) => [file, lines.length - 1])).toEqual([
		['core/channel/channels.ts', 1],
		['package.json', 1],
		['package.json', 1],
		['tests/package/names.ts', 1],
		['tests/package/names.ts', 1],
	]);
	expect(written.filter(({ file }) => existsSync(path.join(root, file)))).toEqual([]);
	const homes = written.map(({ file }) => path.posix.dirname(file).split('/').slice(0, 2).join('/'));
	expect(new Set(homes)).toEqual(new Set(['credentials', 'nodes/ExampleStays', 'tests/contract']));
});

it('type-checks', async () => {
	expect(await run('typescript/bin/tsc', '--noEmit')).toEqual(FINE);
}, 300_000);

it('passes the linter, the formatter and the rules of the architecture', async () => {
	const sources = [...written, ...changed].map(({ file }) => file).filter((file) => !file.endsWith('.svg'));
	expect(await run('prettier/bin/prettier.cjs', '--check', ...new Set(sources))).toEqual(FINE);
	expect(await run('eslint/bin/eslint.js', ...sources.filter((file) => file.endsWith('.ts')))).toEqual(FINE);
	expect(await run('dependency-cruiser/bin/dependency-cruise.mjs', '.')).toEqual(FINE);
}, 300_000);

it('keeps the contract, and is known to everything that reads the registry', async () => {
	const tests = ['tests/contract/channels/example-stays.test.ts', 'tests/unit/core/channel'];
	// Of a path that leads nowhere jest says nothing, as long as another one matches.
	for (const test of tests) expect(existsSync(path.join(copy, test))).toBe(true);
	expect(section).toContain(`npx jest ${path.dirname(tests[0]!)} ${tests[1]}\``);
	expect(await run('jest/bin/jest.js', ...tests)).toEqual(FINE);
}, 300_000);

it('is built and loaded as n8n does it, and is a choice in the SelfKey Trigger', async () => {
	expect(await run('gulp/bin/gulp.js', 'build')).toEqual(FINE);
	const { nodes, credentials } = loadPackage(copy);
	expect(credentials.map(({ name }) => name)).toContain('exampleStaysApi');
	const described = new Map(nodes.map(({ description }) => [description.name, description]));
	expect(described.get('exampleStaysTrigger')).toMatchObject({ displayName: 'Example Stays Trigger', polling: true });
	const origins = described.get('selfKeyTrigger')?.properties.find(({ name }) => name === 'origins');
	expect(origins?.options).toContainEqual({ name: 'Example Stays', value: 'example-stays' });
}, 300_000);

it('has touched nothing that CONTRIBUTING does not name', () => {
	const isOurs = (file: string) => !/^(node_modules|dist|selfkey\/dist)\//.test(file);
	const differs = (file: string) => {
		const [before, after] = [path.join(root, file), path.join(copy, file)];
		return !existsSync(before) || !readFileSync(before).equals(readFileSync(after));
	};
	const touched = filesBelow(copy).filter((file) => isOurs(file) && differs(file));
	expect(touched).toEqual([...new Set(blocks.map(({ file }) => file))].sort());
});
