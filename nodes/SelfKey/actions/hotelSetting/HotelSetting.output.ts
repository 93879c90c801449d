/** What each operation gives out, for the editor. */
import type { KnownRoomType, StoredSettings, TypedSettings } from '../../settings/settings';
import type { SetupCheck } from '../../setup/setup-check';
import { list, number, object, text, withFields, yesOrNo } from '../../../shared/operations/output-schema';

const typed = object<TypedSettings>({
	propertyIds: text,
	roomMap: text,
	timeZone: text,
	registrationRetentionMonths: text,
	buffer: text,
	allotments: text,
	overbooking: text,
	overbookingCap: text,
	rates: text,
});

const revision = { hotelSlug: text, revision: number };

export const outputs = {
	check: object({
		setup: object({
			isComplete: yesOrNo,
			checks: list(object<SetupCheck>({ check: text, state: text, says: text })),
			text,
		}),
	}),
	get: withFields(typed, {
		...revision,
		stored: object<Pick<StoredSettings, 'timeZone'>>({ timeZone: text }),
		rooms: list(text),
		roomTypes: list(
			object<KnownRoomType>({ roomType: text, name: text, stays: number, rooms: list(text), isServed: yesOrNo }),
		),
		ratePlans: list(text),
		idleRooms: list(text),
	}),
	getHotel: object({ hotelSlug: text }),
	update: withFields(typed, { ...revision, idleRooms: list(text) }),
};
