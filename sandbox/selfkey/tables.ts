/** SelfKey's database in the sandbox: its own tables, those of the handler, and their initial rows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MIGRATIONS = join(__dirname, '../../selfkey/migrations');

export interface Database {
	query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The hotel as data; `roomTypeId` is a term of the channels, SelfKey knows only rooms. */
export interface SelfKeyHotel {
	slug: string;
	name: string;
	city: string;
	/** ISO 3166 alpha-2. */
	country: string;
	/** ISO 4217. SelfKey has no column for it: it goes into the integrations' configuration. */
	currency: string;
	/** IANA; the same. */
	timeZone: string;
	/** `price` is in major units of the hotel's currency. */
	rooms: ReadonlyArray<{ name: string; price: number; roomTypeId: string }>;
}

export interface SelfKeyIntegration {
	id: string;
	secret: string;
	/** Default: the first hotel. */
	hotelSlug?: string;
	/** As SelfKey names them: `booking-com`, `airbnb`, `pms`, `webhook`. Default `webhook`. */
	type?: string;
	name?: string;
	/** Added to the hotel's currency, time zone and room map, and the right to read the change feed. */
	configuration?: Record<string, unknown>;
	isActive?: boolean;
}

/** Creates every table that is missing. `IF NOT EXISTS` throughout, so that a kept data folder opens again. */
export async function createTables(database: Database): Promise<void> {
	await runSqlFile(database, join(__dirname, 'schema.sql'));
	const migrations = readdirSync(MIGRATIONS)
		.filter((name) => name.endsWith('.sql'))
		.sort();
	for (const name of migrations) await runSqlFile(database, join(MIGRATIONS, name));
	await runSqlFile(database, join(__dirname, 'noted-changes.sql'));
}

/** Runs a file statement by statement: the extended protocol takes one at a time. */
export async function runSqlFile(database: Database, file: string): Promise<void> {
	const text = readFileSync(file, 'utf8').replace(/^\s*--.*$/gm, '');
	// A semicolon between two $$ belongs to the body of a function.
	const statements = text.match(/(?:\$\$[\s\S]*?\$\$|[^;])+/g) ?? [];
	for (const statement of statements.filter((part) => part.trim() !== '')) await database.query(statement);
}

/** Inserts the hotel with its rooms; an existing one stays as it is. */
export async function seedHotel(database: Database, hotel: SelfKeyHotel): Promise<void> {
	const { slug, name, city, country } = hotel;
	await database.query(
		`INSERT INTO "establishments" ("id", "slug", "name", "city", "country", "maxBookingDays")
		VALUES ($1, $2, $3, $4, $5, 30) ON CONFLICT DO NOTHING`,
		[`establishment-${slug}`, slug, name, city, country],
	);
	for (const room of hotel.rooms) {
		await database.query(
			'INSERT INTO "rooms" ("id", "hotelSlug", "name", "price", "accessCode") VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
			[roomIdOf(slug, room.name), slug, room.name, room.price, `code-${room.name}`],
		);
	}
}

/** The id that the sandbox gives a room; SelfKey's are cuids without a meaning. */
export function roomIdOf(slug: string, roomName: string): string {
	return `room-${slug}-${roomName}`;
}

/** Which rooms serve which room type, as the hotel's staff would enter it. */
export function roomMapOf(hotel: SelfKeyHotel): Record<string, string[]> {
	const map: Record<string, string[]> = {};
	for (const { name, roomTypeId } of hotel.rooms) (map[roomTypeId] ??= []).push(name);
	return map;
}

/** Inserts the integration, or updates its configuration. */
export async function seedIntegration(
	database: Database,
	hotel: SelfKeyHotel,
	integration: SelfKeyIntegration,
): Promise<void> {
	const { id, type = 'webhook', name = type, configuration = {}, isActive = true } = integration;
	const whole = JSON.stringify({
		currency: hotel.currency,
		timeZone: hotel.timeZone,
		roomMap: roomMapOf(hotel),
		changeFeed: true,
		...configuration,
	});
	await database.query(
		`INSERT INTO "integrations" ("id", "establishmentSlug", "type", "name", "status", "configuration", "isActive")
		VALUES ($1, $2, $3, $4, 'connected', $5::jsonb, $6)
		ON CONFLICT ("id") DO UPDATE SET "configuration" = EXCLUDED."configuration", "isActive" = EXCLUDED."isActive"`,
		[id, hotel.slug, type, name, whole, isActive],
	);
}
