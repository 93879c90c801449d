const { readdir, readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { manifestOf } = require('./sbom');

/** Licences that let their code be bundled into an MIT package when the notice is passed on. */
const COMPATIBLE = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0']);

/**
 * Includes the notices of the bundled libraries, as their licences require.
 * @param {string[]} packages names of the bundled packages
 * @returns their manifests
 * @throws when a licence is not one of the known compatible ones
 */
async function writeNotices(root, target, packages) {
	const manifests = await Promise.all(packages.map((name) => manifestOf(root, name)));
	if (manifests.length === 0) return manifests;
	const sections = [];
	for (const { name, version, license, author, homepage, source } of manifests) {
		if (!COMPATIBLE.has(license)) {
			throw new Error(`${name} is under "${license}": check that it may be bundled, then add it.`);
		}
		const folder = path.join(root, 'node_modules', name);
		const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
		const by = typeof author === 'string' ? author : author?.name;
		const title = [`${name} ${version}`, license, by, homepage ?? source].filter(Boolean).join(' · ');
		const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : usualText(name, license, by);
		sections.push([title, whereSourceIs(name, version, license, source), text].filter(Boolean).join('\n\n'));
	}
	await writeFile(
		path.join(target, 'THIRD-PARTY-NOTICES.txt'),
		`This package contains code of the following libraries.\n\n${sections.join('\n\n---\n\n')}\n`,
	);
	return manifests;
}

/** A package may name its licence without its text, which must be passed on all the same. */
function usualText(name, license, by) {
	if (license !== 'ISC' || !by) throw new Error(`${name} has no text of its licence: add the one of "${license}".`);
	return `Copyright (c) ${by}\n\n${ISC}`;
}

const ISC = `Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;

/** MPL-2.0, 3.2: who gets the code in another form is told how to get its source. */
function whereSourceIs(name, version, license, source) {
	if (license !== 'MPL-2.0') return '';
	if (source === undefined) throw new Error(`${name} is under MPL-2.0 and does not say where its source can be had.`);
	return `It is used unchanged. Its source code is available under the Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/) at ${source}, version ${version}.`;
}

module.exports = { writeNotices };
