export { startAirbnb, type AirbnbOptions, type AirbnbSandbox } from './server';
export { airbnbSeason, pricesOf, sampleReservation, type AirbnbSeason, type AirbnbStep } from './season';
export { endDateOf, payoutOf, type AirbnbReservation, type Prices, type StatusType } from './reservation';
export { hostOf, type Host, type Listing } from './listings';
export type { Application } from './oauth';
export type { FaultKind } from './faults';
export type { Action, Reply } from './notifications';
