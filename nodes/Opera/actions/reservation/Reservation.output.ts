/** What each operation gives out, for the editor. */
import type { GuestOutcome } from '../../guests/upsert-guest';
import type { OperaNight, OperaStay } from '../../reservations/opera-stay';
import type { BookingCodes } from '../../codes/codes';
import type { WrittenStay } from '../../reservations/written-mark';
import type { Written, WrittenRoom } from '../../reservations/write-reservation';
import { reservationOutput, reservationPageOutput } from '../../../shared/reservation-output';
import {
	list,
	number,
	numberOrNull,
	object,
	orNull,
	text,
	textOrNull,
	withFields,
	yesOrNo,
} from '../../../shared/operations/output-schema';

const stay = object<OperaStay>({
	reservationId: text,
	confirmationNumber: textOrNull,
	status: text,
	state: text,
	references: list(object({ id: text, leg: numberOrNull, system: textOrNull })),
	arrival: textOrNull,
	departure: textOrNull,
	roomId: textOrNull,
	roomType: textOrNull,
	roomTypeCharged: textOrNull,
	ratePlan: textOrNull,
	codes: object<BookingCodes>({ market: textOrNull, source: textOrNull, guarantee: textOrNull }),
	adults: numberOrNull,
	children: numberOrNull,
	guest: object({ firstName: textOrNull, lastName: textOrNull, profileId: textOrNull }),
	createdBy: text,
	changedBy: text,
	changedAt: text,
	written: object<WrittenStay>({ arrival: text, departure: text, adults: number, children: number }),
	nights: list(
		object<OperaNight>({
			...{ date: text, amount: numberOrNull, isAfterTax: yesOrNo },
			...{ currency: textOrNull, isUnread: yesOrNo },
		}),
	),
	taxes: text,
	notes: list(text),
});

const written = object<Written & { hotelId: string }>({
	hotelId: text,
	outcome: text,
	reservations: list(
		object<WrittenRoom>({
			roomStayId: textOrNull,
			reservationId: textOrNull,
			confirmationNumber: textOrNull,
			outcome: text,
			changes: list(text),
		}),
	),
	guest: orNull(object<GuestOutcome>({ profileId: text, outcome: text })),
	warnings: list(text),
});

export const outputs = {
	cancel: object({ opera: object({ reservationId: text, outcome: text, warnings: list(text) }) }),
	get: stay,
	getAll: stay,
	getPage: reservationPageOutput,
	upsert: withFields(reservationOutput, { opera: written }),
};
