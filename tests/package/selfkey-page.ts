/** Does what docs/selfkey.md tells SelfKey's maintainer to do, with the text of the page itself. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { Client } from 'pg';
import { signHex } from '../../core/webhook/sign';
import { signGet } from '../../selfkey';
import { root } from './support';

const page = () => readFileSync(path.join(root, 'docs/selfkey.md'), 'utf8');

/** Code that the page tells to save, by the path in its first line. */
export function filesOnThePage(): Record<string, string> {
	const blocks = [...page().matchAll(/```ts\n\/\/ (src\/\S+)\n([\s\S]*?)```/g)];
	return Object.fromEntries(blocks.map(([, file = '', code = '']) => [file, code]));
}

/** The calls that the page tells to put into SelfKey's own code, and those that it lists, among what SelfKey has there. */
export function callsOnThePage(): string {
	const [, listed = ''] = /```ts\n(await hotelHooks[\s\S]*?)```/.exec(page()) ?? [];
	const inTables = [...page().matchAll(/\| `([^`|]*hotelHooks\.[^`]*)` \|$/gm)].map(([, call = '']) => call);
	if (listed === '' || inTables.length !== 4)
		throw new Error('docs/selfkey.md lists no calls, or not the four of step 6');
	return `import { hotelHooks } from '@/lib/selfkey-integrations';
		${['hotelSlug', 'bookingId', 'from', 'until', 'id', 'event'].map((name) => `declare const ${name}: string;`).join('\n')}
		declare const metadata: { hotel_slug: string };
		declare const booking: { hotelSlug: string };
		${[listed, ...inTables].map((calls, index) => `export async function calls${index}() {\n${calls}\n}`).join('\n')}`;
}

