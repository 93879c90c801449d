const { writeFile } = require('node:fs/promises');
const path = require('node:path');

/**
 * The types of SelfKey's side in one file, so that it can be copied; types as such are checked by
 * `npm run typecheck`.
 * @throws when TypeScript cannot name a type that the entry exports
 */
async function declareSelfKey(root, target) {
	// Loaded late: TypeScript takes longer to load than the rest of the build takes to run.
	const { generateDtsBundle } = require('dts-bundle-generator');
	const entry = { filePath: path.join(root, 'selfkey', 'index.ts'), noCheck: true };
	const output = { noBanner: true, exportReferencedTypes: false };
	const [types] = generateDtsBundle([{ ...entry, output }], { preferredConfigPath: path.join(root, 'tsconfig.json') });
	for (const name of ['index.d.mts', 'index.d.cts']) await writeFile(path.join(target, name), types);
}

module.exports = { declareSelfKey };
