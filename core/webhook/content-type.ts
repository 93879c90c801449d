/** The content type that a delivery declares (RFC 9110, 8.3). */
import { onlyHeader, type WebhookHeaders } from './headers';

/** RFC 6838, 4.2. */
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
const JSON_TYPE = 'application/json';

/**
 * The type in lower case if it is one of those allowed, in UTF-8; else `null`. A UTF-8 charset is the only parameter
 * accepted: any other could change how the bytes are to be read.
 * @param allowed in lower case; `application/json` allows `application/…+json` too
 */
export function mediaType(headers: WebhookHeaders, allowed: readonly string[]): string | null {
	const header = onlyHeader(headers, 'content-type');
	// Longer than any real one; the sender is not authenticated yet and must not make us search a long text.
	if (typeof header !== 'string' || header.length > 200) return null;
	const [type = '', ...parameters] = header
		.toLowerCase()
		.split(';')
		.map((part) => part.replace(/^[ \t]+|[ \t]+$/g, ''));
	const given = parameters.filter((parameter) => parameter !== '');
	if (!TYPE.test(type) || given.length > 1 || given.some((parameter) => !/^charset=("?)utf-?8\1$/.test(parameter)))
		return null;
	const isAllowed = allowed.includes(type) || (isJson(type) && allowed.includes(JSON_TYPE));
	return isAllowed ? type : null;
}

/** `application/json` and types based on it, such as `application/cloudevents+json` (RFC 6839, 3.1). */
export function isJson(type: string): boolean {
	return type === JSON_TYPE || /^application\/[^/]+\+json$/.test(type);
}
