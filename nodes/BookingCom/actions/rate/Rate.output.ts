/** What each operation gives out, for the editor. */
import { calendarItemOutput } from '../../../shared/calendar-output';
import { list, object, text, textOrNull, withFields, yesOrNo } from '../../../shared/operations/output-schema';

export const outputs = {
	sendChanges: withFields(calendarItemOutput, {
		bookingCom: object({ outcome: text, ruid: textOrNull, warnings: list(text) }),
	}),
	update: object({ bookingCom: object({ updated: yesOrNo, ruid: textOrNull, warnings: list(text) }) }),
};
