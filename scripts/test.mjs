/**
 * Everything that can be checked, on a fresh clone with any Node >= 20:
 *
 *   npm test
 *   npm test -- --only unit            parts: lint, types, package, unit, e2e, and by name alone: oldest-n8n
 *   npm test -- --skip e2e,lint
 *   npm test -- --only e2e PATH        these files of one part
 *   npm test -- --only unit --long     properties on a seed of the day, with 20 times the cases; e2e under full load
 *
 * It continues after a failure, lists the test files that took longest, ends with one line
 * `N passed, N failed, N skipped`, and exits with 1 if anything failed. Lint, format, types, build and package
 * scan count as one each.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './bootstrap.mjs';
import { ensureChromium } from './testing/chromium.mjs';
import { inProjects, jest } from './testing/jest.mjs';
import { startPostgres } from './testing/postgres.mjs';
import { ensureServers } from './testing/servers.mjs';
import { interruption, root, runTool, seconds } from './testing/run.mjs';

const PARTS = ['lint', 'types', 'package', 'unit', 'e2e'];
/** Breaks rarely, and takes an n8n of its own: another 3 GB. */
const ON_DEMAND = ['oldest-n8n'];
/** Far to the west and to the east, with and without summer time: where dates are most easily off by one day. */
const TIME_ZONES = ['America/Los_Angeles', 'Pacific/Kiritimati'];
/** What a zone changes shows in a few cases. */
const ZONE_EFFORT = '0.2';

/** What a test that reckons with dates has in it. */
const DATES = /\b20\d\d-\d\d|\bDate\b/;

const SLOWEST = 10;
const LONG_EFFORT = '20';

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const suites = [];
const start = performance.now();

/** Reads the command line. @throws Error that lists the valid options */
function wishes() {
	const { values, positionals: paths } = parseArgs({
		allowPositionals: true,
		options: {
			only: { type: 'string', multiple: true },
			skip: { type: 'string', multiple: true },
			long: { type: 'boolean', default: false },
		},
	});
	const names = (list) => list?.flatMap((value) => value.split(','));
	for (const name of [...(names(values.only) ?? []), ...(names(values.skip) ?? [])]) {
		const parts = [...PARTS, ...ON_DEMAND];
		if (!parts.includes(name)) throw new Error(`There is no part "${name}": choose from ${parts.join(', ')}.`);
	}
	const parts = (names(values.only) ?? PARTS).filter((part) => !names(values.skip)?.includes(part));
	if (paths.length > 0 && !['unit', 'e2e'].includes(parts.join())) {
		throw new Error('Files belong to one part: add --only unit or --only e2e.');
	}
	return { parts, paths, long: values.long };
}

/** Runs one step under a headline and adds its counts. */
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
	suites.push(...(counts.suites ?? []));
	if (counts.failed > 0) failures.push(headline);
	console.log(`--- ${headline}: ${counts.failed > 0 ? 'FAILED' : 'ok'}, ${seconds(began)}`);
}

const once = (code) => (code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });
const check = (headline, file, ...args) => step(headline, async () => once(await runTool(file, args)));

/** A different seed each time, unless one is given to reproduce a failure. */
const longForm = () => ({
	PROPERTY_SEED: process.env.PROPERTY_SEED ?? String(randomInt(2 ** 31)),
	PROPERTY_EFFORT: process.env.PROPERTY_EFFORT ?? LONG_EFFORT,
});

async function unit(reports, { paths, long }) {
	const postgres = process.env.DATABASE_URL
		? { url: process.env.DATABASE_URL, stop: async () => {} }
		: await startPostgres();
	try {
		await step('Unit, contract, node and package tests (TZ=UTC)', () => {
			if (postgres.reason) console.log(`PostgreSQL tests are SKIPPED, PGlite's run: ${postgres.reason}`);
			const env = { TZ: 'UTC', DATABASE_URL: postgres.url, ...(long && longForm()) };
			return jest(reports, 'unit', inProjects(['unit', 'contract'], paths), env);
		});
	} finally {
		await postgres.stop?.();
	}
	if (long || paths.length > 0) return;
	const files = await unitTestsWithDates();
	for (const TZ of TIME_ZONES) {
		await step(`Unit tests with dates under TZ=${TZ}`, () =>
			jest(reports, `zone-${TZ.replace('/', '-')}`, inProjects(['unit'], ['--runTestsByPath', ...files]), {
				TZ,
				PROPERTY_EFFORT: ZONE_EFFORT,
			}),
		);
	}
}

/** The others cannot notice where they run. */
async function unitTestsWithDates() {
	const folder = path.join(root, 'tests/unit');
	const files = (await readdir(folder, { recursive: true }))
		.filter((name) => name.endsWith('.test.ts'))
		.map((name) => path.join(folder, name));
	const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
	return files.filter((_, index) => DATES.test(texts[index]));
}

/** Half of a file's time is n8n's waiting for its next poll; an n8n, its systems and a browser take up to 3 GiB. */
function n8nsAtATime() {
	const forMemory = Math.floor(totalmem() / 2 ** 30 / 4);
	return Math.max(1, Math.min(Math.ceil(1.5 * availableParallelism()), forMemory));
}

async function endToEnd(reports, { paths, long }) {
	let chromium;
	await step('Chromium for the browser tests', async () => {
		chromium = await ensureChromium();
		if (chromium.path) return { passed: 0, failed: 0, skipped: 0 };
		console.log(`Browser tests are SKIPPED. ${chromium.reason}`);
		// On CI nobody would notice that the editor is no longer tested.
		return { passed: 0, failed: process.env.CI ? 1 : 0, skipped: 0 };
	});
	await step("PostgreSQL and Redis for n8n's queue mode", async () => {
		const { reason } = await ensureServers();
		if (!reason) return { passed: 0, failed: 0, skipped: 0 };
		console.log(`The test of n8n's queue mode is SKIPPED. ${reason}`);
		return { passed: 0, failed: process.env.CI ? 1 : 0, skipped: 0 };
	});
	await step('End-to-end tests in a real n8n', () =>
		jest(reports, 'e2e', inProjects(['e2e'], [...paths, `--maxWorkers=${n8nsAtATime()}`]), {
			CHROMIUM_PATH: chromium?.path,
			...(long && longForm()),
		}),
	);
}

async function main() {
	const chosen = wishes();
	const { parts } = chosen;
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
		if (parts.includes('unit')) await unit(reports, chosen);
		if (parts.includes('e2e')) await endToEnd(reports, chosen);
		if (parts.includes('oldest-n8n')) {
			await step('The oldest n8n', () => jest(reports, 'oldest-n8n', inProjects(['oldest-n8n']), {}));
		}
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
if (suites.length > 0) {
	console.log('\nThe slowest test files:');
	for (const { file, ms } of suites.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST)) {
		console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`);
	}
}
console.log(`\n${failures.length > 0 ? `Failed: ${failures.join('; ')}. ` : ''}${seconds(start)} in all.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
