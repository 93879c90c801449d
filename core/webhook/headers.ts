/** The headers of a delivery: which ones a scheme uses, and how one of them is read. */
import type { SignatureScheme } from './schemes';

/** As Node.js provides them: names in lower case. */
export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Names in lower case; `''` if the scheme has none. */
export interface HeaderNames {
	signature: string;
	id: string;
	timestamp: string;
}

/** The headers that the scheme uses, with Svix's own names if `isSvix` is set. */
export function headerNames({ name, header, idHeader }: SignatureScheme, isSvix = false): HeaderNames {
	const own = header.toLowerCase();
	if (name !== 'standard') return { signature: own || 'x-signature', id: idHeader.toLowerCase(), timestamp: '' };
	const signature = own || (isSvix ? 'svix-signature' : 'webhook-signature');
	const stem = signature.replace(/-signature$/, '');
	return { signature, id: `${stem}-id`, timestamp: `${stem}-timestamp` };
}

/** `null` if it is not sent, `undefined` if it is sent more than once or is not text. */
export function onlyHeader(headers: WebhookHeaders, name: string): string | null | undefined {
	// Own properties only: a header named `constructor` must not find the inherited one.
	const value: unknown = Object.hasOwn(headers, name) ? headers[name] : undefined;
	if (value === undefined || value === null) return null;
	const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
	return typeof only === 'string' ? only : undefined;
}
