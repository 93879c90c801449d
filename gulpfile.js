/**
 * Builds two packages: what n8n loads into dist/, at the same relative paths as the sources, and SelfKey's side
 * into selfkey/dist/:
 *   gulp build   both: bundle, copy, check, then swap the folder in one go (it is never half built)
 *   gulp nodes   the first alone
 *   gulp watch   the same on every change
 */
const { existsSync, rmSync } = require('node:fs');
const { mkdir, rename, rm } = require('node:fs/promises');
const path = require('node:path');
const gulp = require('gulp');
const { bundleNodes, bundleSelfKey, externalImports, bundledPackages } = require('./scripts/build/bundle');
const { checkNodes, checkSelfKey } = require('./scripts/build/check');
const { copyTo, filesBelow } = require('./scripts/build/files');
const { writeNotices } = require('./scripts/build/notices');
const { writeOutputSchemas } = require('./scripts/build/output-schemas');
const { writeSbom } = require('./scripts/build/sbom');
const { assembleSelfKey } = require('./scripts/build/selfkey-package');

const root = __dirname;
// In node_modules: out of git's and npm's sight, and on the same disk, so that the swap is a rename.
const workshop = path.join(root, 'node_modules', '.cache', 'n8n-nodes-hotel');
const staging = path.join(workshop, `build-${process.pid}`);
const foldersOf = (name, dist) => ({
	staging: path.join(staging, name),
	outgoing: path.join(workshop, `old-${name}-${process.pid}`),
	dist: path.join(root, dist),
});
const folders = { nodes: foldersOf('nodes', 'dist'), selfKey: foldersOf('selfkey', 'selfkey/dist') };

// A build that fails leaves nothing behind but what was built before.
process.on('exit', () => rmSync(staging, { recursive: true, force: true }));

/** What was bundled, for the tasks after it. */
const made = {};

/** Each package is built on its own: whoever starts n8n needs no types of SelfKey's side. */
const tasks = (name, folders, { manifest, bundle, assemble, check }) => {
	const named = (step, task) => Object.assign(task, { displayName: `${name}: ${step}` });
	return gulp.series(
		named('clean', async () => {
			await rm(folders.staging, { recursive: true, force: true });
			await mkdir(folders.staging, { recursive: true });
		}),
		named('bundle', async () => {
			made[name] = await bundle(root, folders.staging);
		}),
		named('assemble', async () => {
			await assemble(root, folders.staging);
			const bundled = await writeNotices(root, folders.staging, bundledPackages(made[name]));
			await writeSbom(folders.staging, manifest, bundled);
		}),
		named('check', () => check(root, folders.staging, externalImports(made[name]))),
		named('swap', () => swap(folders)),
	);
};

/** Icons, the codex files that place a node in the editor's search, its output schemas, and the templates. */
async function assembleNodes(_root, target) {
	const beside = (file) => /\.(svg|png)$/.test(file) || file.endsWith('.node.json');
	await copyTo(root, await filesBelow(root, 'nodes', beside), target);
	await copyTo(root, await filesBelow(root, 'credentials', beside), target);
	await writeOutputSchemas(root, target);
	await copyTo(root, await filesBelow(root, 'workflows', (file) => /\.(json|md)$/.test(file)), target);
}

/** Another build may swap at the same moment; whoever comes last wins, and the folder is whole each time. */
async function swap({ staging: built, outgoing, dist }) {
	for (let attempt = 1; ; attempt++) {
		try {
			await rm(outgoing, { recursive: true, force: true });
			if (existsSync(dist)) await rename(dist, outgoing);
			await rename(built, dist);
			break;
		} catch (error) {
			if (attempt === 5 || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
		}
	}
	await rm(outgoing, { recursive: true, force: true });
}

const nodes = tasks('nodes', folders.nodes, {
	manifest: require('./package.json'),
	bundle: bundleNodes,
	assemble: assembleNodes,
	check: checkNodes,
});
const selfkey = tasks('selfkey', folders.selfKey, {
	manifest: require('./selfkey/package.json'),
	bundle: bundleSelfKey,
	assemble: assembleSelfKey,
	check: checkSelfKey,
});
const build = gulp.parallel(nodes, selfkey);

function watch() {
	const sources = ['core', 'nodes', 'credentials', 'selfkey', 'workflows']
		.map((folder) => `${folder}/**/*`)
		.concat('docs/selfkey.md', '!selfkey/dist/**');
	return gulp.watch(sources, { ignoreInitial: false }, build);
}

module.exports = { build, nodes, selfkey, watch, default: build };
