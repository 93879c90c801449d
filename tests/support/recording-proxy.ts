/** Stands between n8n and one of the sandbox's systems: keeps what passes, and may change the answers. */
import { startHttp, type HttpAnswer, type HttpRequest } from '../../sandbox/http/server';

export interface Passed {
	method: string;
	path: string;
	/** Those that carry keys. */
	keys: Record<string, string>;
	requestBody: string;
	status: number;
	responseBody: string;
}

export interface RecordingProxy {
	url: string;
	passed: Passed[];
	/** What becomes of the next answers; `null` passes them on as they are. */
	alter: ((answer: HttpAnswer & { body: string }, request: HttpRequest) => HttpAnswer) | null;
	close(): Promise<void>;
}

const KEPT_REQUEST = [
	...['authorization', 'content-type', 'accept', 'x-api-key', 'x-signature'],
	...['x-airbnb-api-key', 'x-airbnb-oauth-token', 'if-none-match'],
	...['x-app-key', 'x-hotelid', 'x-externalsystem', 'enterpriseid'],
];
/** Whoever has one of them may ask as n8n does. Airbnb's `x-airbnb-api-key` is a name. */
const KEYS = ['authorization', 'x-api-key', 'x-airbnb-oauth-token', 'x-app-key'];
const KEPT_ANSWER = [
	'content-type',
	'etag',
	'retry-after',
	'x-ratelimit-limit',
	'x-ratelimit-remaining',
	'x-ratelimit-reset',
];

/** @param target the address behind, without a slash at the end */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
	const proxy: Omit<RecordingProxy, 'url' | 'close'> = { passed: [], alter: null };
	const http = await startHttp({
		handler: async (request) => {
			const query = request.query.toString();
			const headers = Object.fromEntries(
				KEPT_REQUEST.flatMap((name) =>
					typeof request.headers[name] === 'string' ? [[name, request.headers[name]]] : [],
				),
			);
			const answer = await fetch(`${target}${request.path}${query === '' ? '' : `?${query}`}`, {
				method: request.method,
				headers: headers as Record<string, string>,
				...(request.method === 'GET' ? {} : { body: new Uint8Array(request.body) }),
			});
			const whole = {
				status: answer.status,
				headers: Object.fromEntries(
					KEPT_ANSWER.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name) ?? '']] : [])),
				),
				body: await answer.text(),
			};
			const given = proxy.alter ? proxy.alter(whole, request) : whole;
			proxy.passed.push({
				method: request.method,
				path: request.path,
				keys: Object.fromEntries(Object.entries(headers).filter(([name]) => KEYS.includes(name))) as Record<
					string,
					string
				>,
				requestBody: request.body.toString('utf8'),
				status: given.status,
				responseBody: Buffer.from(given.body ?? '').toString('utf8'),
			});
			return given;
		},
	});
	return Object.assign(proxy, { url: http.url, close: http.close });
}
