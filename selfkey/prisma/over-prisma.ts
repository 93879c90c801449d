/**
 * A Prisma client as the SQL store's database. Structural, so that nothing here depends on Prisma, and an
 * app's client fits with its extensions and whatever models it has.
 */
import type { SqlClient, SqlDatabase } from '../sql/client';
import { sqlStateOf } from './sql-state';

/** What is used of a client inside a transaction. */
export interface PrismaTransactionLike {
	$queryRawUnsafe(query: string, ...values: unknown[]): PromiseLike<unknown>;
}

/** What is used of a client. Interactive transactions need Prisma 4.7 or later; tried with 6. */
export interface PrismaLike extends PrismaTransactionLike {
	$transaction<T>(
		work: (transaction: PrismaTransactionLike) => Promise<T>,
		options?: { maxWait?: number; timeout?: number; isolationLevel?: 'ReadCommitted' },
	): Promise<T>;
}

export interface PrismaDatabaseOptions {
	/** How long to wait for a connection, in milliseconds. Default 20 000; Prisma's own 2 000 is less than one busy writer takes. */
	maxWait?: number;
	/**
	 * How long a transaction may take, in milliseconds, the wait for the hotel's lock included. Default 60 000.
	 * To stay well above the 20 s after which PostgreSQL itself gives up that wait: what it gives up is
	 * rolled back in order, while a client that gives up first leaves a statement running.
	 */
	timeout?: number;
}

/** A statement that PostgreSQL refused, with the SQLSTATE where every driver has it. */
class StatementRefused extends Error {
	override readonly name = 'StatementRefused';

	constructor(
		readonly code: string,
		cause: unknown,
	) {
		// Not the database's own words: they quote values, and those are a guest's.
		super(`PostgreSQL refused a statement (SQLSTATE ${code})`, { cause });
	}
}

/** Wraps a Prisma client for PostgreSQL; the caller keeps the client and disconnects it. */
export function overPrisma(
	prisma: PrismaLike,
	{ maxWait = 20_000, timeout = 60_000 }: PrismaDatabaseOptions = {},
): SqlDatabase {
	return {
		...clientOver(prisma),
		transaction: (work) =>
			prisma.$transaction((transaction) => work(clientOver(transaction)), {
				...{ maxWait, timeout },
				isolationLevel: 'ReadCommitted',
			}),
	};
}

function clientOver(prisma: PrismaTransactionLike): SqlClient {
	return {
		async query(text, params = []) {
			try {
				// "Unsafe" is Prisma's word for a text of its caller's; every value goes apart from it, as a parameter.
				const rows = await prisma.$queryRawUnsafe(text, ...params);
				return { rows: Array.isArray(rows) ? rows : [] };
			} catch (error) {
				const code = sqlStateOf(error);
				throw code === null ? error : new StatementRefused(code, error);
			}
		},
	};
}
