export { payloadOf, ReservationSystem, type OwnReservation, type SystemOptions } from './system';
export { reservationSeason, type SeasonOptions } from './season';
