/** Opens a PGlite database: PostgreSQL in this process, in memory or in a folder. */
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import type * as Pglite from '@electric-sql/pglite';

/** @param dataDir the folder of its files; default: in memory */
export async function openPglite(dataDir?: string): Promise<Pglite.PGlite> {
	const { PGlite: Database } = await loadPglite();
	return dataDir === undefined ? Database.create() : Database.create(dataDir);
}

function loadPglite(): Promise<typeof Pglite> {
	const isMainContext = runInThisContext('Object') === Object;
	if (isMainContext) return import('@electric-sql/pglite');
	// PGlite imports its parts while it starts, which is not possible for modules that a test runner loads in a
	// separate context. There, Node's own loader has to load it.
	const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
	const load = runInThisContext('(url) => import(url)', { importModuleDynamically }) as (
		url: string,
	) => Promise<typeof Pglite>;
	return load(pathToFileURL(require.resolve('@electric-sql/pglite')).href);
}
