/** A change of SelfKey's in an item, for the editor's preview. */
import {
	list,
	number,
	numberOrNull,
	object,
	orNull,
	text,
	textOrNull,
	withFields,
} from '../../shared/operations/output-schema';
import { balanceOutput } from '../../shared/money-output';
import { reservationOutput } from '../../shared/reservation-output';

const origin = object({ kind: text, channel: text });

const booking = object({
	id: text,
	bookingNumber: number,
	bookingType: text,
	roomStayId: text,
	roomId: textOrNull,
	roomName: textOrNull,
	conflicts: list(text),
	typeRooms: list(text),
	channelSaid: object({ checkIn: textOrNull, checkOut: textOrNull, adults: numberOrNull, children: numberOrNull }),
});

/** The reservation as it is now, SelfKey's bookings of it, and what has changed. */
export const changeOutput = withFields(reservationOutput, {
	selfKey: object({
		bookings: list(booking),
		payments: balanceOutput,
		change: object({
			key: text,
			position: number,
			subscriber: text,
			event: text,
			origin: orNull(origin),
			origins: list(origin),
			at: text,
			attempts: number,
			reason: textOrNull,
		}),
	}),
});
