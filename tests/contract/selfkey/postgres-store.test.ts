import { Pool } from 'pg';
import { createSqlBookingStore, overPool } from '../../../selfkey';
import { createTables } from '../../../sandbox/selfkey/tables';
import { describeBookingStore } from '../../support/booking-store-contract';

const url = process.env['DATABASE_URL'];

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
				store: createSqlBookingStore(database),
				close,
			};
		},
		'many',
	);
} else {
	describe('SQL store on PostgreSQL', () => {
		it.skip('SKIPPED: set DATABASE_URL to a PostgreSQL database to run the contract there too', () => {});
	});
}
