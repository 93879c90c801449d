/** SelfKey's REST API v1, which is read-only, and its public availability. */
import type { HttpAnswer, HttpRequest } from '../http/server';
import { errorAnswer, jsonAnswer, pageAnswer, pageOf, withIsoDates } from './answers';
import type { RateLimit } from './rate-limit';
import type { Database } from './tables';

export interface ApiKey {
	key: string;
	/** The only establishment that the key may read; `null` for all. */
	establishmentSlug: string | null;
}

export interface RestOptions {
	database: Database;
	apiKeys: readonly ApiKey[];
	rateLimit: RateLimit;
	/** Epoch milliseconds. */
	now: () => number;
}

type Row = Record<string, unknown>;

const BOOKING_DATES = ['clientBirthDate', 'checkInDate', 'checkOutDate', 'bookingDate'];
/** Only paid bookings are shown, with their room but not its access code. */
const BOOKINGS = `SELECT to_jsonb(b) || jsonb_build_object('room', CASE WHEN r."id" IS NULL THEN NULL ELSE jsonb_build_object('id', r."id", 'name', r."name") END) AS "row"
	FROM "bookings" b LEFT JOIN "rooms" r ON r."id" = b."roomId" WHERE b."paymentStatus" = 'succeeded'`;
const ESTABLISHMENT = '"id", "slug", "name", "city", "country", "checkinTime", "checkoutTime"';

/** Answers a request; `null` if the path does not belong to the API. */
export async function answerRest(request: HttpRequest, options: RestOptions): Promise<HttpAnswer | null> {
	const availability = /^\/api\/establishments\/([^/]+)\/availability$/.exec(request.path);
	if (availability?.[1] && request.method === 'GET')
		return publicAvailability(decodeURIComponent(availability[1]), request.query, options.database);
	const route = /^\/api\/v1\/(bookings|establishments)(?:\/([^/]+))?$/.exec(request.path);
	if (!route?.[1]) return null;

	const sent = request.headers['x-api-key'];
	const key = options.apiKeys.find((entry) => entry.key === sent);
	if (!key) return errorAnswer(401, 'Unauthorized', sent ? 'Invalid API key' : 'Missing X-API-Key header');
	const verdict = options.rateLimit.take(key.key, options.now());
	if (!verdict.isAllowed) return errorAnswer(429, 'Too many requests', 'Rate limit exceeded', verdict.headers);
	const answer = await answerWithKey(
		request,
		key,
		route[1],
		route[2] === undefined ? null : decodeURIComponent(route[2]),
		options.database,
	);
	return { ...answer, headers: { ...answer.headers, ...verdict.headers } };
}

function answerWithKey(
	{ method, query }: HttpRequest,
	key: ApiKey,
	resource: string,
	id: string | null,
	database: Database,
): HttpAnswer | Promise<HttpAnswer> {
	if (method !== 'GET') return errorAnswer(405, 'Method not allowed');
	if (resource === 'bookings') return id === null ? listBookings(query, key, database) : getBooking(id, key, database);
	return id === null ? listEstablishments(query, key, database) : getEstablishment(id, key, database);
}

async function listBookings(query: URLSearchParams, key: ApiKey, database: Database): Promise<HttpAnswer> {
	const slug = query.get('establishmentSlug') || key.establishmentSlug;
	if (!slug) return errorAnswer(400, 'establishmentSlug is required');
	if (key.establishmentSlug !== null && slug !== key.establishmentSlug)
		return errorAnswer(403, 'Forbidden', 'The API key belongs to another establishment');
	if ((await select(database, 'SELECT 1 FROM "establishments" WHERE "slug" = $1', [slug])).length === 0)
		return errorAnswer(404, 'Establishment not found');
	const [from, until] = [query.get('startDate'), query.get('endDate')].map((text) => (text ? new Date(text) : null));
	if ([from, until].some((date) => date && Number.isNaN(date.getTime()))) return errorAnswer(400, 'Invalid date');

	const filters = `AND b."hotelSlug" = $1 AND ($2::text IS NULL OR b."checkInDate" >= $2::text::timestamp) AND ($3::text IS NULL OR b."checkOutDate" <= $3::text::timestamp)`;
	const params = [slug, from ? utc(from) : null, until ? utc(until) : null];
	const page = pageOf(query, { defaultLimit: 100, maxLimit: 1000 });
	const [count] = await select(
		database,
		`SELECT count(*)::int AS "total" FROM "bookings" b WHERE b."paymentStatus" = 'succeeded' ${filters}`,
		params,
	);
	// Newest first: bookings that are added while somebody reads shift the pages.
	const rows = await select(
		database,
		`${BOOKINGS} ${filters} ORDER BY b."bookingDate" DESC, b."bookingNumber" DESC LIMIT $4 OFFSET $5`,
		[...params, page.limit, page.offset],
	);
	return pageAnswer(rows.map(bookingJson), Number(count?.['total']), page);
}

