/** On PostgreSQL: what a write reads does not grow with the hotel's history, and the SQL files keep no sale waiting. */
import { Client, Pool } from 'pg';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countStatements, newStay, openHotel, TODAY, withPostgres } from '../../../bench/hotel-on-postgres';
import { createSelfKeyHandler, createSelfKeyHooks, createSqlBookingStore, overPool, signGet } from '../../../selfkey';
import { addDays } from '../../../core/reservation/dates';
import { scannedBy } from '../../support/plans/scanned-tables';
import { runSqlFile, type Database } from '../../../sandbox/selfkey/tables';

const MIGRATIONS = join(__dirname, '../../../selfkey/migrations');
const describeOnPostgres = process.env['DATABASE_URL'] ? describe : describe.skip;

/** As docs/selfkey.md has psql run them: statement by statement, in the order of their names. */
async function runMigrations(database: Database): Promise<void> {
	for (const name of readdirSync(MIGRATIONS).sort()) await runSqlFile(database, join(MIGRATIONS, name));
}

/** How many PostgreSQL has ended. What a session has seen is counted at its end at the latest, so each asks anew. */
async function deadlocks(pool: Pool): Promise<number> {
	await pool.query('SELECT pg_stat_clear_snapshot()');
	const { rows } = (await pool.query(
		'SELECT "deadlocks"::int FROM pg_stat_database WHERE datname = current_database()',
	)) as { rows: Array<{ deadlocks: number }> };
	return rows[0]?.deadlocks ?? Number.NaN;
}

/** Every statement that is sent from now on, with its values. */
function recordStatements(): Map<string, unknown[]> {
	const sent = new Map<string, unknown[]>();

	const query = Client.prototype.query as (...given: unknown[]) => unknown;
	jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...given: unknown[]) {
		if (typeof given[0] === 'string') sent.set(given[0], Array.isArray(given[1]) ? given[1] : []);
		return query.apply(this, given);
	} as never);
	return sent;
}

/** How many rows of who has which room PostgreSQL has answered with from now on. */
function countTakenRooms(): () => number {
	let count = 0;
	const query = Client.prototype.query as (...given: unknown[]) => unknown;
	jest.spyOn(Client.prototype, 'query').mockImplementation(async function (this: Client, ...given: unknown[]) {
		const answer = (await query.apply(this, given)) as { rows?: Array<{ taken?: unknown[] }> } | undefined;
		for (const { taken } of answer?.rows ?? []) count += taken?.length ?? 0;
		return answer;
	} as never);
	return () => count;
}

afterEach(() => jest.restoreAllMocks());

