/** What a tag publishes, and that it can be done again after half of it. npm is a stand-in that only knows what it has. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './support';

/** `npm view` of what is there, a refusal of what is there to be published, and a note of the rest. */
const NPM = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const [command, what] = process.argv.slice(2);
const had = existsSync('npm-has') ? readFileSync('npm-has', 'utf8').split('\\n') : [];
const knows = (name) => had.some((one) => one.startsWith(name + '@'));
if (command === 'view') {
	if (had.includes(what)) console.log(what.split('@').pop());
	else if (!knows(what.split('@')[0])) process.exit(1);
} else if (command === 'publish') {
	const { name, version } = JSON.parse(readFileSync(what + '/package.json', 'utf8'));
	if (had.includes(name + '@' + version) || existsSync(what + '/refused')) process.exit(1);
	const tag = process.argv[process.argv.indexOf('--tag') + 1];
	if (version.includes('-') === (tag === 'latest')) process.exit(1);
	appendFileSync('npm-has', name + '@' + version + '\\n');
} else process.exit(2);
`;

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'publish-'));
	mkdirSync(path.join(folder, 'bin'));
	writeFileSync(path.join(folder, 'bin/npm'), NPM);
	chmodSync(path.join(folder, 'bin/npm'), 0o755);
	for (const name of ['nodes', 'side']) {
		mkdirSync(path.join(folder, name));
		writeFileSync(path.join(folder, name, 'package.json'), JSON.stringify({ name, version: '1.2.0' }));
	}
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

function publish(): boolean {
	try {
		execFileSync(process.execPath, [path.join(root, 'scripts/publish.mjs'), './nodes', './side'], {
			cwd: folder,
			env: { ...process.env, PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}` },
			stdio: 'pipe',
		});
		return true;
	} catch {
		return false;
	}
}
const onNpm = () => readFileSync(path.join(folder, 'npm-has'), 'utf8').trim().split('\n');

it('publishes both, and a version that follows one that npm has', () => {
	writeFileSync(path.join(folder, 'npm-has'), 'nodes@1.1.0\n');
	expect(publish()).toBe(true);
	expect(onNpm()).toEqual(['nodes@1.1.0', 'nodes@1.2.0', 'side@1.2.0']);
});

it('publishes what is missing when it is run again', () => {
	writeFileSync(path.join(folder, 'side/refused'), '');
	expect(publish()).toBe(false);
	expect(onNpm()).toEqual(['nodes@1.2.0']);
	rmSync(path.join(folder, 'side/refused'));
	expect(publish()).toBe(true);
	expect(publish()).toBe(true);
	expect(onNpm()).toEqual(['nodes@1.2.0', 'side@1.2.0']);
});

it('publishes a version before its release so that only those get it who ask for it', () => {
	writeFileSync(path.join(folder, 'nodes/package.json'), JSON.stringify({ name: 'nodes', version: '1.3.0-beta.1' }));
	expect(publish()).toBe(true);
	expect(onNpm()).toEqual(['nodes@1.3.0-beta.1', 'side@1.2.0']);
});

it('is what the workflow runs, for a tag on main only', () => {
	const steps = readFileSync(path.join(root, '.github/workflows/publish.yml'), 'utf8');
	expect(steps).toContain('run: node scripts/publish.mjs ./ ./selfkey/dist\n');
	expect(steps).not.toMatch(/npm publish/);
	// Without its history, nothing is known to be on main.
	expect(steps).toMatch(
		/fetch-depth: 0\n[\s\S]*git merge-base --is-ancestor "\$GITHUB_SHA" origin\/main\n[\s\S]*npm test/,
	);
});
