/**
 * SelfKey's side of the webhook `POST /api/webhooks/integrations/{hotelSlug}/{integrationId}`, and of the signed
 * requests below it: GET `…/changes`, `…/subscribers`, `…/settings`, `…/front-desk`, `…/free-rooms`, `…/identity-missing` and
 * `…/payments`, POST `…/changes/ack`, `…/changes/again`, `…/settings`, `…/identity`, `…/personal-data/export` and
 * `…/personal-data/erase`.
 */
import { randomBytes } from 'node:crypto';
import { isStorable, storable } from '../../core/text/storable';
import { isFresh, verifyGet } from '../../core/webhook/signed-get';
import { verifyHex } from '../../core/webhook/verify';
import { secretsOf, type Secrets } from '../settings/integration-secrets';
import { readSettings } from '../settings/integration-settings';
import { InstallationFault, type BookingStore } from '../ports/booking-store';
import type { Integration } from '../ports/records';
import { BodyTooLarge, faultAnswer, json, readRawBody } from './http';
import { FAILED } from './process-events';
import { RESOURCES, WEBHOOK, type Resource, type Route } from './routes';
import { HotelUpkeep } from './upkeep';

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
	 * Called whenever the desk has entered documents of a channel's guest and none is missing any more: the moment to report
	 * the stay to the authorities. May be called again for the same stay: after a correction, and when the desk sends
	 * once more what was answered 500 because this had failed, or was not answered at all.
	 */
	onIdentityComplete?: (booking: { hotelSlug: string; bookingId: string }) => void | Promise<void>;
	/** Told about every failure that the sender sees as `Processing failed`. What a database reports can hold a guest's data. */
	onError?: (error: unknown) => void;
}

const PATH = new RegExp(`/api/webhooks/integrations/([^/]+)/([^/]+)(?:/(${Object.keys(RESOURCES).join('|')}))?/?$`);
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
 * | 500 | `{error:"Processing failed"}`: send the same again later; for `events` with `results`, which say what is done already. To readers also `{error}` with what the installation lacks, until that is mended |
 */
export function createSelfKeyHandler(options: SelfKeyHandlerOptions): (request: Request) => Promise<Response> {
	const handler = new SelfKeyHandler(options);
	return async (request) => {
		try {
			return await handler.handle(request);
		} catch (error) {
			options.onError?.(error);
			return error instanceof InstallationFault ? faultAnswer(error) : json(500, { error: FAILED });
		}
	};
}

class SelfKeyHandler {
	private readonly clock: () => Date;
	private readonly upkeep: HotelUpkeep;

	constructor(private readonly options: SelfKeyHandlerOptions) {
		this.clock = options.clock ?? (() => new Date());
		this.upkeep = new HotelUpkeep({ ...options, clock: this.clock });
	}

	async handle(request: Request): Promise<Response> {
		const target = targetOf(request.url);
		if (!target) return json(404, { error: 'Not found' });
		const { hotelSlug, integrationId, resource } = target;
		const route: Route = resource === null ? WEBHOOK : RESOURCES[resource];
		const answer = request.method === 'GET' || request.method === 'POST' ? route[request.method] : undefined;
		if (!answer) return json(405, { error: 'Method not allowed' }, { allow: Object.keys(route).join(', ') });
		const signed =
			request.method === 'GET' ? await this.signedGet(request, target) : await this.signedPost(request, target);
		if (signed instanceof Response) return signed;
		if (resource !== null && !readSettings(signed.integration.configuration).changeFeed) return mayNotRead();
		const { store, onIdentityComplete, onError } = this.options;
		const query = new URL(request.url).searchParams;
		const unstorable = [...query].filter(([name, value]) => !isStorable(name + value)).map(([name]) => storable(name));
		if (unstorable.length > 0) return holdsUnstorable(unstorable);
		return answer({
			...signed,
			store,
			upkeep: this.upkeep,
			hotelSlug,
			integrationId,
			query,
			now: this.clock(),
			clock: this.clock,
			onIdentityComplete,
			onError,
		});
	}

	/** What is signed over its body. */
	private async signedPost(request: Request, target: Target): Promise<Signed | Response> {
		const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = this.options;
		const rawBody = await readRawBody(request, maxBodyBytes).catch((error: unknown) => {
			if (error instanceof BodyTooLarge) return null;
			throw error;
		});
		if (!rawBody) return json(413, { error: 'Payload too large: send fewer events at a time' });
		const integration = await this.authorise(target, (secrets) =>
			verifyHex(secrets, rawBody, request.headers.get('x-signature')),
		);
		return integration instanceof Response ? integration : { integration, rawBody };
	}

	/** What is signed over its address and the time. */
	private async signedGet(request: Request, target: Target): Promise<Signed | Response> {
		const query = new URL(request.url).searchParams;
		const { hotelSlug, integrationId, resource } = target;
		const path = ['api', 'webhooks', 'integrations', hotelSlug, integrationId, ...(resource?.split('/') ?? [])];
		const integration = await this.authorise(target, (secrets) =>
			verifyGet(secrets, path, query, request.headers.get('x-signature')),
		);
		if (integration instanceof Response) return integration;
		const now = this.clock();
		if (isFresh(query, now)) return { integration, rawBody: new Uint8Array() };
		return json(401, {
			error: 'The request has expired: at must be the present time in UTC',
			now: now.toISOString(),
		});
	}

	/** The integration, or the answer for who may not use it. */
	private async authorise(
		{ hotelSlug, integrationId }: Target,
		verify: (secrets: readonly string[]) => boolean,
	): Promise<Integration | Response> {
		// What no database holds is the name of no hotel, and no question for it.
		const isName = isStorable(hotelSlug) && isStorable(integrationId);
		// Its row may hold the secret too, and is read once.
		let row: Promise<Integration | null> | undefined;
		const store = { integration: () => (row ??= this.options.store.integration(hotelSlug, integrationId)) };
		const secrets = isName ? await secretsOf({ ...this.options, store }, hotelSlug, integrationId) : null;
		if (!verify(secrets ?? [NOBODY]) || secrets === null) return json(401, { error: 'Invalid signature' });
		const integration = await store.integration();
		if (!integration) return json(404, { error: 'This integration has a secret but is not set up in SelfKey' });
		return integration.isActive ? integration : json(403, { error: 'This integration is switched off in SelfKey' });
	}
}

function mayNotRead(): Response {
	return json(403, {
		error: 'This integration may not read bookings: set "changeFeed": true in its configuration in SelfKey',
	});
}

function holdsUnstorable(fields: string[]): Response {
	return json(400, { error: `Invalid: ${fields.join(', ')} (a character that no database holds)`, fields });
}

interface Signed {
	integration: Integration;
	rawBody: Uint8Array;
}

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
