const { readFile } = require('node:fs/promises');
const { existsSync } = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');
const { filesBelow } = require('./files');

/**
 * Rejects a build of the n8n package that would not install cleanly on another machine.
 * @throws one error that lists every fault
 */
async function checkNodes(root, target, imports) {
	const faults = await portabilityFaults(root, target);
	for (const name of imports) {
		if (name !== 'n8n-workflow' && name !== 'node:crypto' && name !== 'crypto') {
			faults.push(`a node still imports "${name}" at run time: n8n installs nothing for us, bundle it or do without`);
		}
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
	refuse('n8n package', faults);
}

/**
 * The same for SelfKey's package.
 * @throws one error that lists every fault
 */
async function checkSelfKey(root, target, imports) {
	const faults = await portabilityFaults(root, target);
	for (const name of imports) {
		if (!name.startsWith('node:')) faults.push(`selfkey/ still imports "${name}": pass it in through a port`);
	}
	refuse("package of SelfKey's side", faults);
}

async function portabilityFaults(root, target) {
	const faults = [];
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
	return faults;
}

function refuse(what, faults) {
	if (faults.length > 0) throw new Error(`The ${what} is not fit to ship:\n- ${faults.join('\n- ')}`);
}

module.exports = { checkNodes, checkSelfKey };
