/**
 * Booking.com's OTA message → Reservation. Pure.
 * Source: developers.booking.com/connectivity/docs/api-reference (HotelReservation, HotelResModify, RoomStay,
 * ResGlobalInfo). Accepts what other OTA dialects add (ResStatus, UniqueID, TimeSpan), but requires none of it.
 */
import { nightsBetween } from '../../../../core/reservation/dates';
import type { ChannelId } from '../../../../core/channel/channels';
import { isActive } from '../../../../core/reservation/active';
import { reservation } from '../../../../core/reservation/build';
import { statusNamed } from '../../../../core/reservation/status';
import type { Money, Reservation, ReservationEvent, RoomStay } from '../../../../core/reservation/model';
import { childOf, elementAt, elementsAt, type XmlElement } from '../../../../core/xml/read';
import { refuseCardsInIds, refuseIncompleteIds, UnusableMessage } from '../unusable-message';
import {
	cancellationFeeOf,
	chargesOf,
	commissionOf,
	currencyIn,
	servicesOf,
	totalOf,
	unreadAmountsOf,
} from './amounts';
import { bookerOf, guestNames, remarksOf } from './guests';
import { paymentOf } from './payment';
import { saysCancelled } from '../cancelled-status';
import { isCancelledRoom, isDayUse, roomsOf } from './rooms';
import { sumOf } from '../guest-sum';
import { dayUseWarning, mendedWarning } from '../warnings';
import { textOf } from '../../../../core/text/read-text';

/** The queue that a message came from, and therefore the endpoint at which it is acknowledged. */
export type Queue = 'new' | 'modified';

export interface MessageContext {
	queue: Queue;
	/** Time of the poll and position in it; see `Reservation.observedAt`. */
	observedAt: string;
	/** The property to assume if a message names none. */
	propertyId: string | null;
}

export { UnusableMessage };

/** The attributes that name the reservation, its property, rooms and room types. */
const ID_PLACES = [
	['ResGlobalInfo/HotelReservationIDs/HotelReservationID', 'ResID_Value'],
	['UniqueID', 'ID'],
	['ResGlobalInfo/BasicPropertyInfo', 'HotelCode'],
	['RoomStays/RoomStay', 'IndexNumber'],
	['RoomStays/RoomStay/BasicPropertyInfo', 'HotelCode'],
	['RoomStays/RoomStay/RoomTypes/RoomType', 'RoomTypeCode'],
] as const;

/** The messages in either endpoint's answer. */
export function messagesOf(root: XmlElement): XmlElement[] {
	return [
		...elementsAt(root, 'HotelReservations/HotelReservation'),
		...elementsAt(root, 'HotelResModifies/HotelResModify'),
		...elementsAt(root, 'HotelReservations/HotelResModify'),
	];
}

/** The reservation's number (`ResID_Value`, in other dialects `UniqueID` of type 14), or `null`. */
export function reservationIdOf(message: XmlElement): string | null {
	const ids = elementsAt(message, 'ResGlobalInfo/HotelReservationIDs/HotelReservationID');
	const unique = elementsAt(message, 'UniqueID').find((id) => id.attributes.Type === '14');
	return (
		textOf(ids.find((id) => textOf(id.attributes.ResID_Value))?.attributes.ResID_Value) ?? textOf(unique?.attributes.ID)
	);
}

/** The property's number, or `null`: it is in the rooms, and a cancellation may have none. */
export function propertyIdOf(message: XmlElement): string | null {
	for (const element of [...elementsAt(message, 'RoomStays/RoomStay'), ...elementsAt(message, 'ResGlobalInfo')]) {
		const code = textOf(childOf(element, 'BasicPropertyInfo')?.attributes.HotelCode);
		if (code) return code;
	}
	return null;
}

/**
 * Maps one message, freed of card data by `withoutCardData`.
 * @throws UnusableMessage if it has no number or no property, or is not a cancellation and has no rooms or rooms
 * without dates: it must not be acknowledged
 */
