/** What the tests of signed webhooks share. The signing here has no code in common with ours. */
import CryptoJS from 'crypto-js';
import fc from 'fast-check';
import type { SchemeName, SignatureScheme } from '../../../../core/webhook/schemes';

export const scheme = (name: SchemeName, changes: Partial<SignatureScheme> = {}): SignatureScheme => ({
	name,
	header: '',
	idHeader: '',
	toleranceSeconds: 300,
	...changes,
});

/** In whole seconds. */
export const AT = 1_614_265_330;
export const at = (seconds: number) => new Date(seconds * 1000);

const words = (bytes: Uint8Array) => CryptoJS.lib.WordArray.create(bytes as unknown as number[]);

/** HMAC-SHA256 by crypto-js. */
export function oracle(key: Uint8Array, ...parts: Array<string | Uint8Array>): { hex: string; base64: string } {
	const body = Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
	const hash = CryptoJS.HmacSHA256(words(body), words(key));
	return { hex: hash.toString(CryptoJS.enc.Hex), base64: hash.toString(CryptoJS.enc.Base64) };
}

/** Headers signed by crypto-js as each scheme's documentation has it. */
export function oracleHeaders(
	name: SchemeName,
	secret: string,
	body: Uint8Array,
	{ id = 'msg_1', seconds = AT }: { id?: string; seconds?: number } = {},
): Record<string, string> {
	const key = Buffer.from(secret);
	if (name === 'hex') return { 'x-signature': oracle(key, body).hex };
	if (name === 'base64') return { 'x-signature': oracle(key, body).base64 };
	if (name === 'timestamped') return { 'x-signature': `t=${seconds},v1=${oracle(key, `${seconds}.`, body).hex}` };
	const decoded = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	return {
		'webhook-id': id,
		'webhook-timestamp': String(seconds),
		'webhook-signature': `v1,${oracle(decoded, `${id}.${seconds}.`, body).base64}`,
	};
}

/** A secret that every scheme takes. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

const plainSecret = fc.oneof(
	fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 }).filter((text) => text.trim() === text),
	fc.string({ unit: fc.constantFrom(...'äßéñ€漢字🔑Жا7'), minLength: 1, maxLength: 40 }),
);
const randomBytes = fc
	.uint8Array({ minLength: 1, maxLength: 64 })
	.map((bytes) => Buffer.from(bytes).toString('base64'));
/** Any secret that can be used in the scheme; lengths go beyond the 64 bytes at which HMAC hashes its key. */
export const secretOf = (name: SchemeName) =>
	name === 'standard'
		? fc.oneof(
				randomBytes,
				randomBytes.map((text) => `whsec_${text}`),
			)
		: plainSecret;
export const anyBytes = fc.uint8Array({ maxLength: 300 });
