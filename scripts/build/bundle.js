const path = require('node:path');
const esbuild = require('esbuild');
const { filesBelow } = require('./files');

/** Node 20 is the oldest that an n8n of the supported range runs on. */
const TARGET = 'node20';

const common = (root) => ({
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	target: TARGET,
	charset: 'utf8',
	// Otherwise, a linked node_modules would put the path of another folder into the output.
	preserveSymlinks: true,
	legalComments: 'inline',
	sourcemap: false,
	metafile: true,
	write: true,
	logLevel: 'silent',
});

/** What all nodes of a process remember together: a copy in each bundle would be a memory of its own. */
const SHARED_MEMORY = 'nodes/shared/polling/polls-seen';

/** Every node lies in a folder of its own below nodes/, so the way from each to it is the same. */
const sharedMemory = {
	name: 'shared-memory',
	setup(build) {
		const from = `../${path.posix.relative('nodes', SHARED_MEMORY)}.js`;
		build.onResolve({ filter: /\/polls-seen$/ }, () => ({ path: from, external: true }));
	},
};

/**
 * Every node and credential becomes one self-contained CommonJS file at the relative path of its
 * source, because n8n finds the class by the file's name and installs no dependencies for us. Only what they share a
 * memory of is a file beside them.
 */
async function bundleNodes(root, target) {
	const entryPoints = [
		...(await filesBelow(root, 'nodes', (file) => file.endsWith('.node.ts'))),
		...(await filesBelow(root, 'credentials', (file) => file.endsWith('.credentials.ts'))),
	];
	if (entryPoints.length === 0) return { outputs: {}, inputs: {} };
	const settings = {
		...common(root),
		outbase: root,
		outdir: target,
		format: 'cjs',
		external: ['n8n-workflow'],
	};
	const [nodes, memory] = await Promise.all([
		esbuild.build({ ...settings, entryPoints, plugins: [sharedMemory] }),
		esbuild.build({ ...settings, entryPoints: [`${SHARED_MEMORY}.ts`] }),
	]);
	return {
		inputs: { ...nodes.metafile.inputs, ...memory.metafile.inputs },
		outputs: { ...nodes.metafile.outputs, ...memory.metafile.outputs },
	};
}

/** SelfKey's side of the contract as one file, for a route in SelfKey's own app: as ES module, and for `require`. */
async function bundleSelfKey(root, target) {
	const formats = { 'index.mjs': 'esm', 'index.cjs': 'cjs' };
	const built = await Promise.all(
		Object.entries(formats).map(([name, format]) =>
			esbuild.build({ ...common(root), entryPoints: ['selfkey/index.ts'], outfile: path.join(target, name), format }),
		),
	);
	return {
		inputs: built[0].metafile.inputs,
		outputs: Object.assign({}, ...built.map(({ metafile }) => metafile.outputs)),
	};
}

/** Import specifiers that remain in a bundle. */
function externalImports(metafile) {
	const found = Object.values(metafile.outputs)
		.flatMap((output) => output.imports)
		.filter((imported) => imported.external && !imported.path.endsWith('/polls-seen.js'))
		.map((imported) => imported.path);
	return [...new Set(found)].sort();
}

/** Names of the packages whose code went into a bundle; what was read and left out is none. */
function bundledPackages(metafile) {
	const names = Object.values(metafile.outputs)
		.flatMap(({ inputs }) => Object.entries(inputs))
		.filter(([, { bytesInOutput }]) => bytesInOutput > 0)
		.map(([file]) => file)
		.map((file) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(file)?.[1])
		.filter((name) => name !== undefined);
	return [...new Set(names)].sort();
}

module.exports = { bundleNodes, bundleSelfKey, externalImports, bundledPackages };
