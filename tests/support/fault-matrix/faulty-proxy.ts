/** Stands before one of the sandbox's systems and fails in the way it is told. */
import { setTimeout as wait } from 'node:timers/promises';
import { startHttp, type HttpAnswer, type HttpReply, type HttpRequest } from '../../../sandbox/http/server';
import type { ProxyFault } from './faults';

export interface Strike {
	/** An answer stands for itself: it is given in place of the system's. */
	fault: ProxyFault | HttpAnswer;
	/** Which requests it strikes. */
	on: (request: HttpRequest) => boolean;
	/** How many of them; `Infinity` until it is over. */
	times: number;
}

export interface FaultyProxy {
	readonly url: string;
	/** Requests that were struck since the strike was planned. */
	readonly struck: number;
	strike(strike: Strike): Promise<void>;
	over(): Promise<void>;
	close(): Promise<void>;
}

/** Milliseconds by which a slow answer is late. */
const SLOW_MS = 40;
const HOP_BY_HOP = new Set([
	...['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'accept-encoding'],
	...['content-encoding', 'expect'],
]);

/** @param target the address behind, without a slash at the end */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
	let planned: Strike | null = null;
	let struck = 0;
	const http = await startHttp({
		handler: async (request) => {
			if (planned === null || planned.times === 0 || !planned.on(request)) return await pass(target, request);
			planned.times -= 1;
			struck += 1;
			return await failing(planned.fault, target, request);
		},
	});
	return {
		url: http.url,
		get struck() {
			return struck;
		},
		async strike(strike) {
			planned = { ...strike };
			struck = 0;
			if (strike.fault === 'refused') await http.pause();
		},
		async over() {
			planned = null;
			await http.resume();
		},
		close: http.close,
	};
}

async function pass(target: string, { method, path, query, headers, body }: HttpRequest): Promise<HttpAnswer> {
	const text = query.toString();
	const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name));
	const answer = await fetch(`${target}${path}${text === '' ? '' : `?${text}`}`, {
		method,
		redirect: 'manual',
		headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
		...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
	});
	return {
		status: answer.status,
		headers: Object.fromEntries([...answer.headers].filter(([name]) => !HOP_BY_HOP.has(name))),
		body: new Uint8Array(await answer.arrayBuffer()),
	};
}

async function failing(fault: Strike['fault'], target: string, request: HttpRequest): Promise<HttpReply> {
	if (typeof fault === 'object') return fault;
	switch (fault) {
		case 'refused':
		case 'reset':
			return { reset: true };
		case 'hang':
			return { never: true };
		case 'drip':
			return { drip: true };
		case 'slow':
			await wait(SLOW_MS);
			return await pass(target, request);
		case 'truncated':
			return { cutOff: await pass(target, request) };
		case 'shortened': {
			const whole = await pass(target, request);
			return { ...whole, body: Buffer.from(whole.body ?? '').subarray(0, (whole.body?.length ?? 0) / 2) };
		}
		case 'webPage':
			return page(200, request);
		case 'empty':
			return { status: 200, body: '' };
		case 'lostAnswer':
			await pass(target, request);
			return { reset: true };
		case 'gatewayTimeout':
			await pass(target, request);
			return page(504, request);
		default:
			return page(Number(fault), request);
	}
}

/** A gateway's page that shows all that it was sent, as some do. */
function page(status: number, { headers, body, path, query }: HttpRequest): HttpAnswer {
	const sent = `${path}?${query.toString()} ${JSON.stringify(headers)} ${body.toString('utf8')}`;
	return {
		status,
		headers: { 'Content-Type': 'text/html; charset=utf-8', ...(status === 429 ? { 'Retry-After': '1' } : {}) },
		body: `<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Something went wrong</h1><br>${sent}</body></html>`,
	};
}
