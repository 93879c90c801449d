/** What both triggers give out, for the editor: one of a folder is asked for like the other. */
import { object, text, withFields } from '../shared/operations/output-schema';
import { reservationOutput } from '../shared/reservation-output';

export const output = withFields(reservationOutput, { airbnb: object({ status: text, meaning: text }) });
