const { copyFile, mkdir, readFile, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { declareSelfKey } = require('./declarations');
const { filesBelow } = require('./files');

/** The pages of the package, by what they are in the repository. */
const PAGES = { 'docs/selfkey.md': 'README.md', 'selfkey/README.md': 'REFERENCE.md' };

/** Everything of SelfKey's package but its code: the manifest, the types, the SQL, the Prisma models and the pages. */
async function assembleSelfKey(root, target) {
	await declareSelfKey(root, target);
	await writeManifest(root, target);
	await copyFile(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
	const isSource = (file) => /\.(sql|prisma)$/.test(file) && !file.startsWith('selfkey/dist/');
	for (const file of await filesBelow(root, 'selfkey', isSource)) {
		const copy = path.join(target, path.posix.relative('selfkey', file));
		await mkdir(path.dirname(copy), { recursive: true });
		await copyFile(path.join(root, file), copy);
	}
	await writeInstallSql(root, target);
	for (const [page, name] of Object.entries(PAGES)) {
		await writeFile(path.join(target, name), pageInPackage(page, await readFile(path.join(root, page), 'utf8')));
	}
}

/** In the repository it is private, so that nobody publishes the folder of the sources by mistake. */
async function writeManifest(root, target) {
	const manifest = JSON.parse(await readFile(path.join(root, 'selfkey', 'package.json'), 'utf8'));
	delete manifest.private;
	await writeFile(path.join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** All migrations in one file, for those who copy files instead of installing the package. */
async function writeInstallSql(root, target) {
	const migrations = await filesBelow(root, 'selfkey/migrations', (name) => name.endsWith('.sql'));
	const texts = await Promise.all(migrations.map((file) => readFile(path.join(root, file), 'utf8')));
	await writeFile(path.join(target, 'install.sql'), texts.join('\n'));
}

/** Links between the pages lead to where they are in the package, and all others to the repository. */
function pageInPackage(page, text) {
	return text.replace(/\]\((?!https?:|#)([^)#\s]+)/g, (link, linked) => {
		const file = path.posix.join(path.posix.dirname(page), linked);
		if (PAGES[file]) return `](${PAGES[file]}`;
		return file.startsWith('selfkey/') && /\.(sql|prisma)$/.test(file)
			? `](${path.posix.relative('selfkey', file)}`
			: `](https://github.com/hotel-paradise/n8n-nodes-hotel/blob/main/${file}`;
	});
}

module.exports = { assembleSelfKey };
