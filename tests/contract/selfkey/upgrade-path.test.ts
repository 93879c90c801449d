/**
 * From each state of the schema to the present one, on a filled database: what an older version has written is known
 * afterwards, and nothing is written twice.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Reservation } from '../../../core/reservation/model';
import { signHex } from '../../../core/webhook/sign';
import { signGet } from '../../../selfkey';
import { addDays, hotelParadise } from '../../../sandbox/hotel';
import { startSelfKey, type SelfKeySandbox } from '../../../sandbox/selfkey';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { runSqlFile } from '../../../sandbox/selfkey/tables';
import { reservation } from '../../support/booking-store/reservations';
import { eventFor } from '../../support/booking-store/test-hotel';
import { inDays } from '../../support/today';

const SQL = path.join(__dirname, '../../../selfkey/migrations');
const SELFKEYS_OWN = path.join(__dirname, '../../../sandbox/selfkey/schema.sql');
const SECRET = 'a secret of the integration';
const ADDRESS = '/api/webhooks/integrations/hotel-paradise/booking-com';
const STAYS = 24;

const migrations = readdirSync(SQL)
	.filter((name) => name.endsWith('.sql'))
	.sort();
/** Far ahead, so that every stay still stands. */
const FROM = inDays(60);

const open = () =>
	startSelfKey({
		...{ hotel: hotelParadise, apiKey: 'unused', database },
		integrations: [{ id: 'booking-com', secret: SECRET, type: 'booking-com' }],
	});

async function send({ url }: SelfKeySandbox, messages: Reservation[]): Promise<string[]> {
	const body = JSON.stringify({ events: messages.map(eventFor) });
	const headers = { 'x-signature': signHex(SECRET, body) };
	const answer = await fetch(`${url}${ADDRESS}`, { method: 'POST', body, headers });
	const { results } = (await answer.json()) as { results: Array<{ outcome: string }> };
	return results.map(({ outcome }) => outcome);
}

/** Each in a room, on nights of its own. */
const stay = (n: number, change: Parameters<typeof reservation>[0] = {}) =>
	reservation({
		...{ id: String(4_700_000_000 + n), channel: 'booking.com', propertyId: hotelParadise.propertyId },
		...{ checkIn: addDays(FROM, 3 * n), checkOut: addDays(FROM, 3 * n + 2), currency: 'CHF' },
		...{ rooms: [{ type: hotelParadise.roomTypes[n % 4]?.id ?? '' }], ...change },
	});
/** A third was changed, another third cancelled. */
const last = Array.from({ length: STAYS }, (_, n) => {
	if (n % 3 === 0) return stay(n);
	return stay(
		n,
		n % 3 === 1 ? { event: 'modified', price: '123', seen: 1 } : { event: 'cancelled', status: 'cancelled', seen: 1 },
	);
});

/** How many reservations a new destination is given, which begins with everything that stands. */
async function given({ url }: SelfKeySandbox): Promise<number> {
	const parts = [...ADDRESS.split('/').filter(Boolean), 'changes'];
	const { query, signature } = signGet(
		SECRET,
		parts,
		{ subscriber: 'new', limit: '100', start: 'everything' },
		new Date(),
	);
	const answer = await fetch(`${url}/${parts.join('/')}?${query.toString()}`, {
		headers: { 'x-signature': signature },
	});
	return ((await answer.json()) as { changes: unknown[] }).changes.length;
}

const rowsOf = async (sql: string) => (await database.query(sql)).rows as Array<Record<string, unknown>>;

const columnsOf = async (schema: string) => {
	const rows = await rowsOf(
		`SELECT table_name AS "table", json_agg(column_name) AS "columns" FROM information_schema.columns
			WHERE table_schema = '${schema}' AND is_generated = 'NEVER' GROUP BY 1 ORDER BY 1`,
	);
	return new Map(rows.map(({ table, columns }) => [String(table), columns as string[]]));
};

/** What an older version would have left: the rows of the tables and columns that it had. */
async function copyInto(old: string): Promise<void> {
	// Neither triggers nor foreign keys take part.
	await database.query('SET session_replication_role = replica');
	const present = await columnsOf('public');
	for (const [table, columns] of await columnsOf(old)) {
		const shared = columns.filter((column) => present.get(table)?.includes(column)).map((column) => `"${column}"`);
		if (shared.length === 0) continue;
		await database.query(
			`INSERT INTO "${old}"."${table}" (${shared.join()}) OVERRIDING SYSTEM VALUE SELECT ${shared.join()} FROM public."${table}"`,
		);
	}
	await database.query('SET session_replication_role = origin');
}

/** Before the changes in the test: what was not cancelled, less the one that is, and the direct sale. */
const standing = last.filter(({ status }) => status !== 'cancelled').length - 1;

const KNOWN = `SELECT r."reservationId", r."roomStayId", b."id", b."bookingNumber", b."roomId", b."paymentStatus", b."amount"
	FROM "booking_external_references" r JOIN "bookings" b ON b."id" = r."bookingId" ORDER BY 1, 2`;

let database: Awaited<ReturnType<typeof openPglite>>;
let written: Array<Record<string, unknown>>;

beforeAll(async () => {
	database = await openPglite();
	const selfKey = await open();
	expect(
		new Set(
			await send(
				selfKey,
				Array.from({ length: STAYS }, (_, n) => stay(n)),
			),
		),
	).toEqual(new Set(['created']));
	await send(selfKey, last);
	await selfKey.directSale({ room: '101', checkIn: addDays(FROM, 200), checkOut: addDays(FROM, 202) });
	await selfKey.close();
	written = await rowsOf(KNOWN);
	expect(written).toHaveLength(STAYS);
});
afterAll(async () => {
	await database?.close();
});

it.each(migrations.map((name, index) => [name, index + 1] as const))(
	'a database as it was after %s goes on with everything that is in it',
	async (_, count) => {
		const schema = `after_${count}`;
		await database.query(`CREATE SCHEMA "${schema}"`);
		await database.query(`SET search_path TO "${schema}"`);
		await runSqlFile(database, SELFKEYS_OWN);
		for (const name of migrations.slice(0, count)) await runSqlFile(database, path.join(SQL, name));
		await copyInto(schema);
		const selfKey = await open();
		try {
			expect(await rowsOf(KNOWN)).toEqual(written);
			expect(new Set(await send(selfKey, last))).toEqual(new Set(['unchanged']));
			const changed = stay(0, { event: 'modified', price: '150', seen: 2 });
			const cancelled = stay(1, { event: 'cancelled', status: 'cancelled', seen: 2 });
			expect(await send(selfKey, [changed, cancelled, stay(2)])).toEqual(['updated', 'cancelled', 'stale']);
			expect((await rowsOf(KNOWN)).map(({ id }) => id)).toEqual(written.map(({ id }) => id));
			expect(await rowsOf('SELECT count(*)::int AS "bookings" FROM "bookings"')).toEqual([{ bookings: STAYS + 1 }]);
			// A new destination begins with everything that stands.
			expect(await given(selfKey)).toBe(standing + 1);
		} finally {
			await selfKey.close();
		}
	},
);
