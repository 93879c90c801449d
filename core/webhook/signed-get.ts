/** Signs a GET, which has no body: the signature covers the path, the query and the time in it. */
import { signHex } from './sign';
import { verifyHex } from './verify';

/** How far the sender's `at` may be from our clock, either way. */
export const SIGNED_GET_WINDOW_MS = 5 * 60_000;

/**
 * What is signed: `GET`, a space, the path, `?`, and the query as `URLSearchParams` serialises it, in its own order.
 * How a client escapes its query therefore does not matter.
 * @param path decoded segments, such as `['api', 'webhooks', …]`
 */
export function stringToSign(path: readonly string[], query: URLSearchParams): string {
	return `GET /${path.map(encodeURIComponent).join('/')}?${query.toString()}`;
}

/**
 * Adds the time and signs: send `query` exactly as returned, and `signature` as the header `x-signature`.
 * @throws RangeError if the secret is empty
 */
export function signGet(
	secret: string,
	path: readonly string[],
	parameters: Readonly<Record<string, string>>,
	now: Date,
): { query: URLSearchParams; signature: string } {
	const query = new URLSearchParams({ ...parameters, at: now.toISOString() });
	return { query, signature: signHex(secret, stringToSign(path, query)) };
}

/** In constant time: see `verifyHex`. Check the time afterwards, with `isFresh`. */
export function verifyGet(
	secrets: readonly string[],
	path: readonly string[],
	query: URLSearchParams,
	signature: string | null | undefined,
): boolean {
	return verifyHex(secrets, stringToSign(path, query), signature);
}

/** Whether `at` is present, is an instant in UTC, and is within the window around now. */
export function isFresh(query: URLSearchParams, now: Date): boolean {
	const at = query.get('at') ?? '';
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(at)) return false;
	const difference = Math.abs(Date.parse(at) - now.getTime());
	return difference <= SIGNED_GET_WINDOW_MS;
}
