/** One switch for each way in which Airbnb, or the network before it, can fail. */
import type { HttpAnswer, HttpReply, HttpRequest } from '../http/server';

export type FaultKind =
	/** 401, and every access token is revoked. */
	| 'unauthorized'
	| 'forbidden'
	/** 429 with `Retry-After` of `retryAfterSeconds` (default 1). */
	| 'rateLimited'
	| 'serverError'
	/** 200 with a web page. */
	| 'html'
	/** 200, with an error in it. */
	| 'errorInside'
	/** A whole HTTP answer with half of the JSON. */
	| 'truncated'
	/** 302 to another host, which would get the token. */
	| 'redirect'
	| 'reset'
	| 'noAnswer';

export interface FaultOptions {
	/** How many requests it affects; default 1. */
	times?: number;
	/** How many requests are answered well before it. */
	after?: number;
	retryAfterSeconds?: number;
	/** Where `redirect` leads to. */
	location?: string;
}

interface ActiveFault extends FaultOptions {
	kind: FaultKind;
	left: number;
	wait: number;
}

export class Faults {
	private active: ActiveFault[] = [];

	/** For the next requests, the exchange of tokens excepted. */
	next(kind: FaultKind, options: FaultOptions = {}): void {
		this.active.push({ kind, ...options, left: options.times ?? 1, wait: options.after ?? 0 });
	}

	clear(): void {
		this.active = [];
	}

	take(): ActiveFault | null {
		const [fault] = this.active;
		if (fault === undefined || fault.wait-- > 0) return null;
		fault.left -= 1;
		this.active = this.active.filter(({ left }) => left > 0);
		return fault;
	}
}

/** Answers that fail quote the request, as servers do. */
export function faultyReply(fault: ActiveFault, good: () => HttpAnswer, request: HttpRequest): HttpReply {
	const json = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
		status,
		headers: { 'Content-Type': 'application/json', ...headers },
		body: JSON.stringify({ error_code: status, error_message: JSON.stringify(request.headers) }),
	});
	switch (fault.kind) {
		case 'errorInside':
			return { ...json(200), body: JSON.stringify({ error_code: 'system_error' }) };
		case 'unauthorized':
			return json(401);
		case 'forbidden':
			return json(403);
		case 'rateLimited':
			return json(429, { 'Retry-After': String(fault.retryAfterSeconds ?? 1) });
		case 'serverError':
			return json(503);
		case 'html':
			return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Down for maintenance</html>' };
		case 'truncated': {
			const answer = good();
			return { ...answer, body: String(answer.body).slice(0, Math.floor(String(answer.body).length / 2)) };
		}
		case 'redirect':
			return { status: 302, headers: { Location: fault.location ?? 'http://127.0.0.1:9/' } };
		case 'reset':
			return { reset: true };
		case 'noAnswer':
			return { never: true };
	}
}
