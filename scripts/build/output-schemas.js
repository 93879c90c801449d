const { mkdir, writeFile } = require('node:fs/promises');
const { Module } = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');
const { filesBelow } = require('./files');

/** The version of every node so far, as n8n writes it into the path. */
const VERSION = 'v1.0.0';

/**
 * Writes what nodes give out as JSON schemas, where n8n's editor asks for them before a node has run:
 * `__schema__/v1.0.0/<resource>/<operation>.json` beside the node, and `__schema__/v1.0.0.json` for a trigger and for a node without resources.
 * Source: n8n-core 2.41, nodes-loader/output-schema-resolver.
 */
async function writeOutputSchemas(root, target) {
	for (const file of await filesBelow(root, 'nodes', (name) => name.endsWith('.output.ts'))) {
		const { outputs, output } = await load(root, file);
		const provider = file.split('/').slice(0, 2).join('/');
		const resource = path.posix.basename(path.posix.dirname(file));
		const schemas = output
			? [[VERSION, output]]
			: Object.entries(outputs).map(([operation, schema]) => [`${VERSION}/${resource}/${operation}`, schema]);
		for (const [name, schema] of schemas) {
			const written = path.join(target, provider, '__schema__', `${name}.json`);
			await mkdir(path.dirname(written), { recursive: true });
			await writeFile(written, `${JSON.stringify({ ...schema, version: 1 })}\n`);
		}
	}
}

async function load(root, file) {
	const { outputFiles } = await esbuild.build({
		absWorkingDir: root,
		entryPoints: [file],
		bundle: true,
		platform: 'node',
		format: 'cjs',
		write: false,
		logLevel: 'silent',
	});
	const compiled = new Module(file);
	compiled._compile(outputFiles[0].text, path.join(root, file));
	return compiled.exports;
}

module.exports = { writeOutputSchemas };
