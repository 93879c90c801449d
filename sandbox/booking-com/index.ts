export { startBookingCom, type BookingComSandbox, type BookingComStatistics } from './server';
export type { BookingComOptions } from './options';
export type { Credentials } from './auth';
export type { FaultKind, FaultOptions, FaultScope } from './faults';
export type { LoggedRequest, Route } from './request-log';
export type { DayAvailability, DayRate } from './ari-state';
