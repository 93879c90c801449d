/**
 * A small HTTP server for the sandbox: whole requests in, whole answers out, plus the ways in which a
 * real network fails (no answer, a reset, a body cut off). Loopback only.
 */
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HttpRequest {
	method: string;
	/** Path without the query. */
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface HttpAnswer {
	status: number;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
}

/** The result of a request: an answer, or one of the failures of a network. */
export type HttpReply =
	| HttpAnswer
	/** The connection stays open and nothing is ever sent. */
	| { never: true }
	/** The connection is reset before a byte is sent. */
	| { reset: true }
	/** The head of an answer at once, and then a byte now and again, without end. */
	| { drip: true }
	/** The headers announce the whole body, but the connection breaks off after half of it. */
	| { cutOff: HttpAnswer };

export type HttpHandler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

export interface HttpService {
	/** `http://127.0.0.1:PORT`, without a slash at the end; stays the same through pause and resume. */
	readonly url: string;
	readonly port: number;
	/** Stops listening and drops every connection, as a server that is down: clients get "connection refused". */
	pause(): Promise<void>;
	/** Listens again on the same port. */
	resume(): Promise<void>;
	/** Stops for good. */
	close(): Promise<void>;
}

export interface HttpOptions {
	handler: HttpHandler;
	/** 0 (default) takes a free port. */
	port?: number;
	/** Larger bodies are answered 413. Default 32 MiB. */
	maxBodyBytes?: number;
}

const DRIP_MS = 50;

class BodyTooLarge extends Error {}

function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		req.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > limit) reject(new BodyTooLarge());
			else chunks.push(chunk);
		});
		req.on('end', () => resolve(Buffer.concat(chunks)));
		req.on('error', reject);
	});
}

function send(res: ServerResponse, reply: HttpReply): void {
	if ('never' in reply) return;
	if ('reset' in reply) {
		res.socket?.resetAndDestroy();
		return;
	}
	if ('drip' in reply) {
		res.writeHead(200, { 'Content-Type': 'application/octet-stream' });
		const drops = setInterval(() => res.write(' '), DRIP_MS);
		res.once('close', () => clearInterval(drops));
		return;
	}
	const answer = 'cutOff' in reply ? reply.cutOff : reply;
	const body = Buffer.from(answer.body ?? '');
	res.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(body.length) });
	if ('cutOff' in reply) {
		// Destroy only once the first half has left, or the client would see a plain reset.
		res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.destroy());
		return;
	}
	res.end(body);
}

async function serve(req: IncomingMessage, res: ServerResponse, options: HttpOptions): Promise<void> {
	try {
		const target = new URL(req.url ?? '/', 'http://sandbox.invalid');
		const body = await readBody(req, options.maxBodyBytes ?? 32 * 1024 * 1024);
		const request = {
			method: req.method ?? 'GET',
			path: target.pathname,
			query: target.searchParams,
			headers: req.headers,
			body,
		};
		send(res, await options.handler(request));
	} catch (error) {
		if (res.headersSent || res.destroyed) return;
		// The connection closes, since the rest of an oversized body is never read.
		const status = error instanceof BodyTooLarge ? 413 : 500;
		const reason = error instanceof BodyTooLarge ? 'Request body too large' : `Sandbox failure: ${String(error)}`;
		res.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' }).end(reason);
	}
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve((server.address() as AddressInfo).port);
		});
	});
}

/**
 * Starts an HTTP server on 127.0.0.1.
 * @throws the error of `listen` (e.g. `EADDRINUSE`) when the port is taken.
 */
export async function startHttp(options: HttpOptions): Promise<HttpService> {
	const sockets = new Set<Socket>();
	const server = createServer((req, res) => void serve(req, res, options));
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	const port = await listen(server, options.port ?? 0);

	async function pause(): Promise<void> {
		if (!server.listening) return;
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		for (const socket of sockets) socket.destroy();
		await closed;
	}

	return {
		url: `http://127.0.0.1:${port}`,
		port,
		pause,
		resume: async () => {
			if (!server.listening) await listen(server, port);
		},
		close: pause,
	};
}
