import { createSqlBookingStore } from '../../../selfkey';
import { openPglite } from '../../../sandbox/selfkey/pglite';
import { createTables } from '../../../sandbox/selfkey/tables';
import { describeBookingStore } from '../../support/booking-store-contract';

describeBookingStore(
	'SQL store on PGlite',
	async () => {
		const database = await openPglite();
		await createTables(database);
		return {
			database,
			transact: (work) => database.transaction(work),
			store: createSqlBookingStore(database),
			close: () => database.close(),
		};
	},
	'one',
);