/** The one block of commands that contains these words. */
export function commandOnThePage(words: string): string {
	const found = [...page().matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
	const matching = found.filter((text) => text.includes(words));
	if (matching.length !== 1) throw new Error(`${matching.length} blocks of docs/selfkey.md contain "${words}"`);
	return matching[0] ?? '';
}

export function runInShell(command: string, cwd: string, env: Record<string, string> = {}): string {
	const args = ['-euo', 'pipefail', '-c', command];
	return execFileSync('bash', args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe', encoding: 'utf8' });
}

const HOTEL = 'hotel-paradise';
const ADDRESS = ['api', 'webhooks', 'integrations', HOTEL, `${HOTEL}-n8n`];

/** On a database of its own, from SelfKey's tables to their being alone again. @returns what was seen on the way */
export async function followThePage(app: string): Promise<Record<string, unknown>> {
	const admin = new Client({ connectionString: process.env['DATABASE_URL'] });
	await admin.connect();
	const name = `page_${process.pid}_${Date.now()}`;
	const url = new URL(process.env['DATABASE_URL'] ?? '');
	url.pathname = `/${name}`;
	const env = { DATABASE_URL: url.href };
	await admin.query(`CREATE DATABASE "${name}"`);
	try {
		return await followIn(app, env, new Client({ connectionString: url.href }));
	} finally {
		await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
		await admin.end();
	}
}

async function followIn(app: string, env: { DATABASE_URL: string }, client: Client): Promise<Record<string, unknown>> {
	const run = (command: string) => runInShell(command, app, env);
	const ofSelfKey = (table: string) => client.query(table).then(({ rows }) => rows as Array<Record<string, unknown>>);
	await client.connect();
	let server: Served | undefined;
	try {
		run(`psql "$DATABASE_URL" -q -v ON_ERROR_STOP=1 -f '${path.join(root, 'sandbox/selfkey/schema.sql')}'`);
		await client.query(`INSERT INTO "establishments" ("id", "slug", "name") VALUES ('e', '${HOTEL}', 'Paradise')`);
		await client.query(
			`INSERT INTO "rooms" ("id", "hotelSlug", "name", "price") VALUES ('r1', '${HOTEL}', 'Double', 120)`,
		);

		// "It can be run again at any time."
		for (let times = 0; times < 2; times++) run(commandOnThePage('/install.sql'));
		mkdirSync(path.join(app, 'prisma'), { recursive: true });
		const [models = ''] = commandOnThePage('hotel.prisma').split('\n');
		run(models);
		const shown = shownBy(run(commandOnThePage('INSERT INTO "integrations"')));
		const secret = shown['Webhook Secret'] ?? '';

		server = await serve(app, env);
		const { port } = server;
		const attempt = (used: string) =>
			run(
				commandOnThePage('BODY=')
					.replace(/^SECRET=…/m, `SECRET=${used}`)
					.replace('localhost:3000', `localhost:${port}`),
			);
		const [refused, forged] = [attempt(secret), attempt('another')];
		const logged = await ofSelfKey('SELECT 1 FROM "integration_logs"');
		const created = await sendReservation(port, secret);
		const changes = await readChanges(port, secret);
		await server.stop();
		server = undefined;

		for (const [statement] of page().matchAll(/(?<=`)ALTER TABLE "bookings" DISABLE TRIGGER "\w+"(?=`)/g))
			await client.query(statement);
		await client.query(
			`INSERT INTO "bookings" SELECT (jsonb_populate_record(b, '{"id": "direct", "bookingNumber": 9000}')).* FROM "bookings" b`,
		);
		run(commandOnThePage('uninstall.sql'));
		const bookings = await ofSelfKey('SELECT 1 FROM "bookings"');
		return {
			models: readFileSync(path.join(app, 'prisma/schema.prisma'), 'utf8').includes('model BookingReservation'),
			...{ shown, secretLength: secret.length, logged: logged.length, created, changes },
			tried: [refused, forged].map((answer) => answer.split('\r\n')[0]),
			reason: refused.split('\r\n\r\n')[1],
			left: {
				bookings: bookings.length,
				tables: await ofSelfKey(`SELECT relname FROM pg_class WHERE relname LIKE 'booking\\_%'`),
				triggers: await ofSelfKey(`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal`),
			},
		};
	} finally {
		await server?.stop();
		await client.end();
	}
}

/** What `psql -x` prints of one row. */
function shownBy(output: string): Record<string, string> {
	const lines = [...output.matchAll(/^(\S[^|\n]*?) +\| (.*)$/gm)];
	return Object.fromEntries(lines.map(([, column = '', value = '']) => [column, value.trim()]));
}

async function sendReservation(port: number, secret: string): Promise<Record<string, unknown>> {
	const stay = { check_in: '2099-03-29', check_out: '2099-03-30', total_amount: 120, guest_count: 2 };
	const data = {
		external_id: 'B-1',
		channel: 'airbnb',
		listing_id: 'L1',
		room_type: 'Double',
		guest: { last_name: 'Dupont' },
		...stay,
	};
	const body = JSON.stringify({ event_type: 'new_reservation', data });
	const headers = { 'x-signature': signHex(secret, body) };
	const answer = await fetch(`http://localhost:${port}/${ADDRESS.join('/')}`, { method: 'POST', body, headers });
	return { status: answer.status, outcome: ((await answer.json()) as { outcome?: string }).outcome };
}

async function readChanges(port: number, secret: string): Promise<Record<string, unknown>> {
	const parts = [...ADDRESS, 'changes'];
	const { query, signature } = signGet(secret, parts, { subscriber: 'opera', start: 'everything' }, new Date());
	const address = `http://localhost:${port}/${parts.join('/')}?${query.toString()}`;
	const answer = await fetch(address, { headers: { 'x-signature': signature } });
	const { changes = [] } = (await answer.json()) as { changes?: Array<{ key: string }> };
	return { status: answer.status, keys: changes.map(({ key }) => key) };
}

interface Served {
	port: number;
	stop(): Promise<void>;
}

/** The page's files behind a server, bundled as an app's are. SelfKey has a generated Prisma client where this has one of `pg`. */
async function serve(app: string, env: { DATABASE_URL: string }): Promise<Served> {
	const folder = path.join(app, 'served');
	const route = Object.keys(filesOnThePage()).find((file) => file.endsWith('route.ts')) ?? '';
	const files = {
		...filesOnThePage(),
		'src/lib/prisma.ts': `import pg from 'pg';
			const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
			const over = (client) => ({ $queryRawUnsafe: async (text, ...values) => (await client.query(text, values)).rows });
			export const prisma = {
				...over(pool),
				$transaction: async (work) => {
					const client = await pool.connect();
					try {
						await client.query('BEGIN');
						const result = await work(over(client));
						await client.query('COMMIT');
						return result;
					} catch (error) {
						await client.query('ROLLBACK');
						throw error;
					} finally {
						client.release();
					}
				},
			};`,
		'src/serve.ts': `import { createServer } from 'node:http';
			import { Readable } from 'node:stream';
			import * as route from '@/${route.slice('src/'.length, -'.ts'.length)}';
			const server = createServer(async (asked, answer) => {
				const isPost = asked.method === 'POST';
				const init = isPost ? { body: Readable.toWeb(asked), duplex: 'half' } : {};
				const request = new Request('http://localhost' + asked.url, { method: asked.method, headers: asked.headers, ...init });
				const response = await route[isPost ? 'POST' : 'GET'](request);
				answer.writeHead(response.status, Object.fromEntries(response.headers));
				answer.end(await response.text());
			});
			server.listen(0, () => console.log(server.address().port));`,
	};
	for (const [file, code] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
		writeFileSync(path.join(folder, file), code);
	}
	const bundle = path.join(folder, 'serve.cjs');
	buildSync({
		...{
			entryPoints: [path.join(folder, 'src/serve.ts')],
			outfile: bundle,
			bundle: true,
			platform: 'node',
			format: 'cjs',
		},
		...{ target: 'node20', alias: { '@': path.join(folder, 'src') }, logLevel: 'silent', external: ['pg-native'] },
		// Its own dependencies are in its folder; `pg` is one of ours.
		nodePaths: [path.join(root, 'node_modules')],
	});
	const child = spawn(process.execPath, [bundle], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
	return { port: Number(port), stop: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
	const exit = once(child, 'exit');
	child.kill();
	await exit;
}
