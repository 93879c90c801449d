/** Stands in front of n8n's processes as Caddy does in `deploy/`, by the routes of the same Caddyfile. */
import { readFile } from 'node:fs/promises';
import { createServer, request as open, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readRoutes, upstreamFor, type Upstream } from './routes';
import { DEPLOY } from './settings';

const HOST = '127.0.0.1';
/** Caddy's `lb_try_duration`. */
const TRY_MS = 10_000;
const TRY_AGAIN_MS = 250;

export interface Front {
	/** Without a slash at the end. */
	url: string;
	close(): Promise<void>;
}

/** @param ports of the processes, which need not be there yet */
export async function startFront(ports: Record<Upstream, readonly number[]>): Promise<Front> {
	const routes = readRoutes(await readFile(path.join(DEPLOY, 'Caddyfile'), 'utf8'));
	let turn = 0;
	const server = createServer((incoming, answer) => void pass(incoming, answer));
	// A connection that is kept could belong to a process that was killed since.
	server.keepAliveTimeout = 1;
	await new Promise<void>((resolve) => server.listen(0, HOST, resolve));

	async function pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
		const [asked = '/'] = (incoming.url ?? '/').split('?');
		const upstreams = ports[upstreamFor(routes, asked)];
		const body = await bodyOf(incoming);
		const until = Date.now() + TRY_MS;
		for (;;) {
			const port = upstreams[turn++ % upstreams.length] ?? 0;
			try {
				await forward(port, incoming, body, answer);
				return;
			} catch (error) {
				// Only what nobody has received is tried again.
				const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
				if (isRefused && Date.now() < until) await wait(TRY_AGAIN_MS);
				else {
					if (answer.headersSent) answer.destroy();
					else answer.writeHead(502).end();
					return;
				}
			}
		}
	}

	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${HOST}:${port}`,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

function forward(port: number, incoming: IncomingMessage, body: Buffer, answer: ServerResponse): Promise<void> {
	return new Promise((resolve, reject) => {
		const { method, url, headers } = incoming;
		const forwarded = {
			'x-forwarded-for': incoming.socket.remoteAddress ?? '',
			'x-forwarded-proto': 'http',
			'x-forwarded-host': headers.host ?? '',
		};
		const outgoing = open(
			{ host: HOST, port, method, path: url, headers: { ...headers, ...forwarded, connection: 'close' }, agent: false },
			(reply) => {
				answer.writeHead(reply.statusCode ?? 502, { ...reply.headers, connection: 'close' });
				reply.pipe(answer);
				reply.once('end', resolve);
				reply.once('error', reject);
				reply.once('aborted', () => reject(new Error('The answer broke off')));
			},
		);
		outgoing.once('error', reject);
		outgoing.end(body);
	});
}
