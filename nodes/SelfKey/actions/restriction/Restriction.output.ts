/** What each operation gives out, for the editor. */
import type { Restriction } from '../../../../core/availability/restrictions';
import {
	list,
	number,
	numberOrNull,
	object,
	text,
	textOrNull,
	withFields,
	yesOrNo,
	yesOrNoOrNull,
} from '../../../shared/operations/output-schema';

const restriction = object<Restriction & { id: number }>({
	id: number,
	channel: textOrNull,
	roomTypeId: textOrNull,
	ratePlanId: textOrNull,
	start: text,
	end: text,
	closed: yesOrNoOrNull,
	closedToArrival: yesOrNoOrNull,
	closedToDeparture: yesOrNoOrNull,
	minimumStay: numberOrNull,
	maximumStay: numberOrNull,
});

export const outputs = {
	create: withFields(restriction, {
		ids: list(number),
		ratePlanIds: list(text),
		withoutRates: list(text),
		notTold: list(text),
		stillSold: list(object({ channel: text, roomTypeId: text, because: text })),
	}),
	delete: object({ deleted: yesOrNo }),
	getAll: restriction,
};
