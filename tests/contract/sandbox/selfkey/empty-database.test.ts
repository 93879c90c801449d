/** A SelfKey starts from the files of an empty database that an earlier start has left on disk. */
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '../../../../sandbox/selfkey/pglite';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-hotel-pglite-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function tablesOf(dataDir?: string): Promise<unknown[]> {
	const database = await openPglite(dataDir, join(folder, 'cache'));
	const { rows } = await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
	await database.exec('CREATE TABLE rooms (number text)');
	await database.close();
	return rows;
}

it('is empty at every start, also where the file was cut, and keeps a folder as it was', async () => {
	expect(await tablesOf()).toEqual([]);
	const [name, ...others] = await readdir(join(folder, 'cache'));
	expect(others).toEqual([]);
	const file = join(folder, 'cache', name!);
	const whole = await readFile(file);

	expect(await tablesOf()).toEqual([]);
	expect((await readFile(file)).equals(whole)).toBe(true);

	await truncate(file, Math.floor(whole.length / 2));
	expect(await tablesOf()).toEqual([]);
	expect((await readFile(file)).length).toBeGreaterThan(whole.length / 2);

	const dataDir = join(folder, 'data');
	expect(await tablesOf(dataDir)).toEqual([]);
	const again = await openPglite(dataDir, join(folder, 'cache'));
	expect((await again.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).rows).toHaveLength(1);
	await again.close();
});

it('starts where nothing can be kept', async () => {
	// A file in the place of the folder: also root cannot write below it.
	await writeFile(join(folder, 'no-folder'), '');
	const database = await openPglite(undefined, join(folder, 'no-folder'));
	expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
	await database.close();
});
