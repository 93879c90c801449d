/** What each operation gives out, for the editor. A closure gives `airbnb` alone. */
import { reservationOutput, reservationPageOutput } from '../../../shared/reservation-output';
import { number, object, text, withFields } from '../../../shared/operations/output-schema';

export const outputs = {
	create: object({ calendar: text, contentType: text, events: number }),
	getPage: reservationPageOutput,
	read: withFields(reservationOutput, { airbnb: object({ source: text, listingId: text, kind: text }) }),
};
