/** The booking store for an app that has a Prisma client. */
import { createSqlBookingStore, type SqlStoreOptions } from '../sql/sql-booking-store';
import type { BookingStore } from '../ports/booking-store';
import { overPrisma, type PrismaDatabaseOptions, type PrismaLike } from './over-prisma';

/**
 * The SQL store over the app's own Prisma client: the same statements, locks and guarantees as over a `pg`
 * pool, on the connections that the app has already. Only raw queries are used, so the app's models may be
 * named as they like; extensions for queries see `$queryRawUnsafe`, those for models see nothing.
 */
export function createPrismaBookingStore(
	prisma: PrismaLike,
	{ clock, ...options }: SqlStoreOptions & PrismaDatabaseOptions = {},
): BookingStore {
	return createSqlBookingStore(overPrisma(prisma, options), clock === undefined ? {} : { clock });
}
