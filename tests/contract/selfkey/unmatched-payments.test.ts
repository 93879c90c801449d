import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables } from '../../../sandbox/selfkey/tables';
import { createSelfKeyHooks, createSqlBookingStore } from '../../../selfkey';
import type { SqlClient, SqlDatabase } from '../../../selfkey/sql/client';

describe('the desk’s list', () => {
	it('takes no lock and no more queries for thousands than for one, unless there is something to apply', async () => {
		const database = await openPglite();
		try {
			await createTables(database);
			let [queries, transactions] = [0, 0];
			const counting = ({ query }: SqlClient): SqlClient => ({
				query: (text, params) => {
					queries += 1;
					return query(text, params);
				},
			});
			const counted: SqlDatabase = {
				...counting({ query: (text, params) => database.query(text, params) }),
				transaction: (work) => {
					transactions += 1;
					return database.transaction((client) =>
						work(counting({ query: (text, params) => client.query(text, params) })),
					);
				},
			};
			const hooks = createSelfKeyHooks({ store: createSqlBookingStore(counted) });
			await database.query(
				`INSERT INTO "establishments" ("id", "slug", "name", "city", "country") VALUES ('e', 'h', 'h', 'Vevey', 'CH')`,
			);
			const keep = (from: number, to: number) =>
				database.query(
					`INSERT INTO "booking_payments" ("hotelSlug", "kind", "externalId", "paymentId", "minor", "exponent", "currency", "receivedAt", "integrationId", "givenBookingId", "givenReservationKey", "givenBookingNumber")
					SELECT 'h', CASE WHEN i % 2 = 0 THEN 'refund' ELSE 'payment' END, 'P' || i, 'P' || (i - i % 2), 100, 2, 'CHF', now(), 'i', 'b' || i, 'opera/1/' || i, 1500000000 + i FROM generate_series($1::int, $2::int) i`,
					[from, to],
				);
			const look = async () => {
				[queries, transactions] = [0, 0];
				return { unmatched: (await hooks.unmatchedPayments('h')).length, queries, transactions };
			};
			await keep(1, 2);
			const few = await look();
			await keep(3, 2000);
			expect(await look()).toEqual({ ...few, unmatched: 2000, transactions: 0 });
			expect(few.queries).toBeLessThan(10);
		} finally {
			await database.close();
		}
	});
});
