/** The SQL files do not get in the way of SelfKey's own schema, and can be taken out again. */
import { join } from 'node:path';
import { moneyFromDecimal } from '../../../core/reservation/money';
import { createSqlBookingStore } from '../../../selfkey';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables, runSqlFile, seedHotel } from '../../../sandbox/selfkey/tables';
import { actAtFrontDesk } from '../../../sandbox/selfkey/front-desk';
import { cancellation, reservation } from '../../support/booking-store/reservations';
import { TestHotel } from '../../support/booking-store/test-hotel';
import { paradise } from '../../support/selfkey-node';

const NIGHT = { room: '101', checkIn: '2026-03-29', checkOut: '2026-03-30' };

async function withDatabase(work: (database: Awaited<ReturnType<typeof openPglite>>) => Promise<void>): Promise<void> {
	const database = await openPglite();
	try {
		await createTables(database);
		await seedHotel(database, paradise);
		await work(database);
	} finally {
		await database.close();
	}
}

it(
	'can be run again',
	() =>
		withDatabase(async (database) => {
			await createTables(database);
			await actAtFrontDesk(database, paradise.slug).directSale(NIGHT);
			expect((await database.query('SELECT "event" FROM "booking_changes"')).rows).toEqual([{ event: 'created' }]);
		}),
	60_000,
);

it(
	'lets SelfKey change the types of its columns, add some, and drop some',
	() =>
		withDatabase(async (database) => {
			const house = actAtFrontDesk(database, paradise.slug);
			const id = await house.directSale(NIGHT);
			for (const statement of [
				`CREATE TYPE "PaymentStatus" AS ENUM ('pending', 'succeeded', 'failed')`,
				`ALTER TABLE "bookings" ALTER COLUMN "paymentStatus" DROP DEFAULT`,
				`ALTER TABLE "bookings" ALTER COLUMN "paymentStatus" TYPE "PaymentStatus" USING "paymentStatus"::"PaymentStatus"`,
				`ALTER TABLE "bookings" ALTER COLUMN "amount" TYPE NUMERIC(12, 2)`,
				`ALTER TABLE "bookings" ADD COLUMN "hasCat" BOOLEAN NOT NULL DEFAULT FALSE`,
				`ALTER TABLE "bookings" DROP COLUMN "clientVehicleNumber"`,
				// Of types that know no equality.
				`ALTER TABLE "bookings" ADD COLUMN "extras" JSON, ADD COLUMN "place" POINT`,
				`UPDATE "bookings" SET "extras" = '{}'`,
				`UPDATE "bookings" SET "place" = '(1,2)'`,
			]) {
				await database.query(statement);
			}
			await house.deskEdit(id, { lastName: 'Dupond' });
			await house.deleteBooking(id);
			expect((await database.query('SELECT "event" FROM "booking_changes" ORDER BY "id"')).rows).toEqual([
				{ event: 'created' },
				{ event: 'updated' },
				{ event: 'cancelled' },
			]);
		}),
	60_000,
);

it(
	'never makes a paid sale fail, even with our tables gone, as an ORM that does not know them would have it',
	() =>
		withDatabase(async (database) => {
			const house = actAtFrontDesk(database, paradise.slug);
			await database.query('DROP TABLE "booking_changes", "booking_states", "booking_external_references"');
			const id = await house.directSale(NIGHT);
			await house.deskEdit(id, { note: 'cot' });
			expect((await database.query('SELECT "id", "internalNote" FROM "bookings"')).rows).toEqual([
				{ id, internalNote: 'cot' },
			]);
			await house.deleteBooking(id);
			expect((await database.query('SELECT "id" FROM "bookings"')).rows).toEqual([]);
		}),
	60_000,
);