async function getBooking(id: string, key: ApiKey, database: Database): Promise<HttpAnswer> {
	const [row] = await select(
		database,
		`${BOOKINGS} AND b."id" = $1 AND ($2::text IS NULL OR b."hotelSlug" = $2::text)`,
		[id, key.establishmentSlug],
	);
	return row ? jsonAnswer(200, { success: true, data: bookingJson(row) }) : errorAnswer(404, 'Booking not found');
}

async function listEstablishments(query: URLSearchParams, key: ApiKey, database: Database): Promise<HttpAnswer> {
	const where = `WHERE ($1::text IS NULL OR lower("city") = lower($1::text)) AND ($2::text IS NULL OR lower("country") = lower($2::text)) AND ($3::text IS NULL OR "slug" = $3::text)`;
	const params = [query.get('city') || null, query.get('country') || null, key.establishmentSlug];
	const page = pageOf(query, { defaultLimit: 50, maxLimit: 100 });
	const [count] = await select(database, `SELECT count(*)::int AS "total" FROM "establishments" ${where}`, params);
	const rows = await select(
		database,
		`SELECT ${ESTABLISHMENT} FROM "establishments" ${where} ORDER BY "createdAt" DESC, "slug" LIMIT $4 OFFSET $5`,
		[...params, page.limit, page.offset],
	);
	return pageAnswer(rows, Number(count?.['total']), page);
}

async function getEstablishment(slug: string, key: ApiKey, database: Database): Promise<HttpAnswer> {
	if (key.establishmentSlug !== null && slug !== key.establishmentSlug)
		return errorAnswer(403, 'Forbidden', 'The API key belongs to another establishment');
	const [establishment] = await select(database, `SELECT ${ESTABLISHMENT} FROM "establishments" WHERE "slug" = $1`, [
		slug,
	]);
	if (!establishment) return errorAnswer(404, 'Establishment not found');
	const rooms = await select(
		database,
		'SELECT "id", "name", "price", "allowDogs" FROM "rooms" WHERE "hotelSlug" = $1 AND "isActive" ORDER BY "name"',
		[slug],
	);
	return jsonAnswer(200, { success: true, data: { ...establishment, rooms, pricingOptions: [] } });
}

async function publicAvailability(slug: string, query: URLSearchParams, database: Database): Promise<HttpAnswer> {
	const [establishment] = await select(database, 'SELECT "maxBookingDays" FROM "establishments" WHERE "slug" = $1', [
		slug,
	]);
	if (!establishment) return errorAnswer(404, 'Establishment not found');
	const [from, until] = ['checkInDate', 'checkOutDate'].map((name) => new Date(query.get(name) ?? ''));
	if (!from || !until || Number.isNaN(from.getTime()) || Number.isNaN(until.getTime()) || until <= from)
		return errorAnswer(400, 'checkInDate and checkOutDate are required');
	const maxBookingDays = Number(establishment['maxBookingDays']);
	const days = (until.getTime() - from.getTime()) / 86_400_000;
	if (days > maxBookingDays)
		return jsonAnswer(200, {
			availableRooms: [],
			maxBookingDays,
			message: `Stays are limited to ${maxBookingDays} nights`,
		});
	const availableRooms = await select(
		database,
		`SELECT "id", "name", "price", "allowDogs" FROM "rooms" r WHERE "hotelSlug" = $1 AND "isActive" AND NOT EXISTS (
			SELECT 1 FROM "bookings" b WHERE b."roomId" = r."id" AND b."paymentStatus" = 'succeeded'
				AND b."checkInDate" < $3::text::timestamp AND b."checkOutDate" > $2::text::timestamp) ORDER BY "name"`,
		[slug, utc(from), utc(until)],
	);
	return jsonAnswer(200, {
		availableRooms,
		maxBookingDays,
		message: availableRooms.length > 0 ? null : 'No room is available for these dates',
	});
}

async function select(database: Database, text: string, params: unknown[]): Promise<Row[]> {
	return (await database.query(text, params)).rows as Row[];
}

function bookingJson({ row }: Row): Row {
	return withIsoDates(row as Row, BOOKING_DATES);
}

function utc(date: Date): string {
	return date.toISOString().slice(0, 23).replace('T', ' ');
}
