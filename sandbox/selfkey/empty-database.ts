/**
 * The files of an empty PGlite database, kept on disk. Making them takes PostgreSQL's `initdb`, four fifths of the time
 * in which a SelfKey starts; they are the same each time for one release of PGlite.
 */
import { Blob } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';

const gunzipped = promisify(gunzip);
/** Where it is kept unless a caller says otherwise. */
export const CACHE = join(__dirname, '../../node_modules/.cache/n8n-nodes-hotel');

/** Null before the first time, and where the file is not whole. */
export async function readEmptyDatabase(folder: string): Promise<Blob | null> {
	try {
		// Unpacked here: of a file that was cut, PGlite's own reader crashes the process.
		return new Blob([await gunzipped(await readFile(await fileIn(folder)))]);
	} catch {
		return null;
	}
}

/** @param database nothing was written into it yet. A disk that takes no file costs time at the next start, no more. */
export async function keepEmptyDatabase(database: PGlite, folder: string): Promise<void> {
	const files = await database.dumpDataDir('gzip');
	try {
		const file = await fileIn(folder);
		await mkdir(folder, { recursive: true });
		// Others may read it, or write their own, at the same time.
		const unfinished = `${file}.${randomUUID()}`;
		await writeFile(unfinished, new Uint8Array(await files.arrayBuffer()));
		await rename(unfinished, file);
	} catch {
		// As above.
	}
}

async function fileIn(folder: string): Promise<string> {
	const description = join(dirname(require.resolve('@electric-sql/pglite')), '../package.json');
	const { version } = JSON.parse(await readFile(description, 'utf8')) as { version: string };
	return join(folder, `empty-pglite-${version}.tar.gz`);
}
