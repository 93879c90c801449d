/** A logged-in session with n8n's own REST interface, the one that its editor uses. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Owner } from './types';

const TIMEOUT_MS = 60_000;
/** n8n binds a login to the browser that made it. */
const BROWSER_ID = 'n8n-nodes-hotel';

/** n8n answered with an error. */
export class N8nApiError extends Error {
	constructor(
		readonly status: number,
		what: string,
		detail: string,
	) {
		super(`n8n answered ${what} with ${status}: ${detail}`);
		this.name = 'N8nApiError';
	}
}

function detailOf(body: unknown): string {
	const { message } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown };
	return typeof message === 'string' ? message : JSON.stringify(body).slice(0, 500);
}

const ATTEMPTS = 5;
const PAUSE_MS = 1_000;

/** Not by its class: a test's has another. */
const isDropped = (error: unknown) =>
	['UND_ERR_SOCKET', 'ECONNRESET'].includes((error as { cause?: { code?: string } }).cause?.code ?? '');

export class N8nSession {
	private cookie = '';

	constructor(readonly url: string) {}

	/**
	 * One request.
	 * @param path below `/rest`, with its query
	 * @returns the `data` of the answer, or the whole answer if n8n does not wrap it
	 * @throws N8nApiError if n8n refuses
	 */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.sent(method, path, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': BROWSER_ID,
				cookie: this.cookie,
				// n8n may close a kept-alive connection just as the next request is sent on it.
				connection: 'close',
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const text = await response.text();
		let answer: unknown;
		try {
			answer = JSON.parse(text);
		} catch {
			answer = text;
		}
		if (!response.ok) throw new N8nApiError(response.status, `${method} ${path.split('?')[0]}`, detailOf(answer));
		const logins = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
		this.cookie = logins.find((cookie) => cookie.startsWith('n8n-auth=')) ?? this.cookie;
		const { data = answer } = (typeof answer === 'object' && answer !== null ? answer : {}) as { data?: unknown };
		return data as T;
	}

	/** A busy n8n drops a connection or loses sight of its database now and then; what only reads is asked again. */
	private async sent(method: string, path: string, init: RequestInit): Promise<Response> {
		for (let attempt = 1; ; attempt++) {
			const isLast = method !== 'GET' || attempt === ATTEMPTS;
			try {
				const response = await fetch(`${this.url}/rest${path}`, init);
				if (response.status !== 503 || isLast) return response;
			} catch (error) {
				if (isLast || !isDropped(error)) throw error;
			}
			await wait(PAUSE_MS);
		}
	}

	/** Creates the owner in a new n8n; logs in to one that has an owner. */
	async open(owner: Owner): Promise<void> {
		const settings = await this.request<{ userManagement: { showSetupOnFirstLoad: boolean } }>('GET', '/settings');
		if (settings.userManagement.showSetupOnFirstLoad) await this.request('POST', '/owner/setup', owner);
		else await this.request('POST', '/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/** The cookie for a browser that is to be logged in as well: `name=value`. */
	get loginCookie(): string {
		return this.cookie;
	}
}
