/** What each operation gives out, for the editor; fields of a night are Airbnb’s own. */
import { calendarItemOutput, heldBackOutput } from '../../../shared/calendar-output';
import { list, number, object, text, textOrNull, withFields, yesOrNo } from '../../../shared/operations/output-schema';

export const outputs = {
	get: object({ listingId: text, date: text, availability: text, price: number, reservation_code: textOrNull }),
	holdBack: withFields(calendarItemOutput, { heldBack: heldBackOutput }),
	sendChanges: withFields(calendarItemOutput, {
		airbnb: object({ outcome: text, operations: number, because: text, warnings: list(text) }),
	}),
	update: object({ airbnb: object({ updated: yesOrNo, operations: number }) }),
};
