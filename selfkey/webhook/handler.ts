/**
 * SelfKey's side of the webhook `POST /api/webhooks/integrations/{hotelSlug}/{integrationId}`, and of the
 * signed GETs `…/changes`, `…/identity-missing` and `…/payments` below it.
 */
import { randomBytes } from 'node:crypto';
import { addDays } from '../../core/reservation/dates';
import { isFresh, verifyGet } from '../../core/webhook/signed-get';
import { verifyHex } from '../../core/webhook/verify';
import { answerChanges, answerIdentityMissing } from '../change-feed/respond';
import { BodyTooLarge, json, readRawBody } from './http';
import { isPayment, readBody, type WebhookBody } from './read-events';
import { ValidationError } from '../../core/payload/field-reader';
import { answerPayments } from '../payments/payments-view';
import { applyPendingPayments } from '../payments/apply-pending-payments';
import { FAILED, hasChanged, processEvents, type EventResult } from './process-events';
import { hotelSettings, todayIn } from '../settings/hotel-settings';
import { readSettings } from '../settings/integration-settings';
import { resolveRoomConflicts } from '../room-conflicts/resolve-room-conflicts';
import type { BookingStore } from '../ports/booking-store';
import type { Integration } from '../ports/records';

export interface SelfKeyHandlerOptions {
	store: BookingStore;
	/** The integration's secret, several while one is being replaced, `null` where there is no such integration. */
	secretFor(
		hotelSlug: string,
		integrationId: string,
	): string | readonly string[] | null | Promise<string | readonly string[] | null>;
	/** The present moment; the system's clock where it is not given. */
	clock?: () => Date;
	/** Larger bodies are answered 413. Default 4 MiB: 100 reservations take less than 1 MiB. */
	maxBodyBytes?: number;
	/** Changes are kept for the feed's readers so many days; default 30. A reader who is away longer begins anew. */
	keepChangesDays?: number;
	/** Told about every failure that the sender sees as `Processing failed`. What a database reports can hold a guest's data. */
	onError?: (error: unknown) => void;
}

const PATH = /\/api\/webhooks\/integrations\/([^/]+)\/([^/]+)(?:\/(changes|identity-missing|payments))?\/?$/;
const DEFAULT_KEEP_DAYS = 30;
const PRUNE_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DEFAULT_MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Stands in for the secret of an integration that does not exist, so that the answer takes as long. */
const NOBODY = randomBytes(32).toString('hex');

/**
 * A handler for a Next.js route or any other server that speaks `Request` and `Response`. It never rejects.
 *
 * | status | body |
 * |---|---|
 * | 200 | `{status:"success", outcome, bookings, availability, warnings}`, of a payment `{status:"success", outcome, payment, balance, bookings, warnings}`, or `{status:"success", results}` for `events` |
 * | 400 | `{error, fields}`: send something else; the same again is refused again |
 * | 401 | `{error:"Invalid signature"}`, also where there is no such integration: only who can sign may learn which exist |
 * | 403 | the integration is switched off |
 * | 404, 405 | not this address, not this method; of `payments`: no such booking |
 * | 409 | `{error, fields}`: a refund before its payment, or somebody is changing the booking at this moment: send the same again |
 * | 410 | of `changes`: the cursor is too old; `{error, resync: true, cursor}` says where to begin anew |
 * | 413 | body too large: send fewer events at a time |
 * | 500 | `{error:"Processing failed"}`: send the same again later; for `events` with `results`, which say what is done already |
 */
export function createSelfKeyHandler(options: SelfKeyHandlerOptions): (request: Request) => Promise<Response> {
	const handler = new SelfKeyHandler(options);
	return async (request) => {
		try {
			return await handler.handle(request);
		} catch (error) {
			options.onError?.(error);
			return json(500, { error: 'Processing failed' });
		}
	};
}

class SelfKeyHandler {
	private readonly clock: () => Date;
	private readonly prunedAt = new Map<string, number>();

	constructor(private readonly options: SelfKeyHandlerOptions) {
		this.clock = options.clock ?? (() => new Date());
	}

	async handle(request: Request): Promise<Response> {
		const target = targetOf(request.url);
		if (!target) return json(404, { error: 'Not found' });
		const method = target.resource === null ? 'POST' : 'GET';
		if (request.method !== method) return json(405, { error: 'Method not allowed' }, { allow: method });
		return target.resource === null ? this.write(request, target) : this.read(request, target, target.resource);
	}

	private async write(request: Request, { hotelSlug, integrationId }: Target): Promise<Response> {
		const { store, maxBodyBytes = DEFAULT_MAX_BODY_BYTES, onError } = this.options;
		const rawBody = await readRawBody(request, maxBodyBytes).catch((error: unknown) => {
			if (error instanceof BodyTooLarge) return null;
			throw error;
		});
		if (!rawBody) return json(413, { error: 'Payload too large: send fewer events at a time' });
		const integration = await this.authorise({ hotelSlug, integrationId }, (secrets) =>
			verifyHex(secrets, rawBody, request.headers.get('x-signature')),
		);
		if (integration instanceof Response) return integration;
		const body = splitBody(rawBody);
		if (body instanceof ValidationError) {
			const data = { eventType: null, key: null, outcome: 'refused' as const, warnings: [] };
			await store.log(hotelSlug, { integrationId, status: 'error', message: `refused: ${body.message}`, data });
			return json(400, { error: body.message, fields: body.fields });
		}
		const hotel = await hotelSettings(store, hotelSlug);
		const settings = { ...readSettings(integration.configuration), timeZone: hotel.timeZone };
		const concernsRooms = body.events.some((event) => !isPayment(event));
		// Before, so that the answer is about rooms that stay; after, for whoever waits for a room that came free.
		if (concernsRooms) await this.resolveRoomConflicts(hotelSlug);
		await this.applyPendingPayments(hotelSlug, integrationId);
		const results = await processEvents(body, {
			store,
			settings,
			hotel,
			hotelSlug,
			hotelId: integration.hotelId,
			integrationId,
			receivedAt: this.clock(),
			onError,
		});
		if (concernsRooms && results.some(hasChanged)) await this.resolveRoomConflicts(hotelSlug);
		const [single] = results;
		return body.isBatch || !single ? answerBatch(results) : answerSingle(single);
	}

