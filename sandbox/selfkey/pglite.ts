/** Opens a PGlite database: PostgreSQL in this process, in memory or in a folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import type * as Pglite from '@electric-sql/pglite';
import { CACHE, keepEmptyDatabase, readEmptyDatabase } from './empty-database';

/**
 * @param dataDir the folder of its files; default: in memory
 * @param cache the folder in which the files of an empty database are kept for the next time
 */
export async function openPglite(dataDir?: string, cache = CACHE): Promise<Pglite.PGlite> {
	const { PGlite: Database } = await loadPglite();
	if (dataDir !== undefined && existsSync(join(dataDir, 'PG_VERSION'))) return Database.create(dataDir);
	const empty = await readEmptyDatabase(cache);
	if (empty !== null) return Database.create({ dataDir, loadDataDir: empty });
	const database = await Database.create({ dataDir });
	await keepEmptyDatabase(database, cache);
	return database;
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
