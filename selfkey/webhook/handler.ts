/**
 * SelfKey's side of the webhook `POST /api/webhooks/integrations/{hotelSlug}/{integrationId}`, and of the signed
 * requests below it: GET `…/changes`, `…/subscribers`, `…/settings`, `…/identity-missing` and `…/payments`, POST
 * `…/changes/ack`, `…/changes/again`, `…/settings` and `…/identity`.
 */
import { randomBytes } from 'node:crypto';
import { addDays } from '../../core/reservation/dates';
import { isStorable, storable } from '../../core/text/storable';
import { isFresh, verifyGet } from '../../core/webhook/signed-get';
import { verifyHex } from '../../core/webhook/verify';
import { answerAcknowledgement, answerChanges, answerSendAgain, answerSubscribers } from '../change-feed/respond';
import { Publisher } from '../change-feed/publish';
import { wakeUrlOf } from '../change-feed/wake';
import { answerIdentityMissing } from '../reservations/identity-missing-response';
import { BodyTooLarge, json, readRawBody } from './http';
import { isPayment, readBody, type WebhookBody } from './read-events';
import { ValidationError } from '../../core/payload/field-reader';
import { answerIdentity } from '../identity/answer-identity';
import { answerPayments } from '../payments/payments-view';
import { applyPendingPayments } from '../payments/apply-pending-payments';
import { FAILED, hasChanged, processEvents, type EventResult } from './process-events';
import { hotelSettings, todayIn } from '../settings/hotel-settings';
import { secretsOf, type Secrets } from '../settings/integration-secrets';
import { readSettings } from '../settings/integration-settings';
import { answerSettings, changeSettings } from '../settings/respond';
import { resolveRoomConflicts } from '../room-conflicts/resolve-room-conflicts';
import type { BookingStore } from '../ports/booking-store';
import type { Integration } from '../ports/records';

export interface SelfKeyHandlerOptions {
	store: BookingStore;
	/**
	 * The integration's secret, several while one is being replaced, `null` or nothing where there is no such
	 * integration: then the answer is 401.
	 * Default: `webhookSecret` in the integration's configuration, a text or a list of texts.
	 */
	secretFor?(hotelSlug: string, integrationId: string): Secrets | Promise<Secrets>;
	/** The present moment; the system's clock where it is not given. */
	clock?: () => Date;
	/** Larger bodies are answered 413. Default 4 MiB: 100 reservations take less than 1 MiB. */
	maxBodyBytes?: number;
	/** A subscriber that has not asked for so many days is forgotten with what waits for it, and begins anew; default 30. */
	keepSubscribersDays?: number;
	/** Calls subscribers that want to be woken; the system's `fetch` where it is not given. */
	fetch?: typeof fetch;
	/**
	 * Called when the desk has entered the last papers that were missing of a channel's guest: the moment to report the
	 * stay to the authorities.
	 */
	onIdentityComplete?: (booking: { hotelSlug: string; bookingId: string }) => void | Promise<void>;
	/** Told about every failure that the sender sees as `Processing failed`. What a database reports can hold a guest's data. */
	onError?: (error: unknown) => void;
}

/** What may be asked of each, besides the webhook itself. What is posted is signed over its body. */
const METHODS = {
	changes: ['GET'],
	'changes/ack': ['POST'],
	'changes/again': ['POST'],
	identity: ['POST'],
	'identity-missing': ['GET'],
	payments: ['GET'],
	settings: ['GET', 'POST'],
	subscribers: ['GET'],
} as const satisfies Record<string, readonly string[]>;
const PATH = new RegExp(`/api/webhooks/integrations/([^/]+)/([^/]+)(?:/(${Object.keys(METHODS).join('|')}))?/?$`);
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
			return json(500, { error: FAILED });
		}
	};
}

class SelfKeyHandler {
	private readonly clock: () => Date;
	private readonly publisher: Publisher;

	constructor(private readonly options: SelfKeyHandlerOptions) {
		this.clock = options.clock ?? (() => new Date());
		this.publisher = new Publisher({ ...options, clock: this.clock });
	}

	async handle(request: Request): Promise<Response> {
		const target = targetOf(request.url);
		if (!target) return json(404, { error: 'Not found' });
		const { resource } = target;
		const methods: readonly string[] = resource === null ? ['POST'] : METHODS[resource];
		if (!methods.includes(request.method))
			return json(405, { error: 'Method not allowed' }, { allow: methods.join(', ') });
		return request.method === 'GET' && resource !== null
			? this.read(request, target, resource)
			: this.receive(request, target);
	}

	/** What is signed over its body. */
	private async receive(request: Request, target: Target): Promise<Response> {
		const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = this.options;
		const rawBody = await readRawBody(request, maxBodyBytes).catch((error: unknown) => {
			if (error instanceof BodyTooLarge) return null;
			throw error;
		});
		if (!rawBody) return json(413, { error: 'Payload too large: send fewer events at a time' });
		const integration = await this.authorise(target, (secrets) =>
			verifyHex(secrets, rawBody, request.headers.get('x-signature')),
		);
		if (integration instanceof Response) return integration;
		if (target.resource === null) return this.write(rawBody, target, integration);
		if (!readSettings(integration.configuration).changeFeed) return mayNotRead();
		return this.change(rawBody, target, integration);
	}