	private async read(request: Request, target: Target, resource: Resource): Promise<Response> {
		const { store } = this.options;
		const { hotelSlug, integrationId } = target;
		const query = new URL(request.url).searchParams;
		const path = ['api', 'webhooks', 'integrations', hotelSlug, integrationId, resource];
		const integration = await this.authorise(target, (secrets) =>
			verifyGet(secrets, path, query, request.headers.get('x-signature')),
		);
		if (integration instanceof Response) return integration;
		const now = this.clock();
		if (!isFresh(query, now))
			return json(401, {
				error: 'The request has expired: at must be the present time in UTC',
				now: now.toISOString(),
			});
		if (!readSettings(integration.configuration).changeFeed) {
			return json(403, {
				error: 'This integration may not read bookings: set "changeFeed": true in its configuration in SelfKey',
			});
		}
		if (resource === 'identity-missing') return answerIdentityMissing({ store, hotelSlug, query });
		await this.applyPendingPayments(hotelSlug, integrationId);
		if (resource === 'payments') return answerPayments({ store, hotelSlug, query });
		await this.noteMissedChanges(hotelSlug, now);
		await this.resolveRoomConflicts(hotelSlug);
		const today = todayIn(await hotelSettings(store, hotelSlug), now);
		return answerChanges({ store, hotelSlug, query, now, today, pruneBefore: this.pruneBefore(hotelSlug, now) });
	}

	/** The integration, or the answer for who may not use it. */
	private async authorise(
		{ hotelSlug, integrationId }: Pick<Target, 'hotelSlug' | 'integrationId'>,
		verify: (secrets: readonly string[]) => boolean,
	): Promise<Integration | Response> {
		const secret = await this.options.secretFor(hotelSlug, integrationId);
		const secrets = secret === null ? [NOBODY] : typeof secret === 'string' ? [secret] : secret;
		if (!verify(secrets) || secret === null) return json(401, { error: 'Invalid signature' });
		const integration = await this.options.store.integration(hotelSlug, integrationId);
		if (!integration) return json(404, { error: 'This integration has a secret but is not set up in SelfKey' });
		return integration.isActive ? integration : json(403, { error: 'This integration is switched off in SelfKey' });
	}

	/** What cannot be put in order now is tried again with the next request; nobody is kept waiting for it. */
	private async resolveRoomConflicts(hotelSlug: string): Promise<void> {
		const { store, onError } = this.options;
		await resolveRoomConflicts(store, hotelSlug, this.clock()).catch((error: unknown) => onError?.(error));
	}

	/** What the triggers on SelfKey's table could not note. From yesterday on, so that no time zone leaves a stay out. */
	private async noteMissedChanges(hotelSlug: string, now: Date): Promise<void> {
		const { store, onError } = this.options;
		const yesterday = addDays(now.toISOString().slice(0, 10), -1);
		await store.noteMissedChanges(hotelSlug, yesterday).catch((error: unknown) => onError?.(error));
	}

	/** For SelfKey's own sales, which come without a message: what was paid before them. */
	private async applyPendingPayments(hotelSlug: string, integrationId: string): Promise<void> {
		const { store, onError } = this.options;
		await applyPendingPayments(store, hotelSlug, { integrationId }).catch((error: unknown) => onError?.(error));
	}

	/** Once an hour, which is often enough for what is kept for weeks. */
	private pruneBefore(hotelSlug: string, now: Date): Date | null {
		if (now.getTime() - (this.prunedAt.get(hotelSlug) ?? 0) < PRUNE_EVERY_MS) return null;
		this.prunedAt.set(hotelSlug, now.getTime());
		return new Date(now.getTime() - (this.options.keepChangesDays ?? DEFAULT_KEEP_DAYS) * DAY_MS);
	}
}

type Resource = 'changes' | 'identity-missing' | 'payments';

interface Target {
	hotelSlug: string;
	integrationId: string;
	/** What is read; `null` for the webhook itself. */
	resource: Resource | null;
}

function targetOf(url: string): Target | null {
	const [, slug, id, resource = null] = PATH.exec(new URL(url).pathname) ?? [];
	if (!slug || !id) return null;
	try {
		return {
			hotelSlug: decodeURIComponent(slug),
			integrationId: decodeURIComponent(id),
			resource: resource as Resource | null,
		};
	} catch {
		return null;
	}
}

function splitBody(rawBody: Uint8Array): WebhookBody | ValidationError {
	try {
		return readBody(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
	} catch (error) {
		return error instanceof ValidationError ? error : new ValidationError('The body is not valid UTF-8');
	}
}

function answerSingle(result: EventResult): Response {
	if (result.status === 'success') return json(200, result);
	const { error, fields, retryable } = result;
	if (!retryable) return json(400, { error, fields });
	// With a reason it is not a fault, but comes too early.
	return error === FAILED ? json(500, { error }) : json(409, { error, fields });
}

/** 200 also where events were refused for good: nothing would be won by sending the batch again. */
function answerBatch(results: readonly EventResult[]): Response {
	const failed = results.some((result) => result.status === 'error' && result.retryable);
	return failed ? json(500, { error: 'Processing failed', results }) : json(200, { status: 'success', results });
}
