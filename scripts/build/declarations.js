const { existsSync } = require('node:fs');
const { writeFile } = require('node:fs/promises');
const path = require('node:path');

/**
 * Type declarations beside the bundled handler of SelfKey's side. Only what the entry reaches is
 * emitted; types as such are checked by `npm run typecheck`.
 * @throws when TypeScript cannot name a type that the entry exports
 */
async function declareSelfKey(root, target) {
	const entry = path.join(root, 'selfkey', 'index.ts');
	if (!existsSync(entry)) return;
	// Loaded late: TypeScript takes longer to load than the rest of the build takes to run.
	const ts = require('typescript');
	const settings = ts.parseJsonConfigFileContent(
		ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile).config,
		ts.sys,
		root,
	).options;
	const program = ts.createProgram([entry], {
		...settings,
		noEmit: false,
		declaration: true,
		emitDeclarationOnly: true,
		rootDir: root,
		outDir: path.join(target, 'selfkey', 'types'),
		types: ['node'],
	});
	const { diagnostics } = program.emit();
	if (diagnostics.length > 0) {
		throw new Error(
			ts.formatDiagnostics(diagnostics, {
				getCanonicalFileName: (name) => name,
				getCurrentDirectory: () => root,
				getNewLine: () => '\n',
			}),
		);
	}
	await writeFile(path.join(target, 'selfkey', 'index.d.mts'), "export * from './types/selfkey/index.js';\n");
}

module.exports = { declareSelfKey };
