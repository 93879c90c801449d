/** The SQL files do not get in the way of SelfKey's own schema, and can be taken out again. */
import { join } from 'node:path';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables, runSqlFile, seedHotel } from '../../../sandbox/selfkey/tables';
import { actAtFrontDesk } from '../../../sandbox/selfkey/front-desk';
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
