/** What each operation gives out, for the editor. */
import { reservationOutput } from '../../../shared/reservation-output';
import { list, number, object, text, textOrNull, withFields } from '../../../shared/operations/output-schema';

export const outputs = {
	upsert: withFields(reservationOutput, {
		selfKey: object({
			hotelSlug: text,
			outcome: text,
			bookings: list(
				object({ id: text, bookingNumber: number, roomStayId: text, roomId: textOrNull, roomName: textOrNull }),
			),
			availability: list(object({ roomTypeId: text, start: text, end: text, available: number })),
			warnings: list(object({ code: text, message: text, roomStayId: text })),
		}),
	}),
};
