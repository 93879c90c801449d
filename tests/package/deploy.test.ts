/** What deploy/ says, compared with what the test of n8n's queue mode runs: neither can change without the other. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { startHttp, type HttpService } from '../../sandbox/http/server';
import { freePorts } from '../../sandbox/n8n/host/ports';
import { waitFor } from '../../sandbox/n8n/host/wait';
import { readRoutes, upstreamFor } from '../../sandbox/n8n/queue-mode/routes';
import {
	COMMANDS,
	ownSettings,
	parseEnvFile,
	WEBHOOK_PROCESSORS,
	WORKERS,
} from '../../sandbox/n8n/queue-mode/settings';
import { root } from './support';

interface Service {
	image: string;
	build?: string;
	command?: string[];
	environment: Record<string, string>;
	env_file?: string;
	ports?: string[];
	volumes?: string[];
	depends_on?: Record<string, { condition: string }>;
	healthcheck?: { test: string[] };
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { services, volumes } = parse(read('deploy/compose.yaml'), { merge: true }) as {
	services: Record<string, Service>;
	volumes: Record<string, null>;
};
const named = (beginning: string) => Object.entries(services).filter(([name]) => name.startsWith(beginning));
const n8n = named('n8n-');
const { dependencies } = JSON.parse(read('sandbox/n8n/package.json')) as { dependencies: { n8n: string } };
const version = dependencies.n8n;

describe('the compose file', () => {
	it('runs the n8n that is tested, with the package in it', () => {
		expect(/^ARG N8N_VERSION=(.+)$/m.exec(read('deploy/Dockerfile'))?.[1]).toBe(version);
		expect(n8n.map(([, { image }]) => image.split(':').at(-1))).toEqual(n8n.map(() => version));
		// Where the README puts it by hand.
		expect(read('README.md')).toContain('.n8n/nodes/node_modules/n8n-nodes-hotel');
		expect(read('deploy/Dockerfile')).toContain('tar -xzf /package.tgz -C /n8n/nodes/node_modules/n8n-nodes-hotel ');
		expect(read('deploy/Dockerfile')).toContain(' /n8n/ /home/node/.n8n/');
	});

	it('starts the processes that are tested, as many of each, by the same commands', () => {
		const [[, main] = []] = named('n8n-main');
		expect(named('n8n-main')).toHaveLength(1);
		// The image's own command.
		expect(main).not.toHaveProperty('command');
		expect(COMMANDS.main).toEqual(['start']);
		expect(named('n8n-worker').map(([, { command }]) => command)).toEqual(Array(WORKERS).fill([...COMMANDS.worker]));
		expect(named('n8n-webhook').map(([, { command }]) => command)).toEqual(
			Array(WEBHOOK_PROCESSORS).fill([...COMMANDS.webhook]),
		);
	});

	it('says commands in texts, which is all that Compose takes', () => {
		const commands = Object.values(services).flatMap(({ command = [], healthcheck }) => [
			...command,
			...(healthcheck?.test ?? []),
		]);
		expect(commands.length).toBeGreaterThan(20);
		expect(commands.filter((word) => typeof word !== 'string')).toEqual([]);
	});

	it('takes n8n for ready when it says so, and for not ready otherwise', async () => {
		const [, , evaluate, program = ''] = n8n[0]?.[1].healthcheck?.test ?? [];
		expect(evaluate).toBe('-e');
		let status = 200;
		const service = await startHttp({ handler: async () => await Promise.resolve({ status, body: '' }) });
		const check = async () =>
			await new Promise((resolve) =>
				spawn(process.execPath, ['-e', program.replace('http://127.0.0.1:5678', service.url)]).on('exit', resolve),
			);
		try {
			expect(await check()).toBe(0);
			status = 503;
			expect(await check()).toBe(1);
		} finally {
			await service.close();
		}
		expect(await check()).toBe(1);
	});

	it('gives all of them the settings that are tested, and no others', () => {
		const own = ownSettings({
			servers: {
				postgres: { url: 'postgresql://n8n:x@postgres:5432/n8n' },
				redis: { host: 'redis', port: 6379, password: 'x' },
			},
			...{ encryptionKey: 'x', address: 'https://n8n.example.com', timeZone: 'Europe/Zurich' },
		});
		for (const [, { environment, env_file: file }] of n8n) {
			expect(file).toBe('n8n.env');
			expect(Object.keys(environment).sort()).toEqual(Object.keys(own).sort());
			// All but what is filled in are the same.
			const fixed = Object.entries(environment).filter(([, value]) => !value.includes('${'));
			expect(fixed.length).toBeGreaterThan(4);
			for (const [name, value] of fixed) expect([name, value]).toEqual([name, own[name]]);
		}
		const shared = parseEnvFile(read('deploy/n8n.env'));
		expect(shared).toMatchObject({
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		});
		expect(Object.keys(shared).filter((name) => name in own)).toEqual([]);
	});

	it('needs nothing that .env.example does not name, and has no secret in it', () => {
		const example = parseEnvFile(read('deploy/.env.example'));
		const needed = new Set([...read('deploy/compose.yaml').matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name));
		expect(Object.keys(example).sort()).toEqual([...needed].sort());
		for (const name of Object.keys(example).filter((each) => /KEY|PASSWORD/.test(each)))
			expect([name, example[name]]).toEqual([name, '']);
		const secrets = Object.values(services).flatMap(({ environment }) =>
			Object.entries(environment).filter(([name]) => /KEY|PASSWORD/.test(name)),
		);
		for (const [name, value] of secrets) expect([name, value]).toEqual([name, expect.stringMatching(/^\$\{\w+:\?/)]);
		expect(read('.gitignore').split('\n')).toContain('.env');
	});

	it('keeps the database, the queue and the certificates, and opens nothing but Caddy', () => {
		const kept = Object.values(services).flatMap(({ volumes: mounted = [] }) =>
			mounted.map((each) => each.split(':')[0]),
		);
		expect(kept.filter((name) => !name?.startsWith('.')).sort()).toEqual(Object.keys(volumes).sort());
		for (const [name, { volumes: mounted = [] }] of n8n) expect([name, mounted]).toEqual([name, []]);
		expect(Object.keys(services).filter((name) => services[name]?.ports)).toEqual(['caddy']);
	});

	it('starts main after the databases, and all others once main is ready', () => {
		for (const [name, { depends_on: after = {} }] of n8n) {
			expect([name, Object.keys(after)]).toEqual([name, name === 'n8n-main' ? ['postgres', 'redis'] : ['n8n-main']]);
			for (const { condition } of Object.values(after)) expect(condition).toBe('service_healthy');
		}
	});
});

const caddyfile = read('deploy/Caddyfile');
const PATHS: Array<[path: string, upstream: 'main' | 'webhooks']> = [
	['/webhook/6f1c/cash-system', 'webhooks'],
	['/webhook/6f1c/reservations', 'webhooks'],
	['/webhook/hotel-dashboard', 'webhooks'],
	['/webhook/6f1c/calendar/secret/101.ics', 'webhooks'],
	['/webhook-waiting/17', 'webhooks'],
	['/webhook/6f1c/selfkey', 'main'],
	['/webhook/6f1c/selfkey/more', 'webhooks'],
	['/webhook-test/6f1c/cash-system', 'main'],
	['/form/6f1c', 'main'],
	['/form-waiting/17', 'main'],
	['/rest/login', 'main'],
	['/', 'main'],
];

describe('the Caddyfile', () => {
	it('sends to the processes of the compose file', () => {
		const upstreams = [...caddyfile.matchAll(/reverse_proxy \{\$\w+:([^}]+)\}/g)].flatMap(([, each = '']) =>
			each.split(' '),
		);
		expect([...new Set(upstreams)].sort()).toEqual(
			[...named('n8n-main'), ...named('n8n-webhook')].map(([name]) => `${name}:5678`).sort(),
		);
		expect(caddyfile).toContain('health_uri /healthz/readiness');
	});

	it.each(PATHS)('is understood: %s goes to %s', (asked, upstream) => {
		expect(upstreamFor(readRoutes(caddyfile), asked)).toBe(upstream);
	});

	const isInstalled = spawnSync('caddy', ['version']).status === 0;
	if (!isInstalled) console.warn('Caddy is missing (Debian: apt-get install caddy): its test is SKIPPED');

	(isInstalled ? describe : describe.skip)('in Caddy itself', () => {
		let caddy: ChildProcess;
		let url: string;
		let home: string;
		const upstreams: HttpService[] = [];
		const unready = new Set<string>();

		const upstream = async (name: string) => {
			const service = await startHttp({
				handler: ({ path: asked }) => {
					const isReady = asked !== '/healthz/readiness' || !unready.has(name);
					return Promise.resolve({ status: isReady ? 200 : 503, body: name });
				},
			});
			upstreams.push(service);
			return `127.0.0.1:${service.port}`;
		};
		const answered = async (asked: string) => await (await fetch(`${url}${asked}`)).text();

		beforeAll(async () => {
			home = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-hotel-caddy-'));
			const [port = 0] = await freePorts(1);
			url = `http://127.0.0.1:${port}`;
			const env = {
				...{ PATH: process.env.PATH, HOME: home, N8N_ADDRESS: url },
				...{ N8N_MAIN: await upstream('main'), N8N_WEBHOOKS: `${await upstream('one')} ${await upstream('other')}` },
			};
			const args = ['run', '--adapter', 'caddyfile', '--config', path.join(root, 'deploy/Caddyfile')];
			caddy = spawn('caddy', args, { env, stdio: 'ignore' });
			await waitFor(async () => (await answered('/')) === 'main', { what: 'Caddy to answer' });
		});
		afterAll(async () => {
			caddy?.kill('SIGKILL');
			rmSync(home, { recursive: true, force: true });
			await Promise.all(upstreams.map((service) => service.close()));
		});

		it.each(PATHS)('%s goes to %s', async (asked, expected) => {
			const several = new Set([await answered(asked), await answered(asked)]);
			expect([...several].sort()).toEqual(expected === 'main' ? ['main'] : ['one', 'other']);
		});

		it('asks each process whether it is ready, and leaves out the one that is not', async () => {
			unready.add('one');
			await waitFor(
				async () => {
					const four = [];
					for (let n = 0; n < 4; n++) four.push(await answered('/webhook/6f1c/cash-system'));
					return four.every((name) => name === 'other');
				},
				{ what: 'Caddy to notice' },
			);
		});
	});
});
