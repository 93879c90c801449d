/**
 * Builds what n8n loads into dist/, at the same relative paths as the sources:
 *   gulp build   bundle, copy, check, then swap dist/ in one go (it is never half built)
 *   gulp watch   the same on every change
 */
const { existsSync, rmSync } = require('node:fs');
const { mkdir, rename, rm } = require('node:fs/promises');
const path = require('node:path');
const gulp = require('gulp');
const { bundleNodes, bundleSelfKey, externalImports, bundledPackages } = require('./scripts/build/bundle');
const { checkOutput } = require('./scripts/build/check');
const { declareSelfKey } = require('./scripts/build/declarations');
const { copyTo, filesBelow } = require('./scripts/build/files');
const { writeNotices } = require('./scripts/build/notices');

const root = __dirname;
const dist = path.join(root, 'dist');
// In node_modules: out of git's and npm's sight, and on the same disk, so that the swap is a rename.
const workshop = path.join(root, 'node_modules', '.cache', 'n8n-nodes-hotel');
const staging = path.join(workshop, `build-${process.pid}`);
const outgoing = path.join(workshop, `old-${process.pid}`);

// A build that fails leaves nothing behind but the dist/ of before.
process.on('exit', () => rmSync(staging, { recursive: true, force: true }));

/** What `bundle` made, for the tasks after it. */
let made;

async function clean() {
	await rm(staging, { recursive: true, force: true });
	await mkdir(staging, { recursive: true });
}

async function bundle() {
	made = { nodes: await bundleNodes(root, staging), selfKey: await bundleSelfKey(root, staging) };
}

/** Icons, the codex files that place a node in the editor's search, and the templates. */
async function assets() {
	const beside = (file) => /\.(svg|png)$/.test(file) || file.endsWith('.node.json');
	await copyTo(root, await filesBelow(root, 'nodes', beside), staging);
	await copyTo(root, await filesBelow(root, 'credentials', beside), staging);
	await copyTo(root, await filesBelow(root, 'workflows', (file) => /\.(json|md)$/.test(file)), staging);
}

/** Types, migrations and instructions for those who mount SelfKey's side. */
async function selfkey() {
	await declareSelfKey(root, staging);
	await copyTo(root, await filesBelow(root, 'selfkey', (file) => /\.(sql|md|prisma)$/.test(file)), staging);
	await copyTo(root, await filesBelow(root, 'docs', (file) => file.endsWith('selfkey.md')), staging);
}

async function notices() {
	const packages = [...bundledPackages(made.nodes), ...bundledPackages(made.selfKey)];
	await writeNotices(root, staging, [...new Set(packages)].sort());
}

async function check() {
	await checkOutput(root, staging, {
		nodeImports: externalImports(made.nodes),
		selfKeyImports: externalImports(made.selfKey),
	});
}

/** Another build may swap at the same moment; whoever comes last wins, and dist/ is whole each time. */
async function swap() {
	for (let attempt = 1; ; attempt++) {
		try {
			await rm(outgoing, { recursive: true, force: true });
			if (existsSync(dist)) await rename(dist, outgoing);
			await rename(staging, dist);
			break;
		} catch (error) {
			if (attempt === 5 || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
		}
	}
	await rm(outgoing, { recursive: true, force: true });
}

const build = gulp.series(clean, bundle, gulp.parallel(assets, selfkey, notices), check, swap);

function watch() {
	const sources = ['core', 'nodes', 'credentials', 'selfkey', 'workflows']
		.map((folder) => `${folder}/**/*`)
		.concat('docs/selfkey.md');
	return gulp.watch(sources, { ignoreInitial: false }, build);
}

module.exports = { build, watch, default: build };
