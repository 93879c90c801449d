/**
 * npm's registry as a new n8n reaches it: through a proxy, which answers for whichever host is asked and knows one
 * package. n8n takes packages from the public registry alone, unless it is licensed for another.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Release {
	manifest: { name: string; version: string };
	tarball: Buffer;
}

export class NpmRegistry {
	/** What was asked for, oldest first, such as `GET /n8n-nodes-hotel`. */
	readonly log: string[] = [];

	private readonly releases = new Map<string, Release>();

	private readonly hosts = new Map<string, Promise<Server>>();

	private readonly sockets = new Set<Socket>();

	private constructor(
		private readonly folder: string,
		private readonly proxy: Server,
	) {}

	static async start(): Promise<NpmRegistry> {
		const folder = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-hotel-registry-'));
		const proxy = createServer();
		const registry = new NpmRegistry(folder, proxy);
		await registry.certify('authority', ['-subj', '/CN=Authority of a test']);
		proxy.on('request', (request, response) => {
			registry.answer(request, response);
		});
		proxy.on('connect', (request, socket: Socket) => {
			void registry.tunnel((request.url ?? '').split(':')[0] ?? '', socket);
		});
		await listening(proxy);
		return registry;
	}

	/** For n8n's environment: everything but this machine is reached through the proxy. */
	get env(): Record<string, string> {
		const proxy = `http://127.0.0.1:${portOf(this.proxy)}`;
		return {
			HTTPS_PROXY: proxy,
			HTTP_PROXY: proxy,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_EXTRA_CA_CERTS: this.file('authority', 'pem'),
			npm_config_offline: 'false',
		};
	}

	/** Puts a package that npm has packed on the registry, as its newest version. */
	async publish(tarball: string): Promise<void> {
		const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
		const manifest = JSON.parse(stdout) as Release['manifest'];
		this.releases.set(manifest.version, { manifest, tarball: await readFile(tarball) });
	}

	async stop(): Promise<void> {
		const servers = [this.proxy, ...(await Promise.all(this.hosts.values()))];
		for (const socket of this.sockets) socket.destroy();
		for (const server of servers) {
			server.closeAllConnections();
			server.close();
		}
		await rm(this.folder, { recursive: true, force: true });
	}

	private answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse): void {
		const { pathname } = new URL(url, 'http://any.example');
		this.log.push(`${method} ${pathname}`);
		const [name = '', version = '', file = ''] = pathname.slice(1).split('/').map(decodeURIComponent);
		const all = [...this.releases.values()];
		const newest = all.at(-1);
		const send = (body: unknown, status = 200) => {
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		};
		if (name !== newest?.manifest.name) send({ error: 'Not found' }, 404);
		else if (version === '-') {
			const release = all.find(({ manifest }) => file === `${manifest.name}-${manifest.version}.tgz`);
			response.writeHead(release ? 200 : 404, { 'content-type': 'application/octet-stream' }).end(release?.tarball);
		} else if (version !== '') {
			const release = version === 'latest' ? newest : this.releases.get(version);
			send(release ? described(release) : { error: 'Not found' }, release ? 200 : 404);
		} else
			send({
				name,
				'dist-tags': { latest: newest.manifest.version },
				versions: Object.fromEntries(all.map((release) => [release.manifest.version, described(release)])),
			});
	}

	private async tunnel(host: string, socket: Socket): Promise<void> {
		const server = await (this.hosts.get(host) ?? this.open(host));
		const upstream = connect(portOf(server), '127.0.0.1');
		for (const end of [socket, upstream]) {
			this.sockets.add(end);
			end.on('error', () => socket.destroy());
			end.on('close', () => this.sockets.delete(end));
		}
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		socket.pipe(upstream).pipe(socket);
	}

	private open(host: string): Promise<Server> {
		const opened = (async () => {
			const authority = ['-CA', this.file('authority', 'pem'), '-CAkey', this.file('authority', 'key')];
			await this.certify(host, [...authority, '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]);
			const [cert, key] = await Promise.all([readFile(this.file(host, 'pem')), readFile(this.file(host, 'key'))]);
			const server = createTlsServer({ cert, key }, (request, response) => {
				this.answer(request, response);
			});
			await listening(server);
			return server;
		})();
		this.hosts.set(host, opened);
		return opened;
	}

	private async certify(name: string, args: string[]): Promise<void> {
		const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', this.file(name, 'key'), '-out', this.file(name, 'pem')];
		await run('openssl', ['req', '-x509', '-days', '2', ...made, ...args]);
	}

	private file(name: string, ending: string): string {
		return path.join(this.folder, `${name}.${ending}`);
	}
}

/** A version as the registry lists it. Its file is on the registry's own host, whatever that is called. */
function described({ manifest, tarball }: Release): object {
	const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
	const file = `${manifest.name}-${manifest.version}.tgz`;
	return { ...manifest, dist: { integrity, tarball: `https://packages.example/${manifest.name}/-/${file}` } };
}

async function listening(server: Server): Promise<void> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}