	/** Of the settings, of a guest's papers, or of what waits for a subscriber. */
	private async change(
		rawBody: Uint8Array,
		{ resource, hotelSlug }: Target,
		integration: Integration,
	): Promise<Response> {
		const { store } = this.options;
		if (resource === 'identity') return this.enterIdentity(rawBody, hotelSlug, integration.id);
		if (resource === 'settings') {
			const response = await changeSettings(store, integration, jsonOf(rawBody));
			if (!response.ok) return response;
			// Who could not be placed by the old room map may be by the new one.
			await this.resolveRoomConflicts(hotelSlug);
			await this.publisher.publish(hotelSlug);
			return response;
		}
		const now = this.clock();
		const body = jsonOf(rawBody);
		if (resource === 'changes/ack') return answerAcknowledgement(store, hotelSlug, body, now);
		const today = todayIn(await hotelSettings(store, hotelSlug), now);
		return answerSendAgain(store, hotelSlug, body, { now, today });
	}

	private async enterIdentity(rawBody: Uint8Array, hotelSlug: string, integrationId: string): Promise<Response> {
		const { store, onIdentityComplete, onError } = this.options;
		const now = this.clock();
		const response = await answerIdentity({
			store,
			hotelSlug,
			integrationId,
			body: jsonOf(rawBody),
			now,
			today: todayIn(await hotelSettings(store, hotelSlug), now),
			// The papers are entered, whatever becomes of it.
			onComplete: async (bookingId) => {
				try {
					await onIdentityComplete?.({ hotelSlug, bookingId });
				} catch (error) {
					onError?.(error);
				}
			},
		});
		if (response.ok) await this.publisher.publish(hotelSlug);
		return response;
	}

	private async write(
		rawBody: Uint8Array,
		{ hotelSlug, integrationId }: Target,
		integration: Integration,
	): Promise<Response> {
		const { store, onError } = this.options;
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
		await this.publisher.publish(hotelSlug);
		const [single] = results;
		return body.isBatch || !single ? answerBatch(results) : answerSingle(single);
	}

	/** What is signed over its address and the time. */
	private async read(request: Request, target: Target, resource: Resource): Promise<Response> {
		const { store } = this.options;
		const { hotelSlug, integrationId } = target;
		const query = new URL(request.url).searchParams;
		const path = ['api', 'webhooks', 'integrations', hotelSlug, integrationId, ...resource.split('/')];
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
		if (!readSettings(integration.configuration).changeFeed) return mayNotRead();
		const unstorable = [...query].flatMap(([name, value]) => (isStorable(name + value) ? [] : [storable(name)]));
		if (unstorable.length > 0)
			return json(400, {
				error: `Invalid: ${unstorable.join(', ')} (a character that no database holds)`,
				fields: unstorable,
			});
		if (resource === 'settings') return answerSettings(store, integration);
		if (resource === 'identity-missing') return answerIdentityMissing({ store, hotelSlug, query });
		if (resource === 'subscribers') {
			await this.publisher.publish(hotelSlug);
			return answerSubscribers(store, hotelSlug);
		}
		await this.applyPendingPayments(hotelSlug, integrationId);
		if (resource === 'payments') return answerPayments({ store, hotelSlug, query });
		await this.noteMissedChanges(hotelSlug, now);
		await this.resolveRoomConflicts(hotelSlug);
		await this.publisher.publish(hotelSlug, wakeUrlOf(query.get('wake')));
		const today = todayIn(await hotelSettings(store, hotelSlug), now);
		// What was published just now is due just now, and not before.
		return answerChanges({ store, hotelSlug, integrationId, query, now: this.clock(), today });
	}

	/** The integration, or the answer for who may not use it. */
	private async authorise(
		{ hotelSlug, integrationId }: Pick<Target, 'hotelSlug' | 'integrationId'>,
		verify: (secrets: readonly string[]) => boolean,
	): Promise<Integration | Response> {
		// What no database holds is the name of no hotel, and no question for it.
		const isName = isStorable(hotelSlug) && isStorable(integrationId);
		const secrets = isName ? await secretsOf(this.options, hotelSlug, integrationId) : null;
		if (!verify(secrets ?? [NOBODY]) || secrets === null) return json(401, { error: 'Invalid signature' });
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
}

function mayNotRead(): Response {
	return json(403, {
		error: 'This integration may not read bookings: set "changeFeed": true in its configuration in SelfKey',
	});
}

/** `null` for what is no JSON, which the reader then refuses by the fields that it misses. */
function jsonOf(rawBody: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody)) as unknown;
	} catch {
		return null;
	}
}

type Resource = keyof typeof METHODS;

interface Target {
	hotelSlug: string;
	integrationId: string;
	/** `null` for the webhook itself. */
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
	return failed ? json(500, { error: FAILED, results }) : json(200, { status: 'success', results });
}
