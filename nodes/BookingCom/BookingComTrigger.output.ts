import { object, text, textOrNull, withFields } from '../shared/operations/output-schema';
import { reservationOutput } from '../shared/reservation-output';

export const output = withFields(reservationOutput, { bookingCom: object({ queue: text, ruid: textOrNull }) });
