/** What each operation gives out, for the editor. */
import { calendarItemOutput, heldBackOutput } from '../../../shared/calendar-output';
import { list, object, text, textOrNull, withFields, yesOrNo } from '../../../shared/operations/output-schema';

export const outputs = {
	holdBack: withFields(calendarItemOutput, { heldBack: heldBackOutput }),
	sendChanges: withFields(calendarItemOutput, {
		bookingCom: object({ outcome: text, ruid: textOrNull, warnings: list(text), because: text }),
	}),
	update: object({ bookingCom: object({ updated: yesOrNo, ruid: textOrNull, warnings: list(text) }) }),
};
