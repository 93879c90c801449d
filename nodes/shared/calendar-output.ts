/** What a channel has to be told of nights, for the editor's preview. */
import type { CalendarRange } from '../../core/availability/calendar-nights';
import {
	list,
	number,
	numberOrNull,
	object,
	text,
	textOrNull,
	yesOrNo,
	yesOrNoOrNull,
} from './operations/output-schema';

export const calendarItemOutput = object({
	key: text,
	event: text,
	channel: text,
	propertyId: textOrNull,
	roomTypeId: text,
	ratePlanId: textOrNull,
	raises: yesOrNo,
	repeats: yesOrNo,
	currency: textOrNull,
	nights: list(
		object<CalendarRange>({
			start: text,
			end: text,
			available: numberOrNull,
			closed: yesOrNoOrNull,
			closedToArrival: yesOrNoOrNull,
			closedToDeparture: yesOrNoOrNull,
			minimumStay: numberOrNull,
			maximumStay: numberOrNull,
			price: numberOrNull,
			singleUsePrice: numberOrNull,
			sold: numberOrNull,
		}),
	),
	selfKey: object({
		availability: object({
			subscriber: text,
			round: number,
			since: textOrNull,
			heldSince: textOrNull,
			repaired: number,
			attempts: number,
			reason: textOrNull,
		}),
	}),
});

/** Why a channel is not told yet, or was told although something was unread. */
export const heldBackOutput = object({ outcome: text, because: text, waitsFor: text, warnings: list(text) });