describeOnPostgres('the cost on PostgreSQL', () => {
	it('is few statements for a reservation alone, and fewer for one of fifty', async () => {
		await withPostgres(async (pool) => {
			const hotel = await openHotel(pool, 'hotel', { rooms: 24, past: 100, future: 20 });
			// The first ones find nothing prepared.
			await hotel.write([newStay('first', addDays(TODAY, 300))]);
			const count = countStatements();
			await hotel.write([newStay('alone', addDays(TODAY, 310))]);
			const alone = count();
			await hotel.write(Array.from({ length: 50 }, (_, n) => newStay(`${n}`, addDays(TODAY, 320 + (n % 10)))));
			expect(alone).toBeLessThanOrEqual(10);
			expect((count() - alone) / 50).toBeLessThan(0.5);
		});
	});

	it('is no reading of all years since, where a batch holds one stay of long ago', async () => {
		await withPostgres(async (pool) => {
			const hotel = await openHotel(pool, 'hotel', { rooms: 24, past: 4_800, future: 240 });
			const rowsRead = countTakenRooms();
			const soon = Array.from({ length: 20 }, (_, n) => newStay(`${n}`, addDays(TODAY, 30 + (n % 10))));
			await hotel.write([...soon, newStay('long ago', addDays(TODAY, -600))]);
			// Those of the days around; and some stay in between is read, so the count counts.
			expect(rowsRead()).toBeGreaterThan(200);
			expect(rowsRead()).toBeLessThan(2_000);
		});
	});

	it('is no more where the settings name the property, under which a reservation has two names', async () => {
		await withPostgres(async (pool) => {
			const hotel = await openHotel(pool, 'hotel', { rooms: 24, past: 100, future: 20 });
			await pool.query(
				`UPDATE "integrations" SET "configuration" = "configuration" || '{"properties":{"booking.com":["1"]}}'`,
			);
			await hotel.write([newStay('first', addDays(TODAY, 300))]);
			const count = countStatements();
			await hotel.write([newStay('alone', addDays(TODAY, 310))]);
			expect(count()).toBeLessThanOrEqual(10);
		});
	});

	it('reads what was committed while it waited, however strict the database is by default', async () => {
		await withPostgres(async (pool) => {
			await pool.query(`SET default_transaction_isolation = 'serializable'`);
			const level = await overPool(pool).transaction(
				async (client) => (await client.query('SHOW transaction_isolation')).rows,
			);
			expect(level).toEqual([{ transaction_isolation: 'read committed' }]);
		});
	});

	it.each(['read committed', 'repeatable read', 'serializable'])(
		'publishes what was committed while it waited, on a database that is %s by default',
		async (level) => {
			await withPostgres(async (pool) => {
				await openHotel(pool, 'hotel', { rooms: 1, past: 0, future: 0 });
				const now = new Date(`${TODAY}T10:00:00Z`);
				await createSqlBookingStore(overPool(pool)).subscribe('hotel', { subscriber: 'opera', wake: null }, TODAY, now);
				const change = (id: string) =>
					`INSERT INTO "booking_changes" ("hotelSlug", "channel", "propertyId", "reservationId", "originKind", "event") VALUES ('hotel', 'c', 'p', '${id}', 'channel', 'created')`;
				await pool.query(change('before'));
				const { options } = pool as unknown as { options: { options: string } };
				const strict = new Pool({
					...options,
					options: `${options.options} -c default_transaction_isolation=${level.replace(' ', '\\ ')}`,
				});
				const other = await pool.connect();
				try {
					await other.query('BEGIN');
					await other.query(`SELECT 1 FROM "booking_feeds" FOR UPDATE`);
					const publishing = createSqlBookingStore(overPool(strict)).publishChanges('hotel', now);
					const isWaiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%booking_changes_publish%'`;
					while ((await pool.query(isWaiting)).rows.length === 0) await new Promise((done) => setTimeout(done, 20));
					await other.query(change('meanwhile'));
					await other.query(`UPDATE "booking_feeds" SET "published" = "published" + 7`);
					await other.query('COMMIT');
					expect(await publishing).toEqual([]);
					expect((await pool.query('SELECT "reservationId" FROM "booking_outbox" ORDER BY "position"')).rows).toEqual([
						{ reservationId: 'before' },
						{ reservationId: 'meanwhile' },
					]);
					expect((await pool.query('SELECT 1 FROM "booking_changes"')).rows).toEqual([]);
				} finally {
					other.release(true);
					await strict.end();
				}
			});
		},
	);

	it('reads no table of bookings from end to end, whatever is asked', async () => {
		await withPostgres(async (pool) => {
			const hotel = await openHotel(pool, 'hotel', { rooms: 24, past: 30_000, future: 200 });
			const store = createSqlBookingStore(overPool(pool), { clock: () => new Date(`${TODAY}T10:00:00Z`) });
			const hooks = createSelfKeyHooks({ store, clock: () => new Date(`${TODAY}T10:00:00Z`) });
			const statements = recordStatements();
			await hotel.write([newStay('one', addDays(TODAY, 400))]);
			await hotel.write(Array.from({ length: 10 }, (_, index) => newStay(`${index}`, addDays(TODAY, 401))));
			const [row] = (await pool.query(`SELECT "id" FROM "bookings" WHERE "checkInDate" > $1 LIMIT 1`, [TODAY]))
				.rows as Array<{ id: string }>;
			await pool.query(
				`UPDATE "bookings" SET "roomId" = (SELECT "roomId" FROM "bookings" WHERE "id" = $1) WHERE "id" = 'hotel-f-1'`,
				[row?.id],
			);
			await hooks.resolveRoomConflicts('hotel');
			await hooks.identityMissingBookings('hotel', TODAY, addDays(TODAY, 30));
			await hooks.unmatchedPayments('hotel');
			await hooks.paymentsOf(row?.id ?? '');
			await store.noteMissedChanges('hotel', TODAY);
			const handle = createSelfKeyHandler({
				store,
				secretFor: () => 'secret',
				clock: () => new Date(`${TODAY}T10:00:00Z`),
			});
			const path = ['api', 'webhooks', 'integrations', 'hotel', 'hotel'];
			const get = async (resource: string, parameters: Record<string, string>) => {
				const { query, signature } = signGet('secret', [...path, resource], parameters, new Date(`${TODAY}T10:00:00Z`));
				const url = `http://selfkey.test/${path.join('/')}/${resource}?${query.toString()}`;
				return (await handle(new Request(url, { headers: { 'x-signature': signature } }))).status;
			};
			await pool.query(`UPDATE "integrations" SET "configuration" = "configuration" || '{"changeFeed":true}'`);
			expect(await get('changes', { subscriber: 'opera', start: 'everything' })).toBe(200);
			expect(await get('changes', { subscriber: 'opera' })).toBe(200);
			expect(await get('availability', { subscriber: 'availability', channels: 'booking.com' })).toBe(200);
			expect(await get('front-desk', { date: addDays(TODAY, 2) })).toBe(200);
			expect(await get('free-rooms', { from: TODAY, until: addDays(TODAY, 2) })).toBe(200);
			expect(await get('settings', {})).toBe(200);
			expect(await get('subscribers', {})).toBe(200);
			const asked = [...statements].filter(
				([text]) => text.includes('"bookings"') && /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(text),
			);
			expect(asked.length).toBeGreaterThan(10);
			jest.restoreAllMocks();
			const found: string[] = [];
			for (const [text, values] of asked) {
				if (text.includes('WHERE "checkInDate" > $1 LIMIT 1')) continue;
				const tables = await scannedBy(pool, text, values);
				if (tables.includes('bookings')) found.push(text);
			}
			expect(found).toEqual([]);
		});
	}, 120_000);

	it('keeps no sale waiting behind an open transaction, and can run again and again meanwhile', async () => {
		await withPostgres(async (pool) => {
			await openHotel(pool, 'hotel', { rooms: 24, past: 1_000, future: 0 });
			const sale = (id: number) =>
				pool.query(
					`INSERT INTO "bookings" SELECT (jsonb_populate_record(b, jsonb_build_object('id', $1::text, 'bookingNumber', 900000 + $2::int, 'paymentStatus', 'succeeded'))).* FROM "bookings" b WHERE b."id" = 'hotel-p-1'`,
					[`sale ${id}`, id],
				);
			for (const isNew of [true, false]) {
				if (isNew) await runSqlFile(pool, join(MIGRATIONS, '../uninstall.sql'));
				const open = await pool.connect();
				try {
					await open.query('BEGIN');
					await open.query(`UPDATE "bookings" SET "internalNote" = 'held' WHERE "id" = 'hotel-p-1'`);
					if (!isNew)
						await open.query(
							`INSERT INTO "booking_outbox" VALUES ('hotel', 'opera', 'c', 'p', 'r', 1, 'created', '[]', NULL, NULL, now(), now(), now())`,
						);
					let isDone = false;
					const running = runMigrations(pool).then(() => (isDone = true));
					let longest = 0;
					const start = Date.now();
					for (let index = 0; Date.now() - start < 6_000; index++) {
						const before = Date.now();
						await sale(index + (isNew ? 0 : 100_000));
						longest = Math.max(longest, Date.now() - before);
						if (isDone) break;
					}
					// It waits for the transaction where it has something to do, and for nothing where it has not.
					expect(isDone).toBe(!isNew);
					expect(longest).toBeLessThan(2_000);
					await open.query('COMMIT');
					await running;
					const { rows } = await pool.query(
						`SELECT 1 FROM pg_trigger WHERE tgrelid = '"bookings"'::regclass AND NOT tgisinternal`,
					);
					expect(rows).toHaveLength(3);
				} finally {
					// Also ends the transaction where the test has failed.
					open.release(true);
				}
			}
		});
	}, 120_000);

	it.each<[string, (pool: Pool) => Promise<unknown>, (pool: Pool) => Promise<void>, string]>([
		[
			'is taken out',
			async () => undefined,
			(pool) => runSqlFile(pool, join(MIGRATIONS, '../uninstall.sql')),
			`SELECT 1 FROM pg_trigger WHERE tgrelid = '"bookings"'::regclass AND NOT tgisinternal`,
		],
		[
			'is upgraded from the version with positions',
			(pool) => pool.query('ALTER TABLE "booking_changes" ADD COLUMN "position" BIGINT'),
			(pool) => runSqlFile(pool, join(MIGRATIONS, '0002_change_feed.sql')),
			`SELECT 1 FROM pg_attribute WHERE attrelid = '"booking_changes"'::regclass AND attname = 'position' AND NOT attisdropped`,
		],
	])(
		'keeps no sale waiting behind an open transaction while it %s',
		async (_, prepare, run, isLeft) => {
			await withPostgres(async (pool) => {
				await openHotel(pool, 'hotel', { rooms: 24, past: 10, future: 10 });
				await prepare(pool);
				const open = await pool.connect();
				try {
					await open.query('BEGIN');
					// Noted by the trigger, so that our table is held too.
					await open.query(`UPDATE "bookings" SET "adults" = "adults" + 1 WHERE "id" = 'hotel-f-1'`);
					let isDone = false;
					const running = run(pool).then(() => (isDone = true));
					// Four seconds of sales: the file has stepped back and tried again meanwhile.
					let longest = 0;
					for (const start = Date.now(); Date.now() - start < 4_000;) {
						const before = Date.now();
						await pool.query(`UPDATE "bookings" SET "adults" = "adults" + 1 WHERE "id" = 'hotel-f-2'`);
						longest = Math.max(longest, Date.now() - before);
					}
					expect(isDone).toBe(false);
					expect(longest).toBeLessThan(2_000);
					await open.query('COMMIT');
					await running;
					expect((await pool.query(isLeft)).rows).toEqual([]);
				} finally {
					open.release(true);
				}
			});
		},
		120_000,
	);

	it('notes what was missed although the desk holds another stay, and waits for nobody', async () => {
		await withPostgres(async (pool) => {
			await openHotel(pool, 'hotel', { rooms: 24, past: 0, future: 10 });
			// None of its stays was ever noted.
			const store = createSqlBookingStore(overPool(pool));
			const desk = await pool.connect();
			try {
				await desk.query('BEGIN');
				await desk.query(`UPDATE "bookings" SET "children" = 1 WHERE "id" = 'hotel-f-1'`);
				expect(await store.noteMissedChanges('hotel', TODAY)).toBe(9);
				await desk.query('ROLLBACK');
				expect(await store.noteMissedChanges('hotel', TODAY)).toBe(1);
			} finally {
				desk.release(true);
			}
		});
	}, 120_000);

	it('lets SelfKey write where our own tables are locked, however short its time limit is', async () => {
		await withPostgres(async (pool) => {
			await openHotel(pool, 'hotel', { rooms: 24, past: 0, future: 100 });
			const store = createSqlBookingStore(overPool(pool));
			const [lock, app] = [await pool.connect(), await pool.connect()];
			try {
				await lock.query('BEGIN');
				await lock.query('LOCK TABLE "booking_states" IN SHARE MODE');
				// Less than a second for each row, which is what it once took.
				await app.query(`SET statement_timeout = '20s'`);
				await app.query(`UPDATE "bookings" SET "adults" = "adults" + 1 WHERE "id" LIKE 'hotel-f-%'`);
				await lock.query('ROLLBACK');
				expect(await store.noteMissedChanges('hotel', TODAY)).toBe(100);
			} finally {
				lock.release(true);
				app.release(true);
			}
		});
	}, 120_000);

	it('runs the files under load, in whole transactions too, without a deadlock', async () => {
		await withPostgres(async (pool) => {
			const hotel = await openHotel(pool, 'hotel', { rooms: 24, past: 1_000, future: 100 });
			const before = await deadlocks(pool);
			let isStopped = false;
			const writing = (async () => {
				for (let index = 0; !isStopped; index++)
					await hotel.write([newStay(`w ${index}`, addDays(TODAY, 400 + index))]);
			})();
			const desk = (async () => {
				while (!isStopped)
					await pool.query(`UPDATE "bookings" SET "internalNote" = "internalNote" || 'x' WHERE "id" = 'hotel-f-1'`);
			})();
			const { options } = pool as unknown as { options: ConstructorParameters<typeof Pool>[0] };
			const migrating = new Client(options);
			await migrating.connect();
			for (let times = 0; times < 5; times++) {
				await runMigrations(pool);
				await migrating.query('BEGIN');
				await runMigrations(migrating);
				await migrating.query('COMMIT');
			}
			await migrating.end();
			isStopped = true;
			await Promise.all([writing, desk]);
			expect(await deadlocks(pool)).toBe(before);
		});
	}, 120_000);
});
