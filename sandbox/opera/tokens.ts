/** OAuth as OHIP offers it (Oracle's description of the oAuth API): password and client-credentials grants. */
import { randomBytes } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from '../http/server';
import { answer, problem } from './answers';
import type { Account } from './options';

const LIFETIME_SECONDS = 3600;
const APP_KEY = /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89aAbB][a-f0-9]{3}-[a-f0-9]{12}$/;

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

export class Tokens {
	/** Expiry by token, epoch milliseconds. */
	private readonly live = new Map<string, number>();
	minted = 0;

	constructor(
		private readonly account: Account,
		private readonly now: () => number,
	) {}

	/** `POST /oauth/v1/tokens`. */
	exchange({ headers, body }: HttpRequest): HttpAnswer {
		const { clientId, clientSecret, appKey, enterpriseId, username, password } = this.account;
		const form = new URLSearchParams(body.toString('utf8'));
		if (!String(headers['content-type']).startsWith('application/x-www-form-urlencoded'))
			return refusedToken(400, 'The body must be a form.');
		if (!APP_KEY.test(String(headers['x-app-key'])) || headers['x-app-key'] !== appKey)
			return refusedToken(401, 'Unknown application key.');
		if (headers.authorization !== basic(clientId, clientSecret)) return refusedToken(401, 'Unknown client.');
		switch (form.get('grant_type')) {
			case 'client_credentials':
				if (headers['enterpriseid'] !== enterpriseId) return refusedToken(401, 'Unknown enterprise.');
				if (form.get('scope') !== 'urn:opc:hgbu:ws:__myscopes__') return refusedToken(401, 'Invalid scope.');
				break;
			case 'password':
				if (form.get('username') !== username || form.get('password') !== password)
					return refusedToken(401, 'Invalid user or password.');
				break;
			default:
				return refusedToken(400, 'Unknown grant type.');
		}
		this.minted += 1;
		const token = randomBytes(32).toString('base64url');
		this.live.set(token, this.now() + LIFETIME_SECONDS * 1000);
		return answer(200, {
			access_token: token,
			expires_in: LIFETIME_SECONDS,
			token_type: 'Bearer',
			oracle_tk_context: 'user_assertion',
		});
	}

	/** Whether a request carries a valid token and the application key, or a gateway's Basic authentication. */
	accepts({ headers }: HttpRequest): boolean {
		const { appKey, username, password } = this.account;
		const { authorization = '' } = headers;
		if (authorization === basic(username, password)) return true;
		const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? '';
		return headers['x-app-key'] === appKey && (this.live.get(token) ?? 0) > this.now();
	}

	/** Every token ends, as when the hour is over. */
	revokeAll(): void {
		this.live.clear();
	}
}

function refusedToken(status: number, detail: string): HttpAnswer {
	return problem(status, { title: 'Authentication refused', detail, code: 'OAUTH' });
}
