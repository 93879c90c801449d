import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import * as n8nWorkflow from 'n8n-workflow';
import { root, trackedFiles } from './support';

/**
 * Values that n8n-workflow exports both in 2.41 and in 1.120, which belongs to the last 1.x of n8n.
 * Not in both, for instance: sleepWithAbort, ensureError, createDeferredPromise, dedupe.
 */
const IN_BOTH = new Set([
	'ApplicationError',
	'LoggerProxy',
	'Node',
	'NodeApiError',
	'NodeConnectionTypes',
	'NodeHelpers',
	'NodeOperationError',
	'OperationalError',
	'UnexpectedError',
	'UserError',
	'VersionedNodeType',
	'WAIT_INDEFINITELY',
	'deepCopy',
	'displayParameter',
	'isExpression',
	'isObjectEmpty',
	'jsonParse',
	'jsonStringify',
	'randomInt',
	'randomString',
	'removeCircularRefs',
	'replaceCircularReferences',
	'sleep',
	'updateDisplayOptions',
]);

interface RuntimeImport {
	file: string;
	name: string;
}

/** Names that a source takes from n8n-workflow at run time; `*` for the whole module. */
function runtimeImports(file: string, text: string): RuntimeImport[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
	return source.statements.flatMap((statement): RuntimeImport[] => {
		if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
		const from = statement.moduleSpecifier;
		if (!from || !ts.isStringLiteral(from) || from.text !== 'n8n-workflow') return [];
		const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
		if (!clause || clause.isTypeOnly) return [];
		const bindings = ts.isExportDeclaration(clause) ? clause.exportClause : clause.namedBindings;
		if (!bindings || !('elements' in bindings)) return [{ file, name: '*' }];
		return [...bindings.elements]
			.filter((element) => !element.isTypeOnly)
			.map((element) => ({ file, name: (element.propertyName ?? element.name).text }));
	});
}

it('uses only what every supported n8n has', () => {
	const sources = trackedFiles('core', 'nodes', 'credentials').filter((file) => file.endsWith('.ts'));
	const used = sources.flatMap((file) => runtimeImports(file, readFileSync(path.join(root, file), 'utf8')));
	expect(used.filter(({ name }) => !IN_BOTH.has(name))).toEqual([]);
});

it('lists only names that are there', () => {
	expect([...IN_BOTH].filter((name) => !(name in n8nWorkflow))).toEqual([]);
});

it('sees every way of importing', () => {
	const text = `
		import type { INode } from 'n8n-workflow';
		import { type IDataObject, sleep, jsonParse as parse } from 'n8n-workflow';
		import * as all from 'n8n-workflow';
		export { deepCopy } from 'n8n-workflow';
		import { other } from 'luxon';
	`;
	expect(runtimeImports('x.ts', text).map(({ name }) => name)).toEqual(['sleep', 'jsonParse', '*', 'deepCopy']);
});
