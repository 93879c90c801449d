/**
 * What a hotel sells (Booking.com connectivity docs, "roomrates (B.XML)"): its active room types, each with the rates that
 * it is sold at. Names and numbers are attributes; a rate stands under every room type that has it.
 */
import type { Hotel, RatePlan, RoomType } from '../hotel/hotel';
import { el, type XmlElement } from './xml/write';

export function roomRatesDocument(hotels: readonly Hotel[]): XmlElement {
	return el(
		'rooms',
		{},
		hotels.flatMap((hotel) => hotel.roomTypes.map((type) => room(hotel, type))),
	);
}

function room(hotel: Hotel, type: RoomType): XmlElement {
	return el(
		'room',
		{
			id: type.id,
			hotel_id: hotel.propertyId,
			hotel_name: hotel.name,
			room_name: type.name,
			max_children: type.maxChildren,
		},
		[
			el(
				'rates',
				{},
				hotel.ratePlans.map((plan) => rate(plan, type)),
			),
		],
	);
}

function rate(plan: RatePlan, type: RoomType): XmlElement {
	return el('rate', {
		id: plan.id,
		rate_name: plan.name,
		max_persons: type.maxAdults,
		policy: 'General',
		// Only where it is so: otherwise the attribute is missing.
		is_child_rate: plan.isChildRate ? 1 : null,
		readonly: plan.isReadOnly ? 1 : null,
	});
}
