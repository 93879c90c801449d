/**
 * A room of a reservation in Booking.com's OTA dialect (Booking.com connectivity docs, API reference:
 * RoomStay, RoomRate, Total, GuestCount, SpecialRequests): one RoomRate per night, integers with DecimalPlaces,
 * the property in each room.
 */
import { roomTotal, type BookedRoom, type Booking } from '../../hotel/booking';
import type { Hotel } from '../../hotel/hotel';
import { el, type XmlElement } from '../xml/write';

/** An integer "before applying decimals" with its DecimalPlaces, after or before tax as the property is set up. */
export function total(booking: Booking, minor: number): XmlElement {
	return el('Total', {
		[booking.taxIncluded ? 'AmountAfterTax' : 'AmountBeforeTax']: minor,
		CurrencyCode: booking.currency,
		DecimalPlaces: booking.decimals,
	});
}

function nightRates(booking: Booking, room: BookedRoom): XmlElement[] {
	// A virtual card is marked in the rate plan if the property has that feature switched on.
	const ratePlanCode =
		booking.payment === 'virtual_card' && room.index % 4 === 0 ? `${room.ratePlanId}VCC` : room.ratePlanId;
	return room.nightPrices.map((night) =>
		el('RoomRate', { EffectiveDate: night.date, RatePlanCode: ratePlanCode }, [
			el('Rates', {}, [el('Rate', {}, [total(booking, night.minor)])]),
		]),
	);
}

function guestCounts(room: BookedRoom): XmlElement {
	return el('GuestCounts', {}, [
		el('GuestCount', { Count: room.adults, AgeQualifyingCode: 10 }),
		...room.childAges.map((age) => el('GuestCount', { Count: 1, AgeQualifyingCode: 8, Age: age })),
	]);
}

function taxes(booking: Booking, room: BookedRoom, view: 'GuestView' | 'HotelView'): XmlElement {
	const money = { CurrencyCode: booking.currency, DecimalPlaces: booking.decimals };
	const describe = (text: string): XmlElement => el('TaxDescription', {}, [el('Text', {}, [text])]);
	const vat = Math.round(roomTotal(room) * 0.037);
	return el(view, {}, [
		el('Taxes', {}, [
			el(
				'Tax',
				{ Amount: vat, ChargeFrequency: 12, Code: 36, ...money, Type: booking.taxIncluded ? 'Inclusive' : 'Exclusive' },
				[describe('VAT (3.7%)')],
			),
			el('Tax', { Amount: room.cityTaxMinor, ChargeFrequency: 20, Code: 3, ...money, Type: 'Exclusive' }, [
				describe('City tax'),
			]),
		]),
		el('Total', { Amount: roomTotal(room), DecimalPlaces: booking.decimals }),
	]);
}

export interface RoomStayContext {
	hotel: Hotel;
	booking: Booking;
	/** Position of the room's guest in ResGuests, from 1. */
	guestRph: number;
	/** `Cancelled` marks a room that is no longer booked. */
	status?: 'Cancelled';
}

/** The `RoomStay` element. */
export function roomStay(room: BookedRoom, { hotel, booking, guestRph, status }: RoomStayContext): XmlElement {
	const type = hotel.roomTypes.find((each) => each.id === room.roomTypeId);
	const plan = hotel.ratePlans.find((each) => each.id === room.ratePlanId);
	const share = Math.round(booking.commission.minor / Math.max(1, booking.rooms.length));
	const { currency, decimals } = booking.commission;
	return el('RoomStay', { IndexNumber: room.index, RoomStayStatus: status }, [
		el('RoomTypes', {}, [
			el('RoomType', { RoomTypeCode: room.roomTypeId }, [
				el('RoomDescription', { Name: type?.name ?? 'Room' }, [
					el('Text', {}, [type?.description ?? '']),
					el('MealPlan', {}, [plan?.mealPlan ?? '']),
					el('MaxChildren', {}, [String(type?.maxChildren ?? 0)]),
				]),
				el(
					'Amenities',
					{},
					['Bath', 'TV', 'Free toiletries'].map((name) => el('Amenity', {}, [name])),
				),
			]),
		]),
		el('RatePlans', {}, [
			el('RatePlan', {}, [
				el('Commission', {}, [
					el('CommissionPayableAmount', { Amount: share, DecimalPlaces: decimals, CurrencyCode: currency }),
				]),
			]),
		]),
		el('RoomRates', {}, [
			...nightRates(booking, room),
			el('TPA_Extensions', {}, [el('BookingCondition', {}, [plan?.conditions ?? ''])]),
		]),
		guestCounts(room),
		el('CancelPenalties', {}, [
			el('CancelPenalty', { PolicyCode: 152, From: `${booking.bookedAt}+00:00` }, [
				el('AmountPercent', { Amount: 0, DecimalPlaces: booking.decimals, CurrencyCode: booking.currency }),
			]),
		]),
		total(booking, roomTotal(room)),
		el('BasicPropertyInfo', { HotelCode: booking.propertyId }),
		el('ResGuestRPHs', {}, [el('ResGuestRPH', { RPH: booking.danglingGuestLink ? guestRph + 1 : guestRph })]),
		room.remark !== null && el('Comments', {}, [el('Comment', {}, [el('Text', {}, [room.remark])])]),
		el('SpecialRequests', {}, [
			room.smoking !== null && el('SpecialRequest', { Name: 'smoking preference' }, [el('Text', {}, [room.smoking])]),
		]),
		el('PriceDetails', {}, [taxes(booking, room, 'GuestView'), taxes(booking, room, 'HotelView')]),
	]);
}
