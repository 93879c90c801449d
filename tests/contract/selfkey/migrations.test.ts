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
				`ALTER TABLE "bookings" DROP CONSTRAINT "bookings_paymentStatus_check"`,
				`ALTER TABLE "bookings" ALTER COLUMN "paymentStatus" DROP DEFAULT`,
				`ALTER TABLE "bookings" ALTER COLUMN "paymentStatus" TYPE "PaymentStatus" USING "paymentStatus"::"PaymentStatus"`,
				`ALTER TABLE "bookings" ALTER COLUMN "amount" TYPE NUMERIC(12, 2)`,
				`ALTER TABLE "bookings" ADD COLUMN "hasDog" BOOLEAN NOT NULL DEFAULT FALSE`,
				`ALTER TABLE "bookings" DROP COLUMN "clientVehicleNumber"`,
			]) {
				await database.query(statement);
			}
			await house.deskEdit(id, { note: 'cot' });
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
