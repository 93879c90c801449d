/** `hotel.prisma` says of our tables what the migrations say, in Prisma's own reading of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables } from '../../../sandbox/selfkey/tables';
import { FRAGMENT, PrismaProject } from './prisma-client';

type Database = Awaited<ReturnType<typeof openPglite>>;

interface Facts {
	columns: Record<string, string>;
	defaults: Record<string, string>;
	indexes: string[];
}

const COUNTED = 'counted up';

/** What Prisma can see of our tables in a schema. */
async function factsOf(database: Database, schema: string): Promise<Facts> {
	const { rows: columns } = await database.query<{ name: string; type: string; fallback: string | null }>(
		`SELECT c.relname || '.' || a.attname AS "name", format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS "type",
			CASE WHEN a.attidentity <> '' THEN '${COUNTED}' ELSE pg_get_expr(d.adbin, d.adrelid) END AS "fallback"
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'booking\\_%' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1`,
		[schema],
	);
	// Prisma passes by an index with a condition: it neither misses it nor drops it.
	const { rows: indexes } = await database.query<{ definition: string }>(
		`SELECT pg_get_indexdef(i.indexrelid) AS "definition" FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
		WHERE c.relnamespace = $1::regnamespace AND c.relname LIKE 'booking\\_%' AND i.indpred IS NULL ORDER BY 1`,
		[schema],
	);
	const defaults = columns.filter(({ fallback }) => fallback !== null);
	return {
		columns: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
		// Prisma makes a counter a sequence and takes an identity for one.
		defaults: Object.fromEntries(
			defaults.map(({ name, fallback }) => [name, fallback?.startsWith('nextval(') ? COUNTED : String(fallback)]),
		),
		indexes: indexes.map(({ definition }) => definition.replaceAll(`${schema}.`, '')),
	};
}

describe('the models for the app’s Prisma schema', () => {
	let project: PrismaProject;
	let database: Database;

	beforeAll(async () => {
		project = await PrismaProject.create();
		database = await openPglite();
	});
	afterAll(async () => {
		await database?.close();
		await project?.remove();
	});

	it('are what the migrations make, so that Prisma finds nothing to drop or to change', async () => {
		await database.exec('CREATE SCHEMA migrated; CREATE SCHEMA modelled; SET search_path TO migrated');
		await createTables(database);
		await database.exec('SET search_path TO modelled');
		await database.exec(await project.sql());
		const migrated = await factsOf(database, 'migrated');
		const modelled = await factsOf(database, 'modelled');
		expect(modelled.columns).toEqual(migrated.columns);
		expect(modelled.indexes).toEqual(migrated.indexes);
		expect(modelled.defaults).toEqual(migrated.defaults);
		expect(Object.keys(migrated.columns).length).toBeGreaterThan(30);
		// Prisma compares an expression letter by letter with what PostgreSQL makes of it.
		const expressions = Object.values(migrated.defaults).filter((text) => /\(/.test(text));
		expect(expressions).toHaveLength(2);
		const models = await readFile(FRAGMENT, 'utf8');
		for (const expression of expressions) expect(models).toContain(`@default(dbgenerated("${expression}"))`);
	});

	it('are no hindrance to the migrations where "prisma db push" made the tables first', async () => {
		const extras = async (schema: string) => {
			const { rows } = await database.query<{ name: string }>(
				`SELECT tgname AS "name" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = $1::regnamespace AND NOT tgisinternal
				UNION ALL SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = $1::regnamespace AND i.indpred IS NOT NULL
				ORDER BY 1`,
				[schema],
			);
			return rows.map(({ name }) => name.replace(`${schema}.`, ''));
		};
		await database.exec('CREATE SCHEMA pushed; SET search_path TO pushed');
		await database.exec(await project.sql());
		expect(await extras('pushed')).toEqual([]);
		await createTables(database);
		await database.exec('SET search_path TO public');
		expect(await factsOf(database, 'pushed')).toEqual(await factsOf(database, 'migrated'));
		expect(await extras('pushed')).toEqual(await extras('migrated'));
		expect(await extras('migrated')).not.toEqual([]);
	});

	it('are formatted as Prisma formats', async () => {
		await expect(project.run('format', '--check')).resolves.toBeDefined();
	});

	it('go with a client that the store accepts as it is, typed, extended or inside the app’s own types', async () => {
		await project.generate();
		const file = join(project.folder, 'route.ts');
		await writeFile(
			file,
			`import { createPrismaBookingStore, type BookingStore } from '../../../selfkey';
import { PrismaClient } from './client';
declare const prisma: PrismaClient;
export const plain: BookingStore = createPrismaBookingStore(prisma);
export const extended: BookingStore = createPrismaBookingStore(prisma.$extends({ query: { $allOperations: ({ args, query }) => query(args) } }), { timeout: 60_000 });
// @ts-expect-error a transaction's client cannot begin one
export const inside = prisma.$transaction(async (transaction) => createPrismaBookingStore(transaction));
`,
		);
		const program = ts.createProgram([file], {
			target: ts.ScriptTarget.ES2022,
			module: ts.ModuleKind.Preserve,
			moduleResolution: ts.ModuleResolutionKind.Bundler,
			strict: true,
			exactOptionalPropertyTypes: true,
			noEmit: true,
			skipLibCheck: true,
			types: ['node'],
			typeRoots: [join(__dirname, '../../../node_modules/@types')],
		});
		const faults = ts
			.getPreEmitDiagnostics(program)
			.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
		expect(faults).toEqual([]);
	});
});
