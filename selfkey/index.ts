/** What SelfKey's app needs to mount the webhook; see the README beside this file. */
export { createSelfKeyHandler, type SelfKeyHandlerOptions } from './webhook/handler';
export { createSelfKeyHooks, type SelfKeyHooks } from './hooks';
export type { Delivery, DeliveryPage } from './change-feed/deliveries';
export type { HouseKind, Origin, OriginKind } from '../core/channel/origin';
export type { FeedBooking, FeedReservation } from './change-feed/reservation-state';
export type {
	AcknowledgementResult,
	ChangeEvent,
	ChangeFeedStore,
	DeletedBooking,
	DeliveryReference,
	NewChange,
	PendingChange,
	StateStay,
	StoredState,
	Subscriber,
	WaitingDelivery,
} from './ports/change-feed';
export type { ConflictKind, OccupancySnapshot, ActiveStay, RoomMove, StayReference } from './ports/occupancy';
export type { ResolvedConflicts } from './room-conflicts/resolve-room-conflicts';
export { isFresh, SIGNED_GET_WINDOW_MS, signGet, stringToSign, verifyGet } from '../core/webhook/signed-get';
export { IDENTITY_SENTINEL, isIdentityMissing } from './identity/guest-registration';
export type {
	ErasedBooking,
	Erasure,
	PersonalBooking,
	PersonalDataRows,
	PersonalDataStore,
	PersonalRecord,
	PersonQuery,
} from './ports/personal-data';
export type { BookingReference, EnteredIdentity, IdentityEntered, IdentityValues } from './ports/records';
export type { Applied, AppliedBooking } from './reservations/write-reservation';
export type { EventResult } from './webhook/process-events';
export { ValidationError } from '../core/payload/field-reader';
export type { Balance, PaymentEvent } from '../core/payment/payment-event';
export type { BookingPayments, PaymentPlace, PaymentView, UnmatchedPayment } from './payments/payments-view';
export type {
	Folio,
	FolioBooking,
	Ledger,
	LedgerEntry,
	LedgerReader,
	MinorAmount,
	PaymentKind,
	PaymentReferences,
	ResolvedReference,
} from './ports/folio';
export type { UnmatchedPaymentId } from './payments/assign-payment';
export type { PaymentApplied } from './payments/record-payment';
export type { IntegrationSettings, OwnerAmountRule } from './settings/integration-settings';
export { InstallationFault, UnstorableData } from './ports/booking-store';
export type { BookingStore, ExternalReference, HotelTransaction, LogEntry, StoredStay } from './ports/booking-store';
export type {
	BookingValues,
	IdentityMissing,
	Integration,
	NewDelivery,
	ReservationKey,
	Room,
	RoomlessStay,
	BaselineValues,
} from './ports/records';
export type { Warning, WarningCode } from './ports/warnings';
export { createSqlBookingStore, type SqlStoreOptions } from './sql/sql-booking-store';
export { hotelLockNumber } from './sql/hotel-lock';
export type { SqlClient, SqlDatabase } from './sql/client';
export { overPool, type PoolClientLike, type PoolLike } from './sql/pool';
export { createPrismaBookingStore } from './prisma/prisma-booking-store';
export {
	overPrisma,
	type PrismaDatabaseOptions,
	type PrismaLike,
	type PrismaTransactionLike,
} from './prisma/over-prisma';
