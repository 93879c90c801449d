/**
 * What both triggers give out, for the editor: one of a folder is asked for like the other. `status` and `meaning` are of the
 * API, the rest of a calendar.
 */
import { object, text, withFields } from '../shared/operations/output-schema';
import { reservationOutput } from '../shared/reservation-output';

export const output = withFields(reservationOutput, {
	airbnb: object({ status: text, meaning: text, source: text, listingId: text, kind: text }),
});
