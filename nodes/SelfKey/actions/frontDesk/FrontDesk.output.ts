/** What each operation gives out, for the editor. */
import { moneyOutput } from '../../../shared/money-output';
import { list, number, object, orNull, text, textOrNull } from '../../../shared/operations/output-schema';

const stay = {
	bookingId: text,
	bookingNumber: number,
	key: text,
	roomName: textOrNull,
	checkIn: text,
	checkOut: text,
};

export const outputs = {
	get: object({
		date: text,
		timeZone: text,
		arrivals: list(
			object({ ...stay, missingDocuments: list(text), due: orNull(moneyOutput), virtualCard: orNull(moneyOutput) }),
		),
		conflicts: list(object({ ...stay, kind: text, advice: text, unmappedType: text })),
		conflictsLeftOut: number,
	}),
};