it(
	'publishes nothing in transactions that are not READ COMMITTED, and says so',
	() =>
		withDatabase(async (database) => {
			const store = createSqlBookingStore(database);
			const now = new Date('2026-03-01T08:00:00.000Z');
			await store.subscribe(paradise.slug, { subscriber: 'opera', wake: null }, null, now);
			await database.query(`SET default_transaction_isolation = 'repeatable read'`);
			const fault = { name: 'InstallationFault', message: expect.stringContaining('READ COMMITTED') as string };
			await expect(store.publishChanges(paradise.slug, now)).rejects.toMatchObject(fault);
			await expect(store.sendAgain(paradise.slug, 'opera', { from: '2026-03-01' }, now)).rejects.toMatchObject(fault);
		}),
	60_000,
);

it(
	'takes the bookings that are there as known: the first reader begins with them',
	() =>
		withDatabase(async (database) => {
			await runSqlFile(database, join(__dirname, '../../../selfkey/uninstall.sql'));
			const id = await actAtFrontDesk(database, paradise.slug).directSale({
				...NIGHT,
				checkIn: '2099-03-29',
				checkOut: '2099-03-30',
			});
			await createTables(database);
			expect((await database.query('SELECT "bookingId", "checkOut" FROM "booking_states"')).rows).toEqual([
				{ bookingId: id, checkOut: '2099-03-30' },
			]);
			await createTables(database);
			expect((await database.query('SELECT 1 FROM "booking_changes"')).rows).toEqual([]);
		}),
	60_000,
);

it(
	'leaves the bookings, and nothing else of ours, when it is taken out',
	() =>
		withDatabase(async (database) => {
			const house = actAtFrontDesk(database, paradise.slug);
			const id = await house.directSale(NIGHT);
			await runSqlFile(database, join(__dirname, '../../../selfkey/uninstall.sql'));
			await house.deskEdit(id, { note: 'cot' });
			expect((await database.query('SELECT "internalNote" FROM "bookings"')).rows).toEqual([{ internalNote: 'cot' }]);
			const ours = await database.query(
				`SELECT "relname" AS "name" FROM "pg_class" WHERE "relname" LIKE 'booking\\_%' UNION ALL SELECT "proname" FROM "pg_proc" WHERE "proname" LIKE 'booking\\_%'`,
			);
			expect(ours.rows).toEqual([]);
			await createTables(database);
			await house.cancelDirect(id);
			expect((await database.query('SELECT "event" FROM "booking_changes"')).rows).toEqual([{ event: 'cancelled' }]);
		}),
	60_000,
);

it(
	'leads on from a version that numbered the changes for readers with a cursor',
	() =>
		withDatabase(async (database) => {
			await database.query('DROP TABLE "booking_changes", "booking_feeds", "booking_subscribers", "booking_outbox"');
			await database.query(`CREATE TABLE "booking_changes" (
				"id" BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "hotelSlug" TEXT NOT NULL, "position" BIGINT,
				"transactionId" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint), "channel" TEXT NOT NULL, "propertyId" TEXT NOT NULL,
				"reservationId" TEXT NOT NULL, "originKind" TEXT NOT NULL, "integrationId" TEXT, "event" TEXT NOT NULL, "deleted" JSONB,
				"changedAt" TIMESTAMP(3) NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'), UNIQUE ("hotelSlug", "position"))`);
			await database.query(`CREATE UNIQUE INDEX "booking_changes_unread_key"
				ON "booking_changes" ("hotelSlug", "channel", "propertyId", "reservationId", "transactionId") WHERE "position" IS NULL`);
			await database.query(
				'CREATE TABLE "booking_feeds" ("hotelSlug" TEXT PRIMARY KEY, "feedId" TEXT NOT NULL, "published" BIGINT NOT NULL DEFAULT 0, "pruned" BIGINT NOT NULL DEFAULT 0)',
			);
			// One that was read, and one that was not.
			for (const [id, position] of [
				['read', 1],
				['unread', null],
			])
				await database.query(
					`INSERT INTO "booking_changes" ("hotelSlug", "position", "transactionId", "channel", "propertyId", "reservationId", "originKind", "event")
					VALUES ($1, $2, 7, 'selfkey', $1, $3, 'direct', 'created')`,
					[paradise.slug, position, id],
				);
			await database.query(`INSERT INTO "booking_feeds" VALUES ($1, 'abc', 1, 0)`, [paradise.slug]);
			await createTables(database);
			await createTables(database);
			await actAtFrontDesk(database, paradise.slug).directSale(NIGHT);
			expect((await database.query('SELECT "event" FROM "booking_changes"')).rows).toHaveLength(2);
			const store = createSqlBookingStore(database);
			const now = new Date();
			await store.subscribe(paradise.slug, { subscriber: 'opera', wake: null }, '2026-01-01', now);
			expect(await store.pendingChanges(paradise.slug, 'opera', 10, now)).toMatchObject([{ event: 'snapshot' }]);
			expect((await database.query('SELECT "event" FROM "booking_changes"')).rows).toEqual([]);
		}),
	60_000,
);

