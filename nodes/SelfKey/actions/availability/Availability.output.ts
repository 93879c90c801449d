/** What each operation gives out, for the editor. */
import type { HeldRoom } from '../../availability/free-rooms';
import { calendarItemOutput, heldBackOutput } from '../../../shared/calendar-output';
import {
	list,
	number,
	numberOrNull,
	object,
	text,
	withFields,
	yesOrNo,
} from '../../../shared/operations/output-schema';

export const outputs = {
	acknowledge: withFields(calendarItemOutput, {
		selfKey: object({
			availability: object({ acknowledgement: text, seconds: numberOrNull }),
		}),
	}),
	getAll: object({ id: text, name: text, price: number, allowDogs: yesOrNo }),
	getHeld: object<HeldRoom>({ kind: text, start: text, end: text, roomIds: list(text) }),
	holdBack: withFields(calendarItemOutput, { heldBack: heldBackOutput }),
};
