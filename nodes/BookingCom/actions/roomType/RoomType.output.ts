/** What each operation gives out, for the editor. */
import { list, numberOrNull, object, text, textOrNull, yesOrNo } from '../../../shared/operations/output-schema';
import type { OfferedRate, OfferedRoomType } from '../../room-types/room-types';

export const outputs = {
	getAll: object<OfferedRoomType>({
		propertyId: textOrNull,
		propertyName: textOrNull,
		roomTypeId: text,
		roomTypeName: textOrNull,
		maxChildren: numberOrNull,
		rates: list(
			object<OfferedRate>({
				ratePlanId: text,
				ratePlanName: textOrNull,
				maxPersons: numberOrNull,
				isReadOnly: yesOrNo,
				isChildRate: yesOrNo,
			}),
		),
	}),
};
