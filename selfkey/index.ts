/** What SelfKey's app needs to mount the webhook; see the README beside this file. */
export { createSelfKeyHandler, type SelfKeyHandlerOptions } from './handler';
export { createSelfKeyHooks, type SelfKeyHooks } from './hooks';
export type { FeedChange, FeedPage } from './feed/page';
export type { FeedBooking, FeedReservation } from './feed/state';
export type {
	ChangeEvent,
	DeletedBooking,
	FeedMark,
	FeedStore,
	NewChange,
	StateStay,
	StoredChange,
	StoredState,
} from './feed/port';
export type { ConflictKind, House, HouseStay, RoomMove, StayReference } from './settle/port';
export type { Settled } from './settle/settle';
export { isFresh, SIGNED_GET_WINDOW_MS, signGet, stringToSign, verifyGet } from '../nodes/shared/webhook/signedGet';
export { IDENTITY_SENTINEL, isIdentityMissing, type IdentityValues } from './identity';
export type { Applied, AppliedBooking } from './apply/apply';
export type { EventResult } from './process';
export { RefusedEvent } from '../nodes/shared/payload/reader';
export type { Balance, PaymentEvent } from '../nodes/shared/payment/model';
export type { BookingPayments, KeptPayment, PaymentView } from './payments/answer';
export type {
	Account,
	AccountBooking,
	Ledger,
	LedgerEntry,
	LedgerReader,
	MinorAmount,
	PaymentKind,
	PaymentReferences,
	ResolvedReference,
} from './payments/port';
export type { KeptPaymentId } from './payments/assign';
export type { PaymentApplied } from './payments/record';
export type { IntegrationSettings, OwnerAmountRule } from './settings';
export { DataRefused } from './store';
export type {
	BookingStore,
	BookingValues,
	ExternalReference,
	HotelTransaction,
	IdentityMissing,
	Integration,
	LogEntry,
	NewDelivery,
	ReservationKey,
	Room,
	StoredStay,
	WrittenValues,
} from './store';
export type { Warning, WarningCode } from './warnings';
export { createSqlBookingStore, type SqlStoreOptions } from './sql/store';
export { hotelLockNumber } from './sql/lock';
export type { SqlClient, SqlDatabase } from './sql/client';
export { overPool, type PoolClientLike, type PoolLike } from './sql/pool';
export { createPrismaBookingStore } from './prisma/store';
export { overPrisma, type PrismaDatabaseOptions, type PrismaLike, type PrismaTransactionLike } from './prisma/database';
