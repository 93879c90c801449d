/** Who may call: a bearer token, a machine account by Basic authentication, or a gateway's API key. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Tokens } from './tokens';

export interface Credentials {
	clientId?: string;
	clientSecret?: string;
	/** Legacy machine account. */
	username?: string;
	password?: string;
	/** A gateway in front of the channel; the header's default name is `X-API-Key`. */
	apiKey?: { header?: string; value: string };
}

/** True if the request carries any of the configured credentials. */
export function isAuthorized(headers: IncomingHttpHeaders, credentials: Credentials, tokens: Tokens): boolean {
	const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
	if (scheme.toLowerCase() === 'bearer') return tokens.accepts(value);
	const { username, password, apiKey } = credentials;
	if (scheme.toLowerCase() === 'basic' && username !== undefined && password !== undefined) {
		return Buffer.from(value, 'base64').toString('utf8') === `${username}:${password}`;
	}
	return apiKey !== undefined && headers[(apiKey.header ?? 'X-API-Key').toLowerCase()] === apiKey.value;
}

/** Reads the JSON body of a token exchange; null if it is not what the documentation asks for. */
export function readExchange(body: string): { clientId: string; clientSecret: string } | null {
	try {
		const parsed: unknown = JSON.parse(body);
		if (typeof parsed !== 'object' || parsed === null) return null;
		const { client_id: clientId, client_secret: clientSecret } = parsed as Record<string, unknown>;
		return typeof clientId === 'string' && typeof clientSecret === 'string' ? { clientId, clientSecret } : null;
	} catch {
		return null;
	}
}
