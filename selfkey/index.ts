/** What SelfKey's app needs to mount the webhook; see the README beside this file. */
export { createSelfKeyHandler, type SelfKeyHandlerOptions } from './handler';
export { IDENTITY_SENTINEL, isIdentityMissing, type IdentityValues } from './identity';
export type { Applied, AppliedBooking } from './apply/apply';
export type { EventResult } from './process';
export type { IntegrationSettings, OwnerAmountRule } from './settings';
export { DataRefused } from './store';
export type { BookingStore, BookingValues, ExternalReference, HotelTransaction, Integration, LogEntry, ReservationKey, Room, StoredStay, WrittenValues } from './store';
export type { Warning, WarningCode } from './warnings';
export { createSqlBookingStore, type SqlStoreOptions } from './sql/store';
export { hotelLockNumber } from './sql/lock';
export type { SqlClient, SqlDatabase } from './sql/client';
export { overPool, type PoolClientLike, type PoolLike } from './sql/pool';
export { createPrismaBookingStore } from './prisma/store';
export { overPrisma, type PrismaDatabaseOptions, type PrismaLike, type PrismaTransactionLike } from './prisma/database';
