/** SelfKey's side of the webhook `POST /api/webhooks/integrations/{hotelSlug}/{integrationId}`. */
import { randomBytes } from 'node:crypto';
import { verifyHex } from '../nodes/shared/webhook/verify';
import { BodyTooLarge, json, readRawBody } from './http';
import { readBody, type WebhookBody } from './payload/events';
import { RefusedEvent } from './payload/reader';
import { processEvents, type EventResult } from './process';
import { readSettings } from './settings';
import type { BookingStore } from './store';

export interface SelfKeyHandlerOptions {
	store: BookingStore;
	/** The integration's secret, several while one is being replaced, `null` where there is no such integration. */
	secretFor(hotelSlug: string, integrationId: string): string | readonly string[] | null | Promise<string | readonly string[] | null>;
	/** The present moment; the system's clock where it is not given. */
	clock?: () => Date;
	/** Larger bodies are answered 413. Default 4 MiB: 100 reservations take less than 1 MiB. */
	maxBodyBytes?: number;
	/** Told about every failure that the sender sees as `Processing failed`. What a database reports can hold a guest's data. */
	onError?: (error: unknown) => void;
}

const PATH = /\/api\/webhooks\/integrations\/([^/]+)\/([^/]+)\/?$/;
const DEFAULT_MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Stands in for the secret of an integration that does not exist, so that the answer takes as long. */
const NOBODY = randomBytes(32).toString('hex');

/**
 * A handler for a Next.js route or any other server that speaks `Request` and `Response`. It never rejects.
 *
 * | status | body |
 * |---|---|
 * | 200 | `{status:"success", outcome, bookings, availability, warnings}`, or `{status:"success", results}` for `events` |
 * | 400 | `{error, fields}`: send something else; the same again is refused again |
 * | 401 | `{error:"Invalid signature"}`, also where there is no such integration: only who can sign may learn which exist |
 * | 403 | the integration is switched off |
 * | 404, 405 | not this address, not this method |
 * | 413 | body too large: send fewer events at a time |
 * | 500 | `{error:"Processing failed"}`: send the same again later; for `events` with `results`, which say what is done already |
 */
export function createSelfKeyHandler(options: SelfKeyHandlerOptions): (request: Request) => Promise<Response> {
	return async (request) => {
		try {
			return await handle(request, options);
		} catch (error) {
			options.onError?.(error);
			return json(500, { error: 'Processing failed' });
		}
	};
}

async function handle(request: Request, options: SelfKeyHandlerOptions): Promise<Response> {
	const { store, clock = () => new Date() } = options;
	const target = targetOf(request.url);
	if (!target) return json(404, { error: 'Not found' });
	if (request.method !== 'POST') return json(405, { error: 'Method not allowed' }, { allow: 'POST' });
	const rawBody = await readRawBody(request, options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES).catch((error: unknown) => {
		if (error instanceof BodyTooLarge) return null;
		throw error;
	});
	if (!rawBody) return json(413, { error: 'Payload too large: send fewer events at a time' });

	const { hotelSlug, integrationId } = target;
	const secret = await options.secretFor(hotelSlug, integrationId);
	const secrets = secret === null ? [NOBODY] : typeof secret === 'string' ? [secret] : secret;
	const isSigned = verifyHex(secrets, rawBody, request.headers.get('x-signature'));
	if (!isSigned || secret === null) return json(401, { error: 'Invalid signature' });

	const integration = await store.integration(hotelSlug, integrationId);
	if (!integration) return json(404, { error: 'This integration has a secret but is not set up in SelfKey' });
	if (!integration.isActive) return json(403, { error: 'This integration is switched off in SelfKey' });
	const body = splitBody(rawBody);
	if (body instanceof RefusedEvent) {
		const data = { eventType: null, key: null, outcome: 'refused' as const, warnings: [] };
		await store.log(hotelSlug, { integrationId, status: 'error', message: `refused: ${body.message}`, data });
		return json(400, { error: body.message, fields: body.fields });
	}
	const settings = readSettings(integration.configuration);
	const results = await processEvents(body, { store, settings, hotelSlug, integrationId, receivedAt: clock(), onError: options.onError });
	const [single] = results;
	return body.isBatch || !single ? answerBatch(results) : answerSingle(single);
}

function targetOf(url: string): { hotelSlug: string; integrationId: string } | null {
	const [, slug, id] = PATH.exec(new URL(url).pathname) ?? [];
	if (!slug || !id) return null;
	try {
		return { hotelSlug: decodeURIComponent(slug), integrationId: decodeURIComponent(id) };
	} catch {
		return null;
	}
}

function splitBody(rawBody: Uint8Array): WebhookBody | RefusedEvent {
	try {
		return readBody(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
	} catch (error) {
		return error instanceof RefusedEvent ? error : new RefusedEvent('The body is not valid UTF-8');
	}
}

function answerSingle(result: EventResult): Response {
	if (result.status === 'success') return json(200, result);
	const { error, fields, retryable } = result;
	return retryable ? json(500, { error }) : json(400, { error, fields });
}

/** 200 also where events were refused for good: nothing would be won by sending the batch again. */
function answerBatch(results: readonly EventResult[]): Response {
	const failed = results.some((result) => result.status === 'error' && result.retryable);
	return failed ? json(500, { error: 'Processing failed', results }) : json(200, { status: 'success', results });
}
