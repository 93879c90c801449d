import { list, number, object, text, textOrNull, withFields, yesOrNo } from '../shared/operations/output-schema';
import { reservationOutput } from '../shared/reservation-output';

/** Which of OPERA's reservations it is, one for each room. */
const stay = object({
	reservationId: text,
	confirmationNumber: textOrNull,
	status: text,
	roomId: textOrNull,
	arrival: textOrNull,
	departure: textOrNull,
});

/** What OPERA was told last of a room, where it is a report. */
const written = object({ roomStayId: text, checkIn: text, checkOut: text, adults: number, children: number });

export const output = withFields(reservationOutput, {
	opera: object({ hotelId: text, isReport: yesOrNo, reservations: list(stay), lastWritten: list(written) }),
});