it(
	'takes a fee that an earlier version has left in a cancelled row out of it, and nothing else',
	() =>
		withDatabase(async (database) => {
			const opened = {
				...{ database, store: createSqlBookingStore(database), close: () => Promise.resolve() },
				transact: (work: Parameters<typeof database.transaction>[0]) => database.transaction(work),
			};
			const hotel = await TestHotel.create(opened as never, { types: { double: ['1', '2', '3', '4', '5'] } });
			const fee = { cancellationFee: moneyFromDecimal('80.1', 'EUR') };
			const ids = ['old', 'desk', 'paid', 'owner', 'stands'];
			for (const id of ids) await hotel.send(reservation({ id }));
			for (const id of ids.slice(0, 4)) await hotel.send(cancellation({ id, ...fee }));
			const of = (id: string) =>
				`"id" = (SELECT "bookingId" FROM "booking_external_references" WHERE "hotelSlug" = '${hotel.slug}' AND "reservationId" = '${id}')`;
			for (const id of ids.slice(0, 4)) {
				await hotel.query(`UPDATE "bookings" SET "amount" = 80.1, "ownerAmount" = 5 WHERE ${of(id)}`);
				await hotel.query(
					`UPDATE "booking_external_references" SET "baseline" = "baseline" || '{"amount": 80.1, "ownerAmount": 5}' WHERE "reservationId" = $1`,
					[id],
				);
			}
			await hotel.query(`UPDATE "bookings" SET "amount" = 40 WHERE ${of('desk')}`);
			await hotel.query(`UPDATE "bookings" SET "ownerAmount" = 6 WHERE ${of('owner')}`);
			await hotel.query(`UPDATE "bookings" SET "stripePaymentIntentId" = 'pi_1' WHERE ${of('paid')}`);
			const amounts = async () => (await hotel.bookings()).map(({ amount, ownerAmount }) => [amount, ownerAmount]);
			for (let times = 0; times < 2; times++) {
				await runSqlFile(database, join(__dirname, '../../../selfkey/migrations/0006_nothing_to_pay.sql'));
				expect(await amounts()).toEqual([
					[0, 0],
					[40, 5],
					[80.1, 5],
					[80.1, 6],
					[100, 0],
				]);
			}
			// It is what the handler itself would have written, and the fee is due all the same.
			expect((await hotel.send(cancellation({ id: 'old', ...fee }))).outcome).toBe('unchanged');
			expect((await amounts())[0]).toEqual([0, 0]);
			const { balance } = await hotel.pay({ reservation_key: 'booking.com/8011855/old', amount: 10 });
			expect(balance?.due.amount).toBe('70.10');
			const changes = `SELECT 1 FROM "booking_changes" WHERE "originKind" = 'frontDesk'`;
			expect(await hotel.query(changes)).toEqual([]);
		}),
	60_000,
);
