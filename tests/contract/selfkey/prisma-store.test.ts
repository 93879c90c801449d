import { Pool } from 'pg';
import {
	createPrismaBookingStore,
	UnstorableData,
	overPool,
	type LogEntry,
	type PrismaLike,
	type PrismaTransactionLike,
} from '../../../selfkey';
import { createTables } from '../../../sandbox/selfkey/tables';
import { describeBookingStore } from '../../support/booking-store-contract';
import { PrismaProject, type PrismaClient } from './prisma-client';

const url = process.env['DATABASE_URL'];
const NAME = 'Prisma store on PostgreSQL, with a generated Prisma 6 client';

type Kind = 'text' | 'number' | 'boolean' | 'texts' | 'null';

/** PostgreSQL's types that a value may meet in a driver that converts nothing, as Prisma's native engine does not. */
const FITTING: Record<Exclude<Kind, 'null'>, readonly string[]> = {
	text: ['text', 'jsonb'],
	number: ['integer', 'bigint', 'numeric'],
	boolean: ['boolean'],
	texts: ['text[]'],
};

interface Statement {
	text: string;
	kinds: Kind[];
}

const statements = new Map<string, Statement>();

function kindOf(value: unknown): Kind {
	if (value === null) return 'null';
	if (typeof value === 'string') return 'text';
	if (typeof value === 'number') return 'number';
	if (typeof value === 'boolean') return 'boolean';
	if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return 'texts';
	throw new Error(`A statement has a parameter that no Prisma engine is known to send alike: ${typeof value}`);
}

/** Remembers each statement with the kinds of its values. */
function recorded<Client extends PrismaTransactionLike>(client: Client): PrismaTransactionLike {
	return {
		$queryRawUnsafe(text, ...values) {
			const kinds = values.map(kindOf);
			statements.set(JSON.stringify([text, kinds]), { text, kinds });
			return client.$queryRawUnsafe(text, ...values);
		},
	};
}

function recordedClient(client: PrismaLike): PrismaLike {
	return {
		...recorded(client),
		$transaction: (work, options) => client.$transaction((transaction) => work(recorded(transaction)), options),
	};
}

if (url) {
	let pool: Pool;
	let project: PrismaProject;
	let prisma: PrismaClient;
	let schema: string;

	describeBookingStore(
		NAME,
		async () => {
			schema = `hotel_prisma_${process.pid}_${Date.now()}`;
			pool = new Pool({ connectionString: url, max: 24, options: `-c search_path=${schema}` });
			project = await PrismaProject.create();
			await project.generate();
			await pool.query(`CREATE SCHEMA "${schema}"`);
			await createTables(pool);
			prisma = project.open(url, schema, 24);
			const transact = overPool(pool).transaction;
			return {
				database: pool,
				transact,
				store: createPrismaBookingStore(recordedClient(prisma)),
				close: async () => {},
			};
		},
		'many',
	);

	describe(`${NAME}: what the contract leaves open`, () => {
		afterAll(async () => {
			await prisma?.$disconnect();
			await project?.remove();
			await pool?.query(`DROP SCHEMA "${schema}" CASCADE`);
			await pool?.end();
		});

		const entry = (message: string): LogEntry => ({
			integrationId: 'nobody',
			status: 'success',
			message,
			data: { eventType: null, key: null, outcome: 'created', warnings: [] },
		});

		it('knows from the real client’s errors what can never be stored', async () => {
			const store = createPrismaBookingStore(prisma);
			await expect(store.transaction('h', (transaction) => transaction.log(entry('a\0b')))).rejects.toBeInstanceOf(
				UnstorableData,
			);
			await expect(
				store.transaction('h', (transaction) => transaction.log(entry('no such integration'))),
			).rejects.toMatchObject({ code: '23503' });
		});

		it('keeps nothing of a transaction that takes too long, and serves the next', async () => {
			const store = createPrismaBookingStore(prisma, { timeout: 300 });
			const slow = store.transaction('slow', async (transaction) => {
				await transaction.saveConflict('slow', 'no_room');
				await pool.query('SELECT pg_sleep(1)');
				await transaction.rooms();
			});
			await expect(slow).rejects.toMatchObject({ code: 'P2028' });
			expect(await store.transaction('slow', (transaction) => transaction.rooms())).toEqual([]);
			expect((await pool.query(`SELECT 1 FROM "booking_conflicts" WHERE "bookingId" = 'slow'`)).rows).toEqual([]);
		});

		it('serves more writers of several hotels than it has connections', async () => {
			const narrow = project.open(url, schema, 2);
			try {
				const store = createPrismaBookingStore(narrow);
				const hotels = ['narrow-a', 'narrow-b', 'narrow-c'];
				await Promise.all(
					Array.from({ length: 48 }, (_, index) =>
						store.transaction(hotels[index % hotels.length]!, async (transaction) => {
							const { conflicts } = await transaction.occupancy('2026-03-01');
							// Who is not alone here counts what another counts too.
							await transaction.saveConflict(`${hotels[index % hotels.length]} ${conflicts.length}`, 'no_room');
						}),
					),
				);
				for (const hotel of hotels) expect((await store.occupancy(hotel, '2026-03-01')).conflicts).toHaveLength(16);
			} finally {
				await narrow.$disconnect();
			}
		});

		it('lets the app ask our tables through the models of hotel.prisma', async () => {
			const key = { hotelSlug: 'models', channel: 'c', propertyId: 'p', reservationId: 'r' };
			const moment = new Date('2026-03-29T01:30:00.123Z');
			const stay = {
				...key,
				roomStayId: '1',
				bookingId: 'models',
				baseline: { checkInDate: '2026-03-29' },
				identityMissing: true,
			};
			await prisma.bookingExternalReference.create({ data: { ...stay, createdAt: moment, updatedAt: moment } });
			const found = await prisma.bookingExternalReference.findMany({
				where: { hotelSlug: 'models', identityMissing: true },
			});
			expect(found).toEqual([
				{ ...stay, createdAt: moment, updatedAt: moment, roomName: null, codeSentAt: null, overwritten: null },
			]);
			const change = await prisma.bookingChange.create({ data: { ...key, originKind: 'frontDesk', event: 'updated' } });
			expect(change).toMatchObject({ changedAt: expect.any(Date), transactionId: expect.anything() });
		});

		it('sends every value as the type that PostgreSQL expects, since not every engine of Prisma converts', async () => {
			const client = await pool.connect();
			const faults: string[] = [];
			try {
				for (const { text, kinds } of statements.values()) {
					if (kinds.length === 0) continue;
					await client.query(`PREPARE looked_at AS ${text}`);
					const { rows } = await client.query<{ types: string[] }>(
						'SELECT parameter_types::text[] AS types FROM pg_prepared_statements',
					);
					await client.query('DEALLOCATE looked_at');
					kinds.forEach((kind, index) => {
						const type = rows[0]?.types[index] ?? 'nothing';
						if (kind !== 'null' && !FITTING[kind].includes(type))
							faults.push(`$${index + 1} is ${kind} and meets ${type}: ${text}`);
					});
				}
			} finally {
				client.release();
			}
			expect(faults).toEqual([]);
			// Fewer where not all of the contract was run.
			expect(statements.size).toBeGreaterThan(20);
		});
	});
} else {
	describe(NAME, () => {
		it.skip('SKIPPED: set DATABASE_URL to a PostgreSQL database to run the contract there', () => {});
	});
}
