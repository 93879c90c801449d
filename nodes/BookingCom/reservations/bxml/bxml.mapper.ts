/**
 * Booking.com's B.XML reservation → Reservation. Pure. Amounts are decimals in major units; empty tags mean
 * unknown; rooms are directly in the reservation or in a `rooms` element.
 * Source: developers.booking.com/connectivity/docs, B.XML reservations.
 */
import { calendarDate, nightsBetween } from '../../../../core/reservation/dates';
import { namedAfterFirstGuest } from '../../../../core/reservation/first-guest';
import type { ChannelId } from '../../../../core/channel/channels';
import { reservation, roomStay } from '../../../../core/reservation/build';
import {
	unknownBooker,
	type Booker,
	type CardSummary,
	type Payment,
	type Reservation,
	type ReservationEvent,
	type RoomStay,
} from '../../../../core/reservation/model';
import { statusNamed } from '../../../../core/reservation/status';
import { moneyFromDecimal } from '../../../../core/reservation/money';
import { unreadAmounts } from '../../../../core/reservation/unread-amounts';
import { childOf, elementAt, elementsAt, OWN_TEXT, type XmlElement } from '../../../../core/xml/read';
import { intactId, refuseCardsInIds, refuseIncompleteIds, UnusableMessage } from '../unusable-message';
import { brandOf } from '../../responses/card-data';
import { distinctIds } from '../distinct-ids';
import { sumOf } from '../guest-sum';
import { saysCancelled } from '../cancelled-status';
import { paidByChannel, ratePlanNumber } from '../payment-sentences';
import { dayUseWarning, mendedWarning } from '../warnings';
import { headcount, textOf, wholeNumber } from '../../../../core/text/read-text';

/** `no_show` is a change like any other, to a status of its own. */
function eventNamed(status: string): ReservationEvent | null {
	const word = status.toLowerCase();
	if (word === 'new') return word;
	if (/^(?:modif(?:ied|y|ication)|changed?|updated?|amended)$/.test(word)) return 'modified';
	const named = saysCancelled(status) ? 'cancelled' : statusNamed(status);
	return named === 'cancelled' ? 'cancelled' : named === 'no_show' ? 'modified' : named === 'confirmed' ? 'new' : null;
}

const ROOMS = ['room', 'rooms/room'] as const;
/** The texts that name the reservation, its property, rooms and room types. */
const ID_PLACES = ['id', 'hotel_id', ...ROOMS.flatMap((room) => [`${room}/id`, `${room}/roomreservation_id`])].map(
	(path) => [path, OWN_TEXT] as const,
);

/** The reservations in an answer, however they are wrapped. */
export function bxmlReservationsOf(root: XmlElement): XmlElement[] {
	return root.name === 'reservation' ? [root] : elementsAt(root, 'reservation');
}

/**
 * Maps one reservation.
 * @param context.propertyId the hotel asked for, used if the message names none
 * @param context.isSummary of a list of what stands, where a status may be missing or another word
 * @throws UnusableMessage if it has no number, hotel or known status, or is not a cancellation and has no room or a
 * room without dates
 */
export function mapBxmlReservation(
	element: XmlElement,
	context: { propertyId: string | null; observedAt: string; isSummary?: boolean },
): Reservation {
	const value = (name: string) => textOf(childOf(element, name)?.text);
	const reservationId = value('id');
	if (!reservationId) throw new UnusableMessage('A Booking.com message has no reservation number (id)');
	refuseCardsInIds([reservationId]);
	refuseIncompleteIds(reservationId, element, ID_PLACES);
	const propertyId = value('hotel_id') ?? context.propertyId;
	if (!propertyId)
		throw new UnusableMessage(
			`Reservation ${reservationId} does not name its property (hotel_id); fill in exactly one property ID in the node`,
		);
	const event = eventNamed(value('status') ?? '') ?? (context.isSummary === true ? 'new' : null);
	if (!event)
		throw new UnusableMessage(`Reservation ${reservationId} has no known status (new, modified or cancelled)`);

	const currency = value('currencycode');
	const elements = ROOMS.flatMap((place) => elementsAt(element, place));
	// A room for the day does not hold back the nights beside it.
	const kept = elements.every(isDayUse) ? elements : elements.filter((room) => !isDayUse(room));
	const ids = distinctIds(
		kept.map((room, index) => textOf(childOf(room, 'roomreservation_id')?.text) ?? String(index + 1)),
	);
	const rooms = kept.map((room, index) => mapRoom(room, ids[index] ?? '', currency));
	refuseCardsInIds([propertyId, ...rooms.map(({ roomStayId }) => roomStayId)]);
	const undated = rooms.find((room) => room.checkIn === null || room.checkOut === null);
	if (undated && event !== 'cancelled')
		throw new UnusableMessage(
			`Room ${undated.roomStayId} of reservation ${reservationId} has no arrival before its departure`,
		);
	if (rooms.length === 0 && event !== 'cancelled')
		throw new UnusableMessage(`Reservation ${reservationId} has no room; look it up in the extranet`);
	const customer = childOf(element, 'customer');

	return reservation({
		channel: 'booking.com' satisfies ChannelId,
		propertyId,
		reservationId,
		event,
		...(statusNamed(value('status') ?? '') === 'no_show' ? { status: 'no_show' as const } : {}),
		observedAt: context.observedAt,
		rooms,
		booker: bookerOf(customer, rooms),
		adults: sumOf(rooms.map((room) => room.adults)),
		children: sumOf(rooms.map((room) => room.children)),
		total: moneyFromDecimal(value('totalprice'), currency),
		commission: moneyFromDecimal(value('commissionamount'), currency),
		cancellationFee: moneyFromDecimal(value('total_cancellation_fee'), currency),
		payment: { model: paymentModel(element, rooms), card: cardOf(customer) },
		bookedAt: value('date') && value('time') ? `${value('date')}T${value('time')}` : value('date'),
		remarks: [textOf(childOf(customer, 'remarks')?.text)].filter((remark) => remark !== null),
		warnings: [...mendedWarning(element), ...unreadAmountsOf(element), ...dayUseWarning(elements.length - kept.length)],
	});
}

