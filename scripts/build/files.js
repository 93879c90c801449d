const { copyFile, mkdir, readdir } = require('node:fs/promises');
const { existsSync } = require('node:fs');
const path = require('node:path');

/**
 * Files below a folder, as sorted paths relative to `root` with forward slashes, so that a build is
 * the same on every machine. A folder that is not there holds no files.
 * @param {string} root
 * @param {string} folder relative to `root`
 * @param {(file: string) => boolean} wanted
 * @returns {Promise<string[]>}
 */
async function filesBelow(root, folder, wanted) {
	const base = path.join(root, folder);
	if (!existsSync(base)) return [];
	const entries = await readdir(base, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
		.map((file) => file.split(path.sep).join('/'))
		.filter(wanted)
		.sort();
}

/** Copies files to the same relative place below another folder. */
async function copyTo(root, files, target) {
	for (const file of files) {
		const copy = path.join(target, file);
		await mkdir(path.dirname(copy), { recursive: true });
		await copyFile(path.join(root, file), copy);
	}
}

module.exports = { filesBelow, copyTo };
