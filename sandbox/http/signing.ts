/**
 * How systems sign the webhooks that they send, in the four common ways: hex of the body (GitHub,
 * octokit), base64 of the body (Shopify), a time beside it (Stripe), and Standard Webhooks. Written from their
 * documentation with node:crypto alone, so that sender and receiver cannot share a mistake.
 */
import { createHmac } from 'node:crypto';

export type SigningScheme = 'hex' | 'base64' | 'timestamped' | 'standard';

export interface Signing {
	scheme: SigningScheme;
	/** For `standard` as it is shown to people: `whsec_` and base64. */
	secret: string;
	/** Default `x-signature`, for `standard` `webhook-signature`. */
	header?: string;
	/** Header with the delivery's id beside a signature that has none; `standard` always sends `webhook-id`. */
	idHeader?: string;
}

/** Seconds since 1970, as the schemes write them. */
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));

const hmac = (key: string | Buffer, text: string, body: Buffer, encoding: 'hex' | 'base64') =>
	createHmac('sha256', key).update(text).update(body).digest(encoding);

/** The headers of a request with exactly this body that is sent at this time. */
export function signatureHeaders(
	{ scheme, secret, header = 'x-signature', idHeader }: Signing,
	body: Buffer,
	{ id, at }: { id: string; at: Date },
): Record<string, string> {
	const named: Record<string, string> = idHeader ? { [idHeader]: id } : {};
	switch (scheme) {
		case 'hex':
			return { ...named, [header]: hmac(secret, '', body, 'hex') };
		case 'base64':
			return { ...named, [header]: hmac(secret, '', body, 'base64') };
		case 'timestamped':
			return { ...named, [header]: `t=${seconds(at)},v1=${hmac(secret, `${seconds(at)}.`, body, 'hex')}` };
		case 'standard': {
			const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
			const signature = hmac(key, `${id}.${seconds(at)}.`, body, 'base64');
			return { 'webhook-id': id, 'webhook-timestamp': seconds(at), 'webhook-signature': `v1,${signature}` };
		}
	}
}