export function mapMessage(message: XmlElement, context: MessageContext): Reservation {
	const reservationId = reservationIdOf(message);
	if (!reservationId) throw new UnusableMessage('A Booking.com message has no reservation number (HotelReservationID)');
	refuseCardsInIds([reservationId]);
	refuseIncompleteIds(reservationId, message, ID_PLACES);
	const all = elementsAt(message, 'RoomStays/RoomStay');
	// A room for the day does not hold back the nights beside it.
	const stays = all.every(isDayUse) ? all : all.filter((stay) => !isDayUse(stay));
	const propertyId = propertyIdOf(message) ?? context.propertyId;
	if (!propertyId) {
		throw new UnusableMessage(
			`Reservation ${reservationId} does not name its property; fill in the hotel's property ID in the node`,
		);
	}
	const cancellation = cancellationRule(message, stays, context.queue);
	if (!cancellation && stays.length === 0) {
		throw new UnusableMessage(`Reservation ${reservationId} is new and has no room; look it up in the extranet`);
	}

	const currency = currencyIn(message);
	const rooms = roomsOf(stays, guestNames(message), currency);
	refuseCardsInIds([propertyId, ...rooms.map(({ roomStayId }) => roomStayId)]);
	const standing = cancellation ? rooms : rooms.filter(isActive);
	const noShow = !cancellation && (isNoShow(message) || standing.length === 0);
	const activeRooms = standing.length > 0 ? standing : rooms.filter(({ status }) => status === 'no_show');
	const undated = activeRooms.find((room) => room.checkIn === null || room.checkOut === null);
	if (undated && !cancellation) {
		throw new UnusableMessage(
			`Room ${undated.roomStayId} of reservation ${reservationId} has no nights (RoomRate EffectiveDate); Booking.com support can send it again`,
		);
	}

	const global = childOf(message, 'ResGlobalInfo');
	const payment = paymentOf(message);
	const active = new Set<RoomStay | undefined>(activeRooms);
	const charged = cancellation ? stays : stays.filter((_stay, index) => active.has(rooms[index]));
	const event = cancellation ? 'cancelled' : eventOf(message, context.queue, noShow);
	const takesPlace = !cancellation && !noShow && standing.length === rooms.length;
	const fee = takesPlace ? null : cancellationFeeOf(message, currency);
	return reservation({
		channel: 'booking.com' satisfies ChannelId,
		propertyId,
		reservationId,
		event,
		status: noShow ? 'no_show' : undefined,
		observedAt: context.observedAt,
		rooms,
		booker: bookerOf(global, message),
		adults: sumOf(activeRooms.map((room) => room.adults)),
		children: sumOf(activeRooms.map((room) => room.children)),
		expectedArrival: textOf(global?.attributes.ArrivalTime),
		total: totalOf(message, activeRooms, currency),
		taxes: chargesOf(charged, 'Tax', payment, currency),
		fees: chargesOf(charged, 'Fee', payment, currency),
		services: servicesOf(message, currency),
		commission: commissionOf(message),
		cancellationFee: cancellation || noShow ? fee : null,
		payment,
		bookedAt: textOf(elementAt(global, 'HotelReservationIDs/HotelReservationID')?.attributes.ResID_Date),
		remarks: remarksOf(global, message),
		warnings: [
			...mendedWarning(message),
			...unreadAmountsOf(message, currency),
			...dayUseWarning(all.length - stays.length),
			...(cancellation ? [`Read as a cancellation: ${cancellation}`] : []),
			...(!cancellation && !noShow && rooms.length > standing.length ? roomFeeWarning(fee) : []),
			...activeRooms.flatMap(missingNights),
		],
	});
}

/**
 * Which mark of a cancellation the message carries, or `null`. Booking.com does not document one for OTA, so
 * the marks of the other dialects and a modification without rooms count; the one found is kept as a warning.
 */
function cancellationRule(message: XmlElement, stays: XmlElement[], queue: Queue): string | null {
	const { ResStatus, status, Status } = message.attributes;
	if ([ResStatus, status, Status].some(saysCancelled)) return 'the message is marked as cancelled';
	if (stays.length === 0) return queue === 'modified' ? 'it holds no room' : null;
	return stays.every(isCancelledRoom) ? 'every room is marked as cancelled' : null;
}

function isNoShow({ attributes: { ResStatus, status, Status } }: XmlElement): boolean {
	return [ResStatus, status, Status].some((text) => text !== undefined && statusNamed(text) === 'no_show');
}

/** From the queue, unless the message itself says that it is a change: some dialects have one queue for all. */
function eventOf(message: XmlElement, queue: Queue, noShow: boolean): ReservationEvent {
	return /^\s*modif/i.test(message.attributes.ResStatus ?? '') || noShow ? 'modified' : queue;
}

/** The fee of a room beside others that take place is none of the whole reservation's. */
function roomFeeWarning(fee: Money | null): string[] {
	if (fee === null) return [];
	return [
		`A fee of ${fee.amount} ${fee.currency} is stated for a room that does not take place; it is not part of what is due for the others: ask for it at the desk`,
	];
}

/** A night without a price still belongs to the stay, but somebody should know. */
function missingNights({ roomStayId, checkIn, checkOut, nightlyRates }: RoomStay): string[] {
	if (checkIn === null || checkOut === null || nightlyRates.length === 0) return [];
	const missing = nightsBetween(checkIn, checkOut) - new Set(nightlyRates.map(({ date }) => date)).size;
	return missing > 0 ? [`Room ${roomStayId}: no price for ${missing} of its nights`] : [];
}
