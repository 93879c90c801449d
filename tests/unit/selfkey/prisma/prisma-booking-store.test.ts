/** What lies between the SQL store and a Prisma client, over a client that does as it is told. */
import fc from 'fast-check';
import { createPrismaBookingStore, UnstorableData, overPrisma, type PrismaLike } from '../../../../selfkey';
import { assertProperty } from '../../../support/property';

const GUEST = 'Dupont';

/** A raw query that PostgreSQL refused, as Prisma throws it: its own engine's way, and a driver adapter's. */
const refusals: Array<[string, (code: string) => Error]> = [
	[
		'Prisma’s native engine',
		(code) => Object.assign(new Error(`Raw query failed. ${GUEST}`), { code: 'P2010', meta: { code, message: GUEST } }),
	],
	[
		'a driver adapter',
		(code) => {
			const cause = { originalCode: code, originalMessage: GUEST, kind: 'ValueOutOfRange' };
			return Object.assign(new Error(`Raw query failed. ${GUEST}`), {
				code: 'P2010',
				meta: { driverAdapterError: { cause } },
			});
		},
	],
];

function failing(error: Error): PrismaLike {
	const $queryRawUnsafe = async () => Promise.reject(error);
	return { $queryRawUnsafe, $transaction: (work) => work({ $queryRawUnsafe }) };
}

describe('a Prisma client as the store’s database', () => {
	it.each(refusals)('tells data that can never be stored from a passing failure, over %s', async (_engine, refusal) => {
		for (const code of ['22P05', '23514', 'P0001']) {
			const refused = createPrismaBookingStore(failing(refusal(code))).transaction('h', async () => 1);
			await expect(refused).rejects.toBeInstanceOf(UnstorableData);
		}
		for (const code of ['23505', '23503', '40P01', '55P03', '53300']) {
			const passing = createPrismaBookingStore(failing(refusal(code))).transaction('h', async () => 1);
			await expect(passing).rejects.toMatchObject({
				code,
				message: `PostgreSQL refused a statement (SQLSTATE ${code})`,
			});
		}
	});

	it.each(refusals)(
		'keeps the database’s words, which quote values, out of the message, over %s',
		async (_engine, refusal) => {
			const original = refusal('23505');
			const error: unknown = await overPrisma(failing(original))
				.query('INSERT')
				.catch((reason: unknown) => reason);
			expect((error as Error).message).not.toContain(GUEST);
			expect((error as Error).cause).toBe(original);
		},
	);

	it('leaves alone what is no refusal of PostgreSQL, whatever it looks like', async () => {
		const codes = fc.constantFrom('P2024', 'P2028', 'P1001', '22P05', undefined);
		const metas = fc.oneof(
			fc.jsonValue(),
			fc.constant({ code: '22P05' }),
			fc.constant({ driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } }),
		);
		await assertProperty(
			fc.asyncProperty(codes, metas, async (code, meta) => {
				const error = Object.assign(new Error('down'), { code, meta });
				await expect(overPrisma(failing(error)).query('SELECT 1')).rejects.toBe(error);
			}),
		);
		const unreachable = Object.assign(new Error('down'), {
			code: 'P2010',
			meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } },
		});
		await expect(overPrisma(failing(unreachable)).query('SELECT 1')).rejects.toBe(unreachable);
	});

	it('gives the text and each value apart, inside a transaction to the transaction’s own client', async () => {
		const seen: unknown[] = [];
		const client = (name: string) => ({
			$queryRawUnsafe: async (text: string, ...values: unknown[]) => {
				seen.push([name, text, values]);
				return [{ a: 1 }];
			},
		});
		const database = overPrisma({ ...client('outside'), $transaction: (work) => work(client('inside')) });
		expect(await database.query('A')).toEqual({ rows: [{ a: 1 }] });
		await database.transaction((transaction) => transaction.query('B $1 $2', [['x'], null]));
		expect(seen).toEqual([
			['outside', 'A', []],
			['inside', 'B $1 $2', [['x'], null]],
		]);
	});

	it('waits longer than PostgreSQL waits for the hotel’s lock, unless told otherwise', async () => {
		const given: unknown[] = [];
		const prisma: PrismaLike = {
			$queryRawUnsafe: async () => [],
			$transaction: (work, options) => {
				given.push(options);
				return work({ $queryRawUnsafe: async () => [] });
			},
		};
		await createPrismaBookingStore(prisma).transaction('h', async () => 1);
		await createPrismaBookingStore(prisma, { maxWait: 1, timeout: 2 }).transaction('h', async () => 1);
		expect(given).toEqual([
			{ maxWait: 20_000, timeout: 60_000, isolationLevel: 'ReadCommitted' },
			{ maxWait: 1, timeout: 2, isolationLevel: 'ReadCommitted' },
		]);
	});

	it('takes the clock that it is given', async () => {
		const texts: unknown[] = [];
		const prisma: PrismaLike = {
			$queryRawUnsafe: async (_text, ...values) => {
				texts.push(...values);
				return [];
			},
			$transaction: () => Promise.reject(new Error('not used')),
		};
		await createPrismaBookingStore(prisma, { clock: () => new Date('2026-03-29T01:30:00.123Z') }).noteCodeSent('b');
		expect(texts).toEqual(['b', '2026-03-29 01:30:00.123']);
	});
});
