const { readdir, readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');

/** Licences that let their code be bundled into an MIT package when the notice is passed on. */
const COMPATIBLE = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0']);

/**
 * Includes the notices of the bundled libraries, as their licences require.
 * @param {string[]} packages names of the bundled packages
 * @throws when a licence is not one of the known compatible ones
 */
async function writeNotices(root, target, packages) {
	if (packages.length === 0) return;
	const sections = [];
	for (const name of packages) {
		const folder = path.join(root, 'node_modules', name);
		const { version, license, author, homepage, repository } = JSON.parse(
			await readFile(path.join(folder, 'package.json'), 'utf8'),
		);
		if (!COMPATIBLE.has(license)) {
			throw new Error(`${name} is under "${license}": check that it may be bundled, then add it.`);
		}
		const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
		const by = typeof author === 'string' ? author : author?.name;
		const title = [`${name} ${version}`, license, by, homepage ?? sourceOf(repository)].filter(Boolean).join(' · ');
		const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : '';
		sections.push([title, text].filter(Boolean).join('\n\n'));
	}
	await writeFile(
		path.join(target, 'THIRD-PARTY-NOTICES.txt'),
		`This package contains code of the following libraries.\n\n${sections.join('\n\n---\n\n')}\n`,
	);
}

/** Where the source can be had, which MPL-2.0 asks to be told. */
function sourceOf(repository) {
	const url = typeof repository === 'string' ? repository : repository?.url;
	return url?.replace(/^git\+/, '').replace(/\.git$/, '');
}

module.exports = { writeNotices };
