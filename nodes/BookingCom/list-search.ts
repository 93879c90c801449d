/** What the editor lets a person choose from, read from the Booking.com account. */
import type { INodeListSearchItems } from 'n8n-workflow';
import { searchOf } from '../shared/locator';
import { fetchRoomTypes } from './room-types/fetch-room-types';
import type { OfferedRoomType } from './room-types/room-types';

export const listSearch = {
	searchRoomTypes: searchOf(async (context) => {
		const { roomTypes } = await fetchRoomTypes(context, []);
		const of = propertyNamer(roomTypes);
		return roomTypes.map((type) => choice(type.roomTypeName, 'Room type', type.roomTypeId, of(type)));
	}),
	/** Those that can be updated. */
	searchRatePlans: searchOf(async (context) => {
		const { roomTypes } = await fetchRoomTypes(context, []);
		const of = propertyNamer(roomTypes);
		const choices = roomTypes.flatMap((type) =>
			type.rates
				.filter(({ isReadOnly }) => !isReadOnly)
				.map((rate) => choice(rate.ratePlanName, 'Rate plan', rate.ratePlanId, of(type))),
		);
		// A rate plan stands under each room type that has it.
		return [...new Map(choices.map((each) => [each.value, each])).values()];
	}),
};

/** The property of a room type, where there are several: their room types may be called the same. */
function propertyNamer(roomTypes: readonly OfferedRoomType[]): (type: OfferedRoomType) => string | null {
	const hasSeveral = new Set(roomTypes.map(({ propertyId }) => propertyId)).size > 1;
	return ({ propertyName, propertyId }) => (hasSeveral ? (propertyName ?? propertyId) : null);
}

function choice(name: string | null, kind: string, id: string, property: string | null): INodeListSearchItems {
	return { name: `${name ?? kind}${property === null ? '' : `, ${property}`} (${id})`, value: id };
}
