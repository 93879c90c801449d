/** What each operation gives out, for the editor. A request that is no booking gives `airbnb` alone. */
import { reservationOutput, reservationPageOutput } from '../../../shared/reservation-output';
import { object, text, withFields } from '../../../shared/operations/output-schema';

const reservation = withFields(reservationOutput, { airbnb: object({ status: text, meaning: text }) });

export const outputs = { get: reservation, getAll: reservation, getPage: reservationPageOutput };
