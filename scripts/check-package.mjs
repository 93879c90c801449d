/**
 * The check that n8n runs before it lists a community package: once over the sources, once over
 * what the tarball holds. Inline eslint-disable comments do not count in it.
 *
 *   node scripts/check-package.mjs                    the sources, and a tarball packed from dist/
 *   node scripts/check-package.mjs --source FOLDER    the sources of that folder alone
 *   node scripts/check-package.mjs --tarball FILE     that tarball alone
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values } = parseArgs({ options: { source: { type: 'string' }, tarball: { type: 'string' } } });
const folder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-scan-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// The scanner makes a temporary folder when it is loaded and leaves it behind; so it gets ours.
process.env.TMPDIR = folder;
// Started from a test, one of the rule sets would believe that it is being tested itself.
delete process.env.NODE_ENV;
const scanner = await import('@n8n/scan-community-package/scanner/scanner.mjs');

/** n8n looks at nodes and credentials; what they bundle of ours ships with them. */
const SOURCE_PATTERNS = [...scanner.SOURCE_FILE_PATTERNS, 'core/**/*.ts'];
/** What the scanner looks at in a published tarball: compiled code and the manifest. */
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

function pack() {
	execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32',
	});
	const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack made no tarball: run it by hand to see why.');
	return path.join(folder, tarball);
}

function unpack(tarball) {
	const target = path.join(folder, 'unpacked');
	mkdirSync(target);
	execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	return target;
}

function isBuilt(target) {
	const { n8n } = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
	const missing = [...n8n.nodes, ...n8n.credentials].filter((file) => !existsSync(path.join(target, file)));
	if (missing.length === 0) return true;
	console.log(`Tarball: failed: ${missing.join(', ')} not inside. Run "npm run build" first.`);
	process.exitCode = 1;
	return false;
}

async function scan(what, target, patterns) {
	const result = await scanner.analyzePackage(target, patterns);
	// The scanner takes "nothing to look at" for a pass; for us it means that something is broken.
	const passed = result.passed && result.message === undefined;
	console.log(`${what}: ${passed ? 'passed' : `failed: ${result.message}`}`);
	if (result.details) console.log(result.details);
	if (!passed) process.exitCode = 1;
}

const everything = values.source === undefined && values.tarball === undefined;
if (everything || values.source !== undefined) {
	await scan('Sources', path.resolve(values.source ?? root), SOURCE_PATTERNS);
}
if (everything || values.tarball !== undefined) {
	const unpacked = unpack(path.resolve(values.tarball ?? pack()));
	if (isBuilt(unpacked)) await scan('Tarball', unpacked, TARBALL_PATTERNS);
}
