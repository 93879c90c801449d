export * from './booking';
export * from './hotel';
export { reservationStream, type Planned, type ReservationStream, type StreamOptions } from './stream';
export { makeBooking, priceRoom, type BookingRequest, type Stay } from './make-booking';
export { seededRandom, type Random } from './random';
export { testCards } from './people';
export { addDays, daysBetween, isDate, nights } from './calendar';
