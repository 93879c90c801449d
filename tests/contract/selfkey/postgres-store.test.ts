import { Pool } from 'pg';
import { withPostgres } from '../../../bench/hotel-on-postgres';
import { createSqlBookingStore, overPool } from '../../../selfkey';
import { createTables } from '../../../sandbox/selfkey/tables';
import { describeBookingStore } from '../../support/booking-store-contract';
import { fillWithHistory, GROWING } from '../../support/plans/long-history';
import { RecordedStatements } from '../../support/plans/recorded-statements';
import { scannedBy } from '../../support/plans/scanned-tables';

const url = process.env['DATABASE_URL'];

/** Everything that the contract makes the store send. */
const sent = new RecordedStatements();

/**
 * Whoever looks for a person's data, or erases them, reads the hotel's whole history: nobody does that often, and no
 * index would be worth it.
 */
const READS_ALL = [
	{
		tables: ['bookings', 'booking_reservations', 'booking_external_references'],
		words: 'GROUP BY "channel", "propertyId", "reservationId" ORDER BY max("arrival")',
	},
	{ tables: ['integration_logs'], words: 'FROM "integration_logs" l JOIN "integrations" i' },
	{ tables: ['booking_payments'], words: 'UPDATE "booking_payments" p SET "note" = NULL' },
];

if (url) {
	describeBookingStore(
		'SQL store on PostgreSQL',
		async () => {
			const schema = `hotel_test_${process.pid}_${Date.now()}`;
			const pool = new Pool({ connectionString: url, max: 24, options: `-c search_path=${schema}` });
			await pool.query(`CREATE SCHEMA "${schema}"`);
			await createTables(pool);
			const close = async () => {
				await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
				await pool.end();
			};
			const database = overPool(pool);
			return {
				database: pool,
				transact: (work) => database.transaction(work),
				store: createSqlBookingStore(sent.record(database)),
				close,
			};
		},
		'many',
	);

	describe('the statements of the whole contract', () => {
		// Alone, without the contract before it, it has nothing to look at.
		it('read no table that grows with the history from end to end', async () => {
			await withPostgres(async (pool) => {
				await fillWithHistory(pool, 'hotel', '2026-03-01');
				const ofTheHotel = (value: unknown): unknown => {
					if (Array.isArray(value)) return value.map(ofTheHotel);
					return typeof value === 'string' ? value.replace(/^(integration-)?hotel-\d+-\d+$/, 'hotel') : value;
				};
				const statements = [...sent.statements()];
				expect(new Set(statements.map(({ text }) => text)).size).toBeGreaterThan(100);
				const found: Array<{ text: string; tables: string[] }> = [];
				for (const { text, values } of statements) {
					const allowed = READS_ALL.filter(({ words }) => text.includes(words)).flatMap(({ tables }) => tables);
					const tables = (await scannedBy(pool, text, values.map(ofTheHotel))).filter(
						(table) => GROWING.includes(table) && !allowed.includes(table),
					);
					if (tables.length > 0) found.push({ text, tables });
				}
				expect(found).toEqual([]);
			});
		}, 600_000);
	});
} else {
	describe('SQL store on PostgreSQL', () => {
		it.skip('SKIPPED: set DATABASE_URL to a PostgreSQL database to run the contract there too', () => {});
	});
}
