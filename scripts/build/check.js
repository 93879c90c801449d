const { readFile } = require('node:fs/promises');
const { existsSync } = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');
const { filesBelow } = require('./files');

/**
 * Rejects a build that would not install cleanly on another machine.
 * @throws one error that lists every fault
 */
async function checkOutput(root, target, { nodeImports, selfKeyImports }) {
	const faults = [];
	for (const name of nodeImports) {
		if (name !== 'n8n-workflow' && name !== 'node:crypto' && name !== 'crypto') {
			faults.push(`a node still imports "${name}" at run time: n8n installs nothing for us, bundle it or do without`);
		}
	}
	for (const name of selfKeyImports) {
		if (!name.startsWith('node:')) faults.push(`selfkey/ still imports "${name}": pass it in through a port`);
	}

	const { n8n } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
	const expected = [...n8n.nodes, ...n8n.credentials].sort();
	const built = (await filesBelow(target, '.', (file) => /\.(node|credentials)\.js$/.test(file)))
		.map((file) => `dist/${file}`)
		.sort();
	for (const file of expected) {
		const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		// Missing sources are reported by the package tests: a build of one part must not need the others.
		if (existsSync(path.join(root, source)) && !built.includes(file)) faults.push(`${file} was not built`);
	}
	for (const file of built) {
		if (!expected.includes(file)) faults.push(`${file} was built, but "n8n" in package.json does not list it`);
	}

	const machinePaths = [root, homedir()].filter((folder) => folder.length > 1);
	for (const file of await filesBelow(target, '.', () => true)) {
		const text = await readFile(path.join(target, file), 'utf8');
		if (machinePaths.some((folder) => text.includes(`${folder}${path.sep}`))) {
			faults.push(`${file} holds a path of this machine`);
		}
		if (/\.map$/.test(file) || /^\/\/# sourceMappingURL=/m.test(text)) {
			faults.push(`${file} is or names a source map`);
		}
	}
	if (faults.length > 0) throw new Error(`The build is not fit to ship:\n- ${faults.join('\n- ')}`);
}

module.exports = { checkOutput };
