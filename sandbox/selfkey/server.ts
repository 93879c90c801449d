/** A SelfKey on loopback: its REST API, its tables on PGlite, and the webhook handler that this project brings. */
import { setTimeout as wait } from 'node:timers/promises';
import {
	createSelfKeyHandler,
	createSelfKeyHooks,
	createSqlBookingStore,
	type SelfKeyHooks,
	type SqlDatabase,
} from '../../selfkey/index';
import { startHttp, type HttpReply, type HttpRequest } from '../http/server';
import { announced } from './announced';
import { errorAnswer, jsonAnswer } from './answers';
import { actAtFrontDesk, type FrontDesk } from './front-desk';
import { Faults } from './faults';
import { OutgoingWebhooks, type OutgoingSettings } from './outgoing';
import { patchBooking } from './patch';
import { openPglite } from './pglite';
import { RateLimit } from './rate-limit';
import { answerRest, type ApiKey } from './rest';
import { readStatistics, type SelfKeyStatistics } from './statistics';
import { createTables, seedHotel, seedIntegration, type SelfKeyHotel, type SelfKeyIntegration } from './tables';

export interface SelfKeyOptions {
	/** The establishment; further ones in `hotels`. */
	hotel: SelfKeyHotel;
	hotels?: readonly SelfKeyHotel[];
	/** Reads every establishment. */
	apiKey: string;
	/** Further keys, such as one for a single establishment. */
	apiKeys?: readonly ApiKey[];
	integrations: readonly SelfKeyIntegration[];
	/** 0 (default) takes a free port. */
	port?: number;
	/** Keeps the database in this folder; default: in memory. */
	dataDir?: string;
	/** Another database instead of PGlite; the caller closes it. */
	database?: SqlDatabase;
	/** The database has its tables, hotels and integrations already, with what people have set up since: nothing is written to it. */
	isSetUp?: boolean;
	/** Requests a minute and key; default 100. */
	requestsPerMinute?: number;
	clock?: () => Date;
	/** The webhooks that SelfKey sends from the beginning; default: none. */
	webhooks?: OutgoingSettings;
	/** Milliseconds to the second attempt of a webhook, twice as many to the third; default 60 000. */
	webhookRetryMs?: number;
	/** Receives the errors that the handler answers with `Processing failed`. */
	onError?: (error: unknown) => void;
}

export interface SelfKeySandbox extends FrontDesk {
	/** `http://127.0.0.1:PORT`, without a slash at the end. */
	readonly url: string;
	readonly faults: Faults;
	/** Requests by method and path without ids, such as `GET /api/v1/bookings`. */
	readonly requests: ReadonlyMap<string, number>;
	/** Asks the database, for tests; parameters are `$1`, `$2`… */
	db<Row = Record<string, unknown>>(text: string, params?: unknown[]): Promise<Row[]>;
	statistics(): Promise<SelfKeyStatistics>;
	/** The webhooks that SelfKey sends for direct sales, changes at the desk, and refunds. */
	readonly webhooks: OutgoingWebhooks;
	/** What SelfKey's own code calls: see the hooks' documentation. */
	readonly hooks: SelfKeyHooks;
	/** Clients get "connection refused" until `resume`. */
	pause(): Promise<void>;
	resume(): Promise<void>;
	close(): Promise<void>;
}

const WEBHOOK = /^\/api\/webhooks\/integrations\//;
const PATCH = /^\/api\/bookings\/([^/]+)$/;

/**
 * Starts it with its hotels, rooms and integrations in place.
 * @throws RangeError if an integration names an unknown hotel
 * @throws the error of `listen` (such as `EADDRINUSE`) where the port is taken
 */
