/**
 * Runs n8n's own check of community packages: once over the sources, once over
 * the contents of the tarball. It ignores inline eslint-disable comments.
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
// The scanner creates a temporary folder when it is loaded and never deletes it, so it gets ours.
process.env.TMPDIR = folder;
// When started from a test, one of the rule sets would act as if it were under test itself.
delete process.env.NODE_ENV;
const scanner = await import('@n8n/scan-community-package/scanner/scanner.mjs');

/** n8n checks nodes and credentials; our own modules that they bundle ship with them. */
const SOURCE_PATTERNS = [...scanner.SOURCE_FILE_PATTERNS, 'core/**/*.ts'];
/** What the scanner checks in a published tarball: compiled code and the manifest. */
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
	// The scanner passes if it finds no files; for us that means that something is broken.
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
