/**
 * The older B.XML dialect (Booking.com connectivity docs, "Retrieving reservations using B.XML"): one endpoint for
 * everything, decimal amounts in major units, empty tags for unknown values, and no acknowledgement: what was
 * retrieved is off the queue.
 */
import { bookingTotal, majorUnits, roomTotal, type BookedRoom, type Booking } from '../hotel/booking';
import type { Hotel } from '../hotel/hotel';
import type { QueuedMessage } from './queues';
import { el, type XmlElement } from './xml/write';

/** Booking.com repeats `<room>`; gateways that pass the dialect on wrap them in `<rooms>`. */
export type BxmlRooms = 'direct' | 'wrapped';

const brands: Record<string, string> = {
	VI: 'Visa',
	MC: 'MasterCard',
	AX: 'American Express',
	DS: 'Discover',
	JC: 'JCB',
	DN: 'Diners Club',
};

const tag = (name: string, text: string | number | null): XmlElement =>
	el(name, {}, text === null || text === '' ? [] : [String(text)]);

function card(booking: Booking, withCard: boolean): XmlElement[] {
	const shown = withCard || booking.payment === 'virtual_card' ? booking.card : null;
	return [
		tag('cc_cvc', shown?.cvc ?? null),
		tag('cc_expiration_date', shown === null ? null : `${shown.expiry.slice(0, 2)}/20${shown.expiry.slice(2)}`),
		tag('cc_name', shown?.holder ?? null),
		tag('cc_number', shown?.number ?? null),
		tag('cc_type', shown === null ? null : (brands[shown.code] ?? shown.code)),
		tag('dc_issue_number', null),
		tag('dc_start_date', null),
	];
}

function customer(booking: Booking, withCard: boolean): XmlElement {
	const { booker } = booking;
	return el('customer', {}, [
		tag('address', booker.address?.line ?? null),
		...card(booking, withCard),
		tag('city', booker.address?.city ?? null),
		tag('company', booker.company),
		tag('countrycode', booker.countryCode.toLowerCase()),
		tag('email', booker.email),
		tag('first_name', booker.firstName),
		tag('last_name', booker.lastName),
		tag('remarks', booking.remarks.join(' ')),
		tag('telephone', booker.phone),
		tag('zip', booker.address?.postalCode ?? null),
	]);
}

function room(hotel: Hotel, booking: Booking, each: BookedRoom): XmlElement {
	const type = hotel.roomTypes.find(({ id }) => id === each.roomTypeId);
	const plan = hotel.ratePlans.find(({ id }) => id === each.ratePlanId);
	const amount = (minor: number): string => majorUnits(minor, booking.decimals);
	return el('room', {}, [
		tag('arrival_date', each.checkIn),
		tag('currencycode', booking.currency),
		tag('departure_date', each.checkOut),
		tag('extra_info', type?.description ?? null),
		el('guest_counts', {}, [
			el('guest_count', { count: each.adults, type: 'adult' }),
			...each.childAges.map((age) => el('guest_count', { count: 1, type: 'child', age })),
		]),
		tag('guest_name', each.guestName),
		tag('id', each.roomTypeId),
		tag('info', plan?.conditions ?? null),
		tag('max_children', type?.maxChildren ?? 0),
		tag('meal_plan', plan?.mealPlan ?? null),
		tag('name', type?.name ?? null),
		tag('numberofguests', each.adults + each.childAges.length),
		...each.nightPrices.map((night) =>
			el(
				'price',
				{
					date: night.date,
					rate_id: each.ratePlanId,
					genius_rate: booking.genius ? 'yes' : 'no',
					rewritten_from_id: '0',
				},
				[amount(night.minor)],
			),
		),
		tag('remarks', each.remark),
		tag('roomreservation_id', each.index),
		tag('smoking', each.smoking === null ? null : each.smoking === 'Smoking' ? '1' : '0'),
		tag('totalprice', amount(roomTotal(each))),
	]);
}

function reservation(hotel: Hotel, message: QueuedMessage, rooms: BxmlRooms): XmlElement {
	const { step, queue } = message;
	const { booking } = step;
	const [date = '', time = ''] = booking.bookedAt.split('T');
	const status = step.kind === 'cancelled' ? 'cancelled' : queue === 'new' ? 'new' : 'modified';
	const head = [
		tag('currencycode', booking.currency),
		tag('date', date),
		tag('hotel_id', booking.propertyId),
		tag('hotel_name', hotel.name),
		tag('id', booking.reservationId),
		tag('status', status),
		tag('time', time),
	];
	if (status === 'cancelled') {
		const fee = majorUnits(step.cancellationFeeMinor ?? 0, booking.decimals);
		return el('reservation', {}, [...head, tag('total_cancellation_fee', fee)]);
	}
	const each = booking.rooms.map((one) => room(hotel, booking, one));
	return el('reservation', {}, [
		tag('commissionamount', majorUnits(booking.commission.minor, booking.commission.decimals)),
		customer(booking, message.withCard),
		...head,
		...(rooms === 'wrapped' ? [el('rooms', {}, each)] : each),
		tag('totalprice', majorUnits(bookingTotal(booking), booking.decimals)),
	]);
}

/** `<reservations/>` when there is nothing. */
export function bxmlDocument(
	hotels: ReadonlyMap<string, Hotel>,
	messages: QueuedMessage[],
	rooms: BxmlRooms,
): XmlElement {
	const found = messages.flatMap((message) => {
		const hotel = hotels.get(message.step.booking.propertyId);
		return hotel === undefined ? [] : [reservation(hotel, message, rooms)];
	});
	return el('reservations', {}, found);
}

/**
 * `POST /hotels/xml/reservationssummary`: what has still to leave the hotel, without contact data, prices, wishes or a
 * status.
 */
export function summaryDocument(hotel: Hotel, bookings: Booking[]): XmlElement {
	return el(
		'reservations',
		{},
		bookings.map((booking) => summary(hotel, booking)),
	);
}

function summary(hotel: Hotel, booking: Booking): XmlElement {
	const [date = '', time = ''] = booking.bookedAt.split('T');
	return el('reservation', {}, [
		el('customer', {}, [tag('first_name', booking.booker.firstName), tag('last_name', booking.booker.lastName)]),
		tag('date', date),
		tag('hotel_id', booking.propertyId),
		tag('hotel_name', hotel.name),
		tag('id', booking.reservationId),
		...booking.rooms.map((each) =>
			el('room', {}, [
				tag('arrival_date', each.checkIn),
				tag('departure_date', each.checkOut),
				el('guest_counts', {}, [el('guest_count', { count: each.adults, type: 'adult' })]),
				tag('guest_name', each.guestName),
				tag('id', each.roomTypeId),
				tag('name', hotel.roomTypes.find(({ id }) => id === each.roomTypeId)?.name ?? null),
				tag('numberofguests', each.adults + each.childAges.length),
				tag('roomreservation_id', each.index),
			]),
		),
		tag('time', time),
	]);
}

/** B.XML's own form of an error. */
export function bxmlError(text: string): XmlElement {
	return el('fault', { code: 1, string: text });
}
