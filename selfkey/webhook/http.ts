/** Small pieces of HTTP over the Web-standard `Request` and `Response`. */
import { ValidationError } from '../../core/payload/field-reader';
import type { InstallationFault } from '../ports/booking-store';

/** The body has more bytes than allowed. */
export class BodyTooLarge extends Error {
	override readonly name = 'BodyTooLarge';
}

/**
 * The raw bytes of a body, as the signature covers them.
 * @param maxBytes reading stops there, whatever the sender's Content-Length says
 * @throws BodyTooLarge
 */
export async function readRawBody(request: Request, maxBytes: number): Promise<Uint8Array> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new BodyTooLarge();
	if (!request.body) return new Uint8Array();
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = request.body.getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		size += part.value.byteLength;
		if (size > maxBytes) {
			await reader.cancel();
			throw new BodyTooLarge();
		}
		chunks.push(part.value);
	}
	return Buffer.concat(chunks);
}

/** An answer in JSON that no cache may keep. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
	});
}

/** 500 that says what is to be mended; the same again has the same answer until then. */
export function faultAnswer({ message }: InstallationFault): Response {
	return json(500, { error: message });
}

/** 400 with the fields that are wrong. @throws anything but a ValidationError */
export function invalidAnswer(error: unknown): Response {
	if (error instanceof ValidationError) return json(400, { error: error.message, fields: error.fields });
	throw error;
}

/** The text of a body; `null` where it is no valid UTF-8. */
export function textOf(rawBody: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
	} catch {
		return null;
	}
}