/** As in the OTA message, from the same sentences. */
function paymentModel(element: XmlElement, rooms: readonly RoomStay[]): Payment['model'] {
	const said = ['remarks', 'customer/remarks', 'room/remarks', 'room/info', 'rooms/room/remarks', 'rooms/room/info'];
	const texts = said.flatMap((path) => elementsAt(element, path).map(({ text }) => text));
	const prices = ROOMS.flatMap((place) => elementsAt(element, `${place}/price`));
	const model = paidByChannel(
		texts,
		prices.map((price) => price.attributes.rate_id ?? ''),
	);
	return model ?? (rooms.length > 0 ? 'hotel_collect' : null);
}

/** The warning of amounts that are there and mean nothing for certain, such as `1.250` of euros. */
function unreadAmountsOf(element: XmlElement): string[] {
	const ofReservation = textOf(childOf(element, 'currencycode')?.text);
	const isUnread = (amount: XmlElement, currency: string | null) =>
		textOf(amount.text) !== null && moneyFromDecimal(amount.text, currency) === null;
	const unread = (within: XmlElement, names: readonly string[], currency: string | null, prefix = '') =>
		names
			.filter((name) => elementsAt(within, name).some((amount) => isUnread(amount, currency)))
			.map((name) => prefix + name);
	const rooms = ROOMS.flatMap((place) => elementsAt(element, place));
	return unreadAmounts([
		...unread(element, ['totalprice', 'commissionamount', 'total_cancellation_fee'], ofReservation),
		...rooms.flatMap((room) =>
			unread(room, ['totalprice', 'price'], textOf(childOf(room, 'currencycode')?.text) ?? ofReservation, 'room/'),
		),
	]);
}

function isDayUse(room: XmlElement): boolean {
	const [arrival, departure] = ['arrival_date', 'departure_date'].map((name) =>
		calendarDate(childOf(room, name)?.text),
	);
	return arrival !== null && arrival === departure;
}

function mapRoom(room: XmlElement, roomStayId: string, ofReservation: string | null): RoomStay {
	const value = (name: string) => textOf(childOf(room, name)?.text);
	const counts = elementsAt(room, 'guest_counts/guest_count');
	const ofType = (type: RegExp) => counts.filter((count) => type.test(count.attributes.type ?? ''));
	const counted = (type: RegExp) => sumOf(ofType(type).map((count) => headcount(count.attributes.count)));
	const prices = elementsAt(room, 'price');
	const currency = value('currencycode') ?? ofReservation;
	const [arrival, departure] = [calendarDate(value('arrival_date')), calendarDate(value('departure_date'))];
	const inOrder = arrival !== null && departure !== null && nightsBetween(arrival, departure) > 0;
	return roomStay({
		roomStayId,
		roomTypeId: value('id'),
		roomName: textOf(value('name')),
		ratePlanId: ratePlanNumber(intactId(prices[0], 'rate_id')),
		checkIn: inOrder ? arrival : null,
		checkOut: inOrder ? departure : null,
		adults: counted(/^adult/i) ?? headcount(value('numberofguests')),
		children: counted(/^child/i),
		// Some gateways add this attribute.
		childAges: ofType(/^child/i)
			.map((count) => wholeNumber(count.attributes.age, Infinity))
			.filter((age) => age !== null),
		guests: [{ name: textOf(value('guest_name')) }],
		mealPlan: textOf(value('meal_plan')),
		total: moneyFromDecimal(value('totalprice'), currency),
		nightlyRates: prices.flatMap((price) => {
			const date = calendarDate(price.attributes.date);
			const amount = moneyFromDecimal(price.text, currency);
			return date && amount ? [{ date, amount }] : [];
		}),
		remarks: [textOf(value('remarks')), textOf(value('info')), smokingOf(value('smoking'))].filter(
			(remark) => remark !== null,
		),
	});
}

function bookerOf(customer: XmlElement | undefined, rooms: readonly RoomStay[]): Booker {
	const value = (name: string) => textOf(childOf(customer, name)?.text);
	const lines = [value('address'), [value('zip'), value('city')].filter(Boolean).join(' ') || null].filter(
		(line) => line !== null,
	);
	const booker = {
		...unknownBooker(),
		firstName: value('first_name'),
		lastName: value('last_name'),
		email: value('email'),
		phone: value('telephone'),
		country: value('countrycode')?.toUpperCase() ?? null,
		address: lines.join(', ') || null,
	};
	return namedAfterFirstGuest(booker, rooms);
}

/**
 * Only the brand and the last digits are left of the card by the time it gets here. It does not decide the payment
 * model: it is in the first message only, and the reservation would seem to change.
 */
function cardOf(customer: XmlElement | undefined): CardSummary | null {
	const brand = brandOf(elementAt(customer, 'cc_type')?.text);
	const last4 = textOf(elementAt(customer, 'cc_number')?.text);
	return brand || last4 ? { brand, last4, virtual: false, activeFrom: null, balance: null } : null;
}

/** In the same words as the OTA message. */
function smokingOf(value: string | null): string | null {
	return value === '1' ? 'smoking preference: Smoking' : value === '0' ? 'smoking preference: Non-Smoking' : null;
}
