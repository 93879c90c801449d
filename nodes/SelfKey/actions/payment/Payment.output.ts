/** What each operation gives out, for the editor. */
import { balanceOutput } from '../../../shared/money-output';
import { list, number, object, orNull, text, textOrNull } from '../../../shared/operations/output-schema';

export const outputs = {
	create: object({
		selfKey: object({
			hotelSlug: text,
			outcome: text,
			payment: object({ id: text, kind: text }),
			reservationKey: textOrNull,
			balance: orNull(balanceOutput),
			bookings: list(object({ id: text, bookingNumber: number })),
			warnings: list(object({ code: text })),
		}),
	}),
	get: object({ selfKey: object({ hotelSlug: text, reservationKey: textOrNull, problem: textOrNull }) }),
};