export async function startSelfKey(options: SelfKeyOptions): Promise<SelfKeySandbox> {
	const { clock = () => new Date(), hotels = [], apiKeys = [] } = options;
	const { database, closeDatabase } = await databaseOf(options);
	const faults = new Faults();
	const requests = new Map<string, number>();
	try {
		const allHotels = [options.hotel, ...hotels];
		const placed = options.integrations.map((integration) => placeIn(allHotels, integration));
		if (!options.isSetUp) await seed(database, allHotels, placed);
		const secrets = new Map(placed.map(({ hotel, integration: { id, secret } }) => [`${hotel.slug}/${id}`, secret]));
		const store = createSqlBookingStore(faults.over(database), { clock });
		const secretFor = (slug: string, id: string) => secrets.get(`${slug}/${id}`) ?? null;
		const hooks = createSelfKeyHooks({ store, clock, secretFor });
		const webhooks = new OutgoingWebhooks({
			database,
			clock,
			...(options.webhookRetryMs === undefined ? {} : { retryMs: options.webhookRetryMs }),
		});
		webhooks.configure(options.webhooks ?? null);
		const handler = createSelfKeyHandler({
			store,
			secretFor,
			clock,
			...(options.onError ? { onError: options.onError } : {}),
		});
		const rest = {
			database,
			apiKeys: [{ key: options.apiKey, establishmentSlug: null }, ...apiKeys],
			rateLimit: new RateLimit(options.requestsPerMinute ?? 100),
			now: () => clock().getTime(),
		};
		const http = await startHttp({
			port: options.port ?? 0,
			handler: async (request) => {
				const route = `${request.method} ${request.path.split('/').slice(0, 4).join('/')}`;
				requests.set(route, (requests.get(route) ?? 0) + 1);
				if (faults.delay > 0) await wait(faults.delay);
				const fault = faults.statusOf(request.path);
				if (fault === 503) return errorAnswer(503, 'Service unavailable');
				if (fault === 429) return errorAnswer(429, 'Too many requests', 'Rate limit exceeded', { 'Retry-After': '1' });
				if (WEBHOOK.test(request.path)) return answerWebhook(request, handler, faults);
				const patched = PATCH.exec(request.path);
				if (patched?.[1] && request.method === 'PATCH') return answerPatch(request, patched[1], database);
				return (await answerRest(request, rest)) ?? errorAnswer(404, 'Not found');
			},
		});
		return {
			...announced(actAtFrontDesk(database, options.hotel.slug, clock), webhooks, hooks),
			webhooks,
			url: http.url,
			hooks,
			faults,
			requests,
			db: async <Row>(text: string, params: unknown[] = []) => (await database.query(text, params)).rows as Row[],
			statistics: () => readStatistics(database),
			pause: http.pause,
			resume: http.resume,
			close: async () => {
				await webhooks.close();
				await http.close();
				await closeDatabase();
			},
		};
	} catch (error) {
		await closeDatabase();
		throw error;
	}
}

async function databaseOf({
	database,
	dataDir,
}: SelfKeyOptions): Promise<{ database: SqlDatabase; closeDatabase: () => Promise<void> }> {
	if (database) return { database, closeDatabase: async () => {} };
	const own = await openPglite(dataDir);
	return { database: own, closeDatabase: () => own.close() };
}

interface Placed {
	hotel: SelfKeyHotel;
	integration: SelfKeyIntegration;
}

function placeIn(hotels: readonly SelfKeyHotel[], integration: SelfKeyIntegration): Placed {
	const hotel = hotels.find(({ slug }) => slug === (integration.hotelSlug ?? hotels[0]?.slug));
	if (!hotel) throw new RangeError(`The integration ${integration.id} names a hotel that is not there`);
	return { hotel, integration };
}

async function seed(
	database: SqlDatabase,
	hotels: readonly SelfKeyHotel[],
	integrations: readonly Placed[],
): Promise<void> {
	await createTables(database);
	for (const hotel of hotels) await seedHotel(database, hotel);
	for (const { hotel, integration } of integrations) await seedIntegration(database, hotel, integration);
}

/** Public: whoever knows the id may. */
async function answerPatch({ body }: HttpRequest, id: string, database: SqlDatabase): Promise<HttpReply> {
	const fields = parseObject(body.toString());
	if (!fields) return errorAnswer(500, 'Erreur interne du serveur');
	const answer = await patchBooking(database, decodeURIComponent(id), fields);
	return jsonAnswer(answer.status, answer.body);
}

function parseObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
	} catch {
		return null;
	}
}

async function answerWebhook(
	request: HttpRequest,
	handler: (request: Request) => Promise<Response>,
	faults: Faults,
): Promise<HttpReply> {
	const { method, path, query, headers, body } = request;
	const signature = headers['x-signature'];
	const response = await handler(
		new Request(`http://selfkey.invalid${path}?${query.toString()}`, {
			method,
			headers: typeof signature === 'string' ? { 'x-signature': signature } : {},
			...(method === 'GET' || method === 'HEAD' ? {} : { body }),
		}),
	);
	if (faults.takesDrop()) return { reset: true };
	return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
