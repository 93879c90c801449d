/**
 * Everything that can be checked, on a fresh clone with any Node >= 20:
 *
 *   npm test
 *   npm test -- --only unit            parts: lint, types, package, unit, e2e
 *   npm test -- --skip e2e,lint
 *
 * It goes on after a failure, ends with one line `N passed, N failed, N skipped`, and exits with 1
 * if anything failed. Lint, format, types, build and package scan count as one
 * each.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './bootstrap.mjs';
import { ensureChromium } from './testing/chromium.mjs';
import { jest } from './testing/jest.mjs';
import { startPostgres } from './testing/postgres.mjs';
import { interruption, runTool, seconds } from './testing/run.mjs';

const PARTS = ['lint', 'types', 'package', 'unit', 'e2e'];
/** Where hotels are, and the ends of the world where a date is most easily off by one. */
const TIME_ZONES = ['Europe/Zurich', 'America/Los_Angeles', 'Pacific/Kiritimati'];

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const start = performance.now();

function chosenParts() {
	const { values } = parseArgs({
		options: { only: { type: 'string', multiple: true }, skip: { type: 'string', multiple: true } },
	});
	const names = (list) => list?.flatMap((value) => value.split(','));
	for (const name of [...(names(values.only) ?? []), ...(names(values.skip) ?? [])]) {
		if (!PARTS.includes(name)) throw new Error(`There is no part "${name}": choose from ${PARTS.join(', ')}.`);
	}
	return (names(values.only) ?? PARTS).filter((part) => !names(values.skip)?.includes(part));
}

/** Runs one step under a headline and adds what it counted. */
async function step(headline, work) {
	if (interruption.signal) return;
	const began = performance.now();
	console.log(`\n=== ${headline} ===`);
	let counts;
	try {
		counts = await work();
	} catch (error) {
		console.error(error);
		counts = { passed: 0, failed: 1, skipped: 0 };
	}
	for (const key of Object.keys(total)) total[key] += counts[key];
	if (counts.failed > 0) failures.push(headline);
	console.log(`--- ${headline}: ${counts.failed > 0 ? 'FAILED' : 'ok'}, ${seconds(began)}`);
}

const once = (code) => (code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });
const check = (headline, file, ...args) => step(headline, async () => once(await runTool(file, args)));

async function unit(reports) {
	const postgres = process.env.DATABASE_URL
		? { url: process.env.DATABASE_URL, stop: async () => {} }
		: await startPostgres();
	try {
		await step('Unit, contract, node and package tests (TZ=UTC)', () => {
			if (postgres.reason) console.log(`PostgreSQL tests are SKIPPED, PGlite's run: ${postgres.reason}`);
			return jest(reports, 'unit', ['--selectProjects', 'unit', 'contract'], { TZ: 'UTC', DATABASE_URL: postgres.url });
		});
	} finally {
		await postgres.stop?.();
	}
	for (const TZ of TIME_ZONES) {
		await step(`Unit tests under TZ=${TZ}`, () =>
			jest(reports, `zone-${TZ.replace('/', '-')}`, ['tests/unit/', '--selectProjects', 'unit'], { TZ }),
		);
	}
}

async function endToEnd(reports) {
	let chromium;
	await step('Chromium for the browser tests', async () => {
		chromium = await ensureChromium();
		if (chromium.path) return { passed: 0, failed: 0, skipped: 0 };
		console.log(`Browser tests are SKIPPED. ${chromium.reason}`);
		// On CI nobody would notice that the editor is no longer looked at.
		return { passed: 0, failed: process.env.CI ? 1 : 0, skipped: 0 };
	});
	await step('End-to-end tests in a real n8n', () =>
		// Each starts an n8n of its own.
		jest(reports, 'e2e', ['--selectProjects', 'e2e', '--maxWorkers=2'], { CHROMIUM_PATH: chromium?.path }),
	);
}

async function main() {
	const parts = chosenParts();
	await ensureDependencies((line) => console.error(line));
	const reports = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-test-'));
	try {
		if (parts.includes('lint')) {
			await check('Lint', 'node_modules/eslint/bin/eslint.js', '.');
			await check('Architecture', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '.');
			await check('Format', 'node_modules/prettier/bin/prettier.cjs', '--check', '.');
		}
		if (parts.includes('types')) await check('Types', 'node_modules/typescript/bin/tsc', '--noEmit');
		if (parts.includes('package')) {
			await check('Build', 'node_modules/gulp/bin/gulp.js', 'build');
			await check('n8n package scan: sources and tarball', 'scripts/check-package.mjs');
		}
		if (parts.includes('unit')) await unit(reports);
		if (parts.includes('e2e')) await endToEnd(reports);
	} finally {
		await rm(reports, { recursive: true, force: true });
	}
}

try {
	await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	failures.push('Preparation');
	total.failed += 1;
}
if (interruption.signal) {
	failures.push(`Interrupted by ${interruption.signal}`);
	total.failed += 1;
}
console.log(`\n${failures.length > 0 ? `Failed: ${failures.join('; ')}. ` : ''}${seconds(start)} in all.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
