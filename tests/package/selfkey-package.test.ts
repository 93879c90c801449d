/** SelfKey's side as its maintainer gets it: a package for Node 20 and Next.js with nothing else in tow. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import ts from 'typescript';
import { callsOnThePage, commandOnThePage, filesOnThePage, followThePage, runInShell } from './selfkey-page';
import { build, filesBelow, pack, readManifest, root, trackedFiles } from './support';

const NAME = 'selfkey-integrations';

/** An app that has nothing yet, in a folder beside ours as the page has it. */
let app: string;
let scratch: string;
/** Our package inside it. */
let installed: string;

const read = (folder: string, file: string) => readFileSync(path.join(folder, file), 'utf8');

beforeAll(() => {
	scratch = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-selfkey-app-'));
	app = path.join(scratch, 'selfkey');
	const ours = path.join(scratch, 'n8n-nodes-hotel');
	for (const folder of [app, ours]) mkdirSync(folder);
	build('selfkey');
	pack(path.join(root, 'selfkey/dist'), ours);
	writeFileSync(path.join(app, 'package.json'), JSON.stringify({ name: 'selfkey', version: '0.1.0', private: true }));
	const install = { npm_config_engine_strict: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
	runInShell(commandOnThePage('npm install'), app, install);
	installed = path.join(app, 'node_modules', NAME);
});

afterAll(() => {
	if (scratch) rmSync(scratch, { recursive: true, force: true });
});

describe('the tarball', () => {
	it('brings nothing but itself', () => {
		const { packages } = JSON.parse(read(app, 'package-lock.json')) as { packages: Record<string, unknown> };
		expect(Object.keys(packages)).toEqual(['', `node_modules/${NAME}`]);
		const { dependencies, peerDependencies, scripts, private: isPrivate, engines } = readManifest(installed);
		expect({ dependencies, peerDependencies, scripts, isPrivate }).toEqual({});
		expect(engines).toEqual({ node: '>=20' });
	});

	it('has the version of the nodes that it speaks to, and cannot be published from its sources', () => {
		expect(readManifest(installed).version).toBe(readManifest(root).version);
		expect(readManifest(path.join(root, 'selfkey')).private).toBe(true);
	});

	it('holds exactly what is meant to be installed', () => {
		const sources = trackedFiles('selfkey').filter((file) => /\.(sql|prisma)$/.test(file));
		const code = ['index.mjs', 'index.cjs', 'index.d.mts', 'index.d.cts'];
		const rest = ['LICENSE', 'README.md', 'REFERENCE.md', 'install.sql', 'package.json', 'sbom.cdx.json'];
		const files = filesBelow(installed);
		expect(files).toEqual([...sources.map((file) => path.posix.relative('selfkey', file)), ...code, ...rest].sort());
	});

	it('has all migrations in one file too, in their order', () => {
		const migrations = filesBelow(path.join(installed, 'migrations'));
		expect(migrations.length).toBeGreaterThan(2);
		const places = migrations.map((file) =>
			read(installed, 'install.sql').indexOf(read(installed, `migrations/${file}`)),
		);
		expect(places.every((place) => place >= 0)).toBe(true);
		expect(places).toEqual([...places].sort((a, b) => a - b));
	});

	it('says nothing of the machine that built it', () => {
		const machine = new RegExp(`(?<![\\w.-])/(${['work', 'root', 'tmp', 'Users'].join('|')})/|sourceMappingURL=`);
		const texts = filesBelow(installed).map((file) => [file, read(installed, file)] as const);
		expect(texts.filter(([, text]) => machine.test(text) || text.includes(root)).map(([file]) => file)).toEqual([]);
	});

	it.each(['README.md', 'REFERENCE.md'])('has no link in its %s that leads nowhere', (page) => {
		const targets = [...read(installed, page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
			([, target = '']) => target,
		);
		expect(targets.length).toBeGreaterThan(0);
		expect(targets.filter((target) => !existsSync(path.join(installed, target)))).toEqual([]);
	});
});

describe('the code', () => {
	const exportsOf = (code: string, ...flags: string[]) =>
		JSON.parse(execFileSync(process.execPath, [...flags, '-e', code], { cwd: app, encoding: 'utf8' })) as string[];

	it('is the same for import and for require', () => {
		const print = 'console.log(JSON.stringify(Object.keys(side).sort()))';
		const imported = exportsOf(`import * as side from '${NAME}'; ${print}`, '--input-type=module');
		expect(imported).toEqual(expect.arrayContaining(['createSelfKeyHandler', 'createPrismaBookingStore', 'overPool']));
		expect(exportsOf(`const side = require('${NAME}'); ${print}`)).toEqual(imported);
	});

	it.each([
		['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler, 'mts'],
		['nodenext, as a module', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext, 'mts'],
		['nodenext, with require', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext, 'cts'],
	])('has types under module resolution %s', (_name, module, moduleResolution, extension) => {
		const file = path.join(app, `typed.${extension}`);
		writeFileSync(
			file,
			`import { createSelfKeyHandler, type BookingStore } from '${NAME}';
			type Handler = ReturnType<typeof createSelfKeyHandler>;
			export const POST: (request: Request) => Promise<Response> = undefined as unknown as Handler;
			export const state: Promise<string | null> = (undefined as unknown as BookingStore).hotelOf('id');
			// @ts-expect-error a handler is no string, unless its type was lost
			export const lost: string = undefined as unknown as Handler;`,
		);
		expect(faultsOf([file], { module, moduleResolution, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] })).toEqual([]);
	});
});

describe('an app that follows docs/selfkey.md', () => {
	const ROUTE = 'src/app/api/webhooks/integrations/[hotelSlug]/[integrationId]/[[...resource]]/route.ts';

	beforeAll(() => {
		const files = {
			...filesOnThePage(),
			// What SelfKey has there is a generated client; this one speaks to a database in the process.
			'src/lib/prisma.ts': `import { PGlite } from '@electric-sql/pglite';
				const database = await PGlite.create();
				const over = (client: Pick<PGlite, 'query'>) => ({
					$queryRawUnsafe: async (text: string, ...values: unknown[]) => (await client.query(text, values)).rows,
				});
				export const prisma = {
					...over(database),
					$transaction: <T>(work: (client: ReturnType<typeof over>) => Promise<T>, _options?: object): Promise<T> =>
						database.transaction((client) => work(over(client))),
				};
				export { database };`,
			'src/calls.ts': callsOnThePage(),
			'src/use.ts': `import { createHmac } from 'node:crypto';
				import { readFileSync } from 'node:fs';
				import { database } from '@/lib/prisma';
				import * as route from '@/${ROUTE.slice('src/'.length, -'.ts'.length)}';
				for (const file of process.argv.slice(2)) await database.exec(readFileSync(file, 'utf8'));
				const body = JSON.stringify({ event_type: 'new_reservation', data: { external_id: 'B-1', channel: 'booking.com', room_type: 'Double', guest: { last_name: 'Dupont' }, check_in: '2099-03-29', check_out: '2099-03-30', total_amount: 120, guest_count: 2 } });
				const signature = createHmac('sha256', 'a secret').update(body).digest('hex');
				const post = async (headers: Record<string, string>) => {
					const response = await route.POST(new Request('https://selfkey.example/api/webhooks/integrations/paradise/n8n', { method: 'POST', body, headers }));
					return [response.status, ((await response.json()) as { outcome?: string }).outcome ?? null];
				};
				const answers = [await post({}), await post({ 'x-signature': signature }), await post({ 'x-signature': signature })];
				console.log(JSON.stringify({ answers, exports: Object.keys(route).sort(), rooms: (await database.query('SELECT "roomId", "clientLastName" AS "guest" FROM "bookings"')).rows }));
				await database.close();`,
		};
		for (const [file, code] of Object.entries(files)) {
			mkdirSync(path.dirname(path.join(app, file)), { recursive: true });
			writeFileSync(path.join(app, file), code);
		}
		mkdirSync(path.join(app, 'node_modules/@electric-sql'));
		symlinkSync(
			path.join(root, 'node_modules/@electric-sql/pglite'),
			path.join(app, 'node_modules/@electric-sql/pglite'),
		);
	});

	it('has a route file, and a library file with what its other code calls', () => {
		expect(Object.keys(filesOnThePage())).toEqual(expect.arrayContaining([ROUTE, 'src/lib/selfkey-integrations.ts']));
	});

	it('passes the check of types that Next.js runs', () => {
		const files = [...Object.keys(filesOnThePage()), 'src/use.ts', 'src/calls.ts'].map((file) => path.join(app, file));
		// As Next.js writes it into a new app.
		const options: ts.CompilerOptions = {
			module: ts.ModuleKind.ESNext,
			moduleResolution: ts.ModuleResolutionKind.Bundler,
			lib: ['lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.d.ts'],
			allowJs: true,
			isolatedModules: true,
			resolveJsonModule: true,
			jsx: ts.JsxEmit.Preserve,
			paths: { '@/*': ['./src/*'] },
			baseUrl: app,
		};
		expect(faultsOf(files, options)).toEqual([]);
	});

	it('takes a signed reservation once it is bundled, exports nothing that Next.js refuses, and writes it once', () => {
		const bundle = path.join(app, 'use.mjs');
		buildSync({
			entryPoints: [path.join(app, 'src/use.ts')],
			outfile: bundle,
			bundle: true,
			platform: 'node',
			format: 'esm',
			target: 'node20',
			alias: { '@': path.join(app, 'src') },
			external: ['@electric-sql/pglite'],
			absWorkingDir: app,
			logLevel: 'silent',
		});
		writeFileSync(
			path.join(app, 'seed.sql'),
			`INSERT INTO "establishments" ("id", "slug", "name") VALUES ('e', 'paradise', 'Paradise');
			INSERT INTO "rooms" ("id", "hotelSlug", "name", "price") VALUES ('r1', 'paradise', 'Double', 120);
			INSERT INTO "integrations" ("id", "establishmentSlug", "type", "name", "status", "configuration")
			VALUES ('n8n', 'paradise', 'webhook', 'n8n', 'connected', '{"webhookSecret": "a secret"}');`,
		);
		const sql = [path.join(root, 'sandbox/selfkey/schema.sql'), path.join(installed, 'install.sql')];
		const args = [bundle, ...sql, path.join(installed, 'install.sql'), path.join(app, 'seed.sql')];
		expect(JSON.parse(execFileSync(process.execPath, args, { cwd: app, encoding: 'utf8' }))).toEqual({
			answers: [
				[401, null],
				[200, 'created'],
				[200, 'unchanged'],
			],
			exports: ['GET', 'POST', 'dynamic', 'maxDuration', 'runtime'],
			rooms: [{ roomId: 'r1', guest: 'Dupont' }],
		});
	});
});

/** What the page calls; `psql` comes with PostgreSQL. */
const hasPrograms = ['psql', 'curl', 'openssl'].every(
	(program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);
const describeOnPostgres = process.env['DATABASE_URL'] && hasPrograms ? describe : describe.skip;

describeOnPostgres('the commands of docs/selfkey.md, word by word', () => {
	it('install it, make an integration whose secret opens the route, and take it out again', async () => {
		expect(await followThePage(app)).toEqual({
			models: true,
			shown: { Hotel: 'hotel-paradise', 'Integration ID': 'hotel-paradise-n8n', 'Webhook Secret': expect.any(String) },
			secretLength: 64,
			tried: ['HTTP/1.1 400 Bad Request', 'HTTP/1.1 401 Unauthorized'],
			reason: expect.stringContaining('events'),
			logged: 1,
			created: { status: 200, outcome: 'created' },
			// It may read the feed.
			changes: { status: 200, keys: ['airbnb/hotel-paradise/B-1'] },
			// The row of the trigger that was disabled meanwhile is there too.
			left: { bookings: 2, tables: [], triggers: [] },
		});
	});
});

function faultsOf(files: string[], options: ts.CompilerOptions): string[] {
	const program = ts.createProgram(files, {
		noEmit: true,
		strict: true,
		skipLibCheck: true,
		target: ts.ScriptTarget.ES2022,
		typeRoots: [path.join(root, 'node_modules/@types')],
		types: ['node'],
		...options,
	});
	return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
