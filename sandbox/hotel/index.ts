export * from './booking';
export * from './hotel';
export { reservationStream, type Planned, type ReservationStream, type StreamOptions } from './stream';
export { cancelledStep, modifiedStep, newStep, sampleBooking, type SampleBooking, type SampleRoom } from './samples';
export { makeBooking, priceRoom, type BookingRequest, type Stay } from './make-booking';
export { seededRandom, type Random } from './random';
export { testCards } from './people';
export { addDays, daysBetween, isDate, nights } from './calendar';
