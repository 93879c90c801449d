/** Which body a delivery says it has (RFC 9110, 8.3). */
import type { WebhookHeaders } from './schemes';

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})((?:[ \\t]*;[ \\t]*(?:${TOKEN}=(?:${TOKEN}|"[^"\\\\]*"))?)*)[ \\t]*$`);

/**
 * The type in lower case if it is one of those allowed, in UTF-8; else `null`. A charset of UTF-8 is the only
 * parameter that may be there: any other could mean that the bytes are to be read in another way.
 */
export function mediaType(headers: WebhookHeaders, allowed: readonly string[]): string | null {
	const value: unknown = Object.hasOwn(headers, 'content-type') ? headers['content-type'] : undefined;
	const header: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	// Longer than any real one; and the pattern never has much to look at.
	if (typeof header !== 'string' || header.length > 200) return null;
	const [, type = '', parameters = ''] = MEDIA_TYPE.exec(header) ?? [];
	const given = parameters.split(';').map((parameter) => parameter.trim().toLowerCase()).filter((parameter) => parameter !== '');
	if (given.length > 1 || given.some((parameter) => !/^charset=("?)utf-?8\1$/.test(parameter))) return null;
	const essence = type.toLowerCase();
	return allowed.some((one) => one.toLowerCase() === essence || (isJson(one) && isJson(essence))) ? essence : null;
}

/** `application/json` and whatever is built on it, such as `application/cloudevents+json` (RFC 6839). */
export function isJson(type: string): boolean {
	return /^application\/(?:json|[^/]+\+json)$/i.test(type);
}
